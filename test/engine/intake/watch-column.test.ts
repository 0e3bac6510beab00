/** Which single values of a column are withheld, and which columns stop an import, in whatever order the values come. */
import { describe, expect, it } from 'vitest';
import { createFigures } from '../../../engine/intake/figures.ts';
import { aboutHeader } from '../../../engine/intake/recognise/column-role.ts';
import { WITHHELD, watchColumn } from '../../../engine/intake/scan.ts';
import { luhn } from '../../../engine/intake/values/detectors.ts';

/** What is found of a column whose texts come so, and which texts are kept. */
const watched = (header: string, values: readonly string[]) => {
  const watch = watchColumn('x', header, aboutHeader(header));
  const seen = new Map<string, number>();
  const kept = new Set<string>();
  for (const text of values) {
    const known = seen.get(text);
    if (known !== undefined) {
      watch.again(known, 1);
      continue;
    }
    const bits = watch.first(text);
    seen.set(text, bits);
    if ((bits & WITHHELD) === 0) kept.add(text);
  }
  return { kept, ...watch.finish() };
};
const WORDS = ['gold', 'silver', 'bronze', 'basic'];
const words = (count: number): string[] => Array.from({ length: count }, (_, i) => WORDS[i % 4]);
const uuid = (i: number): string => `e2e5f0fd-9054-4323-a487-${String(i).padStart(12, '0')}`;

describe('keys among words', () => {
  it.each([1, 3, 10, 50])('%d of them before all words stop the import', (count) => {
    const keys = Array.from({ length: count }, (_, i) => uuid(i));
    expect(watched('merkmal', [...keys, ...words(20_000)]).identifiers).toMatchObject([
      { validator: 'key', count },
    ]);
  });
  it('one behind them is withheld alone', () => {
    const { kept, withheld, identifiers } = watched('merkmal', [...words(20_000), uuid(1)]);
    expect([[...kept], withheld, identifiers]).toEqual([WORDS, 1, []]);
  });
  it('a column of keys groups people', () => {
    const keys = Array.from({ length: 2000 }, (_, i) => uuid(i % 7));
    expect(watched('merkmal', keys)).toMatchObject({ withheld: 0, identifiers: [] });
  });
});

describe('numbers that a check digit tells', () => {
  const CARD = '4111 1111 1111 1111';
  it('among words are withheld, and stop the import where they came before them', () => {
    expect(watched('merkmal', [...words(20_000), CARD])).toMatchObject({ withheld: 1, identifiers: [] });
    for (const first of [[CARD], [CARD, '12345678Z']])
      expect(watched('merkmal', [...first, ...words(20_000)]).identifiers).not.toEqual([]);
  });
  it('among numbers of the same length are chance', () => {
    const codes = Array.from({ length: 3000 }, (_, i) => String((i % 3 === 0 ? 4 : 9) * 1e12 + i * 7919));
    expect(codes.some((code) => code.startsWith('4') && luhn(code))).toBe(true);
    expect(watched('pack', codes)).toMatchObject({ withheld: 0, identifiers: [] });
  });
});

describe('numbers', () => {
  const taken = (values: readonly string[], group: '' | '.' = '') => {
    const span = { bytes: new Uint8Array(0), start: 0, end: 0 };
    const figures = createFigures(
      {
        numbers: [
          {
            at: 0,
            header: 'spent',
            name: 'spent',
            steps: [],
            format: { decimal: group === '.' ? ',' : '.', group, percent: false },
            minus: null,
            times: null,
            otherwise: [],
            currency: null,
            about: aboutHeader('spent'),
          },
        ],
        orderLines: null,
      },
      span,
      (record) => {
        span.bytes = new TextEncoder().encode(values[record]);
        span.end = span.bytes.length;
      },
    );
    const column = new Float64Array(values.length);
    figures.begin(values.length, { doubles: () => column } as never);
    for (let row = 0; row < values.length; row++) expect(figures.take(row, row, false)).toBe(null);
    return { column: [...column], ...figures.finish()[0] };
  };
  const small = Array.from({ length: 5000 }, (_, i) => String(i));
  it.each(['+491712345678', '4111111111111111'])('%s among small ones is nobody’s amount', (one) => {
    const { column, withheld, identifiers } = taken([...small, one]);
    expect([column[5000], withheld, identifiers]).toEqual([Number.NaN, 1, []]);
  });
  it.each([
    ['1.100.200.250', '.'],
    ['+4912345.67', ''],
    ['1700000000000', ''],
  ] as const)('%s is one', (one, group) => {
    const { column, withheld, identifiers } = taken([...small, one, one, one], group);
    expect([Number.isNaN(column[5000]), withheld, identifiers]).toEqual([false, 0, []]);
  });
});
