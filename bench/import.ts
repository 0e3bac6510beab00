/**
 * Importing customers and events, encrypted and pseudonymised, against DuckDB loading the same file with the same keyed
 * hash written in SQL (HMAC-SHA-256 as two SHA-256 over the padded key), and against the sqlite3 shell's plain
 * `.import`, which hashes, checks and encrypts nothing. All end queryable and on disk; only ours is encrypted. CPU
 * seconds of all threads from an open, empty database whose threads stand ready (DuckDB starts its own with its instance, ours
 * is started for the file to come and told as `threadCpuSeconds`) to the end of the load (of the shell: of the whole
 * process), each in a process of its own, one after the other, in one run; the middle one of five rounds where rows are at
 * most a million; memory is the peak of the whole process.
 *
 * Sizes: CLOISTER_BENCH_ROWS (customers, or events of a tenth as many), CLOISTER_BENCH_ONLY=customers, consents (customers
 * who answered about a newsletter), events or memory (events without peers), CLOISTER_BENCH_ROUNDS.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../engine/engine.ts';
import type { Mapping } from '../shared/mapping.ts';
import { writeCustomers, writeEvents } from './files/people.ts';

const SELF = fileURLToPath(import.meta.url);
const rows = Number(process.env.CLOISTER_BENCH_ROWS ?? 200_000);
const only = process.env.CLOISTER_BENCH_ONLY;
const rounds = Number(process.env.CLOISTER_BENCH_ROUNDS ?? (rows > 1_000_000 ? 1 : 5));

type Set = 'customers' | 'consents' | 'events';

const write = (path: string, set: Set, count: number): void =>
  set === 'events' ? writeEvents(path, count) : writeCustomers(path, count, set === 'consents');

/** What inspection suggests for the customers, and what their answers mean. */
const CONSENTS: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    { column: 'email', role: 'link', identifier: 'email' },
    { column: 'city', role: 'attribute', class: 'quasi-identifier', type: 'text' },
    { column: 'country', role: 'attribute', class: 'quasi-identifier', type: 'text' },
    { column: 'orders', role: 'attribute', type: 'number', format: '1234' },
    { column: 'spent', role: 'attribute', type: 'number', format: '1234.56' },
    { column: 'plan', role: 'attribute', type: 'text' },
    {
      column: 'newsletter',
      role: 'consent',
      part: 'state',
      purpose: 'marketing.communications.email',
      values: { yes: 'given', no: 'refused' },
      dated: 'answered_on',
    },
    { column: 'answered_on', role: 'time', format: 'iso' },
  ],
};

/** CPU seconds of this process, all its threads, since `before`. */
const cpuSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** CPU seconds that the start of our reading thread took. */
let thread = 0;

/** The vault is made beforehand: stretching its passphrase is slow on purpose and no part of an import. */
const ours = async (folder: string, set: Set): Promise<() => Promise<void>> => {
  const engine = createEngine();
  await engine.call('vault.create', { path: join(folder, `ours-${set}`), passphrase: 'bench bench bench' });
  const before = process.cpuUsage();
  await engine.call('intake.ready', {});
  thread = cpuSince(before);
  return async () => {
    const how = set === 'consents' ? { mapping: CONSENTS } : { kind: set === 'events' ? set : 'profiles' };
    const answer = await engine.call('intake.import', { file: join(folder, `${set}.csv`), ...how } as never);
    if ((answer as { rejected: number }).rejected > 0) throw new Error('records were rejected');
    engine.close();
  };
};

const duckdb = async (folder: string, set: Set): Promise<() => Promise<void>> => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(join(folder, `duck-${set}.db`), { threads: '2' });
  const connection = await instance.connect();
  const pad = (byte: number): string => `'${byte.toString(16).padStart(2, '0').repeat(64)}'`;
  const hash = (text: string): string => `unhex(sha256(unhex(${pad(0x6a)}) || ${text}::BLOB))`;
  const keyed = (column: string): string => `sha256(unhex(${pad(0x0c)}) || ${hash(column)})`;
  const columns =
    set !== 'events'
      ? `${keyed('customer_id')} AS person, ${keyed('email')} AS email, city, country, postcode,
         orders::INTEGER AS orders, spent::DOUBLE AS spent, plan${
           set === 'consents' ? ', newsletter, answered_on::DATE AS answered_on' : ''
         }`
      : `${keyed('event_id')} AS event, ${keyed('customer_id')} AS person, occurred_at::TIMESTAMP AS occurred_at,
         event AS name, page, device`;
  return async () => {
    await connection.run(
      `CREATE TABLE loaded AS SELECT ${columns} FROM read_csv('${join(folder, `${set}.csv`)}', all_varchar = true)`,
    );
    connection.closeSync();
    instance.closeSync();
  };
};

