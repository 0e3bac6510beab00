/**
 * Orders that come again with other lines: changed, or a further part of what is held. Lines are compared one by one, copy
 * for copy; what is not told by them is told by where the order stands, since a file that ends in the middle of an order
 * goes on with it in the next.
 */
import type { Mapping } from '../../../shared/mapping.ts';
import { finishMix, mix } from './content.ts';
import { createKeyList, type SortedKeys } from './sorted-keys.ts';

/** Where a run begins and ends, and whether several rows in a row have one number. */
export type Edges = { first: string; last: string; hasLines: boolean };

/** Notes the number of every row of a run in its order. */
export const createEdges = (): { see(low: number, high: number): void; told(): Edges } => {
  let [first, hasLines, seen] = ['', false, false];
  let [lastLow, lastHigh] = [0, 0];
  return {
    see: (low, high) => {
      if (!seen) first = `${low} ${high}`;
      else if (low === lastLow && high === lastHigh && (low | high) !== 0) hasLines = true;
      lastLow = low;
      lastHigh = high;
      seen = true;
    },
    told: () => ({ first, last: seen ? `${lastLow} ${lastHigh}` : '', hasLines }),
  };
};

/** Whether one file ends in the middle of an order and the other goes on with it. */
export const isCut = (
  [low, high]: readonly [number, number],
  fresh: Edges,
  earlier: readonly Edges[],
): boolean =>
  earlier.some((one) => {
    if (!fresh.hasLines && !one.hasLines) return false;
    const number = `${low} ${high}`;
    return (fresh.first === number && one.last === number) || (fresh.last === number && one.first === number);
  });

export type Lines = {
  /** A line that is held, by the number of its order and its content. All of them come before the first of the file. */
  hold(number: readonly [number, number], content: Uint32Array): void;
  /** A line of the file: whether it is held, copy for copy. */
  isHeld(number: readonly [number, number], content: Uint32Array): boolean;
};

/** Lines as keys of number and content. */
export const createLines = (): Lines => {
  const list = createKeyList();
  let held: SortedKeys | null = null;
  let left = new Uint32Array(0);
  const pair = new Uint32Array(2);
  const keyOf = (number: readonly [number, number], content: Uint32Array): Uint32Array => {
    pair.set(number);
    mix(pair, content[0]);
    mix(pair, content[1]);
    finishMix(pair);
    return pair;
  };
  return {
    hold: (number, content) => {
      const [low, high] = keyOf(number, content);
      list.add(low, high);
    },
    isHeld: (number, content) => {
      if (held === null) {
        held = list.keys();
        left = new Uint32Array(held.size);
        for (let at = 0; at < held.size; at++)
          left[held.find(held.words[2 * at], held.words[2 * at + 1])] += 1;
      }
      const [low, high] = keyOf(number, content);
      const at = held.find(low, high);
      if (at < 0 || left[at] === 0) return false;
      left[at] -= 1;
      return true;
    },
  };
};

/** What an order that came again turned out to be. */
export type Fate = 'corrected' | 'joined';

/**
 * Whether an order that is held comes with a further part of it or was changed.
 * @param rows that are held, that the file has, and that both have
 */
export const fateOf = (
  repeats: Mapping['repeats'],
  rows: { held: number; fresh: number; common: number },
  cut: boolean,
): Fate => {
  if (repeats === 'joined') return 'joined';
  if (repeats === 'replaced' || rows.common > 0) return 'corrected';
  // As many lines as before, and all of them other: they were changed.
  return cut || rows.held !== rows.fresh ? 'joined' : 'corrected';
};
