/** Four small panels, one per index, with the chosen k marked in each. */
import type { ValidityRow } from '../release.ts';
import { textWidth } from './measure.ts';
import { line, type Mark, path, type Scene, text } from './scene.ts';
import { fixed, number } from './words.ts';

type Index = { key: Exclude<keyof ValidityRow, 'k'>; name: string; best: string; digits: number | null };

/** The four indices, how they read, and how many decimals they are printed with. */
export const VALIDITY_INDICES: readonly Index[] = [
  { key: 'inertia', name: 'Inertia', best: 'look for the bend', digits: null },
  { key: 'silhouette', name: 'Silhouette', best: 'higher is better', digits: 2 },
  { key: 'daviesBouldin', name: 'Davies–Bouldin', best: 'lower is better', digits: 2 },
  { key: 'calinskiHarabasz', name: 'Caliński–Harabasz', best: 'higher is better', digits: null },
];

/** A value of an index as it is printed. */
export const validityText = (value: number, digits: number | null): string =>
  digits === null ? number(Math.abs(value) >= 100 ? Math.round(value) : value) : fixed(value, digits);

const GAP = 26;

/**
 * The four indices side by side over the candidates for k, the chosen k marked with its value. The axes do
 * not start at zero: they are dots on a line, and each says where it stands.
 */
export const choiceOfK = (candidates: readonly ValidityRow[], chosen: number, width: number): Scene => {
  const marks: Mark[] = [];
  const rows = candidates.slice().sort((a, b) => a.k - b.k);
  const panel = (width - GAP * (VALIDITY_INDICES.length - 1)) / VALIDITY_INDICES.length;
  const [top, bottom] = [58, 126];
  const first = rows[0]?.k ?? 0;
  const last = rows.at(-1)?.k ?? 0;
  VALIDITY_INDICES.forEach((index, position) => {
    const start = position * (panel + GAP);
    const [left, right] = [start + 6, start + panel - 6];
    marks.push(
      text(start, 11, index.name, panel, { weight: 600, fill: 'text' }),
      text(start, 25, index.best, panel),
    );
    const known = rows.filter((row) => Number.isFinite(row[index.key]));
    const values = known.map((row) => row[index.key]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const x = (k: number): number =>
      last > first ? left + ((k - first) / (last - first)) * (right - left) : (left + right) / 2;
    const y = (value: number): number =>
      high > low ? bottom - ((value - low) / (high - low)) * (bottom - top) : (top + bottom) / 2;
    marks.push(line(start, bottom + 8, start + panel, bottom + 8, 'axis'));
    const pick = known.find((row) => row.k === chosen);
    if (pick) marks.push(line(x(chosen), top - 4, x(chosen), bottom + 8, 'accentText'));
    if (known.length > 1)
      marks.push(
        path(
          known.map((row) => [x(row.k), y(row[index.key])] as const),
          { stroke: 'bar', width: 1.5 },
        ),
      );
    for (const row of known) {
      const radius = row.k === chosen ? 4 : 2.5;
      const [cx, cy] = [x(row.k), y(row[index.key])];
      marks.push(
        path(
          [
            [cx - radius, cy],
            [cx, cy - radius],
            [cx + radius, cy],
            [cx, cy + radius],
          ],
          { fill: row.k === chosen ? 'accentText' : 'bar' },
        ),
      );
    }
    // Names of k: the first, the last and the chosen one, whichever do not touch.
    const named = new Set<number>();
    for (const k of [chosen, first, last]) {
      if (!known.some((row) => row.k === k)) continue;
      if ([...named].some((other) => Math.abs(x(other) - x(k)) < 34)) continue;
      named.add(k);
      const label = k === chosen ? `k = ${k}` : String(k);
      const room = textWidth(label, 11, 600) + 1;
      const at = Math.min(start + panel - room / 2, Math.max(start + room / 2, x(k)));
      marks.push(
        text(at, bottom + 22, label, room, {
          anchor: 'middle',
          weight: k === chosen ? 600 : 400,
          fill: k === chosen ? 'text' : 'muted',
        }),
      );
    }
    if (pick) {
      const label = validityText(pick[index.key], index.digits);
      const room = Math.min(panel, textWidth(label, 11, 600) + 1);
      const at = Math.min(start + panel - room / 2, Math.max(start + room / 2, x(chosen)));
      marks.push(text(at, top - 8, label, room, { anchor: 'middle', weight: 600, fill: 'accentText' }));
    }
  });
  return {
    width,
    height: bottom + 28,
    title: `Validity of each number of clusters, ${chosen} chosen`,
    marks,
  };
};
