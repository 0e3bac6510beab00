/**
 * One column of identifiers as it becomes pseudonyms. Those that are written as most are come from the kernel, a batch at a
 * time; any other is normalised here, where it is hashed. The bytes stay in this thread.
 */
import { MOST_IN_PLACE } from '../privacy/kernels/hmac.ts';
import { PSEUDONYM_BYTES, type Pseudonymiser } from '../privacy/pseudonyms.ts';
import type { Arena } from './arena.ts';
import type { ReadIdentifiers } from './cells/cells.ts';
import type { IdentifierField, Pseudonyms } from './layout.ts';
import type { Span } from './texts.ts';
import { normalise } from './values/normalise.ts';

export type PseudonymColumn = {
  /** Takes room for a batch of `rows` rows. */
  begin(rows: number, arena: Arena): void;
  /**
   * Takes the plain values of the batch that the kernel holds.
   * @param present gets which rows have one; null where those that have none are odd
   */
  takePlain(present: Uint8Array | null): void;
  /** Takes a value that is not missing into a row; false when it is no such identifier. */
  take(span: Span, row: number): boolean;
  /** The pseudonyms of the batch, once the pseudonymiser was flushed. */
  pseudonyms(): Pseudonyms;
};

/** @param read the kernel's reading of the column; null where all of its values are read here */
export const createPseudonymColumn = (
  { type, prefix }: Pick<IdentifierField, 'type' | 'prefix'>,
  { queuesOf }: Pick<Pseudonymiser, 'queuesOf'>,
  read: ReadIdentifiers | null,
): PseudonymColumn => {
  const queues = queuesOf(type);
  const [queue, ...others] = queues;
  const before = Buffer.from(prefix);
  let buffer = new Uint8Array(0);
  let out: Uint8Array[] = queues.map(() => new Uint8Array(0));
  return {
    begin: (rows, arena) => {
      out = queues.map(() => arena.bytes(rows * PSEUDONYM_BYTES));
    },
    takePlain: (present) => read?.(queues, out, present),
    take: ({ bytes, start, end }, row) => {
      const at = row * PSEUDONYM_BYTES;
      const need = before.length + (end - start) * 4 + 64;
      if (need > MOST_IN_PLACE) {
        if (buffer.length < need) buffer = new Uint8Array(need);
        buffer.set(before);
        const length = normalise(type, bytes, start, end, buffer, before.length);
        if (length <= 0) return false;
        for (let i = 0; i < queues.length; i++) queues[i].add(buffer, out[i], at, before.length + length);
        return true;
      }
      const from = queue.room(need);
      queue.bytes.set(before, from);
      const own = normalise(type, bytes, start, end, queue.bytes, from + before.length);
      if (own <= 0) return false;
      const length = before.length + own;
      for (let i = 0; i < others.length; i++)
        others[i].add(queue.bytes.subarray(from, from + length), out[i + 1], at);
      queue.put(length, out[0], at);
      return true;
    },
    pseudonyms: () => {
      const [bytes, ...earlier] = out;
      return { bytes, earlier };
    },
  };
};
