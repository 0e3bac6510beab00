/**
 * What an import of refusals costs besides, so that a restored backup still knows them: keeping 1,000,000 of them beside
 * the keystore, and saying them again in a database that does not. There is no peer. `CLOISTER_BENCH_PEOPLE` sets the size.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../engine/privacy/consent/ledger.ts';
import { OWN, PSEUDONYM_WORDS } from '../engine/privacy/identity/blocks.ts';
import { addNumbers, madeFor } from '../engine/privacy/identity/number-blocks.ts';
import { openTable } from '../engine/privacy/identity/table.ts';
import { PSEUDONYM_BYTES } from '../engine/privacy/pseudonyms.ts';
import { keepRefusals, refusalsPath, repeatRefusals } from '../engine/privacy/subjects/refusals.ts';
import { createVault } from '../engine/vault/vault.ts';

const people = Number(process.env.CLOISTER_BENCH_PEOPLE ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const timed = (what: string, work: () => unknown): void => {
  const began = performance.now();
  const result = work();
  const seconds = Number(((performance.now() - began) / 1000).toPrecision(3));
  console.log(JSON.stringify({ what, seconds, result }));
};

const vault = await createVault(join(folder, 'bench'), 'bench bench bench');
try {
  const { db } = vault;
  db.transaction(() => {
    const source = db
      .prepare(
        `INSERT INTO source(name, kind, sha256, bytes, records, accepted, rejected, duplicates, mapping, imported_at)
         VALUES ('bench', 'consents', ?, 0, 0, 0, 0, 0, '{}', 0)`,
      )
      .run(randomBytes(32)).lastInsertRowid;
    addNumbers(db, Number(source), 0, new Uint8Array(people).fill(madeFor(0)));
    const table = openTable(db, 1);
    const words = new Int32Array(Uint8Array.from(randomBytes(people * PSEUDONYM_BYTES)).buffer);
    for (let id = 0; id < people; id++) table.add('customer', words, id * PSEUDONYM_WORDS, id * 2 + OWN);
    table.flush();
  })();
  const act = randomUUID();
  db.exec('BEGIN');
  const ledger = openLedger(db, null, 1_790_000_000_000);
  const said = {
    purpose: 'personalize',
    state: 'refused',
    basis: 'consent',
    method: 'import_column',
  } as const;
  const wording = ledger.wording({
    ...said,
    notice: null,
    grade: 1,
    identifierType: 'customer',
    precision: 'instant',
  });
  for (let id = 0; id < people; id++) ledger.add(id, wording, 1_750_000_000_000 + id, null, id);
  ledger.flush();
  timed('keep the refusals of an import', () => keepRefusals(vault, db, act, 0));
  db.exec('ROLLBACK');
  console.log(
    JSON.stringify({ what: 'bytes beside the keystore', result: statSync(refusalsPath(vault)).size }),
  );
  db.exec('BEGIN');
  timed('say them again after a restore; people who are not here', () => repeatRefusals(vault, db, act));
  const again = db.prepare("SELECT count(*) FROM consent_event WHERE state = 'refused'").pluck().get();
  if (again !== people) throw new Error(`${again} were said again`);
  db.exec('ROLLBACK');
} finally {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
}
