/**
 * From a fitted model to figures per person: P(alive), purchases to come, their discounted worth; how the model
 * did on time it had not seen; and what speaks against trusting it.
 */
import { expectedValue, type GammaGammaParameters } from './gamma-gamma.ts';
import type { Histories } from './histories.ts';
import { aliveOf, conditionalOf, expectedOf, type PurchaseModel } from './value.ts';

export type Horizon = {
  /** Number of periods looked ahead. */
  periods: number;
  /** Units of time of the model in one period, for example 30.4375 / 7 weeks in a month. */
  unitsPerPeriod: number;
  /** Discount per period: 0.01 is 1 %. */
  discount: number;
};

export type Outlook = {
  /** P(alive) per person. */
  alive: Float64Array;
  /** Purchases expected within the horizon. */
  purchases: Float64Array;
  /** The same, each period's share discounted at its end: times a purchase's value, this is the CLV. */
  discounted: Float64Array;
};

/**
 * Looks ahead for every person.
 * @returns one entry per row that the histories were made of
 */
export const lookAhead = (model: PurchaseModel, h: Histories, horizon: Horizon): Outlook => {
  const { periods, unitsPerPeriod, discount } = horizon;
  const distinct = h.frequency.length;
  const alive = new Float64Array(distinct);
  const purchases = new Float64Array(distinct);
  const discounted = new Float64Array(distinct);
  for (let i = 0; i < distinct; i++) {
    const [x, recency, age] = [h.frequency[i], h.recency[i], h.age[i]];
    alive[i] = aliveOf(model, x, recency, age);
    let before = 0;
    for (let period = 1; period <= periods; period++) {
      const until = conditionalOf(model, period * unitsPerPeriod, x, recency, age);
      discounted[i] += (until - before) / (1 + discount) ** period;
      before = until;
    }
    purchases[i] = before;
  }
  const spread = (values: Float64Array): Float64Array => Float64Array.from(h.historyOf, (at) => values[at]);
  return { alive: spread(alive), purchases: spread(purchases), discounted: spread(discounted) };
};

/** Discounted customer lifetime value per person: discounted purchases times the expected value of one. */
export const lifetimeValue = (
  outlook: Outlook,
  money: GammaGammaParameters,
  frequency: Float64Array,
  mean: Float64Array,
): { value: Float64Array; perPurchase: Float64Array } => {
  // Who has no mean of their own (no repeat, or no amounts) is given everyone's.
  const perPurchase = Float64Array.from(frequency, (x, i) =>
    Number.isNaN(mean[i]) ? expectedValue(money, 0, 0) : expectedValue(money, x, mean[i]),
  );
  return { perPurchase, value: perPurchase.map((v, i) => v * outlook.discounted[i]) };
};

export type Holdout = {
  /** Purchases in the held-out time, by purchases before it; the last group is "and more". */
  groups: { frequency: number; people: number; actual: number; expected: number }[];
  actual: number;
  expected: number;
  /** Mean absolute difference per person. */
  error: number;
};

/**
 * Compares what a model expected of a held-out time with what happened.
 * @param time length of the held-out time in units of the model
 * @param actual purchases of each person in it
 * @param most frequencies from this on are one group
 */
export const holdOut = (
  model: PurchaseModel,
  h: Histories,
  time: number,
  actual: Float64Array,
  most = 7,
): Holdout => {
  const expected = Float64Array.from(h.frequency, (x, i) =>
    conditionalOf(model, time, x, h.recency[i], h.age[i]),
  );
  const groups = Array.from({ length: most + 1 }, (_, frequency) => ({
    frequency,
    people: 0,
    actual: 0,
    expected: 0,
  }));
  let error = 0;
  h.historyOf.forEach((at, person) => {
    const group = groups[Math.min(most, h.frequency[at])];
    group.people += 1;
    group.actual += actual[person];
    group.expected += expected[at];
    error += Math.abs(actual[person] - expected[at]);
  });
  return {
    groups: groups
      .filter(({ people }) => people > 0)
      .map((g) => ({ ...g, actual: g.actual / g.people, expected: g.expected / g.people })),
    actual: actual.reduce((sum, n) => sum + n, 0),
    expected: groups.reduce((sum, group) => sum + group.expected, 0),
    error: error / h.historyOf.length,
  };
};

/**
 * Repeat purchases of everyone together, unit by unit since the earliest first purchase, as the model expects
 * them: the tracking curve of the papers.
 * @param starts time of each person's first purchase since the earliest one, in units
 * @param units how many points to make: after 1, 2, ... units
 */
export const trackingCurve = (model: PurchaseModel, starts: ArrayLike<number>, units: number): number[] => {
  // People who started at the same moment share a curve.
  const counts = new Map<number, number>();
  for (let i = 0; i < starts.length; i++) counts.set(starts[i], (counts.get(starts[i]) ?? 0) + 1);
  return Array.from({ length: units }, (_, i) => {
    let sum = 0;
    for (const [start, people] of counts) if (start < i + 1) sum += people * expectedOf(model, i + 1 - start);
    return sum;
  });
};

/** Pearson's correlation of two columns; NaN where one does not vary. */
export const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const n = a.length;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < n; i++) {
    sumA += a[i];
    sumB += b[i];
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [a[i] - sumA / n, b[i] - sumB / n];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Number.NaN;
};
