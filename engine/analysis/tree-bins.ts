/** The columns of a feature table in bins, as trees ask about them: the cuts a number may be split at, and the levels. */
import { CloisterError } from '../../shared/errors.ts';
import { LIMITS } from '../../shared/rules/rule.ts';
import type { FeatureColumn, NumberColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { shareOut } from './share.ts';
import type { BinnedColumn } from './tree-split.ts';
import type { BinInput, RawColumn } from './tree-worker.ts';

/** People up to which every distinct value is a candidate; beyond, quantiles of a sample of this size. */
export const EXACT_PEOPLE = 20_000;

/** Candidates per number beyond that. */
const QUANTILES = 256;

/**
 * The cuts a number may be split at, such as round numbers. Receives the column and its known values, ascending (an even
 * sample of 20,000 where there are more people). A split is `value < cut`.
 */
export type CutPoints = (column: NumberColumn, values: Float64Array) => number[];

export const TREE_WORKER = new URL('./tree-worker.ts', import.meta.url);

/** Known values of an even sample of the people, ascending. */
const knownValues = ({ values }: NumberColumn): Float64Array => {
  const size = Math.min(values.length, EXACT_PEOPLE);
  const sample = new Float64Array(size);
  let known = 0;
  for (let i = 0; i < size; i++) {
    const value = values[Math.floor((i * values.length) / size)];
    if (!Number.isNaN(value)) sample[known++] = value;
  }
  return sample.slice(0, known).sort();
};

/** Midpoints of neighbouring values, or quantiles where the values are a sample. */
const defaultCutPoints = (column: NumberColumn, values: Float64Array): number[] => {
  const cuts: number[] = [];
  if (column.values.length > EXACT_PEOPLE) {
    for (let q = 1; q < QUANTILES; q++) cuts.push(values[Math.floor((q * values.length) / QUANTILES)]);
    return cuts.filter((cut) => cut > values[0]);
  }
  for (let i = 1; i < values.length; i++) {
    if (values[i] === values[i - 1]) continue;
    const middle = values[i - 1] + (values[i] - values[i - 1]) / 2;
    cuts.push(middle > values[i - 1] ? middle : values[i]);
  }
  return cuts;
};

const cutsOf = (column: NumberColumn, cutPoints: CutPoints | undefined): Float64Array => {
  const values = knownValues(column);
  if (values.length === 0) return new Float64Array(0);
  const cuts = (cutPoints ?? defaultCutPoints)(column, values);
  if (!cuts.every(Number.isFinite) || cuts.length > 65_000)
    throw new CloisterError(
      'INPUT_VALUE',
      `The cut points for ${column.label} are not up to 65,000 finite numbers.`,
      'Choose other cut points.',
    );
  return Float64Array.from(new Set(cuts)).sort();
};

/** Columns the tree may ask about; a column with more levels than a rule may list is left out. */
const usable = (column: FeatureColumn): boolean =>
  column.type === 'number' || (column.levels.length > 1 && column.levels.length <= LIMITS.values);

const prepare = (columns: FeatureColumn[], people: number, cutPoints: CutPoints | undefined): RawColumn[] =>
  columns.map((column) => {
    const binOf = new Uint16Array(new SharedArrayBuffer(people * 2));
    return column.type === 'number'
      ? { kind: 'number', values: column.values, cuts: cutsOf(column, cutPoints), binOf }
      : { kind: 'level', codes: column.codes, levels: column.levels.length, binOf };
  });

/** Columns that a tree may ask about, with where each may be cut and everyone's bin. */
export type Binning = { asked: FeatureColumn[]; raw: RawColumn[]; binned: BinnedColumn[] };

/**
 * Puts everyone's value of every column into a bin; columns with more than 200 levels are left out.
 * @throws CloisterError INPUT_VALUE for bad cut points, CANCELLED
 */
export const binColumns = async (
  columns: readonly FeatureColumn[],
  people: number,
  cutPoints: CutPoints | undefined,
  run: Run,
): Promise<Binning> => {
  const asked = columns.filter(usable);
  const raw = prepare(asked, people, cutPoints);
  const bins: BinInput = { kind: 'bin', columns: raw };
  if (raw.length > 0) await shareOut(run, TREE_WORKER, bins, raw.length);
  const binned = raw.map((column) => ({
    kind: column.kind,
    bins: column.kind === 'number' ? column.cuts.length + 1 : column.levels,
    binOf: column.binOf,
    missing:
      column.kind === 'number' ? column.values.some(Number.isNaN) : column.codes.some((code) => code < 0),
  }));
  return { asked, raw, binned };
};
