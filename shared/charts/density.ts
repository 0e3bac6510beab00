/**
 * People on two components as squares: the picture of the scatter that may be saved. A square stands for enough
 * people, its side grows with the logarithm of their number, its colour is that of the cluster most of them are in.
 */
import { niceStep } from './axis.ts';
import type { ColourRole } from './palette.ts';
import { placeLabels } from './place-labels.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { number } from './words.ts';

/** The grid and its squares, rows from the bottom. */
export type DensityGrid = {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  columns: number;
  rows: number;
  cells: readonly { column: number; row: number; people: number; label: number }[];
};

/** What stands over the squares: a point with a name, such as the centre of a cluster. */
export type DensityPoint = { name: string; x: number; y: number };

export type DensityLook = {
  width: number;
  title: string;
  /** What the two axes are. */
  axes: readonly [string, string];
  colourOf: (label: number) => ColourRole;
  centres: readonly DensityPoint[];
  /** Loadings of columns on the two axes: arrows from the origin as long as the picture allows. */
  loadings?: readonly DensityPoint[];
  /** The sentence below: who is not drawn. */
  note: string;
};

const LEFT = 36;
const FOOT = 54;
/** Least side of a square, as a part of its cell. */
const LEAST = 0.3;

const ticks = (from: number, to: number): number[] => {
  const step = niceStep(to - from, 5);
  const found: number[] = [];
  for (let tick = Math.ceil(from / step); tick * step <= to; tick++)
    found.push(Number((tick * step).toPrecision(6)));
  return found;
};

/** A column that hardly lies in this plane has no arrow worth a name. */
const SHORT = 0.1;
const MOST_ARROWS = 8;

/** The longest loadings, the longest one two fifths of the smaller side; none where the origin is out of sight. */
export const arrowsOf = (
  loadings: readonly DensityPoint[],
  { x0, x1, y0, y1 }: Pick<DensityGrid, 'x0' | 'x1' | 'y0' | 'y1'>,
): DensityPoint[] => {
  const sorted = loadings.toSorted((a, b) => Math.hypot(b.x, b.y) - Math.hypot(a.x, a.y));
  const longest = sorted.length === 0 ? 0 : Math.hypot(sorted[0].x, sorted[0].y);
  if (longest === 0 || x0 > 0 || x1 < 0 || y0 > 0 || y1 < 0) return [];
  const reach = (0.4 * Math.min(x1 - x0, y1 - y0)) / longest;
  return sorted
    .filter(({ x, y }) => Math.hypot(x, y) >= SHORT * longest)
    .slice(0, MOST_ARROWS)
    .map(({ name, x, y }) => ({ name, x: x * reach, y: y * reach }));
};

export const density = (grid: DensityGrid, look: DensityLook): Scene => {
  const width = look.width - LEFT - 4;
  const height = Math.round(Math.min(400, Math.max(220, width * 0.56)));
  const marks: Mark[] = [];
  const x = (value: number): number => LEFT + ((value - grid.x0) / (grid.x1 - grid.x0)) * width;
  const y = (value: number): number => ((grid.y1 - value) / (grid.y1 - grid.y0)) * height;
  for (const tick of ticks(grid.x0, grid.x1)) {
    marks.push(line(x(tick), 0, x(tick), height, 'line'));
    marks.push(text(x(tick), height + 14, number(tick), 48, { anchor: 'middle' }));
  }
  for (const tick of ticks(grid.y0, grid.y1)) {
    marks.push(line(LEFT, y(tick), LEFT + width, y(tick), 'line'));
    marks.push(text(LEFT - 5, Math.max(9, y(tick) + 4), number(tick), LEFT - 6, { anchor: 'end' }));
  }
  marks.push(line(LEFT, 0, LEFT, height, 'axis'), line(LEFT, height, LEFT + width, height, 'axis'));
  const [wide, tall] = [width / grid.columns, height / grid.rows];
  const full = Math.min(wide, tall);
  const counts = grid.cells.map(({ people }) => Math.log(people));
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  for (const { column, row, people, label } of grid.cells) {
    const part = high > low ? (Math.log(people) - low) / (high - low) : 1;
    const side = full * (LEAST + (0.94 - LEAST) * part);
    const cx = LEFT + (column + 0.5) * wide;
    const cy = height - (row + 0.5) * tall;
    marks.push(rect(cx - side / 2, cy - side / 2, side, side, look.colourOf(label)));
  }
  const centres = look.centres.map((centre) => ({ name: centre.name, x: x(centre.x), y: y(centre.y) }));
  for (const { x: cx, y: cy } of centres)
    for (const [stroke, thick] of [
      ['surface', 4],
      ['text', 1.5],
    ] as const) {
      const arms = [
        [cx - 4, cy, cx + 4, cy],
        [cx, cy - 4, cx, cy + 4],
      ];
      for (const [x1, y1, x2, y2] of arms) marks.push(line(x1, y1, x2, y2, stroke, thick));
    }
  const arrows = arrowsOf(look.loadings ?? [], grid).map(({ name, x: dx, y: dy }) => ({
    name,
    x: x(dx),
    y: y(dy),
  }));
  for (const arrow of arrows) marks.push(line(x(0), y(0), arrow.x, arrow.y, 'text'));
  const names = placeLabels(
    [
      ...centres.map(({ name, x: cx, y: cy }) => ({
        x: cx - LEFT,
        y: cy,
        words: name,
        weight: 600 as const,
      })),
      ...arrows.map(({ name, x: ax, y: ay }) => ({ x: ax - LEFT, y: ay, words: name, weight: 400 as const })),
    ],
    width,
    height,
    arrows.map((arrow) => ({ x1: x(0) - LEFT, y1: y(0), x2: arrow.x - LEFT, y2: arrow.y })),
  );
  for (const { words, x: at, y: base, anchor, weight } of names)
    marks.push(text(LEFT + at, base, words, width, { anchor, weight, fill: 'text' }));
  const [across, up] = look.axes;
  marks.push(
    text(LEFT + width, height + 29, across, width / 2, { anchor: 'end', fill: 'text' }),
    text(LEFT, height + 29, `${up} ↑`, width / 2, { fill: 'text' }),
    text(LEFT, height + 47, look.note, width),
  );
  return { width: look.width, height: height + FOOT, title: look.title, marks };
};
