/**
 * The other way to compare: cryptographic long-term keys (Schnell, Bachteler and Reiher 2009). Of a record nothing is kept but
 * one Bloom filter into which the bigrams of its fields are hashed under a secret key, so that no value is in memory beside
 * it. Each sort of field has a range of the filter of its own; how far two records overlap there (Dice's coefficient) is a
 * level of agreement, and levels are weighed as those of whole values are (`model.ts`), so that a pair is explained by
 * what agrees, though by no value.
 */
import { createHmac } from 'node:crypto';
import type { Blocks } from './block.ts';
import { CLOSE, countBits, EXACT, type Level, MISSING, NONE } from './compare.ts';
import { comparable, type Field, type FieldKind } from './fields.ts';
import { findPairs } from './find.ts';
import { growing } from './growing.ts';
import type { Found } from './match.ts';
import { openKeys } from './records.ts';

/** A range of the filter: its words of 32 bits, and the overlap from which on its fields are alike. */
type Range = { kind: FieldKind; words: number; alike: number };
/**
 * Names have ranges of one size, so that those under each other's heading can be compared. An overlap is alike where one
 * slip in a usual value leaves more of it, and strangers less; of e-mail addresses also namesakes.
 */
const RANGES: readonly Range[] = [
  { kind: 'given name', words: 9, alike: 0.62 },
  { kind: 'family name', words: 9, alike: 0.62 },
  { kind: 'birth', words: 8, alike: 0.72 },
  { kind: 'official number', words: 8, alike: 0.66 },
  { kind: 'email', words: 8, alike: 0.93 },
  { kind: 'phone', words: 6, alike: 0.66 },
  { kind: 'house number', words: 4, alike: 0.5 },
  { kind: 'address', words: 10, alike: 0.5 },
  { kind: 'town', words: 6, alike: 0.55 },
  { kind: 'postcode', words: 4, alike: 0.52 },
];
const [GIVEN, FAMILY] = [0, 1];
/** From this overlap on values are equal, but for what the filter cannot tell apart. */
const EQUAL = 0.97;

/** The range of a field, and the bits that a bigram sets there: about a third of the range for a usual value. */
const PLACES: Readonly<Record<FieldKind, readonly [FieldKind, number]>> = {
  'given name': ['given name', 10],
  'family name': ['family name', 10],
  name: ['given name', 6],
  birth: ['birth', 8],
  'official number': ['official number', 8],
  email: ['email', 3],
  phone: ['phone', 6],
  'house number': ['house number', 9],
  address: ['address', 4],
  town: ['town', 5],
  region: ['town', 3],
  postcode: ['postcode', 8],
};

/** A range that fields of these records have, and their headers. */
type RangeUsed = { range: number; header: string };
/**
 * Filters of records, in order: `size` words each, in which the ranges that have fields begin at their `starts`; of the others
 * there is nothing.
 */
export type Filters = Blocks & {
  words: Uint32Array;
  size: number;
  starts: readonly number[];
  ranges: readonly RangeUsed[];
};

/**
 * Takes records and forgets them: filters and keys of blocking remain, both under the secret.
 * @param secret 32 bytes of this search alone
 * @param expected about how many records there will be
 */
export const openFilters = (
  fields: readonly Field[],
  secret: Uint8Array,
  expected = 0,
): { add(row: readonly string[]): void; done(split: number | null): Filters } => {
  const keys = openKeys(fields, expected, Buffer.from(secret).readInt32LE(0));
  const ranges = RANGES.flatMap(({ kind }, range): RangeUsed[] => {
    const own = fields.filter((field) => PLACES[field.kind][0] === kind);
    return own.length === 0 ? [] : [{ range, header: own.map(({ header }) => header).join(' + ') }];
  });
  const starts = RANGES.map(() => -1);
  let size = 0;
  for (const { range } of ranges) {
    starts[range] = size;
    size += RANGES[range].words;
  }
  const words = growing(expected * size);
  const places = new Map<string, Uint16Array>();
  const filter = new Uint32Array(size);
  const placesOf = (kind: FieldKind, gram: string): Uint16Array => {
    const [range, hashes] = PLACES[kind];
    // A given name sets the bits of its own range that it would set as a family name in that one's.
    const sort = range === 'given name' || range === 'family name' ? 'name' : kind;
    const name = `${range}|${sort}|${gram}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(`${sort}|${gram}`, 'utf8').digest();
    const [start, step] = [digest.readUInt32LE(0), (digest.readUInt32LE(4) | 1) >>> 0];
    const at = RANGES.findIndex((one) => one.kind === range);
    const bits = 32 * RANGES[at].words;
    const made = Uint16Array.from(
      { length: hashes },
      (_, i) => 32 * starts[at] + ((start + i * step) % bits),
    );
    places.set(name, made);
    return made;
  };
  return {
    add: (row) => {
      const record = row.map((value, i) => comparable(fields[i].kind, value));
      keys.add(record);
      filter.fill(0);
      record.forEach((value, i) => {
        if (value === '') return;
        const padded = ` ${value} `;
        for (let at = 0; at + 2 <= padded.length; at++)
          for (const place of placesOf(fields[i].kind, padded.slice(at, at + 2)))
            filter[place >>> 5] |= 1 << (place & 31);
      });
      for (const word of filter) words.push(word);
    },
    done: (split) => ({ ...keys.done(split), words: words.done(), size, starts, ranges }),
  };
};

/** How two filters agree: a function from two records to a pattern of levels, one a range. */
const overlaps = ({ words, size, starts }: Filters): ((a: number, b: number) => number) => {
  /** Dice's coefficient of the range of one record with that of another of the same size; NaN where one is empty. */
  const dice = (a: number, range: number, b: number, other: number): number => {
    let [common, ones, others] = [0, 0, 0];
    const [from, to] = [a * size + starts[range], b * size + starts[other]];
    for (let word = 0; word < RANGES[range].words; word++) {
      const [one, two] = [words[from + word], words[to + word]];
      common += countBits(one & two);
      ones += countBits(one);
      others += countBits(two);
    }
    return ones === 0 || others === 0 ? Number.NaN : (2 * common) / (ones + others);
  };
  const levelOf = (a: number, range: number, b: number, other: number): Level => {
    if (starts[range] < 0 || starts[other] < 0) return MISSING;
    const overlap = dice(a, range, b, other);
    if (Number.isNaN(overlap)) return MISSING;
    return overlap >= EQUAL ? EXACT : overlap >= RANGES[range].alike ? CLOSE : NONE;
  };
  const isAlike = (a: number, range: number, b: number, other: number): boolean => {
    const level = levelOf(a, range, b, other);
    return level === CLOSE || level === EXACT;
  };
  return (a, b) => {
    const levels = RANGES.map((_, range) => levelOf(a, range, b, range));
    const areSwapped =
      levels[GIVEN] === NONE &&
      levels[FAMILY] === NONE &&
      isAlike(a, GIVEN, b, FAMILY) &&
      isAlike(a, FAMILY, b, GIVEN);
    if (areSwapped) levels[GIVEN] = levels[FAMILY] = CLOSE;
    return levels.reduce<number>((pattern, level, range) => pattern | (level << (2 * range)), 0);
  };
};

/** Pairs whose filters overlap as those of one person do. */
export const findByFilters = (filters: Filters): Found => findPairs(filters, RANGES, overlaps(filters));
