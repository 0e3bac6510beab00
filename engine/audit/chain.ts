/**
 * The chain: how an entry is spelled, hashed and linked, and how the head is signed. Bodies are canonical JSON
 * (RFC 8785), so that a hash has one spelling; the hash of an entry is its leaf in the Merkle tree (RFC 6962).
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Connection } from '../vault/database.ts';
import type { Keys } from '../vault/keystore.ts';
import type { Act } from './audit.ts';
import { addLeaf, emptyFrontier, type Frontier, HASH_BYTES, leafHash } from './merkle.ts';

/** An act as it stands in the record. */
export type Entry = Omit<Act, 'subject' | 'note' | 'counts'> & {
  v: 1;
  seq: number;
  /** The clock of this machine, UTC. The order of acts is `seq`; a clock can run backwards. */
  at: string;
  /** As what somebody acted, and with which key an officer did; an analyst acts under the passphrase of the vault. */
  role: string;
  key?: string;
  app: string;
  /** Counts of people and rows; one from 1 to 10 is written "<11". */
  counts?: Record<string, number | string>;
  /** SHA-256(0x02 ‖ nonce ‖ pseudonym) where the act was about one person, SHA-256(0x02 ‖ nonce ‖ text) of a reason. */
  subjectCommit?: string;
  noteCommit?: string;
  /** Hash of the entry before, 64 zeros for the first. */
  prev: string;
};

export const GENESIS = '0'.repeat(64);

/** Plain data as canonical JSON. @throws Error for what JSON cannot say */
export const canonical = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('an audit entry must be plain data');
  return text;
};

const headMessage = (vaultId: string, seq: number, head: Uint8Array): Buffer =>
  Buffer.from(`cloister-audit|${vaultId}|${seq}|${Buffer.from(head).toString('hex')}`);

const privateKey = (keys: Keys): KeyObject =>
  createPrivateKey({ key: keys.signing, format: 'der', type: 'pkcs8' });

/** What an Ed25519 public key looks like in SPKI DER (RFC 8410 §4): these 12 bytes, then the 32 of the key. */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** The public half of a signing key as a key object; null for bytes that are none, as they may come from a file. */
export const publicKey = (spki: Buffer): KeyObject | null =>
  spki.length === ED25519_SPKI.length + 32 && spki.subarray(0, ED25519_SPKI.length).equals(ED25519_SPKI)
    ? createPublicKey({ key: spki, format: 'der', type: 'spki' })
    : null;

/** Name of a signing key: the first 16 hex digits of SHA-256 over its public half (SPKI DER). */
export const keyIdOf = (spki: Buffer): string => hash('sha256', spki, 'hex').slice(0, 16);

export const signHead = (keys: Keys, seq: number, head: Buffer): Buffer =>
  sign(null, headMessage(keys.vaultId, seq, head), privateKey(keys));

export const headHolds = (keys: Keys, seq: number, head: Uint8Array, signature: Uint8Array): boolean => {
  const key = publicKey(keys.signingPublic);
  return key !== null && verify(null, headMessage(keys.vaultId, seq, head), key, signature);
};

export const signText = (keys: Keys, text: string): Buffer => sign(null, Buffer.from(text), privateKey(keys));

export type HeadRow = { seq: number; hash: Buffer; signature: Buffer };
export const headOf = (db: Connection): HeadRow | undefined =>
  db.prepare('SELECT seq, hash, signature FROM audit_head WHERE id = 1').get() as HeadRow | undefined;

/** Hashes of all entries in their order, packed. */
export const leavesOf = (db: Connection, upTo = Number.MAX_SAFE_INTEGER): Uint8Array => {
  const rows = db.prepare('SELECT hash FROM audit_entry WHERE seq <= ? ORDER BY seq').pluck().all(upTo);
  return Buffer.concat(rows as Buffer[]);
};

type FrontierRow = { size: number; nodes: Buffer };

/** The Merkle tree over the first `size` entries, from what is kept or, where that is older or gone, from the entries. */
export const readFrontier = (db: Connection, size: number): Frontier => {
  const row = db.prepare('SELECT size, nodes FROM audit_frontier WHERE id = 1').get() as
    | FrontierRow
    | undefined;
  if (row?.size === size) {
    const nodes: Buffer[] = [];
    for (let at = 0; at < row.nodes.length; at += HASH_BYTES)
      nodes.push(Buffer.from(row.nodes.subarray(at, at + HASH_BYTES)));
    return { size, nodes };
  }
  const frontier = emptyFrontier();
  const rows = db.prepare('SELECT hash FROM audit_entry WHERE seq <= ? ORDER BY seq').pluck().iterate(size);
  for (const leaf of rows as Iterable<Buffer>) addLeaf(frontier, leaf);
  return frontier;
};

/** Writes a finished entry with its link, the signed head and the tree. The caller holds the transaction. */
export const writeEntry = (db: Connection, keys: Keys, seq: number, body: string): Buffer => {
  const leaf = leafHash(body);
  const frontier = readFrontier(db, seq - 1);
  addLeaf(frontier, leaf);
  db.prepare('INSERT INTO audit_entry(seq, body, hash) VALUES (?, ?, ?)').run(seq, body, leaf);
  db.prepare(
    `INSERT INTO audit_head(id, seq, hash, signature) VALUES (1, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature`,
  ).run(seq, leaf, signHead(keys, seq, leaf));
  db.prepare(
    `INSERT INTO audit_frontier(id, size, nodes) VALUES (1, ?, ?)
     ON CONFLICT(id) DO UPDATE SET size = excluded.size, nodes = excluded.nodes`,
  ).run(seq, Buffer.concat(frontier.nodes));
  return leaf;
};

/** A text between `mark` and the next quotation mark or comma, from the place `at` on. */
const textAfter = (body: string, at: number, mark: string, end: string): string =>
  at < 0 ? '' : body.slice(at + mark.length, body.indexOf(end, at + mark.length));

/**
 * Number, link and time of an entry without parsing all of it, which would take most of a verification. Canonical
 * JSON sorts its names, so `at` comes before everything that could hold another one and `prev` and `seq` after; a
 * quotation mark inside a value is escaped. Answers null where that does not lead to the three.
 */
export const glance = (body: string): Pick<Entry, 'seq' | 'prev' | 'at'> | null => {
  const prev = textAfter(body, body.lastIndexOf('"prev":"'), '"prev":"', '"');
  const seq = Number(textAfter(body, body.lastIndexOf(',"seq":'), ',"seq":', ',') || Number.NaN);
  const at = textAfter(body, body.indexOf('"at":"'), '"at":"', '"');
  return prev.length === 64 && Number.isSafeInteger(seq) && at.length === 24 ? { seq, prev, at } : null;
};

/** The entry a body holds, or null where it was edited into something else. */
export const parseEntry = (body: string): Entry | null => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'seq' in value ? (value as Entry) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
