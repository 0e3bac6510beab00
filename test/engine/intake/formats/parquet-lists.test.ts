/**
 * Lists, maps and structures of Parquet say the same as the same rows in a file of JSON: both written by DuckDB, in its
 * codecs and both versions of its format, with several row groups and with nulls at every level.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listColumns, loadColumns, readDictionary } from '../../../../engine/columns/columns.ts';
import type { Problem } from '../../../../engine/intake/csv/batch.ts';
import { fieldText } from '../../../../engine/intake/csv/fields.ts';
import { readRecords } from '../../../../engine/intake/formats/records.ts';
import { survey } from '../../../../engine/intake/input/survey.ts';
import { type Inspection, inspectFiles } from '../../../../engine/intake/inspect.ts';
import { suggestedMapping } from '../../../../engine/intake/suggested.ts';
import { openVault } from '../../../../engine/vault/vault.ts';
import type { Kind } from '../../../../shared/vocabulary.ts';
import { newVault, PASSPHRASE } from '../../../end-to-end/scratch.ts';
import { collect, failure, pathOf } from './collect.ts';

let instance: DuckDBInstance;
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  // One thread keeps the rows in their order.
  await connection.run('SET threads = 1');
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});
const write = async (name: string, select: string, options = ''): Promise<string> => {
  const form = { ndjson: 'json', csv: 'csv' }[name.split('.').pop() ?? ''] ?? 'parquet';
  await connection.run(`COPY (${select}) TO '${pathOf(name)}' (FORMAT ${form}${options})`);
  return pathOf(name);
};
/** Whether a value is there: no at one row in `of`, by a different row for each `salt`. */
const some = (of: number, salt: number, value: string, otherwise = 'NULL'): string =>
  `CASE WHEN hash(i * 31 + ${salt}) % ${of} > 0 THEN ${value} ELSE ${otherwise} END`;

const inner = `[${some(3, 1, 'i')}, ${some(4, 2, 'i * 7')}, i % 9]`;
const tags = some(4, 3, `[${some(3, 4, "'t' || i % 12")}, 'ö"\\\\' || chr(10) || chr(1) || i % 3]`, '[]');
const item = `{'id': ${some(5, 5, "'a' || i % 40")}, 'price': ${some(4, 6, '(i / 8.0)::DECIMAL(9, 3) + 0.001')}, 'tags': ${tags}}`;
const SHAPES: Record<string, string> = {
  whole: some(5, 10, some(4, 11, inner, '[]')),
  nested: some(5, 12, `[${some(4, 13, inner)}, ${some(3, 14, inner, '[]')}, []]`, '[]'),
  items: some(6, 15, `[${some(5, 16, item)}, ${item}]`, '[]'),
  truths: some(3, 17, `[i % 2 = 0, ${some(2, 18, 'i % 3 = 0')}]`),
  days: `[DATE '2024-01-01' + (i % 300)::INT, ${some(3, 19, "DATE '2020-02-29'")}]`,
  reals: some(3, 20, '[i + 0.25::DOUBLE, -1e-7::DOUBLE]', '[]'),
  fixed: '[i, i + 1]::INTEGER[2]',
  large: '[9007199254740993 + i, -(i::HUGEINT)::BIGINT]',
  maps: `[${some(3, 21, `MAP {'k' || i % 4: ${inner}, 'n': NULL}`)}, MAP {}]`,
};

