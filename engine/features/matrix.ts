/**
 * From features to a matrix that analysis can use: numbers scaled, levels one-hot encoded, missing values
 * filled in the open. A column says how to undo what was done to it.
 */
import { CloisterError } from '../../shared/errors.ts';
import { median, quantile } from './statistics.ts';
import type { FeatureTable, LevelColumn, Matrix, MatrixColumn, NumberColumn, Scaling } from './table.ts';

/** A feature to put into the matrix, and how. Levels are always one-hot and not scaled. */
export type Choice = { feature: string; scaling: Scaling };

/** Most levels of an attribute that become columns of their own; rarer ones are encoded as all zero. */
export const MAX_LEVELS = 12;

type Fitted = { offset: number; factor: number };

const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/**
 * The offset and factor of a scaling, fitted on values that are all known. z-score uses the population
 * standard deviation; robust the median and the interquartile range (type-7 quantiles); log the z-score of
 * log(1 + x). A constant column gets factor 1, so it becomes all zero.
 */
export const fitScaling = (scaling: Scaling, values: Float64Array): Fitted => {
  if (scaling === 'none' || values.length === 0) return { offset: 0, factor: 1 };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Said outright: the rounding of a mean would leave a constant a deviation just above zero.
  if (low === high) return { offset: scaling === 'log' ? Math.log1p(low) : low, factor: 1 };
  // A deviation so small that a value divided by it is infinite is none.
  const safe = (factor: number): number =>
    factor > 0 && Number.isFinite(factor) && Number.isFinite((high - low) / factor) ? factor : 1;
  if (scaling === 'minmax') return { offset: low, factor: safe(high - low) };
  if (scaling === 'robust') {
    const sorted = values.slice().sort();
    return { offset: quantile(sorted, 0.5), factor: safe(quantile(sorted, 0.75) - quantile(sorted, 0.25)) };
  }
  let mean = 0;
  for (const value of values) mean += (scaling === 'log' ? Math.log1p(value) : value) / values.length;
  let variance = 0;
  for (const value of values) {
    const centred = (scaling === 'log' ? Math.log1p(value) : value) - mean;
    variance += (centred * centred) / values.length;
  }
  return { offset: mean, factor: safe(Math.sqrt(variance)) };
};

/** raw -> scaled */
export const scale = (column: Pick<MatrixColumn, 'scaling' | 'offset' | 'factor'>, raw: number): number =>
  ((column.scaling === 'log' ? Math.log1p(raw) : raw) - column.offset) / column.factor;

/** scaled -> raw */
export const unscale = (
  column: Pick<MatrixColumn, 'scaling' | 'offset' | 'factor'>,
  scaled: number,
): number => {
  const value = scaled * column.factor + column.offset;
  return column.scaling === 'log' ? Math.expm1(value) : value;
};

type Encoded = { column: MatrixColumn; raw: (person: number) => number };

/** Marks and levels stay 0 or 1: a z-score would make the rarest of them the loudest column. */
const UNSCALED = { scaling: 'none', offset: 0, factor: 1 } as const;

const encodeNumber = (source: NumberColumn, scaling: Scaling, marks: Float64Array[]): Encoded[] => {
  const present = known(source.values);
  if (present.length === 0)
    throw new CloisterError(
      'NO_DATA',
      `The feature ${source.id} is missing for everyone the lens admits.`,
      'Leave it out, or choose another lens.',
    );
  if (scaling === 'log' && present.some((value) => value <= -1))
    throw new CloisterError(
      'INPUT_VALUE',
      `The feature ${source.id} has values of -1 or less, which a log scaling cannot take.`,
      'Use zscore or robust for it.',
    );
  const imputed = median(present);
  const filled = source.values.map((value) => (Number.isNaN(value) ? imputed : value));
  const column: MatrixColumn = {
    feature: source.id,
    label: source.label,
    unit: source.unit,
    level: null,
    scaling,
    ...fitScaling(scaling, filled),
    imputed,
    imputedCount: source.values.length - present.length,
  };
  const encoded: Encoded[] = [{ column, raw: (person) => filled[person] }];
  const pattern = source.values.map((value) => (Number.isNaN(value) ? 1 : 0));
  // Features that are missing for the same people (no order: no recency, no tenure) share one mark.
  if (column.imputedCount > 0 && !marks.some((mark) => mark.every((value, i) => value === pattern[i]))) {
    marks.push(pattern);
    encoded.push({
      column: {
        ...column,
        label: `${source.label} missing`,
        unit: '',
        level: MISSING,
        ...UNSCALED,
        imputed: 0,
        imputedCount: 0,
      },
      raw: (person) => pattern[person],
    });
  }
  return encoded;
};

