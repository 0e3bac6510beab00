/**
 * Taking a file in: the worker reads, this side resolves people, codes texts, keeps the ledger and writes the
 * chunks, all in one transaction with its entry in the record. It is complete or it did not happen.
 */
import { randomBytes } from 'node:crypto';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping, SourceFormat } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { type Act, now, recordAct } from '../audit/audit.ts';
import { failureOf } from '../jobs/failure.ts';
import { type Run, stopwatch } from '../jobs/job.ts';
import { addPolicy, listPolicies } from '../privacy/column-policy.ts';
import { ledgerSeq } from '../privacy/consent.ts';
import { countPeople } from '../privacy/people.ts';
import { journalMany, repeatActs } from '../privacy/subjects/repeat.ts';
import { type Connection, withSmallCache } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { giveWay, mayComeAgain } from './again.ts';
import { requireReadable } from './choice.ts';
import type { InputFile } from './input/survey.ts';
import { keepRejects } from './kept-rejects.ts';
import { keptByMistake, planImport } from './mapping.ts';
import { admitColumns, keptMapping } from './policy.ts';
import { keepProfile } from './profile/kept.ts';
import { hasStream, type Reading, readIn } from './read-in.ts';
import { fromStream, requireRecognised, requireSameStatus } from './recognised.ts';
import { NothingTaken, openRejects, type Rejects } from './rejects.ts';
import { numberWarnings } from './rekeyed.ts';
import { settleRepeats } from './repeats/repeats.ts';
import { withheldTold } from './scan.ts';
import { inspectSource, naming, type Place, readingWarnings, titleOf, withFiles } from './source.ts';
import { already, unchanged } from './unchanged.ts';
import { unconfirmedMapping } from './unconfirmed.ts';

export type ImportOptions = Place & {
  kind?: Kind | undefined;
  /** That each record is a person of its own, where there is no mapping. */
  people?: 'records' | undefined;
  mapping?: Mapping | undefined;
  /** How it is written; overrules the mapping. */
  format?: SourceFormat | undefined;
  dryRun: boolean;
  rejects?: string | undefined;
  /** The same file as before under another mapping takes the place of what it brought. */
  again?: boolean | undefined;
};

/** Ends a dry run, or the second import of the same stream: it was read, nothing is kept. */
class Undone extends Error {
  readonly answer: ImportAnswer;
  constructor(answer: ImportAnswer) {
    super('undone');
    this.answer = answer;
  }
}

type Context = Reading & {
  options: ImportOptions;
  /** The mapping as the source keeps it. */
  kept: Mapping;
  warnings: string[];
  /** The import of the same file that gives way. */
  again: number | null;
};

const load = async (db: Connection, context: Context, seconds: () => number): Promise<ImportAnswer> => {
  const { vault, options, inspection, admission, plan, warnings, rejects, run } = context;
  const name = titleOf(options, inspection);
  const streams = hasStream(context.files);
  if (context.again !== null) warnings.push(...giveWay(db, context.again, plan.mapping));
  const source = Number(
    db
      .prepare(
        `INSERT INTO source(name, kind, sha256, bytes, records, accepted, rejected, duplicates, mapping, imported_at)
         VALUES (?, ?, ?, ?, 0, 0, 0, 0, ?, ?) ON CONFLICT(kind, sha256) DO UPDATE
         SET name = excluded.name, mapping = excluded.mapping, imported_at = excluded.imported_at RETURNING id`,
      )
      .pluck()
      .get(
        name,
        plan.mapping.kind,
        // The hash of a stream is known at its end; until then it has a number of its own.
        streams ? randomBytes(32) : Buffer.from(inspection.sha256, 'hex'),
        inspection.bytes,
        JSON.stringify(context.kept),
        now(),
      ),
  );
  const known = countPeople(db);
  const { totals, stored, quarantined } = await readIn(db, source, context);
  warnings.push(...withheldTold(totals.scans));
  for (const policy of admission.decided) addPolicy(db, policy);
  const again = await settleRepeats(db, source, plan.mapping, totals, run);
  const { told: repeats, amount } = again;
  const rejected = totals.rejected + quarantined;
  const once = plan.layout.whole === 'once' ? totals.repeated : 0;
  const duplicates = once + stored.repeated + repeats.same + repeats.older;
  const accepted = totals.records - rejected - duplicates;
  if (accepted === 0 && repeats.same + repeats.older === 0) {
    rejects.finish();
    throw new NothingTaken(name, rejects, options.rejects);
  }
  if (totals.sha256 !== null) {
    // What came through standard input is known only now.
    const before = already(db, plan.mapping.kind, totals.sha256);
    if (before !== undefined)
      throw new Undone(unchanged(vault.reader, name, plan, warnings, options.dryRun, before));
    const hash = Buffer.from(totals.sha256, 'hex');
    db.prepare('UPDATE source SET sha256 = ?, bytes = ? WHERE id = ?').run(hash, totals.bytes, source);
  }
  db.prepare('UPDATE source SET records = ?, accepted = ?, rejected = ?, duplicates = ? WHERE id = ?').run(
    totals.records,
    accepted,
    rejected,
    duplicates,
    source,
  );
  warnings.push(...numberWarnings(db, source, plan.mapping, accepted, stored, totals.quality));
  keepProfile(db, source, totals.quality, admission.coarser);
  keepRejects(db, source, rejects);
  return {
    source,
    file: name,
    kind: plan.mapping.kind,
    records: totals.records,
    accepted,
    rejected,
    duplicates,
    repeats,
    peopleKnown: known + stored.created - stored.merged,
    peopleNew: stored.created,
    consentEvents: stored.consent.events,
    consent: stored.consent,
    links: { found: stored.linked, merged: stored.merged, shared: stored.shared },
    amountTotal:
      stored.amountTotal === null || amount === null ? stored.amountTotal : Math.round(amount * 1e6) / 1e6,
    ...rejects.told(),
    stored: plan.stored,
    dropped: plan.dropped,
    warnings: [...warnings, ...again.warnings],
    dryRun: options.dryRun,
    quality: totals.quality,
    seconds: seconds(),
  };
};

