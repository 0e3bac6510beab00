/**
 * What a purchase model reads of a person (Fader, Hardie & Lee 2005): x repeat purchases, the time of the last
 * one since the first (recency), and the time watched since the first (age). People with equal histories are
 * counted once, with a weight, so a million people cost as much as their distinct histories.
 */
import { CloisterError } from '../../../shared/errors.ts';

export type Histories = {
  /** Repeat purchases of each distinct history; the first purchase is not counted. */
  frequency: Float64Array;
  /** Time from the first to the last purchase, 0 without a repeat, in the unit of the model. */
  recency: Float64Array;
  /** Time from the first purchase to the date of the model. */
  age: Float64Array;
  /** People with this history. */
  weight: Float64Array;
  /** Position of each history's frequency in `frequencies`. */
  level: Int32Array;
  /** The distinct frequencies, ascending. */
  frequencies: Float64Array;
  /** Distinct history of each person. */
  historyOf: Int32Array;
  people: number;
};

const refuse = (person: number, what: string): never => {
  throw new CloisterError(
    'INPUT_VALUE',
    `The purchase history of person ${person + 1} is not one: ${what}.`,
    'A history needs whole repeat purchases >= 0 and 0 <= recency <= age; recency is 0 exactly without a repeat.',
  );
};

/**
 * Counts equal histories once.
 * @param frequency repeat purchases per person, whole numbers
 * @param recency time of the last purchase since the first
 * @param age time watched since the first purchase
 * @param weight people per row, 1 by default
 * @throws CloisterError INPUT_VALUE for a row that no person can have, NO_DATA without a row
 */
export const compressHistories = (
  frequency: ArrayLike<number>,
  recency: ArrayLike<number>,
  age: ArrayLike<number>,
  weight?: ArrayLike<number>,
): Histories => {
  const rows = frequency.length;
  if (rows === 0)
    throw new CloisterError(
      'NO_DATA',
      'Nobody here has a purchase, so there is nothing to fit.',
      'Import orders, or choose a purpose and a date that admit people with orders.',
    );
  const found = new Map<number, Map<number, Map<number, number>>>();
  const historyOf = new Int32Array(rows);
  const distinct: { x: number; recency: number; age: number; weight: number }[] = [];
  for (let i = 0; i < rows; i++) {
    const [x, tx, t] = [frequency[i], recency[i], age[i]];
    if (!Number.isInteger(x) || x < 0) refuse(i, `${x} repeat purchases`);
    if (!(tx >= 0 && t >= tx && Number.isFinite(t))) refuse(i, `recency ${tx} and age ${t}`);
    if (x === 0 && tx !== 0) refuse(i, `recency ${tx} without a repeat purchase`);
    let byRecency = found.get(x);
    if (byRecency === undefined) {
      byRecency = new Map();
      found.set(x, byRecency);
    }
    let byAge = byRecency.get(tx);
    if (byAge === undefined) {
      byAge = new Map();
      byRecency.set(tx, byAge);
    }
    let at = byAge.get(t);
    if (at === undefined) {
      at = distinct.length;
      byAge.set(t, at);
      distinct.push({ x, recency: tx, age: t, weight: 0 });
    }
    distinct[at].weight += weight === undefined ? 1 : weight[i];
    historyOf[i] = at;
  }
  const frequencies = Float64Array.from(found.keys()).sort();
  const levelOf = new Map([...frequencies].map((x, i) => [x, i]));
  return {
    frequency: Float64Array.from(distinct, ({ x }) => x),
    recency: Float64Array.from(distinct, (row) => row.recency),
    age: Float64Array.from(distinct, (row) => row.age),
    weight: Float64Array.from(distinct, (row) => row.weight),
    level: Int32Array.from(distinct, ({ x }) => levelOf.get(x) as number),
    frequencies,
    historyOf,
    people: weight === undefined ? rows : distinct.reduce((sum, row) => sum + row.weight, 0),
  };
};

/** Mean age over people: the natural unit to start a search from. */
export const meanAge = ({ age, weight, people }: Histories): number =>
  Math.max(1e-9, age.reduce((sum, t, i) => sum + t * weight[i], 0) / people);
