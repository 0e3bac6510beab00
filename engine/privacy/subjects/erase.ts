/**
 * Erasure of people (GDPR Art. 17): begun, deleted, done. Each stage is one transaction with its entry in the record,
 * and an erasure that was begun goes on where it stopped when the vault is opened again:
 *
 * 1. *begun*: whom it erases is written down; then the journal beside the keystore, flushed to the disk;
 * 2. *deleted*: everything held on them goes, tombstones come (`forget.ts`);
 * 3. *done*: the database is compacted, its log folded in and cut, the decrypted image searched for what must be gone,
 *    and a signed certificate is kept.
 */
import { hash } from 'node:crypto';
import { basename } from 'node:path';
import type { ErasureCertificate, ErasureInfo } from '../../../shared/contract/subjects.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { now, recordAct } from '../../audit/audit.ts';
import { canonical } from '../../audit/chain.ts';
import { compact } from '../../vault/compact.ts';
import type { Connection } from '../../vault/database.ts';
import { withImage } from '../../vault/image.ts';
import type { Vault } from '../../vault/vault.ts';
import { type Numbered, pseudonymsUnder } from '../identity/blocks.ts';
import { leaveNumber } from '../identity/number-blocks.ts';
import { changePseudonyms } from '../identity/write-blocks.ts';
import { certify, LIMITS } from './certificate.ts';
import { type Forgotten, forgetPeople, standsElsewhere } from './forget.ts';
import { appendJournal, journalPath } from './journal.ts';
import { countHits, keepNeedles, needlesOf, readNeedles } from './residue.ts';
import { addTombstones, type Mark, marksOf } from './tombstones.ts';

/** What is told while an erasure runs. */
export type Told = (
  step: 'Writing the journal' | 'Deleting' | 'Compacting' | 'Looking for residue',
  done: number,
) => void;

const NOTE = 'erased at the request of the person; kept to stop a return, for nothing else';

type Body = {
  reference: string;
  replayed: boolean;
  removed?: Forgotten;
  suppressed?: number;
  releases?: string[];
  deletedAt?: number;
  record?: { seq: number; hash: string };
  certificate?: ErasureCertificate;
};
type Row = { id: string; at: number; stage: 'begun' | 'deleted' | 'done'; people: number; body: string };

const rowOf = (db: Connection, id: string): Row & { said: Body } => {
  const row = db.prepare('SELECT id, at, stage, people, body FROM erasure WHERE id = ?').get(id) as Row;
  return { ...row, said: JSON.parse(row.body) as Body };
};

const iso = (time: number): string => new Date(time).toISOString();

/**
 * Writes down whom an erasure is about; from here on it will be finished.
 * @param id a random UUID
 * @param whom how many people, and every number that goes
 */
export const beginErasure = (
  vault: Vault,
  id: string,
  { people, numbers }: { people: number; numbers: readonly number[] },
  said: { reference: string; replayed: boolean },
): Promise<void> =>
  recordAct(vault, (db) => {
    const body: Body = said;
    db.prepare("INSERT INTO erasure(id, at, stage, people, body) VALUES (?, ?, 'begun', ?, ?)").run(
      id,
      now(),
      people,
      JSON.stringify(body),
    );
    const insert = db.prepare('INSERT INTO erasure_subject(erasure, person) VALUES (?, ?)');
    for (const number of numbers) insert.run(id, number);
    return {
      result: undefined,
      act: {
        action: 'subject.erase',
        object: `erasure ${id}`,
        counts: { people },
        details: { stage: 'begun', ...said },
      },
    };
  });

const subjectsOf = (db: Connection, id: string): number[] =>
  db
    .prepare('SELECT person FROM erasure_subject WHERE erasure = ? ORDER BY person')
    .pluck()
    .all(id) as number[];

