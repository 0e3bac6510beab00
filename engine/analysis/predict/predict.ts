/**
 * Predicting a yes or no: fits a model on one matrix, tests it on another that it has not seen, cross-validates it,
 * and says what each feature is worth. Figures are exact; what of them may be told is decided where they are told.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { createRandom } from '../../../shared/random.ts';
import type { Matrix } from '../../features/table.ts';
import type { Run } from '../../jobs/job.ts';
import { requireFinite, sharedValues } from '../rows.ts';
import { settle, shareOut } from '../share.ts';
import { areaUnderRoc, brierScore, logLoss } from './measures.ts';
import { calibrated, calibrationOf, type Method, type Model } from './models.ts';
import {
  type ChancesInput,
  type FitInput,
  type FitOutput,
  type Grid,
  PIECE,
  type WorthInput,
  type WorthOutput,
} from './predict-worker.ts';

const WORKER = new URL('./predict-worker.ts', import.meta.url);
export const FOLDS = 5;

/** People with what became of them: 1 for a yes. */
export type Labelled = { matrix: Matrix; outcome: Uint8Array };

export type Measured = { auc: number; brier: number; logLoss: number };
export type Predicted = {
  model: Model;
  /** Chances of the people tested. */
  chances: Float64Array;
  /** Of each person fitted on, by the model of the folds that did not hold them. */
  outOfFold: Float64Array;
  folds: Measured[];
  worth: WorthOutput;
};

export const measure = (chances: Float64Array, outcome: Uint8Array): Measured => ({
  auc: areaUnderRoc(chances, outcome),
  brier: brierScore(chances, outcome),
  logLoss: logLoss(chances, outcome),
});

/** Fold of every person: shuffled within yes and no, so that each fold has its share of both. */
export const foldsOf = (outcome: Uint8Array, folds: number, seed: number): Uint8Array => {
  const random = createRandom(seed).fork('folds');
  const fold = new Uint8Array(outcome.length);
  for (const side of [0, 1]) {
    const people = Uint32Array.from(outcome.keys()).filter((i) => outcome[i] === side);
    for (let i = people.length - 1; i > 0; i--) {
      const j = random.int(i + 1);
      [people[i], people[j]] = [people[j], people[i]];
    }
    people.forEach((person, i) => {
      fold[person] = i % folds;
    });
  }
  return fold;
};

const rowsWhere = (people: number, keep: (i: number) => boolean): Uint32Array =>
  Uint32Array.from({ length: people }, (_, i) => i).filter(keep);

/** @throws CloisterError NO_DATA unless both outcomes have at least `FOLDS` people */
const requireBoth = ({ outcome }: Labelled, what: string): void => {
  const yes = outcome.reduce((sum, y) => sum + y, 0);
  const least = Math.min(yes, outcome.length - yes);
  if (least >= FOLDS) return;
  throw new CloisterError(
    'NO_DATA',
    least === 0
      ? `Among the people the model is to be ${what}, the outcome is the same for everyone.`
      : `Among the people the model is to be ${what}, one outcome is too rare to learn from.`,
    'Choose other days, another amount or another attribute, or a lens that admits more people.',
  );
};

/** Columns of the matrix by the feature they encode, in the order of first appearance. */
export const featureGroups = ({
  columns,
}: Pick<Matrix, 'columns'>): { feature: string; columns: number[] }[] => {
  const groups = new Map<string, number[]>();
  columns.forEach(({ feature }, t) => {
    groups.set(feature, [...(groups.get(feature) ?? []), t]);
  });
  return [...groups].map(([feature, of]) => ({ feature, columns: of }));
};

const meansOf = ({ people, columns, values }: Matrix): Float64Array => {
  const means = new Float64Array(columns.length);
  for (let i = 0; i < people; i++)
    for (let t = 0; t < columns.length; t++) means[t] += values[i * columns.length + t];
  return means.map((sum) => sum / people);
};

/**
 * Fits on `train` and tests on `test`, whose matrices have the same columns.
 * @throws CloisterError NO_DATA, INPUT_VALUE (a value that is not finite), CANCELLED
 */
