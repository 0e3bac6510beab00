/**
 * From features to a matrix that analysis can use: numbers scaled, levels encoded, missing values filled or left out in
 * the open. A column says how to undo what was done to it, and how to do it again to people who come later.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { FeatureChoice } from '../../shared/feature-choice.ts';
import { levelNumbers, levelValues, MISSING, oneHotColumns, UNSCALED } from './encoding.ts';
import { fitScaling, scale } from './scaling.ts';
import { median } from './statistics.ts';
import {
  type FeatureColumn,
  type FeatureTable,
  type LevelColumn,
  type Matrix,
  type MatrixColumn,
  type NumberColumn,
  noFeature,
} from './table.ts';

/** The raw value of a person in a column, missing ones filled in. */
type Encoded = { column: MatrixColumn; raw: (person: number) => number };

const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/** @throws CloisterError NO_DATA, INPUT_VALUE for values that no scaling can take */
const requireScalable = (id: string, present: Float64Array, { scaling }: FeatureChoice): void => {
  if (present.length === 0)
    throw new CloisterError(
      'NO_DATA',
      `The feature ${id} is missing for everyone the lens admits.`,
      'Leave it out, or choose another lens.',
    );
  const refuse = (why: string, next: string): never => {
    throw new CloisterError('INPUT_VALUE', `The feature ${id} ${why}.`, next);
  };
  if (present.some((value) => !Number.isFinite(value)))
    refuse('holds an infinite value, which cannot be analysed', 'Mend its source, or leave it out.');
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of present) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!Number.isFinite(high - low))
    refuse('spans more than a number can hold', 'Mend its source, or leave it out.');
  if (scaling === 'log' && low <= -1)
    refuse('has values of -1 or less, which a log scaling cannot take', 'Use zscore, robust or rank for it.');
};

/** Marks for those without a value. Features that are missing for the same people (no order) share one. */
type Marks = { mark(source: FeatureColumn, isMissing: (person: number) => boolean): Encoded[] };

const createMarks = (people: number): Marks => {
  const taken: Uint8Array[] = [];
  return {
    mark: (source, isMissing) => {
      const pattern = Uint8Array.from({ length: people }, (_, person) => Number(isMissing(person)));
      if (taken.some((other) => other.every((value, i) => value === pattern[i]))) return [];
      taken.push(pattern);
      const column: MatrixColumn = {
        feature: source.id,
        label: `${source.label} missing`,
        unit: '',
        level: MISSING,
        ...UNSCALED,
        role: 'mark',
      };
      return [{ column, raw: (person) => pattern[person] }];
    },
  };
};

const encodeNumbers = (
  source: NumberColumn | LevelColumn,
  values: Float64Array,
  more: Partial<MatrixColumn>,
  choice: FeatureChoice,
  marks: Marks,
): Encoded[] => {
  const present = known(values);
  requireScalable(source.id, present, choice);
  const { scaling } = choice;
  const imputed = median(present);
  const filled = values.map((value) => (Number.isNaN(value) ? imputed : value));
  const column: MatrixColumn = {
    feature: source.id,
    label: source.label,
    unit: source.type === 'number' ? source.unit : '',
    level: null,
    scaling,
    ...fitScaling(scaling, filled),
    imputed,
    imputedCount: values.length - present.length,
    ...more,
  };
  return [
    { column, raw: (person) => filled[person] },
    ...(column.imputedCount > 0 ? marks.mark(source, (person) => Number.isNaN(values[person])) : []),
  ];
};

const LABELS = { order: 'order', share: 'share of people' } as const;

