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

/** Known values of one group, or of everyone: how many, their mean, the sum of squares around it, and their range. */
export type Moments = { count: number; mean: number; squares: number; low: number; high: number };

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

/** Disjoint groups as one. */
export const poolAll = (groups: readonly Moments[]): Moments => groups.reduce(pool, NOTHING);

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

/** Moments of the known values, with their deviation. */
export const moments = (values: ArrayLike<number>): Moments & { deviation: number } => {
  const [all] = momentsBy(Float64Array.from(values), new Uint8Array(values.length), 1);
  return { ...all, deviation: deviationOf(all) };
};
