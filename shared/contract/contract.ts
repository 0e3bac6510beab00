/** Every procedure of the engine. What is not here does not exist for a screen, a script or a socket. */
import * as v from 'valibot';
import { featureChoiceSchema } from '../feature-choice.ts';
import { formatSchema, mappingSchema } from '../mapping.ts';
import { clusteringSchema, declarationSchema, lensSchema, personaEditSchema } from '../plan.ts';
import { ruleSchema } from '../rules/rule.ts';
import { KINDS } from '../vocabulary.ts';
import type * as answers from './answers.ts';
import { auditProcedures } from './audit.ts';
import { columnsProcedures } from './columns.ts';
import { consentProcedures } from './consent.ts';
import { explainProcedures, type HeatAnswer, type PointsAnswer } from './explain.ts';
import { featuresProcedures } from './features.ts';
import { identityProcedures } from './identity.ts';
import { keysProcedures } from './keys.ts';
import { mappingProcedures } from './mappings.ts';
import { methodProcedures } from './methods.ts';
import { minimizationProcedures } from './minimization.ts';
import { officerProcedures } from './officer.ts';
import { moreFiles, path } from './place.ts';
import { predictionProcedures } from './prediction.ts';
import { job, mutation, type Procedure, type ProcedureKind, query } from './procedure.ts';
import { qualityProcedures } from './quality.ts';
import { receiveProcedures } from './receive.ts';
import { releaseProcedures } from './release.ts';
import { retentionProcedures } from './retention.ts';
import { rfmProcedures } from './rfm.ts';
import { selectionProcedures } from './selection.ts';
import { selftestProcedures } from './selftest.ts';
import { settingsProcedures } from './settings.ts';
import { statusFilesProcedures } from './status-files.ts';
import { subjectProcedures } from './subjects.ts';
import { valueProcedures } from './value.ts';
import { watchProcedures } from './watch.ts';

/** Said of profiles that name nobody: each record is a person of its own. */
const peopleSaid = v.optional(v.literal('records'));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const seed = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 42);
const nothing = v.strictObject({});
const unlock = { path, passphrase: v.pipe(v.string(), v.maxLength(1024)), keystore: v.optional(path) };

