/** Personas as edited, releases as cleared by the gate, packages as written and verified. */
import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { APP } from '../../shared/app.ts';
import type { ExportAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ExportChoice, LensChoice, PersonaEdit } from '../../shared/plan.ts';
import type { Cleared, Release } from '../../shared/release.ts';
import { checkpoint, now, recordAct } from '../audit/audit.ts';
import {
  checkDestination,
  DEFAULT_NAMES,
  type ExportOptions,
  exportDefinitions,
  TARGETS,
  verifyPackage,
  type WarehouseNames,
  writePackage,
} from '../exports/exports.ts';
import { writeReport } from '../exports/report/report.ts';
import { failureOf } from '../jobs/failure.ts';
import type { Run } from '../jobs/job.ts';
import { ledgerSeq } from '../privacy/consent.ts';
import { clearRelease } from '../privacy/gate/gate.ts';
import { resolvePolicy } from '../privacy/gate/policy.ts';
import { writeFileAtomic } from '../vault/files.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import { draftRelease } from './draft.ts';
import type { Handlers } from './handler.ts';
import { remember } from './history.ts';
import { listSegments } from './segments.ts';
import type { Session } from './session.ts';

const property = v.strictObject({
  property: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  type: v.picklist(['number', 'enumeration', 'string', 'date', 'bool']),
});
const fieldsSchema = v.strictObject({
  hubspot: v.optional(v.record(v.string(), property)),
  braze: v.optional(v.record(v.string(), property)),
});
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const table = v.optional(v.union([word, v.array(word)]));
const warehouseSchema = v.strictObject({
  people: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      consent: v.optional(v.nullable(word)),
      attributes: v.optional(v.record(v.string(), word)),
    }),
  ),
  orders: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      orderedAt: v.optional(word),
      amount: v.optional(word),
      reference: v.optional(v.nullable(word)),
    }),
  ),
  events: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      name: v.optional(word),
      occurredAt: v.optional(word),
    }),
  ),
});

/** The asked value, checked. @throws CloisterError PLAN_INVALID that names the part and shows an example */
const checked = <S extends v.GenericSchema>(
  what: string,
  schema: S,
  value: unknown,
  example: string,
): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new CloisterError(
    'PLAN_INVALID',
    `The ${what} of the export is not valid at ${v.getDotPath(parsed.issues[0]) ?? 'its root'}: ${parsed.issues[0].message}`,
    `Write for example ${example}.`,
  );
};

/** What the exporters are told: targets, the CRM's properties and the warehouse's names, all checked. */
const exportOptions = (choice: ExportChoice): ExportOptions => {
  const { hubspot, braze } = checked(
    'field map',
    fieldsSchema,
    choice.fields ?? {},
    'fields: {hubspot: {recency: {property: last_order_date, type: date}}}',
  );
  const names = checked(
    'warehouse map',
    warehouseSchema,
    choice.warehouse ?? {},
    'warehouse: {people: {table: customers, key: customer_id}}',
  );
  const { people, orders, events } = DEFAULT_NAMES;
  const warehouse = {
    people: { ...people, ...names.people },
    orders: { ...orders, ...names.orders },
    events: { ...events, ...names.events },
  } as WarehouseNames;
  return {
    targets: TARGETS.filter((target) => choice.targets.includes(target)),
    warehouse,
    fields: { ...(hubspot === undefined ? {} : { hubspot }), ...(braze === undefined ? {} : { braze }) },
  };
};

const prepare = (
  session: Session,
  lens: LensChoice,
  choice: ExportChoice,
  seed: number,
): { release: Cleared<Release>; raised: string[]; changed: string[]; consentSeq: number } => {
  const { policy, raised } = resolvePolicy(choice.policy);
  const view = session.view(lens);
  const { draft, changed } = draftRelease(session, view, choice, seed);
  return { release: clearRelease(draft, policy), raised, changed, consentSeq: view.lens.consentSeq };
};

/** A checkpoint takes the place of an earlier one and of nothing else. @throws CloisterError FOLDER_NOT_WRITABLE */
const refuseForeignProof = (path: string): void => {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (
    stat === undefined ||
    (stat.isFile() && /^\s*\{\s*"v":\s*1,\s*"vaultId"/.test(readFileSync(path, 'utf8')))
  )
    return;
  throw new CloisterError(
    'FOLDER_NOT_WRITABLE',
    `There is something at ${path}, where the checkpoint of the package goes, that is none. Nothing was changed.`,
    'Choose another folder for the package, or move what is there.',
  );
};

const writeRelease = async (
  session: Session,
  input: { lens: LensChoice; export: ExportChoice; seed: number; folder: string; replace: boolean },
  run: Run,
): Promise<ExportAnswer> => {
  const vault = session.vault();
  const folder = resolve(input.folder);
  const existed = existsSync(folder);
  const proof = `${folder}.checkpoint.json`;
  checkDestination(folder, input.replace);
  refuseForeignProof(proof);
  run.progress('Clearing the release', 0, 3, 'steps');
  const { release, raised, changed, consentSeq } = prepare(session, input.lens, input.export, input.seed);
  run.check();
  run.progress('Writing definitions', 1, 3, 'steps');
  const { files, targets, notExpressed } = exportDefinitions(release, exportOptions(input.export));
  run.progress('Writing the report', 2, 3, 'steps');
  const report = input.export.targets.includes('report') ? await writeReport(release) : [];
  run.check();
  let written = false;
  const manifest = await recordAct(vault, (db) => {
    if (ledgerSeq(db) !== consentSeq)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        'Consent changed while the release was made (rule: consent at the moment of writing). Nothing was written.',
        'Release again.',
      );
    const version = putRecord(
      db,
      'release',
      input.export.name,
      { release, folder: input.export.name },
      now(),
    );
    const made = writePackage(
      release,
      { files: [...files, ...report], targets, app: APP },
      { destination: folder, replace: input.replace },
    );
    written = true;
    return {
      result: made,
      act: {
        action: 'export.release',
        object: input.export.name,
        purpose: input.lens.purpose,
        details: {
          version,
          asOf: input.lens.asOf,
          policy: release.policy,
          segments: release.segments.map(({ id, people }) => ({ id, people })),
          withheld: release.withheld.length,
          files: made.files.map(({ path, sha256 }) => ({ path, sha256 })),
        },
      },
    };
  }).catch((error: unknown) => {
    // A package whose act could not be recorded must not stay.
    if (written && !existed) rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  try {
    writeFileAtomic(proof, `${JSON.stringify(checkpoint(vault), null, 2)}\n`);
  } catch (cause) {
    const { code, next } = failureOf(cause, proof);
    throw new CloisterError(
      code,
      `The package is at ${folder} and on the record, but its checkpoint could not be written to ${proof}.`,
      next,
      { cause },
    );
  }
  run.progress('Writing the report', 3, 3, 'steps');
  return {
    folder,
    checkpoint: proof,
    files: manifest.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    segments: release.segments.map(({ id, name, people }) => ({ id, name, people })),
    withheld: release.withheld,
    notExpressed,
    raised,
    changedCuts: changed,
  };
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
  'persona.edit' | 'release.preview' | 'release.write' | 'package.verify'
> = {
  'persona.edit': (edit, session) => editPersona(session, edit),
  'release.preview': ({ lens, export: choice, seed }, session) => {
    const { release, raised, changed } = prepare(session, lens, choice, seed);
    return { release, raised, changedCuts: changed };
  },
  'release.write': (input, session, run) => writeRelease(session, input, run),
  'package.verify': ({ folder }) => verifyPackage(folder),
};
