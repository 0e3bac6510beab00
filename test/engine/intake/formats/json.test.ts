/** JSON in all its layouts, held to JSON.parse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../engine/intake/csv/batch.ts';
import { fieldText } from '../../../../engine/intake/csv/fields.ts';
import { createJsonReader } from '../../../../engine/intake/formats/json/reader.ts';
import { collect, failure, file } from './collect.ts';

const read = (text: string, lines: boolean, columns: string[], size: number) => {
  const rows: string[][] = [];
  const places: [number, number][] = [];
  const problems: Problem[] = [];
  const reader = createJsonReader({ lines, columns });
  const take: Parameters<typeof reader.push>[1] = (batch) => {
    for (let r = 0; r < batch.count; r++) {
      rows.push(columns.map((_, c) => fieldText(batch, r, c, 'none')));
      places.push([batch.lines[r], batch.offsets[r]]);
    }
    problems.push(...batch.problems);
  };
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size), take);
  reader.end(take);
  return { rows, places, problems };
};

/** What the cells of a value must be, from JSON.parse. */
const cellsOf = (value: unknown, path = '', depth = 0): [string, string][] => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < 8)
    return Object.entries(value).flatMap(([name, inner]) =>
      cellsOf(inner, path === '' && depth === 0 ? name : `${path}.${name}`, depth + 1),
    );
  if (value === null) return [[path, '']];
  return [[path, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
};

const name = fc.string({
  unit: fc.constantFrom('a', 'b', 'ß', '"', '\\', '😀', '{', ']'),
  minLength: 1,
  maxLength: 3,
});
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }).filter((text) => text.isWellFormed()),
  fc.string({ unit: fc.constantFrom('"', '\\', '\n', '{', '}', '[', ']', ',', 'é', '\u0001'), maxLength: 6 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 3 })), { maxLength: 3 }),
);
const object = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { maxKeys: 3 })), { maxKeys: 4 });

