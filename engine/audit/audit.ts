/**
 * audit: the record of every act, written in the transaction that does it: if the record fails, so does the
 * act. Entries form a hash chain whose head is signed, and a Merkle tree whose roots are signed as checkpoints, so
 * that an edit, a deletion, a reordering, a truncation and an older copy all show. An entry holds no personal data:
 * names of files and policies, hashes, and counts, small ones as "<11"; what is bound to a person is a commitment.
 *
 * Someone who holds the database, the passphrase and every checkpoint outside could write another history;
 * a checkpoint kept elsewhere is what binds even them. That the record was told the truth it cannot prove.
 */
import { APP } from '../../shared/app.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { actor } from './actor.ts';
import { canonical, type Entry, GENESIS, headOf, writeEntry } from './chain.ts';
import { CHECKPOINT_EVERY, type Checkpoint, keepCheckpoint } from './checkpoint.ts';
import { commitNote, commitSubject } from './openings.ts';

export type { Entry } from './chain.ts';
export { type Checkpoint, checkpoint } from './checkpoint.ts';
export { readLog } from './log.ts';
export { type Verification, verifyAudit } from './verify.ts';

export type Action =
  | 'vault.create'
  | 'vault.open'
  | 'source.import'
  | 'source.rejects'
  | 'mapping.save'
  | 'consent.record'
  | 'consent.withdraw'
  | 'consent.purpose'
  | 'consent.setting'
  | 'consent.notice'
  | 'consent.revoke'
  | 'consent.reinstate'
  | 'consent.show'
  | 'consent.prove'
  | 'lens.set'
  | 'features.compute'
  | 'clustering.fit'
  | 'clustering.explain'
  | 'clustering.keep'
  | 'value.fit'
  | 'features.keep'
  | 'rfm.define'
  | 'prediction.fit'
  | 'segment.define'
  | 'segment.refresh'
  | 'persona.describe'
  | 'persona.edit'
  | 'history.undo'
  | 'history.redo'
  | 'audit.export'
  | 'export.release'
  | 'release.prepare'
  | 'release.deny'
  | 'release.setting'
  | 'noise.spend'
  | 'officer.enter'
  | 'officer.refuse'
  | 'officer.appoint'
  | 'officer.dismiss'
  | 'keys.passphrase'
  | 'keys.rekey'
  | 'keys.epoch'
  | 'keys.shred'
  | 'subject.access'
  | 'subject.object'
  | 'subject.erase'
  | 'subject.repeat'
  | 'subject.readmit'
  | 'subject.lift'
  | 'release.acknowledge'
  | 'keys.prepare'
  | 'keys.undo'
  | 'keys.move'
  | 'vault.backup'
  | 'vault.restore'
  | 'vault.scan'
  | 'column.classify'
  | 'column.allow'
  | 'column.drop'
  | 'column.coarsen'
  | 'minimization.audit'
  | 'identity.explain'
  | 'identity.cut'
  | 'identity.restore'
  | 'identity.limit'
  | 'watch.set'
  | 'watch.switch'
  | 'watch.remove'
  | 'watch.file'
  | 'identity.duplicates'
  | 'identity.confirm'
  | 'retention.set'
  | 'retention.purge'
  | 'processing.describe';

/** What an act says of itself. Values are counts, names and hashes; never a value of a person. */
export type Act = {
  action: Action;
  /** What it was done to, as "kind name": `source 3`, `segment loyal`. */
  object?: string;
  purpose?: string;
  /** Counts of people or rows; those from 1 to 10 are written "<11". */
  counts?: Record<string, number>;
  /** Settings, versions, hashes. No counts of people, no typed text. */
  details?: Record<string, unknown>;
  /** The pseudonym of the one person it is about; the entry holds a commitment to it alone. */
  subject?: Uint8Array;
  /** A reason somebody typed: it may name a person, so it is kept beside the record, where it can be erased. */
  note?: string;
};

/** What is known of an entry once it is written: its text, its hash, and the checkpoint where one was due. */
export type Receipt = { seq: number; body: string; hash: Buffer; checkpoint: Checkpoint | null };

/** The clock, for the record alone: no result may depend on it. UTC epoch milliseconds. */
export const now = (): number => Date.now();

/** Fewest people or rows that an entry tells exactly; a released statistic has the same floor by default. */
const TOLD_FROM = 11;

const toldCount = (count: number): number | string =>
  count > 0 && count < TOLD_FROM ? `<${TOLD_FROM}` : count;

const toldCounts = (counts: Record<string, number>): Record<string, number | string> =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, toldCount(count)]));

/** Appends an entry under the name of who acts, and a checkpoint where one is due; the caller holds the transaction of the act it records. */
export const appendEntry = (vault: Vault, act: Act): Receipt => {
  const { db, keys } = vault;
  const head = headOf(db);
  const seq = (head?.seq ?? 0) + 1;
  const { counts, subject, note, ...said } = act;
  const entry: Entry = {
    v: 1,
    seq,
    at: new Date(now()).toISOString(),
    ...actor(),
    app: APP.version,
    prev: head?.hash.toString('hex') ?? GENESIS,
    ...said,
    ...(counts === undefined ? {} : { counts: toldCounts(counts) }),
    ...(subject === undefined ? {} : { subjectCommit: commitSubject(db, seq, subject) }),
    ...(note === undefined ? {} : { noteCommit: commitNote(db, seq, note) }),
  };
  const body = canonical(entry);
  const hash = writeEntry(db, keys, seq, body);
  const due =
    seq % CHECKPOINT_EVERY === 0 || act.action === 'export.release' || act.action === 'audit.export';
  return { seq, body, hash, checkpoint: due ? keepCheckpoint(db, keys) : null };
};

/**
 * Does an act and records it, in one transaction. `work` returns the result and what to record, and may wait;
 * one act runs at a time. `sealed` runs when the entry is written and before everything becomes lasting: what it
 * throws takes the act back. On any error, or when it is cancelled, everything is rolled back.
 */
export const recordAct = async <T>(
  vault: Vault,
  work: (
    db: Connection,
  ) =>
    | Promise<{ result: T; act: Act; sealed?: (receipt: Receipt) => void }>
    | { result: T; act: Act; sealed?: (receipt: Receipt) => void },
): Promise<T> => {
  if (vault.db.inTransaction)
    throw new CloisterError(
      'VAULT_BUSY',
      'Another change to this vault is still running.',
      'Wait until it has ended.',
    );
  vault.db.exec('BEGIN IMMEDIATE');
  try {
    const { result, act, sealed } = await work(vault.db);
    const receipt = appendEntry(vault, act);
    sealed?.(receipt);
    vault.db.exec('COMMIT');
    return result;
  } catch (error) {
    if (vault.db.inTransaction) vault.db.exec('ROLLBACK');
    throw error;
  }
};
