/** The whole job from one file: import, declare, look through the lens, cluster, segment, release. */
import { accessSync, constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { number, told } from '../../shared/charts/words.ts';
import type { ClusteringAnswer, ImportAnswer, RunAnswer } from '../../shared/contract/answers.ts';
import { clearCount } from '../../shared/counts.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { METHOD_INFO } from '../../shared/methods.ts';
import { dateTime, type Plan, parsePlan } from '../../shared/plan.ts';
import { parseRule } from '../../shared/rules/rule.ts';
import { parseMappings, sourcesOf } from '../../shared/status-files.ts';
import { checkDestination } from '../exports/exports.ts';
import { readable } from '../jobs/failure.ts';
import type { Run } from '../jobs/job.ts';
import { analysisHandlers } from './analysis.ts';
import { clusteringHandlers } from './clustering.ts';
import { consentHandlers, lensAnswer } from './consent.ts';
import { featuresHandlers } from './features.ts';
import type { Handlers } from './handler.ts';
import { intakeHandlers } from './intake.ts';
import { keptFeatures } from './kept-features.ts';
import { keptRfm } from './kept-rfm.ts';
import { keptClusters, keptPrediction, keptValue } from './plan-kept.ts';
import { createSteps, describeImport, since } from './plan-steps.ts';
import { predictionHandlers } from './prediction.ts';
import { readYaml } from './read-yaml.ts';
import { releaseHandlers } from './release.ts';
import { rfmHandlers } from './rfm.ts';
import { segmentHandlers } from './segments.ts';
import type { Session } from './session.ts';
import { droppedOf } from './usable.ts';
import { valueHandlers } from './value.ts';

const mappingOf = (value: string | Mapping | undefined, folder: string): Mapping | Mapping[] | undefined => {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? readYaml(resolve(folder, value), 'mapping', parseMappings) : value;
};

type PreparedSource = Omit<Plan['sources'][number], 'mapping'> & {
  path: string;
  mapping: Mapping | Mapping[] | undefined;
};

const declare = async (plan: Plan, session: Session, run: Run): Promise<string> => {
  const said: string[] = [];
  const { reader } = session.vault();
  const declared = reader.prepare(
    "SELECT count(*) FROM consent_event WHERE method = 'declared' AND purpose = ? AND basis = ? AND occurred_at = ? AND reason = ?",
  );
  for (const declaration of plan.consent) {
    const at = Date.parse(`${declaration.at}T00:00:00Z`);
    const before = declared.pluck().get(declaration.purpose, declaration.basis, at, declaration.reason);
    if (before !== 0) continue;
    const { people } = await consentHandlers['consent.declare'](declaration, session, run);
    said.push(
      `${declaration.purpose}: ${declaration.state} for ${people === null ? 'everyone who had not said otherwise' : number(people)} by ${declaration.basis}`,
    );
  }
  return said.length === 0 ? 'nothing new to declare' : said.join('; ');
};

/** A plan's file, the folder of its package, and whether an earlier package there is replaced. */
export type PlanInput = { plan: string; folder: string; replace: boolean };

/**
 * Reads a plan and looks for everything it names, before the first file is taken or a vault is made for it.
 * @throws CloisterError PLAN_INVALID, MAPPING_INVALID, INPUT_MISSING naming the file, FOLDER_NOT_WRITABLE
 */
export const preparePlan = (input: PlanInput): { plan: Plan; sources: PreparedSource[] } => {
  const plan = readYaml(input.plan, 'plan', parsePlan);
  const folder = dirname(resolve(input.plan));
  if (plan.export !== undefined) checkDestination(input.folder, input.replace);
  for (const day of [plan.lens.asOf, ...plan.consent.map(({ at }) => at)]) dateTime(day);
  const sources = plan.sources.map((source) => {
    const path = resolve(folder, source.file);
    try {
      accessSync(path, constants.R_OK);
    } catch (thrown) {
      throw readable(thrown, path);
    }
    return { ...source, path, mapping: mappingOf(source.mapping, folder) };
  });
  return { plan, sources };
};

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** Does everything a plan says, in the open vault. */
export const runPlan = async (input: PlanInput, session: Session, run: Run): Promise<RunAnswer> => {
  const { plan, sources } = preparePlan(input);
  const { steps, run: step } = createSteps();
  const imports: ImportAnswer[] = [];
  for (const source of sources) {
    run.check();
    const { path: file, kind, mapping } = source;
    const isSaid = kind !== undefined || mapping !== undefined;
    const statusFiles = isSaid ? null : await intakeHandlers['intake.statusFiles']({ file }, session, run);
    for (const { name, ...one } of sourcesOf(file, { mapping, format: undefined }, statusFiles)) {
      run.check();
      imports.push(
        await step(
          'import',
          name.replace(file, source.file),
          () => intakeHandlers['intake.import']({ ...one, kind, dryRun: false }, session, run),
          describeImport,
        ),
      );
    }
  }
  if (plan.consent.length > 0)
    await step(
      'consent',
      'ledger',
      () => declare(plan, session, run),
      (said) => said,
    );
  const { lens } = plan;
  const view = await step(
    'lens',
    `${lens.purpose}, ${lens.asOf}`,
    () => session.view(lens),
    (found) => {
      const { admitted, known } = lensAnswer(session, found);
      return `${told(clearCount(admitted))} admitted of ${number(known)} known`;
    },
  );
  const { features: further } = plan;
  if (further !== undefined && !sameSet(further, keptFeatures(session.vault().reader)))
    await step(
      'features',
      'vault',
      () => featuresHandlers['features.keep']({ features: further }, session, run),
      (catalogue) =>
        `${catalogue.filter(({ always, kept }) => kept && !always).length} further features kept`,
    );
  const { value: asked } = plan;
  const value =
    asked === undefined
      ? null
      : await step(
          'value',
          'vault',
          async () =>
            (await keptValue(plan, session, run)) ??
            valueHandlers['value.fit']({ lens, value: asked }, session, run),
          ({ purchases, money }) =>
            `${purchases.label}${money === null ? '' : ` and ${money.label}`}, log-likelihood ${purchases.logLikelihood.toFixed(3)}, ${purchases.converged ? 'converged' : 'not converged'}`,
        );
  const features = await step(
    'features',
    'memory',
    () => analysisHandlers['features.compute']({ lens }, session, run),
    (answer) => `${answer.features.length} features of ${told(clearCount(answer.lens.admitted))} people`,
  );
  const predictions: RunAnswer['predictions'] = [];
  for (const asked of plan.predict) {
    run.check();
    const { name, ...prediction } = asked;
    const { feature, outcome, measures, doubts } = await step(
      'predict',
      'vault',
      async () =>
        (await keptPrediction(plan, asked, session, run)) ??
        predictionHandlers['prediction.fit']({ lens, name, prediction, seed: plan.seed }, session, run),
      (found) =>
        `${found.feature}${since(found.fitted.lens.asOf, lens.asOf)}: AUC ${found.measures.auc.toFixed(3)}, tested on ${found.split === 'later' ? 'later days' : 'people kept back'}`,
    );
    predictions.push({ name, feature, outcome, measures, doubts });
  }
  let clustering: ClusteringAnswer | null = null;
  let drift: RunAnswer['drift'] = null;
  if (plan.clustering !== undefined) {
    const choice = plan.clustering;
    const made = await step(
      'cluster',
      'vault',
      async () =>
        (await keptClusters(plan, session, run)) ?? {
          clustering: await clusteringHandlers['clustering.fit'](
            { lens, clustering: choice, seed: plan.seed, name: 'clustering' },
            session,
            run,
          ),
          drift: null,
        },
      (found) => {
        const { k, candidates, secondOpinion, shown, fitted } = found.clustering;
        const row = candidates.find((candidate) => candidate.k === k);
        const opinion = secondOpinion === null ? '' : `, second opinion ${secondOpinion.ari.toFixed(3)}`;
        const moved = found.drift === null ? '' : `. ${found.drift.proposal ?? 'Nobody moved far since.'}`;
        return `${METHOD_INFO[shown.method].label}${since(fitted.lens.asOf, lens.asOf)}, k = ${k}, silhouette ${row?.silhouette.toFixed(3)}${opinion}${moved}`;
      },
    );
    ({ clustering, drift } = made);
    // Rules of a clustering that is kept are kept too, as they may have been edited.
    if (drift === null)
      await step(
        'segments',
        'vault',
        () =>
          segmentHandlers['segment.fromClustering'](
            { lens, clustering: 'clustering', levels: [] },
            session,
            run,
          ),
        (found) => `${found.length} segments from clusters`,
      );
  }
  if (
    typeof plan.rfm === 'object' &&
    JSON.stringify(plan.rfm) !== JSON.stringify(keptRfm(session.vault().reader).settings)
  )
    await rfmHandlers['rfm.define']({ map: plan.rfm }, session, run);
  if (plan.rfm !== false)
    await step(
      'segments',
      'vault',
      () => segmentHandlers['segment.fromRfm']({ lens }, session, run),
      (found) => `${found.length} segments from RFM`,
    );
  if (plan.segments.length > 0)
    await step(
      'segments',
      'vault',
      async () => {
        const left: string[] = [];
        for (const { name, id, rule } of plan.segments) {
          const needs = droppedOf(session.vault().reader, session.view(lens), parseRule(rule));
          if (needs === null) await segmentHandlers['segment.define']({ lens, name, id, rule }, session, run);
          else left.push(`“${name}” ${needs}, and is left out`);
        }
        return [`${plan.segments.length - left.length} segments from rules`, ...left];
      },
      (told) => told.join('; '),
    );
  for (const edit of plan.personas) await releaseHandlers['persona.edit'](edit, session, run);
  const segments = await step(
    'personas',
    'memory',
    () => segmentHandlers['segment.list']({ lens }, session, run),
    (list) => `${list.length} segments counted, ${plan.personas.length} personas edited`,
  );
  const choice = plan.export;
  const written =
    choice === undefined
      ? null
      : await step(
          'export',
          input.folder,
          () =>
            releaseHandlers['release.write'](
              { lens, export: choice, seed: plan.seed, folder: input.folder, replace: input.replace },
              session,
              run,
            ),
          ({ files, segments: out, withheld }) =>
            `${out.length} segments in ${files.length} files, ${withheld.length} items withheld`,
        );
  return {
    steps,
    imports,
    lens: lensAnswer(session, view),
    value,
    predictions,
    clustering,
    drift,
    rfm: features.rfm,
    segments,
    export: written,
  };
};

export const planHandlers: Handlers<'plan.run'> = {
  'plan.run': (input, session, run) => runPlan(input, session, run),
};
