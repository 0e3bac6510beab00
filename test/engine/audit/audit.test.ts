/** The record: acts and their entries in one transaction, the chain, its verification. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, checkpoint, readLog, recordAct, verifyAudit } from '../../../engine/audit/audit.ts';
import type { Vault } from '../../../engine/vault/vault.ts';
import { codeOf, withVault } from '../vault/fixture.ts';

const record = (vault: Vault, n: number): Promise<null> =>
  recordAct(vault, () => ({
    result: null,
    act: { action: 'lens.set', object: `lens ${n}`, details: { n } },
  }));

/** A vault with six entries. */
const withLog = (work: (vault: Vault) => void | Promise<void>): Promise<void> =>
  withVault(async (vault) => {
    for (let n = 1; n <= 6; n++) await record(vault, n);
    expect(verifyAudit(vault)).toMatchObject({ ok: true, entries: 6, faults: [] });
    await work(vault);
  });

/** What somebody with the open database, but without the signing key, can do. */
const tamper = (vault: Vault, sql: string): void => {
  vault.db.exec('DROP TRIGGER IF EXISTS audit_entry_no_update; DROP TRIGGER IF EXISTS audit_entry_no_delete');
  vault.db.exec(sql);
};
const kinds = (vault: Vault, outside?: Checkpoint): string[] => [
  ...new Set(verifyAudit(vault, outside).faults.map(({ kind }) => kind)),
];
const hashOf = (body: string): Buffer => createHash('sha256').update('\0').update(body).digest();

/** Rewrites entries from `seq` on so that every hash and link holds again. */
const rechain = (vault: Vault, from: number): Buffer => {
  tamper(vault, '');
  const rows = vault.db.prepare('SELECT seq, body, hash FROM audit_entry ORDER BY seq').all() as {
    seq: number;
    body: string;
    hash: Buffer;
  }[];
  let prev = rows[from - 2]?.hash.toString('hex') ?? '0'.repeat(64);
  let hash: Buffer = Buffer.alloc(32);
  for (const row of rows.slice(from - 1)) {
    const entry = {
      ...(JSON.parse(row.body) as object),
      prev,
      ...(row.seq === from ? { object: 'forged' } : {}),
    };
    const body = canonicalize(entry) as string;
    hash = hashOf(body);
    vault.db.prepare('UPDATE audit_entry SET body = ?, hash = ? WHERE seq = ?').run(body, hash, row.seq);
    prev = hash.toString('hex');
  }
  return hash;
};

