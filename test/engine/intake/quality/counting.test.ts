/** What an import counts of its rows, against plain JavaScript that counts the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counting, startCounting } from '../../../../engine/intake/profile/counting.ts';
import { openDistinct } from '../../../../engine/intake/profile/distinct.ts';
import { openSketch, type Sketch } from '../../../../engine/intake/profile/sketch.ts';
import { openTally } from '../../../../engine/intake/profile/tally.ts';
import { PSEUDONYM_BYTES } from '../../../../engine/privacy/pseudonyms.ts';
import { LEAST_CELL } from '../../../../shared/counts.ts';
import { createRandom } from '../../../../shared/random.ts';

const DAY = 86_400_000;

/** Pseudonyms that begin with these two words each. */
const pseudonyms = (pairs: readonly (readonly [number, number])[]): Uint8Array => {
  const bytes = new Uint8Array(pairs.length * PSEUDONYM_BYTES);
  const view = new DataView(bytes.buffer);
  pairs.forEach(([first, second], row) => {
    view.setInt32(row * PSEUDONYM_BYTES, first, true);
    view.setInt32(row * PSEUDONYM_BYTES + 4, second, true);
  });
  return bytes;
};
const begin = (counting: Counting, people: readonly number[]): void =>
  counting.begin(pseudonyms(people.map((person) => [person, 0])), people.length);

type Figures = { counting: Counting; sketch: Sketch; distinct: () => number };
/** Numbers, or times where `now` is one, in batches of at most 1,500 rows. */
const count = (values: readonly number[], people: readonly number[], now: number | null): Figures => {
  const counting = startCounting();
  const distinct = openDistinct(counting);
  const sketch = openSketch(counting, distinct, now);
  for (let from = 0; from < values.length; from += 1500) {
    begin(counting, people.slice(from, from + 1500));
    sketch.add(Float64Array.from(values.slice(from, from + 1500)));
  }
  return { counting, sketch, distinct: distinct.count };
};

describe('rows by code', () => {
  it('are counted with as many people as decide', () => {
    const row = fc.tuple(fc.integer({ min: -1, max: 200 }), fc.integer({ min: -3, max: 20 }));
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 300 }), { maxLength: 4 }), (batches) => {
        const counting = startCounting();
        const tally = openTally(counting);
        const rows = new Map<number, number>();
        const people = new Map<number, Set<number>>();
        for (const batch of batches) {
          begin(
            counting,
            batch.map(([, person]) => person),
          );
          const none = tally.add(Int32Array.from(batch, ([code]) => code));
          expect(none).toBe(batch.filter(([code]) => code < 0).length);
          for (const [code, person] of batch) {
            if (code < 0) continue;
            rows.set(code, (rows.get(code) ?? 0) + 1);
            people.set(code, (people.get(code) ?? new Set()).add(person));
          }
        }
        expect(tally.size).toBe(Math.max(-1, ...rows.keys()) + 1);
        const counts = tally.rows();
        for (let code = 0; code < 202; code++) {
          expect(counts[code] ?? 0).toBe(rows.get(code) ?? 0);
          expect(tally.enough([code])).toBe((people.get(code)?.size ?? 0) >= LEAST_CELL);
          const two = new Set([...(people.get(code) ?? []), ...(people.get(code + 1) ?? [])]);
          expect(tally.enough([code, code + 1])).toBe(two.size >= LEAST_CELL);
        }
      }),
      { numRuns: 60 },
    );
    expect(startCounting().kernel.LEAST.value).toBe(LEAST_CELL);
  });
});

