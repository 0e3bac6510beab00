/** Bad files and bad mappings: refused in words, by name and place, with nothing changed and nothing left. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';
import { everyone, failure, LENS, lines, openLook, orders, profiles, RAW, ROOT, tree } from './vault.ts';

const { folder, remove } = scratch();
const vault = join(folder, 'shop.cloister');
let engine: Engine;
let look: Awaited<ReturnType<typeof openLook>>;

const mapping = (columns: unknown[], format?: unknown, kind: Mapping['kind'] = 'profiles'): Mapping =>
  ({ version: 1, kind, columns, ...(format === undefined ? {} : { format }) }) as Mapping;
const ID = { column: 'customer_id', role: 'identifier', identifier: 'customer' };
const ORDERS = mapping(
  [
    { ...ID },
    { column: 'order_id', role: 'reference' },
    { column: 'ordered_at', role: 'time', format: 'iso' },
    { column: 'total', role: 'amount', format: '1234.56' },
  ],
  undefined,
  'orders',
);

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  look = await openLook(vault);
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(120)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(300, 120)) });
});
afterAll(() => {
  look.close();
  engine.close();
  remove();
});

/** Imports what must be refused, and holds the vault and the folder to what they were. */
const refused = async (
  name: string,
  content: string | Uint8Array,
  given?: Mapping,
  report: string[] = [],
) => {
  const file = write(folder, `bad/${name}`, content);
  const before = { holds: look(), files: tree(folder) };
  const rejects = join(folder, 'bad', 'rejects.csv');
  const error = await failure(
    engine.call('intake.import', { file, rejects, ...(given === undefined ? {} : { mapping: given }) }),
  );
  const after = tree(folder).filter((path) => !report.includes(path));
  expect({ holds: look(), files: after }).toEqual(before);
  expect(error.message).not.toMatch(RAW);
  expect(error.next).not.toBe('');
  return error;
};

describe('a file that cannot be read', () => {
  const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
  const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);
  it.each<[string, string | Uint8Array, string]>([
    ['empty.csv', '', 'INPUT_EMPTY'],
    ['mark.csv', bytes('efbbbf'), 'INPUT_EMPTY'],
    ['mark16.csv', bytes('fffe'), 'INPUT_EMPTY'],
    ['blank.csv', '\n\n \n', 'INPUT_EMPTY'],
    ['header.csv', 'customer_id,email,country\n', 'INPUT_EMPTY'],
    ['header-without-end.csv', 'customer_id,email,country', 'INPUT_EMPTY'],
    ['picture.csv', bytes('89504e470d0a1a0a0000000d49484452'), 'INPUT_BINARY'],
    ['packed.csv', gzipSync(profiles(50)).subarray(0, 200), 'INPUT_FORMAT'],
    ['noise.csv', noise, 'INPUT_BINARY'],
    ['page.csv', '<!doctype html><table><tr><td>1</td></tr></table>', 'INPUT_FORMAT'],
    ['data.csv', '[{"customer_id": "C1"}', 'INPUT_FORMAT'],
    [
      'wide.csv',
      `${Array.from({ length: 2001 }, (_, i) => `c${i}`)}\n${Array.from({ length: 2001 }, (_, i) => i)}\n`,
      'INPUT_HEADER',
    ],
  ])('%s is refused by name', async (name, content, code) => {
    const error = await refused(name, content);
    expect(error.code).toBe(code);
    expect(error.message).toContain(name);
  });

  it('an SQLite database, even our own, is no CSV', async () => {
    const plain = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(200)]);
    expect((await refused('plain.db', plain)).message).toContain('an SQLite database');
    expect((await refused('copy.db', readFileSync(join(vault, 'data.db')))).code).toBe('INPUT_BINARY');
  });

  it.each([
    ['a path through a file', () => join(folder, 'first.csv', 'x.csv'), 'INPUT_MISSING'],
    ['nothing there', () => join(folder, 'nothing.csv'), 'INPUT_MISSING'],
    ['a folder of files that are no one source', () => folder, 'INPUT_HEADER'],
    ['a device', () => '/dev/zero', 'INPUT_FORMAT'],
    ['a NUL in the path', () => 'a\0b', 'USAGE'],
    ['a path of 3,000 characters', () => `/tmp/${'x'.repeat(3000)}`, 'USAGE'],
  ])('%s is an error in words', async (_, path, code) => {
    const before = look();
    for (const name of ['intake.import', 'intake.inspect'] as const) {
      const error = await failure(engine.call(name, { file: path() }));
      expect(error.code).toBe(code);
      expect(error.message).not.toMatch(RAW);
    }
    expect(look()).toEqual(before);
  });
});