/** The pseudo-level of the column that marks who had no value. */
export const MISSING = '(missing)';

const encodeLevel = (source: LevelColumn): Encoded[] => {
  const counts = new Array<number>(source.levels.length).fill(0);
  for (const code of source.codes) if (code >= 0) counts[code] += 1;
  const kept = [...counts.keys()]
    .filter((code) => counts[code] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, MAX_LEVELS);
  return kept.map((code) => ({
    column: {
      feature: source.id,
      label: `${source.label}: ${source.levels[code]}`,
      unit: '',
      level: source.levels[code],
      ...UNSCALED,
      imputed: 0,
      imputedCount: 0,
    },
    raw: (person) => (source.codes[person] === code ? 1 : 0),
  }));
};

/**
 * Builds the matrix of the chosen features. A missing number is filled with the median and marked in a column
 * of its own; a missing level is zero in every level's column.
 * @throws CloisterError NOT_FOUND for an unknown feature, NO_DATA when nobody is admitted
 */
export const buildMatrix = (table: FeatureTable, choices: readonly Choice[]): Matrix => {
  if (table.people === 0)
    throw new CloisterError(
      'NO_CONSENT',
      'The lens admits nobody, so there is nothing to analyse.',
      'See `cloister consent summary` for who is left out and why.',
    );
  const marks: Float64Array[] = [];
  const encoded = choices.flatMap(({ feature, scaling }) => {
    const source = table.columns.find((column) => column.id === feature);
    if (source === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no feature ${feature}.`,
        `The features are ${table.columns.map((column) => column.id).join(', ')}.`,
      );
    return source.type === 'number' ? encodeNumber(source, scaling, marks) : encodeLevel(source);
  });
  if (encoded.length === 0)
    throw new CloisterError('USAGE', 'No feature was chosen.', 'Name at least one feature.');
  const width = encoded.length;
  const values = new Float64Array(new SharedArrayBuffer(table.people * width * 8));
  encoded.forEach(({ column, raw }, at) => {
    for (let person = 0; person < table.people; person++)
      values[person * width + at] = scale(column, raw(person));
  });
  return { people: table.people, columns: encoded.map(({ column }) => column), values };
};

/**
 * The matrix of a table in the columns of an earlier one: same levels, same scaling, same stand-in for a missing
 * value. For people who came later, and for looking at a clustering again.
 * @throws CloisterError NOT_FOUND when a feature is no longer there
 */
export const encodeWith = (table: FeatureTable, columns: readonly MatrixColumn[]): Matrix => {
  const width = columns.length;
  const values = new Float64Array(new SharedArrayBuffer(table.people * width * 8));
  columns.forEach((column, at) => {
    const source = table.columns.find(({ id }) => id === column.feature);
    if (source === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no feature ${column.feature} any more.`,
        'Fit the clustering again.',
      );
    const code = source.type === 'level' ? source.levels.indexOf(column.level ?? '') : -1;
    for (let person = 0; person < table.people; person++) {
      let raw: number;
      if (source.type === 'level') raw = source.codes[person] === code && code >= 0 ? 1 : 0;
      else if (column.level === MISSING) raw = Number.isNaN(source.values[person]) ? 1 : 0;
      else raw = Number.isNaN(source.values[person]) ? column.imputed : source.values[person];
      values[person * width + at] = scale(column, raw);
    }
  });
  return { people: table.people, columns: [...columns], values };
};
