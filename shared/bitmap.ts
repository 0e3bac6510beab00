/** Dense bitmaps over people: one bit per person, 32 to a word. Faster at a million people than anything sparse. */

export type Bitmap = { readonly size: number; readonly words: Uint32Array };

export const createBitmap = (size: number): Bitmap => ({
  size,
  words: new Uint32Array(new SharedArrayBuffer(Math.ceil(size / 32) * 4)),
});

export const setBit = (bitmap: Bitmap, at: number): void => {
  bitmap.words[at >>> 5] |= 1 << (at & 31);
};

export const hasBit = (bitmap: Bitmap, at: number): boolean =>
  (bitmap.words[at >>> 5] & (1 << (at & 31))) !== 0;

/** Number of bits set (population count by parallel addition, Hacker's Delight 5-2). */
export const countBits = ({ words }: Bitmap): number => {
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    let x = words[i];
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    x = (x + (x >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(x, 0x01010101) >>> 24;
  }
  return count;
};

const combine = (a: Bitmap, b: Bitmap, word: (x: number, y: number) => number): Bitmap => {
  const out = createBitmap(a.size);
  for (let i = 0; i < out.words.length; i++) out.words[i] = word(a.words[i], b.words[i]);
  return out;
};

export const and = (a: Bitmap, b: Bitmap): Bitmap => combine(a, b, (x, y) => x & y);
export const or = (a: Bitmap, b: Bitmap): Bitmap => combine(a, b, (x, y) => x | y);
export const andNot = (a: Bitmap, b: Bitmap): Bitmap => combine(a, b, (x, y) => x & ~y);

/** Everyone who is not in `a`; bits beyond the last person stay clear. */
export const not = (a: Bitmap): Bitmap => {
  const out = combine(a, a, (x) => ~x);
  const rest = a.size & 31;
  if (rest !== 0) out.words[out.words.length - 1] &= (1 << rest) - 1;
  return out;
};

/** Calls `each` with the number of every person in the bitmap, ascending. */
export const forEachBit = ({ words }: Bitmap, each: (person: number) => void): void => {
  for (let i = 0; i < words.length; i++)
    for (let word = words[i]; word !== 0; word &= word - 1) each(i * 32 + (31 - Math.clz32(word & -word)));
};

/** The words as bytes, for storing; a view, not a copy. */
export const bitmapToBytes = ({ words }: Bitmap): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

export const bitmapFromBytes = (size: number, bytes: Uint8Array): Bitmap => {
  const bitmap = createBitmap(size);
  new Uint8Array(bitmap.words.buffer).set(bytes.subarray(0, bitmap.words.byteLength));
  return bitmap;
};