export const CONTRACT = {
  'vault.create': mutation(
    v.strictObject({ ...unlock, cipher: v.optional(v.picklist(['aegis', 'sqlcipher'])) }),
  ).returns<answers.VaultStatus>(),
  'vault.open': mutation(v.strictObject(unlock)).returns<answers.VaultStatus>(),
  'vault.close': mutation(nothing).returns<null>(),
  'vault.status': query(nothing).returns<answers.VaultStatus>(),
  'vault.doctor': query(nothing).returns<answers.CheckAnswer[]>(),

  'sample.write': job(
    v.strictObject({
      folder: path,
      customers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000_000)), 2000),
      events: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), 10),
      seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1),
    }),
  ).returns<{ files: { name: string; rows: number; bytes: number }[]; asOf: string }>(),

  'sample.open': job(v.strictObject({ folder: path })).returns<answers.VaultStatus>(),

  /** Has the thread that reads files stand ready before there is a file. It needs no vault. */
  'intake.ready': query(nothing).returns<null>(),
  /** A file, a folder or a pattern whose files are one source, or `-` for standard input. */
  'intake.inspect': query(
    v.strictObject({
      file: path,
      also: moreFiles,
      kind: v.optional(v.picklist(KINDS)),
      people: peopleSaid,
      format: v.optional(formatSchema),
    }),
  ).returns<answers.InspectionAnswer>(),
  'intake.import': job(
    v.strictObject({
      file: path,
      also: moreFiles,
      kind: v.optional(v.picklist(KINDS)),
      people: peopleSaid,
      mapping: v.optional(mappingSchema),
      /** How it is written; overrules the mapping. */
      format: v.optional(formatSchema),
      dryRun: v.optional(v.boolean(), false),
      /** Where to write the report of rejected records (CSV). */
      rejects: v.optional(path),
      /** The same file as before under another mapping: it is read again, in place of what it brought. */
      again: v.optional(v.boolean()),
      /** A file that was handed in stays in memory until it is discarded: pairs of its records are still to be linked. */
      keep: v.optional(v.boolean()),
    }),
  ).returns<answers.ImportAnswer>(),

  'consent.summary': query(
    v.strictObject({ asOf: lensSchema.entries.asOf }),
  ).returns<answers.ConsentSummary>(),
  'consent.declare': mutation(declarationSchema).returns<answers.ConsentChange>(),
  'consent.change': mutation(
    v.strictObject({
      identifier: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
      type: v.optional(v.picklist(['customer', 'email', 'phone', 'device']), 'customer'),
      purpose: lensSchema.entries.purpose,
      state: v.picklist(['given', 'refused', 'withdrawn', 'objected']),
      at: lensSchema.entries.asOf,
      /** Label of the notice they were shown. */
      notice: v.optional(name),
      reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400)),
    }),
  ).returns<answers.ConsentChange>(),

  ...consentProcedures,
  'lens.describe': query(lensSchema).returns<answers.LensAnswer>(),
  'features.compute': query(v.strictObject({ lens: lensSchema })).returns<answers.FeaturesAnswer>(),
  'clustering.fit': job(
    v.strictObject({
      lens: lensSchema,
      clustering: clusteringSchema,
      seed,
      name: v.optional(id, 'clustering'),
    }),
  ).returns<answers.ClusteringAnswer>(),

  'clustering.get': query(
    v.strictObject({ lens: lensSchema, clustering: v.optional(id, 'clustering') }),
  ).returns<answers.ClusteringAnswer | null>(),
  'clustering.points': query(
    v.strictObject({ lens: lensSchema, clustering: v.optional(id, 'clustering') }),
  ).returns<PointsAnswer>(),
  'clustering.heat': query(
    v.strictObject({ lens: lensSchema, clustering: v.optional(id, 'clustering') }),
  ).returns<HeatAnswer>(),
  'features.distribution': query(
    v.strictObject({
      lens: lensSchema,
      choice: featureChoiceSchema,
    }),
  ).returns<answers.DistributionAnswer>(),

  'segment.overlap': query(v.strictObject({ lens: lensSchema })).returns<answers.OverlapAnswer>(),
  'segment.list': query(v.strictObject({ lens: lensSchema })).returns<answers.SegmentAnswer[]>(),
  'segment.count': query(v.strictObject({ lens: lensSchema, rule: ruleSchema })).returns<{
    people: number;
    of: number;
    text: string;
  }>(),
  'segment.define': mutation(
    v.strictObject({ lens: lensSchema, name, id: v.optional(id), rule: ruleSchema }),
  ).returns<answers.SegmentAnswer>(),
  /** A segment of every cluster; for each level of a tree of clusters also one of those that it holds together. */
  'segment.fromClustering': mutation(
    v.strictObject({
      lens: lensSchema,
      clustering: v.optional(id, 'clustering'),
      levels: v.optional(
        v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(30))), v.maxLength(6)),
        [],
      ),
    }),
  ).returns<answers.SegmentAnswer[]>(),
  'segment.fromRfm': mutation(v.strictObject({ lens: lensSchema })).returns<answers.SegmentAnswer[]>(),
  'segment.remove': mutation(v.strictObject({ id })).returns<null>(),
  ...selectionProcedures,
  'segment.refresh': mutation(v.strictObject({ lens: lensSchema })).returns<answers.RefreshAnswer[]>(),

  'persona.edit': mutation(personaEditSchema).returns<null>(),
  ...releaseProcedures,
  'package.verify': query(v.strictObject({ folder: path })).returns<answers.CheckAnswer[]>(),

  'history.list': query(nothing).returns<answers.HistoryAnswer>(),
  'history.undo': mutation(nothing).returns<{ words: string }>(),
  'history.redo': mutation(nothing).returns<{ words: string }>(),
  'files.browse': query(
    v.strictObject({
      folder: v.optional(path),
      kinds: v.optional(v.array(v.picklist(['folder', 'file', 'vault'])), ['folder', 'file', 'vault']),
    }),
  ).returns<answers.BrowseAnswer>(),

  ...auditProcedures,

  ...officerProcedures,
  ...columnsProcedures,
  ...minimizationProcedures,
  ...retentionProcedures,
  ...featuresProcedures,
  ...rfmProcedures,
  ...keysProcedures,
  ...identityProcedures,
  ...subjectProcedures,

  'plan.run': job(
    v.strictObject({ plan: path, folder: path, replace: v.optional(v.boolean(), false) }),
  ).returns<answers.RunAnswer>(),
  ...valueProcedures,
  ...predictionProcedures,
  ...selftestProcedures,

  ...settingsProcedures,
  ...receiveProcedures,
  ...statusFilesProcedures,
  ...mappingProcedures,
  ...methodProcedures,
  ...explainProcedures,
  ...qualityProcedures,
  ...watchProcedures,
} as const;

export type Contract = typeof CONTRACT;
export type ProcedureName = keyof Contract;
export type Input<N extends ProcedureName> = v.InferInput<Contract[N]['input']>;
export type Checked<N extends ProcedureName> = v.InferOutput<Contract[N]['input']>;
export type Answer<N extends ProcedureName> =
  Contract[N] extends Procedure<ProcedureKind, v.GenericSchema, infer O> ? O : never;
