/**
 * Where a segment lies on the scatter, and how a feature runs over it, told by neighbourhoods: people are divided into
 * groups of 11 to 21 who lie together, and a whole group is lit when at least half of it belongs. Lighting each point by itself would tell of every
 * single point whether it meets a rule, and rule by rule everything about it.
 */
import { LEAST_CELL } from '../../shared/counts.ts';
import { type Looked, pointsOf } from './explore.ts';

/** Reorders order[from..to] so that the k-th smallest value stands at k (Hoare's selection, FIND, 1961). */
const select = (order: Uint32Array, value: Float32Array, from: number, to: number, k: number): void => {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = value[order[(low + high) >>> 1]];
    let i = low;
    let j = high;
    while (i <= j) {
      while (value[order[i]] < pivot) i += 1;
      while (value[order[j]] > pivot) j -= 1;
      if (i > j) break;
      const held = order[i];
      order[i++] = order[j];
      order[j--] = held;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
};

type Groups = { order: Uint32Array; starts: number[] };
const known = new WeakMap<Looked, Groups>();

/** A k-d tree over the points, cut in halves by turns of the axes; its leaves are the groups. */
const groupsOf = (looked: Looked): Groups => {
  const found = known.get(looked);
  if (found !== undefined) return found;
  const { x, y } = pointsOf(looked);
  const order = Uint32Array.from(x.keys());
  const starts: number[] = [];
  const cut = (from: number, to: number, across: boolean): void => {
    if (to - from < 2 * LEAST_CELL) {
      starts.push(from);
      return;
    }
    const middle = (from + to) >>> 1;
    select(order, across ? x : y, from, to - 1, middle);
    cut(from, middle, !across);
    cut(middle, to, !across);
  };
  cut(0, order.length, true);
  const made = { order, starts };
  known.set(looked, made);
  return made;
};

/** One byte a person: 1 where at least half of their group belongs. */
export const litByNeighbours = (looked: Looked, belongs: (person: number) => boolean): Uint8Array => {
  const { order, starts } = groupsOf(looked);
  const lit = new Uint8Array(order.length);
  starts.forEach((from, group) => {
    const own = order.subarray(from, starts[group + 1] ?? order.length);
    let members = 0;
    for (const person of own) if (belongs(person)) members += 1;
    if (own.length >= LEAST_CELL && 2 * members >= own.length) for (const person of own) lit[person] = 1;
  });
  return lit;
};

/** Of everyone the mean of a feature in their group; NaN where fewer than LEAST_CELL of the group are known. */
export const meansByNeighbours = (looked: Looked, values: Float64Array): Float64Array => {
  const { order, starts } = groupsOf(looked);
  const means = new Float64Array(order.length).fill(Number.NaN);
  starts.forEach((from, group) => {
    const own = order.subarray(from, starts[group + 1] ?? order.length);
    let known = 0;
    let sum = 0;
    for (const person of own) {
      if (Number.isNaN(values[person])) continue;
      known += 1;
      sum += values[person];
    }
    if (known >= LEAST_CELL) for (const person of own) means[person] = sum / known;
  });
  return means;
};
