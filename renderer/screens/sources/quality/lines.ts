/** Imports grouped by the data they bring: the newest of each, with those before it and what was found. */
import type { ColumnProfile, QualityAnswer, QualityPoint } from '../../../../shared/contract/quality.ts';
import { type Finding, findingsOf, GRAVE } from '../../../../shared/findings.ts';
import type { MiniBar } from '../../../ui/MiniBars.svelte';

export type Line = {
  /** Number of the newest import. */
  id: string;
  /** Oldest first. */
  points: QualityPoint[];
  newest: QualityPoint;
  findings: Finding[];
  grave: number;
};

/** One line a source of the same data, the newest import first. */
export const linesOf = ({ imports, changes }: QualityAnswer): Line[] => {
  const followed = new Set(imports.map(({ before }) => before));
  const find = (source: number | null): QualityPoint | undefined =>
    imports.find((point) => point.source === source);
  return imports
    .filter(({ source }) => !followed.has(source))
    .map((newest) => {
      const points: QualityPoint[] = [];
      for (let point: QualityPoint | undefined = newest; point !== undefined; point = find(point.before))
        points.unshift(point);
      const findings = findingsOf(newest, changes);
      return {
        id: String(newest.source),
        points,
        newest,
        findings,
        grave: findings.filter(({ weight }) => weight >= GRAVE).length,
      };
    })
    .reverse();
};

/** Share of a column's rows that hold a value. */
export const filledOf = ({ rows, empty }: ColumnProfile): number => (rows === 0 ? 1 : 1 - empty / rows);

export const toneOf = (filled: number): 'quantity' | 'warn' | 'danger' =>
  filled < 0.5 ? 'danger' : filled < 0.9 ? 'warn' : 'quantity';

/** The spread of a column as small bars, the tallest full. */
export const spreadOf = ({ bars, levels }: ColumnProfile): MiniBar[] => {
  const rows = (bars.length > 0 ? bars : levels).map((one) => one.rows);
  const most = Math.max(1, ...rows);
  return rows.map((one) => ({ share: one / most }));
};
