/**
 * One column of identifiers as it becomes pseudonyms. A value that came a short while ago is neither normalised nor
 * hashed again: its bytes and its pseudonym are remembered, in a table of fixed size in which a later value takes the
 * place of an earlier one. The bytes stay in this thread.
 */
import { PSEUDONYM_BYTES, type Pseudonymiser, type Raw } from '../privacy/pseudonyms.ts';
import type { IdentifierField, Pseudonyms } from './layout.ts';
import { hashBytes } from './row-set.ts';
import type { Span } from './texts.ts';
import { normalise } from './values/normalise.ts';

const PLACES = 1 << 16;
/** Longer values are not remembered. */
const LONGEST = 48;
const WORDS = PSEUDONYM_BYTES / 4;

export type PseudonymColumn = {
  /** Makes room for a batch of at most `rows` rows. */
  begin(rows: number): void;
  /** Takes a value that is not missing into a row; false when it is no such identifier. */
  take(span: Span, row: number): boolean;
  /** The pseudonyms of the batch, once the pseudonymiser was flushed. */
  finish(rows: number): Pseudonyms;
};

const copyWords = (from: Uint32Array, at: number, to: Uint32Array, place: number): void => {
  for (let word = 0; word < WORDS; word++) to[place + word] = from[at + word];
};

export const createPseudonymColumn = (
  { type }: Pick<IdentifierField, 'type'>,
  { identifier, earlier }: Pseudonymiser,
): PseudonymColumn => {
  const writers = [identifier, ...earlier];
  const hash = new Uint32Array(2);
  const values = new Uint8Array(PLACES * LONGEST);
  const lengths = new Uint8Array(PLACES);
  /** Where the value of a place is hashed in this batch, or -1 where its pseudonym is known. */
  const pending = new Int32Array(PLACES).fill(-1);
  const known = writers.map(() => new Uint32Array(PLACES * WORDS));
  let buffer = new Uint8Array(4096);
  let out = writers.map(() => new Uint32Array(0));
  /** Pseudonyms that are made in this batch, which place remembers each (-1 none), and which of them a row takes. */
  let fresh = writers.map(() => new Uint32Array(0));
  let freshBytes = writers.map(() => new Uint8Array(0));
  let freshPlace = new Int32Array(0);
  let made = 0;
  let source = new Int32Array(0);

  const placeOf = ({ bytes, start, end }: Span): number => {
    if (end - start > LONGEST) return -1;
    hashBytes(bytes, start, end, hash);
    return hash[0] & (PLACES - 1);
  };
  const isAt = (place: number, { bytes, start, end }: Span): boolean => {
    if (lengths[place] !== end - start) return false;
    const from = place * LONGEST - start;
    for (let i = start; i < end; i++) if (values[from + i] !== bytes[i]) return false;
    return true;
  };
  const remember = (place: number, { bytes, start, end }: Span): void => {
    const from = place * LONGEST - start;
    for (let i = start; i < end; i++) values[from + i] = bytes[i];
    lengths[place] = end - start;
    pending[place] = made;
  };

  return {
    begin: (rows) => {
      out = writers.map(() => new Uint32Array(rows * WORDS));
      made = 0;
      source.fill(-1);
      if (freshPlace.length >= rows) return;
      fresh = writers.map(() => new Uint32Array(rows * WORDS));
      freshBytes = fresh.map(({ buffer: bytes }) => new Uint8Array(bytes));
      freshPlace = new Int32Array(rows);
      source = new Int32Array(rows).fill(-1);
    },
    take: (span, row) => {
      const place = placeOf(span);
      if (place >= 0 && isAt(place, span)) {
        source[row] = pending[place];
        if (pending[place] < 0)
          for (let i = 0; i < writers.length; i++) copyWords(known[i], place * WORDS, out[i], row * WORDS);
        return true;
      }
      const need = (span.end - span.start) * 4 + 64;
      if (buffer.length < need) buffer = new Uint8Array(need);
      const length = normalise(type, span.bytes, span.start, span.end, buffer, 0);
      if (length <= 0) return false;
      for (let i = 0; i < writers.length; i++)
        writers[i](type, buffer as Raw<Uint8Array>, freshBytes[i], made * PSEUDONYM_BYTES, length);
      if (place >= 0) remember(place, span);
      freshPlace[made] = place;
      source[row] = made++;
      return true;
    },
    finish: (rows) => {
      for (let i = 0; i < made; i++) {
        const place = freshPlace[i];
        if (place < 0 || pending[place] !== i) continue;
        for (let w = 0; w < writers.length; w++) copyWords(fresh[w], i * WORDS, known[w], place * WORDS);
        pending[place] = -1;
      }
      for (let row = 0; row < rows; row++)
        if (source[row] >= 0)
          for (let w = 0; w < writers.length; w++)
            copyWords(fresh[w], source[row] * WORDS, out[w], row * WORDS);
      const [bytes, ...others] = out.map(({ buffer: words }) => new Uint8Array(words));
      return { bytes, earlier: others };
    },
  };
};
