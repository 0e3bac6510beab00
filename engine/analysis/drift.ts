/**
 * Drift: whether people now are still like those a model was made from. Population stability index per feature
 * and per segment (used in credit scoring since the 1990s: below .1 stable, to .25 watch, above it moved).
 */

export type DriftVerdict = 'stable' | 'watch' | 'moved';

/** What the usual thresholds say of an index. */
export const driftVerdict = (psi: number): DriftVerdict =>
  psi < 0.1 ? 'stable' : psi < 0.25 ? 'watch' : 'moved';

/**
 * Sum over bins of (now - then) ln(now / then), from counts or shares. An empty bin counts as half a person, so
 * that one newcomer in it is not infinite drift.
 */
export const populationStability = (then: readonly number[], now: readonly number[]): number => {
  const shares = (counts: readonly number[]): number[] => {
    const whole = counts.some((count) => count > 1);
    const filled =
      whole && counts.some((count) => count === 0)
        ? counts.map((count) => Math.max(count, 0.5))
        : [...counts];
    const sum = filled.reduce((total, count) => total + count, 0);
    return filled.map((count) => count / sum);
  };
  const [a, b] = [shares(then), shares(now)];
  return a.reduce(
    (sum, share, i) => (share > 0 && b[i] > 0 ? sum + (b[i] - share) * Math.log(b[i] / share) : sum),
    0,
  );
};

/** Counts of values in bins between ascending edges: below the first, between, from the last on; NaN apart, last. */
export const binCounts = (values: Float64Array, edges: readonly number[]): number[] => {
  const counts = new Array<number>(edges.length + 2).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) counts[edges.length + 1] += 1;
    else {
      let [low, high] = [0, edges.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value >= edges[middle]) low = middle + 1;
        else high = middle;
      }
      counts[low] += 1;
    }
  }
  return counts;
};

/** People in each group then (rows) and now (columns): who stayed, who moved where. */
export const migrationMatrix = (
  then: ArrayLike<number>,
  now: ArrayLike<number>,
  groups: number,
): number[][] => {
  const out = Array.from({ length: groups }, () => new Array<number>(groups).fill(0));
  for (let i = 0; i < then.length; i++) if (then[i] >= 0 && now[i] >= 0) out[then[i]][now[i]] += 1;
  return out;
};