describe('the audit log', () => {
  it('chains canonical entries by SHA-256 and signs its head', async () => {
    await withLog((vault) => {
      const rows = vault.db.prepare('SELECT body, hash FROM audit_entry ORDER BY seq').all() as {
        body: string;
        hash: Buffer;
      }[];
      let prev = '0'.repeat(64);
      for (const { body, hash } of rows) {
        expect(canonicalize(JSON.parse(body))).toBe(body);
        expect(JSON.parse(body)).toMatchObject({ prev });
        expect(hash.equals(hashOf(body))).toBe(true);
        prev = hash.toString('hex');
      }
      expect(checkpoint(vault)).toMatchObject({ seq: 6, head: prev, vaultId: vault.keys.vaultId });
      expect(readLog(vault, 2).map(({ seq }) => seq)).toEqual([5, 6]);
    });
  });

  it.each<[string, string, string]>([
    ['an edit', `UPDATE audit_entry SET body = replace(body, 'lens 3', 'lens 4') WHERE seq = 3`, 'edited'],
    ['an edit of the last entry', `UPDATE audit_entry SET body = body || ' ' WHERE seq = 6`, 'edited'],
    ['an entry that is no longer an entry', `UPDATE audit_entry SET body = 'null' WHERE seq = 2`, 'edited'],
    ['an entry that is no longer JSON', `UPDATE audit_entry SET body = '{' WHERE seq = 2`, 'edited'],
    ['a changed hash', `UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = 4`, 'edited'],
    ['a deletion', 'DELETE FROM audit_entry WHERE seq = 3', 'missing'],
    ['a deletion at the start', 'DELETE FROM audit_entry WHERE seq = 1', 'missing'],
    [
      'a deletion that closes the gap',
      'DELETE FROM audit_entry WHERE seq = 3; UPDATE audit_entry SET seq = seq - 1 WHERE seq > 3',
      'reordered',
    ],
    [
      'a reordering',
      'UPDATE audit_entry SET seq = -2 WHERE seq = 2; UPDATE audit_entry SET seq = 2 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = -2',
      'reordered',
    ],
    ['a truncation', 'DELETE FROM audit_entry WHERE seq > 4', 'truncated'],
    ['an emptied log', 'DELETE FROM audit_entry', 'truncated'],
    ['a head that is gone', 'DELETE FROM audit_head', 'truncated'],
    ['an emptied log without head', 'DELETE FROM audit_entry; DELETE FROM audit_head', 'truncated'],
    [
      'a truncation with the head moved back',
      `DELETE FROM audit_entry WHERE seq > 4;
       UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit_entry WHERE seq = 4)`,
      'forged',
    ],
    ['a signature of zeros', 'UPDATE audit_head SET signature = zeroblob(64)', 'forged'],
    ['no signature', "UPDATE audit_head SET signature = x''", 'forged'],
    [
      'an entry added behind the head',
      `INSERT INTO audit_entry SELECT 7, replace(body, '"seq":6', '"seq":7'), hash FROM audit_entry WHERE seq = 6`,
      'forged',
    ],
    ['an entry before the first', "INSERT INTO audit_entry VALUES (0, '{}', x'00')", 'edited'],
  ])('shows %s', async (_, sql, kind) => {
    await withLog((vault) => {
      tamper(vault, sql);
      expect(verifyAudit(vault).ok).toBe(false);
      expect(kinds(vault)).toContain(kind);
    });
  });

  it('shows any single changed character of any entry', async () => {
    await withLog((vault) => {
      tamper(vault, '');
      const read = vault.db.prepare('SELECT body FROM audit_entry WHERE seq = ?').pluck();
      const write = vault.db.prepare('UPDATE audit_entry SET body = ? WHERE seq = ?');
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 6 }),
          fc.nat(),
          fc.integer({ min: 32, max: 126 }),
          (seq, at, char) => {
            const body = read.get(seq) as string;
            const place = at % body.length;
            const changed = body.slice(0, place) + String.fromCharCode(char) + body.slice(place + 1);
            write.run(changed, seq);
            const { ok } = verifyAudit(vault);
            write.run(body, seq);
            expect(ok).toBe(changed === body);
          },
        ),
        { numRuns: 60 },
      );
      expect(verifyAudit(vault).ok).toBe(true);
    });
  });

  it('shows a tail that was chained again without the key, even under another key', async () => {
    await withLog((vault) => {
      const hash = rechain(vault, 3);
      expect(kinds(vault)).toEqual(['forged']);
      const { privateKey } = generateKeyPairSync('ed25519');
      const message = Buffer.from(`cloister-audit|${vault.keys.vaultId}|6|${hash.toString('hex')}`);
      vault.db
        .prepare('UPDATE audit_head SET hash = ?, signature = ?')
        .run(hash, sign(null, message, privateKey));
      expect(kinds(vault)).toEqual(['forged']);
    });
  });

  it('cannot tell an older state of itself without a checkpoint from outside, and can with one', async () => {
    await withVault(async (vault) => {
      for (let n = 1; n <= 4; n++) await record(vault, n);
      const older = vault.db.prepare('SELECT * FROM audit_head').get() as { hash: Buffer; signature: Buffer };
      for (let n = 5; n <= 6; n++) await record(vault, n);
      const outside = checkpoint(vault);
      expect(verifyAudit(vault, outside).ok).toBe(true);
      tamper(vault, 'DELETE FROM audit_entry WHERE seq > 4');
      vault.db
        .prepare('UPDATE audit_head SET seq = 4, hash = ?, signature = ?')
        .run(older.hash, older.signature);
      expect(verifyAudit(vault).ok).toBe(true);
      expect(kinds(vault, outside)).toEqual(['truncated']);
      for (let n = 5; n <= 7; n++) await record(vault, n + 100);
      expect(verifyAudit(vault).ok).toBe(true);
      expect(kinds(vault, outside)).toEqual(['diverged']);
    });
  });

  it('takes an older checkpoint of its own, and none of another vault or of no shape', async () => {
    await withLog(async (vault) => {
      const early = checkpoint(vault);
      await record(vault, 7);
      expect(verifyAudit(vault, early).ok).toBe(true);
      await withLog((other) => expect(kinds(other, early)).toContain('diverged'));
      const renamed = await new Promise<Checkpoint>((resolve) => {
        void withLog((other) => resolve({ ...checkpoint(other), vaultId: vault.keys.vaultId }));
      });
      expect(kinds(vault, renamed)).toContain('diverged');
      expect(kinds(vault, { ...early, seq: 5 })).toContain('diverged');
      expect(kinds(vault, { ...early, signature: '' })).toContain('diverged');
      for (const junk of [{}, null, [], { vaultId: vault.keys.vaultId, seq: 'x', hash: 3 }])
        expect(kinds(vault, junk as unknown as Checkpoint)).toContain('diverged');
    });
  });

  it('does not read out an entry that is not one', async () => {
    await withLog(async (vault) => {
      tamper(vault, `UPDATE audit_entry SET body = '{' WHERE seq = 6`);
      expect(await codeOf(() => readLog(vault))).toBe('AUDIT_BROKEN');
    });
  });
});