/** Journal, then everything in one transaction. */
const deletePeople = async (vault: Vault, id: string, tell: Told): Promise<void> => {
  const { at, said } = rowOf(vault.db, id);
  const people = subjectsOf(vault.db, id);
  const pseudonyms = pseudonymsUnder(vault.db, new Set(people));
  const marks = marksOf(vault.keys, pseudonyms);
  tell('Writing the journal', 0);
  appendJournal(vault, id, at, marks);
  tell('Deleting', 1);
  await recordAct(vault, (db) => {
    const { counts, words, releases } = forgetPeople(db, vault.keys, people, pseudonyms);
    addTombstones(db, marks, { kind: 'erased', at, note: NOTE });
    const unique = words.filter((word) => !standsElsewhere(db, word));
    keepNeedles(
      db,
      id,
      needlesOf(vault.keys, [
        ...pseudonyms.map(({ value }) => value),
        ...unique.map((word) => Buffer.from(word, 'utf8')),
      ]),
    );
    db.prepare('DELETE FROM erasure_subject WHERE erasure = ?').run(id);
    const body: Body = { ...said, removed: counts, suppressed: marks.length, releases, deletedAt: now() };
    return {
      result: undefined,
      act: {
        action: 'subject.erase',
        object: `erasure ${id}`,
        counts: { people: people.length },
        details: { stage: 'deleted', releases },
      },
      sealed: ({ seq, hash: head }) => {
        db.prepare("UPDATE erasure SET stage = 'deleted', body = ? WHERE id = ?").run(
          JSON.stringify({ ...body, record: { seq, hash: head.toString('hex') } }),
          id,
        );
      },
    };
  });
};

/** Compaction, search, certificate. */
const finish = async (vault: Vault, id: string, tell: Told): Promise<ErasureCertificate> => {
  tell('Compacting', 2);
  const logBytes = compact(vault);
  tell('Looking for residue', 3);
  const needles = readNeedles(vault.db, id);
  const { bytesScanned, hits } = withImage(vault.db, (image) => ({
    bytesScanned: image.length,
    hits: countHits(vault.keys, needles, image),
  }));
  const { at, people, said } = rowOf(vault.db, id);
  const { removed, suppressed, releases, deletedAt, record } = said;
  if (removed === undefined || record === undefined || deletedAt === undefined)
    throw new CloisterError(
      'VAULT_DAMAGED',
      'An erasure lost the account of what it deleted.',
      'Restore the vault from your backup; the erasure is done again then.',
    );
  const certificate = certify(vault.keys, {
    v: 1,
    kind: 'erasure-certificate',
    vaultId: vault.keys.vaultId,
    erasure: id,
    reference: said.reference,
    replayed: said.replayed,
    begunAt: iso(at),
    deletedAt: iso(deletedAt),
    people,
    removed,
    suppressed: suppressed ?? 0,
    journal: basename(journalPath(vault)),
    residue: { needles: needles.length, bytesScanned, hits, logBytes },
    releases: releases ?? [],
    record,
    limits: LIMITS,
  });
  await recordAct(vault, (db) => {
    db.prepare('DELETE FROM erasure_needle WHERE erasure = ?').run(id);
    db.prepare("UPDATE erasure SET stage = 'done', body = ? WHERE id = ?").run(
      JSON.stringify({ ...said, certificate }),
      id,
    );
    return {
      result: undefined,
      act: {
        action: 'subject.erase',
        object: `erasure ${id}`,
        details: {
          stage: 'done',
          certificateSha256: hash('sha256', canonical(certificate), 'hex'),
          residue: hits,
        },
      },
    };
  });
  return certificate;
};

/** Does what is left of an erasure that was begun. Doing it again changes nothing. */
export const proceed = async (vault: Vault, id: string, tell: Told): Promise<ErasureCertificate> => {
  if (rowOf(vault.db, id).stage === 'begun') await deletePeople(vault, id, tell);
  const { stage, said } = rowOf(vault.db, id);
  if (stage === 'done' && said.certificate !== undefined) return said.certificate;
  return finish(vault, id, tell);
};

/**
 * Tombstones for marks whose people the vault does not know.
 * @param housed identifiers that it knows with somebody else alone: they are taken from them
 */
export const suppressMarks = (
  vault: Vault,
  marks: readonly Mark[],
  housed: readonly Numbered[],
): Promise<void> =>
  recordAct(vault, (db) => {
    for (const { type, value, person } of housed) {
      changePseudonyms(db, type, [value], () => -1);
      leaveNumber(db, person, type);
    }
    addTombstones(db, marks, { kind: 'erased', at: now(), note: NOTE });
    return {
      result: undefined,
      act: { action: 'subject.erase', details: { stage: 'suppressed', from: 'the erasure journal' } },
    };
  });

/** Every erasure, newest first. */
export const listErasures = (db: Connection): ErasureInfo[] =>
  (db.prepare('SELECT id, at, stage, people, body FROM erasure ORDER BY at DESC, id').all() as Row[]).map(
    ({ id, at, stage, body }) => ({
      id,
      at: iso(at),
      stage,
      certificate: (JSON.parse(body) as Body).certificate ?? null,
    }),
  );
