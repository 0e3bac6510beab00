/** Attacks on the figures of one release and on the files that carry them, by the number the attack has in the docs. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackIdentifiers } from '../../engine/exports/attack/identifiers.ts';
import type { AttackedPackage } from '../../engine/exports/attack/read.ts';
import { attackTables } from '../../engine/exports/attack/tables.ts';
import { csvText, guardFormula } from '../../engine/exports/csv.ts';
import { definitionOf } from '../../engine/exports/definition.ts';
import { markdownText } from '../../engine/exports/readme.ts';
import { boundsOf } from '../../engine/privacy/gate/bounds.ts';
import { clearRelease } from '../../engine/privacy/gate/gate.ts';
import { discreteLaplace, fraction, parseFraction } from '../../engine/privacy/gate/noise.ts';
import { clearShare } from '../../engine/privacy/gate/persona.ts';
import { POLICY_DEFAULT, POLICY_FLOOR, resolvePolicy } from '../../engine/privacy/gate/policy.ts';
import { suppressTable } from '../../engine/privacy/gate/suppress-table.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { rawRelease, segmentOf } from '../engine/exports/fixture.ts';
import { draftOf, shop } from '../engine/privacy/gate/population.ts';

describe('tables', () => {
  it('P9: linear programming finds what suppression along rows alone would give away', async () => {
    // 3 is hidden with its neighbour; the columns add up, so subtraction finds it.
    const cells: [number, number][] = [3, 20, 40, 25].map((n, at): [number, number] =>
      at < 2 ? [1, 1e9] : [n, n],
    );
    const sums = [
      {
        of: [
          [0, 1],
          [1, 1],
        ] as const,
        from: 23,
        to: 23,
      },
      {
        of: [
          [0, 1],
          [2, 1],
        ] as const,
        from: 43,
        to: 43,
      },
    ];
    expect((await boundsOf({ cells, sums }, [0])).get(0)).toEqual([3, 3]);
  });

  it('P9: no hidden cell of an additive table can be told to within fewer than minCell people', async () => {
    let complementary = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.oneof(fc.nat(60), fc.constantFrom(0, 1, 3, 10, 11, 12)), {
            minLength: 4,
            maxLength: 4,
          }),
          {
            minLength: 2,
            maxLength: 4,
          },
        ),
        async (rows) => {
          const sumOf = (cells: readonly number[]): number => cells.reduce((a, b) => a + b);
          const rowTotals = rows.map(sumOf);
          const columnTotals = rows[0].map((_, column) => sumOf(rows.map((row) => row[column])));
          const withheldRows = rows.map(() => false);
          const found = await suppressTable({ rows, withheldRows, rowTotals, columnTotals }, 11);
          const shown = found.shown.flat();
          const few = found.few.flat();
          const values = rows.flat();
          values.forEach((value, at) => {
            if (shown[at]) expect(value === 0 || value >= 11).toBe(true);
            if (few[at]) expect(!shown[at] && value > 0 && value < 11).toBe(true);
          });
          if (found.collapsed) return;
          complementary += found.complementary;
          // Whoever knows how this is done knows that empty cells are hidden only where nothing else would do.
          const least = values.some((value, at) => value === 0 && !shown[at]) ? 0 : 1;
          const hidden = [...values.keys()].filter((at) => !shown[at]);
          const sums = [
            ...rows.map((_, row) => [0, 1, 2, 3].map((column) => row * 4 + column)),
            ...columnTotals.map((_, column) => rows.map((_, row) => row * 4 + column)),
          ].map((of) => {
            const sum = sumOf(of.map((at) => values[at]));
            return { of: of.map((at) => [at, 1] as const), from: sum, to: sum };
          });
          const attacked = (bounds: (at: number) => [number, number]) =>
            boundsOf(
              { cells: values.map((value, at) => (shown[at] ? [value, value] : bounds(at))), sums },
              hidden,
            );
          for (const [low, high] of (await attacked(() => [least, Number.POSITIVE_INFINITY])).values())
            expect(high - low).toBeGreaterThanOrEqual(11 - 1e-6);
          // The marks "<11" and "hidden" are known too.
          const marked = await attacked((at) => (few[at] ? [1, 10] : [least, Number.POSITIVE_INFINITY]));
          for (const [at, bounds] of marked) if (few[at]) expect(bounds).toEqual([1, 10]);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
    expect(complementary).toBeGreaterThan(0);
  });

  it('D4, D8: no printed share stands for 1 to 10 people, for nobody or for everyone', () => {
    for (const whole of [40, 60, 100, 250, 1000])
      for (let part = 0; part <= whole; part++) {
        const share = clearShare(part, whole, POLICY_DEFAULT);
        if (share?.bound !== 'exact') continue;
        expect([share.percent >= 5, share.percent <= 95]).toEqual([true, true]);
      }
    const few = rawRelease([segmentOf('a', { op: 'known', field: 'monetary' }, { people: 100 })]);
    few.segments[0].persona.differences[0].segment = 6;
    return attackTables(definitionOf(few) as never).then(({ found }) => {
      expect(found.join()).toMatch(/at most 6\.\d people/);
    });
  });

  it('D5: hidden reasons that are too few to hide each other are found from outside', async () => {
    const release = rawRelease([]);
    release.population = {
      known: 1510,
      admitted: 1500,
      leftOut: [
        { reason: 'NO_RECORD', people: null },
        { reason: 'WITHDRAWN', people: 0 },
      ],
    };
    expect((await attackTables(definitionOf(release) as never)).found.join()).toMatch(
      /left out as NO_RECORD/,
    );
  });
});

describe('settings', () => {
  it.each([
    ['nought', { minCell: 0, minSegment: 0, roundTo: 0, dominance: 0.95, shareBounds: [0, 1] }],
    ['below nought', { minCell: -1, minSegment: -5, roundTo: -1 }],
    ['no number', { minCell: Number.NaN }],
    ['endless', { minCell: Number.POSITIVE_INFINITY }],
    ['a word', { minCell: 'abc' }],
    ['a fraction', { minSegment: 0.5 }],
    ['nothing', { minCell: null }],
    ['unknown', { kCell: 1 }],
    ['a list', [1]],
    ['turned round', { shareBounds: [0.95, 0.05] }],
    ['full dominance', { dominance: 1 }],
  ])('D14: %s never lowers a floor', (_, asked) => {
    let policy = POLICY_DEFAULT;
    try {
      policy = resolvePolicy(asked).policy;
    } catch (error) {
      expect(error).toMatchObject({ code: 'PLAN_INVALID' });
      return;
    }
    expect(policy.minCell).toBeGreaterThanOrEqual(POLICY_FLOOR.minCell);
    expect(policy.minSegment).toBeGreaterThanOrEqual(POLICY_FLOOR.minSegment);
    expect(policy.roundTo).toBeGreaterThanOrEqual(POLICY_FLOOR.roundTo);
    expect(policy.dominance).toBeLessThanOrEqual(POLICY_FLOOR.dominance);
    expect(policy.shareBounds[0]).toBeGreaterThanOrEqual(POLICY_FLOOR.shareBounds[0]);
    expect(policy.shareBounds[1]).toBeLessThanOrEqual(POLICY_FLOOR.shareBounds[1]);
  });

  it('D9: two spenders who make up the rest hide the mean of a segment without them', async () => {
    const table = shop(4, 400);
    const monetary = table.columns.find(({ id }) => id === 'monetary');
    if (monetary?.type !== 'number') throw new Error('a shop has spend');
    const frequency = table.columns.find(({ id }) => id === 'frequency');
    if (frequency?.type !== 'number') throw new Error('a shop has orders');
    const [first, second] = [...frequency.values.keys()].filter((i) => frequency.values[i] > 2);
    const rule: Rule = { op: 'compare', field: 'frequency', is: '<', value: 2 };
    const told = async (): Promise<boolean> => {
      const [only] = (await clearRelease(draftOf(table, [rule]), POLICY_DEFAULT)).segments;
      return only.persona.differences.some(({ field }) => field === 'monetary');
    };
    expect(await told()).toBe(true);
    monetary.values[first] = 5e7;
    monetary.values[second] = 5e7;
    expect(await told()).toBe(false);
  });
});

describe('noise', () => {
  it('D13: the sampler is the discrete Laplace distribution (chi-square), and whole numbers alone come out', () => {
    const draws = 6000;
    for (const [p, q] of [
      [1n, 1n],
      [5n, 2n],
    ]) {
      const a = Math.exp(-Number(q) / Number(p));
      const chance = (x: number): number => ((1 - a) / (1 + a)) * a ** Math.abs(x);
      const counts = new Map<number, number>();
      for (let i = 0; i < draws; i++) {
        const x = Number(discreteLaplace(fraction(p, q)));
        expect(Number.isInteger(x)).toBe(true);
        counts.set(x, (counts.get(x) ?? 0) + 1);
      }
      let statistic = 0;
      let rest = draws;
      let expected = draws;
      for (let x = -4; x <= 4; x++) {
        const want = draws * chance(x);
        const have = counts.get(x) ?? 0;
        statistic += (have - want) ** 2 / want;
        rest -= have;
        expected -= want;
      }
      statistic += (rest - expected) ** 2 / expected;
      // 9 degrees of freedom: above 40 with a chance below 1 in 100,000.
      expect(statistic).toBeLessThan(40);
    }
  });

  it('D13: with given bytes the draw is known, and ε is read exactly', () => {
    const stream = () => {
      let at = 0;
      return (count: number): Uint8Array =>
        Uint8Array.from({ length: count }, () => createHash('sha256').update(String(at++)).digest()[0]);
    };
    const draws = (bytes: (count: number) => Uint8Array): bigint[] =>
      Array.from({ length: 20 }, () => discreteLaplace(fraction(3n, 1n), bytes));
    expect(draws(stream())).toEqual(draws(stream()));
    expect(parseFraction('0.1')).toEqual({ p: 1n, q: 10n });
    expect(parseFraction('2/6')).toEqual({ p: 1n, q: 3n });
    for (const text of ['0', '1/0', '-1', '1e3', '', 'NaN', '0.0'])
      expect(parseFraction(text), text).toBeNull();
  });
});

describe('files', () => {
  const texts = [
    '=1+1',
    '+1',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    ' =1',
    '\u200b=1',
    'a;=1',
    'a\n=cmd|x',
  ];

  it('E1: no cell runs as a formula, whatever hides before its sign; headers and names are cells too', () => {
    for (const text of texts) {
      expect(guardFormula(text), JSON.stringify(text)).not.toBe(text);
      expect(csvText([[text]])).toMatch(/^"'|;'|\n'/);
    }
    expect(csvText([[-5.2, 'a"b', 'x,y']])).toBe('-5.2,"a""b","x,y"\r\n');
  });

  it('E2: a name formats nothing, links nowhere and loads nothing in Markdown', () => {
    for (const text of [
      '[x](javascript:alert(1))',
      '![](http://a.b/c.png)',
      '<img src=x>',
      '# h',
      '- x',
      '`x`',
      'a|b',
    ])
      expect(markdownText(text)).not.toMatch(/(?<!\\)[`*[\]<>#|!]|^\s*[-+]\s|:\/\//);
  });

  it('K1, P4: a dictionary opens plain hashes of identifiers, and a package with one is found', () => {
    const release = rawRelease([segmentOf('a', { op: 'known', field: 'monetary' })]);
    const attacked = (text: string): AttackedPackage => ({
      name: 'p',
      definition: definitionOf(release) as never,
      digest: '',
      manifest: null,
      sealed: false,
      texts: new Map([['a.csv', text]]),
    });
    const email = 'anna@example.org';
    const hash = (name: string): string => createHash(name).update(email).digest('hex');
    for (const text of ['md5', 'sha1', 'sha256', 'sha512'].map(hash))
      expect(attackIdentifiers([attacked(`"${text}"`)], [` ${email.toUpperCase()} `]).found.join()).toMatch(
        /the hash of an identifier of the dictionary/,
      );
    expect(attackIdentifiers([attacked(email)], []).found.join()).toMatch(/an e-mail address/);
    expect(attackIdentifiers([attacked('+49 30 123 456 78')], []).found.join()).toMatch(/a telephone number/);
    expect(attackIdentifiers([attacked('“2026-07-01”, 1,250 people')], [email]).found).toEqual([]);
  });
});
