/** How far groups tell a number apart, read off the moments of each. */
import { deviationOf, type Moments, poolAll } from '../../features/statistics.ts';
import { studentQuantile } from './distributions.ts';

/** One-way analysis of variance. */
export type Variance = {
  /** Variance between groups over variance within; infinite where nothing varies within. */
  f: number;
  /** η²: share of the variance that lies between groups, 0 to 1; 0 for a constant. */
  etaSquared: number;
};

/** F and η² of groups (R. Fisher, Statistical Methods for Research Workers, 1925). Empty groups do not count. */
export const analyseVariance = (groups: readonly Moments[]): Variance => {
  const used = groups.filter(({ count }) => count > 0);
  const all = poolAll(used);
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
