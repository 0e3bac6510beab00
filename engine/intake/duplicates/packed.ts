/**
 * Texts of a million records in few large pieces of memory: as objects they would take several times their length. A text is
 * looked up by its place and made when it is asked for; those asked for last are kept, since records of one block are
 * compared with each other.
 */
import { growing } from './growing.ts';

const PIECE = 1 << 20;
/** Pieces in which a place of 32 bits can lie. */
const MOST_PIECES = 2 ** 32 / PIECE;
/** Texts kept as they were made. */
const KEPT = 4096;

export type PackedTexts = {
  readonly size: number;
  /** @returns the place of the text, from 0 on */
  add(text: string): number;
  at(place: number): string;
  /** Twice the length of each text in characters, and 1 more where each of these takes two bytes; 0 for an empty text. */
  lengths(): Uint32Array;
};

/** Whether every character of a text is one byte in Latin-1. */
const isNarrow = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
};

/** @param expected about how many texts there will be */
export const packTexts = (expected = 0): PackedTexts => {
  const pieces: Buffer[] = [];
  let filled = PIECE;
  let size = 0;
  const starts = growing(expected);
  const lengths = growing(expected);
  const kept: string[] = new Array(KEPT).fill('');
  const keptPlaces = new Int32Array(KEPT).fill(-1);
  const read = (place: number): string => {
    const start = starts.at(place);
    const length = lengths.at(place);
    const from = start % PIECE;
    const piece = pieces[Math.floor(start / PIECE)];
    return (length & 1) === 1
      ? piece.toString('utf16le', from, from + length - 1)
      : piece.toString('latin1', from, from + length / 2);
  };
  return {
    get size() {
      return size;
    },
    add: (text) => {
      const isWide = !isNarrow(text);
      const bytes = isWide ? 2 * text.length : text.length;
      if (filled === PIECE || filled + bytes > PIECE) {
        if (pieces.length === MOST_PIECES) throw new RangeError('more text than is compared in memory');
        pieces.push(Buffer.allocUnsafeSlow(Math.max(PIECE, bytes)));
        filled = 0;
      }
      pieces[pieces.length - 1].write(text, filled, isWide ? 'utf16le' : 'latin1');
      starts.push((pieces.length - 1) * PIECE + filled);
      lengths.push(2 * text.length + (isWide ? 1 : 0));
      filled += bytes;
      return size++;
    },
    at: (place) => {
      const slot = place % KEPT;
      if (keptPlaces[slot] !== place) {
        kept[slot] = read(place);
        keptPlaces[slot] = place;
      }
      return kept[slot];
    },
    lengths: () => lengths.done(),
  };
};

/** Texts of which each is kept once, by its code, which is its place. */
export type Words = { codeOf(text: string): number; done(): PackedTexts };

const FIRST_SLOTS = 1024;

const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/**
 * Open addressing over the places of the texts: a slot holds one more than the place, 0 is free.
 * @param expected about how many different texts there will be, at most
 */
export const packWords = (expected = 0): Words => {
  const texts = packTexts(expected);
  let slots = new Uint32Array(FIRST_SLOTS);
  const isAt = (place: number, text: string): boolean => texts.at(place) === text;
  const slotOf = (table: Uint32Array, text: string): number => {
    const mask = table.length - 1;
    let at = hashOf(text) & mask;
    while (table[at] !== 0 && !isAt(table[at] - 1, text)) at = (at + 1) & mask;
    return at;
  };
  const larger = (): void => {
    const table = new Uint32Array(2 * slots.length);
    const mask = table.length - 1;
    for (let place = 0; place < texts.size; place++) {
      let at = hashOf(texts.at(place)) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = place + 1;
    }
    slots = table;
  };
  return {
    codeOf: (text) => {
      const at = slotOf(slots, text);
      if (slots[at] !== 0) return slots[at] - 1;
      const place = texts.add(text);
      slots[at] = place + 1;
      if (4 * texts.size > 3 * slots.length) larger();
      return place;
    },
    done: () => {
      slots = new Uint32Array(FIRST_SLOTS);
      return texts;
    },
  };
};
