/**
 * People on two components as squares of a grid: what may be saved of the scatter. Every drawn square holds enough
 * people and its count is rounded; the grid is as fine as leaves few people undrawn; its borders are coarse numbers.
 */
import { frameOf, type Points } from '../../shared/charts/raster.ts';
import type { DensityAnswer } from '../../shared/contract/selection.ts';
import { niceStep } from '../features/coarse.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { publishedCount } from '../privacy/gate/suppress.ts';

/** Squares along the longer side, the finest first. */
const FINENESS = [64, 56, 48, 40, 32, 28, 24, 20, 16, 14, 12, 10, 8];
/** Share of the people whom the drawn squares must hold for a grid to be fine enough. */
const ENOUGH = 0.8;

type Grid = Pick<DensityAnswer, 'x0' | 'x1' | 'y0' | 'y1' | 'columns' | 'rows'>;

/** A grid of squares with its borders on multiples of a step of the 1-2-5 series times a power of ten. */
const gridOver = (points: Points, along: number): Grid => {
  const frame = frameOf(points);
  const longest = Math.max(frame.x1 - frame.x0, frame.y1 - frame.y0);
  const step = niceStep(longest / along);
  const [left, right] = [Math.floor(frame.x0 / step), Math.ceil(frame.x1 / step)];
  const [low, high] = [Math.floor(frame.y0 / step), Math.ceil(frame.y1 / step)];
  const at = (place: number): number => Number((place * step).toPrecision(6));
  return {
    x0: at(left),
    x1: at(right),
    y0: at(low),
    y1: at(high),
    columns: right - left,
    rows: high - low,
  };
};

const LABELS = 256;

const countIn = ({ x, y, labels }: Points, grid: Grid): { people: Uint32Array; most: Uint8Array } => {
  const size = grid.columns * grid.rows;
  const people = new Uint32Array(size);
  const byLabel = new Uint32Array(size * LABELS);
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor(((x[i] - grid.x0) * grid.columns) / (grid.x1 - grid.x0));
    const row = Math.floor(((y[i] - grid.y0) * grid.rows) / (grid.y1 - grid.y0));
    if (!(column >= 0 && column < grid.columns && row >= 0 && row < grid.rows)) continue;
    const cell = row * grid.columns + column;
    people[cell] += 1;
    byLabel[cell * LABELS + labels[i]] += 1;
  }
  const most = new Uint8Array(size);
  for (let cell = 0; cell < size; cell++) {
    const from = cell * LABELS;
    for (let label = 1; label < LABELS; label++)
      if (byLabel[from + label] > byLabel[from + most[cell]]) most[cell] = label;
  }
  return { people, most };
};

/** The finest grid that draws enough of the people, else the coarsest. */
export const densityOf = (points: Points): DensityAnswer => {
  const { minCell } = POLICY_DEFAULT;
  const everyone = points.x.length;
  let made: DensityAnswer | null = null;
  for (const along of FINENESS) {
    const grid = gridOver(points, along);
    const { people, most } = countIn(points, grid);
    const cells: DensityAnswer['cells'] = [];
    let drawn = 0;
    people.forEach((count, cell) => {
      if (count < minCell) return;
      drawn += count;
      cells.push({
        column: cell % grid.columns,
        row: Math.floor(cell / grid.columns),
        people: publishedCount(count, POLICY_DEFAULT),
        label: most[cell],
      });
    });
    const leftOut = everyone === 0 ? 0 : Math.round((100 * (everyone - drawn)) / everyone);
    made = { ...grid, cells, least: minCell, leftOut };
    if (drawn >= ENOUGH * everyone) break;
  }
  // The loop runs at least once: the list of finenesses is not empty.
  return made as DensityAnswer;
};
