/**
 * Every logical type of Parquet, written by DuckDB and held to the text that DuckDB itself makes of the value; files
 * made to harm; and how much memory one large row group takes.
 */
import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collect, failure, pathOf } from './collect.ts';
import { withDuckdb } from './duckdb.ts';

const connection = withDuckdb();

const write = async (name: string, select: string, options = 'COMPRESSION snappy'): Promise<string> => {
  await connection().run(`COPY (${select}) TO '${pathOf(name)}' (FORMAT parquet, ${options})`);
  return pathOf(name);
};
const ask = async (sql: string): Promise<string[][]> =>
  (await connection().runAndReadAll(sql)).getRowsJson() as string[][];

/** A value and what it must come out as, where that is not DuckDB's own text for it. */
const VALUES: [string, string?][] = [
  ['1::TINYINT'],
  ['(-32768)::SMALLINT'],
  ['255::UTINYINT'],
  ['4294967295::UINTEGER'],
  ['(-2147483648)::INTEGER'],
  ['9223372036854775807::BIGINT'],
  ['18446744073709551615::UBIGINT'],
  ['0.1::FLOAT'],
  ['3.4028235e38::FLOAT', '3.4028235e+38'],
  ['0.1::DOUBLE'],
  ['-0.05::DECIMAL(4,2)'],
  ['123456789012.34::DECIMAL(18,2)'],
  // What Snowflake makes of every whole number: identifiers must keep all their digits.
  ['90071992547409931234567890123456789::DECIMAL(38,0)'],
  ['-12345678901234567890.123456789::DECIMAL(38,9)'],
  ["DATE '1965-03-04'"],
  ["DATE '9999-12-31'"],
  ["'infinity'::DATE"],
  ["TIMESTAMP '1965-03-04 05:06:07.123456'", '1965-03-04T05:06:07.123Z'],
  ["TIMESTAMP_NS '2024-03-04 05:06:07.123456789'", '2024-03-04T05:06:07.123Z'],
  ["TIMESTAMP_MS '2024-03-04 05:06:07.123'", '2024-03-04T05:06:07.123Z'],
  ["TIMESTAMP_S '2024-03-04 05:06:07'", '2024-03-04T05:06:07.000Z'],
  ["TIMESTAMPTZ '2024-03-04 05:06:07+02'", '2024-03-04T03:06:07.000Z'],
  ["'infinity'::TIMESTAMP"],
  ["'-infinity'::TIMESTAMP"],
  ["TIME '12:34:56.789'"],
  ["TIME '12:34:56'"],
  ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID"],
  ["'Kö😀'"],
  ["'big'::ENUM('big', 'small')"],
  ['true'],
  ["'plain'::BLOB"],
  ["'nan'::DOUBLE", 'NaN'],
  ["'-infinity'::FLOAT", '-Infinity'],
];

