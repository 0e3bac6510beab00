/**
 * Sets of people with duplicates whose truth is known, made the way Febrl's generator is described (Christen 2005): originals
 * drawn from tables of frequencies, each copied up to so many times, each copy with up to so many errors in a field and so
 * many in all. The fields, gaps and headings are those of the sets that were published with it.
 */
import { createRandom, type Random } from '../../../../shared/random.ts';
import { corrupted } from './corrupt.ts';
import { wordList, zipf } from './words.ts';

export const HEADER = [
  'rec_id',
  'given_name',
  'surname',
  'street_number',
  'address_1',
  'address_2',
  'suburb',
  'postcode',
  'state',
  'date_of_birth',
  'soc_sec_id',
]; // prettier-ignore
/** How often each field after the first has an error, and is empty in an original. */
const ERRORS = [16, 17, 9, 18, 21, 14, 8, 2, 5, 5];
const GAPS = [0.03, 0.012, 0.028, 0.014, 0.074, 0.012, 0, 0.012, 0.026, 0];
/** Suburb, postcode and state. */
const PLACE = [5, 6, 7];
/** Street number, address and place. */
const HOME = [2, 3, 4, ...PLACE];
const DIGITS = new Set([2, 6, 8, 9]);
const TYPES = ['street', 'place', 'crescent', 'drive', 'avenue', 'court', 'road', 'circuit', 'close'];
const STATES = [
  'nsw',
  'nsw',
  'nsw',
  'nsw',
  'vic',
  'vic',
  'vic',
  'qld',
  'qld',
  'wa',
  'sa',
  'tas',
  'act',
  'nt',
];

export type SetShape = {
  seed: string;
  originals: number;
  copies: number;
  /** Most copies of one original, and how their number is spread. */
  most: number;
  spread: 'uniform' | 'poisson' | 'zipf';
  /** Most errors in one field, and errors in one copy. */
  inField: number;
  inRecord: number;
  /** Towns that have a postcode and a state of their own, where they are not drawn apart. */
  places?: number;
  /** Share of the copies of people who moved in between. */
  movers?: number;
};

/** The shapes of the published sets, as their manual tells them. */
export const SHAPES = {
  second: { originals: 4000, copies: 1000, most: 5, spread: 'poisson', inField: 2, inRecord: 4 },
  third: { originals: 2000, copies: 3000, most: 5, spread: 'zipf', inField: 3, inRecord: 6 },
  fourth: { originals: 5000, copies: 5000, most: 1, spread: 'uniform', inField: 1, inRecord: 4 },
} as const satisfies Record<string, Omit<SetShape, 'seed'>>;

/** Draws of every field after the first. */
const fieldDraws = (random: Random): (() => string)[] => {
  const drawn = (label: string, count: number, shift: number): (() => string) => {
    const own = random.fork(label);
    return zipf(own, wordList(own, count), shift);
  };
  const given = drawn('given', 400, 12);
  const family = drawn('family', 2500, 30);
  const street = drawn('street', 3000, 400);
  const house = drawn('house', 2500, 100);
  const suburb = drawn('suburb', 1500, 150);
  const town = drawn('town', 400, 100);
  const codes = Array.from({ length: 1200 }, () => String(2000 + random.int(6000)));
  const postcode = zipf(random.fork('postcode'), codes, 200);
  const pick = (list: readonly string[]): string => list[random.int(list.length)];
  const two = (value: number): string => String(value).padStart(2, '0');
  return [
    given,
    family,
    () => String(1 + Math.floor(random.next() ** 3 * 300)),
    () => `${street()} ${pick(TYPES)}`,
    () => (random.next() < 0.5 ? house() : `${house()} ${house()}`),
    () => (random.next() < 0.3 ? `${suburb()} ${town()}` : suburb()),
    postcode,
    () => pick(STATES),
    () => `${1900 + random.int(100)}${two(1 + random.int(12))}${two(1 + random.int(28))}`,
    () => String(1_000_000 + random.int(9_000_000)),
  ];
};

/** A copy of a record with errors; now and then two fields of one sort are swapped. */
const copyOf = (
  random: Random,
  record: readonly string[],
  shape: SetShape,
  draws: (() => string)[],
): string[] => {
  const copy = [...record];
  if (random.next() < (shape.movers ?? 0))
    for (const field of HOME) copy[field] = random.next() < GAPS[field] ? '' : draws[field]();
  const total = ERRORS.reduce((sum, one) => sum + one, 0);
  const errors = new Uint8Array(copy.length);
  let made = 0;
  for (let tries = 0; made < shape.inRecord && tries < 100; tries++) {
    let drawn = random.next() * total;
    const field = ERRORS.findIndex((weight) => {
      drawn -= weight;
      return drawn < 0;
    });
    if (errors[field] >= shape.inField) continue;
    copy[field] = corrupted(random, copy[field], DIGITS.has(field), draws[field]);
    errors[field] += 1;
    made += 1;
  }
  if (random.next() < 0.05) [copy[0], copy[1]] = [copy[1], copy[0]];
  if (random.next() < 0.05) [copy[3], copy[4]] = [copy[4], copy[3]];
  return copy;
};

/** How many copies an original gets, at least one. */
const copiesOf = (random: Random, { most, spread }: SetShape): number => {
  if (spread === 'uniform') return 1 + random.int(most);
  if (spread === 'zipf') return Number(zipf(random, ['1', '2', '3', '4', '5'].slice(0, most), 1)());
  const limit = Math.exp(-1.5);
  let count = 0;
  for (let product = random.next(); product > limit && count < most; product *= random.next()) count += 1;
  return Math.max(1, count);
};

export type PeopleSet = { originals: string[][]; copies: string[][] };

/** Makes a set: records with their number first, `rec-7-org` and `rec-7-dup-0`. */
export const makePeople = (shape: SetShape): PeopleSet => {
  const random = createRandom(shape.seed);
  const draws = fieldDraws(random);
  const values = Array.from({ length: shape.originals }, () =>
    draws.map((draw, field) => (random.next() < GAPS[field] ? '' : draw())),
  );
  if (shape.places !== undefined) {
    const places = Array.from({ length: shape.places }, () => PLACE.map((field) => draws[field]()));
    for (const one of values) {
      const place = places[random.int(places.length)];
      PLACE.forEach((field, i) => {
        one[field] = place[i];
      });
    }
  }
  const order = values.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const copies: string[][] = [];
  for (let at = 0; copies.length < shape.copies; at = (at + 1) % order.length) {
    const original = order[at];
    const count = Math.min(copiesOf(random, shape), shape.copies - copies.length);
    for (let i = 0; i < count; i++)
      copies.push([`rec-${original}-dup-${i}`, ...copyOf(random, values[original], shape, draws)]);
  }
  return { originals: values.map((one, i) => [`rec-${i}-org`, ...one]), copies };
};

/** The text of a file, with a blank after every comma as the published ones have it. */
export const fileOf = (records: readonly string[][]): string =>
  `${[HEADER, ...records].map((record) => record.join(', ')).join('\n')}\n`;
