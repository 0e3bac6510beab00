/** Bitmaps against sets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  and,
  andNot,
  type Bitmap,
  bitmapFromBytes,
  bitmapToBytes,
  countBits,
  createBitmap,
  forEachBit,
  hasBit,
  not,
  or,
  setBit,
} from '../../shared/bitmap.ts';

const listed = (bitmap: Bitmap): number[] => {
  const list: number[] = [];
  forEachBit(bitmap, (at) => list.push(at));
  return list;
};
const sized = fc
  .oneof(fc.nat(70), fc.constantFrom(31, 32, 33, 63, 64, 65))
  .chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.array(fc.nat(Math.max(0, size - 1))),
      fc.array(fc.nat(Math.max(0, size - 1))),
    ),
  )
  .map(([size, a, b]) => ({ size, a: new Set(size === 0 ? [] : a), b: new Set(size === 0 ? [] : b) }));
const bitmapOf = (size: number, set: Set<number>): Bitmap => {
  const bitmap = createBitmap(size);
  for (const at of set) setBit(bitmap, at);
  return bitmap;
};
const sorted = (set: Set<number>): number[] => [...set].sort((x, y) => x - y);

describe('a bitmap', () => {
  it('is a set', () => {
    fc.assert(
      fc.property(sized, ({ size, a, b }) => {
        const x = bitmapOf(size, a);
        const y = bitmapOf(size, b);
        const everyone = new Set(Array.from({ length: size }, (_, i) => i));
        const pairs: [Bitmap, Set<number>][] = [
          [x, a],
          [and(x, y), new Set([...a].filter((at) => b.has(at)))],
          [or(x, y), new Set([...a, ...b])],
          [andNot(x, y), new Set([...a].filter((at) => !b.has(at)))],
          [not(x), new Set([...everyone].filter((at) => !a.has(at)))],
          [not(not(x)), a],
          [bitmapFromBytes(size, bitmapToBytes(x)), a],
        ];
        for (const [bitmap, set] of pairs) {
          expect(listed(bitmap)).toEqual(sorted(set));
          expect(countBits(bitmap)).toBe(set.size);
          for (const at of everyone) expect(hasBit(bitmap, at)).toBe(set.has(at));
        }
      }),
    );
  });
});
