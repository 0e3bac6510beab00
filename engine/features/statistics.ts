/** Small statistics over typed arrays. Quantiles are type 7 (Hyndman and Fan 1996; R's and NumPy's default). */

/** Quantile of values sorted ascending, by linear interpolation. */
export const quantile = (sorted: Float64Array, p: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
};

export const median = (values: Float64Array): number => quantile(values.slice().sort(), 0.5);

/** Mean and sample standard deviation of the known values, and how many there are. */
export const moments = (values: Iterable<number>): { count: number; mean: number; deviation: number } => {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0 };
};
