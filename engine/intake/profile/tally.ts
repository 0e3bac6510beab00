/**
 * Rows counted in slots, with as many different people remembered per slot as decide whether it may be told: once
 * LEAST_CELL of them were seen, who they are no longer matters. People are the first words of their pseudonyms.
 */
import { LEAST_CELL } from '../../../shared/counts.ts';

export type Tally = {
  add(slot: number, person: number): void;
  /** Adds a row to the slot of each, negative ones apart; the answer is how many are negative. */
  addAll(slots: Int32Array, people: Int32Array): number;
  /** How many slots there are: one more than the largest that was added to. */
  readonly size: number;
  rows(slot: number): number;
  /** Adds all of a slot of another tally to one of this. */
  pour(slot: number, from: Tally, of: number): void;
  /** The people that are remembered of a slot: all of them, or LEAST_CELL. */
  people(slot: number): Int32Array;
  /** Whether at least LEAST_CELL people are behind these slots together. */
  enough(slots: Iterable<number>): boolean;
};

export const createTally = (): Tally => {
  let rows = new Float64Array(64);
  let seen = new Uint8Array(64);
  let people = new Int32Array(64 * LEAST_CELL);
  let size = 0;
  const grow = (slots: number): void => {
    const room = Math.max(slots, rows.length * 2);
    const [oldRows, oldSeen, oldPeople] = [rows, seen, people];
    rows = new Float64Array(room);
    seen = new Uint8Array(room);
    people = new Int32Array(room * LEAST_CELL);
    rows.set(oldRows);
    seen.set(oldSeen);
    people.set(oldPeople);
  };
  const open = (slot: number): void => {
    if (slot >= rows.length) grow(slot + 1);
    if (slot >= size) size = slot + 1;
  };
  const remember = (slot: number, person: number): void => {
    const known = seen[slot];
    if (known === LEAST_CELL) return;
    const from = slot * LEAST_CELL;
    for (let i = 0; i < known; i++) if (people[from + i] === person) return;
    people[from + known] = person;
    seen[slot] = known + 1;
  };
  const peopleOf = (slot: number): Int32Array =>
    people.subarray(slot * LEAST_CELL, slot * LEAST_CELL + seen[slot]);
  return {
    add: (slot, person) => {
      open(slot);
      rows[slot] += 1;
      remember(slot, person);
    },
    addAll: (slots, of) => {
      let none = 0;
      let most = -1;
      for (let row = 0; row < slots.length; row++) if (slots[row] > most) most = slots[row];
      if (most >= 0) open(most);
      const [counts, full] = [rows, seen];
      for (let row = 0; row < slots.length; row++) {
        const slot = slots[row];
        if (slot < 0) none += 1;
        else {
          counts[slot] += 1;
          if (full[slot] !== LEAST_CELL) remember(slot, of[row]);
        }
      }
      return none;
    },
    pour: (slot, from, of) => {
      open(slot);
      rows[slot] += from.rows(of);
      for (const person of from.people(of)) remember(slot, person);
    },
    people: peopleOf,
    get size() {
      return size;
    },
    rows: (slot) => rows[slot],
    enough: (slots) => {
      const together = new Set<number>();
      for (const slot of slots) {
        if (seen[slot] === LEAST_CELL) return true;
        for (let i = 0; i < seen[slot]; i++) together.add(people[slot * LEAST_CELL + i]);
        if (together.size >= LEAST_CELL) return true;
      }
      return false;
    },
  };
};
