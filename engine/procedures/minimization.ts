/** The minimization audit: every stored column measured against what it is kept for; nothing is changed by it. */
import { coversPurpose } from '../../shared/column-policy.ts';
import type { ColumnInfo } from '../../shared/contract/columns.ts';
import type {
  ColumnAudit,
  ColumnEffect,
  MinimizationAnswer,
  Recommendation,
} from '../../shared/contract/minimization.ts';
import type { FeatureChoice } from '../../shared/feature-choice.ts';
import { dateTime, type LensChoice } from '../../shared/plan.ts';
import { assign } from '../analysis/methods/assign.ts';
import { refitting } from '../analysis/methods/refit.ts';
import {
  changedLens,
  effectOf,
  type Kept,
  sampleRows,
  sampleTable,
  silhouetteOf,
} from '../analysis/minimization.ts';
import { now, recordAct } from '../audit/audit.ts';
import { coarserNumber, coarserWord } from '../columns/coarsen.ts';
import { type ColumnDefinition, listColumns } from '../columns/columns.ts';
import { computeFeatures } from '../features/features.ts';
import { encodeWith, withoutValue } from '../features/matrix.ts';
import { columnsOfFeature, isModelled } from '../features/provenance.ts';
import type { FeatureTable } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { coarseningText, nextCoarsening } from '../privacy/coarsening.ts';
import { listPurposes } from '../privacy/consent.ts';
import { consentAudit } from '../privacy/consent-audit.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { distinguishing } from '../privacy/risk.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import type { StoredClustering } from './clustering-store.ts';
import { columnInventory } from './column-inventory.ts';
import type { Handlers } from './handler.ts';
import { keptFeatures } from './kept-features.ts';
import { bestWith, filledOf, keysOf, riskBy } from './minimization-keys.ts';
import { scoreSources } from './prediction-features.ts';
import type { Session, View } from './session.ts';

const NAME = 'audit';
const SEED = 42;
/** An agreement from which a grouping counts as the same. */
const SAME = 0.98;
const NEARLY = 0.9;

/** The kept clustering with the people it is measured on. */
type Measure = {
  kept: Kept;
  view: View;
  rows: Uint32Array;
  choices: FeatureChoice[];
  stored: StoredClustering;
  version: number;
};

const measureOf = async (session: Session, id: string, run: Run): Promise<Measure | null> => {
  const found = getRecord<StoredClustering | null>(session.vault().reader, 'clustering', id);
  if (found?.body == null) return null;
  const stored = found.body;
  const view = session.view(stored.answer.fitted.lens);
  // A feature that is gone since, by a dropped column or a purpose, leaves nothing to compare with.
  const table = view.table();
  if (
    view.lens.people === 0 ||
    stored.features.some((one) => !table.columns.some(({ id: known }) => known === one))
  )
    return null;
  const without = withoutValue(table, stored.matrix);
  const rows = sampleRows(view.lens.people, stored.answer.fitted.seed).filter((row) => without?.[row] !== 1);
  const matrix = encodeWith(sampleTable(table, rows), stored.matrix);
  const labels = assign(matrix, stored.model);
  const { refit } = refitting({ model: stored.model, labels }, view.lens.people, run);
  const silhouette = await silhouetteOf(matrix, labels, stored.answer.fitted.seed, run);
  return {
    kept: { matrix, labels, refit, seed: stored.answer.fitted.seed, silhouette },
    view,
    rows,
    choices: stored.answer.fitted.clustering.features,
    stored,
    version: found.version,
  };
};

/** The effect of leaving a column out, and of making it coarser. */
const effectsOf = async (
  db: Connection,
  measure: Measure,
  info: ColumnInfo,
  definition: ColumnDefinition,
  run: Run,
): Promise<{ dropped: ColumnEffect; coarser: ColumnEffect | null }> => {
  const { kept, view, rows, choices } = measure;
  const scores = scoreSources(db);
  const tableFor = (change: Parameters<typeof changedLens>[3]): FeatureTable => {
    const table = computeFeatures(changedLens(view.lens, info.kind, info.name, change), keptFeatures(db));
    // What kept models add (customer value) is not fitted again: it is there or not.
    const gone = (feature: string): boolean =>
      change.kind === 'drop' && columnsOfFeature(feature, scores).includes(`${info.kind}.${info.name}`);
    const added = view.table().columns.filter(({ id }) => isModelled(id) && !gone(id));
    return sampleTable({ ...table, columns: [...table.columns, ...added] }, rows);
  };
  const dropped = await effectOf(kept, tableFor({ kind: 'drop' }), choices, run);
  const coarsening = nextCoarsening(db, definition, info.coarsening);
  if (coarsening === null) return { dropped: { change: 'left out', ...dropped }, coarser: null };
  const change = {
    kind: 'coarsen' as const,
    number: coarserNumber(coarsening),
    word: coarserWord(coarsening),
  };
  const coarser = await effectOf(kept, tableFor(change), choices, run);
  return {
    dropped: { change: 'left out', ...dropped },
    coarser: { change: coarseningText(coarsening), ...coarser },
  };
};