describe('JSON', () => {
  it('reads what JSON.parse reads, as lines, list and objects in a row, in chunks of any size', () => {
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('lines', 'list', 'pretty', 'row'),
        (objects, size, layout) => {
          const cells = objects.map((one) => new Map(cellsOf(one)));
          const columns = [...new Set(cells.flatMap((one) => [...one.keys()]))];
          const text =
            layout === 'lines'
              ? objects.map((one) => `${JSON.stringify(one)}\r\n`).join('')
              : layout === 'row'
                ? objects.map((one) => JSON.stringify(one, null, 1)).join('')
                : JSON.stringify(objects, null, layout === 'pretty' ? 2 : undefined);
          // Inside pretty text lists are written with blanks; they stay as they are written.
          const plain = (row: string[]): string[] =>
            row.map((cell) => (cell.startsWith('[') ? cell.replace(/\s/g, '') : cell));
          const { rows, problems } = read(text, layout === 'lines', columns, size);
          expect(problems).toEqual([]);
          expect(rows.map(plain)).toEqual(
            cells.map((one) => plain(columns.map((column) => one.get(column) ?? ''))),
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  it('keeps every digit of a long number, and undoes escapes', () => {
    const { rows } = read(
      '{"id":90071992547409931234,"t":"\\u00e9\\ud83d\\ude00\\n\\/","e":1.50e3}',
      true,
      ['id', 't', 'e'],
      3,
    );
    expect(rows).toEqual([['90071992547409931234', 'é😀\n/', '1.50e3']]);
  });

  it('takes the words and numbers that JSON.parse takes, and no others', () => {
    const token = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0019-+.eE'), minLength: 1, maxLength: 7 }),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
      fc.constantFrom(
        'true',
        'false',
        'null',
        'nul',
        'nulll',
        'True',
        'NaN',
        'Infinity',
        '-',
        '1e',
        '1.',
        '.5',
        '-0',
      ),
    );
    const parsed = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(token, (word) => {
        const text = `{"a":${word}}`;
        expect(read(`${text}\n`, true, ['a'], 5).rows).toEqual(
          parsed(text) ? [[word === 'null' ? '' : word]] : [],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('tells names apart, however many, long or alike they are', () => {
    const names = Array.from({ length: 5000 }, (_, i) =>
      i % 3 === 0
        ? `key${i}`
        : i % 3 === 1
          ? `${'ü'.repeat(20 + (i % 30))}${i}`
          : `${'x'.repeat(i % 70)}.${i}`,
    );
    const rows = [names, names.toReversed()].map((order) =>
      JSON.stringify(Object.fromEntries(order.map((one) => [one, names.indexOf(one)]))),
    );
    expect(read(rows.join('\n'), true, names, 60_000).rows).toEqual(
      [0, 1].map(() => names.map((_, i) => String(i))),
    );
  });

  it('leaves a faulty line out, with its place, and goes on', () => {
    const text = '{"a":1}\n{"a":\n\n{"a":2,}\nnull\n{"a":"x\\u12"}\n{"a":3}\n{"a":4';
    const { rows, places, problems } = read(text, true, ['a'], 2);
    expect(rows).toEqual([['1'], ['3']]);
    expect(problems.map(({ kind, line, record }) => [kind, line, record])).toEqual([
      ['not-json', 2, 2],
      ['not-json', 4, 3],
      ['not-json', 5, 4],
      ['not-json', 6, 5],
      ['cut-off', 8, 7],
    ]);
    expect(places[1]).toEqual([7, text.indexOf('{"a":3}')]);
  });

  it('keeps half of a surrogate pair as the escape that it is, in names and values, of lines and lists', () => {
    const object = '{"\\udfff":"x\\ud83d","b":"\\ud800\\ud83d\\ude00\\udC00y"}';
    for (const isLines of [true, false])
      expect(read(isLines ? object : `[${object}]`, isLines, ['\\udfff', 'b'], 2)).toMatchObject({
        rows: [['x\\ud83d', '\\ud800😀\\udC00y']],
        problems: [],
      });
  });

  it('takes lists and what is in them where JSON.parse does, and nowhere else', () => {
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.constantFrom('1', '-2.5', 'true', 'null', '"a,]"', '[]', '{}'),
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
        fc.array(tie('tree'), { maxLength: 3 }).map((all) => `{${all.map((one, i) => `"k${i}":${one}`)}}`),
      ),
    }));
    const places = fc.tuple(fc.nat(), fc.constantFrom('', ',', ':', '[', ']', '{', '}', '"', '1', 'x', ' '));
    fc.assert(
      fc.property(tree, fc.option(places), (value, change) => {
        const list = `[${value}]`;
        const at = change === null ? 0 : change[0] % list.length;
        const text = change === null ? list : list.slice(0, at) + change[1] + list.slice(at + 1);
        let isJson = true;
        try {
          isJson = JSON.parse(`{"a":${text}}`) !== null;
        } catch {
          isJson = false;
        }
        const { rows, problems } = read(`{"a":${text}}\n{"a":1}\n`, true, ['a'], 5);
        expect([rows.length, problems.length], text).toEqual(isJson ? [2, 0] : [1, 1]);
      }),
      { numRuns: 1000 },
    );
  });

  it('names line and byte of what breaks a list', () => {
    for (const [text, words] of [
      ['[{"a":1},\n{"a":tru}]', 'Line 2 (byte 15)'],
      ['[{"a":1}\n{"a":2}]', 'a comma is missing'],
      ['[{"a":1},\n{"a":2', 'ends in the middle'],
      ['[{"a":1}] {"a":2}', 'behind the end of the list'],
      ['[{"a":1}, 7]', 'should be an object'],
    ])
      expect(() => read(text, false, ['a'], 4)).toThrow(words);
  });

  it('gives a huge value up: of a line the record, of a list the file', () => {
    const huge = `{"a":"${'x'.repeat(17 * 1024 * 1024)}"}`;
    const { rows, problems } = read(`{"a":1}\n${huge}\n{"a":2}\n`, true, ['a'], 1 << 20);
    expect(rows).toEqual([['1'], ['2']]);
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([['record-too-long', 2]]);
    expect(() => read(`[{"a":1},${huge}]`, false, ['a'], 1 << 20)).toThrow('larger than 16 MB');
  });

  it('is told by its content, whatever its name, and names may be anything', async () => {
    const text =
      '{"__proto__":{"x":1},"id":"k1","n":{"a":{"b":2}}}\n{"id":"k2","late":true,"tags":["a","b"]}\n';
    const { inspection, names, rows } = await collect(file('people.csv', text));
    expect(inspection.format).toMatchObject({ type: 'json', lines: true });
    expect(names).toEqual(['__proto__.x', 'id', 'n.a.b', 'late', 'tags']);
    expect(rows).toEqual([
      ['1', 'k1', '2', '', ''],
      ['', 'k2', '', 'true', '["a","b"]'],
    ]);
    expect((await failure(collect(file('no.json', '[1,2,3]'), { type: 'json' }))).code).toBe('INPUT_FORMAT');
    expect((await failure(collect(file('empty.json', '[{}]')))).code).toBe('INPUT_EMPTY');
  });
});
