/** What the tests of faults share: a small vault, what it holds, a process of the command line, a limited disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import { CloisterError, type ErrorData } from '../../shared/errors.ts';
import { PASSPHRASE } from '../end-to-end/scratch.ts';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** `count` lines, each made from its number. */
export const lines = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${make(i)}\n`).join('');

/** Two-digit day of a month, from any number. */
export const day = (i: number): string => String(1 + (i % 28)).padStart(2, '0');

/** Profiles C1000, C1001, ... with an e-mail address and a country. */
export const profiles = (count: number, prefix = 'C'): string =>
  `customer_id,email,country\n${lines(count, (i) => `${prefix}${1000 + i},${prefix}${i}@example.org,${['DE', 'FR', 'NL'][i % 3]}`)}`;

/** Orders of the first `people` of those profiles. */
export const orders = (count: number, people: number): string =>
  `order_id,customer_id,ordered_at,total\n${lines(
    count,
    (i) =>
      `O${i},C${1000 + ((i * 7) % people)},2026-0${1 + (i % 6)}-${day(i)},${(10 + ((i * 37) % 400) / 10).toFixed(2)}`,
  )}`;

export const LENS = { purpose: 'personalize' as const, asOf: '2026-07-01' };

/** Everyone known consents to personalisation. */
export const everyone = (engine: Engine): Promise<unknown> =>
  engine.call('consent.declare', {
    purpose: 'personalize',
    basis: 'consent',
    at: '2026-01-01',
    reason: 'told by all of them',
  });

/** Everything below a folder, sorted. The database's own files beside data.db come and go and are left out. */
export const tree = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((path) => !/(data\.db|lock)-(wal|shm|journal)$/.test(path))
    .sort();

/** What a vault holds, by numbers: nothing of it may change when an act fails. */
export type Holdings = Record<string, unknown>;

/** Opens a second look at a vault's database. Call it to count; `close` it in the end. */
export const openLook = async (vault: string): Promise<{ (): Holdings; close(): void }> => {
  const keys = await openKeystore(join(vault, 'keys.json'), PASSPHRASE);
  const db = openDatabase(join(vault, 'data.db'), keys, { readonly: true });
  const one = (sql: string): unknown => db.prepare(sql).pluck().get();
  const look = (): Holdings => ({
    people: one('SELECT count(*) FROM person'),
    pseudonyms: one('SELECT coalesce(sum(rows), 0) FROM pseudonym_block'),
    sources: one('SELECT count(*) FROM source'),
    columns: one('SELECT count(*) FROM column_definition'),
    words: one('SELECT count(*) FROM dictionary_value'),
    chunkRows: one('SELECT coalesce(sum(rows), 0) FROM chunk'),
    ledger: one('SELECT count(*) FROM consent_event'),
    records: one('SELECT count(*) FROM record'),
    acts: one('SELECT count(*) FROM audit_entry'),
    head: (one('SELECT hash FROM audit_head') as Buffer | undefined)?.toString('hex'),
  });
  return Object.assign(look, { close: () => void db.close() });
};

/** The error of a promise that must fail with one a person can read. */
export const failure = async (work: Promise<unknown>): Promise<ErrorData> => {
  const thrown: unknown = await work.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)?.slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (!(thrown instanceof CloisterError)) throw thrown;
  return { code: thrown.code, message: thrown.message, next: thrown.next };
};

/** What no message may show: SQL, names of system errors, stacks. */
export const RAW =
  /SQLITE_|\bSELECT\b|\bINSERT\b|constraint|disk I\/O|\bE[A-Z]{4,}:|\bat .*\.ts:\d|\[object|undefined/;

const NODE = process.execPath;
const ENV = { ...process.env, CLOISTER_PASSPHRASE: PASSPHRASE };

export type Ran = { status: number | null; out: string; err: string };

/** Runs the command line to its end. `limit` is the most bytes any file may have (`ulimit -f`, in 512-byte blocks). */
export const cloister = (args: string[], options: { limit?: number; env?: NodeJS.ProcessEnv } = {}): Ran => {
  const command = [NODE, join(ROOT, 'cli/main.ts'), ...args];
  const [file, rest] =
    options.limit === undefined
      ? [command[0], command.slice(1)]
      : // With the signal ignored the write itself fails, as it does on a disk that is full.
        [
          'sh',
          ['-c', `trap '' XFSZ; ulimit -f ${Math.ceil(options.limit / 512)}; exec "$@"`, 'sh', ...command],
        ];
  const { status, stdout, stderr } = spawnSync(file, rest, {
    encoding: 'utf8',
    env: { ...ENV, ...options.env },
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
};

/** Starts the command line and leaves it running. */
export const start = (args: string[]): ChildProcess & { ended: Promise<number | null> } => {
  const child = spawn(NODE, [join(ROOT, 'cli/main.ts'), ...args], { env: ENV, stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
  return Object.assign(child, { ended });
};

const run = (...command: [string, ...string[]]): boolean =>
  spawnSync(command[0], command.slice(1), { stdio: 'ignore' }).status === 0;

/** Whether a process may be kept from writing large files without special rights. */
export const canLimit = run('sh', '-c', "trap '' XFSZ; ulimit -f 100");

/** A disk of `megabytes` at `folder`, or null where this user may not mount one. Call the answer to take it away. */
export const smallDisk = (folder: string, megabytes: number): (() => void) | null => {
  mkdirSync(folder, { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  if (!run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)) return null;
  return () => void run('umount', '-l', folder);
};

/** Makes `folder` read-only for everyone, root included, or answers null where this user may not. */
export const readOnly = (folder: string): (() => void) | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  if (!run('mount', '--bind', folder, folder)) return null;
  const release = (): void => void run('umount', '-l', folder);
  if (run('mount', '-o', 'remount,ro,bind', folder)) return release;
  release();
  return null;
};

/** Bytes of a file, 0 where there is none. */
export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
