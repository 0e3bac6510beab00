/**
 * Looking for people where none may be found (privacy promise: no raw identifier is stored). A thousand made-up
 * people with values that occur nowhere else are imported; then every byte that Cloister wrote is searched:
 * the database as stored and as decrypted, the log, the keys, the temporary folder, reports, the record.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { type Connection, openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { cloister, everyone, failure, LENS, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
const temporary = join(folder, 'tmp');
const vault = join(folder, 'shop.cloister');
const before = process.env['TMPDIR'];
const PEOPLE = 1000;

/** Values of person `i` that are in no other text: identifier, address, telephone, name, note. */
const canaries = (i: number): string[] => [
  `CANARYID${70_000 + i}`,
  `canary.mail${70_000 + i}@example.org`,
  `+49 30 55${String(100_000 + i)}`,
  `Canaria Surname${70_000 + i}`,
  `the canary note ${70_000 + i} says she was ill in March`,
];
/** What a normalised telephone number would look like. */
const forms = (i: number): string[] => [...canaries(i), `493055${100_000 + i}`, `canaryid${70_000 + i}`];
const ALL = Array.from({ length: PEOPLE }, (_, i) => forms(i)).flat();
/** What all of them have in common, for the rapid search; case is ignored. */
const MARK = /canar|4930551\d{5}|30 551\d{5}/i;

let engine: Engine;
let db: Connection;

const file = (name: string, extra = ''): string =>
  write(
    folder,
    name,
    `customer_id,email,phone,full_name,note,country\n${lines(PEOPLE, (i) => `${canaries(i).join(',')},${i % 2 ? 'DE' : 'FR'}`)}${extra}`,
  );

const MAPPING: Mapping = {
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'customer_id', role: 'identifier', identifier: 'customer' },
    { column: 'email', role: 'link', identifier: 'email' },
    { column: 'phone', role: 'link', identifier: 'phone' },
    { column: 'country', role: 'attribute', class: 'quasi-identifier' },
  ],
};

/** The canaries in some bytes, whether UTF-8, Latin-1 or UTF-16. */
const found = (bytes: Buffer | string): string[] => {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
  const wide = typeof bytes === 'string' ? '' : text.replaceAll('\0', '');
  return MARK.test(text) || MARK.test(wide)
    ? ALL.filter((one) => text.includes(one) || wide.includes(one)).concat('mark')
    : [];
};

const filesBelow = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(async () => {
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  engine = await newVault(folder, basename(vault));
  const faulty = lines(30, (i) => `${canaries(i).join(',')},DE,`) + `${canaries(5).join(',')}\n`;
  const rejects = join(folder, 'rejects.csv');
  const answer = await engine.call('intake.import', {
    file: file('people.csv', faulty),
    mapping: MAPPING,
    rejects,
  });
  expect([answer.accepted, answer.rejected]).toEqual([PEOPLE, 31]);
  await engine.call('intake.import', {
    file: write(
      folder,
      'orders.csv',
      `order_id,customer_id,ordered_at,total\n${lines(3000, (i) => `CANARYORDER${i},${canaries(i % PEOPLE)[0]},2026-0${1 + (i % 6)}-11,${10 + (i % 90)}.50`)}`,
    ),
  });
  await everyone(engine);
  for (const i of [1, 2])
    await engine.call('consent.change', {
      identifier: canaries(i)[0],
      purpose: 'personalize',
      state: 'withdrawn',
      at: '2026-05-05',
      reason: 'asked by letter',
    });
  const keys = await openKeystore(join(vault, 'keys.json'), PASSPHRASE);
  db = openDatabase(join(vault, 'data.db'), keys, { readonly: true });
});
afterAll(() => {
  db.close();
  engine.close();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  remove();
});