const recommend = (
  info: ColumnInfo,
  dropped: ColumnEffect | null,
  coarser: ColumnEffect | null,
): { recommendation: Recommendation; why: string } => {
  const said = (recommendation: Recommendation, why: string) => ({ recommendation, why });
  if (info.role === 'time') {
    if (coarser !== null && coarser.ari >= SAME)
      return said('coarsen', `With ${coarser.change} the groups are the same.`);
    return said('keep', 'Every as-of date and window needs it.');
  }
  if (info.uses.length === 0) {
    if (info.role === 'reference')
      return said('keep', 'It joins the lines of one order; kept as a keyed hash.');
    return said('drop', 'No clustering, segment or model uses it.');
  }
  const beyond = info.uses.some(({ what }) => what !== 'clustering');
  if (dropped !== null && dropped.ari >= SAME && !beyond)
    return said('drop', 'The groups are the same without it.');
  if (coarser !== null && coarser.ari >= NEARLY && info.class !== 'technical')
    return said('coarsen', `With ${coarser.change} the groups stay nearly the same.`);
  const used = [...new Set(info.uses.flatMap(({ purpose }) => (purpose === null ? [] : [purpose])))];
  if (['quasi_id', 'sensitive'].includes(info.class) && info.purposes === null && used.length > 0)
    return said('restrict', `It is used for ${used.join(', ')} alone, but allowed for every purpose.`);
  return said('keep', beyond ? 'Segments or models use it.' : 'The groups change without it.');
};

const audit = async (
  session: Session,
  lens: LensChoice,
  id: string,
  run: Run,
): Promise<MinimizationAnswer> => {
  const db = session.vault().reader;
  const inventory = columnInventory(db, now());
  const measure = await measureOf(session, id, run);
  const view = measure?.view ?? session.view(lens);
  const rows = measure?.rows ?? sampleRows(view.lens.people, SEED);
  const keys = keysOf(view, rows);
  const scores = scoreSources(db);
  const touched = new Set(
    measure?.stored.features.flatMap((feature) => [...columnsOfFeature(feature, scores)]) ?? [],
  );
  const least = (count: number): number | null =>
    count > 0 && count < POLICY_DEFAULT.minCell ? null : count;
  const columns: ColumnAudit[] = [];
  for (const [at, info] of inventory.entries()) {
    run.check();
    run.progress('Auditing columns', at, inventory.length, 'columns');
    const definition = listColumns(db, info.kind).find(({ name }) => name === info.name);
    const { filled, distinct, ...counted } = filledOf(db, info);
    const effects =
      measure !== null && definition !== undefined && touched.has(`${info.kind}.${info.name}`)
        ? await effectsOf(db, measure, info, definition, run)
        : { dropped: null, coarser: null };
    const key = info.kind === 'profiles' ? keys.find(({ name }) => name === info.name) : undefined;
    const alone = key === undefined ? null : distinguishing([key.values], rows.length);
    columns.push({
      kind: info.kind,
      name: info.name,
      label: info.label,
      class: info.class,
      purposes: info.purposes,
      sources: info.sources,
      filled: least(filled),
      rows: counted.rows,
      distinctRatio: distinct === null || least(filled) === null || filled === 0 ? null : distinct / filled,
      alone,
      pair: key === undefined ? null : bestWith(keys, info.name, 2, rows.length),
      triple: key === undefined ? null : bestWith(keys, info.name, 3, rows.length),
      uses: info.uses.map(({ what, name }) => `${what} ${name}`),
      lastUsedAt: info.lastUsedAt,
      retentionLeft: info.retentionLeft,
      ...effects,
      ...recommend(info, effects.dropped, effects.coarser),
    });
  }
  const admitted = view.told(view.everyone());
  return {
    at: now(),
    ...(measure?.stored.answer.fitted.lens ?? lens),
    clustering:
      measure === null
        ? null
        : { id, version: measure.version, k: measure.stored.model.k, silhouette: measure.kept.silhouette },
    measuredOn: rows.length === view.lens.people ? admitted : rows.length,
    admitted,
    minCell: POLICY_DEFAULT.minCell,
    columns,
    risk: riskBy(keys, rows.length),
    purposes: listPurposes(db).map(({ id: purpose, label }) => {
      const allowed = inventory.filter(({ purposes }) => coversPurpose(purposes, purpose));
      const isUsed = ({ uses }: ColumnInfo): boolean => uses.some((use) => use.purpose === purpose);
      const named = ({ kind, name }: ColumnInfo): string => `${kind}.${name}`;
      return {
        id: purpose,
        label,
        allowed: allowed.length,
        used: allowed.filter(isUsed).map(named),
        unused: allowed.filter((info) => !isUsed(info)).map(named),
      };
    }),
    people: consentAudit(db, dateTime(lens.asOf), least),
  };
};

export const minimizationHandlers: Handlers<'minimization.audit' | 'minimization.last'> = {
  'minimization.audit': async ({ lens, clustering }, session, run) => {
    const answer = await audit(session, lens, clustering, run);
    return recordAct(session.vault(), (db) => {
      db.prepare("DELETE FROM record WHERE kind = 'minimization'").run();
      putRecord(db, 'minimization', NAME, answer, now());
      const counts = Object.fromEntries(
        (['keep', 'coarsen', 'restrict', 'drop'] as const).map((one) => [
          one,
          answer.columns.filter(({ recommendation }) => recommendation === one).length,
        ]),
      );
      return {
        result: answer,
        act: {
          action: 'minimization.audit',
          object: `clustering ${clustering}`,
          purpose: answer.purpose,
          details: { columns: answer.columns.length, ...counts },
        },
      };
    });
  },
  'minimization.last': (_, session) =>
    getRecord<MinimizationAnswer>(session.vault().reader, 'minimization', NAME)?.body ?? null,
};
