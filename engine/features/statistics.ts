/** Small statistics over typed arrays. Quantiles are type 7 (Hyndman and Fan 1996; R's and NumPy's default). */

/** Quantile of values sorted ascending, by linear interpolation. */
export const quantile = (sorted: Float64Array, p: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
};

/** Puts what belongs at each of the ascending `places` there, with nothing larger before it (Hoare 1961, algorithm 65). */
const putInPlace = (
  values: Float64Array,
  from: number,
  to: number,
  places: readonly number[],
  depth: number,
): void => {
  if (places.length === 0) return;
  if (to - from <= 64 || depth === 0) {
    values.subarray(from, to).sort();
    return;
  }
  const [first, middle, last] = [values[from], values[(from + to) >>> 1], values[to - 1]];
  const pivot = Math.max(Math.min(first, middle), Math.min(Math.max(first, middle), last));
  let i = from;
  let j = to - 1;
  while (i <= j) {
    while (values[i] < pivot) i++;
    while (values[j] > pivot) j--;
    if (i > j) break;
    const aside = values[i];
    values[i++] = values[j];
    values[j--] = aside;
  }
  // Between j and i, if anything, only the pivot stands.
  const [below, above] = [places.filter((place) => place <= j), places.filter((place) => place >= i)];
  putInPlace(values, from, j + 1, below, depth - 1);
  putInPlace(values, i, to, above, depth - 1);
};

/**
 * Several quantiles without sorting everything.
 * @param values known numbers in any order, which are put into another
 */
export const quantilesOf = (values: Float64Array, parts: readonly number[]): number[] => {
  const last = values.length - 1;
  const places = parts.flatMap((p) => [Math.floor(last * p), Math.min(Math.floor(last * p) + 1, last)]);
  const wanted = [...new Set(places)].filter((place) => place >= 0).sort((a, b) => a - b);
  // Deep only where pivots were bad throughout.
  putInPlace(values, 0, values.length, wanted, 3 * Math.ceil(Math.log2(values.length + 2)));
  return parts.map((p) => quantile(values, p));
};

export const median = (values: Float64Array): number => quantilesOf(values.slice(), [0.5])[0];

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
