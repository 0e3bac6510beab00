/**
 * Checkpoints: the Merkle root of the record at one entry, signed by the vault. One is made every 256 entries and
 * with every export. Kept outside the vault it is an anchor: a record that was cut, rewritten or replaced by an
 * older copy no longer contains it, even for someone who holds the database and its keys.
 */
import { verify } from 'node:crypto';
import * as v from 'valibot';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { Keys } from '../vault/keystore.ts';
import type { Vault } from '../vault/vault.ts';
import {
  canonical,
  headOf,
  keyIdOf,
  leavesOf,
  parseEntry,
  publicKey,
  readFrontier,
  signText,
} from './chain.ts';
import { consistencyPath, frontierRoot, HASH_BYTES, inclusionPath, rootOf } from './merkle.ts';

/** Entries from one checkpoint to the next. */
export const CHECKPOINT_EVERY = 256;

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
const seq = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A signed root as it is kept in the vault, in a package and in a file. */
export const checkpointSchema = v.strictObject({
  v: v.literal(1),
  vaultId: v.string(),
  /** The newest entry it covers, that entry's time and hash. */
  seq,
  at: v.string(),
  head: hex64,
  /** Merkle root over entries 1 to `seq`. */
  root: hex64,
  keyId: v.string(),
  publicKey: base64,
  /** Ed25519 over "cloister-checkpoint|" and the canonical JSON of all of the above but `publicKey`. */
  signature: base64,
  /** Proof that the history of an earlier checkpoint is the beginning of this one. */
  since: v.optional(v.strictObject({ seq, root: hex64, path: v.array(hex64) })),
});
export type Checkpoint = v.InferOutput<typeof checkpointSchema>;
type Signed = Pick<Checkpoint, 'v' | 'vaultId' | 'seq' | 'at' | 'head' | 'root' | 'keyId'>;

const signedText = ({ v: version, vaultId, seq: at, at: time, head, root, keyId }: Signed): string =>
  `cloister-checkpoint|${canonical({ v: version, vaultId, seq: at, at: time, head, root, keyId })}`;

/** Whether the checkpoint was signed by the key it names; `keyId` must be that key's. */
export const signatureHolds = (checkpoint: Checkpoint, spki: Buffer): boolean => {
  const key = publicKey(spki);
  return (
    key !== null &&
    checkpoint.keyId === keyIdOf(spki) &&
    verify(null, Buffer.from(signedText(checkpoint)), key, Buffer.from(checkpoint.signature, 'base64'))
  );
};

/** The checkpoint a value from outside holds; null when it is none. */
export const readCheckpoint = (value: unknown): Checkpoint | null => {
  const parsed = v.safeParse(checkpointSchema, value);
  return parsed.success ? parsed.output : null;
};

/** Signs the root over entries 1 to `seq`. */
export const signRoot = (keys: Keys, root: Pick<Signed, 'seq' | 'at' | 'head' | 'root'>): Checkpoint => {
  const signed: Signed = { v: 1, vaultId: keys.vaultId, ...root, keyId: keyIdOf(keys.signingPublic) };
  return {
    ...signed,
    publicKey: keys.signingPublic.toString('base64'),
    signature: signText(keys, signedText(signed)).toString('base64'),
  };
};

/** Signs the record as it stands. @throws CloisterError AUDIT_BROKEN when it has no head */
export const signCheckpoint = (db: Connection, keys: Keys): Checkpoint => {
  const head = headOf(db);
  const body = db
    .prepare('SELECT body FROM audit_entry WHERE seq = ?')
    .pluck()
    .get(head?.seq ?? 0);
  const entry = typeof body === 'string' ? parseEntry(body) : null;
  if (head === undefined || entry === null)
    throw new CloisterError(
      'AUDIT_BROKEN',
      'The audit log has no head.',
      'The vault was altered outside Cloister.',
    );
  return signRoot(keys, {
    seq: head.seq,
    at: entry.at,
    head: head.hash.toString('hex'),
    root: frontierRoot(readFrontier(db, head.seq)).toString('hex'),
  });
};

/** Signs the record as it stands and keeps the checkpoint in the vault. The caller holds the transaction. */
export const keepCheckpoint = (db: Connection, keys: Keys): Checkpoint => {
  const made = signCheckpoint(db, keys);
  db.prepare('INSERT INTO audit_checkpoint(seq, body) VALUES (?, ?)').run(made.seq, canonical(made));
  return made;
};

/** The checkpoints of a vault, oldest first. One that cannot be read is null under its number. */
export const listCheckpoints = (db: Connection): { seq: number; checkpoint: Checkpoint | null }[] =>
  (
    db.prepare('SELECT seq, body FROM audit_checkpoint ORDER BY seq').all() as { seq: number; body: string }[]
  ).map((row) => {
    try {
      return { seq: row.seq, checkpoint: readCheckpoint(JSON.parse(row.body)) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { seq: row.seq, checkpoint: null };
    }
  });

/** The signed record as it stands, not kept in the vault. */
export const checkpoint = (vault: Vault): Checkpoint => signCheckpoint(vault.reader, vault.keys);

/**
 * Adds to a checkpoint the proof that an earlier one is its beginning.
 * @throws CloisterError AUDIT_BROKEN when it is not: then the record was rewritten, or the anchor is of another vault
 */
export const withConsistency = (db: Connection, later: Checkpoint, earlier: Checkpoint): Checkpoint => {
  const leaves = leavesOf(db, later.seq);
  const all = leaves.length / HASH_BYTES;
  const path = earlier.seq <= all ? consistencyPath(leaves, earlier.seq) : null;
  const root = path === null ? null : rootOf(leaves, 0, earlier.seq).toString('hex');
  if (path === null || root !== earlier.root)
    throw new CloisterError(
      'AUDIT_BROKEN',
      `The record does not contain the earlier checkpoint of entry ${earlier.seq}.`,
      'It was cut, rewritten or replaced by an older copy, or the checkpoint belongs to another vault.',
    );
  return {
    ...later,
    since: { seq: earlier.seq, root, path: path.map((node) => node.toString('hex')) },
  };
};

/** The path from one entry to the root of a checkpoint that covers it, as hex. */
export const proofOf = (db: Connection, entry: number, covering: Checkpoint): string[] =>
  inclusionPath(leavesOf(db, covering.seq), entry - 1).map((node) => node.toString('hex'));

/** The path from a new entry to the root it was sealed with: the full subtrees before it, nearest first. */
export const pathToRoot = (db: Connection, { seq }: { seq: number }): string[] =>
  readFrontier(db, seq - 1)
    .nodes.map((node) => node.toString('hex'))
    .reverse();