describe('a thousand people, searched for', () => {
  it('are found where they are, so that the search can fail', () => {
    expect(found(readFileSync(join(folder, 'people.csv'))).length).toBeGreaterThan(PEOPLE * 5);
    expect(found(Buffer.from(`x${canaries(3)[1]}y`, 'utf16le'))).toContain(canaries(3)[1]);
  });

  it('are not in the decrypted image of the database', () => {
    const image = db.serialize();
    expect(image.length).toBeGreaterThan(100_000);
    // The image is readable: it holds the words of the attribute.
    expect(db.prepare('SELECT sum(rows) FROM pseudonym_block').pluck().get()).toBe(3 * PEOPLE);
    expect(found(image)).toEqual([]);
  });

  it('are in no value of any table, and no column of theirs was kept', () => {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all() as string[];
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables)
      for (const row of db.prepare(`SELECT * FROM "${table}"`).raw().iterate() as Iterable<unknown[]>)
        for (const value of row)
          expect(found(Buffer.isBuffer(value) ? value : String(value)), table).toEqual([]);
    const kept = db.prepare("SELECT name FROM column_definition WHERE role = 'attribute'").pluck().all();
    expect(kept).toEqual(['country']);
  });

  it('are in no file that was written: database, log, keys, lock, temporary files, reports', () => {
    const files = [...filesBelow(vault), ...filesBelow(temporary), join(folder, 'rejects.csv')];
    expect(files.map((path) => path.slice(vault.length + 1))).toEqual(
      expect.arrayContaining(['data.db', 'data.db-wal', 'keys.json']),
    );
    for (const path of files) expect(found(readFileSync(path)), path).toEqual([]);
    // Not even the words of the attribute are readable in what is encrypted.
    for (const name of ['data.db', 'data.db-wal'])
      for (const word of ['country', 'CREATE TABLE', 'SQLite format 3', 'people.csv'])
        expect(readFileSync(join(vault, name)).includes(word), `${name}: ${word}`).toBe(false);
    expect(filesBelow(temporary)).toEqual([]);
  });

  it('are in no report of rejects, no answer and no entry of the record', async () => {
    const report = readFileSync(join(folder, 'rejects.csv'), 'utf8').trim().split('\r\n');
    expect(report.length).toBe(32);
    for (const line of report.slice(1)) expect(line).toMatch(/^\d+,\d+,\d+,(customer_id)?,[a-z0-9 ().]+,$/i);
    const answers = [
      await engine.call('vault.status', {}),
      await engine.call('audit.log', {}),
      await engine.call('features.compute', { lens: LENS }),
      await engine.call('intake.inspect', { file: join(folder, 'people.csv') }),
      await engine.call('intake.import', {
        file: file('again.csv', ',,,,,\n'),
        mapping: MAPPING,
        dryRun: true,
      }),
    ];
    for (const answer of answers) expect(found(JSON.stringify(answer))).toEqual([]);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
  });

  it('are in no error: unknown person, long text, wrong number, wrong date, wrong type', async () => {
    const source = file('errors.csv', ',,,,,\n');
    const id = MAPPING.columns[0];
    const wrong: Mapping['columns'][] = [
      [id, { column: 'note', role: 'attribute', type: 'number', format: '1234.56' }],
      [id, { column: 'full_name', role: 'attribute', type: 'number' }],
      [{ ...id, identifier: 'phone' }],
      [{ ...id, identifier: 'email' }],
      [id, { column: 'note', role: 'consent', part: 'state', purpose: 'personalize' }],
    ];
    for (const columns of wrong) {
      const error = await failure(
        engine.call('intake.import', { file: source, mapping: { ...MAPPING, columns } }),
      );
      expect(found(JSON.stringify(error))).toEqual([]);
    }
    const orders: Mapping = {
      version: 1,
      kind: 'orders',
      columns: [id, { column: 'note', role: 'time', format: 'iso' }],
    };
    expect(
      found(JSON.stringify(await failure(engine.call('intake.import', { file: source, mapping: orders })))),
    ).toEqual([]);
    // Only the officer learns that an identifier is unknown.
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    for (const identifier of ['CANARYID1', 'canary@nowhere'])
      for (const type of ['customer', 'email', 'phone'] as const) {
        const change = {
          identifier,
          type,
          purpose: 'personalize',
          state: 'refused',
          at: '2026-01-01',
          reason: 'x',
        } as const;
        expect(found(JSON.stringify(await failure(engine.call('consent.change', change))))).toEqual([]);
      }
    await engine.call('officer.leave', {});
  });
});

it('the command line tells nothing of a person in its JSON errors, nor in its temporary folder', () => {
  const env = { TMPDIR: temporary };
  const shop = join(folder, 'other');
  expect(cloister(['create', shop, '--json'], { env }).status).toBe(0);
  const mapping = write(
    folder,
    'wrong.json',
    JSON.stringify({
      ...MAPPING,
      kind: 'orders',
      columns: [MAPPING.columns[0], { column: 'full_name', role: 'time', format: 'iso' }],
    }),
  );
  const source = join(folder, 'people.csv');
  const asked = ['--purpose', 'personalize', '--at', '2026-01-01', '--reason', 'x', '--json'];
  for (const args of [
    ['import', shop, source, '--mapping', mapping, '--json'],
    ['import', shop, source, '--mapping', source, '--json'],
    ['import', shop, source, '--kind', 'events', '--json'],
    ['run', source, '--vault', shop, '--out', join(folder, 'out'), '--json'],
    ['verify', source, '--json'],
  ]) {
    const ran = cloister(args, { env });
    expect(ran.status, `${args[0]}: ${ran.out}`).toBeGreaterThan(0);
    expect(JSON.parse(ran.out).error.next).not.toBe('');
    expect(found(ran.out + ran.err), args.join(' ')).toEqual([]);
  }
  // Whether somebody is known is not told here: an entry is made either way.
  const withdrawn = cloister(['consent', shop, 'withdraw', '--identifier', canaries(7)[0], ...asked], {
    env,
  });
  expect(withdrawn.status).toBe(0);
  expect(found(withdrawn.out + withdrawn.err)).toEqual([]);
  expect(filesBelow(temporary)).toEqual([]);
});
