/**
 * Rows counted in slots, with as many different people remembered per slot as decide whether it may be told: once
 * LEAST_CELL of them were seen, who they are no longer matters. People are the first words of their pseudonyms.
 */
import { LEAST_CELL } from '../../../shared/counts.ts';
import type { Counting } from './counting.ts';

/** A slot in the kernel's memory: its rows, its key where it has one, how many people are remembered, and where these are. */
const SLOT = 24;
const KEY = 8;
const SEEN = 16;
const PEOPLE = 20;

export type Tally = {
  /** Adds each row of the batch to the slot of its code, negative ones apart; the answer is how many are negative. */
  add(codes: Int32Array): number;
  /** How many slots there are: one more than the largest that was added to. */
  readonly size: number;
  /** The rows of each slot, as they are now. */
  rows(): Float64Array;
  /** What a slot stands for, where slots were made for keys. */
  key(slot: number): number;
  /** Whether at least LEAST_CELL people are behind these slots together. */
  enough(slots: Iterable<number>): boolean;
};

/** @param at a tally in the kernel's memory; a new one where it is left out */
export const openTally = (counting: Counting, at: number = counting.kernel.tally()): Tally => {
  const { kernel, view } = counting;
  const size = (): number => kernel.sizeOf(at);
  const slotAt = (slot: number): number => view().getUint32(at, true) + slot * SLOT;
  return {
    add: (codes) =>
      kernel.codes(at, counting.show(codes.subarray(0, counting.rows)), counting.people, counting.rows),
    get size() {
      return size();
    },
    rows: () => {
      const [slots, from] = [view(), slotAt(0)];
      const out = new Float64Array(size());
      for (let slot = 0; slot < out.length; slot++) out[slot] = slots.getFloat64(from + slot * SLOT, true);
      return out;
    },
    key: (slot) => view().getFloat64(slotAt(slot) + KEY, true),
    enough: (slots) => {
      const together = new Set<number>();
      for (const slot of slots) {
        if (slot >= size()) continue;
        const from = slotAt(slot);
        const seen = view().getInt32(from + SEEN, true);
        if (seen === LEAST_CELL) return true;
        const people = view().getUint32(from + PEOPLE, true);
        for (let i = 0; i < seen; i++) together.add(view().getInt32(people + 4 * i, true));
        if (together.size >= LEAST_CELL) return true;
      }
      return false;
    },
  };
};