it('a named pipe that nobody writes to is not waited for', async ({ skip }) => {
  const pipe = join(folder, 'pipe');
  if (spawnSync('mkfifo', [pipe]).status !== 0) skip();
  expect((await failure(engine.call('intake.import', { file: pipe }))).message).toMatch(/not a regular file/);
});

describe('what is said of a file and is not so', () => {
  const text = profiles(60, 'D');
  it.each<[string, Mapping, string, RegExp]>([
    ['another delimiter', mapping([ID], { delimiter: ';' }), 'INPUT_FORMAT', /comma/],
    ['another encoding', mapping([ID], { encoding: 'utf-16le' }), 'INPUT_EMPTY', /read as utf-16le/],
    ['an encoding there is none of', mapping([ID], { encoding: 'klingon' }), 'MAPPING_INVALID', /klingon/],
    [
      'an encoding from a prototype',
      mapping([ID], { encoding: '__proto__' }),
      'MAPPING_INVALID',
      /__proto__/,
    ],
    ['a missing column', mapping([{ ...ID, column: 'nope' }]), 'MAPPING_INVALID', /no column "nope"/],
    ['a prototype as column', mapping([{ ...ID, column: 'constructor' }]), 'MAPPING_INVALID', /constructor/],
    [
      'two identifiers',
      mapping([ID, { column: 'email', role: 'identifier', identifier: 'email' }]),
      'MAPPING_INVALID',
      /customer_id, email/,
    ],
    ['no identifier', mapping([{ column: 'email', role: 'dropped' }]), 'MAPPING_INVALID', /no identifier/],
    ['one column twice', mapping([ID, { ...ID, role: 'dropped' }]), 'MAPPING_INVALID', /twice/],
    [
      'a role there is none of',
      mapping([{ column: 'customer_id', role: 'boss' }]),
      'USAGE',
      /columns\.0\.role/,
    ],
    [
      'two columns of one name',
      mapping([{ ...ID, column: 'a' }], { columns: ['a', 'a', 'b'] }),
      'MAPPING_INVALID',
      /"a" to two columns/,
    ],
    [
      'a time that is none',
      mapping([ID, { column: 'email', role: 'time' }], undefined, 'orders'),
      'MAPPING_INVALID',
      /"email"/,
    ],
    [
      'a format there is none of',
      mapping([ID, { column: 'country', role: 'attribute', type: 'number', format: '%d' }]),
      'MAPPING_INVALID',
      /"country"/,
    ],
  ])('%s', async (what, given, code, words) => {
    const error = await refused(`${what.replaceAll(' ', '-')}.csv`, text, given);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.next}`).toMatch(words);
  });

  it('bytes of another encoding are an error at their place, never U+FFFD', async () => {
    const latin = Buffer.from(text.replace('D1005,D5@example.org,NL', 'D1005,D5@example.org,Köln'), 'latin1');
    const error = await refused('latin.csv', latin, mapping([ID], { encoding: 'utf-8' }));
    expect(error.code).toBe('INPUT_FORMAT');
    expect(error.message).toContain(`byte ${latin.indexOf(0xf6)}`);
  });

  it('a file of which every record is rejected changes nothing and says why', async () => {
    const none = text.replace(/^D1\d+,/gm, ',');
    const error = await refused('nobody.csv', none, mapping([ID]), ['bad/rejects.csv']);
    expect(error.code).toBe('INPUT_VALUE');
    expect(readFileSync(join(folder, 'bad/rejects.csv'), 'utf8')).toContain('the identifier is missing');
    expect(error.message).toMatch(/nobody\.csv.*customer_id: the identifier is missing/);
  });

  it('150,000 different texts are no attribute, nor is a long text', async () => {
    const many = `customer_id,word\n${lines(150_000, (i) => `E${i},w${i}`)}`;
    const attribute = mapping([ID, { column: 'word', role: 'attribute', type: 'text' }]);
    const error = await refused('many.csv', many, attribute);
    expect(error.code).toBe('PRIVACY_REFUSED');
    expect(error.message).toMatch(/"word" of many\.csv/);
    const long = `customer_id,word\n${lines(40, (i) => `E${i},${'secret '.repeat(i)}`)}`;
    const other = await refused('long.csv', long, attribute);
    expect(other.message).toMatch(/"word" of long\.csv/);
    expect(other.message).not.toContain('secret');
  });
});

describe('a file that is faulty in places', () => {
  const rejectsOf = async (name: string, content: string, given?: Mapping) => {
    const file = write(folder, name, content);
    const rejects = join(folder, `${name}.rejects`);
    const answer = await engine.call('intake.import', {
      file,
      rejects,
      ...(given === undefined ? {} : { mapping: given }),
    });
    expect(tree(folder).filter((path) => path.includes('partial'))).toEqual([]);
    expect(readFileSync(rejects, 'utf8').split('\r\n').length - 2).toBe(answer.rejected);
    return answer;
  };

  it('tells the line of a last row that was cut off, in a quoted field or between fields', async () => {
    const whole = profiles(50, 'F');
    const quoted = await rejectsOf('cut-quoted.csv', `${whole}F9999,"someone@exa`);
    expect([quoted.accepted, quoted.rejects.map(({ line, reason }) => [line, reason])]).toEqual([
      50,
      [[52, 'the file ends inside a quoted field.']],
    ]);
    const few = await rejectsOf('cut-short.csv', `${profiles(50, 'G')}G9999,someone@exa`);
    expect(few.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [52, 'the file ends after 2 of 3 fields.'],
    ]);
  });

  it('loses one record, not the rest, to a quote that never closes', async () => {
    const text = profiles(20_000, 'H').split('\n');
    text[10_001] = text[10_001].replace(',', ',"');
    const answer = await rejectsOf('unclosed.csv', text.join('\n'), mapping([ID]));
    expect([answer.accepted, answer.rejected]).toEqual([19_999, 1]);
    expect(answer.rejects[0]).toMatchObject({
      line: 10_002,
      reason: 'the quote that opens here is never closed.',
    });
  });

  it('takes no amount that would spoil every sum, and analyses the rest', async () => {
    const odd = ['1e308', '1e308', '-1e308', 'Infinity', '-Infinity', '1e400', '0x10', '12.5x'];
    const fine = ['-0', '123456789012345678901234567890', '9007199254740993', '', 'NaN'];
    const text = `order_id,customer_id,ordered_at,total\n${[...odd, ...fine]
      .map((total, i) => `X${i},C${1000 + i},2026-03-01,${total}\n`)
      .join('')}`;
    const answer = await rejectsOf('amounts.csv', text, ORDERS);
    expect(answer.rejects.map(({ line, column }) => [line, column])).toEqual(
      odd.map((_, i) => [i + 2, 'total']),
    );
    expect(Number.isFinite(answer.amountTotal)).toBe(true);
    await everyone(engine);
    const { features } = await engine.call('features.compute', { lens: LENS });
    for (const { id, mean } of features) expect(mean === null || Number.isFinite(mean), id).toBe(true);
    const { clusters } = await engine.call('clustering.fit', {
      lens: LENS,
      clustering: { features: [{ feature: 'monetary', scaling: 'log' }, { feature: 'recency' }], k: 3 },
    });
    expect(clusters.length).toBe(3);
  });

  it('takes days that there are and no others', async () => {
    const days: [string, boolean][] = [
      ['0000-01-01', false],
      ['9999-12-31', true],
      ['2024-02-29', true],
      ['2023-02-29', false],
      ['2000-02-29', true],
      ['1900-02-29', false],
      ['2024-13-01', false],
      ['2024-00-10', false],
      ['10000-01-01', false],
      ['-0001-01-01', false],
      ['2024-04-31', false],
    ];
    const text = `order_id,customer_id,ordered_at,total\n${days
      .map(([when], i) => `Y${i},C${1000 + i},${when},1\n`)
      .join('')}`;
    const answer = await rejectsOf('days.csv', text, ORDERS);
    expect(answer.rejects.map(({ line }) => line)).toEqual(
      days.flatMap(([, there], i) => (there ? [] : [i + 2])),
    );
  });
});

it('leaves a record that holds, with every earlier import still there', async () => {
  expect((await engine.call('audit.verify', {})).ok).toBe(true);
  const { sources } = await engine.call('vault.status', {});
  expect(sources.slice(0, 2).map(({ name, records }) => [name, records])).toEqual([
    ['first.csv', 120],
    ['orders.csv', 300],
  ]);
  expect(readdirSync(ROOT)).not.toContain('rejects.csv');
});
