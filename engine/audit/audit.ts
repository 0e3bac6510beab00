/**
 * audit: the record of every act, written in the transaction that does it: if the record fails, so does the
 * act. Entries form a hash chain; the head is signed, so that an edit, a deletion, a reordering and a
 * truncation all show. An entry holds no personal data: counts, names of files and policies, hashes.
 *
 * Someone who holds the database, the passphrase and every checkpoint outside could write another history;
 * a checkpoint kept elsewhere is what binds even them.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { actor } from './actor.ts';

export type Action =
  | 'vault.create'
  | 'vault.open'
  | 'source.import'
  | 'consent.record'
  | 'consent.withdraw'
  | 'lens.set'
  | 'features.compute'
  | 'clustering.fit'
  | 'segment.define'
  | 'segment.refresh'
  | 'persona.describe'
  | 'persona.edit'
  | 'history.undo'
  | 'history.redo'
  | 'export.release'
  | 'officer.enter'
  | 'officer.refuse'
  | 'officer.appoint'
  | 'officer.dismiss';

/** What an act says of itself. Values are counts, names and hashes; never a value of a person. */
export type Act = { action: Action; object?: string; purpose?: string; details?: Record<string, unknown> };

/** `key` says with which key an officer acted. */
export type Entry = Act & { v: 1; seq: number; at: string; role: string; key?: string; prev: string };

/** A signed head of the chain, to be kept outside the vault. */
export type Checkpoint = {
  v: 1;
  vaultId: string;
  seq: number;
  hash: string;
  signature: string;
  publicKey: string;
};

/** The clock, for the record alone: no result may depend on it. UTC epoch milliseconds. */
export const now = (): number => Date.now();

const GENESIS = '0'.repeat(64);

const hashOf = (body: string): Buffer =>
  createHash('sha256')
    .update(Buffer.from([0]))
    .update(body, 'utf8')
    .digest();

const headMessage = (vaultId: string, seq: number, hash: Buffer): Buffer =>
  Buffer.from(`cloister-audit|${vaultId}|${seq}|${hash.toString('hex')}`);

type HeadRow = { seq: number; hash: Buffer; signature: Buffer };
const headOf = (db: Connection): HeadRow | undefined =>
  db.prepare('SELECT seq, hash, signature FROM audit_head WHERE id = 1').get() as HeadRow | undefined;

/** Appends an entry under the name of who acts; the caller holds the transaction of the act it records. */
export const appendEntry = (vault: Vault, act: Act): void => {
  const { db, keys } = vault;
  const head = headOf(db);
  const seq = (head?.seq ?? 0) + 1;
  const entry: Entry = {
    v: 1,
    seq,
    at: new Date(now()).toISOString(),
    ...actor(),
    prev: head?.hash.toString('hex') ?? GENESIS,
    ...act,
  };
  const body = canonicalize(entry);
  if (body === undefined) throw new Error('an audit entry must be plain data');
  const hash = hashOf(body);
  const key = createPrivateKey({ key: keys.signing, format: 'der', type: 'pkcs8' });
  const signature = sign(null, headMessage(keys.vaultId, seq, hash), key);
  db.prepare('INSERT INTO audit_entry(seq, body, hash) VALUES (?, ?, ?)').run(seq, body, hash);
  db.prepare(
    `INSERT INTO audit_head(id, seq, hash, signature) VALUES (1, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature`,
  ).run(seq, hash, signature);
};

/**
 * Does an act and records it, in one transaction. `work` returns the result and what to record, and may wait;
 * one act runs at a time. On any error, or when it is cancelled, everything is rolled back.
 */
export const recordAct = async <T>(
  vault: Vault,
  work: (db: Connection) => Promise<{ result: T; act: Act }> | { result: T; act: Act },
): Promise<T> => {
  if (vault.db.inTransaction)
    throw new CloisterError(
      'VAULT_BUSY',
      'Another change to this vault is still running.',
      'Wait until it has ended.',
    );
  vault.db.exec('BEGIN IMMEDIATE');
  try {
    const { result, act } = await work(vault.db);
    appendEntry(vault, act);
    vault.db.exec('COMMIT');
    return result;
  } catch (error) {
    if (vault.db.inTransaction) vault.db.exec('ROLLBACK');
    throw error;
  }
};

/** The signed head as it stands. */
export const checkpoint = (vault: Vault): Checkpoint => {
  const head = headOf(vault.reader);
  if (head === undefined)
    throw new CloisterError(
      'AUDIT_BROKEN',
      'The audit log has no head.',
      'The vault was altered outside Cloister.',
    );
  return {
    v: 1,
    vaultId: vault.keys.vaultId,
    seq: head.seq,
    hash: head.hash.toString('hex'),
    signature: head.signature.toString('base64'),
    publicKey: vault.keys.signingPublic.toString('base64'),
  };
};

/** The entry a body holds, or null where it was edited into something else. */
const parseEntry = (body: string): Entry | null => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'seq' in value ? (value as Entry) : null;
  } catch {
    return null;
  }
};