const encodeLevels = (source: LevelColumn, choice: FeatureChoice, marks: Marks): Encoded[] => {
  if (choice.encoding === 'ordinal' || choice.encoding === 'frequency') {
    const numbers = levelNumbers(source, choice);
    const of = new Map(numbers.levels.map(({ level, value }) => [level, value]));
    const byCode = source.levels.map((level) => of.get(level) ?? Number.NaN);
    const values = Float64Array.from(source.codes, (code) => (code < 0 ? Number.NaN : byCode[code]));
    const label = `${source.label}, ${LABELS[numbers.role]}`;
    return encodeNumbers(source, values, { label, ...numbers }, choice, marks);
  }
  const columns = oneHotColumns(source, choice.rare).map((column): Encoded => {
    const byCode = levelValues(source.levels, column);
    return { column, raw: (person) => (source.codes[person] < 0 ? 0 : byCode[source.codes[person]]) };
  });
  if (columns.length === 0)
    throw new CloisterError(
      'NO_DATA',
      `The feature ${source.id} is missing for everyone the lens admits.`,
      'Leave it out, or choose another lens.',
    );
  const missing = source.codes.some((code) => code < 0);
  return [...columns, ...(missing ? marks.mark(source, (person) => source.codes[person] < 0) : [])];
};

const isMissing = (source: FeatureColumn, person: number): boolean =>
  source.type === 'number' ? Number.isNaN(source.values[person]) : source.codes[person] < 0;

/** The same columns for some of the people. */
const ofPeople = (column: FeatureColumn, rows: Uint32Array): FeatureColumn =>
  column.type === 'number'
    ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };

/** The feature of a table. @throws CloisterError NOT_FOUND, USAGE for an encoding that does not fit its kind */
const chosen = (table: FeatureTable, { feature, encoding, rare }: FeatureChoice): FeatureColumn => {
  const source = table.columns.find((column) => column.id === feature);
  if (source === undefined) throw noFeature(table, feature);
  if (source.type === 'number' && (encoding !== undefined || rare !== undefined))
    throw new CloisterError(
      'USAGE',
      `The feature ${feature} is a number, so it has no levels to encode.`,
      'Give it a scaling alone.',
    );
  return source;
};

/**
 * Builds the matrix of the chosen features. A missing number is filled with the median and marked in a column of its
 * own; a missing level is zero in every level's column and marked; with `missing: 'leave-out'` whoever has no value
 * is left out, and `rows` says who is there.
 * @throws CloisterError NOT_FOUND for an unknown feature, NO_CONSENT when nobody is admitted, NO_DATA when nobody has
 *   values, INPUT_VALUE for values that the scaling cannot take
 */
export const buildMatrix = (table: FeatureTable, choices: readonly FeatureChoice[]): Matrix => {
  if (table.people === 0)
    throw new CloisterError(
      'NO_CONSENT',
      'The lens admits nobody, so there is nothing to analyse.',
      'See `cloister consent summary` for who is left out and why.',
    );
  if (choices.length === 0)
    throw new CloisterError('USAGE', 'No feature was chosen.', 'Name at least one feature.');
  const sources = choices.map((choice) => chosen(table, choice));
  const strict = sources.filter((_, i) => choices[i].missing === 'leave-out');
  const everyone = Uint32Array.from({ length: table.people }, (_, person) => person);
  const rows = everyone.filter((person) => !strict.some((source) => isMissing(source, person)));
  if (rows.length === 0)
    throw new CloisterError(
      'NO_DATA',
      `Nobody has a value of ${strict.map(({ id }) => id).join(', ')}, so everyone would be left out.`,
      'Fill in missing values, or leave a feature out.',
    );
  const all = rows.length === table.people;
  const marks = createMarks(rows.length);
  const encoded = choices.flatMap((choice, i) => {
    const source = all ? sources[i] : ofPeople(sources[i], rows);
    const found =
      source.type === 'number'
        ? encodeNumbers(source, source.values, {}, choice, marks)
        : encodeLevels(source, choice, marks);
    if (choice.missing === 'leave-out') for (const { column } of found) column.leavesOut = true;
    return found;
  });
  const width = encoded.length;
  const values = new Float64Array(new SharedArrayBuffer(rows.length * width * 8));
  encoded.forEach(({ column, raw }, at) => {
    for (let row = 0; row < rows.length; row++) values[row * width + at] = scale(column, raw(row));
  });
  return {
    people: rows.length,
    columns: encoded.map(({ column }) => column),
    values,
    ...(all ? {} : { rows }),
  };
};

