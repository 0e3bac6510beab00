/**
 * Where strangers end among the overlaps that were compared, told from their tally alone (an empirical null distribution,
 * Efron 2004). Strangers fall off towards higher overlaps at least as fast as they did before one person's pairs begin to
 * count; carried on at that rate, they must stay a small share of what is proposed.
 */

/** Bins of the tally: overlaps of 0 to 1. */
export const BINS = 100;
/** Bins before the valley between strangers and one person's pairs: there strangers are nearly all, and so far apart. */
const BEFORE = 6;
const APART = 3;
/** Fewer pairs in a bin tell no rate. */
const LEAST_COUNT = 30;
/** Most strangers among the pairs that are proposed. */
const MOST_STRANGERS = 0.004;

/** So many times as much as chance makes of a count, a rise behind the valley is one. */
const RISE = 4;

/** The first bin behind the highest one from which the tally, over three bins each, rises again. */
const valleyOf = (tally: Float64Array): number => {
  const around = (bin: number): number => tally[bin - 1] + tally[bin] + tally[bin + 1];
  let lowest = tally.indexOf(Math.max(...tally)) + 1;
  for (let bin = lowest; bin < BINS; bin++) {
    const count = around(lowest);
    if (around(bin) < count) lowest = bin;
    else if (around(bin) > count + RISE * Math.sqrt(count + 1)) break;
  }
  return lowest;
};

/**
 * The least overlap from which pairs are proposed.
 * @param tally pairs compared by their overlap, in BINS bins and one for 1
 * @param floor it is never less
 * @param most it is never more; so it stays where the tally tells nothing
 */
export const leastOverlap = (tally: Float64Array, floor: number, most: number): number => {
  const anchor = valleyOf(tally) - BEFORE;
  const before = anchor - APART;
  if (before < 0 || tally[anchor] < LEAST_COUNT || tally[before] <= tally[anchor]) return most;
  const rate = (tally[anchor] / tally[before]) ** (1 / APART);
  let proposed = 0;
  for (let bin = Math.ceil(floor * BINS); bin <= BINS; bin++) proposed += tally[bin];
  for (let bin = Math.ceil(floor * BINS); bin < most * BINS; bin++) {
    const strangers = (tally[anchor] * rate ** (bin - anchor)) / (1 - rate);
    if (strangers <= MOST_STRANGERS * proposed) return bin / BINS;
    proposed -= tally[bin];
  }
  return most;
};
