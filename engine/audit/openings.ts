/**
 * Commitments: an entry about one person, or with a typed reason, holds only SHA-256(0x02 ‖ nonce ‖ what it is).
 * Nonce and text stand in a side table. Erasing a person deletes theirs: the chain still verifies, and what bound
 * the entry to the person is gone.
 */
import { hash, randomBytes } from 'node:crypto';
import type { Connection } from '../vault/database.ts';

const NONCE_BYTES = 32;
type Opening = { seq: number; nonce: Buffer };

/** SHA-256(0x02 ‖ nonce ‖ content), hex. */
export const commitmentOf = (nonce: Uint8Array, content: Uint8Array): string =>
  hash('sha256', Buffer.concat([Buffer.from([2]), nonce, content]), 'hex');

const keep = (
  db: Connection,
  seq: number,
  kind: string,
  content: Uint8Array,
  text: string | null,
): string => {
  const nonce = randomBytes(NONCE_BYTES);
  db.prepare('INSERT INTO audit_opening(seq, kind, nonce, text) VALUES (?, ?, ?, ?)').run(
    seq,
    kind,
    nonce,
    text,
  );
  return commitmentOf(nonce, content);
};

/** Commits entry `seq` to a person's pseudonym (32 bytes); the pseudonym itself is kept nowhere. */
export const commitSubject = (db: Connection, seq: number, pseudonym: Uint8Array): string =>
  keep(db, seq, 'subject', pseudonym, null);

/** Commits entry `seq` to a reason somebody typed; the text is kept beside the record. */
export const commitNote = (db: Connection, seq: number, note: string): string =>
  keep(db, seq, 'note', Buffer.from(note, 'utf8'), note);

/** The reason of an entry; null where there is none, or it was erased. */
export const noteOf = (db: Connection, seq: number): string | null =>
  (db.prepare("SELECT text FROM audit_opening WHERE seq = ? AND kind = 'note'").pluck().get(seq) as
    | string
    | undefined) ?? null;

/** Numbers of the entries about the person with one of these pseudonyms, found by trying every nonce. */
export const entriesAbout = (db: Connection, pseudonyms: readonly Uint8Array[]): number[] => {
  const rows = db.prepare(
    `SELECT o.seq, o.nonce, json_extract(e.body, '$.subjectCommit') AS said
     FROM audit_opening AS o JOIN audit_entry AS e ON e.seq = o.seq WHERE o.kind = 'subject' ORDER BY o.seq`,
  );
  return (rows.all() as (Opening & { said: string | null })[])
    .filter(({ nonce, said }) => pseudonyms.some((one) => commitmentOf(nonce, one) === said))
    .map(({ seq }) => seq);
};

/**
 * Forgets what binds entries to a person: nonces and the reasons typed with those acts. Part of an erasure; the
 * caller holds its transaction. @returns how many entries were about the person
 */
export const forgetSubject = (db: Connection, pseudonyms: readonly Uint8Array[]): number => {
  const entries = entriesAbout(db, pseudonyms);
  const remove = db.prepare('DELETE FROM audit_opening WHERE seq = ?');
  for (const seq of entries) remove.run(seq);
  return entries.length;
};
