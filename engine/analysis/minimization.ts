/**
 * What a clustering would be with less data: it is fitted again with the same number of clusters and the same
 * seed, without a column or with a coarser one, and compared with the kept one (after the minimizer of A.
 * Goldsteen et al., "Data minimization for GDPR compliance in machine learning models", AI and Ethics 2, 2022,
 * which measures what a model loses).
 */
import type { FeatureChoice } from '../../shared/feature-choice.ts';
import { createRandom } from '../../shared/random.ts';
import { buildMatrix } from '../features/matrix.ts';
import type { FeatureColumn, FeatureTable, Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import type { Lens, LensTimeline } from '../privacy/lens.ts';
import { adjustedRandIndex } from './agreement.ts';
import { withoutNoise } from './methods/model.ts';
import type { Refit } from './stability.ts';
import { validityOfMany } from './validity.ts';

/** People the effects are measured on at most; a seeded sample stands for more. */
export const MEASURED = 20_000;

/** Rows of a sample without repetition, ascending; everyone where there are few enough. */
export const sampleRows = (people: number, seed: number, most = MEASURED): Uint32Array => {
  const rows = Uint32Array.from({ length: people }, (_, i) => i);
  if (people <= most) return rows;
  const random = createRandom(seed);
  for (let i = 0; i < most; i++) {
    const j = i + random.int(people - i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, most).sort();
};

const takeRows = (column: FeatureColumn, rows: Uint32Array): FeatureColumn => {
  if (column.type === 'number') {
    const values = new Float64Array(new SharedArrayBuffer(rows.length * 8));
    rows.forEach((row, i) => {
      values[i] = column.values[row];
    });
    return { ...column, values };
  }
  const codes = new Int32Array(new SharedArrayBuffer(rows.length * 4));
  rows.forEach((row, i) => {
    codes[i] = column.codes[row];
  });
  return { ...column, codes };
};

/** The columns of a table for some of its people; orders and events are left behind. */
export const sampleTable = (table: FeatureTable, rows: Uint32Array): FeatureTable => ({
  ...table,
  people: rows.length,
  columns: table.columns.map((column) => takeRows(column, rows)),
});

/** The kept clustering as a measure: its matrix and labels for the people measured. */
export type Kept = { matrix: Matrix; labels: Uint8Array; refit: Refit; seed: number; silhouette: number };

/** Silhouette of labels on a matrix; 0 where all are in one cluster. */
export const silhouetteOf = async (
  matrix: Matrix,
  labels: Uint8Array,
  seed: number,
  run: Run,
): Promise<number> => {
  const clear = withoutNoise(matrix, labels);
  if (clear.labels.every((label) => label === clear.labels[0])) return 0;
  const [{ silhouette }] = await validityOfMany(clear.matrix, [clear.labels], { seed }, run);
  return silhouette;
};

/**
 * Fits the choices of the kept clustering on a table that lacks something, and says how far the grouping moved.
 * Features that are no longer there are left out; without any left everyone is in one group.
 */
export const effectOf = async (
  kept: Kept,
  table: FeatureTable,
  choices: readonly FeatureChoice[],
  run: Run,
): Promise<{ ari: number; silhouette: number }> => {
  const there = choices.filter(({ feature }) => {
    const column = table.columns.find(({ id }) => id === feature);
    if (column === undefined) return false;
    return column.type === 'number'
      ? column.values.some((value) => !Number.isNaN(value))
      : column.codes.some((code) => code >= 0);
  });
  if (there.length === 0) return { ari: 0, silhouette: -kept.silhouette };
  // The people measured stay the same, whatever a change leaves them without.
  const matrix = buildMatrix(
    table,
    there.map(({ missing: _, ...choice }) => choice),
  );
  const labels = await kept.refit(matrix, kept.seed);
  const silhouette = await silhouetteOf(kept.matrix, labels, kept.seed, run);
  return { ari: adjustedRandIndex(kept.labels, labels), silhouette: silhouette - kept.silhouette };
};

/** How one column is changed: left out, or its values made coarser. */
export type ColumnChange =
  | { kind: 'drop' }
  | { kind: 'coarsen'; number: (value: number) => number; word: (word: string) => string };

const noRows = (people: number): LensTimeline => ({
  offsets: new Uint32Array(people + 1),
  times: new Float64Array(0),
  amounts: new Float64Array(0),
  codes: new Int32Array(0),
  names: [],
  references: new Uint32Array(0),
});

const changedTimeline = (
  rows: LensTimeline,
  name: string,
  change: ColumnChange,
  people: number,
): LensTimeline => {
  if (change.kind === 'drop')
    switch (name) {
      case 'time':
        return noRows(people);
      case 'amount':
        return { ...rows, amounts: new Float64Array(0) };
      case 'reference':
        return { ...rows, references: new Uint32Array(0) };
      default:
        return { ...rows, codes: new Int32Array(rows.codes.length).fill(-1), names: [] };
    }
  if (name === 'time') return { ...rows, times: rows.times.map(change.number) };
  return name === 'amount' ? { ...rows, amounts: rows.amounts.map(change.number) } : rows;
};

/** A lens that lacks a column of the vault (`kind` and `name`), or has it coarser. */
export const changedLens = (lens: Lens, kind: string, name: string, change: ColumnChange): Lens => ({
  ...lens,
  notAllowed:
    change.kind === 'drop' && kind === 'orders'
      ? [...lens.notAllowed, { kind: 'orders', name, label: name, why: 'left out' }]
      : lens.notAllowed,
  attributes: () =>
    lens.attributes().flatMap((attribute) => {
      if (kind !== 'profiles' || attribute.name !== name) return [attribute];
      if (change.kind === 'drop') return [];
      if (attribute.type === 'number')
        return [
          {
            ...attribute,
            values: attribute.values.map((value) => (Number.isNaN(value) ? value : change.number(value))),
          },
        ];
      const levels: string[] = [];
      const codes = attribute.levels.map((level) => {
        const word = change.word(level);
        const known = levels.indexOf(word);
        return known >= 0 ? known : levels.push(word) - 1;
      });
      return [{ ...attribute, levels, codes: attribute.codes.map((code) => (code < 0 ? -1 : codes[code])) }];
    }),
  orders: () =>
    kind === 'orders' ? changedTimeline(lens.orders(), name, change, lens.people) : lens.orders(),
  events: () =>
    kind === 'events' ? changedTimeline(lens.events(), name, change, lens.people) : lens.events(),
});
