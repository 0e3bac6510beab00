/**
 * Consent at 1,000,000 people and 3,000,000 events over the purposes every vault begins with: switching the lens
 * (another purpose, another date), one person's standing, and a withdrawal until the lens follows. The goals are a
 * second and a millisecond; there is no peer. `CLOISTER_BENCH_PEOPLE` sets the size.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, eligibility, ledgerWriter, requirePurpose } from '../engine/privacy/consent.ts';
import { addNumbers, madeFor } from '../engine/privacy/identity/number-blocks.ts';
import { createVault } from '../engine/vault/vault.ts';
import { createRandom } from '../shared/random.ts';
import { PURPOSES } from '../shared/vocabulary.ts';

const people = Number(process.env.CLOISTER_BENCH_PEOPLE ?? 1_000_000);
const events = people * 3;
const AS_OF = Date.UTC(2026, 6, 1);
const folder = mkdtempSync(join(tmpdir(), 'cloister-bench-'));
const told = (
  what: string,
  [, wall, cpu]: [unknown, number, number],
  rounds = 1,
  more: Record<string, number> = {},
): void =>
  console.log(
    JSON.stringify({
      what,
      seconds: Number((wall / rounds).toPrecision(3)),
      cpuSeconds: Number((cpu / rounds).toPrecision(3)),
      ...more,
    }),
  );
/** Result, seconds, and seconds of processor time, which other work on the machine does not lengthen as much. */
const timed = <T>(work: () => T): [T, number, number] => {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  return [result, (performance.now() - began) / 1000, (user + system) / 1e6];
};

const vault = await createVault(join(folder, 'bench'), 'bench bench bench');
try {
  const { db, reader } = vault;
  const random = createRandom(1);
  const writing = timed(() =>
    db.transaction(() => {
      const source = db
        .prepare(
          `INSERT INTO source(name, kind, sha256, bytes, records, accepted, rejected, duplicates, mapping, imported_at)
           VALUES ('bench', 'consents', ?, 0, 0, 0, 0, 0, '{}', 0)`,
        )
        .run(randomBytes(32)).lastInsertRowid as number;
      addNumbers(db, source, 0, new Uint8Array(people).fill(madeFor(0)));
      const write = ledgerWriter(db, source, Date.UTC(2026, 10, 1));
      for (let i = 0; i < events; i++)
        write({
          person: Math.floor(random.next() * people),
          purpose: PURPOSES[i % PURPOSES.length].id,
          state: random.next() < 0.8 ? 'given' : 'withdrawn',
          basis: 'consent',
          occurredAt: AS_OF - Math.floor(random.next() * 900 * 86_400_000),
          validUntil: null,
          method: 'import_column',
          notice: '2026-1',
          grade: 2,
          row: i,
          reason: null,
          subject: Math.floor(random.next() * 2 ** 48),
        });
    })(),
  );
  told('write the ledger', writing, 1, { people, events });
  for (const { id } of PURPOSES.slice(1, 3)) {
    const first = timed(() => decide(reader, people, requirePurpose(reader, id), AS_OF));
    told(`lens on ${id}, first time`, first, 1, { admitted: first[0].filter((code) => code === 0).length });
  }
  const again = timed(() => decide(reader, people, requirePurpose(reader, PURPOSES[1].id), AS_OF - 864e5));
  told('lens back, another date', again);
  const rounds = 500;
  const one = timed(() => {
    for (let i = 0; i < rounds; i++)
      eligibility(reader, Math.floor(random.next() * people), PURPOSES[1].id, AS_OF);
  });
  told('standing of one person', one, rounds);
  const admitted = decide(reader, people, requirePurpose(reader, PURPOSES[1].id), AS_OF).indexOf(0);
  const follows = timed(() => {
    ledgerWriter(
      db,
      null,
      Date.UTC(2026, 10, 1),
    )({
      person: admitted,
      purpose: PURPOSES[1].id,
      state: 'withdrawn',
      basis: 'consent',
      occurredAt: AS_OF,
      validUntil: null,
      method: 'officer',
      notice: null,
      grade: 1,
      row: null,
      reason: null,
    });
    if (decide(reader, people, requirePurpose(reader, PURPOSES[1].id), AS_OF)[admitted] === 0)
      throw new Error('the lens did not follow');
  });
  told('a withdrawal, until the lens follows', follows);
} finally {
  vault.close();
  rmSync(folder, { recursive: true, force: true });
}
