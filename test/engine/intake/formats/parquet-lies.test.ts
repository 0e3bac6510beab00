/** Parquet whose levels, lengths and numbers lie: refused with file, row and column, and never more than that. */
import { describe, expect, it } from 'vitest';
import { CloisterError } from '../../../../shared/errors.ts';
import { collect, failure, file } from './collect.ts';
import { type Column, type Element, gap, parquetOf, there, type Value } from './parquet-bytes.ts';

const LIST: Element = { name: 'my_list', repeats: 'optional', children: 1, as: 'LIST' };
const PAIRS: Element[] = [
  { name: 'id', type: 'INT32' },
  LIST,
  { name: 'list', repeats: 'repeated', children: 1 },
  { name: 'element', repeats: 'optional', children: 2 },
  { name: 'str', repeats: 'optional', as: 'UTF8' },
  { name: 'num', type: 'INT32' },
];
const pairs = (
  texts: Value[],
  numbers: Value[],
  lies: { texts?: Column['lies']; numbers?: Column['lies']; rows?: number } = {},
  version: 1 | 2 = 1,
): Buffer => {
  const path = ['my_list', 'list', 'element'];
  const ids = Array.from({ length: lies.rows ?? 2 }, (_, i) => there(0, 0, i));
  return parquetOf(
    PAIRS,
    [
      { path: ['id'], type: 'INT32', r: 0, d: 0, pages: [ids] },
      { path: [...path, 'str'], r: 1, d: 4, pages: [texts], ...(lies.texts && { lies: lies.texts }) },
      {
        path: [...path, 'num'],
        type: 'INT32',
        r: 1,
        d: 3,
        pages: [numbers],
        ...(lies.numbers && { lies: lies.numbers }),
      },
    ],
    lies.rows ?? 2,
    version,
  );
};
const TEXTS = [there(0, 4, 'a'), gap(1, 3), gap(1, 2), there(0, 4, 'c')];
const NUMBERS = [there(0, 3, 1), there(1, 3, 2), gap(1, 2), there(0, 3, 3)];

