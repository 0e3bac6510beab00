/**
 * From an outcome in words to the two sides of a prediction: the people a model is fitted on and those it is tested
 * on, with their features as of a day and what became of them after it. Where time allows, it is tested on later days
 * than it was fitted on.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { OutcomeChoice, PredictionChoice } from '../../shared/prediction.ts';
import { createRandom } from '../../shared/random.ts';
import { DAY } from '../../shared/vocabulary.ts';
import type { Labelled } from '../analysis/predict/predict.ts';
import { earlierLens } from '../features/earlier.ts';
import { computeFeatures } from '../features/features.ts';
import { buildMatrix, encodeWith } from '../features/matrix.ts';
import { ordered, spent } from '../features/outcome.ts';
import { quantile } from '../features/statistics.ts';
import { type FeatureColumn, type FeatureTable, type MatrixColumn, noFeature } from '../features/table.ts';
import type { Lens } from '../privacy/lens.ts';

/** Fewest people a model is fitted or tested on. */
export const LEAST_PEOPLE = 50;
/** Share of the people kept back where there are no later days to test on. */
const KEPT_BACK = 0.3;
/** Levels of an attribute beyond which it names people rather than groups. */
const MOST_LEVELS = 50;

export type Side = Labelled & {
  asOf: number;
  /** Rows of the lens, in the order of the matrix. */
  rows: Uint32Array;
  table: FeatureTable;
};
export type Sides = {
  train: Side;
  test: Side;
  split: 'later' | 'drawn';
  columns: MatrixColumn[];
  features: string[];
  /** What was to be predicted from but is the same for everyone, or has more than MOST_LEVELS levels. */
  unused: string[];
  /** Whether the outcome lies in a span of days. */
  dated: boolean;
  /** Spending that counts as high, where a share of the people was asked for. */
  bar: number | null;
};

/** The outcome in plain words. @param labelOf how people call a feature */
export const outcomeText = (
  outcome: OutcomeChoice,
  bar: number | null,
  labelOf: (feature: string) => string,
): string => {
  if (outcome.kind === 'no-purchase') return `no order in the ${outcome.days} days after`;
  if (outcome.kind === 'spend') return `spends at least ${outcome.least} in the ${outcome.days} days after`;
  if (outcome.kind === 'top-spend')
    return `is among the ${Math.round(outcome.share * 100)} % who spend most in the ${outcome.days} days after${bar === null ? '' : ` (at least ${bar})`}`;
  return `${labelOf(outcome.feature)} is ${outcome.level}`;
};

const refuse = (message: string, next: string): never => {
  throw new CloisterError('NO_DATA', message, next);
};

const usable = (column: FeatureColumn): boolean =>
  column.type === 'number'
    ? column.values.some((value) => !Number.isNaN(value) && value !== column.values[0])
    : column.levels.length > 1 && column.levels.length <= MOST_LEVELS;

const chosenFeatures = (table: FeatureTable, choice: PredictionChoice): string[] => {
  const target = choice.outcome.kind === 'attribute' ? choice.outcome.feature : null;
  if (choice.features !== undefined) {
    for (const id of choice.features) {
      const column = table.columns.find((one) => one.id === id);
      if (column === undefined)
        throw noFeature(
          table,
          id,
          `Predict from ${table.columns.map((one) => one.id).join(', ')}; figures of other models cannot be used.`,
        );
      if (id === target)
        throw new CloisterError(
          'USAGE',
          `${id} is what is to be predicted.`,
          'Predict it from other features.',
        );
    }
    return [...new Set(choice.features)];
  }
  return table.columns
    .filter(({ id }) => id !== target && !choice.groups.includes(id))
    .filter(({ id }) => target !== null || !id.startsWith('profile.'))
    .map(({ id }) => id);
};

/** The part of a table that belongs to some of its people. */
const rowsOf = (table: FeatureTable, rows: Uint32Array): FeatureTable => ({
  ...table,
  people: rows.length,
  columns: table.columns.map((column) =>
    column.type === 'number'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) },
  ),
});

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** People with an order before the day of a table: whoever never bought cannot stop. */
const customers = (table: FeatureTable): Uint32Array =>
  Uint32Array.from({ length: table.people }, (_, i) => i).filter(
    (i) => table.orders.offsets[i + 1] > table.orders.offsets[i],
  );

type Snapshot = { table: FeatureTable; rows: Uint32Array; asOf: number };

const snapshotAt = (lens: Lens, asOf: number, further: readonly string[]): Snapshot => {
  const table = computeFeatures(earlierLens(lens, asOf), further);
  return { table, rows: customers(table), asOf };
};

const resultsOf = (
  lens: Lens,
  { rows, asOf }: Snapshot,
  outcome: Exclude<OutcomeChoice, { kind: 'attribute' }>,
  bar: number | null,
): Uint8Array => {
  const until = asOf + outcome.days * DAY;
  if (outcome.kind === 'no-purchase') {
    const bought = ordered(lens.orders(), asOf, until);
    return Uint8Array.from(rows, (row) => 1 - bought[row]);
  }
  const sums = spent(lens.orders(), asOf, until);
  const least = outcome.kind === 'spend' ? outcome.least : (bar ?? 0);
  return Uint8Array.from(rows, (row) => (sums[row] >= least ? 1 : 0));
};

/** What the top share spends at least; above zero, for who spends nothing is not among those who spend most. */
const barOf = (lens: Lens, { rows, asOf }: Snapshot, days: number, share: number): number => {
  const sums = spent(lens.orders(), asOf, asOf + days * DAY);
  const sorted = Float64Array.from(rows, (row) => sums[row]).sort();
  return Math.max(quantile(sorted, 1 - share), 0.01);
};