/** The newest entries, oldest first. @throws CloisterError AUDIT_BROKEN when one cannot be read */
export const readLog = (vault: Vault, limit = 1000): Entry[] =>
  (
    vault.reader.prepare('SELECT seq, body FROM audit_entry ORDER BY seq DESC LIMIT ?').all(limit) as {
      seq: number;
      body: string;
    }[]
  )
    .reverse()
    .map(({ seq, body }) => {
      const entry = parseEntry(body);
      if (entry !== null) return entry;
      throw new CloisterError(
        'AUDIT_BROKEN',
        `Entry ${seq} of the audit log cannot be read.`,
        'The vault was altered outside Cloister; run `cloister audit VAULT verify`.',
      );
    });

/** Why a log does not verify. */
export type Fault = {
  seq: number;
  kind: 'edited' | 'missing' | 'reordered' | 'truncated' | 'forged' | 'diverged';
  text: string;
};
export type Verification = { ok: boolean; entries: number; head: string | null; faults: Fault[] };

const signatureHolds = (vault: Vault, seq: number, hash: Buffer, signature: Buffer): boolean => {
  const key = createPublicKey({ key: vault.keys.signingPublic, format: 'der', type: 'spki' });
  return verify(null, headMessage(vault.keys.vaultId, seq, hash), key, signature);
};

/** A checkpoint comes from a file, so its shape is not taken on trust. */
const isCheckpoint = (value: unknown): value is Checkpoint => {
  const { seq, ...texts } = Object(value) as Partial<Checkpoint>;
  return (
    Number.isInteger(seq) &&
    [texts.vaultId, texts.hash, texts.signature].every((text) => typeof text === 'string')
  );
};

/**
 * Walks the whole chain. Finds an edited entry (its hash no longer fits), a missing one (a gap in the
 * numbers), a reordering (an entry under another's number, or a link that does not fit), a truncation (the
 * signed head names a later entry) and, given a checkpoint from outside, another history.
 */
export const verifyAudit = (vault: Vault, outside?: Checkpoint): Verification => {
  const faults: Fault[] = [];
  const add = (seq: number, kind: Fault['kind'], text: string): number => faults.push({ seq, kind, text });
  let expected = 1;
  let previous = GENESIS;
  let entries = 0;
  let last: Buffer | null = null;
  let outsideSeen: string | null = null;
  const rows = vault.reader.prepare('SELECT seq, body, hash FROM audit_entry ORDER BY seq').iterate();
  for (const row of rows as Iterable<{ seq: number; body: string; hash: Buffer }>) {
    entries += 1;
    if (row.seq !== expected) add(expected, 'missing', `Entries ${expected} to ${row.seq - 1} are missing.`);
    const actual = hashOf(row.body);
    if (!actual.equals(row.hash)) add(row.seq, 'edited', `Entry ${row.seq} was edited.`);
    const entry: Partial<Entry> = parseEntry(row.body) ?? {};
    if (entry.seq === undefined) add(row.seq, 'edited', `Entry ${row.seq} is not readable.`);
    if (entry.seq !== undefined && entry.seq !== row.seq)
      add(row.seq, 'reordered', `Entry ${entry.seq} stands in the place of entry ${row.seq}.`);
    else if (row.seq === expected && entry.prev !== previous)
      add(row.seq, 'reordered', `Entry ${row.seq} does not follow the entry before it.`);
    if (outside !== undefined && row.seq === outside?.seq) outsideSeen = row.hash.toString('hex');
    previous = row.hash.toString('hex');
    last = row.hash;
    expected = row.seq + 1;
  }
  const head = headOf(vault.reader);
  if (head === undefined) add(expected, 'truncated', 'The signed head of the log is missing.');
  else {
    if (!signatureHolds(vault, head.seq, head.hash, head.signature))
      add(head.seq, 'forged', 'The signature of the head does not hold.');
    if (head.seq >= expected)
      add(
        expected,
        'truncated',
        `The log ends at entry ${expected - 1}, but its signed head is entry ${head.seq}.`,
      );
    else if (head.seq < expected - 1 || last === null || !head.hash.equals(last))
      add(head.seq, 'forged', `The log goes on after its signed head, entry ${head.seq}.`);
  }
  if (outside !== undefined && !isCheckpoint(outside)) add(0, 'diverged', 'The checkpoint is not one.');
  else if (outside !== undefined) {
    const hash = Buffer.from(outside.hash, 'hex');
    if (
      outside.vaultId !== vault.keys.vaultId ||
      !signatureHolds(vault, outside.seq, hash, Buffer.from(outside.signature, 'base64'))
    )
      add(outside.seq, 'diverged', 'The checkpoint was not signed by this vault.');
    else if (outsideSeen === null)
      add(
        outside.seq,
        'truncated',
        `The checkpoint knows entry ${outside.seq}, which the log no longer has.`,
      );
    else if (outsideSeen !== outside.hash)
      add(outside.seq, 'diverged', `Entry ${outside.seq} is not the one the checkpoint signed.`);
  }
  return { ok: faults.length === 0, entries, head: head?.hash.toString('hex') ?? null, faults };
};
