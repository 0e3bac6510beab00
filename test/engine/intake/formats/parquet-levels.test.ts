/**
 * Lists of Parquet by their levels: the records and levels that are printed in the paper, and the older shapes that the
 * specification prints.
 */
import { describe, expect, it } from 'vitest';
import { collect, file } from './collect.ts';
import { type Column, type Element, gap, parquetOf, there, type Value } from './parquet-bytes.ts';

/** Melnik et al., Dremel: Interactive Analysis of Web-Scale Datasets, VLDB 2010, figures 2 and 3. */
const DOCUMENT: Element[] = [
  { name: 'DocId', type: 'INT32' },
  { name: 'Links', repeats: 'optional', children: 2 },
  { name: 'Backward', repeats: 'repeated', type: 'INT32' },
  { name: 'Forward', repeats: 'repeated', type: 'INT32' },
  { name: 'Name', repeats: 'repeated', children: 2 },
  { name: 'Language', repeats: 'repeated', children: 2 },
  { name: 'Code', as: 'UTF8' },
  { name: 'Country', repeats: 'optional', as: 'UTF8' },
  { name: 'Url', repeats: 'optional', as: 'UTF8' },
];
const FIGURE_3: Omit<Column, 'pages'>[] = [
  { path: ['DocId'], type: 'INT32', r: 0, d: 0 },
  { path: ['Links', 'Backward'], type: 'INT32', r: 1, d: 2 },
  { path: ['Links', 'Forward'], type: 'INT32', r: 1, d: 2 },
  { path: ['Name', 'Language', 'Code'], r: 2, d: 2 },
  { path: ['Name', 'Language', 'Country'], r: 2, d: 3 },
  { path: ['Name', 'Url'], r: 1, d: 2 },
];
const VALUES: Value[][] = [
  [there(0, 0, 10), there(0, 0, 20)],
  [gap(0, 1), there(0, 2, 10), there(1, 2, 30)],
  [there(0, 2, 20), there(1, 2, 40), there(1, 2, 60), there(0, 2, 80)],
  [there(0, 2, 'en-us'), there(2, 2, 'en'), gap(1, 1), there(1, 2, 'en-gb'), gap(0, 1)],
  [there(0, 3, 'us'), gap(2, 2), gap(1, 1), there(1, 3, 'gb'), gap(0, 1)],
  [there(0, 2, 'http://A'), there(1, 2, 'http://B'), gap(1, 1), there(0, 2, 'http://C')],
];
const RECORDS = [
  [
    '10',
    '[]',
    '[20,40,60]',
    '[{"Language":[{"Code":"en-us","Country":"us"},{"Code":"en","Country":null}],"Url":"http://A"},{"Language":[],"Url":"http://B"},{"Language":[{"Code":"en-gb","Country":"gb"}],"Url":null}]',
  ],
  ['20', '[10,30]', '[80]', '[{"Language":[],"Url":"http://C"}]'],
];

describe('the documents of the Dremel paper', () => {
  const inPages = (size: number): Column[] =>
    FIGURE_3.map((column, i) => ({
      ...column,
      pages: Array.from({ length: Math.ceil(VALUES[i].length / size) }, (_, n) =>
        VALUES[i].slice(n * size, (n + 1) * size),
      ),
    }));
  // In pages of one value a record goes on from page to page.
  it.each([
    [1, 9],
    [1, 1],
    [1, 2],
    [2, 9],
  ] as const)('in pages of version %i, with at most %i values a page', async (version, size) => {
    const path = file('dremel.parquet', parquetOf(DOCUMENT, inPages(size), 2, version));
    const { rows, names } = await collect(path);
    expect(names).toEqual(['DocId', 'Links.Backward', 'Links.Forward', 'Name']);
    expect(rows).toEqual(RECORDS);
  });
});

