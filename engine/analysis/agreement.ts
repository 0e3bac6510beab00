/** How far two labellings of the same rows agree. */
import { CloisterError } from '../../shared/errors.ts';

/**
 * The adjusted Rand index (L. Hubert and P. Arabie, Journal of Classification 2, 1985): 1 for the same
 * partition under any names, about 0 for unrelated ones. 1 where both put everyone together or everyone apart.
 * @throws CloisterError INPUT_VALUE when the labellings differ in length
 */
export const adjustedRandIndex = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length)
    throw new CloisterError(
      'INPUT_VALUE',
      `Labellings of ${a.length} and ${b.length} rows cannot be compared.`,
      'Compare labellings of the same rows.',
    );
  const together = new Map<number, Map<number, number>>();
  const inA = new Map<number, number>();
  const inB = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const row = together.get(a[i]) ?? new Map<number, number>();
    together.set(a[i], row);
    row.set(b[i], (row.get(b[i]) ?? 0) + 1);
    inA.set(a[i], (inA.get(a[i]) ?? 0) + 1);
    inB.set(b[i], (inB.get(b[i]) ?? 0) + 1);
  }
  const pairs = (counts: Iterable<number>): number => {
    let sum = 0;
    for (const count of counts) sum += (count * (count - 1)) / 2;
    return sum;
  };
  let joint = 0;
  for (const row of together.values()) joint += pairs(row.values());
  const pairsA = pairs(inA.values());
  const pairsB = pairs(inB.values());
  const all = (a.length * (a.length - 1)) / 2;
  const expected = all === 0 ? 0 : (pairsA * pairsB) / all;
  const most = (pairsA + pairsB) / 2;
  return most === expected ? 1 : (joint - expected) / (most - expected);
};
