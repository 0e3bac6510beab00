/**
 * Doing again what only the journal of acts knows, because the database is an older copy. What speaks against people is
 * done before anybody may look; where the person or the file is not there yet it waits, and is done with the import that
 * brings them. What cannot be done again, a release or a file whose refusals are not kept, holds releases until an
 * officer has looked.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { rememberOfficer } from '../../audit/appointment.ts';
import { appendEntry, now, recordAct } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';
import type { Vault } from '../../vault/vault.ts';
import { reinstateBatch, revokeBatch } from '../consent/batches.ts';
import { ledgerWriter, subjectOf } from '../consent/ledger.ts';
import { allowOptOut, writeNotice, writePurpose } from '../consent/purposes.ts';
import { setLinkLimit } from '../identity/settle.ts';
import {
  type ActState,
  type JournalAct,
  journalAct,
  marksIn,
  readActs,
  type SaidAct,
  setActState,
} from './acts-journal.ts';
import { canJoin, cutAgain, joinAgain } from './joined.ts';
import { liftObjection, recordObjection } from './objection.ts';
import { keepRefusals, repeatRefusals } from './refusals.ts';
import { peopleBehind, pseudonymsBehind, pseudonymsOfPeople } from './tombstones.ts';

type Of<K extends JournalAct['kind']> = Extract<JournalAct, { kind: K }>;

const sourceOf = (
  db: Connection,
  { source, sha256 }: { source: string; sha256: string },
): number | undefined =>
  db
    .prepare('SELECT id FROM source WHERE kind = ? AND sha256 = ?')
    .pluck()
    .get(source, Buffer.from(sha256, 'hex')) as number | undefined;

const sayNo = (vault: Vault, db: Connection, act: Of<'no'>): ActState => {
  const found = pseudonymsBehind(db, vault.keys, marksIn(act.marks)).sort((a, b) => a.epoch - b.epoch);
  if (found.length === 0) return 'waiting';
  const [{ person, type, value }] = found;
  ledgerWriter(
    db,
    null,
    now(),
  )({
    person,
    purpose: act.purpose,
    state: act.state,
    basis: 'consent',
    occurredAt: act.occurredAt,
    validUntil: null,
    method: 'officer',
    notice: act.notice,
    grade: act.notice === null ? 1 : 2,
    row: null,
    reason: null,
    subject: subjectOf(value, 0),
    identifierType: type,
    actor: act.officer ? 'officer' : 'analyst',
    personLevel: act.officer,
  });
  return 'done';
};

const peopleOf = (vault: Vault, db: Connection, act: Of<'objected' | 'lifted'>): number[] =>
  peopleBehind(db, vault.keys, marksIn(act.marks));

/** Whether doing an act now would come to anything. */
const canDo = (vault: Vault, db: Connection, act: JournalAct): boolean => {
  switch (act.kind) {
    case 'no':
    case 'objected':
    case 'lifted':
      return pseudonymsBehind(db, vault.keys, marksIn(act.marks)).length > 0;
    case 'revoked':
    case 'reinstated':
    case 'imported':
      return sourceOf(db, act) !== undefined;
    case 'cut':
    case 'uncut':
    case 'joined':
      return canJoin(vault, db, act);
    case 'declared':
      return false;
    case 'released':
      return (
        db.prepare('SELECT 1 FROM release_ledger WHERE digest = ?').get(Buffer.from(act.digest, 'hex')) !==
        undefined
      );
    default:
      return true;
  }
};

/** Settings are written as they stood last. */
const settle = (db: Connection, act: Of<'purpose' | 'notice' | 'opt-out'>): void => {
  if (act.kind === 'purpose') writePurpose(db, act.purpose);
  else if (act.kind === 'notice') writeNotice(db, act.notice);
  else allowOptOut(db, act.allow);
};

/**
 * What becomes of an act that cannot be done whole: of a file or a declaration, what it said against people who are here
 * is said again. A batch that is not here waits for its file.
 */
const meanwhile = (vault: Vault, db: Connection, act: JournalAct): ActState => {
  if (act.kind === 'released') return 'missing';
  // Of many pairs some may be here.
  if (act.kind === 'joined') return joinAgain(vault, db, act);
  if (act.kind !== 'imported' && act.kind !== 'declared') return 'waiting';
  const left = repeatRefusals(vault, db, act.id);
  return left === null ? 'missing' : left > 0 ? 'waiting' : 'done';
};

