/** Personas as edited, releases as cleared by the gate, packages as written and verified. */
import { join } from 'node:path';
import { APP } from '../../shared/app.ts';
import type { ExportAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { PersonaEdit } from '../../shared/plan.ts';
import { now, recordAct } from '../audit/audit.ts';
import { pathToRoot } from '../audit/checkpoint.ts';
import { attackPackages } from '../exports/attack/attack.ts';
import { readDictionary } from '../exports/attack/dictionary.ts';
import {
  checkDestination,
  exportDefinitions,
  manifestText,
  SEAL_PATH,
  sealText,
  sha256,
  stagePackage,
  verifyPackage,
} from '../exports/exports.ts';
import { writeReport } from '../exports/report/report.ts';
import type { Run } from '../jobs/job.ts';
import { consentVersion } from '../privacy/consent.ts';
import { comparedWith, recordRelease } from '../privacy/gate/ledger.ts';
import { journalAct } from '../privacy/subjects/acts-journal.ts';
import { lostSince } from '../privacy/subjects/repeat.ts';
import { outsideVault } from '../vault/outside.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';
import { type ClearedRelease, clearChoice, noiseBudget, type ReleaseInput } from './clearing.ts';
import type { Handlers } from './handler.ts';
import { remember } from './history.ts';
import { exportOptions } from './release-options.ts';
import { approvalSetting, previewOf, putRequest, settleRequest } from './requests.ts';
import { listSegments } from './segments.ts';
import type { Session } from './session.ts';

/** Where a package goes, and what it may replace. */
export type Destination = { folder: string; replace: boolean };

/** @throws CloisterError PRIVACY_REFUSED where a backup was restored that does not know what left since */
const requireNothingLost = ({ reader }: Vault): void => {
  const { releases, files } = lostSince(reader);
  if (releases + files === 0) return;
  throw new CloisterError(
    'PRIVACY_REFUSED',
    `This database was restored from a backup that does not know ${releases} of its releases and ${files} files with refusals (rule: difference of releases, withdrawals). Nothing leaves.`,
    'Import those files again; then the officer acknowledges the rest: `cloister release VAULT acknowledge`.',
  );
};

/**
 * Writes a cleared release: package, ledger, record and the state of its request in one act. What stood in the folder
 * stands there again if the act is not recorded.
 * @param request the request that was approved, or null
 */
export const writeCleared = async (
  session: Session,
  input: ReleaseInput & Destination,
  cleared: ClearedRelease,
  request: { id: number; reason: string | undefined } | null,
  run: Run,
): Promise<ExportAnswer> => {
  const vault = session.vault();
  requireNothingLost(vault);
  const folder = outsideVault(input.folder);
  checkDestination(folder, input.replace);
  const { release, digest, ledger } = cleared;
  run.check();
  run.progress('Writing the package', 0, 3, 'steps');
  const { files, targets, notExpressed } = exportDefinitions(release, exportOptions(input.export));
  run.progress('Writing the package', 1, 3, 'steps');
  const report = input.export.targets.includes('report') ? await writeReport(release) : [];
  run.check();
  const compared = comparedWith(vault.reader, digest) ?? ledger.compared;
  const staged = stagePackage(
    release,
    { files: [...files, ...report], targets, compared, sealed: true, app: APP },
    { destination: folder, replace: input.replace },
  );
  const { manifest } = staged;
  const digestOfManifest = sha256(manifestText(manifest));
  await recordAct(vault, (db) => {
    if (consentVersion(db) !== cleared.consentSeq)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        'Consent changed while the release was made (rule: consent at the moment of writing). Nothing was written.',
        'Release again.',
      );
    const body = { release, folder: input.export.name, targets: input.export.targets };
    const version = putRecord(db, 'release', input.export.name, body, now());
    const { name, purpose, asOf } = release;
    const first = comparedWith(db, digest) === null;
    recordRelease(db, vault.keys, { digest, name, purpose: purpose.id, asOf, ...ledger, compared }, now());
    if (request !== null) settleRequest(db, request.id, 'written', request.reason ?? null, now());
    return {
      result: null,
      act: {
        action: 'export.release',
        object: input.export.name,
        purpose: input.lens.purpose,
        details: {
          version,
          asOf,
          policy: release.policy,
          segments: release.segments.map(({ id, people }) => ({ id, people })),
          withheld: release.withheld.length,
          comparedWith: compared.length,
          manifest: digestOfManifest,
          ...(request === null ? {} : { request: request.id }),
        },
        ...(request?.reason === undefined ? {} : { note: request.reason }),
      },
      // The last thing before the commit, so that hardly anything can fail once it stands there.
      sealed: (receipt) => {
        staged.seal(sealText(digestOfManifest, receipt, pathToRoot(db, receipt)));
        staged.put();
        // Journalled where it left: a restored database must not take it for never released.
        if (first) journalAct(vault, db, { kind: 'released', digest: digest.toString('hex') });
      },
    };
  }).catch((error: unknown) => {
    staged.undo();
    throw error;
  });
  staged.keep();
  run.progress('Writing the package', 3, 3, 'steps');
  return {
    ...cleared.outcome,
    folder,
    seal: join(folder, SEAL_PATH),
    files: manifest.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    segments: release.segments.map(({ id, name, people }) => ({ id, name, people })),
    withheld: release.withheld,
    notExpressed,
    raised: cleared.raised,
    changedCuts: cleared.changed,
  };
};

