/**
 * Blocking: records are compared where they share a key (`keys.ts`). A key that too many records share tells nothing and is
 * passed over, and so are the most common ones of a kind once the comparisons are used up, so that a million records
 * cost a bounded time; how many were is told.
 */

/** Most records with one key: beyond it the key is a common value, not a person's. */
const MOST_ALIKE = 400;
/** Comparisons of any file, and further ones for every record of it. */
const COMPARISONS = 3_000_000;
const COMPARISONS_PER_RECORD = 25;
/** A kind of key may use so many times its even share of what is left, so that the later ones are not left out. */
const SHARES = 3;

/** Most records: a key and the number of a record make one exact double. */
export const MOST_RECORDS = 2 ** 20;

/** Records of one file, or of two where `split` is the number of records in the first: then pairs lie across. */
export type Blocks = { keys: readonly Uint32Array[]; count: number; split: number | null };

/** Calls `each` with the range of every key that at least two records share, in the sorted list. */
const eachBlock = (sorted: Float64Array, each: (from: number, to: number) => void): void => {
  for (let from = 0; from < sorted.length; ) {
    const key = Math.floor(sorted[from] / MOST_RECORDS);
    let to = from + 1;
    while (to < sorted.length && Math.floor(sorted[to] / MOST_RECORDS) === key) to += 1;
    if (to - from > 1) each(from, to);
    from = to;
  }
};

/** Sizes up to which blocks are compared so that no more than `left` comparisons are made. */
const sizeWithin = (sorted: Float64Array, left: number): number => {
  const cost = new Float64Array(MOST_ALIKE + 1);
  eachBlock(sorted, (from, to) => {
    const size = to - from;
    if (size <= MOST_ALIKE) cost[size] += (size * (size - 1)) / 2;
  });
  let sum = 0;
  for (let size = 2; size <= MOST_ALIKE; size++) {
    sum += cost[size];
    if (sum > left) return size - 1;
  }
  return MOST_ALIKE;
};

/**
 * Calls `visit` once for every pair that shares a key, the lower record first.
 * @returns pairs visited, and keys that were passed over
 */
export const eachCandidate = (
  { keys, count, split }: Blocks,
  visit: (first: number, second: number) => void,
): { compared: number; passedOver: number } => {
  // The keys of each kind that were passed over: a pair that shares one of them was not visited for it.
  const over: Set<number>[] = [];
  let left = COMPARISONS + COMPARISONS_PER_RECORD * count;
  let compared = 0;
  const isSeen = (kind: number, a: number, b: number): boolean => {
    for (let earlier = 0; earlier < kind; earlier++) {
      const key = keys[earlier][a];
      if (key !== 0 && key === keys[earlier][b] && !over[earlier].has(key)) return true;
    }
    return false;
  };
  /** A key and the number of its record, as one number; of one kind after the other. */
  const packed = new Float64Array(count);
  keys.forEach((kind, at) => {
    let used = 0;
    for (let record = 0; record < count; record++)
      if (kind[record] !== 0) packed[used++] = kind[record] * MOST_RECORDS + record;
    const sorted = packed.subarray(0, used).sort();
    const most = sizeWithin(sorted, Math.min(left, (SHARES * left) / (keys.length - at)));
    const passed = new Set<number>();
    over.push(passed);
    eachBlock(sorted, (from, to) => {
      if (to - from > most) {
        passed.add(Math.floor(sorted[from] / MOST_RECORDS));
        return;
      }
      left -= ((to - from) * (to - from - 1)) / 2;
      for (let i = from; i < to; i++) {
        const first = sorted[i] % MOST_RECORDS;
        if (split !== null && first >= split) break;
        for (let j = i + 1; j < to; j++) {
          const second = sorted[j] % MOST_RECORDS;
          if ((split !== null && second < split) || isSeen(at, first, second)) continue;
          compared += 1;
          visit(first, second);
        }
      }
    });
  });
  return { compared, passedOver: over.reduce((sum, { size }) => sum + size, 0) };
};
