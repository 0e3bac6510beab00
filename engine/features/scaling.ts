/**
 * Scaling: how a number becomes comparable, and back. Fitted on the people of a fit, kept with the matrix, so that
 * people who come later are measured on the same scale.
 */
import type { Scaling } from '../../shared/feature-choice.ts';
import { quantile } from './statistics.ts';
import type { Knots, MatrixColumn } from './table.ts';

export type Fitted = Pick<MatrixColumn, 'scaling' | 'offset' | 'factor' | 'knots'>;

/** A rank is kept as a curve through at most this many points. */
const MOST_KNOTS = 200;
/** Each point is the mean of at least so many people, so that no single value is kept. */
const LEAST_PEOPLE = 11;
/** Beyond these sizes squares leave the range of a number. */
const [SMALL, LARGE] = [1e-150, 1e150];

/** The mid-ranks of sorted values as shares of all of them, equal values together. */
const knotsOf = (sorted: Float64Array): Knots => {
  const people = sorted.length;
  const step = Math.max(LEAST_PEOPLE, Math.ceil(people / MOST_KNOTS));
  const [values, ranks]: [number[], number[]] = [[], []];
  for (let from = 0; from < people; ) {
    // What would be left over at the end joins the last point.
    let to = people - from < 2 * step ? people : from + step;
    while (to < people && sorted[to] === sorted[to - 1]) to++;
    if (people - to < LEAST_PEOPLE) to = people;
    const block = sorted.subarray(from, to);
    const value =
      block[0] === block[block.length - 1]
        ? block[0]
        : block.reduce((sum, one) => sum + one / block.length, 0);
    values.push(value);
    ranks.push((from + to) / 2 / people);
    from = to;
  }
  return { values, ranks };
};

/** Where a value lies on a rising curve, straight between its points, level beyond its ends. */
const along = (from: readonly number[], to: readonly number[], value: number): number => {
  const last = from.length - 1;
  if (!(value > from[0])) return to[0];
  if (value >= from[last]) return to[last];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle] <= value) low = middle;
    else high = middle;
  }
  // Halved, so that the distance of very large values does not overflow.
  const share = (value / 2 - from[low] / 2) / (from[high] / 2 - from[low] / 2);
  return to[low] + share * (to[high] - to[low]);
};

const rankOf = (knots: Knots | undefined, value: number): number =>
  knots === undefined ? value : along(knots.values, knots.ranks, value);

/** Population standard deviation, worked in units of the spread where squares would leave the range of a number. */
const deviationOf = (values: Float64Array, mean: number, spread: number): number => {
  const unit = spread > SMALL && spread < LARGE ? 1 : 2 ** Math.floor(Math.log2(spread));
  let variance = 0;
  for (const value of values) {
    const centred = (value - mean) / unit;
    variance += (centred * centred) / values.length;
  }
  return Math.sqrt(variance) * unit;
};

/**
 * A scaling fitted on values that are all known. z-score uses the population standard deviation; robust the median and
 * the interquartile range (type-7 quantiles); log the z-score of log(1 + x); rank the share of people below, half of
 * those with the same value. A constant column gets factor 1, so it becomes all zero (all a half as a rank).
 */
export const fitScaling = (scaling: Scaling, values: Float64Array): Omit<Fitted, 'scaling'> => {
  if (scaling === 'none' || values.length === 0) return { offset: 0, factor: 1 };
  if (scaling === 'rank') return { offset: 0, factor: 1, knots: knotsOf(values.slice().sort()) };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Said outright: the rounding of a mean would leave a constant a deviation just above zero.
  if (low === high) return { offset: scaling === 'log' ? Math.log1p(low) : low, factor: 1 };
  // A deviation so small that a value divided by it is infinite is none.
  const safe = (factor: number): number =>
    factor > 0 && Number.isFinite(factor) && Number.isFinite((high - low) / factor) ? factor : 1;
  if (scaling === 'minmax') return { offset: low, factor: safe(high - low) };
  if (scaling === 'robust') {
    const sorted = values.slice().sort();
    return { offset: quantile(sorted, 0.5), factor: safe(quantile(sorted, 0.75) - quantile(sorted, 0.25)) };
  }
  const logs = scaling === 'log' ? values.map(Math.log1p) : values;
  let mean = 0;
  for (const value of logs) mean += value / logs.length;
  return { offset: mean, factor: safe(deviationOf(logs, mean, high - low)) };
};

/** raw -> scaled */
export const scale = ({ scaling, offset, factor, knots }: Fitted, raw: number): number =>
  ((scaling === 'log' ? Math.log1p(raw) : scaling === 'rank' ? rankOf(knots, raw) : raw) - offset) / factor;

/** scaled -> raw; of a rank the value that lies there on its curve */
export const unscale = ({ scaling, offset, factor, knots }: Fitted, scaled: number): number => {
  const value = scaled * factor + offset;
  if (scaling === 'rank' && knots !== undefined) return along(knots.ranks, knots.values, value);
  return scaling === 'log' ? Math.expm1(value) : value;
};
