/** Text of any encoding as UTF-8, chunk by chunk. Bytes that are not of the encoding are an error or marked, never U+FFFD. */
import type { Encoding } from '../../../shared/encodings.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { widthIn } from './encodings/list.ts';
import { createPlaces } from './places.ts';
import { createUtf8Check, createUtf8Marker } from './utf8.ts';

export type Utf8Stream = {
  /** The next bytes as UTF-8 without the byte order mark; a view into what was given where nothing had to change. */
  push(chunk: Uint8Array): Uint8Array;
  /** What the end leaves over. @throws EncodingError when it cuts a character off */
  end(): Uint8Array;
  /** Whether a byte was met that is not of the encoding and is marked (`NOT_UTF8`). */
  readonly isMarked: boolean;
  /** Where a byte of the UTF-8, counted from its beginning, lies in the text as it is written. */
  placeOf(at: number): number;
};

/** Bytes that are not of the encoding, with their position in the text as it is written. */
export class EncodingError extends CloisterError {
  readonly at: number;
  constructor(encoding: Encoding, at: number, place = `byte ${at}`) {
    super(
      'INPUT_FORMAT',
      `The file is not ${encoding}: see ${place}.`,
      'Name the encoding it was written in, or export it again as UTF-8.',
    );
    this.at = at;
  }
}

const NOTHING = new Uint8Array(0);
const BOM = [0xef, 0xbb, 0xbf];

const utf8 = (mixed: boolean): Utf8Stream => {
  const check = createUtf8Check();
  const marker = createUtf8Marker();
  /** Bytes of a mark seen so far at the very beginning; -1 once that is settled. */
  let marked = 0;
  let before = 0;
  const fault = (at: number | null): void => {
    if (at !== null) throw new EncodingError('utf-8', at);
  };
  return {
    get isMarked() {
      return marker.marked > 0;
    },
    push: (given) => {
      if (!mixed) fault(check.push(given));
      const chunk = mixed ? marker.push(given) : given;
      if (marked < 0 || chunk.length === 0) return chunk;
      let i = 0;
      while (i < chunk.length && marked < 3 && chunk[i] === BOM[marked]) {
        i++;
        marked++;
      }
      if (marked === 3 || (i === chunk.length && marked > 0)) {
        if (marked === 3) {
          marked = -1;
          before = BOM.length;
        }
        return chunk.subarray(i);
      }
      // Not a mark after all: what was held back belongs to the text.
      const held = marked;
      marked = -1;
      return held === i ? chunk : Buffer.concat([Uint8Array.from(BOM.slice(0, held - i)), chunk]);
    },
    end: () => {
      if (mixed) return marker.end();
      fault(check.end());
      return NOTHING;
    },
    placeOf: (at) => before + at,
  };
};

/** Position in `bytes` of the first UTF-16 unit that is half a pair; `bytes` begin where a unit does. */
const loneSurrogate = (bytes: Uint8Array, little: boolean): number => {
  const unit = (i: number): number =>
    little ? bytes[i] | (bytes[i + 1] << 8) : (bytes[i] << 8) | bytes[i + 1];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const kind = unit(i) & 0xfc00;
    if (kind === 0xdc00) return i;
    if (kind !== 0xd800) continue;
    if (i + 3 >= bytes.length || (unit(i + 2) & 0xfc00) !== 0xdc00) return i;
    i += 2;
  }
  return 0;
};

/** Text in UTF-16. */
const utf16 = (encoding: 'utf-16le' | 'utf-16be'): Utf8Stream => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
  /** The first two bytes, which may be a mark. */
  let first: number[] = [];
  const mark = encoding === 'utf-16le' ? 0xfeff : 0xfffe;
  const places = createPlaces(encoding, () => (first[0] + first[1] * 256 === mark ? 2 : 0));
  let position = 0;
  const decode = (chunk: Uint8Array, stream: boolean): Uint8Array => {
    if (first.length < 2) first = [...first, ...chunk.subarray(0, 2 - first.length)];
    try {
      const text = decoder.decode(chunk, { stream });
      position += chunk.length;
      if (text === '') return NOTHING;
      const utf8 = Buffer.from(text, 'utf8');
      places.add(utf8, text);
      return utf8;
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      const odd = position % 2;
      throw new EncodingError(
        encoding,
        position + odd + loneSurrogate(chunk.subarray(odd), encoding === 'utf-16le'),
      );
    }
  };
  return {
    push: (chunk) => decode(chunk, true),
    end: () => decode(NOTHING, false),
    isMarked: false,
    placeOf: places.of,
  };
};

/** Bytes that are looked at together for the one among them that is none of the encoding. */
const BLOCK = 4096;

/** Text in an encoding of one byte a character, or of several that are never split between two pieces. */
const coded = (encoding: Encoding): Utf8Stream => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const width = widthIn(encoding);
  const places = createPlaces(encoding, () => 0);
  let held: Uint8Array = NOTHING;
  let position = 0;
  /** The text of some bytes; null where one of them is not of the encoding. */
  const textOf = (bytes: Uint8Array): string | null => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      return null;
    }
  };
  /** Where the first character ends that begins at `enough` or behind it; the length where the last is cut off. */
  const endAfter = (bytes: Uint8Array, from: number, enough: number): number => {
    if (width === null) return Math.min(enough, bytes.length);
    let at = from;
    while (at < enough) {
      if (bytes[at] < 0x80) {
        at += 1;
        continue;
      }
      // Without its second byte nobody knows how long it is.
      const next = at + (at + 1 < bytes.length ? width(bytes[at], bytes[at + 1]) : width(bytes[at], 0x30));
      if (next > bytes.length) return at;
      at = next;
    }
    return at;
  };
  const faultIn = (bytes: Uint8Array): number => {
    let at = 0;
    for (let size = BLOCK; ; ) {
      const next = endAfter(bytes, at, Math.min(at + size, bytes.length));
      if (textOf(bytes.subarray(at, next)) !== null && next > at) at = next;
      else if (size === 1) return at;
      else size = 1;
    }
  };
  return {
    push: (chunk) => {
      // What is kept must not change with the memory the chunk lies in.
      const bytes = width === null ? chunk : Buffer.concat([held, chunk]);
      const whole = endAfter(bytes, 0, bytes.length);
      const piece = bytes.subarray(0, whole);
      const text = textOf(piece);
      if (text === null) throw new EncodingError(encoding, position + faultIn(piece));
      held = bytes.subarray(whole);
      position += whole;
      if (text === '') return NOTHING;
      const utf8 = Buffer.from(text, 'utf8');
      places.add(utf8, width === null ? { length: whole } : piece);
      return utf8;
    },
    end: () => {
      if (held.length > 0) throw new EncodingError(encoding, position);
      return NOTHING;
    },
    isMarked: false,
    placeOf: places.of,
  };
};

/**
 * Opens a text written in `encoding`. In UTF-8 that is `mixed`, bytes that are none are marked.
 * @throws EncodingError from `push` and `end`
 */
export const createUtf8Stream = (encoding: Encoding, mixed = false): Utf8Stream =>
  encoding === 'utf-8'
    ? utf8(mixed)
    : encoding === 'utf-16le' || encoding === 'utf-16be'
      ? utf16(encoding)
      : coded(encoding);
