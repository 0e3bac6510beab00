/**
 * The big list of naughty strings (M. Woolf) in every cell and as names of columns, in every form: what was written is
 * what is read. Parquet is written by DuckDB, the rest after the specifications.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { collect, file, pathOf } from './collect.ts';
import { inline, workbook } from './workbook.ts';

const BLNS = fileURLToPath(new URL('../../../../../shared/data/hostile-strings/blns.json', import.meta.url));
const present = existsSync(BLNS);
if (!present) console.warn('skipped: the list of naughty strings is not beside the project (../shared/data)');
const naughty = present
  ? (JSON.parse(readFileSync(BLNS, 'utf8')) as string[]).filter((text) => text.trim() !== '')
  : [];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** Names are unique in every form but CSV, and a dot parts the names of objects. */
const names = [...new Set(naughty.map((text) => text.replaceAll('.', '')))].filter(
  (text) => text.trim() !== '',
);

/** A text as a workbook keeps it: what XML cannot hold as `_xHHHH_`, and what looks like that escaped itself. */
const cell = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 (2.2) cannot hold
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (sign) => {
      return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

describe.skipIf(!present)('naughty strings come through in cells and names', () => {
  const check = async (path: string, isNamed: boolean, options = {}): Promise<void> => {
    const { rows, inspection } = await collect(path, options);
    if (!isNamed) return expect(rows.map(([, text]) => text)).toEqual(naughty);
    expect(inspection.columns.slice(1).map(({ header }) => header)).toEqual(names);
    expect(new Set(inspection.columns.map(({ name }) => name)).size).toBe(names.length + 1);
    for (const { name } of inspection.columns) expect(name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  };
  const ones = names.map(() => '1');

  it('CSV', async () => {
    const csv = `id,text\n${naughty.map((text, i) => `k${i},${quoted(text)}\n`).join('')}`;
    await check(file('naughty.csv', csv), false, { delimiter: ',' });
    const header = `${['id', ...names].map(quoted).join(',')}\n`;
    const rows = `${['k', ...ones].join(',')}\n`.repeat(2);
    await check(file('names.csv', header + rows), true, { delimiter: ',', header: true });
  });

  it('NDJSON and a list of objects', async () => {
    const objects = naughty.map((text, i) => ({ id: `k${i}`, text }));
    // `__proto__` cannot be made by assignment, only written; so can names that are numbers, whose order JavaScript changes.
    const written = [0, 1].map(
      (i) => `{"id":"k${i}",${names.map((name) => `${JSON.stringify(name)}:1`).join(',')}}`,
    );
    await check(file('lines.json', objects.map((one) => `${JSON.stringify(one)}\n`).join('')), false);
    await check(file('list.json', JSON.stringify(objects, null, 1)), false);
    await check(file('names.json', written.map((one) => `${one}\n`).join('')), true);
    await check(file('names-list.json', `[${written.join(',\n')}]`), true);
  });

  it('XLSX, inline and shared', async () => {
    const head = inline(['id', 'text']);
    const rows = naughty.map((text, i) => inline([`k${i}`, cell(text)])).join('');
    await check(file('naughty.xlsx', workbook({ sheets: [head + rows] })), false);
    const shared = naughty.map((text) => `<si><t xml:space="preserve">${cell(text)}</t></si>`).join('');
    const places = naughty
      .map((_, i) => `<row><c t="str"><v>k${i}</v></c><c t="s"><v>${i}</v></c></row>`)
      .join('');
    await check(file('shared.xlsx', workbook({ sheets: [head + places], shared })), false);
    const wide = workbook({
      sheets: [inline(['id', ...names.map(cell)]) + inline(['k', ...ones]).repeat(2)],
    });
    await check(file('names.xlsx', wide), true, { header: true });
  });

  it('Parquet', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run('CREATE TABLE t (id VARCHAR, text VARCHAR)');
    const insert = await connection.prepare('INSERT INTO t VALUES ($1, $2)');
    for (const [i, text] of naughty.entries()) {
      insert.bindVarchar(1, `k${i}`);
      insert.bindVarchar(2, text);
      await insert.run();
    }
    await connection.run(`COPY t TO '${pathOf('naughty.parquet')}' (FORMAT parquet)`);
    await check(pathOf('naughty.parquet'), false);
    // DuckDB tells no two names apart that differ in case alone, and takes no NUL.
    const lower = new Set<string>(['id']);
    const taken = names.filter((name) => {
      const fresh = !lower.has(name.toLowerCase()) && !name.includes('\0');
      lower.add(name.toLowerCase());
      return fresh;
    });
    const columns = taken.map((name) => `1 AS ${quoted(name)}`).join(', ');
    await connection.run(
      `COPY (SELECT 'k' AS id, ${columns}) TO '${pathOf('names.parquet')}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const { inspection } = await collect(pathOf('names.parquet'));
    expect(taken.length).toBeGreaterThan(400);
    expect(inspection.columns.slice(1).map(({ header }) => header)).toEqual(taken);
  });
});