describe('values of Parquet', () => {
  it.each(VALUES)('%s', async (value, wanted) => {
    const expected = wanted ?? (await ask(`SELECT (${value})::VARCHAR`))[0][0];
    // With and without a missing one beside it, and as a part of a structure.
    const path = await write(
      'type.parquet',
      `SELECT 'k' || i AS id, ${value} AS v, CASE WHEN i % 2 = 0 THEN ${value} END AS maybe, {'in': {'v': ${value}}} AS s, [${value}, NULL] AS l FROM range(4) t(i)`,
    );
    const { rows, names } = await collect(path);
    expect(names).toEqual(['id', 'v', 'maybe', 's.in.v', 'l']);
    // In a list it is what JSON can say of it: a number or a word of truth as it is, else a text.
    const isBare = /^(-?\d+(\.\d+)?(e[-+]\d+)?|true|false)$/.test(expected);
    const list = `[${isBare ? expected : JSON.stringify(expected)},null]`;
    for (const [i, row] of rows.entries())
      expect(row).toEqual([`k${i}`, expected, i % 2 === 0 ? expected : '', expected, list]);
  });

  it.each([
    ['INTERVAL 3 DAY', 'v'],
    ['[INTERVAL 3 DAY]', 'v'],
    ["MAP {{'a': 1}: 2}", 'v'],
    ["[{'a': [INTERVAL 3 DAY]}]", 'v.a'],
    [`${'['.repeat(100)}1${']'.repeat(100)}`, 'v'],
  ])('%s has no text and is left out, by name', async (value, left) => {
    const { names, inspection } = await collect(
      await write('list.parquet', `SELECT 'k' AS id, ${value} AS v`),
    );
    expect(names).toEqual(['id']);
    expect(inspection.warnings.join()).toContain(`is left out: ${left}.`);
  });

  it('that are objects in JSON stand as they are written, and each of their members too', async () => {
    const { rows, names } = await collect(
      await write(
        'json.parquet',
        `SELECT 'k' AS id, '{"a":1}'::JSON AS v, {'in': {'v': '{"b":"x"}'::JSON}} AS s`,
      ),
    );
    expect(names).toEqual(['id', 'v', 's.in.v', 'v.a', 's.in.v.b']);
    expect(rows).toEqual([['k', '{"a":1}', '{"b":"x"}', '1', 'x']]);
  });

  it('in both versions of pages, in all encodings, are what DuckDB reads', async () => {
    const select = `SELECT 'k' || (i * 7919 % 30011) AS id, i AS n, i / 3.0::DOUBLE AS d, (i * 31) % 1000 = 0 AS b,
      CASE WHEN i % 3 > 0 THEN 'p' || (i % 5) END AS p, CASE WHEN i % 1000 < 500 THEN i % 7 END AS q FROM range(30011) t(i)`;
    for (const version of ['V1', 'V2']) {
      const path = await write(
        `pages-${version}.parquet`,
        select,
        `PARQUET_VERSION ${version}, ROW_GROUP_SIZE 10000`,
      );
      const used = await ask(`SELECT DISTINCT encodings FROM parquet_metadata('${path}')`);
      const { rows } = await collect(path);
      const wanted = await ask(
        `SELECT id, n::VARCHAR, b::VARCHAR, coalesce(p, ''), coalesce(q::VARCHAR, '') FROM (${select})`,
      );
      expect(
        rows.map(([id, n, , ...rest]) => [id, n, ...rest]),
        JSON.stringify(used),
      ).toEqual(wanted);
      expect(rows.every(([, , d], i) => Number(d) === i / 3)).toBe(true);
    }
  });

  it('under two leaves of one name are told apart', async () => {
    const path = await write('twice.parquet', `SELECT 3 AS "a.b", {'b': 4} AS a, 'k' AS id`);
    expect((await collect(path)).rows).toEqual([['3', '4', 'k']]);
  });
});

describe('a file made to harm', () => {
  it('that claims millions of rows in a few bytes is refused', async () => {
    const path = await write(
      'claims.parquet',
      `SELECT 'k' AS id FROM range(20000000)`,
      'COMPRESSION zstd, ROW_GROUP_SIZE 20000000',
    );
    expect(statSync(path).size).toBeLessThan(2000);
    expect((await failure(collect(path))).message).toContain('20000000 rows');
  });

  it('bytes that are no text name row and column; a file without rows is empty', async () => {
    const path = await write('bytes.parquet', `SELECT 'k' AS id, '\\xFF\\xFE'::BLOB AS v`);
    expect((await failure(collect(path))).message).toContain('row 1, column "v"');
    // JSON has no bytes: in a list they stand as other systems write them there.
    const list = await write('base64.parquet', `SELECT ['\\xFF\\xFE'::BLOB] AS v`);
    expect((await collect(list)).rows).toEqual([['["//4="]']]);
    expect((await failure(collect(await write('none.parquet', `SELECT 'k' AS id WHERE false`)))).code).toBe(
      'INPUT_EMPTY',
    );
  });

  it('a row group of a million rows takes no more memory than one of a few', async () => {
    const path = await write(
      'large.parquet',
      `SELECT 'k' || i AS id, 'user' || i || '@example.org' AS email, i AS n FROM range(1000000) t(i)`,
      'ROW_GROUP_SIZE 2000000',
    );
    const script = pathOf('read.mjs');
    const engine = fileURLToPath(new URL('../../../../engine/intake/', import.meta.url));
    writeFileSync(
      script,
      `import { existsSync, readFileSync } from 'node:fs';
       import { inspectFiles } from '${engine}inspect.ts';
       import { readRecords } from '${engine}formats/records.ts';
       const { parts, format } = await inspectFiles([{ source: '${path}', name: 'large' }]);
       let rows = 0;
       for (const part of parts) await readRecords(part, format, { onBatch: ({ count }) => { rows += count; } });
       const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
       const peak = /VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? process.memoryUsage().rss / 1024;
       console.log(rows, Math.round(peak / 1024));`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    const [rows, megabytes] = stdout.trim().split(' ').map(Number);
    expect(rows, stderr).toBe(1_000_000);
    // With all values of a group in memory it were 970 MB, with a whole page of each column 248.
    expect(megabytes).toBeLessThan(190);
  }, 60_000);
});
