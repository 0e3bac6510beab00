/** People by two groupings: how many of each group are in each other one, as far as it may be told. */
import type { CrossTable } from '../../shared/contract/methods.ts';
import { FEW, HIDDEN, type ToldCount } from '../../shared/counts.ts';
import { NOISE } from '../../shared/methods.ts';
import { migrationMatrix } from '../analysis/drift.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { suppress } from '../privacy/gate/suppress.ts';
import { suppressTable, type TableSuppression } from '../privacy/gate/suppress-table.ts';
import { members } from '../segments/members.ts';
import type { StoredClustering } from './clustering-store.ts';
import type { View } from './session.ts';

const LEAST = POLICY_DEFAULT.minCell;

/** One of the groupings: a version of a clustering, and whether it leaves somebody in no cluster. */
export type Side = { clustering: string; version: number; k: number; noisy: boolean };

export const sideOf = (
  id: string,
  { version, model }: StoredClustering & { version: number },
  labels: Uint8Array,
): Side => ({ clustering: id, version, k: model.k, noisy: labels.includes(NOISE) });

/** Labels with noise as the group after the last. */
export const groupsOf = (labels: Uint8Array, k: number): Int32Array =>
  Int32Array.from(labels, (label) => (label === NOISE ? k : label));

const sideLabels = ({ k, noisy }: Side): number[] =>
  Array.from({ length: k + Number(noisy) }, (_, label) => (label === k ? NOISE : label));

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Totals that whoever looks at the table knows from the sizes of the groups: a few people are not told there either. */
const knownTotals = (totals: readonly number[]): (number | null)[] => {
  const { shown } = suppress(totals, LEAST);
  return totals.map((total, i) => (shown[i] ? total : null));
};

const withheldWords = (
  cells: number,
  { primary, complementary, collapsed }: TableSuppression,
  rows: number,
): string | null => {
  if (collapsed) return 'Every cell is withheld: there are too few people for any part to be told.';
  const parts = [
    ...(rows === 0 ? [] : [`${rows} ${rows === 1 ? 'row' : 'rows'} of fewer than ${LEAST} people`]),
    ...(primary === 0 ? [] : [`${primary} of ${cells} cells with fewer than ${LEAST} people`]),
    ...(complementary === 0 ? [] : [`${complementary} by which those could be computed`]),
  ];
  return parts.length === 0 ? null : `Withheld: ${parts.join(', ')}.`;
};

/**
 * The cross table of two groupings of the people of a view.
 * @param first group of each person by the first, -1 for who is not counted
 */
export const crossTable = async (
  view: View,
  first: Int32Array,
  second: Int32Array,
  a: Side,
  b: Side,
): Promise<CrossTable> => {
  const counts = migrationMatrix(first, second, Math.max(a.k, b.k) + 1)
    .slice(0, a.k + Number(a.noisy))
    .map((row) => row.slice(0, b.k + Number(b.noisy)));
  const totals = counts.map(sumOf);
  const withheldRows = totals.map((total) => total > 0 && total < LEAST);
  const found = await suppressTable(
    {
      rows: counts,
      withheldRows,
      rowTotals: knownTotals(totals),
      columnTotals: knownTotals(counts[0].map((_, column) => sumOf(counts.map((row) => row[column])))),
    },
    LEAST,
  );
  const cell = (people: number, i: number, j: number): ToldCount => {
    if (!found.shown[i][j]) return { people: found.few[i][j] ? FEW : HIDDEN, near: false };
    if (people === 0) return { people, near: false };
    return view.toldSize(members(first.length, (row) => first[row] === i && second[row] === j));
  };
  return {
    rows: { clustering: a.clustering, version: a.version, labels: sideLabels(a) },
    columns: { clustering: b.clustering, version: b.version, labels: sideLabels(b) },
    cells: counts.map((row, i) => row.map((people, j) => cell(people, i, j))),
    withheld: withheldWords(
      counts.length * counts[0].length,
      found,
      withheldRows.filter((withheld) => withheld).length,
    ),
  };
};