const drawnBack = (people: number, seed: number): Uint8Array => {
  const random = createRandom(seed).fork('kept back');
  return Uint8Array.from({ length: people }, () => (random.next() < KEPT_BACK ? 1 : 0));
};

const assemble = (
  choice: PredictionChoice,
  split: Sides['split'],
  bar: number | null,
  train: Snapshot & { outcome: Uint8Array },
  test: Snapshot & { outcome: Uint8Array },
): Sides => {
  if (Math.min(train.rows.length, test.rows.length) < LEAST_PEOPLE)
    refuse(
      `Fewer than ${LEAST_PEOPLE} people are left to fit or to test the model on.`,
      'Take fewer days, import more, or choose a lens that admits more people.',
    );
  const fitted = rowsOf(train.table, train.rows);
  const tested = rowsOf(test.table, test.rows);
  const wanted = chosenFeatures(fitted, choice);
  const columnOf = (id: string) => fitted.columns.find((column) => column.id === id) as FeatureColumn;
  const features = wanted.filter((id) => usable(columnOf(id)));
  const unused = wanted.filter((id) => !features.includes(id)).map((id) => columnOf(id).label);
  if (features.length === 0)
    refuse('No feature differs between the people the model is to be fitted on.', 'Choose other features.');
  const scaling = choice.method === 'logistic' ? 'zscore' : 'none';
  const matrix = buildMatrix(
    fitted,
    features.map((feature) => ({ feature, scaling })),
  );
  const { columns } = matrix;
  const side = ({ table, rows, asOf, outcome }: typeof train, own: Labelled['matrix']): Side => ({
    matrix: own,
    outcome,
    asOf,
    rows,
    table,
  });
  return {
    train: side(train, matrix),
    test: side(test, encodeWith(tested, columns)),
    split,
    columns,
    features,
    unused,
    dated: choice.outcome.kind !== 'attribute',
    bar,
  };
};

/** Splits one snapshot by a drawing: the people kept back are tested on. */
const byDrawing = (
  choice: PredictionChoice,
  seed: number,
  snapshot: Snapshot,
  outcome: Uint8Array,
  bar: number | null,
): Sides => {
  const back = drawnBack(snapshot.rows.length, seed);
  const part = (side: number) => ({
    ...snapshot,
    rows: snapshot.rows.filter((_, i) => back[i] === side),
    outcome: outcome.filter((_, i) => back[i] === side),
  });
  return assemble(choice, 'drawn', bar, part(0), part(1));
};

const ofAttribute = (
  lens: Lens,
  choice: PredictionChoice,
  seed: number,
  further: readonly string[],
): Sides => {
  if (choice.outcome.kind !== 'attribute') throw new Error('an outcome of another kind');
  const { feature, level } = choice.outcome;
  const table = computeFeatures(lens, further);
  const column = table.columns.find(({ id }) => id === feature);
  if (column === undefined || column.type !== 'level')
    throw new CloisterError(
      'NOT_FOUND',
      `There is no attribute ${feature} with levels.`,
      `Choose one of ${
        table.columns
          .filter(({ type }) => type === 'level')
          .map(({ id }) => id)
          .join(', ') || 'none: import profiles'
      }.`,
    );
  const code = column.levels.indexOf(level);
  if (code < 0)
    throw new CloisterError(
      'NOT_FOUND',
      `Nobody under this lens has ${feature} "${level}".`,
      `Its levels are ${column.levels.slice(0, 12).join(', ')}.`,
    );
  const rows = Uint32Array.from({ length: table.people }, (_, i) => i).filter((i) => column.codes[i] >= 0);
  const outcome = Uint8Array.from(rows, (row) => (column.codes[row] === code ? 1 : 0));
  return byDrawing(choice, seed, { table, rows, asOf: lens.asOf }, outcome, null);
};

/**
 * Both sides for a lens. Fitted on what was known two spans before its date, tested on one span before it; where too
 * few people were customers that early, people are drawn from the later day and kept back.
 * @param further ids of the further features that are kept
 * @throws CloisterError NO_DATA, NOT_FOUND, USAGE
 */
export const sidesOf = (
  lens: Lens,
  choice: PredictionChoice,
  seed: number,
  further: readonly string[],
): Sides => {
  const { outcome } = choice;
  if (outcome.kind === 'attribute') return ofAttribute(lens, choice, seed, further);
  const orders = lens.orders();
  if (orders.times.length === 0)
    refuse('There are no orders under this lens.', 'Import orders, or predict an attribute.');
  if (outcome.kind !== 'no-purchase' && orders.amounts.length === 0)
    refuse(
      'The orders have no amounts under this lens.',
      'Predict orders instead of spending, or map the amounts.',
    );
  const late = snapshotAt(lens, lens.asOf - outcome.days * DAY, further);
  if (late.rows.length < LEAST_PEOPLE)
    refuse(
      `Fewer than ${LEAST_PEOPLE} people had ordered before ${dayOf(late.asOf)}, ${outcome.days} days before the date of the lens.`,
      'Take fewer days, or import earlier orders.',
    );
  const early = snapshotAt(lens, late.asOf - outcome.days * DAY, further);
  const both = early.rows.length >= Math.max(LEAST_PEOPLE, late.rows.length / 4);
  const first = both ? early : late;
  const bar = outcome.kind === 'top-spend' ? barOf(lens, first, outcome.days, outcome.share) : null;
  const results = resultsOf(lens, late, outcome, bar);
  if (!both) return byDrawing(choice, seed, late, results, bar);
  return assemble(
    choice,
    'later',
    bar,
    { ...early, outcome: resultsOf(lens, early, outcome, bar) },
    { ...late, outcome: results },
  );
};
