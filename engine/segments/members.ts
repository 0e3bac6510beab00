/** A set of admitted people with its size: a bitmap that was counted. */
import {
  and,
  type Bitmap,
  countBits,
  createBitmap,
  forEachBit,
  hasBit,
  not,
  or,
} from '../../shared/bitmap.ts';

export type Members = { readonly bitmap: Bitmap; readonly people: number };

const counted = (bitmap: Bitmap): Members => ({ bitmap, people: countBits(bitmap) });

/** Everyone for whom `belongs` holds. */
export const members = (size: number, belongs: (person: number) => boolean): Members => {
  const bitmap = createBitmap(size);
  const { words } = bitmap;
  for (let at = 0; at < words.length; at++) {
    const start = at * 32;
    const end = Math.min(size, start + 32);
    let word = 0;
    for (let i = start; i < end; i++) if (belongs(i)) word |= 1 << (i - start);
    words[at] = word;
  }
  return counted(bitmap);
};

export const intersect = (a: Members, b: Members): Members => counted(and(a.bitmap, b.bitmap));
export const unite = (a: Members, b: Members): Members => counted(or(a.bitmap, b.bitmap));
export const invert = (a: Members): Members => counted(not(a.bitmap));

export const isMember = (set: Members, person: number): boolean => hasBit(set.bitmap, person);

/** The members' numbers in the lens, ascending. */
export const listMembers = (set: Members): Int32Array => {
  const list = new Int32Array(set.people);
  let at = 0;
  forEachBit(set.bitmap, (person) => {
    list[at++] = person;
  });
  return list;
};

/** Size of the overlap of two sets. */
export const overlap = (a: Members, b: Members): number => countBits(and(a.bitmap, b.bitmap));