/** Puts the report of rejects into place after what it tells of is done. */
const publish = (rejects: Rejects, options: ImportOptions): void => {
  const { rejects: path = '' } = options;
  try {
    rejects.publish();
  } catch (cause) {
    rejects.discard();
    const { code, next } = failureOf(cause, path);
    throw new CloisterError(
      code,
      `${titleOf(options)} was imported, but its report of rejected records could not be put at ${path}.`,
      next,
      { cause },
    );
  }
};

/**
 * Imports one file. The same file again changes nothing.
 * @throws CloisterError INPUT_* for a file that cannot be read, MAPPING_INVALID, CANCELLED; nothing is kept then
 */
export const importFile = async (vault: Vault, options: ImportOptions, run: Run): Promise<ImportAnswer> => {
  try {
    return await withFiles(options, run, (files) => importNamed(vault, options, files, run));
  } catch (thrown) {
    throw naming(thrown, options);
  }
};

const importNamed = async (
  vault: Vault,
  options: ImportOptions,
  files: InputFile[],
  run: Run,
): Promise<ImportAnswer> => {
  const seconds = stopwatch();
  run.progress('Inspecting', 0, null, 'records');
  const inspection = await inspectSource(files, options, run);
  requireReadable(inspection, titleOf(options), { ...options.mapping?.format, ...options.format });
  const name = titleOf(options, inspection);
  if (options.mapping === undefined) requireRecognised(name, inspection, options.kind !== undefined);
  else requireSameStatus(name, options.mapping, inspection);
  const { mapping, warnings } =
    options.mapping === undefined
      ? unconfirmedMapping(name, options.file, inspection)
      : { mapping: options.mapping, warnings: keptByMistake(options.mapping, options.kind) };
  if (options.mapping === undefined && inspection.unlike !== null)
    warnings.push(`${inspection.unlike} If the kind was said by mistake, leave it out.`);
  warnings.push(...readingWarnings(inspection, name));
  const admission = admitColumns(
    name,
    options.kind === undefined ? mapping : { ...mapping, kind: options.kind },
    inspection,
    listPolicies(vault.reader),
    now(),
  );
  const plan = planImport(admission.mapping, inspection);
  const kept = keptMapping(mapping, plan.mapping);
  if (plan.layout.people === 'records' && hasStream(files)) throw fromStream();
  const before = hasStream(files) ? undefined : already(vault.reader, plan.mapping.kind, inspection.sha256);
  const comesAgain =
    before !== undefined && options.again === true && mayComeAgain(vault.reader, before.id, kept);
  if (before !== undefined && !comesAgain)
    return unchanged(vault.reader, name, plan, warnings, options.dryRun, before);
  const rejects = openRejects(options.rejects);
  const again = before?.id ?? null;
  const known = { inspection, admission, plan, kept, warnings, rejects, again };
  const context: Context = { vault, files, options, run, ...known };
  try {
    const work = async (db: Connection): Promise<{ result: ImportAnswer; act: Act }> => {
      const said = ledgerSeq(db);
      const answer = await load(db, context, seconds);
      rejects.finish();
      if (options.dryRun) throw new Undone(answer);
      const { kind, records, accepted, rejected, duplicates, repeats, peopleNew, stored, dropped } = answer;
      const { corrected, replaced } = repeats;
      const sha256 = db
        .prepare('SELECT lower(hex(sha256)) FROM source WHERE id = ?')
        .pluck()
        .get(answer.source) as string;
      if (answer.consent.against > 0)
        journalMany(vault, db, { kind: 'imported', source: kind, sha256 }, said);
      // The people or the file that an earlier act waits for may have come.
      repeatActs(vault, db);
      return {
        result: answer,
        act: {
          action: 'source.import',
          object: `source ${answer.source}`,
          counts: { records, accepted, rejected, duplicates, corrected, replaced, peopleNew },
          // Names of files and columns stay in the tables of the vault: a file without a header, or named after a
          // person, must not write that person into a record that is never changed.
          details: {
            kind,
            sha256,
            columnsStored: stored.length,
            columnsDropped: dropped.length,
          },
        },
      };
    };
    const imported = await recordAct(vault, (db) => withSmallCache(db, () => work(db)));
    publish(rejects, options);
    return imported;
  } catch (error) {
    if (error instanceof Undone ? options.dryRun : error instanceof NothingTaken) publish(rejects, options);
    else rejects.discard();
    if (error instanceof Undone) return error.answer;
    throw error;
  }
};
