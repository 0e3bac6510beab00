/** Hot loop of the covariance matrix. */

/**
 * Adds the products of centred values of rows start..end to the upper triangle (packed by rows: (0,0), (0,1)
 * ... (1,1) ...) at `at`. Centring first keeps large offsets from cancelling.
 */
export const addCentredProducts = (
  values: Float64Array,
  columns: number,
  mean: Float64Array,
  start: number,
  end: number,
  products: Float64Array,
  at: number,
): void => {
  const row = new Float64Array(columns);
  for (let i = start, from = start * columns; i < end; i++, from += columns) {
    for (let t = 0; t < columns; t++) row[t] = values[from + t] - mean[t];
    let into = at;
    for (let a = 0; a < columns; a++) {
      const x = row[a];
      for (let b = a; b < columns; b++, into++) products[into] += x * row[b];
    }
  }
};
