/** The approval queue: releases that were prepared, and the setting that decides whether they wait. */
import type {
  ApprovalSetting,
  ReleaseAnswer,
  ReleaseRequest,
  RequestAnswer,
  RequestState,
} from '../../shared/contract/release.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Release } from '../../shared/release.ts';
import { appointment } from '../audit/appointment.ts';
import { now, recordAct } from '../audit/audit.ts';
import { exportDefinitions } from '../exports/exports.ts';
import { REPORT_PATHS } from '../exports/report/report.ts';
import { comparedWith } from '../privacy/gate/ledger.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, listRecords, putRecord } from '../vault/records.ts';
import { type ClearedRelease, clearChoice, type ReleaseInput } from './clearing.ts';
import { differenceOf } from './release-difference.ts';
import { exportOptions } from './release-options.ts';
import type { Session } from './session.ts';

/** What was asked for, as it is kept until the officer decides. */
export type StoredInput = ReleaseInput & { folder: string; replace: boolean };

/** Whether releases wait for an officer: as an officer set it, else exactly when one is appointed. */
export const approvalSetting = (session: Session): ApprovalSetting => {
  const vault = session.vault();
  const set = getRecord<{ needed: boolean }>(vault.reader, 'setting', 'release-approval')?.body;
  if (set !== undefined) return { needed: set.needed, from: 'setting' };
  return appointment(vault) === null
    ? { needed: false, from: 'no-officer' }
    : { needed: true, from: 'officer' };
};

/** @returns the setting as it is then */
export const setApproval = async (session: Session, needed: boolean): Promise<ApprovalSetting> => {
  await recordAct(session.vault(), (db) => {
    putRecord(db, 'setting', 'release-approval', { needed }, now());
    return {
      result: null,
      act: { action: 'release.setting', object: 'approval', details: { needed } },
    };
  });
  return approvalSetting(session);
};

/** The release written last: the one of this name, else the newest of all. */
const lastRelease = (session: Session, name: string): Release | null => {
  const { reader } = session.vault();
  const same = getRecord<{ release: Release }>(reader, 'release', name);
  if (same !== undefined) return same.body.release;
  const all = listRecords<{ release: Release }>(reader, 'release').sort((a, b) => b.at - a.at);
  return all[0]?.body.release ?? null;
};

/** Files that a package of the release lists in its manifest: definitions, reports and the README. */
const countFiles = ({ release }: ClearedRelease, { export: choice }: ReleaseInput): number =>
  exportDefinitions(release, exportOptions(choice)).files.length +
  (choice.targets.includes('report') ? REPORT_PATHS.length : 0) +
  1;

const answerOf = (session: Session, input: ReleaseInput, cleared: ClearedRelease): ReleaseAnswer => {
  const { release, digest, raised, changed, outcome, ledger } = cleared;
  const compared = comparedWith(session.vault().reader, digest) ?? ledger.compared;
  return {
    ...outcome,
    release,
    raised,
    changedCuts: changed,
    digest: digest.toString('hex'),
    files: countFiles(cleared, input),
    compared: compared.length,
    difference: differenceOf(lastRelease(session, release.name), release),
    needsApproval: approvalSetting(session).needed,
  };
};

/** The release as it would leave, with its difference to the last one. */
export const previewOf = async (session: Session, input: ReleaseInput): Promise<ReleaseAnswer> =>
  answerOf(session, input, await clearChoice(session, input));

type Row = {
  id: number;
  name: string;
  digest: Buffer;
  state: RequestState;
  request: string;
  answer: string;
  reason: string | null;
  prepared_at: number;
  decided_at: number | null;
};

const requestOf = (row: Row): RequestAnswer => {
  const input = JSON.parse(row.request) as StoredInput;
  const answer = JSON.parse(row.answer) as ReleaseAnswer;
  return {
    id: row.id,
    name: row.name,
    purpose: input.lens.purpose,
    asOf: input.lens.asOf,
    state: row.state,
    preparedAt: new Date(row.prepared_at).toISOString(),
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
    reason: row.reason,
    segments: answer.release.segments.length,
    withheld: answer.release.withheld.length,
    folder: input.folder,
    answer,
  };
};

const rowOf = (db: Connection, id: number): Row => {
  const row = db.prepare('SELECT * FROM release_request WHERE id = ?').get(id) as Row | undefined;
  if (row !== undefined) return row;
  throw new CloisterError('NOT_FOUND', `There is no release ${id}.`, 'See `cloister release VAULT list`.');
};

/** Every request, newest first. */
export const listRequests = (session: Session): ReleaseRequest[] =>
  (session.vault().reader.prepare('SELECT * FROM release_request ORDER BY id DESC').all() as Row[]).map(
    (row) => {
      const { answer: _, ...request } = requestOf(row);
      return request;
    },
  );

/** @throws CloisterError NOT_FOUND */
export const showRequest = (session: Session, id: number): RequestAnswer =>
  requestOf(rowOf(session.vault().reader, id));

/** A waiting request with what was asked for and the digest it was prepared with. @throws CloisterError NOT_FOUND */
export const waitingRequest = (session: Session, id: number): { input: StoredInput; digest: Buffer } => {
  const row = rowOf(session.vault().reader, id);
  if (row.state === 'waiting') return { input: JSON.parse(row.request) as StoredInput, digest: row.digest };
  throw new CloisterError(
    'NOT_FOUND',
    `Release ${id} does not wait: it was ${row.state} already.`,
    'Prepare it again.',
  );
};

/** Writes a decision. The caller holds the transaction. */
export const settleRequest = (
  db: Connection,
  id: number,
  state: 'denied' | 'written',
  reason: string | null,
  at: number,
): void => {
  db.prepare('UPDATE release_request SET state = ?, reason = ?, decided_at = ? WHERE id = ?').run(
    state,
    reason,
    at,
    id,
  );
};

/** Clears a release and puts it before the officer. The same release waits once. */
export const putRequest = async (session: Session, input: StoredInput): Promise<RequestAnswer> => {
  const cleared = await clearChoice(session, input, true);
  const answer = answerOf(session, input, cleared);
  const { vault } = session;
  const { lens, export: choice, seed, folder, replace } = input;
  const request = JSON.stringify({ lens, export: choice, seed, folder, replace });
  const waiting = vault()
    .reader.prepare("SELECT id FROM release_request WHERE state = 'waiting' AND digest = ? AND request = ?")
    .pluck()
    .get(cleared.digest, request) as number | undefined;
  if (waiting !== undefined) return showRequest(session, waiting);
  const id = await recordAct(vault(), (db) => {
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO release_request(name, digest, state, request, answer, prepared_at)
         VALUES (?, ?, 'waiting', ?, ?, ?)`,
      )
      .run(choice.name, cleared.digest, request, JSON.stringify(answer), now());
    return {
      result: Number(lastInsertRowid),
      act: {
        action: 'release.prepare',
        object: choice.name,
        purpose: lens.purpose,
        details: {
          request: Number(lastInsertRowid),
          digest: answer.digest,
          withheld: cleared.release.withheld.length,
        },
      },
    };
  });
  return showRequest(session, id);
};
