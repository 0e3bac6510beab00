/**
 * csv: from the bytes of a file to records. `encoding` finds out how the bytes are written and reads any of
 * them as UTF-8; `dialect` finds delimiter, quote and header; `scanner` finds records and fields.
 *
 * This file: the encoding of a whole text in one streaming pass. The order of
 * evidence is the byte order mark (Unicode 16, 23.8), validity as UTF-8 of every byte, the place of NUL bytes
 * (UTF-16 without a mark), and last a guess. A guess is marked as one.
 */
import type { Encoding } from '../../../shared/encodings.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { createGuess, type EncodingChoice, USUAL_GUESS } from './encodings/guess.ts';
import { isOtherScript } from './encodings/list.ts';
import { refuseBinary, signatureOf } from './signature.ts';
import { createUtf8Check, createUtf8Tally } from './utf8.ts';

export type EncodingReport = {
  encoding: Encoding;
  /** A byte order mark stands at the start and is removed on reading. */
  bom: boolean;
  /** True where the bytes do not prove the encoding: someone should look at the result. */
  guessed: boolean;
  /** The bytes prove it: a byte order mark, or characters that only it has. */
  proved: boolean;
  why: string;
  warnings: string[];
  /** Where the bytes prove nothing: what fits, the likeliest first. */
  choices: EncodingChoice[];
  /** It is UTF-8 but for some bytes: records that hold such bytes are left out, and told. */
  mixed: boolean;
};

const CR = 13;
const LF = 10;
/**
 * Of so many bytes that are not UTF-8 one character that is makes a text a mixed one. Text of another encoding holds next
 * to none by chance: in Windows-1252 it takes a capital with an accent before a sign.
 */
const MIXED = 50;
/** In other scripts a pair of letters is more often a character of UTF-8 too: there as many as are not make it mixed. */
const MIXED_OTHER = 1;

type Tally = { nul: [number, number]; lineEnds: number; le: number; be: number; controls: number };

/**
 * Where NULs and line ends stand, for telling UTF-16 from a binary file: in UTF-16 a line end is a pair with
 * NUL, after it (little endian) or before it (big endian).
 */
const tallyNuls = (chunk: Uint8Array, offset: number, tally: Tally): void => {
  for (let i = 0; i < chunk.length; i++) {
    const byte = chunk[i];
    if (byte === 0) tally.nul[(offset + i) & 1]++;
    else if (byte === LF || byte === CR) {
      tally.lineEnds++;
      if (((offset + i) & 1) === 0 && chunk[i + 1] === 0) tally.le++;
      else if (((offset + i) & 1) === 1 && i > 0 && chunk[i - 1] === 0) tally.be++;
    } else if (byte < 32 && byte !== 9 && byte !== 12 && byte !== 27) tally.controls++;
  }
};

const utf16ByNuls = (tally: Tally, bytes: number): 'utf-16le' | 'utf-16be' | null => {
  const [even, odd] = tally.nul;
  const all = even + odd;
  if (bytes % 2 !== 0 || all * 20 < bytes) return null;
  const fits = (pairs: number): boolean =>
    tally.lineEnds === 0 ? all * 10 >= bytes * 3 : pairs * 2 >= tally.lineEnds;
  if (odd >= all * 0.95 && fits(tally.le)) return 'utf-16le';
  if (even >= all * 0.95 && fits(tally.be)) return 'utf-16be';
  return null;
};

const emptyInput = (): CloisterError =>
  new CloisterError('INPUT_EMPTY', 'The file is empty.', 'Export it again and check that it has rows.');

export type EncodingDetector = {
  /** Takes the next bytes of the text. */
  push(chunk: Uint8Array): void;
  /**
   * What all of it is written in. `partial` says that it was only the beginning, so that a character cut off at the
   * end proves nothing.
   * @throws CloisterError INPUT_EMPTY, INPUT_BINARY (names what the file looks like), INPUT_FORMAT
   */
  report(options?: { partial?: boolean }): EncodingReport;
};

/** Detects the encoding of a text that comes in chunks. */
export const createEncodingDetector = (): EncodingDetector => {
  const check = createUtf8Check();
  const sequences = createUtf8Tally();
  const guess = createGuess();
  const tally: Tally = { nul: [0, 0], lineEnds: 0, le: 0, be: 0, controls: 0 };
  const head = new Uint8Array(4096);
  let bytes = 0;
  let invalidAt: number | null = null;
  let damaged = false;
  /** The last bytes before the chunk. */
  let tail = new Uint8Array(0);
  return {
    push: (chunk) => {
      if (bytes < head.length) head.set(chunk.subarray(0, head.length - bytes), bytes);
      const isFirst = invalidAt === null;
      if (invalidAt === null) invalidAt = check.push(chunk);
      sequences.push(chunk, invalidAt !== null);
      // The character that is none may have begun in the chunk before.
      if (invalidAt !== null) guess.push(isFirst ? Buffer.concat([tail, chunk]) : chunk);
      else
        tail = Uint8Array.from(
          chunk.length < 4 ? Buffer.concat([tail, chunk]).subarray(-4) : chunk.subarray(-4),
        );
      const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      if (view.includes(0)) tallyNuls(chunk, bytes, tally);
      else if (invalidAt !== null) tallyNuls(chunk.subarray(0, 65536), bytes, tally);
      damaged ||= view.includes('\u{fffd}', 0, 'utf8');
      bytes += chunk.length;
    },
    report: ({ partial = false } = {}) => {
      if (bytes === 0) throw emptyInput();
      if (invalidAt === null && !partial) invalidAt = check.end();
      const { valid, invalid } = sequences;
      const choices = invalidAt === null ? [] : guess.choices();
      const least = choices.length > 0 && isOtherScript(choices[0].encoding) ? MIXED_OTHER : MIXED;
      const mixed = invalidAt !== null && valid > 0 && valid * least >= invalid;
      return judge({
        head: head.subarray(0, bytes),
        tally,
        bytes,
        invalidAt,
        invalid,
        mixed,
        damaged,
        partial,
        hasCharacters: sequences.valid > 0,
        choices,
      });
    },
  };
};

