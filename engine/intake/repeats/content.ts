/**
 * What a stored order or event is, as 64 bits: a hash over everything that is kept of it but its number. Made from what
 * stands in the vault, where no raw identifier is, so that nothing more has to be kept to recognise a record again.
 */
import type { ColumnArray, ColumnDefinition } from '../../columns/columns.ts';

/** Writes the 64 bits of one row into `out`. Missing values are alike, and so are 0 and -0. */
export type HashRow = (columns: readonly (ColumnArray | null)[], row: number, out: Uint32Array) => void;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** Mixes 32-bit words into two of them; words that differ in one place never give the same pair. */
export const mix = (out: Uint32Array, word: number): void => {
  let a = Math.imul(out[0] ^ word, 0x85eb_ca6b);
  a ^= a >>> 13;
  let b = Math.imul(out[1] ^ word, 0xc2b2_ae35) + a;
  b ^= b >>> 15;
  out[0] = a;
  out[1] = b;
};

/** Spreads what was mixed over all bits. */
export const finishMix = (out: Uint32Array): void => {
  const a = Math.imul(out[0] ^ (out[0] >>> 16), 0x7feb_352d);
  const b = Math.imul(out[1] ^ (out[1] >>> 16), 0x846c_a68b);
  out[0] = a ^ (a >>> 15);
  out[1] = b ^ (b >>> 16);
};

/** Hashes of the words of a dictionary by their codes, two 32-bit words each: a word may get another code later. */
export const hashWords = (dictionary: readonly string[]): Uint32Array => {
  const hashes = new Uint32Array(2 * dictionary.length);
  const out = new Uint32Array(2);
  dictionary.forEach((text, code) => {
    out.fill(text.length);
    for (let i = 0; i < text.length; i++) mix(out, text.charCodeAt(i));
    finishMix(out);
    hashes.set(out, 2 * code);
  });
  return hashes;
};

/**
 * @param definitions the columns of a kind, in the order in which rows hand them in; hashes (the number) are left out
 * @param dictionaries for columns of words what `hashWords` gives, null for the others
 */
export const createRowHash = (
  definitions: readonly ColumnDefinition[],
  dictionaries: readonly (Uint32Array | null)[],
): HashRow => {
  const counted = definitions.map(({ type }) => type !== 'hash');
  const isFloat = definitions.map(({ type }) => type === 'number' || type === 'time');
  return (columns, row, out) => {
    out[0] = 0x9747_b28c;
    out[1] = 0x3c6e_f372;
    for (let at = 0; at < columns.length; at++) {
      if (!counted[at]) continue;
      const values = columns[at];
      const value = values === null ? -1 : values[row];
      // A missing value adds nothing, so that a column which a later file brings changes no version of before.
      if (isFloat[at] ? values === null || Number.isNaN(value) : value < 0) continue;
      const hashes = dictionaries[at];
      number[0] = value + 0;
      mix(out, definitions[at].id);
      mix(out, isFloat[at] ? words[0] : hashes === null ? value : hashes[2 * value]);
      mix(out, isFloat[at] ? words[1] : hashes === null ? 0 : hashes[2 * value + 1]);
    }
    finishMix(out);
    // The key 0 stands for none.
    if (out[0] === 0 && out[1] === 0) out[0] = 1;
  };
};