describe('lists of Parquet', () => {
  const select = `SELECT i AS id, ${Object.entries(SHAPES)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ')}, {'a': ${some(4, 30, `{'deep': ${inner}}`)}} AS s FROM range(5000) t(i)`;
  let wanted: string[][];
  beforeAll(async () => {
    const texts = [...Object.keys(SHAPES), 's.a.deep'].map(
      (name) => `coalesce(to_json(${name})::VARCHAR, '')`,
    );
    wanted = (
      await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM (${select})`)
    ).getRowsJson() as string[][];
  });
  it.each([
    ['snappy', 'V1'],
    ['zstd', 'V2'],
    ['gzip', 'V2'],
    ['uncompressed', 'V1'],
  ])('packed with %s, version %s, are the JSON that DuckDB makes of them', async (codec, version) => {
    const options = `, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`;
    const { rows, names } = await collect(await write(`${codec}.parquet`, select, options));
    expect(names).toEqual(['id', ...Object.keys(SHAPES), 's.a.deep']);
    expect(rows.map(([, ...texts]) => texts)).toEqual(wanted);
  });
});

/** What is compared of a column: all but its place, since names in lists stand behind them here and as they come there. */
const told = ({ columns }: Inspection): Map<string, object> =>
  new Map(columns.map(({ id: _, ...rest }) => [rest.name, rest]));
const look = (file: string, kind?: Kind) => inspectFiles([{ source: file, name: file }], { kind });

/** All that a vault holds of a kind, by column: numbers and times as they are, texts as texts. */
const heldIn = async (path: string, kind: Kind): Promise<Record<string, unknown[]>> => {
  const vault = await openVault(path, PASSPHRASE);
  try {
    const { columns } = loadColumns(vault.db, kind);
    return Object.fromEntries(
      listColumns(vault.db, kind)
        // People and hashes are under the keys of their vault.
        .filter(({ type }) => type !== 'person' && type !== 'hash')
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ id, name, type }) => {
          const values = [...(columns.get(name) ?? [])];
          const texts = type === 'code' ? readDictionary(vault.db, id) : null;
          return [name, texts === null ? values : values.map((code) => texts[code] ?? null)];
        }),
    );
  } finally {
    vault.close();
  }
};

const PAIR = (key: string, text: string, whole: string, real = 'NULL'): string =>
  `{'key': '${key}', 'value': {'string_value': ${text}, 'int_value': ${whole}::BIGINT, 'float_value': NULL::DOUBLE, 'double_value': ${real}::DOUBLE}}`;
const GA4 = `SELECT '20260301' AS event_date, 1772359200000000 + i * 1000000 AS event_timestamp,
  CASE WHEN i % 3 = 0 THEN 'purchase' ELSE 'page_view' END AS event_name,
  list_filter([${PAIR('page_location', `'https://shop.example/?email=a' || i || '@example.com'`, 'NULL')},
    ${PAIR('ga_session_id', 'NULL', 'i // 4')},
    CASE WHEN i % 3 = 0 THEN ${PAIR('value', 'NULL', 'NULL', 'i + 0.5')} END,
    CASE WHEN i % 3 = 0 THEN ${PAIR('currency', "'EUR'", 'NULL')} END,
    CASE WHEN i % 3 = 0 THEN ${PAIR('transaction_id', "'T' || i", 'NULL')} END], x -> x IS NOT NULL) AS event_params,
  (i % 90) || '.1700000000' AS user_pseudo_id, CASE WHEN i % 9 = 0 THEN 'u' || i % 90 END AS user_id,
  CASE WHEN i % 5 = 0 THEN [{'key': 'plan', 'value': {'string_value': 'p' || i % 3, 'set_timestamp_micros': 5}}] ELSE [] END AS user_properties,
  {'category': 'mobile', 'web_info': {'browser': 'b' || i % 3}} AS device,
  CASE WHEN i % 3 = 0 THEN [{'item_id': 'S' || i % 7, 'price': 2.25, 'quantity': i % 4, 'item_params': [${PAIR('size', "'L'", 'NULL')}]}] ELSE [] END AS items
  FROM range(900) t(i)`;
const PROFILES = `SELECT 'C' || i AS customer_id, MAP {'tier': 'x' || i % 3, 'city': 'c' || i % 9} AS labels,
  [${PAIR('spent', 'NULL', 'NULL', 'i + 0.5')}, ${PAIR('visits', 'NULL', 'i % 17')}] AS traits,
  {'box': ${some(3, 1, `MAP {'size': i % 5}`, 'MAP {}')}, 'seen': [{'on': DATE '2026-01-01' + (i % 20)::INT}]} AS more FROM range(900) t(i)`;

describe('the same rows as Parquet and as JSON', () => {
  it.each([
    ['events of Google Analytics', GA4, 'events', 'ga4-events'],
    ['purchases of Google Analytics', GA4, 'orders', 'ga4-purchases'],
    ['people described by maps and lists of pairs', PROFILES, 'profiles', undefined],
  ] as const)(
    '%s: the same inspection, mapping, and columns in the vault',
    async (_, select, kind, system) => {
      const files = [await write('same.parquet', select), await write('same.ndjson', select)];
      const [table, lines] = [await look(files[0], kind), await look(files[1], kind)];
      expect(told(table)).toEqual(told(lines));
      expect([table.system?.system.id, table.kind]).toEqual([system, kind]);
      expect(lines.system?.system.id).toBe(system);
      const answers = [];
      const held = [];
      for (const [i, inspection] of [table, lines].entries()) {
        const path = pathOf(`same-${kind}-${i}`);
        const engine = await newVault(pathOf(''), `same-${kind}-${i}`);
        const answer = await engine.call('intake.import', {
          file: files[i],
          mapping: suggestedMapping(inspection),
        });
        const { accepted, rejected, peopleNew, links, amountTotal, stored } = answer;
        answers.push({ accepted, rejected, peopleNew, links, amountTotal, stored: [...stored].sort() });
        await engine.close();
        held.push(await heldIn(path, kind));
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0].accepted).toBe(kind === 'orders' ? 300 : 900);
      expect(held[0]).toEqual(held[1]);
      expect(Object.keys(held[0]).length).toBeGreaterThan(1);
    },
  );

  it('events that differ in a list alone are two, and the same word for word are one', async () => {
    const pairs = PAIR('page_title', "CASE WHEN i % 3 = 1 THEN 'b' ELSE 'a' END", 'NULL');
    const select = `SELECT '20260301' AS event_date, 1772359200000000 + i // 3 AS event_timestamp, 'page_view' AS event_name,
      (i // 3) || '.1700000000' AS user_pseudo_id, [${pairs}] AS event_params FROM range(60) t(i)`;
    const asText = `SELECT * REPLACE (to_json(event_params) AS event_params) FROM (${select})`;
    const engine = await newVault(pathOf(''), 'twice');
    for (const file of [
      await write('twice.parquet', select),
      await write('twice.ndjson', select),
      await write('twice.csv', asText),
    ]) {
      const { mapping } = await engine.call('intake.inspect', { file });
      const once = { ...mapping, repeats: 'once' as const };
      const answer = await engine.call('intake.import', { file, mapping: once, dryRun: true });
      expect(answer, file).toMatchObject({ kind: 'events', accepted: 40, duplicates: 20 });
    }
    await engine.close();
  });

  it('a name that a mapping speaks of is looked for behind the first records', async () => {
    const select = `SELECT 'C' || i AS customer_id, CASE WHEN i = 50500 THEN MAP {'late': 1} ELSE MAP {'tier': i % 3} END AS m FROM range(50600) t(i)`;
    const file = await write('late.parquet', select);
    expect((await look(file)).columns.map(({ name }) => name)).toEqual(['customer_id', 'm.tier']);
    const asked = await inspectFiles([{ source: file, name: file }], { names: ['m.late', 'm.none'] });
    expect(asked.columns.map(({ name }) => name)).toEqual(['customer_id', 'm.tier', 'm.late']);
  });

  it('a map of very many names has columns for the first of them, and says so', async () => {
    const file = await write(
      'rich.parquet',
      "SELECT i AS id, MAP {'n' || i % 400: i} AS m FROM range(900) t(i)",
    );
    const { columns, warnings } = await look(file);
    expect(columns.map(({ name }) => name)).toEqual([
      'id',
      ...Array.from({ length: 300 }, (_, i) => `m.n${i}`),
    ]);
    expect(warnings.join()).toContain('"m" holds more than 300 different names');
  });

  it('files of one source have their lists at the same places', async () => {
    const [a, b, c] = [
      await write('a.parquet', "SELECT i AS id, MAP {'x': i} AS m FROM range(3) t(i)"),
      await write('b.parquet', "SELECT i + 3 AS id, MAP {'y': i, 'x': 7} AS m FROM range(3) t(i)"),
      await write('c.parquet', 'SELECT i AS id, i AS m FROM range(3) t(i)'),
    ];
    const { names, rows } = await collect([a, b]);
    expect(names).toEqual(['id', 'm.x', 'm.y']);
    expect(rows[2]).toEqual(['2', '2', '']);
    expect(rows[4]).toEqual(['4', '7', '1']);
    expect((await failure(collect([a, c]))).code).toBe('INPUT_HEADER');
  });
});

const TOO_LONG = (elements: number): string =>
  `SELECT 'C' || i AS customer_id, CASE WHEN i = 3 THEN range(${elements}) ELSE [i] END AS v, 'p' || i % 2 AS plan FROM range(9) t(i)`;

describe('lists that are too long', () => {
  it('of ten million elements spoil their row, which is told with its column, and no other', async () => {
    const source = await write('huge.parquet', TOO_LONG(10_000_000));
    const { parts } = await survey([{ source, name: 'huge' }], { partial: false });
    const field = (name: string, isNested: boolean) => ({ name, isNested, columns: [name] });
    const fields = [field('customer_id', false), field('v', true), field('plan', false)];
    const rows: string[] = [];
    const problems: Problem[] = [];
    await readRecords(
      parts[0],
      { type: 'parquet', fields },
      {
        onBatch: (batch) => {
          for (let r = 0; r < batch.count; r++) rows.push(fieldText(batch, r, 1, 'none'));
          problems.push(...batch.problems);
        },
      },
    );
    expect(rows).toEqual(['[0]', '[1]', '[2]', '[4]', '[5]', '[6]', '[7]', '[8]']);
    expect(problems).toMatchObject([{ kind: 'field-too-long', line: 4, column: 1 }]);
  });

  it('are told by an inspection and rejected by an import that keeps them, and harm no other', async () => {
    const file = await write('long.parquet', TOO_LONG(200_000));
    const inspection = await look(file);
    expect(inspection.warnings.join()).toContain(
      'Line 4 (record 4) has a field that is too long. It is "v".',
    );
    const engine = await newVault(pathOf(''), 'long');
    const mapping = suggestedMapping(inspection);
    const columns = mapping.columns.map((one) =>
      one.column === 'v' ? { ...one, role: 'attribute' as const } : one,
    );
    const kept = await engine.call('intake.import', { file, mapping: { ...mapping, columns }, dryRun: true });
    expect(kept.rejects).toMatchObject([{ line: 4, column: 'v', reason: 'has a field that is too long.' }]);
    expect(await engine.call('intake.import', { file, mapping })).toMatchObject({ accepted: 9, rejected: 0 });
    await engine.close();
  });
});
