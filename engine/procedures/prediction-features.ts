/** Predictions as features: what every kept model says of everyone a lens admits, as of its date. */
import type { PredictionAnswer } from '../../shared/contract/prediction.ts';
import type { PredictionChoice } from '../../shared/prediction.ts';
import { chanceOf, type Model } from '../analysis/predict/models.ts';
import { chancesInJob } from '../analysis/predict/predict.ts';
import { encodeWith } from '../features/matrix.ts';
import type { FeatureColumn, FeatureTable, MatrixColumn, NumberColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import type { Connection } from '../vault/database.ts';
import { listRecords, type StoredRecord } from '../vault/records.ts';

/** A prediction as it is kept: the model and what was found about it, never a person's figure. */
export type StoredPrediction = {
  choice: PredictionChoice;
  features: string[];
  matrix: MatrixColumn[];
  model: Model;
  answer: Omit<PredictionAnswer, 'version' | 'lens'>;
};

export const scoreOf = (name: string): string => `${name}_score`;

export const keptPredictions = (db: Connection): StoredRecord<StoredPrediction>[] =>
  listRecords<StoredPrediction>(db, 'prediction');

/** What changes with every fit, so that what was computed with an older model is not used again. */
export const predictionsVersion = (db: Connection): string =>
  (
    db
      .prepare("SELECT id || max(version) FROM record WHERE kind = 'prediction' GROUP BY id ORDER BY id")
      .pluck()
      .all() as string[]
  ).join(',');

/** The features that each score is made of, by its own id. */
export const scoreSources = (db: Connection): ReadonlyMap<string, readonly string[]> =>
  new Map(keptPredictions(db).map(({ id, body }) => [scoreOf(id), body.features]));

/**
 * Makes chances scores: NaN for people without an order where the outcome is about orders. Six decimals, so that a last
 * bit never decides a rule.
 */
const asScores = (chances: Float64Array, choice: PredictionChoice, table: FeatureTable): Float64Array => {
  const { offsets } = table.orders;
  const everyone = choice.outcome.kind === 'attribute';
  for (let i = 0; i < chances.length; i++)
    chances[i] = everyone || offsets[i + 1] > offsets[i] ? Math.round(chances[i] * 1e6) / 1e6 : Number.NaN;
  return chances;
};

/** The scores of everyone in a table, at once: for a question that waits for them. */
const scoresOf = ({ choice, matrix, model }: StoredPrediction, table: FeatureTable): Float64Array => {
  const { values } = encodeWith(table, matrix);
  const chances = new Float64Array(new SharedArrayBuffer(table.people * 8));
  for (let i = 0; i < table.people; i++) chances[i] = chanceOf(model, values, i * matrix.length);
  return asScores(chances, choice, table);
};

/** The same in the threads of a job. @throws CloisterError CANCELLED */
export const scoresInJob = async (
  { choice, matrix, model }: Pick<StoredPrediction, 'choice' | 'matrix' | 'model'>,
  table: FeatureTable,
  run: Run,
): Promise<Float64Array> =>
  asScores(await chancesInJob(model, encodeWith(table, matrix), run), choice, table);

/** Scores that a job has worked out, by the column that shows them. */
const known = new WeakMap<FeatureColumn, Float64Array>();

/** Gives the column of a prediction the scores of a fit, so that the next question need not work them out again. */
export const keepScores = (table: FeatureTable, name: string, scores: Float64Array): void => {
  const column = table.columns.find(({ id }) => id === scoreOf(name));
  if (column !== undefined && scores.length === table.people) known.set(column, scores);
};

/**
 * The columns that kept predictions add to a table, computed when they are first looked at. One whose features are
 * not all there (a column was erased, or the purpose may not see it) is left out.
 */
export const predictionColumns = (db: Connection, table: FeatureTable): NumberColumn[] => {
  const there = new Set(table.columns.map(({ id }) => id));
  return keptPredictions(db)
    .filter(({ body }) => body.features.every((feature) => there.has(feature)))
    .map(({ id, body }): NumberColumn => {
      let scores: Float64Array | null = null;
      return {
        type: 'number',
        id: scoreOf(id),
        label: `${id[0].toUpperCase()}${id.slice(1).replaceAll('_', ' ')} score`,
        unit: '',
        definition: `Chance, 0 to 1, that ${body.choice.outcome.kind === 'attribute' ? '' : `the person ${body.choice.outcome.kind === 'no-purchase' ? 'has ' : ''}`}${body.answer.outcome}, by ${body.choice.method} from ${body.features.join(', ')}.${body.choice.outcome.kind === 'attribute' ? '' : ' Missing without an order.'}`,
        get values() {
          scores ??= known.get(this) ?? scoresOf(body, table);
          return scores;
        },
      };
    });
};
