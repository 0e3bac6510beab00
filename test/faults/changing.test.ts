/**
 * Files that change while they are read: longer, shorter, other content of the same length and time, another file in
 * their place. Whatever the form, the import is refused in words and leaves nothing, or has read one state whole.
 */
import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { readRecords } from '../../engine/intake/formats/records.ts';
import { inspectFiles } from '../../engine/intake/inspect.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { inline, workbook } from '../engine/intake/formats/workbook.ts';
import { failure, lines, openLook, profiles, tree } from './vault.ts';

const { folder, remove } = scratch();
const file = join(folder, 'source');
afterAll(remove);

const rows = Array.from({ length: 400 }, (_, i) => [`P${1000 + i}`, ['DE', 'FR', 'NL'][i % 3]]);
const csv = `customer_id,country\n${rows.map((row) => `${row.join(',')}\n`).join('')}`;
const objects = rows.map(([id, country]) => JSON.stringify({ customer_id: id, country }));
const FORMS: [string, () => Promise<Uint8Array>][] = [
  ['CSV', async () => strToU8(csv)],
  ['fixed width', async () => strToU8(rows.map(([id, at]) => `${id} ${at}\n`).join(''))],
  ['NDJSON', async () => strToU8(objects.join('\n'))],
  ['a JSON list', async () => strToU8(`[${objects.join(',')}]`)],
  ['gzip', async () => gzipSync(csv)],
  ['zip', async () => zipSync({ 'a.csv': strToU8(csv) })],
  ['XLSX', async () => workbook({ sheets: [[['customer_id', 'country'], ...rows].map(inline).join('')] })],
  [
    'Parquet',
    async () => {
      const path = join(folder, 'made.parquet');
      const source = write(folder, 'made.csv', csv);
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(`COPY (SELECT * FROM '${source}') TO '${path}' (FORMAT parquet)`);
      connection.closeSync();
      instance.closeSync();
      return readFileSync(path);
    },
  ],
];

/** What may happen to a file between the look at it and its reading. */
const CHANGES: [string, (bytes: Uint8Array) => void][] = [
  ['grows', () => appendFileSync(file, 'P9,DE\n')],
  ['shrinks', (bytes) => truncateSync(file, bytes.length - 3)],
  ['is emptied', () => truncateSync(file, 0)],
  [
    'gets other content of its length, and its old time back',
    (bytes) => {
      const { atime, mtime } = statSync(file);
      const fd = openSync(file, 'r+');
      writeSync(fd, Uint8Array.from([bytes[bytes.length >> 1] ^ 1]), 0, 1, bytes.length >> 1);
      closeSync(fd);
      utimesSync(file, atime, mtime);
    },
  ],
  [
    'is replaced by a copy of itself',
    (bytes) => {
      writeFileSync(`${file}.new`, bytes);
      renameSync(`${file}.new`, file);
    },
  ],
];

describe.each(FORMS)('%s', (_, make) => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await make();
  });
  it.each(CHANGES)('that %s after it was looked at is not read', async (_what, change) => {
    rmSync(file, { force: true });
    writeFileSync(file, bytes);
    const { parts, format } = await inspectFiles([{ source: file, name: 'source' }], {});
    // Times of files are told apart by the clock's tick.
    await wait(20);
    change(bytes);
    const error = await failure(readRecords(parts[0], format, { onBatch: () => {} }));
    expect(error.code).toBe('INPUT_FORMAT');
    expect(error.message).toContain('source');
  });
});

describe('an import of a file that is still being written', () => {
  it('is refused and leaves nothing, or holds a state that there was', async () => {
    const engine = await newVault(folder, 'growing');
    const look = await openLook(join(folder, 'growing.cloister'));
    await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(50)) });
    const before = { holds: look(), files: tree(join(folder, 'growing.cloister')) };
    const path = write(folder, 'growing.csv', profiles(60_000, 'G'));
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        appendFileSync(
          path,
          lines(100, (k) => `W${i}-${k},w${i}.${k}@example.org,DE`),
        );
        await wait(5);
      }
    })();
    const error = await failure(engine.call('intake.import', { file: path, kind: 'profiles' }));
    writing = false;
    await writer;
    expect(error.message).toContain('growing.csv changed while it was read');
    expect(error.next).toContain('Wait until it is written to its end');
    expect({ holds: look(), files: tree(join(folder, 'growing.cloister')) }).toEqual(before);
    // Once it stands still it is taken whole.
    const { records, accepted } = await engine.call('intake.import', { file: path, kind: 'profiles' });
    expect(accepted).toBe(records);
    look.close();
    engine.close();
    const again = createEngine();
    await again.call('vault.open', { path: join(folder, 'growing.cloister'), passphrase: PASSPHRASE });
    expect((await again.call('audit.verify', {})).ok).toBe(true);
    again.close();
  });

  it('of several files as one source names the one that changed', async () => {
    const days = [0, 1, 2].map((i) => write(folder, `day-${i}.csv`, csv.replaceAll('P1', `D${i}`)));
    const files = days.map((source, i) => ({ source, name: `day-${i}.csv` }));
    const { parts, format } = await inspectFiles(files, {});
    await wait(20);
    appendFileSync(days[1], 'X9,DE\n');
    const read = async (): Promise<void> => {
      for (const part of parts) await readRecords(part, format, { onBatch: () => {} });
    };
    expect((await failure(read())).message).toBe('day-1.csv changed while it was read.');
  });
});