const writeRelease = async (
  session: Session,
  input: ReleaseInput & Destination,
  run: Run,
): Promise<ExportAnswer> => {
  requireNothingLost(session.vault());
  checkDestination(outsideVault(input.folder), input.replace);
  run.progress('Clearing the release', 0, 3, 'steps');
  const { needed } = approvalSetting(session);
  if (needed) {
    const { id, name } = await putRequest(session, input);
    throw new CloisterError(
      'RELEASE_WAITING',
      `Release ${id}, “${name}”, waits for the privacy officer. Nothing was written.`,
      `The officer sees it with \`cloister release VAULT show ${id}\` and approves or denies it.`,
    );
  }
  return writeCleared(session, input, await clearChoice(session, input, true), null, run);
};

/** Merges an edit over what was edited before. */
const editPersona = (session: Session, edit: PersonaEdit): Promise<null> => {
  if (!listSegments(session).some(({ segment }) => segment.id === edit.segment))
    throw new CloisterError(
      'NOT_FOUND',
      `There is no segment "${edit.segment}" whose persona could be edited.`,
      `The segments are ${listSegments(session)
        .map(({ segment }) => segment.id)
        .join(', ')}.`,
    );
  return recordAct(session.vault(), (db) => {
    const before = getRecord<PersonaEdit>(db, 'persona', edit.segment)?.body;
    const merged = { ...before, ...edit };
    if (JSON.stringify(before) !== JSON.stringify(merged)) {
      const words = `edit the persona of “${edit.segment}”`;
      remember(db, words, [{ kind: 'persona', id: edit.segment, before: before ?? null, after: merged }]);
      putRecord(db, 'persona', edit.segment, merged, now());
    }
    const changed = Object.keys(edit).filter((key) => key !== 'segment');
    return { result: null, act: { action: 'persona.edit', object: edit.segment, details: { changed } } };
  });
};

export const releaseHandlers: Handlers<
  | 'persona.edit'
  | 'release.preview'
  | 'release.budget'
  | 'release.write'
  | 'package.verify'
  | 'package.attack'
> = {
  'persona.edit': (edit, session) => editPersona(session, edit),
  'release.preview': (input, session) => previewOf(session, input),
  'release.budget': (_, session) => noiseBudget(session),
  'release.write': (input, session, run) => writeRelease(session, input, run),
  'package.verify': ({ folder }) => verifyPackage(folder),
  'package.attack': async ({ folders, dictionary }) =>
    attackPackages(folders, dictionary === undefined ? [] : await readDictionary(dictionary)),
};
