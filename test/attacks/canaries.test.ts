/**
 * What a vault leaves behind: canaries are imported through the command line as a process of its own, in every kind of
 * column, and then looked for in the decrypted image, in every file around it, in what was printed, and, under strace,
 * in every byte any thread wrote anywhere.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../engine/vault/database.ts';
import { createVault, openVault } from '../../engine/vault/vault.ts';
import { KDF_FLOOR } from '../../engine/vault/wrapping.ts';
import { withFolder } from '../engine/vault/fixture.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PASSPHRASE = 'canary passphrase of words';
const OFFICER = 'canary officer of words';
const NEXT = 'canary passphrase of others';
const ROWS = 90;
const COMPILED = process.env['NODE_COMPILE_CACHE'];
const strace = spawnSync('strace', ['-V']).status === 0;
/** With a filter in the kernel only the calls that are traced stop; an old strace has none and stops at every call. */
const filtered =
  strace && spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true']).status === 0;

/** One of each per row: all are unique, none may be anywhere but in the files they came from. */
const canary = (kind: string, i: number): string => `zq${kind}${(i * 7919 + 104_729).toString(36)}qz`;
const person = (i: number) => ({
  id: `ID-${canary('id', i)}`,
  email: `${canary('mail', i)}@shop.example`,
  phone: `+49170${String(4_000_000 + i * 37)}`,
  note: `Please call ${canary('note', i)} back`,
  name: canary('name', i),
});
const needles = [
  PASSPHRASE,
  OFFICER,
  NEXT,
  ...Array.from({ length: ROWS }, (_, i) => Object.values(person(i))).flat(),
  ...Array.from({ length: ROWS }, (_, i) => canary('mail', i)),
];

let folder = '';
let vault = '';
const printed: string[] = [];
let trace = '';

const place = (name: string): string => join(folder, name);
/** Runs the command line with home, temporary folder and everything else in places of its own. */
const run = (args: string[], env: Record<string, string> = {}): number | null => {
  const traceFile = place(`trace-${printed.length}`);
  const command = [process.execPath, join(ROOT, 'cli/main.ts'), ...args];
  const all = strace
    ? [
        'strace',
        '-f',
        ...(filtered ? ['--seccomp-bpf'] : []),
        '-qq',
        '-xx',
        '-s',
        '1048576',
        '-e',
        'trace=write,pwrite64,writev,pwritev',
        '-o',
        traceFile,
        ...command,
      ]
    : command;
  const ended = spawnSync(all[0], all.slice(1), {
    cwd: place('work'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: place('home'),
      TMPDIR: place('temporary'),
      CLOISTER_PASSPHRASE: PASSPHRASE,
      CLOISTER_OFFICER_PASSPHRASE: PASSPHRASE,
      // What Node keeps of the sources, as every npm command has it.
      ...(COMPILED === undefined ? {} : { NODE_COMPILE_CACHE: COMPILED }),
      ...env,
    },
  });
  printed.push(ended.stdout + ended.stderr);
  if (strace) {
    trace += readFileSync(traceFile, 'latin1');
    rmSync(traceFile);
  }
  return ended.status;
};

