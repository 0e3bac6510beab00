/** Hot loops of the decision tree: bins of a column, and counts of labels by bin. */

/** The bin of every value: how many of the ascending `cuts` it reaches. A missing value has bin cuts.length + 1. */
export const binNumbers = (values: Float64Array, cuts: Float64Array, bins: Uint16Array): void => {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      bins[i] = cuts.length + 1;
      continue;
    }
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value >= cuts[middle]) low = middle + 1;
      else high = middle;
    }
    bins[i] = low;
  }
};

/** Counts the labels of rows[from .. to) by bin into `counts` (bins x labels), which is cleared first. */
export const countLabels = (
  rows: Uint32Array,
  from: number,
  to: number,
  bins: Uint16Array,
  labels: Uint8Array,
  k: number,
  counts: Float64Array,
): void => {
  counts.fill(0);
  for (let at = from; at < to; at++) {
    const row = rows[at];
    counts[bins[row] * k + labels[row]] += 1;
  }
};
