/**
 * The other way to compare: cryptographic long-term keys (Schnell, Bachteler and Reiher 2009). Of a record nothing is kept but
 * one Bloom filter into which the bigrams of all its fields are hashed under a secret key, so that no value is in memory
 * beside it; two records are as alike as their filters overlap (Dice's coefficient). It knows no fields, so it cannot say
 * why two records are alike, and it cannot weigh a rare name above a common one. What belongs to one person and not to a
 * household has a range of the filter of its own, so that people who share a home alone are told apart.
 */
import { createHmac } from 'node:crypto';
import { createRandom } from '../../../shared/random.ts';
import { type Blocks, eachCandidate } from './block.ts';
import { countBits } from './compare.ts';
import { comparable, type Field, type FieldKind } from './fields.ts';
import { byScore, type Found, impliedPairs, type Match } from './match.ts';
import { type Crowd, drawPair } from './model.ts';
import { growing, openKeys } from './records.ts';
import { BINS, leastOverlap } from './tail.ts';

/** Words of 32 bits in a filter, and its ranges: what a person is called, when born, and what a household shares. */
const WORDS = 64;
type Range = readonly [number, number];
const NAME: Range = [0, 12];
const BIRTH: Range = [12, 24];
const SHARED: Range = [24, WORDS];
const WHOLE: Range = [0, WORDS];
/**
 * From this overlap on a pair is proposed, or from where no stranger reaches: so many deviations above their mean; or from
 * less, down to FLOOR_DICE, where what was compared shows that strangers end before it.
 */
const LEAST_DICE = 0.65;
const FLOOR_DICE = 0.55;
const MOST_DICE = 0.95;
const DEVIATIONS = 6;
const DRAWN = 20_000;
/** With no more overlap than strangers have in both of what is personal, people share a home at most. */
const PERSONAL_DEVIATIONS = 2;

/**
 * Bits that a bigram sets: more where a field is short or tells people apart, so that a long street does not outweigh a
 * birthday; a record of ten fields sets about a quarter of the filter.
 */
const HASHES: Readonly<Record<FieldKind, number>> = {
  'given name': 11,
  'family name': 13,
  name: 9,
  birth: 11,
  'official number': 11,
  email: 6,
  phone: 10,
  'house number': 12,
  address: 5,
  town: 7,
  postcode: 12,
  region: 4,
};

const rangeOf = (kind: FieldKind): Range =>
  kind === 'given name' || kind === 'name'
    ? NAME
    : kind === 'birth' || kind === 'official number' || kind === 'email'
      ? BIRTH
      : SHARED;

/** Filters of records, in order: WORDS words each. */
export type Filters = Blocks & { words: Uint32Array };

/**
 * Takes records and forgets them: filters and keys of blocking remain, both under the secret.
 * @param secret 32 bytes of this search alone
 */
export const openFilters = (
  fields: readonly Field[],
  secret: Uint8Array,
): { add(row: readonly string[]): void; done(split: number | null): Filters } => {
  const keys = openKeys(fields, Buffer.from(secret).readInt32LE(0));
  const words = growing();
  const places = new Map<string, Uint16Array>();
  const filter = new Uint32Array(WORDS);
  const placesOf = (kind: FieldKind, gram: string): Uint16Array => {
    const name = `${kind}|${gram}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(name, 'utf8').digest();
    const [start, step] = [digest.readUInt32LE(0), (digest.readUInt32LE(4) | 1) >>> 0];
    const [from, to] = rangeOf(kind);
    const bits = 32 * (to - from);
    const made = Uint16Array.from(
      { length: HASHES[kind] },
      (_, i) => 32 * from + ((start + i * step) % bits),
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
    done: (split) => ({ ...keys.done(split), words: words.done() }),
  };
};

/** Dice's coefficient of a range of two filters: 0 to 1, NaN where both are empty there. */
const diceOf = ({ words }: Filters, a: number, b: number, [from, to]: Range): number => {
  let common = 0;
  let sum = 0;
  for (let word = from; word < to; word++) {
    const [one, other] = [words[a * WORDS + word], words[b * WORDS + word]];
    common += countBits(one & other);
    sum += countBits(one) + countBits(other);
  }
  return (2 * common) / sum;
};

/** An overlap that strangers do not reach: so many standard deviations above their mean. */
const beyondStrangers = (
  crowd: Crowd,
  deviations: number,
  overlap: (a: number, b: number) => number,
): number => {
  const random = createRandom('strangers');
  let [sum, squares] = [0, 0];
  for (let draw = 0; draw < DRAWN; draw++) {
    const dice = overlap(...drawPair(random, crowd)) || 0;
    sum += dice;
    squares += dice * dice;
  }
  const mean = sum / DRAWN;
  return mean + deviations * Math.sqrt(Math.max(0, squares / DRAWN - mean * mean));
};

/** Pairs whose filters overlap enough. */
export const findByFilters = (filters: Filters): Found => {
  const { count, split } = filters;
  if (count < 2 || split === 0 || split === count) return { matches: [], compared: 0, passedOver: 0 };
  const overlap = (range: Range) => (a: number, b: number) => diceOf(filters, a, b, range);
  const whole = overlap(WHOLE);
  const personal = [NAME, BIRTH].map((range) => {
    const between = overlap(range);
    const strangers = beyondStrangers(filters, PERSONAL_DEVIATIONS, between);
    return (a: number, b: number) => between(a, b) < strangers;
  });
  const isHousehold = (a: number, b: number): boolean => personal.every((differs) => differs(a, b));
  const most = Math.min(MOST_DICE, Math.max(LEAST_DICE, beyondStrangers(filters, DEVIATIONS, whole)));
  const tally = new Float64Array(BINS + 1);
  const [ones, others] = [growing(), growing()];
  const told = eachCandidate(filters, (first, second) => {
    const score = whole(first, second);
    tally[Math.floor((score || 0) * BINS)] += 1;
    if (!(score >= FLOOR_DICE)) return;
    ones.push(first);
    others.push(second);
  });
  const least = leastOverlap(tally, FLOOR_DICE, most);
  const matches: Match[] = [];
  const seconds = others.done();
  ones.done().forEach((first, i) => {
    const second = seconds[i];
    const score = whole(first, second);
    if (score >= least && !isHousehold(first, second))
      matches.push({ first, second, score, levels: [], weights: [], through: null });
  });
  const implied =
    split !== null
      ? []
      : impliedPairs(matches, (a, b) => (isHousehold(a, b) ? null : { levels: [], weights: [] }));
  return { matches: [...matches.sort(byScore), ...implied.sort(byScore)], ...told };
};
