/**
 * Orders that stand on several records one after the other, one a line item: what a line takes over from the first
 * record of its order. It lives in the reading thread; identifiers stay bytes.
 */
import type { Batch, Quote } from './csv/batch.ts';
import { fieldBytes } from './csv/fields.ts';
import type { Told } from './whose.ts';

/** What the first record of an order said: whose it is, and its times in UTC epoch milliseconds, NaN where there was none. */
export type Carried = Told & { times: number[] };

/** The column for which a record is not taken, and why; `empty` where it holds nothing. */
export type Refusal = { column: string; reason: string; empty?: true };

export type OrderLines = {
  /** Begins a record; the answer is what it may take over, or null where it begins an order. */
  begin(batch: Batch, record: number, quote: Quote): Carried | null;
  /** Why the order was left out, which goes for all its lines; null where it was not. */
  readonly refused: Refusal | null;
  refuse(refusal: Refusal): void;
  /** Remembers a record that was taken. */
  keep(told: Told, times: number[]): void;
};

/** @param reference place of the column with the number of the order */
export const createOrderLines = (reference: number): OrderLines => {
  let order = Buffer.alloc(0);
  let carried: Carried | null = null;
  let refused: Refusal | null = null;
  return {
    begin: (batch, record, quote) => {
      const number = fieldBytes(batch, record, reference, quote);
      if (number.length === 0 || order.compare(number) !== 0) {
        order = Buffer.from(number);
        carried = null;
        refused = null;
      }
      return carried;
    },
    get refused() {
      return refused;
    },
    refuse: (refusal) => {
      refused = refusal;
    },
    keep: (told, times) => {
      carried ??= { ...told, times };
    },
  };
};
