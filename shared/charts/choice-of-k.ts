/** Small panels, one per index, with the chosen k marked in each. */
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

/**
 * What an index says of a candidate. Where nobody differs from others of the cluster the Caliński–Harabasz index is without
 * bound; it is kept as 1 then, as scikit-learn has it, which would make the clearest clusters the worst.
 */
export const indexOf = (row: ValidityRow, key: Index['key']): number =>
  key === 'calinskiHarabasz' && row.inertia === 0 ? Number.POSITIVE_INFINITY : row[key];

/** One index over the candidates. */
export type IndexPanel = {
  name: string;
  best: string;
  digits: number | null;
  /** `error`: half the width of a 95 % interval, where the value is of a sample. */
  values: readonly { k: number; value: number; error?: number }[];
  /** The k that the index itself prefers, named under the panel. */
  prefers?: number | null;
};

/** A value of an index as it is printed. */
export const validityText = (value: number, digits: number | null): string =>
  digits === null ? number(Math.abs(value) >= 100 ? Math.round(value) : value) : fixed(value, digits);

/** The four indices as panels. */
export const validityPanels = (candidates: readonly ValidityRow[]): IndexPanel[] =>
  VALIDITY_INDICES.map(({ key, name, best, digits }) => ({
    name,
    best,
    digits,
    values: candidates.map((row) => ({ k: row.k, value: indexOf(row, key) })),
  }));

const GAP = 26;
const TALL = 154;
/** A panel with one value is the value alone. */
const ALONE = 58;
/** Panels narrower than this take another line. */
const NARROWEST = 124;

const diamond = (x: number, y: number, radius: number) =>
  [
    [x - radius, y],
    [x, y - radius],
    [x + radius, y],
    [x, y + radius],
  ] as const;

type Box = { start: number; top: number; panel: number; first: number; last: number };

const drawPanel = (index: IndexPanel, chosen: number, { start, top, panel, first, last }: Box): Mark[] => {
  const marks: Mark[] = [];
  const [high, low] = [top + 58, top + 126];
  const [left, right] = [start + 6, start + panel - 6];
  const prefers = index.prefers ?? null;
  if (index.values.length < 2) {
    const [only] = index.values;
    return [
      text(start, top + 11, index.name, panel, { weight: 600, fill: 'text' }),
      text(start, top + 26, index.best, panel),
      text(start, top + 47, only === undefined ? '–' : validityText(only.value, index.digits), panel, {
        size: 15,
        fill: 'text',
      }),
    ];
  }
  marks.push(
    text(start, top + 11, index.name, panel, { weight: 600, fill: 'text' }),
    text(start, top + 25, prefers === null ? index.best : `${index.best}: ${prefers}`, panel),
  );
  const known = index.values.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.k - b.k);
  const ends = known.flatMap(({ value, error = 0 }) => [value - error, value + error]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x = (k: number): number =>
    last > first ? left + ((k - first) / (last - first)) * (right - left) : (left + right) / 2;
  const y = (value: number): number =>
    most > least ? low - ((value - least) / (most - least)) * (low - high) : (high + low) / 2;
  marks.push(line(start, low + 8, start + panel, low + 8, 'axis'));
  const pick = known.find(({ k }) => k === chosen);
  if (pick) marks.push(line(x(chosen), high - 4, x(chosen), low + 8, 'accentText'));
  if (known.length > 1)
    marks.push(
      path(
        known.map(({ k, value }) => [x(k), y(value)] as const),
        { stroke: 'bar', width: 1.5 },
      ),
    );
  for (const { k, value, error = 0 } of known) {
    const role = k === chosen ? 'accentText' : 'bar';
    if (error > 0) marks.push(line(x(k), y(value - error), x(k), y(value + error), role));
    marks.push(path(diamond(x(k), y(value), k === chosen ? 4 : 2.5), { fill: role }));
  }
  // Names of k: the first, the last and the chosen one, whichever do not touch.
  const named = new Set<number>();
  const at = (k: number, room: number): number =>
    Math.min(start + panel - room / 2, Math.max(start + room / 2, x(k)));
  for (const k of [chosen, first, last]) {
    if (!known.some((row) => row.k === k)) continue;
    if ([...named].some((other) => Math.abs(x(other) - x(k)) < 34)) continue;
    named.add(k);
    const label = k === chosen ? `k = ${k}` : String(k);
    const room = textWidth(label, 11, 600) + 1;
    marks.push(
      text(at(k, room), low + 22, label, room, {
        anchor: 'middle',
        weight: k === chosen ? 600 : 400,
        fill: k === chosen ? 'text' : 'muted',
      }),
    );
  }
  if (pick) {
    const own = validityText(pick.value, index.digits);
    const label = pick.error ? `${own} ± ${fixed(pick.error, 3)}` : own;
    const room = Math.min(panel, textWidth(label, 11, 600) + 1);
    marks.push(
      text(at(chosen, room), high - 8, label, room, { anchor: 'middle', weight: 600, fill: 'accentText' }),
    );
  }
  return marks;
};

/**
 * Indices side by side over the candidates for k, the chosen k marked with its value. The axes do not start at zero:
 * they are dots on a line, and each says where it stands.
 */
export const choiceOfK = (panels: readonly IndexPanel[], chosen: number, width: number): Scene => {
  const fitting = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
  const lines = Math.max(1, Math.ceil(panels.length / fitting));
  const inLine = Math.max(1, Math.ceil(panels.length / lines));
  const alone = panels.every(({ values }) => values.length < 2);
  const tall = alone ? ALONE : TALL;
  const panel = (width - GAP * (inLine - 1)) / inLine;
  const ks = panels.flatMap(({ values }) => values.map(({ k }) => k));
  const [first, last] = [Math.min(...ks), Math.max(...ks)];
  return {
    width,
    height: tall * lines,
    title: `Validity of each number of clusters, ${chosen} chosen`,
    marks: panels.flatMap((index, at) =>
      drawPanel(index, chosen, {
        start: (at % inLine) * (panel + GAP),
        top: Math.floor(at / inLine) * tall,
        panel,
        first,
        last,
      }),
    ),
  };
};
