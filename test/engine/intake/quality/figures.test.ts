/** The figures of profiles against DuckDB, which computes them from the same files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import type { ColumnProfile } from '../../../../shared/contract/quality.ts';
import type { ColumnMapping, Mapping } from '../../../../shared/mapping.ts';
import { createRandom } from '../../../../shared/random.ts';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let duck: DuckDBConnection;
beforeAll(async () => {
  engine = await newVault(folder, 'figures');
  duck = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => {
  duck.closeSync();
  engine.close();
  remove();
});
const file = (name: string, lines: readonly string[]): string => write(folder, name, `${lines.join('\n')}\n`);
/** The first row of an answer of DuckDB, as numbers. */
const ask = async (sql: string): Promise<number[]> => {
  const { rows } = { rows: (await duck.runAndReadAll(sql)).getRows() };
  return rows[0].map(Number);
};
const number = (column: string): ColumnMapping => ({
  column,
  role: 'attribute',
  type: 'number',
  format: '1234.56',
});
const find = (columns: readonly ColumnProfile[], name: string): ColumnProfile => {
  const found = columns.find((one) => one.column === name);
  if (found === undefined) throw new Error(`no profile of ${name}`);
  return found;
};

/** IBM's customers with a number each; every ninth without a contract, and a column with a long tail. */
const customers = (): string[] => {
  const [, ...lines] = readFileSync(join(import.meta.dirname, '../../../data/telco.csv'), 'utf8')
    .trim()
    .split('\n');
  return [
    'id,tenure,monthly,total,contract,tail',
    ...lines.map((line, i) => {
      const [tenure, monthly, total, , contract] = line.split(',');
      const tail = Math.exp(Number(total) / 1500).toFixed(3);
      return `T${i},${tenure},${monthly},${total},${i % 9 === 0 ? '' : `plan ${contract}`},${tail}`;
    }),
  ];
};
const mapping: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'id', role: 'identifier', identifier: 'customer' },
    ...['tenure', 'monthly', 'total', 'tail'].map(number),
    { column: 'contract', role: 'attribute', type: 'text' },
  ],
};

describe('7,043 real customers', () => {
  let path: string;
  let columns: ColumnProfile[];
  beforeAll(async () => {
    path = file('telco.csv', customers());
    ({
      quality: { columns },
    } = await engine.call('intake.import', { file: path, mapping }));
    await duck.run(`CREATE TABLE telco AS SELECT * FROM read_csv('${path}', header = true)`);
  });

  it('are as complete and as distinct as DuckDB counts them', async () => {
    for (const name of ['tenure', 'monthly', 'contract']) {
      const { rows, empty, distinct } = find(columns, name);
      expect([name, rows, empty, distinct]).toEqual([
        name,
        ...(await ask(`SELECT count(*), count(*) - count("${name}"), count(DISTINCT "${name}") FROM telco`)),
      ]);
    }
    // More than 4,096 are estimated, within 2 %.
    const [exact] = await ask('SELECT count(DISTINCT total) FROM telco');
    expect(exact).toBeGreaterThan(4096);
    expect(Math.abs(find(columns, 'total').distinct / exact - 1)).toBeLessThan(0.02);
  });

  it('have DuckDB’s quartiles, exactly or within the 1.6 % of a step', async () => {
    for (const name of ['tenure', 'monthly', 'total', 'tail']) {
      const theirs = await ask(
        `SELECT ${[0.25, 0.5, 0.75].map((q) => `quantile_disc("${name}", ${q})`).join()} FROM telco`,
      );
      find(columns, name).quartiles?.forEach((ours, i) => {
        // Whole numbers are told as they are, finer ones by their step.
        const off = name === 'tenure' ? 0 : theirs[i] * 0.016 + 1e-9;
        expect(Math.abs(ours - theirs[i]), `${name} ${i}`).toBeLessThanOrEqual(off);
      });
    }
  });

  it('have as many outliers beyond Tukey’s fences, and every bar and level has its rows', async () => {
    const { outliers, bars } = find(columns, 'tail');
    const [low, high] = await ask(
      `SELECT q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
       FROM (SELECT quantile_disc(tail, 0.25) q1, quantile_disc(tail, 0.75) q3 FROM telco)`,
    );
    expect(Math.abs((outliers?.high ?? 0) / high - 1)).toBeLessThan(0.02);
    expect(outliers?.low).toBeLessThan(0);
    expect(low).toBeLessThan(0);
    const [rows] = await ask(`SELECT count(*) FROM telco WHERE tail > ${outliers?.high}`);
    expect(rows).toBeGreaterThan(500);
    // The fence cuts one step of the scale.
    expect(Math.abs((outliers?.rows ?? 0) / rows - 1)).toBeLessThan(0.03);
    expect(find(columns, 'tenure').outliers?.rows).toBe(0);
    for (const { from, to, rows: counted } of bars.slice(1, -1)) {
      const [there] = await ask(`SELECT count(*) FROM telco WHERE tail >= ${from} AND tail < ${to}`);
      expect(Math.abs(counted - there)).toBeLessThanOrEqual(Math.max(12, there * 0.25));
    }
    for (const { value, rows: counted } of find(columns, 'contract').levels) {
      const [there] = await ask(`SELECT count(*) FROM telco WHERE contract = '${value}'`);
      expect(Math.abs(counted - there)).toBeLessThan(5);
    }
  });
});