const filesBelow = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
/** The needles that `place` holds, in the clear, in upper case, or as UTF-16. */
const found = (haystack: Buffer): string[] =>
  needles.filter((needle) =>
    [Buffer.from(needle), Buffer.from(needle.toUpperCase()), Buffer.from(needle, 'utf16le')].some((form) =>
      haystack.includes(form),
    ),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  for (const name of ['work', 'home', 'temporary', 'in']) mkdirSync(place(name));
  vault = join(place('work'), 'shop.cloister');
  (await createVault(vault, PASSPHRASE, { kdf: KDF_FLOOR })).close();
  const people = Array.from({ length: ROWS }, (_, i) => person(i));
  writeFileSync(
    place('in/customers.csv'),
    `customer_id,email,phone,first_name,comment,country\n${people
      .map(
        ({ id, email, phone, name, note }, i) =>
          `${id},${email},${phone},${name},${note},${i % 2 ? 'DE' : 'FR'}`,
      )
      .join('\n')}\n`,
  );
  writeFileSync(
    place('in/orders.csv'),
    `customer_id,order_id,order_date,amount,comment\n${people
      .map(
        ({ id, note }, i) =>
          `${id},O-${canary('order', i)},2026-0${1 + (i % 6)}-1${i % 9},${i + 1}.5,${note}`,
      )
      .join('\n')}\n`,
  );
  // The second file has records that are rejected: their reasons must not repeat what stands in them.
  writeFileSync(
    place('in/broken.csv'),
    `customer_id,order_id,order_date,amount\n${people.map(({ id, email }) => `${id},${email},no date ${email},${email}`).join('\n')}\n`,
  );
  const officer = place('home/officer');
  writeFileSync(officer, `${OFFICER}\n`);
  expect(run(['import', 'shop', place('in/customers.csv'), place('in/orders.csv')])).toBe(0);
  run([
    'import',
    'shop',
    place('in/broken.csv'),
    '--kind',
    'orders',
    '--rejects',
    'more-rejects.csv',
    '--json',
  ]);
  run([
    'consent',
    'shop',
    'withdraw',
    '--identifier',
    'not-a-person',
    '--purpose',
    'analytics',
    '--at',
    '2026-01-01',
    '--reason',
    'asked',
  ]);
  expect(run(['keys', 'shop', 'rekey'])).toBe(0);
  expect(run(['keys', 'shop', 'epoch'])).toBe(0);
  expect(run(['keys', 'shop', 'officer', '--appoint', '--new-passphrase-file', officer])).toBe(0);
  expect(run(['doctor', 'shop'])).toBe(0);
  expect(run(['keys', 'shop', 'passphrase'], { CLOISTER_NEW_PASSPHRASE: NEXT })).toBe(0);
  run(['doctor', 'shop'], { CLOISTER_PASSPHRASE: 'a wrong one of words' });
  rmSync(officer);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('after importing canaries, changing every key, and failing now and then', () => {
  it('the decrypted image holds none of them (and the search can find what is there)', async () => {
    const open = await openVault(vault, NEXT);
    try {
      const image = open.db.serialize();
      expect(image.includes('DE')).toBe(true);
      expect(image.includes('customers.csv')).toBe(true);
      expect(open.db.prepare('SELECT sum(rows) FROM pseudonym_block').pluck().get()).toBeGreaterThanOrEqual(
        ROWS,
      );
      expect(found(image)).toEqual([]);
      // While it is open, its log and its shared index are encrypted or empty of them too.
      for (const file of filesBelow(vault)) expect(found(readFileSync(file)), file).toEqual([]);
      expect(
        open.db.prepare("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%VIRTUAL TABLE%'").pluck().get(),
      ).toBe(0);
    } finally {
      open.close();
    }
  });

  it('no file around the vault does: folder, home, temporary folder, reports of rejects', () => {
    const files = ['work', 'home', 'temporary'].flatMap((name) => filesBelow(place(name)));
    expect(files.some((file) => file.endsWith('data.db'))).toBe(true);
    for (const file of files) expect(found(readFileSync(file)), file).toEqual([]);
    expect(filesBelow(place('temporary'))).toEqual([]);
  });

  it('nothing that was printed does, errors included', () => {
    expect(printed.length).toBeGreaterThan(8);
    expect(found(Buffer.from(printed.join('\n')))).toEqual([]);
  });

  it.skipIf(!strace)('no byte that any thread wrote does (skipped without strace)', () => {
    // strace prints every byte as \xHH.
    const bytes = Buffer.from(trace.replaceAll('\\x', ''), 'latin1');
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(bytes.includes(hex('SQLite format 3'))).toBe(false);
    expect(bytes.includes(hex('pseudonyms')), 'the search can find what was printed').toBe(true);
    // Every canary begins like one of these; to look for each of them would take minutes.
    const beginnings = [
      'zqid',
      'zqmail',
      'zqnote',
      'zqname',
      'zqorder',
      '+491704',
      '491704',
      PASSPHRASE,
      OFFICER,
      NEXT,
    ];
    expect(beginnings.filter((needle) => bytes.includes(hex(needle)))).toEqual([]);
  });
});

describe('copies of the database', () => {
  it('S9: that SQLite itself makes stay encrypted, and one without a key is refused', async () => {
    await withFolder(async (scratch) => {
      const open = await openVault(vault, NEXT);
      try {
        open.db.prepare('VACUUM INTO ?').run(join(scratch, 'copy.db'));
        const copy = readFileSync(join(scratch, 'copy.db'));
        expect(copy.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
        expect(copy.includes('customers.csv')).toBe(false);
        openDatabase(join(scratch, 'copy.db'), open.keys, { readonly: true }).close();
        await expect(open.db.backup(join(scratch, 'plain.db'))).rejects.toThrow();
      } finally {
        open.close();
      }
    });
  });
});