describe('levels that lie', () => {
  it('are those of no honest file', async () => {
    for (const version of [1, 2] as const)
      expect((await collect(file('honest.parquet', pairs(TEXTS, NUMBERS, {}, version)))).rows).toEqual([
        ['0', '[{"str":"a","num":1},{"str":null,"num":2},null]'],
        ['1', '[{"str":"c","num":3}]'],
      ]);
  });

  const CONTRADICTION = 'the levels of its lists contradict each other';
  const LIES: [string, Buffer, string, number?][] = [
    ['fewer elements in one column', pairs(TEXTS, [NUMBERS[0], NUMBERS[1], NUMBERS[3]]), CONTRADICTION],
    ['more elements in one column', pairs([...TEXTS, gap(1, 2)], NUMBERS), CONTRADICTION],
    ['more elements in the other', pairs(TEXTS, [...NUMBERS, gap(1, 2)]), CONTRADICTION],
    ['missing in one column alone', pairs([TEXTS[0], TEXTS[1], gap(1, 3), TEXTS[3]], NUMBERS), CONTRADICTION],
    ['a file that begins within a list', pairs([there(1, 4, 'a')], [there(1, 3, 1)]), CONTRADICTION],
    ['more rows than are said', pairs(TEXTS, NUMBERS, { rows: 1 }), CONTRADICTION],
    ['fewer rows than are said', pairs(TEXTS, NUMBERS, { rows: 3 }), 'a column ends before its rows do'],
    // Three bits hold levels up to 7.
    [
      'a definition level above the highest',
      pairs([gap(0, 5), TEXTS[3]], [NUMBERS[0], NUMBERS[3]]),
      CONTRADICTION,
    ],
    [
      'a value too many for its page',
      pairs(TEXTS, NUMBERS, { texts: { values: 5, chunk: 5 } }),
      'a run ends too early',
    ],
    [
      'more values than the column has',
      pairs(TEXTS, NUMBERS, { texts: { values: 5 } }),
      'more values than it says',
    ],
    [
      'fewer values than none',
      pairs(TEXTS, NUMBERS, { numbers: { values: -4 } }),
      'more values than it says',
    ],
    [
      'levels beyond the page',
      pairs(TEXTS, NUMBERS, { numbers: { repetitionBytes: 1e6 } }),
      'a page ends too early',
    ],
    [
      'levels of less than nothing',
      pairs(TEXTS, NUMBERS, { texts: { repetitionBytes: -1 } }),
      'a page ends too early',
    ],
    [
      'levels beyond a page of version 2',
      pairs(TEXTS, NUMBERS, { numbers: { repetitionBytes: 1e6 } }, 2),
      'a page ends too early',
    ],
  ];
  it.each(LIES)('%s', async (_, bytes, said) => {
    const error = await failure(collect(file('lie.parquet', bytes)));
    expect(error.code).toBe('INPUT_FORMAT');
    expect(error.message).toMatch(/^lie\.parquet cannot be read as Parquet: in row \d, column "my_list", /);
    expect(error.message).toContain(said);
  });

  /** Two rows of a text, of which what is given is told otherwise. */
  const texts = (column: Partial<Column>, element: Partial<Element> = {}, version: 1 | 2 = 1, said = 2) =>
    parquetOf(
      [{ name: 'id', repeats: 'optional', as: 'UTF8', ...element }],
      [{ path: ['id'], r: 0, d: 1, pages: [[there(0, 1, 'one'), there(0, 1, 'two')]], ...column }],
      2,
      version,
      said,
    );
  const MORE = 'a page holds more than its values';
  it.each<[string, Buffer, string]>([
    ['a column without gaps that has them', texts({}, { repeats: 'required' }), MORE],
    ['fewer values than its page holds', texts({ lies: { values: 1 } }), MORE],
    [
      'more values than rows',
      texts({ pages: [[there(0, 1, 'one'), gap(0, 0), there(0, 1, 'three')]] }),
      'it holds more values than there are rows',
    ],
    [
      'a page more than rows',
      texts({ pages: [[there(0, 1, 'one'), there(0, 1, 'two')], [there(0, 1, 'three')]] }),
      'it holds more values than there are rows',
    ],
    ['a type in the schema, another in the column', texts({ type: 'INT32' }), 'its type is told in two ways'],
    ['rows that no group holds', texts({}, {}, 1, 3), 'it claims 3 rows, and its groups hold 2'],
    ['a page that was changed', texts({ checksum: 'wrong' }), 'a page does not have the checksum'],
    ['the same in version 2', texts({ checksum: 'wrong' }, {}, 2), 'a page does not have the checksum'],
  ])('of a column in no list: %s', async (_, bytes, said) => {
    const error = await failure(collect(file('flat.parquet', bytes)));
    expect([error.code, error.message]).toEqual(['INPUT_FORMAT', expect.stringContaining(said)]);
  });

  it('of a column in no list: a level above the highest', async () => {
    const bytes = parquetOf(
      [
        { name: 'of', repeats: 'optional', children: 1 },
        { name: 'id', repeats: 'optional', as: 'UTF8' },
      ],
      [{ path: ['of', 'id'], r: 0, d: 2, pages: [[there(0, 2, 'one'), gap(0, 3)]] }],
      2,
    );
    expect((await failure(collect(file('level.parquet', bytes)))).message).toContain('above the highest');
  });

  it('of a column in no list: told true, they are read', async () => {
    for (const version of [1, 2] as const)
      for (const checksum of ['right', undefined] as const)
        expect(
          (await collect(file('true.parquet', texts({ ...(checksum && { checksum }) }, {}, version)))).rows,
        ).toEqual([['one'], ['two']]);
  });

  it('a schema that promises more than it holds, or goes down without end', async () => {
    const short = file('short.parquet', parquetOf([{ ...LIST, children: 9 }], [], 2));
    expect((await failure(collect(short))).message).toContain('its schema ends too early');
    const deep = Array.from(
      { length: 20_000 },
      (): Element => ({ name: 'a', repeats: 'optional', children: 1 }),
    );
    const bytes = parquetOf(
      [PAIRS[0], ...deep, { name: 'b' }],
      [{ path: ['id'], type: 'INT32', r: 0, d: 0, pages: [[there(0, 0, 1)]] }],
      1,
    );
    const { names, inspection } = await collect(file('endless.parquet', bytes));
    expect(names).toEqual(['id']);
    expect(inspection.warnings.join()).toContain('left out: a.a.');
  });

  it('more elements than so few bytes can hold', async () => {
    const bytes = pairs(TEXTS, NUMBERS, { texts: { chunk: 1_000_000_000 } });
    expect((await failure(collect(file('many.parquet', bytes)))).message).toContain('1000000000 values');
  });

  it('with one byte changed, every third in turn: read, or refused in words', async () => {
    const honest = pairs(TEXTS, NUMBERS);
    let refused = 0;
    for (let at = 4; at < honest.length - 4; at += 3) {
      const bytes = Buffer.from(honest);
      bytes[at] ^= 1 << ((at * 5) % 8);
      try {
        await collect(file('changed.parquet', bytes));
      } catch (thrown) {
        expect(thrown, `byte ${at}`).toBeInstanceOf(CloisterError);
        expect((thrown as CloisterError).code, `byte ${at}`).toMatch(/^INPUT_/);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(honest.length / 9);
  });
});
