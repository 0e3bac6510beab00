/**
 * Parsing speed: the scanner as an import runs it (every byte checked for UTF-8) against DuckDB's scan with two threads,
 * papaparse (streaming) and, where Python has it, pandas, on one generated file of 54 MB, rounds taken in turns. Prints one
 * line of JSON with CPU seconds (user + system, all threads) and their ratios.
 *
 * Equal work: all are told how the file is written and touch every field of every record. The scanner finds where fields
 * stand and adds their lengths up, DuckDB adds the lengths of all columns up in SQL, and but for quotes that stand doubled
 * both must come to the same number of bytes. papaparse makes every field a string, as another run of ours does, and both
 * must come to the same number of characters. pandas makes a table of strings, which is more than the others do; starting
 * Python and importing pandas do not count.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OnBatch, STRIDE } from '../engine/intake/csv/batch.ts';
import { recordTexts } from '../engine/intake/csv/fields.ts';
import { readRecords } from '../engine/intake/formats/records.ts';
import type { Part } from '../engine/intake/input/part.ts';
import { createRandom } from '../shared/random.ts';

type Papa = {
  parse(
    input: NodeJS.ReadableStream,
    options: {
      chunk(results: { data: string[][] }): void;
      complete(): void;
      error(error: Error): void;
      skipEmptyLines: boolean;
    },
  ): void;
};
const papa = createRequire(import.meta.url)('papaparse') as Papa;

const RECORDS = 500_000;
const COLUMNS = 12;
const ROUNDS = 3;
const FIRST = ['Jürgen', 'María', 'Anne', 'Søren', 'Li', 'Chloé', 'John', 'Ada'];
const CITIES = ['Köln', 'Lyon', 'Porto', 'Gent', 'Torino', 'Sevilla', 'Leeds'];

/** Writes the file. @returns its length in bytes, and how many of its quotes stand doubled */
const generate = (path: string): { bytes: number; doubled: number } => {
  let doubled = 0;
  const random = createRandom('parse bench');
  const lines: string[] = [
    'customer_id,email,name,city,postcode,signup,orders,spent,note,plan,country,score',
  ];
  for (let i = 0; i < RECORDS; i++) {
    const id = String(i).padStart(8, '0');
    const note =
      random.next() < 0.01
        ? '"asked twice,\nwas ""pleased"""'
        : random.next() < 0.13
          ? '"called, will return"'
          : 'none';
    if (note.includes('""')) doubled += 2;
    lines.push(
      `${id},person.${id}@example.org,${FIRST[random.int(8)]} ${id.slice(2)},${CITIES[random.int(7)]},0${1000 + random.int(8999)},` +
        `202${random.int(6)}-0${1 + random.int(9)}-1${random.int(9)},${random.int(40)},${(random.next() * 900).toFixed(2)},${note},basic,DE,${random.next().toFixed(6)}`,
    );
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  writeFileSync(path, bytes);
  return { bytes: bytes.length, doubled };
};

/** Of the runs without strings `characters` are bytes. */
type Sums = { records: number; characters: number };

/** As an import reads it: every byte checked for UTF-8, every field found. */
const byScanner = async (path: string, strings: boolean): Promise<Sums> => {
  const sums: Sums = { records: 0, characters: 0 };
  const part: Part = {
    source: path,
    name: 'customers.csv',
    packing: null,
    entry: null,
    encoding: 'utf-8',
    mixed: false,
    stamp: null,
  };
  const texts: string[] = [];
  const onBatch: OnBatch = (batch) => {
    const { count, width, fields } = batch;
    sums.records += count;
    if (strings)
      for (let record = 0; record < count; record++) {
        recordTexts(batch, record, '"', texts);
        for (const text of texts) sums.characters += text.length;
      }
    else
      for (let at = 0; at < count * width * STRIDE; at += STRIDE)
        sums.characters += fields[at + 1] - fields[at];
  };
  await readRecords(
    part,
    { type: 'delimited', delimiter: ',', quote: '"', skip: 0, width: COLUMNS },
    { onBatch },
  );
  return sums;
};

const byPapa = (path: string): Promise<Sums> =>
  new Promise((resolve, reject) => {
    const sums: Sums = { records: 0, characters: 0 };
    papa.parse(createReadStream(path, { encoding: 'utf8', highWaterMark: 1024 * 1024 }), {
      skipEmptyLines: true,
      chunk: ({ data }) => {
        sums.records += data.length;
        for (const row of data) for (const cell of row) sums.characters += cell.length;
      },
      complete: () => resolve(sums),
      error: reject,
    });
  });

const byDuckDb = async (path: string): Promise<Sums> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const names = Array.from({ length: COLUMNS }, (_, i) => `c${i}`);
  const lengths = names.map((name) => `coalesce(sum(strlen(${name})), 0)`).join(' + ');
  const columns = names.map((name) => `'${name}': 'VARCHAR'`);
  const dialect = `auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n'`;
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, (${lengths})::DOUBLE FROM read_csv('${path}', ${dialect}, columns = {${columns.join(', ')}})`,
  );
  const [[records, characters]] = reader.getRows() as [[number, number]];
  connection.closeSync();
  instance.closeSync();
  return { records, characters };
};

const PANDAS = `
import sys, time
import pandas
started = time.process_time()
table = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False, header=None)
print(time.process_time() - started, len(table))
`;
/** CPU seconds of pandas in a process of its own; null where there is none. */
const byPandas = (path: string): { seconds: number; records: number } | null => {
  const child = spawnSync('/usr/bin/python3', ['-c', PANDAS, path], {
    encoding: 'utf8',
  });
  if (child.status !== 0) return null;
  const [seconds, records] = child.stdout.trim().split(' ').map(Number);
  return { seconds, records };
};

const cpu = async (work: () => Sums | Promise<Sums>): Promise<{ seconds: number; sums: Sums }> => {
  const before = process.cpuUsage();
  const sums = await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, sums };
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
const round = (value: number): number => Math.round(value * 1000) / 1000;

const folder = mkdtempSync(join(tmpdir(), 'cloister-parse-'));
try {
  const path = join(folder, 'customers.csv');
  const { bytes, doubled } = generate(path);
  const times = {
    scanner: [] as number[],
    strings: [] as number[],
    papa: [] as number[],
    duckdb: [] as number[],
    pandas: [] as number[],
  };
  for (let i = 0; i < ROUNDS; i++) {
    const scanned = await cpu(() => byScanner(path, false));
    const texts = await cpu(() => byScanner(path, true));
    const parsed = await cpu(() => byPapa(path));
    const duckdb = await cpu(() => byDuckDb(path));
    const pandas = byPandas(path);
    if (scanned.sums.records !== duckdb.sums.records || (pandas?.records ?? RECORDS + 1) !== RECORDS + 1)
      throw new Error(`records differ: ${scanned.sums.records}, ${duckdb.sums.records}, ${pandas?.records}`);
    if (
      scanned.sums.characters - doubled !== duckdb.sums.characters ||
      texts.sums.characters !== parsed.sums.characters
    )
      throw new Error(
        `texts differ: ${JSON.stringify([scanned.sums, duckdb.sums, texts.sums, parsed.sums])}`,
      );
    if (scanned.sums.records !== parsed.sums.records || texts.sums.records !== RECORDS + 1)
      throw new Error(`records differ: ${scanned.sums.records} and ${parsed.sums.records}`);
    times.scanner.push(scanned.seconds);
    times.strings.push(texts.seconds);
    times.papa.push(parsed.seconds);
    times.duckdb.push(duckdb.seconds);
    if (pandas !== null) times.pandas.push(pandas.seconds);
  }
  const scanner = median(times.scanner);
  const strings = median(times.strings);
  const peer = median(times.papa);
  const duckdb = median(times.duckdb);
  const pandas = times.pandas.length === 0 ? null : median(times.pandas);
  process.stdout.write(
    `${JSON.stringify({
      bench: 'parse',
      bytes,
      records: RECORDS + 1,
      rounds: ROUNDS,
      cpuSeconds: {
        scanner: round(scanner),
        scannerStrings: round(strings),
        papaparse: round(peer),
        duckdb: round(duckdb),
        ...(pandas === null ? {} : { pandas: round(pandas) }),
      },
      ratio: {
        papaparse: round(scanner / peer),
        papaparseStrings: round(strings / peer),
        duckdb: round(scanner / duckdb),
        ...(pandas === null ? {} : { pandas: round(scanner / pandas) }),
      },
      megabytesPerSecond: Math.round(bytes / 1e6 / scanner),
    })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
