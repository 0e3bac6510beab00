/**
 * Duplicates in sets made like the second, third and fourth of Febrl: by several seeds, with the settings as they are. The
 * truth is in the numbers of the records, which nothing compares.
 */
import { describe, expect, it } from 'vitest';
import { MISSING } from '../../../../engine/intake/duplicates/compare.ts';
import { fieldsOf } from '../../../../engine/intake/duplicates/fields.ts';
import { createRandom } from '../../../../shared/random.ts';
import { findIn, measure, personOf } from './measure.ts';
import { HEADER, makePeople, SHAPES } from './people.ts';

const all = fieldsOf(HEADER);
/** Without the number that tells nearly everybody apart, except where it is said. */
const fields = all.filter(({ kind }) => kind !== 'official number');
const valuesOf = (records: readonly string[][], compared = fields): string[][] =>
  records.map((record) => compared.map(({ at }) => record[at]));
const secret = new Uint8Array(32).fill(7);

describe.each(['second', 'third', 'fourth'] as const)('a set like the %s', (shape) => {
  it('precision of at least 0.99 at a recall of at least 0.95, both ways', () => {
    const { originals, copies } = makePeople({ seed: 'oak', ...SHAPES[shape] });
    const records = [...originals, ...copies];
    const split = shape === 'fourth' ? originals.length : null;
    const ids = records.map(([id]) => id);
    for (const how of [{ split }, { split, secret }]) {
      const { precision, recall } = measure(ids, findIn(fields, valuesOf(records), how), split);
      expect(precision).toBeGreaterThanOrEqual(0.99);
      expect(recall).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe.each([
  ['the third, ten errors a copy', { ...SHAPES.third, inRecord: 10 }],
  ['the fourth, eight errors a copy', { ...SHAPES.fourth, inField: 2, inRecord: 8 }],
] as const)('a set like %s, with its numbers', (name, shape) => {
  it('precision of at least 0.99 at a recall of at least 0.95, both ways', () => {
    const { originals, copies } = makePeople({ seed: 'elm', ...shape });
    const records = [...originals, ...copies];
    const split = name.startsWith('the fourth') ? originals.length : null;
    const ids = records.map(([id]) => id);
    for (const how of [{ split }, { split, secret }]) {
      const { precision, recall } = measure(ids, findIn(all, valuesOf(records, all), how), split);
      expect(precision).toBeGreaterThanOrEqual(0.99);
      expect(recall).toBeGreaterThanOrEqual(0.95);
    }
  });
});

it('three in ten who moved in between are found by names and birth, both ways', () => {
  const { originals, copies } = makePeople({ seed: 'yew', ...SHAPES.fourth, inRecord: 3, movers: 0.3 });
  const records = [...originals, ...copies];
  const split = originals.length;
  for (const how of [{ split }, { split, secret }]) {
    const { precision, recall } = measure(
      records.map(([id]) => id),
      findIn(fields, valuesOf(records), how),
      split,
    );
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  }
});

it('e-mail addresses made of names do not bring namesakes together, both ways', () => {
  const { originals, copies } = makePeople({
    seed: 'asp',
    ...SHAPES.fourth,
    originals: 2000,
    copies: 1000,
    inRecord: 2,
    places: 200,
  });
  const random = createRandom('addresses');
  const addresses = originals.map(([, given, family]) =>
    `${given}.${family}${random.int(60)}@mail${random.int(4)}.example`.replaceAll(' ', ''),
  );
  const contact = fieldsOf(['first_name', 'last_name', 'city', 'zip', 'email']);
  const records = [...originals, ...copies];
  const rows = records.map(([id, given, family, , , , suburb, postcode]) => {
    const isKept = id.endsWith('org') || random.next() < 0.8;
    return [given, family, suburb, postcode, isKept ? addresses[Number(personOf(id))] : ''];
  });
  // Filters blur what values tell apart.
  for (const [how, least] of [
    [{}, 0.99],
    [{ secret }, 0.98],
  ] as const) {
    const { precision, recall } = measure(
      records.map(([id]) => id),
      findIn(contact, rows, how),
    );
    expect(precision).toBeGreaterThanOrEqual(least);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  }
});

it('where a town tells postcode and state, its people are not taken for one', () => {
  const shape = { seed: 'oak', ...SHAPES.fourth, originals: 2000, copies: 2000, places: 200 };
  const { originals, copies } = makePeople(shape);
  const records = [...originals, ...copies];
  const { precision, recall } = measure(
    records.map(([id]) => id),
    findIn(fields, valuesOf(records)),
  );
  expect(precision).toBeGreaterThanOrEqual(0.99);
  expect(recall).toBeGreaterThanOrEqual(0.95);
});

describe('what may be compared is bounded', () => {
  it('among twelve thousand people strangers who share two fields are not taken for one', () => {
    const shape = { seed: 'larch', ...SHAPES.fourth, originals: 10_800, copies: 1_200 };
    const { originals, copies } = makePeople(shape);
    const records = [...originals, ...copies];
    const { precision, recall } = measure(
      records.map(([id]) => id),
      findIn(fields, valuesOf(records)),
    );
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('a value that many share brings nobody together, and is told', () => {
    const { originals } = makePeople({ seed: 'ash', ...SHAPES.second, originals: 1500, copies: 0 });
    const alike = originals.map((record) => {
      const same = [...record];
      same[HEADER.indexOf('suburb')] = 'kiel';
      same[HEADER.indexOf('given_name')] = 'anna';
      return same;
    });
    const { compared, passedOver } = findIn(fields, valuesOf(alike));
    expect(passedOver).toBeGreaterThan(0);
    expect(compared).toBeLessThan((1500 * 1499) / 2 / 4);
  });

  it('no pair is looked at twice, and across two files none lies in one', () => {
    const { originals, copies } = makePeople({ seed: 'fir', ...SHAPES.fourth, originals: 200, copies: 200 });
    const rows = valuesOf([...originals, ...copies]);
    const within = findIn(fields, rows).matches;
    const across = findIn(fields, rows, { split: 200 }).matches;
    const named = (matches: typeof within): string[] =>
      matches.map(({ first, second }) => `${first} ${second}`);
    expect(new Set(named(within)).size).toBe(within.length);
    expect(across.every(({ first, second }) => first < 200 && second >= 200)).toBe(true);
    expect(across.length).toBeGreaterThan(190);
  });

  it('no pair is told twice, though it follows from two others', () => {
    const { originals, copies } = makePeople({ seed: 'fir', ...SHAPES.third, originals: 600, copies: 900 });
    const rows = valuesOf([...originals, ...copies]);
    for (const how of [{}, { secret }]) {
      const { matches } = findIn(fields, rows, how);
      expect(matches.some(({ through }) => through !== null)).toBe(true);
      expect(new Set(matches.map(({ first, second }) => `${first} ${second}`)).size).toBe(matches.length);
    }
  });

  it('pairs come by falling score and then in the order of the records, those that follow from others last', () => {
    const { originals, copies } = makePeople({ seed: 'fir', ...SHAPES.third, originals: 600, copies: 900 });
    const rows = valuesOf([...originals, ...copies]);
    for (const how of [{}, { secret }]) {
      const { matches } = findIn(fields, rows, how);
      const ordered = [...matches].sort(
        (a, b) =>
          Number(a.through !== null) - Number(b.through !== null) ||
          b.score - a.score ||
          a.first - b.first ||
          a.second - b.second,
      );
      expect(matches).toEqual(ordered);
      expect(new Set(matches.map(({ score }) => score)).size).toBeLessThan(matches.length);
      for (const { score, levels, weights } of matches) {
        expect(score).toBeGreaterThan(0.5);
        levels.forEach((level, i) => {
          if (level === MISSING) expect(weights[i]).toBe(0);
        });
      }
    }
  });

  it('filters are others under another secret, and the same under the same', () => {
    const { originals, copies } = makePeople({ seed: 'bay', ...SHAPES.fourth, originals: 100, copies: 100 });
    const rows = valuesOf([...originals, ...copies]);
    const scores = (byte: number): number[] =>
      findIn(fields, rows, { secret: new Uint8Array(32).fill(byte) }).matches.map(({ score }) => score);
    expect(scores(1)).toEqual(scores(1));
    expect(scores(1)).not.toEqual(scores(2));
  });
});
