/**
 * Who lies inside a drawn outline. Cells of the grid that no edge crosses are taken or left whole, so only the people
 * along the outline are tested one by one. Small counts are merged before anyone sees them.
 */
import type { GridIndex, Points } from './raster.ts';

export type Outline = readonly (readonly [number, number])[];

/** The corners in one flat array: x, y, x, y; the test below runs a million times. */
const flatten = (outline: Outline): Float64Array => Float64Array.from(outline.flat());

const insideFlat = (corners: Float64Array, x: number, y: number): boolean => {
  let inside = false;
  let xj = corners[corners.length - 2];
  let yj = corners[corners.length - 1];
  for (let i = 0; i < corners.length; i += 2) {
    const xi = corners[i];
    const yi = corners[i + 1];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    xj = xi;
    yj = yi;
  }
  return inside;
};

/** Whether a point lies inside, by the even-odd rule. */
export const isInside = (outline: Outline, x: number, y: number): boolean =>
  insideFlat(flatten(outline), x, y);

/** Where the outline crosses the horizontal line at `y`, left to right. */
const crossings = (corners: Float64Array, y: number): number[] => {
  const found: number[] = [];
  let xj = corners[corners.length - 2];
  let yj = corners[corners.length - 1];
  for (let i = 0; i < corners.length; i += 2) {
    const xi = corners[i];
    const yi = corners[i + 1];
    if (yi > y !== yj > y) found.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
    xj = xi;
    yj = yi;
  }
  return found.sort((a, b) => a - b);
};

/** Marks every cell that the outline passes through: each edge is walked in steps of half a cell. */
const crossedCells = ({ frame, size }: GridIndex, outline: Outline): Uint8Array => {
  const crossed = new Uint8Array(size * size);
  const cellX = (frame.x1 - frame.x0) / size;
  const cellY = (frame.y1 - frame.y0) / size;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [x1, y1] = outline[j];
    const [x2, y2] = outline[i];
    const steps = Math.ceil(2 * Math.max(Math.abs(x2 - x1) / cellX, Math.abs(y2 - y1) / cellY)) + 1;
    for (let step = 0; step <= steps; step++) {
      const column = Math.floor((x1 + ((x2 - x1) * step) / steps - frame.x0) / cellX);
      const row = Math.floor((y1 + ((y2 - y1) * step) / steps - frame.y0) / cellY);
      // A step may cut a corner between two samples, so the neighbours count as crossed too.
      for (let r = Math.max(0, row - 1); r <= Math.min(size - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(size - 1, column + 1); c++)
          crossed[r * size + c] = 1;
    }
  }
  return crossed;
};

export type Selection = { mask: Uint8Array; people: number; byLabel: Map<number, number> };

/** Everyone inside the outline: a byte per person, the count, and the count per label. */
export const selectInside = (index: GridIndex, points: Points, outline: Outline): Selection => {
  const mask = new Uint8Array(points.x.length);
  const byLabel = new Map<number, number>();
  if (outline.length < 3) return { mask, people: 0, byLabel };
  const { frame, size, starts, order } = index;
  const corners = flatten(outline);
  const crossed = crossedCells(index, outline);
  const counts = new Uint32Array(256);
  let people = 0;
  for (let row = 0; row < size; row++) {
    const y = frame.y0 + ((row + 0.5) * (frame.y1 - frame.y0)) / size;
    const cuts = crossings(corners, y);
    let passed = 0;
    for (let column = 0; column < size; column++) {
      const cell = row * size + column;
      if (starts[cell] === starts[cell + 1]) continue;
      // People beyond the frame are kept in the cells at its edge, which are therefore always tested.
      const edge = row === 0 || column === 0 || row === size - 1 || column === size - 1;
      const oneByOne = edge || crossed[cell] === 1;
      const x = frame.x0 + ((column + 0.5) * (frame.x1 - frame.x0)) / size;
      while (passed < cuts.length && cuts[passed] <= x) passed += 1;
      if (!oneByOne && passed % 2 === 0) continue;
      for (let slot = starts[cell]; slot < starts[cell + 1]; slot++) {
        const person = order[slot];
        if (oneByOne && !insideFlat(corners, points.x[person], points.y[person])) continue;
        mask[person] = 1;
        people += 1;
        counts[points.labels[person]] += 1;
      }
    }
  }
  for (let label = 0; label < 256; label++) if (counts[label] > 0) byLabel.set(label, counts[label]);
  return { mask, people, byLabel };
};

/** Labels that are shown as one, and their people. */
export type Cell = { labels: number[]; people: number };

/**
 * Counts per label, largest first, where every cell under `least` is merged with the next larger one until the sum is
 * at least that; null where all of them together are too few to be told.
 */
export const mergeSmall = (counts: ReadonlyMap<number, number>, least: number): Cell[] | null => {
  const cells: Cell[] = [...counts]
    .map(([label, people]) => ({ labels: [label], people }))
    .sort((a, b) => b.people - a.people || a.labels[0] - b.labels[0]);
  while (cells.length > 1 && cells[cells.length - 1].people < least) {
    const small = cells.pop()!;
    const neighbour = cells[cells.length - 1];
    neighbour.labels = [...neighbour.labels, ...small.labels];
    neighbour.people += small.people;
    cells.sort((a, b) => b.people - a.people || a.labels[0] - b.labels[0]);
  }
  return cells.length > 0 && cells[0].people < least ? null : cells;
};

/** Most corners of a line that is kept. */
const MOST_DRAWN = 600;

/** A hand draws more corners than the eye sees; evenly thinned, the line stays the same. */
export const thinned = (line: Outline): Outline => {
  const every = Math.ceil(line.length / MOST_DRAWN);
  return line.filter((_, at) => at % every === 0);
};
