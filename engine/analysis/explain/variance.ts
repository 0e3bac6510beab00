/** How far groups tell a number apart: moments of each group in one pass, and what is read off them. */
import { studentQuantile } from './distributions.ts';

/** Known values of one group, or of everyone: how many, their mean, the sum of squares around it, and their range. */
export type Moments = { count: number; mean: number; squares: number; low: number; high: number };

/** One-way analysis of variance. */
export type Variance = {
  /** Variance between groups over variance within; infinite where nothing varies within. */
  f: number;
  /** η²: share of the variance that lies between groups, 0 to 1; 0 for a constant. */
  etaSquared: number;
};

const NOTHING: Moments = {
  count: 0,
  mean: 0,
  squares: 0,
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
};

/** Sample standard deviation; 0 below two values. */
export const deviationOf = ({ count, squares }: Moments): number =>
  count > 1 ? Math.sqrt(squares / (count - 1)) : 0;

/** Two disjoint groups as one (Chan, Golub and LeVeque, The American Statistician 37, 1983). */
export const pool = (a: Moments, b: Moments): Moments => {
  const count = a.count + b.count;
  if (count === 0) return NOTHING;
  const delta = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (delta * b.count) / count,
    squares: a.squares + b.squares + (delta * delta * a.count * b.count) / count,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
  };
};

/**
 * Moments of a number in every group, in one stable pass (B. Welford, Technometrics 4, 1962). A missing value (NaN) and
 * a row without a group are left out.
 * @param labels group of each row, 0 .. groups - 1; any other number is no group
 */
export const momentsBy = (values: Float64Array, labels: Uint8Array, groups: number): Moments[] => {
  const counts = new Float64Array(groups);
  const means = new Float64Array(groups);
  const squares = new Float64Array(groups);
  const low = new Float64Array(groups).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const group = labels[i];
    const value = values[i];
    if (group >= groups || Number.isNaN(value)) continue;
    counts[group] += 1;
    const delta = value - means[group];
    means[group] += delta / counts[group];
    squares[group] += delta * (value - means[group]);
    if (value < low[group]) low[group] = value;
    if (value > high[group]) high[group] = value;
  }
  return Array.from({ length: groups }, (_, g) => ({
    count: counts[g],
    mean: means[g],
    squares: squares[g],
    low: low[g],
    high: high[g],
  }));
};

/** F and η² of groups (R. Fisher, Statistical Methods for Research Workers, 1925). Empty groups do not count. */
export const analyseVariance = (groups: readonly Moments[]): Variance => {
  const used = groups.filter(({ count }) => count > 0);
  const all = used.reduce(pool, NOTHING);
  const within = used.reduce((sum, { squares }) => sum + squares, 0);
  const between = used.reduce((sum, { count, mean }) => sum + count * (mean - all.mean) ** 2, 0);
  return {
    f: between === 0 ? 0 : between / (used.length - 1) / (within / (all.count - used.length)),
    etaSquared: between + within > 0 ? between / (between + within) : 0,
  };
};

/**
 * Cohen's d: the difference of two means in pooled standard deviations (J. Cohen, Statistical Power Analysis for the
 * Behavioral Sciences, 1988, section 2.5.1). 0 where nothing varies within.
 */
export const cohensD = (a: Moments, b: Moments): number => {
  const freedom = a.count + b.count - 2;
  const spread = freedom > 0 ? Math.sqrt((a.squares + b.squares) / freedom) : 0;
  return spread === 0 ? 0 : (a.mean - b.mean) / spread;
};

/** Half the width of the 95 % t interval of a mean (Student 1908; NIST/SEMATECH e-Handbook 1.3.5.2). Needs two values. */
export const halfWidth = (group: Moments): number =>
  (studentQuantile(0.975, group.count - 1) * deviationOf(group)) / Math.sqrt(group.count);