/** The source of a column in a later table. @throws CloisterError NOT_FOUND, INPUT_VALUE when it is not what it was */
const sourceOf = (table: FeatureTable, { feature, level, role, scaling }: MatrixColumn): FeatureColumn => {
  const source = table.columns.find(({ id }) => id === feature);
  if (source === undefined) throw noFeature(table, feature, 'Keep it again, or fit again without it.', true);
  const wasNumber = level === null && role === undefined;
  const wasLevel = role === undefined ? level !== null && level !== MISSING : role !== 'mark';
  if (source.type === 'number' ? wasLevel : wasNumber)
    throw new CloisterError(
      'INPUT_VALUE',
      `The feature ${feature} was ${wasNumber ? 'a number' : 'an attribute with levels'} when this was fitted, and is not any more.`,
      'Fit it again.',
    );
  if (source.type !== 'number') return source;
  const unfit = source.values.some(
    (value) => Math.abs(value) === Number.POSITIVE_INFINITY || (scaling === 'log' && value <= -1),
  );
  if (!unfit) return source;
  throw new CloisterError(
    'INPUT_VALUE',
    `The feature ${feature} now has values that its ${scaling} scaling cannot take.`,
    'Fit it again with another scaling: zscore, robust or rank.',
  );
};

/** What a level is in a column. @throws CloisterError INPUT_VALUE for one that the order of the fit does not name */
const ofLevel = (source: LevelColumn, byCode: Float64Array | null, code: number): number => {
  const value = byCode?.[code] ?? Number.NaN;
  if (!Number.isNaN(value)) return value;
  throw new CloisterError(
    'INPUT_VALUE',
    `People now have the level "${source.levels[code]}" of ${source.id}, which the order of this fit does not name.`,
    'Fit it again with an order that names it.',
  );
};

/**
 * The matrix of a table in the columns of an earlier one: same levels, same scaling, same stand-in for a missing
 * value. For people who came later, and for looking at a clustering again. Nobody is left out: see `withoutValue`.
 * @throws CloisterError NOT_FOUND when a feature is no longer there, INPUT_VALUE when it is not what it was
 */
export const encodeWith = (table: FeatureTable, columns: readonly MatrixColumn[]): Matrix => {
  const width = columns.length;
  const values = new Float64Array(new SharedArrayBuffer(table.people * width * 8));
  columns.forEach((column, at) => {
    const source = sourceOf(table, column);
    const isMark = column.role === 'mark' || (source.type === 'number' && column.level === MISSING);
    const byCode = source.type === 'level' ? levelValues(source.levels, column) : null;
    for (let person = 0; person < table.people; person++) {
      let raw: number;
      if (isMark) raw = isMissing(source, person) ? 1 : 0;
      else if (source.type === 'number') raw = source.values[person];
      else raw = source.codes[person] < 0 ? Number.NaN : ofLevel(source, byCode, source.codes[person]);
      // A missing level is in no level's column; the stand-in of those columns is 0.
      values[person * width + at] = scale(column, Number.isNaN(raw) ? column.imputed : raw);
    }
  });
  return { people: table.people, columns: [...columns], values };
};

/** Whom the columns leave out because a value is missing: 1 per person of the table; null where nobody can be. */
export const withoutValue = (table: FeatureTable, columns: readonly MatrixColumn[]): Uint8Array | null => {
  const strict = table.columns.filter(({ id }) =>
    columns.some(({ feature, leavesOut }) => leavesOut === true && feature === id),
  );
  if (strict.length === 0) return null;
  return Uint8Array.from({ length: table.people }, (_, person) =>
    Number(strict.some((source) => isMissing(source, person))),
  );
};
