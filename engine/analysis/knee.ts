/** Where a curve stops paying: its knee. */

/**
 * Kneedle (V. Satopaa et al., "Finding a Kneedle in a Haystack", ICDCS Workshops 2011, section III), first
 * knee found going right, without smoothing: both axes scaled to [0, 1], the difference from the diagonal
 * formed, and a local maximum of it declared a knee once the difference falls below that maximum less
 * `sensitivity` mean steps before it rises again.
 * @param x strictly ascending
 * @param shape `falling`: decreasing and convex, as inertia over k. `rising`: increasing and concave
 * @returns the x of the knee, or null where there is none (fewer than three points, or no bend)
 */
export const kneedle = (
  x: readonly number[],
  y: readonly number[],
  shape: 'falling' | 'rising',
  sensitivity = 1,
): number | null => {
  const last = x.length - 1;
  if (last < 2) return null;
  const low = Math.min(...y);
  const height = Math.max(...y) - low;
  const width = x[last] - x[0];
  if (!(height > 0) || !(width > 0)) return null;
  const difference = x.map((value, i) => {
    const scaled = (y[i] - low) / height;
    return (shape === 'falling' ? 1 - scaled : scaled) - (value - x[0]) / width;
  });
  const drop = sensitivity / last;
  let candidate = -1;
  let threshold = 0;
  for (let i = 1; i < last; i++) {
    const before = difference[i] - difference[i - 1];
    const after = difference[i + 1] - difference[i];
    if (before >= 0 && after <= 0 && before - after > 0) {
      candidate = i;
      threshold = difference[i] - drop;
    } else if (candidate >= 0 && before <= 0 && after >= 0) threshold = 0;
    if (candidate >= 0 && difference[i + 1] < threshold) return x[candidate];
  }
  return null;
};