export const predictOutcome = async (
  train: Labelled,
  test: Labelled,
  choice: { method: Method; seed: number },
  run: Run,
): Promise<Predicted> => {
  requireFinite(train.matrix);
  requireFinite(test.matrix);
  requireBoth(train, 'fitted on');
  requireBoth(test, 'tested on');
  const { method, seed } = choice;
  const gridOf = ({ columns, values }: Matrix): Grid => ({
    values: sharedValues(values),
    width: columns.length,
  });
  const grid = gridOf(train.matrix);
  const tested = gridOf(test.matrix);
  const people = train.outcome.length;
  const fold = foldsOf(train.outcome, FOLDS, seed);
  let done = 0;
  const step = `Fitting and testing`;
  run.progress(step, 0, FOLDS + 2, 'fits');
  const perform = async <T>(input: FitInput | WorthInput): Promise<T> => {
    const found = await run.pool.run<T>(WORKER, input, { signal: run.signal });
    done += 1;
    run.progress(step, done, FOLDS + 2, 'fits');
    return found;
  };
  const fitOn = (fitted: Uint32Array, scored: FitInput['scored']): Promise<FitOutput> =>
    perform<FitOutput>({ kind: 'fit', method, grid, outcome: train.outcome, fitted, seed, scored });
  const all = rowsWhere(people, () => true);
  const [whole, ...parts] = await settle([
    fitOn(all, { grid: tested, rows: rowsWhere(test.outcome.length, () => true) }),
    ...Array.from({ length: FOLDS }, (_, at) =>
      fitOn(
        rowsWhere(people, (i) => fold[i] !== at),
        { grid, rows: rowsWhere(people, (i) => fold[i] === at) },
      ),
    ),
  ]);
  const raw = new Float64Array(people);
  const rowsOf = parts.map(({ chances }, at) => {
    const rows = rowsWhere(people, (i) => fold[i] === at);
    rows.forEach((row, i) => {
      raw[row] = chances[i];
    });
    return rows;
  });
  const calibration = method === 'logistic' ? null : calibrationOf(raw, train.outcome);
  const right = (chances: Float64Array): Float64Array =>
    calibration === null ? chances : chances.map((chance) => calibrated(calibration, chance));
  const outOfFold = right(raw);
  const folds = rowsOf.map((rows) =>
    measure(
      Float64Array.from(rows, (row) => outOfFold[row]),
      Uint8Array.from(rows, (row) => train.outcome[row]),
    ),
  );
  const model: Model =
    calibration === null || whole.model.method === 'logistic' ? whole.model : { ...whole.model, calibration };
  const groups = featureGroups(train.matrix).map(({ columns }) => columns);
  const worth = await perform<WorthOutput>({
    kind: 'worth',
    model,
    grid: tested,
    outcome: test.outcome,
    means: meansOf(train.matrix),
    groups,
    seed,
  });
  return { model, chances: right(whole.chances), outOfFold, folds, worth };
};

/**
 * AUC of each column alone, on the better side: a single feature that tells the outcome almost by itself was
 * often written after it.
 */
export const aloneOf = ({ matrix, outcome }: Labelled): { feature: string; auc: number }[] =>
  featureGroups(matrix).map(({ feature, columns }) => {
    const width = matrix.columns.length;
    const areas = columns.map((t) => {
      const auc = areaUnderRoc(
        Float64Array.from({ length: matrix.people }, (_, i) => matrix.values[i * width + t]),
        outcome,
      );
      return Math.max(auc, 1 - auc);
    });
    return { feature, auc: Math.max(...areas) };
  });

/** The chance of every row of a matrix, in the threads of a job. @throws CloisterError CANCELLED */
export const chancesInJob = async (model: Model, matrix: Matrix, run: Run): Promise<Float64Array> => {
  const grid = { values: sharedValues(matrix.values), width: matrix.columns.length };
  const chances = new Float64Array(new SharedArrayBuffer(matrix.people * 8));
  const input: ChancesInput = { kind: 'chances', model, grid, chances };
  await shareOut(run, WORKER, input, Math.ceil(matrix.people / PIECE));
  return chances;
};
