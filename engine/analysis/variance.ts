/** How far groups tell a feature apart: one-way analysis of variance (Fisher 1925). */

export type Variance = {
  /** Variance between groups over variance within; infinite where nothing varies within. */
  f: number;
  /** η²: share of the variance that lies between groups, 0 to 1; 0 for a constant. */
  etaSquared: number;
};

/**
 * F and η² of a feature over groups; a missing value (NaN) and a row without a group are left out.
 * @param labels group of each row, 0 .. groups - 1; any other number is no group
 */
export const analyseVariance = (values: Float64Array, labels: Uint8Array, groups: number): Variance => {
  const counts = new Float64Array(groups);
  const means = new Float64Array(groups);
  let within = 0;
  for (let i = 0; i < values.length; i++) {
    const group = labels[i];
    if (group >= groups || Number.isNaN(values[i])) continue;
    counts[group] += 1;
    const delta = values[i] - means[group];
    means[group] += delta / counts[group];
    within += delta * (values[i] - means[group]);
  }
  const people = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, g) => sum + count * means[g], 0) / people;
  const between = counts.reduce((sum, count, g) => sum + count * (means[g] - mean) ** 2, 0);
  const present = counts.filter((count) => count > 0).length;
  return {
    f: between === 0 ? 0 : between / (present - 1) / (within / (people - present)),
    etaSquared: between + within > 0 ? between / (between + within) : 0,
  };
};