/** Batches are taken back and brought back; nothing may be left of them to do so. */
const rebatch = (db: Connection, act: Of<'revoked' | 'reinstated'>): void => {
  const source = sourceOf(db, act) ?? 0;
  try {
    if (act.kind === 'revoked') revokeBatch(db, source, act.scope, 'repeated after a restore', now());
    else reinstateBatch(db, source, 'repeated after a restore', now());
  } catch (error) {
    if (!(error instanceof CloisterError) || error.code !== 'NOT_FOUND') throw error;
  }
};

const doAgain = (vault: Vault, db: Connection, act: JournalAct): ActState => {
  if (!canDo(vault, db, act)) return meanwhile(vault, db, act);
  switch (act.kind) {
    case 'no':
      return sayNo(vault, db, act);
    case 'objected':
      for (const person of peopleOf(vault, db, act))
        recordObjection(db, vault.keys, person, pseudonymsOfPeople(db, new Set([person])), {
          occurredAt: act.occurredAt,
          reason: null,
        });
      return 'done';
    case 'lifted':
      for (const person of peopleOf(vault, db, act)) liftObjection(db, person);
      return 'done';
    case 'revoked':
    case 'reinstated':
      rebatch(db, act);
      return 'done';
    case 'purpose':
    case 'notice':
    case 'opt-out':
      settle(db, act);
      return 'done';
    case 'cut':
    case 'uncut':
      return cutAgain(vault, db, act);
    case 'joined':
      return joinAgain(vault, db, act);
    case 'link-limit':
      setLinkLimit(db, act.most);
      return 'done';
    case 'officer':
      rememberOfficer(db, act.public);
      return 'done';
    case 'refused':
      appendEntry(vault, { action: 'officer.refuse', details: { at: new Date(act.at).toISOString() } });
      return 'done';
    default:
      return 'done';
  }
};

/**
 * Journals an act that said something against many people. The caller holds the transaction of the act.
 * @param after number of the last event of the ledger before the act
 */
export const journalMany = (vault: Vault, db: Connection, said: SaidAct, after: number): void => {
  keepRefusals(vault, db, journalAct(vault, db, said), after);
};

const statesOf = (db: Connection): Map<string, ActState> =>
  new Map(db.prepare('SELECT id, state FROM journaled').raw().all() as [string, ActState][]);

/** Acts that this database has not done, of those its journal holds. */
const undone = (vault: Vault, db: Connection): { act: JournalAct; state: ActState | undefined }[] => {
  const states = statesOf(db);
  return readActs(vault).acts.flatMap((act) => {
    const state = states.get(act.id);
    return state === 'done' || state === 'acknowledged' ? [] : [{ act, state }];
  });
};

/** Does what can be done, in the order of the journal. The caller holds the transaction. @returns acts done */
export const repeatActs = (vault: Vault, db: Connection): number => {
  let done = 0;
  for (const { act, state } of undone(vault, db)) {
    const now = doAgain(vault, db, act);
    if (now !== state) setActState(db, act, now);
    if (now === 'done') done += 1;
  }
  return done;
};

/**
 * What is done when a vault is opened; nothing, and no entry in the record, where the journal says nothing new.
 * @returns acts done again
 */
export const settleActs = async (vault: Vault): Promise<number> => {
  const news = undone(vault, vault.db).some(
    ({ act, state }) => state === undefined || canDo(vault, vault.db, act),
  );
  if (!news) return 0;
  return recordAct(vault, (db) => {
    const repeated = repeatActs(vault, db);
    const { releases, files } = lostSince(db);
    return {
      result: repeated,
      act: { action: 'subject.repeat', details: { from: 'the journal of acts', repeated, releases, files } },
    };
  });
};

/** Releases and files with refusals that the journal knows and this database does not, and nobody acknowledged. */
export const lostSince = (db: Connection): { releases: number; files: number; waiting: number } => {
  const of = (where: string): number =>
    db.prepare(`SELECT count(*) FROM journaled WHERE ${where}`).pluck().get() as number;
  return {
    releases: of("state = 'missing' AND kind = 'released'"),
    files: of("state = 'missing' AND kind <> 'released'"),
    waiting: of("state = 'waiting'"),
  };
};

/** An officer has looked at what is lost. The caller holds the transaction. @returns how many there were */
export const acknowledgeLost = (db: Connection): number =>
  db.prepare("UPDATE journaled SET state = 'acknowledged' WHERE state = 'missing'").run().changes;