/** LogicalTypes.md, "Lists" and "Maps", with their rules for what was written before them; each holds ids 1 and 2. */
const ID: Element = { name: 'id', type: 'INT32' };
const outer = (children = 1): Element => ({ name: 'my_list', repeats: 'optional', children, as: 'LIST' });
const OLD: [string, Element[], Column[], [string, string]][] = [
  [
    'a repeated value under the list',
    [outer(), { name: 'element', repeats: 'repeated', type: 'INT32' }],
    [
      {
        path: ['my_list', 'element'],
        type: 'INT32',
        r: 1,
        d: 2,
        pages: [[there(0, 2, 5), there(1, 2, 6), gap(0, 1)]],
      },
    ],
    ['[5,6]', '[]'],
  ],
  [
    'a repeated group of two',
    [
      outer(),
      { name: 'element', repeats: 'repeated', children: 2 },
      { name: 'str', as: 'UTF8' },
      { name: 'num', type: 'INT32' },
    ],
    [
      { path: ['my_list', 'element', 'str'], r: 1, d: 2, pages: [[there(0, 2, 'a'), gap(0, 0)]] },
      {
        path: ['my_list', 'element', 'num'],
        type: 'INT32',
        r: 1,
        d: 2,
        pages: [[there(0, 2, 1), gap(0, 0)]],
      },
    ],
    ['[{"str":"a","num":1}]', ''],
  ],
  ...['array', 'my_list_tuple'].map((name): (typeof OLD)[number] => [
    `a repeated group of one, called ${name}, which is the element`,
    [outer(), { name, repeats: 'repeated', children: 1 }, { name: 'str', as: 'UTF8' }],
    [
      {
        path: ['my_list', name, 'str'],
        r: 1,
        d: 2,
        pages: [[there(0, 2, 'a'), there(1, 2, 'b'), gap(0, 1)]],
      },
    ],
    ['[{"str":"a"},{"str":"b"}]', '[]'],
  ]),
  [
    'a bag, as Hive calls it',
    [
      outer(),
      { name: 'bag', repeats: 'repeated', children: 1 },
      { name: 'array_element', repeats: 'optional', as: 'UTF8' },
    ],
    [
      {
        path: ['my_list', 'bag', 'array_element'],
        r: 1,
        d: 3,
        pages: [[there(0, 3, 'a'), gap(1, 2), gap(0, 1)]],
      },
    ],
    ['["a",null]', '[]'],
  ],
  [
    'a list as the element of a list of two levels',
    [
      outer(),
      { name: 'array', repeats: 'repeated', children: 1, as: 'LIST' },
      { name: 'array', repeats: 'repeated', type: 'INT32' },
    ],
    [
      {
        path: ['my_list', 'array', 'array'],
        type: 'INT32',
        r: 2,
        d: 3,
        pages: [[there(0, 3, 1), there(2, 3, 2), gap(1, 2), gap(0, 0)]],
      },
    ],
    ['[[1,2],[]]', ''],
  ],
  [
    'a repeated group without any mark',
    [
      { name: 'my_list', repeats: 'repeated', children: 1 },
      { name: 'str', as: 'UTF8' },
    ],
    [{ path: ['my_list', 'str'], r: 1, d: 1, pages: [[there(0, 1, 'a'), there(1, 1, 'b'), gap(0, 0)]] }],
    ['[{"str":"a"},{"str":"b"}]', '[]'],
  ],
];

describe('older shapes of the specification', () => {
  it.each(OLD)('%s', async (_, schema, columns, wanted) => {
    const id: Column = { path: ['id'], type: 'INT32', r: 0, d: 0, pages: [[there(0, 0, 1), there(0, 0, 2)]] };
    const { rows, names } = await collect(
      file('old.parquet', parquetOf([ID, ...schema], [id, ...columns], 2)),
    );
    expect(names).toEqual(['id', 'my_list']);
    expect(rows).toEqual([
      ['1', wanted[0]],
      ['2', wanted[1]],
    ]);
  });

  it.each(['MAP', 'MAP_KEY_VALUE'] as const)('a map marked %s on the outside', async (as) => {
    const schema: Element[] = [
      { name: 'my_map', repeats: 'optional', children: 1, as },
      {
        name: 'map',
        repeats: 'repeated',
        children: 2,
        ...(as === 'MAP' && { as: 'MAP_KEY_VALUE' as const }),
      },
      { name: 'str', as: 'UTF8' },
      { name: 'num', repeats: 'optional', type: 'INT32' },
    ];
    const path = ['my_map', 'map'];
    const columns: Column[] = [
      { path: [...path, 'str'], r: 1, d: 2, pages: [[there(0, 2, 'a'), there(1, 2, 'b'), gap(0, 1)]] },
      { path: [...path, 'num'], type: 'INT32', r: 1, d: 3, pages: [[there(0, 3, 7), gap(1, 2), gap(0, 1)]] },
    ];
    const { rows, names } = await collect(file('map.parquet', parquetOf(schema, columns, 2)));
    expect(names).toEqual(['my_map.a', 'my_map.b']);
    expect(rows).toEqual([
      ['7', ''],
      ['', ''],
    ]);
  });
});