it('orders are as fresh as DuckDB counts them, those of the future apart', async () => {
  const random = createRandom(11);
  const today = Date.now();
  const lines = Array.from({ length: 3000 }, (_, i) => {
    const at = new Date(today - (random.next() * 500 - 20) * 86_400_000);
    return `F${i},${at.toISOString()},${i % 50}`;
  });
  const path = file('orders.csv', ['who,at,paid', ...lines]);
  const { source, quality } = await engine.call('intake.import', {
    file: path,
    mapping: {
      version: 1,
      kind: 'orders',
      columns: [
        { column: 'who', role: 'identifier' },
        { column: 'at', role: 'time', format: 'iso' },
        { column: 'paid', role: 'amount', format: '1234.56' },
      ],
    },
  });
  const { imports } = await engine.call('quality.history', { source: source ?? 0 });
  const since = (days: number): string =>
    `count(*) FILTER (WHERE epoch_ms("at") BETWEEN ${imports[0].importedAt - days * 86_400_000} AND ${imports[0].importedAt})`;
  const theirs = await ask(
    `SELECT ${[30, 90, 365].map(since).join()}, count(*) FILTER (WHERE epoch_ms("at") > ${imports[0].importedAt})
     FROM read_csv('${path}', header = true)`,
  );
  const { fresh } = find(quality.columns, 'at');
  // The import is dated a moment after the profile began.
  [fresh?.days30, fresh?.days90, fresh?.days365, fresh?.future].forEach((ours, i) => {
    expect(Math.abs((ours ?? 0) - theirs[i])).toBeLessThanOrEqual(1);
  });
  expect(theirs[3]).toBeGreaterThan(50);
});

it('two sources of the same people agree as a join of DuckDB says', async () => {
  const city = ['Graz', 'Linz', 'Wien'];
  const line = (i: number, of: string, years: number | string): string => `P${i},${of},${years}`;
  const first = file('crm.csv', [
    'id,city,age',
    ...Array.from({ length: 400 }, (_, i) => line(i, city[i % 3], 20 + (i % 50))),
  ]);
  const second = file('shop.csv', [
    'id,city,age',
    ...Array.from({ length: 300 }, (_, i) =>
      line(
        i + 200,
        i % 10 === 0 ? '' : i % 4 === 0 ? 'Bern' : city[(i + 200) % 3],
        i % 5 === 0 ? '' : 20 + ((i + 200) % 50),
      ),
    ),
  ]);
  const people: Mapping = {
    version: 1,
    kind: 'profiles',
    columns: [
      { column: 'id', role: 'identifier', identifier: 'customer' },
      { column: 'city', role: 'attribute', class: 'quasi-identifier', type: 'text' },
      { ...number('age'), class: 'quasi-identifier' },
    ],
  };
  await engine.call('intake.import', { file: first, mapping: people });
  const { source } = await engine.call('intake.import', { file: second, mapping: people });
  const answer = await engine.call('quality.consistency', { source: source ?? 0 });
  const theirs = async (column: string): Promise<number[]> =>
    ask(
      `SELECT count(*), count(*) FILTER (WHERE a."${column}" = b."${column}")
       FROM read_csv('${first}', header = true) a JOIN read_csv('${second}', header = true) b USING (id)
       WHERE a."${column}" IS NOT NULL AND b."${column}" IS NOT NULL`,
    );
  const ours = (column: string): number[] =>
    answer.columns.filter((one) => one.column === column).flatMap(({ people: both, same }) => [both, same]);
  expect(ours('city')).toEqual(await theirs('city'));
  expect(ours('age')).toEqual(await theirs('age'));
  expect(ours('city')[1]).toBeLessThan(ours('city')[0]);
  expect(ours('tenure')).toEqual([]);
});
