/**
 * Means and centiles as they are told on a screen: on steps so wide that one person does not show in them. One person
 * who comes, goes or changes moves a mean by at most (highest - lowest) / people; a mean told on steps at least that
 * wide leaves everyone's own value open within the whole range, however exactly two sets and their sizes are known. A
 * centile is somebody's value, so it is told on a step of the spread, and only with enough people beyond it.
 */
import { LEAST_CELL } from '../../shared/counts.ts';
import { type Moments, quantile } from './statistics.ts';

/** The smallest step of the 1-2-5 series times a power of ten that is at least `least`; 0 for 0. */
export const niceStep = (least: number): number => {
  if (!(least > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  return Number((power * ([1, 2, 5, 10].find((one) => one * power >= least) ?? 10)).toPrecision(1));
};

/** The multiple of a step that is nearest to a value; the value itself for a step of 0. */
export const onStep = (value: number, step: number): number =>
  step === 0 ? value : Number((Math.round(value / step) * step).toPrecision(12));

/** The step on which the mean of values is told, sorted ascending. */
export const meanStep = (sorted: Float64Array): number =>
  niceStep((sorted[sorted.length - 1] - sorted[0]) / sorted.length);

/** The step on which a figure is told that one person moves by about `influence`; never finer than `finest`. */
export const stepAbove = (influence: number, finest = 0.01): number => niceStep(Math.max(influence, finest));

/** The step for a share of the sum of squares, of which the person farthest out carries a part that must not show. */
export const squaresStep = ({ mean, squares, low, high }: Moments): number =>
  stepAbove(squares > 0 ? Math.max(high - mean, mean - low) ** 2 / squares : 1);

/**
 * A mean that may be told in standard deviations from everyone, on a step that leaves everyone's own mean and deviation
 * as open as means are; null where it may not be told, or nobody differs.
 */
export const toldZ = (
  mean: number | null,
  everyone: Pick<Moments, 'count' | 'mean' | 'low' | 'high'> & { deviation: number },
): number | null => {
  const { count, deviation, low, high } = everyone;
  if (mean === null || deviation === 0) return null;
  return onStep((mean - everyone.mean) / deviation, stepAbove((high - low) / (count * deviation)));
};

/** The mean of values sorted ascending, as it is told; null for fewer than LEAST_CELL. */
export const toldMean = (sorted: Float64Array): number | null => {
  if (sorted.length < LEAST_CELL) return null;
  const sum = sorted.reduce((total, value) => total + value, 0);
  return onStep(sum / sorted.length, meanStep(sorted));
};

/** Parts into which the range between the outer centiles is divided. */
const PARTS = 50;

/**
 * Centiles of values sorted ascending, as they are told; null where fewer than LEAST_CELL values lie beyond the outer
 * ones.
 */
export const toldCentiles = <P extends readonly number[]>(
  sorted: Float64Array,
  at: P,
): { -readonly [K in keyof P]: number } | null => {
  const beyond = Math.min(...at.map((p) => Math.min(p, 1 - p)));
  if (Math.floor(sorted.length * beyond) < LEAST_CELL) return null;
  const found = at.map((p) => quantile(sorted, p));
  const step = niceStep((Math.max(...found) - Math.min(...found)) / PARTS);
  return found.map((value) => onStep(value, step)) as { -readonly [K in keyof P]: number };
};

/** Bins between coarse borders: where they begin, how wide they are, how many, and the border before each. */
export type CoarseBins = { low: number; width: number; bins: number; edge(bin: number): number };

/**
 * About `wanted` equal bins over the middle 99 % of values sorted ascending. Borders are multiples of a width of the
 * 1-2-5 series, so none is anybody's value but by chance; what lies farther out is for the outer bins.
 */
export const coarseBins = (sorted: Float64Array, wanted: number): CoarseBins => {
  const from = sorted[Math.floor((sorted.length - 1) * 0.005)];
  const to = sorted[Math.ceil((sorted.length - 1) * 0.995)];
  // Values that differ in their last digits alone are one: no border lies between them.
  const least = Math.max(Math.abs(from), Math.abs(to)) * 1e-9;
  const width = niceStep(Math.max((to - from) / wanted, least)) || 1;
  const first = Math.floor(from / width);
  const edge = (bin: number): number => Number(((first + bin) * width).toPrecision(12));
  return { low: edge(0), width, bins: Math.max(1, Math.ceil(to / width) - first), edge };
};
