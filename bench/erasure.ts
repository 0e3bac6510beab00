/**
 * Erasure of one person at 1,000,000 people with 3,000,000 orders, 3,000,000 events and 3,000,000 ledger events:
 * deleting, then compaction and the search for residue. The vault is written directly, not through an import.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  allocate,
  type ColumnType,
  ensureColumn,
  openDictionary,
  writeRun,
} from '../engine/columns/columns.ts';
import { ledgerWriter } from '../engine/privacy/consent.ts';
import { openPeople } from '../engine/privacy/people.ts';
import { PSEUDONYM_BYTES } from '../engine/privacy/pseudonyms.ts';
import { beginErasure, proceed } from '../engine/privacy/subjects/erase.ts';
import type { Connection } from '../engine/vault/database.ts';
import { createVault } from '../engine/vault/vault.ts';
import type { Kind, Role } from '../shared/vocabulary.ts';

const people = Number(process.env['CLOISTER_BENCH_PEOPLE'] ?? 1_000_000);
const DAY = 86_400_000;

const addSource = (db: Connection, kind: Kind): number =>
  Number(
    db
      .prepare(
        `INSERT INTO source(name, kind, sha256, bytes, records, accepted, rejected, duplicates, mapping, imported_at)
         VALUES ('bench.csv', ?, ?, 0, 0, 0, 0, 0, '{}', 0)`,
      )
      .run(kind, randomBytes(32)).lastInsertRowid,
  );

type Column = { name: string; type: ColumnType; role: Role; value: (row: number) => number };

const addColumns = (db: Connection, kind: Kind, rows: number, columns: readonly Column[]): void => {
  const definitions = columns.map(({ name, type, role }) =>
    ensureColumn(db, {
      kind,
      name,
      label: name,
      type,
      role,
      class: role === 'attribute' ? 'ordinary' : null,
    }),
  );
  definitions.forEach(({ id, type }) => {
    if (type !== 'code') return;
    const dictionary = openDictionary(db, id);
    for (let i = 0; i < 100; i++) dictionary.code(`word ${i}`);
    dictionary.flush();
  });
  const writer = writeRun(db, addSource(db, kind), kind, definitions);
  const size = 1 << 16;
  for (let from = 0; from < rows; from += size) {
    const count = Math.min(size, rows - from);
    const arrays = columns.map(({ type, value }) => {
      const array = allocate(type, count);
      for (let row = 0; row < count; row++)
        if (type === 'hash') array.set([from + row + 1, 7], row * 2);
        else array[row] = value(from + row);
      return array;
    });
    writer.append(arrays, count);
  }
  writer.finish();
};

const seconds = (began: number): number => Number(((performance.now() - began) / 1000).toFixed(2));
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
try {
  const vault = await createVault(join(folder, 'bench'), 'bench bench bench');
  const { db } = vault;
  db.exec('BEGIN');
  const known = openPeople(db, addSource(db, 'profiles'));
  const bytes = new Uint8Array(randomBytes(people * PSEUDONYM_BYTES));
  known.resolve(
    { type: 'customer', bytes, present: new Uint8Array(people).fill(1) },
    [
      {
        type: 'email',
        bytes: new Uint8Array(randomBytes(people * PSEUDONYM_BYTES)),
        present: new Uint8Array(people).fill(1),
      },
    ],
    people,
    new Int32Array(people),
  );
  known.flush();
  const person = (row: number): number => row % people;
  addColumns(db, 'profiles', people, [
    { name: 'person', type: 'person', role: 'identifier', value: person },
    ...Array.from({ length: 6 }, (_, at) => ({
      name: `attribute_${at}`,
      type: at % 2 === 0 ? ('code' as const) : ('number' as const),
      role: 'attribute' as const,
      value: (row: number) => (row * 31 + at) % 100,
    })),
  ]);
  for (const kind of ['orders', 'events'] as const)
    addColumns(db, kind, people * 3, [
      { name: 'person', type: 'person', role: 'identifier', value: person },
      { name: 'time', type: 'time', role: 'time', value: (row) => (row % 900) * DAY },
      kind === 'orders'
        ? { name: 'amount', type: 'number', role: 'amount', value: (row) => row % 300 }
        : { name: 'name', type: 'code', role: 'name', value: (row) => row % 100 },
      { name: 'reference', type: 'hash', role: 'reference', value: () => 0 },
    ]);
  const write = ledgerWriter(db, addSource(db, 'consents'), 1000 * DAY);
  for (const purpose of ['analytics', 'personalize', 'marketing.communications.email'])
    for (let i = 0; i < people; i++)
      write({
        person: i,
        purpose,
        state: 'given',
        basis: 'consent',
        occurredAt: (i % 900) * DAY,
        validUntil: null,
        method: 'form',
        notice: null,
        grade: 1,
        row: i,
        reason: null,
      });
  db.exec('COMMIT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const megabytes = Math.round(statSync(join(vault.folder, 'data.db')).size / 1e6);
  const id = '00000000-0000-4000-8000-000000000001';
  const began = performance.now();
  let mark = began;
  let step = 'begin';
  const took: Record<string, number> = {};
  const whom = { people: 1, numbers: [people >> 1] };
  await beginErasure(vault, id, whom, { reference: '', replayed: false });
  const certificate = await proceed(vault, id, (next) => {
    took[step] = seconds(mark);
    mark = performance.now();
    step = next;
  });
  took[step] = seconds(mark);
  console.log(
    JSON.stringify({
      bench: 'erasure of one person',
      people,
      vaultMb: megabytes,
      deleteSeconds: Number((took['begin'] + took['Writing the journal'] + took['Deleting']).toFixed(2)),
      compactSeconds: took['Compacting'],
      searchSeconds: took['Looking for residue'],
      hits: certificate.residue.hits,
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
  vault.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