type Seen = {
  head: Uint8Array;
  tally: Tally;
  bytes: number;
  /** Position of the first byte that is not UTF-8. */
  invalidAt: number | null;
  /** Bytes that are not UTF-8, and whether the rest proves that it is meant. */
  invalid: number;
  mixed: boolean;
  /** Replacement characters stand in the text. */
  damaged: boolean;
  partial: boolean;
  /** Characters of more than one byte stand in it. */
  hasCharacters: boolean;
  choices: EncodingChoice[];
};

const judge = ({
  head,
  tally,
  bytes,
  invalidAt,
  invalid,
  mixed,
  damaged,
  partial,
  hasCharacters,
  choices,
}: Seen): EncodingReport => {
  const report = (encoding: Encoding, bom: boolean, guessed: boolean, why: string): EncodingReport => {
    const warnings: string[] = [];
    if (guessed)
      warnings.push(`The encoding is a guess (${encoding}): look at names with accents before importing.`);
    if (damaged && encoding === 'utf-8')
      warnings.push('The file already holds replacement characters (U+FFFD): text was lost before it came.');
    const nuls = tally.nul[0] + tally.nul[1];
    if (nuls > 0 && encoding === 'utf-8') warnings.push(`The text holds ${nuls} NUL characters.`);
    const isMixed = encoding === 'utf-8' && mixed;
    if (isMixed)
      warnings.push(
        `It is UTF-8, but ${invalid === 1 ? 'a byte is not' : `${invalid} bytes are not`}, the first at byte ${invalidAt}: records that hold such bytes are left out and told with their lines. Mend them, or name another encoding to read all of it so.`,
      );
    // What fits bytes one by one says nothing of UTF-16, which its mark or its NUL bytes show.
    const told = isMixed || encoding.startsWith('utf-16') ? [] : choices;
    const proved = bom || (encoding === 'utf-8' && hasCharacters);
    return { encoding, bom, guessed, proved, why, warnings, choices: told, mixed: isMixed };
  };

  const nuls = tally.nul[0] + tally.nul[1];
  const signature = signatureOf(head, nuls > 0 || invalidAt !== null);
  if (signature !== null) throw refuseBinary(signature);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    if (bytes === 3) throw emptyInput();
    if (invalidAt !== null && !mixed)
      throw new CloisterError(
        'INPUT_FORMAT',
        `The file begins with the mark of UTF-8, but byte ${invalidAt} is not UTF-8.`,
        'Export it again as UTF-8, or name its encoding.',
      );
    return report('utf-8', true, false, 'It begins with the byte order mark of UTF-8.');
  }
  for (const [first, second, encoding] of [
    [0xff, 0xfe, 'utf-16le'],
    [0xfe, 0xff, 'utf-16be'],
  ] as const)
    if (head[0] === first && head[1] === second) {
      if (bytes === 2) throw emptyInput();
      return report(
        encoding,
        true,
        false,
        `It begins with the byte order mark of ${encoding.toUpperCase()}.`,
      );
    }
  if (nuls > 0) {
    const utf16 = utf16ByNuls(tally, bytes - (partial ? bytes % 2 : 0));
    if (utf16 !== null)
      return report(utf16, false, true, `NUL bytes stand where ${utf16.toUpperCase()} has them; no mark.`);
    if (invalidAt !== null || tally.controls > 0 || nuls * 8 > bytes) throw refuseBinary(null);
  }
  if (invalidAt === null) return report('utf-8', false, false, 'Every byte of the file is valid UTF-8.');
  if (tally.controls * 100 > Math.min(bytes, 65536)) throw refuseBinary(null);
  if (mixed)
    return report(
      'utf-8',
      false,
      false,
      `Its other characters prove UTF-8, although byte ${invalidAt} is none.`,
    );
  const [best] = choices;
  return report(
    best?.encoding ?? USUAL_GUESS,
    false,
    true,
    `Byte ${invalidAt} is not UTF-8${best === undefined ? '' : `; as ${best.encoding}, ${best.why}`}.`,
  );
};
