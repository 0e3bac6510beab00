/**
 * Where a place of a text that was made UTF-8 lies in the text as it is written: whoever mends a file looks for the byte of
 * their file. Pieces are kept until nobody can ask for them any more, so that what is kept does not grow with the file.
 */
import type { Encoding } from '../../../shared/encodings.ts';
import { widthIn } from './encodings/list.ts';

export type Places = {
  /**
   * The next piece of the text, and how it is written: whole characters, in UTF-16 units. The bytes of both must not
   * change while they are kept.
   */
  add(utf8: Uint8Array, written: { length: number } | Uint8Array): void;
  /** Where byte `place` of the UTF-8 lies as it is written; asked for in any order since the last piece. */
  of(place: number): number;
};

type Piece = { from: number; to: number; written: number; bytes: Uint8Array; source: Uint8Array };

/** Beyond it a record is too long to be one (records.ts), and only its beginning and the newest piece are asked for. */
const MOST_KEPT = 32 * 1024 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * @param marked bytes of the byte order mark, which is no part of the text
 */
export const createPlaces = (encoding: Encoding, marked: () => number): Places => {
  const isWide = encoding.startsWith('utf-16');
  const width = widthIn(encoding);
  /** Bytes of a character as it is written: its first byte in UTF-8 tells, or what stands at `at` of its source. */
  const widthOf = (first: number, source: Uint8Array, at: number): number =>
    // Beyond the first plane a character of UTF-16 has two units.
    width !== null ? width(source[at], source[at + 1]) : isWide ? (first >= 0xf0 ? 4 : 2) : 1;
  let pieces: Piece[] = [];
  let end = 0;
  let written = 0;
  let passed = 0;
  let kept = 0;
  // How far the last question went, since the next is mostly a little further on.
  let last: Piece | null = null;
  let at = 0;
  let there = 0;

  return {
    add: (utf8, from) => {
      pieces = pieces.filter(({ to }) => to > passed);
      kept = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const newest = pieces.at(-1);
      if (kept > MOST_KEPT && newest !== undefined) newest.bytes = NOTHING;
      const source = from instanceof Uint8Array ? from : NOTHING;
      pieces.push({ from: end, to: end + utf8.length, written, bytes: utf8, source });
      end += utf8.length;
      written += from.length * (isWide ? 2 : 1);
    },
    of: (place) => {
      passed = Math.max(passed, place);
      const piece = pieces.findLast(({ from }) => from <= place);
      if (piece === undefined || place >= end) return marked() + written;
      if (piece !== last || place < piece.from + at) {
        last = piece;
        at = 0;
        there = piece.written;
      }
      const { bytes, from, source } = piece;
      for (const to = Math.min(place - from, bytes.length); at < to; at++) {
        const byte = bytes[at];
        // A byte that continues a character is none.
        if ((byte & 0xc0) !== 0x80) there += widthOf(byte, source, there - piece.written);
      }
      return marked() + there;
    },
  };
};
