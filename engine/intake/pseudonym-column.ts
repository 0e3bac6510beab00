/**
 * One column of identifiers as it becomes pseudonyms. A value that came a short while ago is neither normalised nor
 * hashed again: its bytes and its pseudonym are remembered, in a table of fixed size in which a later value takes the
 * place of an earlier one. Where hardly any value comes again, remembering costs more than it saves and rests for some
 * batches. The bytes stay in this thread.
 */
import { MOST_IN_PLACE } from '../privacy/kernels/hmac.ts';
import { PSEUDONYM_BYTES, type Pseudonymiser } from '../privacy/pseudonyms.ts';
import type { Arena } from './arena.ts';
import type { IdentifierField, Pseudonyms } from './layout.ts';
import { hashBytes } from './row-set.ts';
import type { Span } from './texts.ts';
import { normalise } from './values/normalise.ts';

const PLACES = 1 << 16;
/** Longer values are not remembered. */
const LONGEST = 48;
const WORDS = PSEUDONYM_BYTES / 4;
/** Remembering pays where one value in so many came before; else it rests for so many batches. */
const WORTH = 4;
const REST = 15;

export type PseudonymColumn = {
  /** Takes room for a batch of at most `rows` rows. */
  begin(rows: number, arena: Arena): void;
  /** Takes a value that is not missing into a row; false when it is no such identifier. */
  take(span: Span, row: number): boolean;
  /** The pseudonyms of the batch, once the pseudonymiser was flushed. */
  finish(rows: number): Pseudonyms;
};

const wordsOf = ({ buffer, byteOffset, length }: Uint8Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length / 4);
const copyWords = (from: Int32Array, at: number, to: Int32Array, place: number): void => {
  for (let word = 0; word < WORDS; word++) to[place + word] = from[at + word];
};

export const createPseudonymColumn = (
  { type, prefix }: Pick<IdentifierField, 'type' | 'prefix'>,
  { queuesOf }: Pick<Pseudonymiser, 'queuesOf'>,
): PseudonymColumn => {
  const queues = queuesOf(type);
  const [queue, ...others] = queues;
  const before = Buffer.from(prefix);
  const empty = (): Uint8Array[] => queues.map(() => new Uint8Array(0));
  const hash = new Int32Array(2);
  const values = new Uint8Array(PLACES * LONGEST);
  const lengths = new Uint8Array(PLACES);
  /** Where the value of a place is hashed in this batch, or -1 where its pseudonym is known. */
  const pending = new Int32Array(PLACES).fill(-1);
  const known = queues.map(() => new Int32Array(PLACES * WORDS));
  let buffer = new Uint8Array(0);
  let out = empty();
  let outWords: Int32Array[] = [];
  /** Pseudonyms that are made in this batch, which place remembers each (-1 none), and which of them a row takes. */
  let fresh = empty();
  let freshPlace = new Int32Array(0);
  let source = new Int32Array(0);
  let made = 0;
  let met = 0;
  let resting = 0;

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
  /** Queues the hashes of a value, for a place in `targets`; false when it is no such identifier. */
  const queued = ({ bytes, start, end }: Span, targets: readonly Uint8Array[], at: number): boolean => {
    const need = before.length + (end - start) * 4 + 64;
    if (need > MOST_IN_PLACE) {
      if (buffer.length < need) buffer = new Uint8Array(need);
      buffer.set(before);
      const length = normalise(type, bytes, start, end, buffer, before.length);
      if (length <= 0) return false;
      for (let i = 0; i < queues.length; i++) queues[i].add(buffer, targets[i], at, before.length + length);
      return true;
    }
    const from = queue.room(need);
    queue.bytes.set(before, from);
    const own = normalise(type, bytes, start, end, queue.bytes, from + before.length);
    if (own <= 0) return false;
    const length = before.length + own;
    for (let i = 0; i < others.length; i++)
      others[i].add(queue.bytes.subarray(from, from + length), targets[i + 1], at);
    queue.put(length, targets[0], at);
    return true;
  };

  return {
    begin: (rows, arena) => {
      const taken = met + made;
      if (resting > 0) resting -= 1;
      else if (taken > 0 && met * WORTH < taken) resting = REST;
      out = queues.map(() => arena.bytes(rows * PSEUDONYM_BYTES));
      outWords = out.map(wordsOf);
      made = 0;
      met = 0;
      if (resting > 0) return;
      if (freshPlace.length < rows) {
        fresh = queues.map(() => new Uint8Array(rows * PSEUDONYM_BYTES));
        freshPlace = new Int32Array(rows);
        source = new Int32Array(rows);
      }
      source.fill(-1);
    },
    take: (span, row) => {
      if (resting > 0) return queued(span, out, row * PSEUDONYM_BYTES);
      const place = placeOf(span);
      if (place >= 0 && isAt(place, span)) {
        met += 1;
        source[row] = pending[place];
        if (pending[place] < 0)
          for (let i = 0; i < known.length; i++) copyWords(known[i], place * WORDS, outWords[i], row * WORDS);
        return true;
      }
      if (!queued(span, fresh, made * PSEUDONYM_BYTES)) return false;
      if (place >= 0) remember(place, span);
      freshPlace[made] = place;
      source[row] = made++;
      return true;
    },
    finish: (rows) => {
      if (resting === 0) {
        const digests = fresh.map(wordsOf);
        for (let i = 0; i < made; i++) {
          const place = freshPlace[i];
          if (place < 0 || pending[place] !== i) continue;
          for (let w = 0; w < known.length; w++) copyWords(digests[w], i * WORDS, known[w], place * WORDS);
          pending[place] = -1;
        }
        for (let row = 0; row < rows; row++)
          if (source[row] >= 0)
            for (let w = 0; w < known.length; w++)
              copyWords(digests[w], source[row] * WORDS, outWords[w], row * WORDS);
      }
      const [bytes, ...earlier] = out;
      return { bytes, earlier };
    },
  };
};
