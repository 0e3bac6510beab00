/**
 * Importing events, encrypted and pseudonymised, against DuckDB loading the same file with the same keyed hash
 * written in SQL (HMAC-SHA-256 as two SHA-256 over the padded key). Both end queryable and on disk; DuckDB's file
 * is not encrypted. CPU seconds of all threads from an open, empty database to the end of the load, each in a process
 * of its own, one after the other, in one run; memory is the peak of the whole process.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../engine/engine.ts';

const SELF = fileURLToPath(import.meta.url);
const rows = Number(process.env.CLOISTER_BENCH_CUSTOMERS ?? 100_000);

/** The vault is made beforehand: stretching its passphrase is slow on purpose and no part of an import. */
const ours = async (folder: string): Promise<() => Promise<void>> => {
  const engine = createEngine();
  await engine.call('vault.create', { path: join(folder, 'ours'), passphrase: 'bench bench bench' });
  return async () => {
    await engine.call('intake.import', { file: join(folder, 'events.csv'), kind: 'events' });
    engine.close();
  };
};

const duckdb = async (folder: string): Promise<() => Promise<void>> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(join(folder, 'duck.db'), { threads: '2' });
  const connection = await instance.connect();
  const pad = (byte: number): string => `'${byte.toString(16).padStart(2, '0').repeat(64)}'`;
  const hash = (text: string): string => `unhex(sha256(unhex(${pad(0x6a)}) || ${text}::BLOB))`;
  const keyed = (column: string): string => `sha256(unhex(${pad(0x0c)}) || ${hash(column)})`;
  return async () => {
    await connection.run(
      `CREATE TABLE events AS SELECT ${keyed('event_id')} AS event, ${keyed('customer_id')} AS person,
       occurred_at::TIMESTAMP AS occurred_at, event AS name
     FROM read_csv('${join(folder, 'events.csv')}', all_varchar = true)`,
    );
    connection.closeSync();
    instance.closeSync();
  };
};

const [mode, given] = process.argv.slice(2);
if (mode === 'ours' || mode === 'duckdb') {
  const load = await (mode === 'ours' ? ours(given) : duckdb(given));
  const cpu = process.cpuUsage();
  const started = performance.now();
  await load();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    JSON.stringify({
      cpu: (user + system) / 1e6,
      wall: (performance.now() - started) / 1000,
      mb: process.resourceUsage().maxRSS / 1024,
    }),
  );
} else {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
  try {
    const engine = createEngine();
    await engine.call('sample.write', { folder, customers: rows });
    const measure = (which: string): { cpu: number; wall: number; mb: number } => {
      const child = spawnSync(process.execPath, [SELF, which, folder], { encoding: 'utf8' });
      if (child.status !== 0) throw new Error(child.stderr);
      return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '{}');
    };
    const a = measure('ours');
    const b = measure('duckdb');
    const two = (value: number): number => Number(value.toFixed(2));
    console.log(
      JSON.stringify({
        bench: 'import events',
        rows: rows * 10,
        cpuSeconds: two(a.cpu),
        peerCpuSeconds: two(b.cpu),
        cpuRatio: two(a.cpu / b.cpu),
        wallRatio: two(a.wall / b.wall),
        peakMb: Math.round(a.mb),
        peerPeakMb: Math.round(b.mb),
        peer: 'DuckDB, same HMAC, not encrypted',
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
