/**
 * The suppression list. A tombstone holds HMAC-SHA-256 of a pseudonym under a key of its own, so that after an
 * erasure the pseudonym itself is nowhere, and yet the same person is known again when a file brings them back. The
 * first 16 bits of the pseudonym stand beside it: only one in 65,536 strangers has to be hashed to be let in.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { mergedNumbers, numbersOf, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import { type Numbered, type Pseudonym, pseudonymsFrom, pseudonymsUnder } from '../identity/blocks.ts';
import type { Suppressed } from '../people.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';

/** What stands for a pseudonym on the suppression list and in the erasure journal. */
export type Mark = { type: IdentifierType; epoch: number; bucket: number; pid: Buffer };

/** Of the keys of a vault, what this room derives its own from: the signing key, which outlives epochs and rekeying. */
export type SubjectRoots = Pick<Keys, 'signing' | 'vaultId'>;

/** A key of this room for one use (HKDF-SHA-256, RFC 5869). */
export const subjectKey = (
  keys: SubjectRoots,
  use: 'tombstone' | 'journal' | 'needle' | 'acts' | 'refusals',
): Buffer => Buffer.from(hkdfSync('sha256', keys.signing, keys.vaultId, `subjects|${use}|1`, 32));

/** The first 16 bits. */
export const bucketOf = (bytes: Uint8Array, at = 0): number => (bytes[at] << 8) | bytes[at + 1];

/** What is hashed before a pseudonym of a type. */
export const tombstonePrefix = (type: string): string => `tombstone/v1\0${type}\0`;
const hashOf = (key: Buffer, type: string, value: Uint8Array): Buffer =>
  createHmac('sha256', key).update(tombstonePrefix(type)).update(value).digest();

/** The marks of pseudonyms under a vault's keys. */
export const marksOf = (keys: SubjectRoots, pseudonyms: readonly Pseudonym[]): Mark[] => {
  const key = subjectKey(keys, 'tombstone');
  return pseudonyms.map(({ type, epoch, value }) => ({
    type,
    epoch,
    bucket: bucketOf(value),
    pid: hashOf(key, type, value),
  }));
};

/** Adds tombstones; one that is there stays as it was. The caller holds the transaction. */
export const addTombstones = (
  db: Connection,
  marks: readonly Mark[],
  said:
    | { kind: 'erased'; at: number; note: string }
    | { kind: 'objected'; person: number; at: number; note: string },
): void => {
  const insert = db.prepare(
    `INSERT INTO tombstone(pid, bucket, pid_type, epoch, kind, person, at, legal_note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(pid, kind) DO NOTHING`,
  );
  const person = said.kind === 'objected' ? said.person : null;
  for (const { pid, bucket, type, epoch } of marks)
    insert.run(pid, bucket, type, epoch, said.kind, person, said.at, said.note);
};

/** Reads the suppression list; null where nobody was erased. */
export const openSuppression = (db: Connection, keys: SubjectRoots): Suppressed | null => {
  const rows = db
    .prepare("SELECT bucket, lower(hex(pid)) AS pid FROM tombstone WHERE kind = 'erased'")
    .all() as {
    bucket: number;
    pid: string;
  }[];
  if (rows.length === 0) return null;
  const buckets = new Uint8Array(65_536);
  for (const { bucket } of rows) buckets[bucket] = 1;
  const known = new Set(rows.map(({ pid }) => pid));
  const key = subjectKey(keys, 'tombstone');
  return (type, bytes, at) =>
    buckets[bucketOf(bytes, at)] === 1 &&
    known.has(hashOf(key, type, bytes.subarray(at, at + PSEUDONYM_BYTES)).toString('hex'));
};

/** The pseudonyms of people, under all their numbers, by one pass over the table. */
export const pseudonymsOfPeople = (db: Connection, people: ReadonlySet<number>): Numbered[] =>
  pseudonymsUnder(db, new Set(numbersOf(db, [...people])));

/** The pseudonyms behind marks: of each bucket those that begin so are hashed and compared. */
export const pseudonymsBehind = (db: Connection, keys: SubjectRoots, marks: readonly Mark[]): Numbered[] => {
  const key = subjectKey(keys, 'tombstone');
  return marks.flatMap(({ type, bucket, pid }) =>
    pseudonymsFrom(db, type, Buffer.from([bucket >> 8, bucket & 255])).filter(({ value }) =>
      hashOf(key, type, value).equals(pid),
    ),
  );
};

/** The people behind marks: their numbers, ascending. */
export const peopleBehind = (db: Connection, keys: SubjectRoots, marks: readonly Mark[]): number[] => {
  const merged = mergedNumbers(db);
  const people = pseudonymsBehind(db, keys, marks).map(({ person }) => personIn(merged, person));
  return [...new Set(people)].sort((a, b) => a - b);
};