type Measured = { cpu: number; wall: number; mb: number; thread: number };

/** User and system time that the children of a shell took, from its `times`. */
const sqlite = (folder: string, set: Set): Measured | null => {
  const started = performance.now();
  const script = `sqlite3 -cmd '.mode csv' '${join(folder, `sqlite-${set}.db`)}' '.import ${join(folder, `${set}.csv`)} loaded'; times`;
  const child = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  if (child.status !== 0) return null;
  const times = child.stdout.trim().split('\n').at(-1) ?? '';
  const cpu = [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + 60 * Number(m) + Number(s),
    0,
  );
  return cpu < 0.02 ? null : { cpu, wall: (performance.now() - started) / 1000, mb: 0, thread: 0 };
};

const measure = (which: 'ours' | 'duckdb', folder: string, set: Set): Measured => {
  const child = spawnSync(process.execPath, [...process.execArgv, SELF, which, folder, set], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '{}');
};

/** Flushes a file to the disk: whoever is measured first would pay for what the system still had to write. */
const settle = (path: string): void => {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
};

const two = (value: number): number => Number(value.toFixed(2));

/**
 * What is measured is the program as it is from its second start on: Node keeps beside it what it compiled of the sources,
 * which in a package have no types to be taken off either.
 */
const startOnce = (folder: string, set: Set): void => {
  const small = join(folder, 'small');
  mkdirSync(small, { recursive: true });
  write(join(small, `${set}.csv`), set, 1000);
  measure('ours', small, set);
};

/** As it was before anything was loaded. */
const clear = (folder: string, set: Set): void => {
  for (const name of readdirSync(folder))
    if (name !== `${set}.csv`) rmSync(join(folder, name), { recursive: true });
};

/** The middle one of several measurements by its CPU seconds; memory is the most of all. */
const middle = (measured: readonly Measured[]): Measured => ({
  ...[...measured].sort((a, b) => a.cpu - b.cpu)[measured.length >> 1],
  mb: Math.max(...measured.map(({ mb }) => mb)),
});

const compare = (folder: string, set: Set): void => {
  startOnce(folder, set);
  const own: Measured[] = [];
  const duck: Measured[] = [];
  const shell: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    clear(folder, set);
    own.push(measure('ours', folder, set));
    if (only === 'memory') continue;
    duck.push(measure('duckdb', folder, set));
    const plain = sqlite(folder, set);
    if (plain !== null) shell.push(plain);
  }
  const a = middle(own);
  const b = duck.length === 0 ? null : middle(duck);
  const c = shell.length === 0 ? null : middle(shell);
  console.log(
    JSON.stringify({
      import: set,
      rows,
      rounds,
      cpuSeconds: two(a.cpu),
      threadCpuSeconds: two(a.thread),
      wallSeconds: two(a.wall),
      peakMb: Math.round(a.mb),
      ...(b === null
        ? {}
        : { duckdbCpuSeconds: two(b.cpu), duckdbRatio: two(a.cpu / b.cpu), duckdbPeakMb: Math.round(b.mb) }),
      ...(c === null ? {} : { sqliteCpuSeconds: two(c.cpu), sqliteRatio: two(a.cpu / c.cpu) }),
    }),
  );
};

const [mode, given, set] = process.argv.slice(2) as [string?, string?, Set?];
if (given !== undefined && set !== undefined) {
  const load = await (mode === 'ours' ? ours(given, set) : duckdb(given, set));
  const cpu = process.cpuUsage();
  const started = performance.now();
  await load();
  const spent = cpuSince(cpu);
  const wall = (performance.now() - started) / 1000;
  const mb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ cpu: spent, wall, mb, thread }));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
  try {
    for (const set of ['customers', 'consents', 'events'] as const) {
      if (only !== undefined && only !== set && !(only === 'memory' && set === 'events')) continue;
      write(join(folder, `${set}.csv`), set, rows);
      settle(join(folder, `${set}.csv`));
      compare(folder, set);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