describe('how many different values there are', () => {
  const differ = (many: number): number => {
    const values = Array.from({ length: many }, (_, i) => i * 1.37);
    return count([...values, ...values.slice(0, 1000)], Array(many + 1000).fill(0), null).distinct();
  };
  it.each([0, 1, 4000, 4095, 4096])('is exact for %i', (many) => {
    expect(differ(many)).toBe(many);
  });
  it.each([4097, 50_000, 1_000_000])('is within 3 % for %i', (many) => {
    expect(Math.abs(differ(many) - many) / many).toBeLessThanOrEqual(0.03);
  });

  it('counts pseudonyms that are there, zero and all ones among them', () => {
    const word = fc.constantFrom(0, 1, -1, 7, 2 ** 31 - 1, -(2 ** 31));
    const row = fc.tuple(word, word, fc.nat(1));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (given, where) => {
        const counting = startCounting();
        const distinct = openDistinct(counting);
        const bytes = pseudonyms(given.map(([a, b]) => [a, b]));
        counting.begin(bytes, given.length);
        const marks = Uint8Array.from(given, ([, , mark]) => mark * 3);
        const counted = given.filter(([, , mark]) => (mark !== 0) === where);
        expect(distinct.add(bytes, marks, where)).toBe(given.length - counted.length);
        // Of the second word the lowest eleven bits do not decide.
        expect(distinct.count()).toBe(new Set(counted.map(([a, b]) => `${a} ${b >>> 11}`)).size);
      }),
    );
  });
});

describe('a distribution in one pass', () => {
  it('has the quartiles of the sorted values, to 1.6 %', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 20_000 }, () => Math.exp(random.next() * 8) - 500);
    const { sketch } = count(
      values,
      values.map((_, i) => i),
      null,
    );
    const sorted = values.toSorted((a, b) => a - b);
    const { quartiles, bars } = sketch.distribution();
    [0.25, 0.5, 0.75].forEach((share, i) => {
      const exact = sorted[Math.floor(sorted.length * share)];
      expect(Math.abs((quartiles?.[i] ?? 0) - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.016 + 1e-9);
    });
    expect(bars.reduce((sum, { rows }) => sum + rows, 0)).toBe(20_000);
  });

  it('tells nothing of ten people however many rows they have, nor of ten in its tail', () => {
    const few = Array.from({ length: 5000 }, (_, i) => i);
    const { sketch } = count(
      few,
      few.map((i) => i % 10),
      null,
    );
    expect(sketch.distribution()).toMatchObject({ range: null, quartiles: null, bars: [] });
    const tail = Array.from({ length: 1000 }, (_, i) => DAY * (i < 10 ? 9000 + i : 100 + (i % 7)));
    const days = count(
      tail,
      tail.map((_, i) => i),
      0,
    ).sketch;
    expect(days.distribution().range?.high).toBe(106 * DAY);
    expect(days.outside(0, 200 * DAY)).toBeNull();
  });

  it.each([
    ['1,024 whole numbers apart', 1024, 0, true],
    ['one more by their steps', 1025, 0, false],
    ['a broken one among whole ones by their steps', 100, 0.5, false],
  ])('keeps %s', (_, many, more, exact) => {
    const values = Array.from({ length: many }, (_, i) => i - 501);
    values.push(values[0] + more, -0, Number.NaN);
    const { sketch } = count(
      [...Array(11)].flatMap(() => values),
      [...Array(11).keys()].flatMap((person) => values.map(() => person)),
      null,
    );
    const { rows, range } = sketch.distribution();
    expect(rows).toBe(11 * (many + 2));
    expect(range?.low).toBe(exact ? -501 : -500);
    expect(sketch.outside(-502, many)).toBe(0);
    if (exact) expect(sketch.outside(-502, many - 502.5)).toBe(11);
  });

  it('tells how fresh times are', () => {
    const now = 1000 * DAY;
    const ages = [0, 29.9, 30, 89, 90, 364, 365, 900, -0.1, -5];
    const { sketch } = count([...ages.map((age) => now - age * DAY), Number.NaN], [...ages.keys(), 99], now);
    expect(sketch.fresh()).toEqual({ days30: 2, days90: 4, days365: 6, future: 2 });
  });
});