describe('recording an act', () => {
  it('keeps the change and the entry together, or neither', async () => {
    await withLog(async (vault) => {
      const rows = () => vault.reader.prepare("SELECT count(*) FROM meta WHERE key = 'a'").pluck().get();
      const insert = "INSERT INTO meta(key, value) VALUES ('a', '1')";
      const failing: (() => Promise<unknown>)[] = [
        // The act fails after its change.
        () =>
          recordAct(vault, (db) => {
            db.exec(insert);
            throw new Error('the act failed');
          }),
        // It fails later, while it waits.
        () =>
          recordAct(vault, async (db) => {
            db.exec(insert);
            await new Promise((resolve) => setTimeout(resolve, 5));
            throw new Error('the act failed');
          }),
        // The record fails: what it is told is no plain data.
        () =>
          recordAct(vault, (db) => {
            db.exec(insert);
            return { result: 1, act: { action: 'lens.set', details: { n: Number.NaN } } };
          }),
        // The record fails: its place is taken.
        () =>
          recordAct(vault, (db) => {
            db.exec(insert);
            db.exec("INSERT INTO audit_entry VALUES (7, '{}', x'00')");
            return { result: 1, act: { action: 'lens.set' } };
          }),
        // The act ends the transaction under the record's feet.
        () =>
          recordAct(vault, (db) => {
            db.exec(insert);
            db.exec('ROLLBACK');
            throw new Error('the act failed');
          }),
      ];
      for (const attempt of failing) {
        await expect(attempt()).rejects.toThrow();
        expect(rows()).toBe(0);
        expect(verifyAudit(vault)).toMatchObject({ ok: true, entries: 6 });
        expect(vault.db.inTransaction).toBe(false);
      }
      await record(vault, 7);
      expect(verifyAudit(vault)).toMatchObject({ ok: true, entries: 7 });
    });
  });

  it('does one act at a time', async () => {
    await withLog(async (vault) => {
      const wait = Promise.withResolvers<void>();
      const first = recordAct(vault, async () => {
        await wait.promise;
        return { result: 'first', act: { action: 'lens.set' } };
      });
      expect(await codeOf(() => record(vault, 8))).toBe('VAULT_BUSY');
      wait.resolve();
      expect(await first).toBe('first');
      expect(verifyAudit(vault)).toMatchObject({ ok: true, entries: 7 });
    });
  });
});
