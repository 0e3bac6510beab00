/**
 * Attacks on the record: on the file of the vault with its keys in hand (flip, delete, insert, reorder and truncate
 * stand in test/engine/audit), on the clock, on the act that should not be recorded, and a search for people in it.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  appendEntry,
  type Checkpoint,
  checkpoint,
  recordAct,
  verifyAudit,
} from '../../engine/audit/audit.ts';
import { entriesAbout, forgetSubject, noteOf } from '../../engine/audit/openings.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { importFile } from '../../engine/intake/import.ts';
import { runJob } from '../../engine/jobs/job.ts';
import { pseudonymsOfType } from '../../engine/privacy/identity/blocks.ts';
import { createVault, openVault, type Vault } from '../../engine/vault/vault.ts';
import { CONTRACT, type Input, type ProcedureName } from '../../shared/contract/contract.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder, withVault } from '../engine/vault/fixture.ts';

const act = (vault: Vault, name: string): Promise<null> =>
  recordAct(vault, () => ({ result: null, act: { action: 'lens.set', object: name } }));
const kinds = (vault: Vault, outside?: Checkpoint): string[] => [
  ...new Set(verifyAudit(vault, outside).faults.map(({ kind }) => kind)),
];
const tables = (vault: Vault): unknown[] =>
  ['person', 'pseudonym_block', 'source', 'chunk', 'audit_entry', 'audit_checkpoint', 'audit_opening'].map(
    (table) => vault.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  );
const PEOPLE = Array.from({ length: 30 }, (_, i) => `CANARY-${i},DE`).join('\n');
const importPeople = (vault: Vault, file: string) =>
  runJob({}, (run) =>
    importFile(
      vault,
      {
        file,
        dryRun: false,
        mapping: {
          version: 1,
          kind: 'profiles',
          columns: [
            { column: 'customer_id', role: 'identifier', identifier: 'customer' },
            { column: 'country', role: 'attribute', class: 'quasi-identifier' },
          ],
        },
      },
      run,
    ),
  );

afterEach(() => vi.useRealTimers());

describe('A1 the history is replaced', () => {
  it('an older copy of the whole vault holds by itself, and not against a newer anchor', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      const vault = await createVault(path, PASSPHRASE, CHEAP);
      for (let n = 0; n < 300; n++) await act(vault, `lens ${n}`);
      vault.close();
      const older = join(folder, 'older.db');
      copyFileSync(join(path, 'data.db'), older);

      const newer = await openVault(path, PASSPHRASE);
      await act(newer, 'the one to be forgotten');
      const anchor = checkpoint(newer);
      expect(verifyAudit(newer, anchor).ok).toBe(true);
      newer.close();

      copyFileSync(older, join(path, 'data.db'));
      const replayed = await openVault(path, PASSPHRASE);
      try {
        expect(verifyAudit(replayed)).toMatchObject({ ok: true, entries: 300, checkpoints: 1 });
        expect(kinds(replayed, anchor)).toEqual(['truncated']);
        // Acting on from there does not bring the anchor back: the histories have parted.
        await act(replayed, 'another');
        expect(verifyAudit(replayed).ok).toBe(true);
        expect(kinds(replayed, anchor)).toEqual(['diverged']);
      } finally {
        replayed.close();
      }
    });
  });

  it('two copies that went different ways both hold, and each refuses the other’s anchor', async () => {
    await withFolder(async (folder) => {
      const [left, right] = [join(folder, 'left.cloister'), join(folder, 'right.cloister')];
      const vault = await createVault(left, PASSPHRASE, CHEAP);
      for (let n = 0; n < 5; n++) await act(vault, `lens ${n}`);
      const common = checkpoint(vault);
      vault.close();
      cpSync(left, right, { recursive: true });
      const one = await openVault(left, PASSPHRASE);
      const two = await openVault(right, PASSPHRASE);
      try {
        await act(one, 'this way');
        await act(two, 'that way');
        const [a, b] = [checkpoint(one), checkpoint(two)];
        for (const side of [one, two]) expect(verifyAudit(side, common).ok).toBe(true);
        expect(kinds(one, b)).toEqual(['diverged']);
        expect(kinds(two, a)).toEqual(['diverged']);
      } finally {
        one.close();
        two.close();
      }
    });
  });

  it('who holds the signing key and signs a shorter history anew is found by the checkpoints that are kept', async () => {
    await withVault(async (vault) => {
      for (let n = 0; n < 260; n++) await act(vault, `lens ${n}`);
      vault.db.exec('DROP TRIGGER audit_entry_no_delete');
      vault.db.exec('DELETE FROM audit_entry WHERE seq > 200');
      vault.db.exec('UPDATE audit_head SET seq = 200, hash = (SELECT hash FROM audit_entry WHERE seq = 200)');
      // The product itself signs the next act, so head and chain hold again.
      await act(vault, 'as if nothing had been');
      expect(kinds(vault)).toEqual(['truncated']);
      expect(verifyAudit(vault).faults[0].text).toContain('knows entry 256');
    });
  });

  it('a checkpoint that was signed for another history is found', async () => {
    await withVault(async (vault) => {
      for (let n = 0; n < 256; n++) await act(vault, `lens ${n}`);
      vault.db.exec('DROP TRIGGER audit_checkpoint_no_update');
      const change = (sql: string): string[] => {
        vault.db.exec('SAVEPOINT change');
        vault.db.exec(sql);
        vault.db.exec('RELEASE change');
        return kinds(vault);
      };
      expect(
        change(`UPDATE audit_checkpoint SET body = json_set(body, '$.root', '${'0'.repeat(64)}')`),
      ).toEqual(['forged']);
      expect(change("UPDATE audit_checkpoint SET body = '{'")).toEqual(['forged']);
    });
  });
});

describe('A2 people in the record', () => {
  it('are in none of its entries, not by file name, header, value, identifier or typed reason', async () => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      const file = join(folder, 'Canary Canarius.csv');
      writeFileSync(
        file,
        `customer_id,country,Canary Header\n${PEOPLE.replaceAll(',DE', ',DE,canary value')}\n`,
      );
      try {
        await importPeople(vault, file);
        const [[pseudonym]] = pseudonymsOfType(vault.db, 'customer');
        appendEntry(vault, {
          action: 'consent.withdraw',
          counts: { people: 1 },
          subject: pseudonym,
          note: 'Canary rang and said so',
        });
        const log = vault.db.prepare('SELECT body FROM audit_entry').pluck().all().join('\n');
        expect(log).toContain('source.import');
        for (const one of ['canary', pseudonym.toString('hex'), pseudonym.toString('base64')])
          expect(log.toLowerCase()).not.toContain(one);
        expect(log).toContain('"people":"<11"');
      } finally {
        vault.close();
      }
    });
  });

  it('survives erasure: link and reason go, the chain holds', async () => {
    await withVault(async (vault) => {
      const [mine, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
      for (const subject of [mine, other, mine])
        await recordAct(vault, () => ({
          result: null,
          act: { action: 'consent.withdraw', subject, note: 'asked by telephone' },
        }));
      const bodies = (): unknown[] => vault.db.prepare('SELECT body FROM audit_entry').pluck().all();
      const before = bodies();
      // The same person twice is two unlike commitments: entries cannot be linked without the nonce.
      expect(
        new Set(before.map((body) => (JSON.parse(body as string) as { subjectCommit: string }).subjectCommit))
          .size,
      ).toBe(3);
      expect(entriesAbout(vault.db, [mine])).toEqual([1, 3]);
      await recordAct(vault, (db) => ({ result: forgetSubject(db, [mine]), act: { action: 'lens.set' } }));
      expect(entriesAbout(vault.db, [mine])).toEqual([]);
      expect(entriesAbout(vault.db, [other])).toEqual([2]);
      expect([noteOf(vault.db, 1), noteOf(vault.db, 2)]).toEqual([null, 'asked by telephone']);
      expect(bodies().slice(0, 3)).toEqual(before);
      expect(verifyAudit(vault).ok).toBe(true);
    });
  });
});

describe('A3 the clock', () => {
  it('may run backwards: it is told, and the order stays that of the entries', async () => {
    await withVault(async (vault) => {
      vi.useFakeTimers({ toFake: ['Date'] });
      for (const hour of [10, 11, 9, 12]) {
        vi.setSystemTime(Date.UTC(2026, 5, 1, hour));
        await act(vault, `at ${hour}`);
      }
      expect(verifyAudit(vault)).toMatchObject({ ok: true, clockBackwards: [{ seq: 3, seconds: 7200 }] });
    });
  });
});

describe('A4 the record cannot be written', () => {
  it.each(['audit_entry', 'audit_head', 'audit_frontier'])('then nothing is imported: %s', async (table) => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      const file = join(folder, 'people.csv');
      writeFileSync(file, `customer_id,country\n${PEOPLE}\n`);
      try {
        const before = tables(vault);
        vault.db.exec(
          `CREATE TRIGGER refuse BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no more'); END`,
        );
        await expect(importPeople(vault, file)).rejects.toThrow('no more');
        expect(tables(vault)).toEqual(before);
        vault.db.exec('DROP TRIGGER refuse');
        await importPeople(vault, file);
        expect(tables(vault)).not.toEqual(before);
        expect(verifyAudit(vault)).toMatchObject({ ok: true, entries: 1 });
      } finally {
        vault.close();
      }
    });
  });

  it('then no file of it is written either, and one that cannot be written leaves no entry', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      (await createVault(path, PASSPHRASE, CHEAP)).close();
      const engine = createEngine();
      try {
        await engine.call('vault.open', { path, passphrase: PASSPHRASE });
        const before = await engine.call('audit.log', {});
        mkdirSync(join(folder, 'taken.json', 'by a folder'), { recursive: true });
        await expect(
          engine.call('audit.export', {
            what: 'checkpoint',
            file: join(folder, 'taken.json'),
            replace: true,
          }),
        ).rejects.toThrow();
        expect(await engine.call('audit.log', {})).toEqual(before);
        const file = join(folder, 'log.jsonl');
        await engine.call('audit.export', { what: 'log', file });
        expect(readFileSync(file, 'utf8')).toContain('"action":"audit.export"');
        expect(await codeOf(() => engine.call('audit.export', { what: 'log', file }))).toBe(
          'FOLDER_NOT_WRITABLE',
        );
      } finally {
        engine.close();
        rmSync(path, { recursive: true, force: true });
      }
    });
  });
});

describe('A5 an analyst acts as officer', () => {
  const officers = (Object.keys(CONTRACT) as ProcedureName[]).filter((name) => CONTRACT[name].officer);
  const tried = async (engine: Engine, name: ProcedureName): Promise<string> =>
    codeOf(() => engine.call(name, {} as Input<typeof name>));

  it('and is refused by every procedure that is the officer’s, whatever is asked', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      (await createVault(path, PASSPHRASE, CHEAP)).close();
      const engine = createEngine();
      try {
        await engine.call('vault.open', { path, passphrase: PASSPHRASE });
        expect(officers.length).toBeGreaterThan(2);
        // An input that is not valid is refused for that; nothing else may come before the right.
        for (const name of officers)
          expect([name, ['OFFICER_NEEDED', 'USAGE'].includes(await tried(engine, name))]).toEqual([
            name,
            true,
          ]);
        expect(await tried(engine, 'officer.dismiss')).toBe('OFFICER_NEEDED');
        expect(await engine.call('audit.log', {})).toEqual([]);
      } finally {
        engine.close();
      }
    });
  });
});
