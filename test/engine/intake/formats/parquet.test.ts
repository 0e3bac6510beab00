/** Parquet written by DuckDB in every codec it has, and held to what DuckDB reads back as text. */
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { collect, failure, file, pathOf } from './collect.ts';

const write = async (name: string, select: string, options: string): Promise<string> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${pathOf(name)}' (FORMAT parquet, ${options})`);
  connection.closeSync();
  instance.closeSync();
  return pathOf(name);
};

const TABLE = `SELECT 'k' || i AS id, 9007199254740993 + i AS large, (i * 3) % 7 AS small, i / 4.0::DOUBLE AS real,
  (i / 100.0)::DECIMAL(9, 2) AS money, i % 2 = 0 AS truth, DATE '2024-02-28' + i::INT AS day,
  TIMESTAMP '2024-02-28 10:00:00.250' + to_seconds(i) AS moment, CASE WHEN i % 3 = 0 THEN 'Kö😀' END AS maybe,
  {'city': 'c' || i % 5, 'geo': {'zip': i}} AS address, [i, i + 1] AS list FROM range(5000) t(i)`;

describe('Parquet', () => {
  for (const codec of ['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed'])
    it(`packed with ${codec}, several row groups`, async () => {
      const path = await write(`${codec}.csv`, TABLE, `COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`);
      const { inspection, names, rows } = await collect(path);
      expect(inspection).toMatchObject({
        format: { type: 'parquet' },
        records: 5000,
        complete: true,
      });
      expect(inspection.warnings).toEqual([]);
      expect(names).toEqual([
        ...['id', 'large', 'small', 'real', 'money', 'truth', 'day', 'moment', 'maybe'],
        ...['address.city', 'address.geo.zip', 'list'],
      ]);
      expect(rows).toHaveLength(5000);
      for (const i of [0, 1, 2, 2047, 2048, 3333, 4999])
        expect(rows[i]).toEqual([
          `k${i}`,
          String(9_007_199_254_740_993n + BigInt(i)),
          String((i * 3) % 7),
          String(i / 4),
          (i / 100).toFixed(2),
          String(i % 2 === 0),
          new Date(Date.UTC(2024, 1, 28 + i)).toISOString().slice(0, 10),
          new Date(Date.UTC(2024, 1, 28, 10, 0, i, 250)).toISOString(),
          i % 3 === 0 ? 'Kö😀' : '',
          `c${i % 5}`,
          String(i),
          `[${i},${i + 1}]`,
        ]);
    });

  it('joins several files, and holds them to the same columns', async () => {
    const a = await write('a.parquet', 'SELECT i AS id, i AS n FROM range(10) t(i)', 'COMPRESSION snappy');
    const b = await write(
      'b.parquet',
      'SELECT i + 10 AS id, i AS n FROM range(10) t(i)',
      'COMPRESSION snappy',
    );
    const c = await write(
      'c.parquet',
      'SELECT i AS id, i AS other FROM range(10) t(i)',
      'COMPRESSION snappy',
    );
    expect((await collect([a, b])).rows.map(([id]) => Number(id))).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect((await failure(collect([a, c]))).code).toBe('INPUT_HEADER');
  });

  it('refuses what holds no text, encryption, cuts and damage in words', async () => {
    const spans = await write('spans.parquet', 'SELECT INTERVAL 3 DAY AS l', 'COMPRESSION snappy');
    expect((await failure(collect(spans))).message).toContain('no text stands for any of its columns');
    const whole = readFileSync(await write('whole.parquet', TABLE, 'COMPRESSION zstd'));
    expect((await failure(collect(file('cut.parquet', whole.subarray(0, 9000))))).message).toContain(
      'cut off',
    );
    const sealed = Buffer.from(whole);
    sealed.write('PARE', 0);
    sealed.write('PARE', sealed.length - 4);
    expect((await failure(collect(file('sealed.parquet', sealed)))).message).toContain('encrypted');
    for (const at of [60, 3000, whole.length - 40, whole.length - 7]) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, at, at + 3);
      expect((await failure(collect(file('damaged.parquet', bytes)))).code).toBe('INPUT_FORMAT');
    }
  });
});
