/** The record of acts: reading, verifying, and taking a copy or a checkpoint out of the vault. */
import { existsSync, readFileSync } from 'node:fs';
import type { AuditEntryAnswer, AuditExportAnswer, AuditLine } from '../../shared/contract/audit.ts';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct, verifyAudit } from '../audit/audit.ts';
import type { Entry } from '../audit/chain.ts';
import { type Checkpoint, readCheckpoint, withConsistency } from '../audit/checkpoint.ts';
import { actorOf, logLines, readEntry, readLog, summariseLog } from '../audit/log.ts';
import { summarise } from '../privacy/consent.ts';
import { countPeople } from '../privacy/people.ts';
import { writeChunksAtomic, writeFileAtomic } from '../vault/files.ts';
import { outsideVault } from '../vault/outside.ts';
import type { Vault } from '../vault/vault.ts';
import { judgeConsent } from './consent-promises.ts';
import { doctor } from './doctor.ts';
import type { Handlers } from './handler.ts';
import { judgePromises } from './promises.ts';
import { judgeReleases } from './release-promises.ts';
import { safekeepingChecks } from './safekeeping.ts';

/** The checkpoint in a file: one that was exported, or the one in the seal of a package. */
const checkpointIn = (path: string): Checkpoint => {
  let value: unknown = null;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  const sealed = (value as { checkpoint?: unknown } | null)?.checkpoint;
  const found = readCheckpoint(sealed ?? value);
  if (found !== null) return found;
  throw new CloisterError(
    'INPUT_FORMAT',
    `${path} holds no checkpoint.`,
    'Name a file written by `cloister audit VAULT checkpoint`, or the seal.json of a package.',
  );
};

/** What the objects of entries are called in the vault now. A name that was erased is not brought back. */
const namesIn = (vault: Vault): ((object: string | undefined) => string) => {
  const source = vault.reader.prepare('SELECT name FROM source WHERE id = ?').pluck();
  return (object) => {
    const [kind, id] = (object ?? '').split(' ');
    const name = kind === 'source' ? source.get(Number(id)) : undefined;
    return typeof name === 'string' ? name : '';
  };
};

const jsonOf = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

const lineOf =
  (name: (object: string | undefined) => string) =>
  (entry: Entry): AuditLine => ({
    seq: entry.seq,
    at: entry.at,
    actor: actorOf(entry),
    role: entry.role,
    action: entry.action,
    object: entry.object ?? '',
    named: name(entry.object),
    purpose: entry.purpose ?? '',
    counts: jsonOf(entry.counts),
    details: jsonOf(entry.details),
    aboutOne: entry.subjectCommit !== undefined,
  });

const entryAnswer = (vault: Vault, seq: number): AuditEntryAnswer => {
  const { entry, body, hash, note, checkpoint, path } = readEntry(vault, seq);
  const { seq: covered, at, root, keyId, signature } = checkpoint;
  return {
    line: lineOf(namesIn(vault))(entry),
    body,
    hash,
    note,
    checkpoint: { seq: covered, at, root, keyId, signature },
    path,
  };
};

const refuseOverwriting = (path: string): void => {
  if (!existsSync(path)) return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `There is a file at ${path} already. Nothing was changed.`,
    'Choose another name, or say that it may be replaced (--replace).',
  );
};

/** Where the checkpoint beside an exported log stands: `record.jsonl` has `record.checkpoint.json`. */
const besideLog = (path: string): string => `${path.replace(/\.jsonl?$/, '')}.checkpoint.json`;

const exportRecord = (
  vault: Vault,
  input: { what: 'log' | 'checkpoint'; file: string; since?: string | undefined; replace: boolean },
): Promise<AuditExportAnswer> => {
  const file = outsideVault(input.file, vault.keystorePath);
  const proof = input.what === 'log' ? besideLog(file) : file;
  outsideVault(proof, vault.keystorePath);
  if (!input.replace) for (const path of new Set([file, proof])) refuseOverwriting(path);
  const since = input.since === undefined ? null : checkpointIn(input.since);
  const answer: AuditExportAnswer = { files: [], entries: 0, keyId: '' };
  return recordAct(vault, () => ({
    result: answer,
    act: {
      action: 'audit.export',
      object: input.what,
      ...(since === null ? {} : { details: { since: since.seq } }),
    },
    // The files hold the entry that tells of them, so they are written once it stands.
    sealed: ({ seq, checkpoint }) => {
      if (checkpoint === null) throw new Error('an export of the record has a checkpoint');
      const signed = since === null ? checkpoint : withConsistency(vault.db, checkpoint, since);
      if (input.what === 'log')
        answer.files.push({ path: file, bytes: writeChunksAtomic(file, logLines(vault.db)) });
      const text = `${JSON.stringify(signed, null, 2)}\n`;
      writeFileAtomic(proof, text);
      answer.files.push({ path: proof, bytes: Buffer.byteLength(text) });
      Object.assign(answer, { entries: seq, keyId: signed.keyId });
    },
  }));
};

/** Whether, for every purpose, those admitted and those left out add up to everyone known. */
const isBalanced = (vault: Vault): boolean => {
  const known = countPeople(vault.reader);
  return summarise(vault.reader, now()).every(
    ({ admitted, leftOut }) =>
      admitted + Object.values(leftOut).reduce((sum, people) => sum + people, 0) === known,
  );
};

export const auditHandlers: Handlers<
  'audit.verify' | 'audit.promises' | 'audit.summary' | 'audit.log' | 'audit.entry' | 'audit.export'
> = {
  'audit.verify': ({ checkpoint }, session) =>
    verifyAudit(session.vault(), checkpoint === undefined ? undefined : checkpointIn(checkpoint)),
  'audit.summary': (_, session) => summariseLog(session.vault()),
  'audit.log': (filter, session) => {
    const vault = session.vault();
    return readLog(vault, filter).map(lineOf(namesIn(vault)));
  },
  'audit.promises': async (_, session) => {
    const vault = session.vault();
    const measured = { ...(await judgeReleases(vault)), ...judgeConsent(vault) };
    return judgePromises(vault, doctor(vault, safekeepingChecks(vault)), isBalanced(vault), measured);
  },
  'audit.entry': ({ seq }, session) => entryAnswer(session.vault(), seq),
  'audit.export': (input, session) => exportRecord(session.vault(), input),
};
