/** Overlap of segments, two at a time: bars over a matrix of dots. Never circles, whose areas nobody can read. */
import { fitNumber } from './measure.ts';
import { type ColourRole, groupColour } from './palette.ts';
import { line, type Mark, path, rect, type Scene, text } from './scene.ts';

export type OverlapSegment = { id: string; name: string; people: number; colour: number };
export type OverlapPair = { a: string; b: string; people: number };

const ROW = 18;
const PLOT = 92;
const LEAST_COLUMN = 26;

const dot = (x: number, y: number, radius: number, fill: ColourRole): Mark =>
  path(
    Array.from({ length: 10 }, (_, i) => {
      const angle = (i / 10) * 2 * Math.PI;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
    }),
    { fill },
  );

/**
 * The pairs of segments that share most people, largest first, as many as fit. `active` is the id whose
 * pairs stand out. The pairs are of two; people in three are in three pairs.
 */
export const overlapBars = (
  segments: readonly OverlapSegment[],
  pairs: readonly OverlapPair[],
  active: string | null,
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const left = Math.min(190, width * 0.38);
  const sorted = pairs.filter(({ people }) => people > 0).sort((a, b) => b.people - a.people);
  const shown = sorted.slice(0, Math.max(1, Math.floor((width - left - 8) / LEAST_COLUMN)));
  const column = Math.min(44, (width - left - 8) / Math.max(1, shown.length));
  const most = Math.max(1, ...shown.map(({ people }) => people));
  const bottom = 16 + PLOT;
  const rowOf = (id: string): number => segments.findIndex((segment) => segment.id === id);
  const yOf = (row: number): number => bottom + 12 + row * ROW + ROW / 2;
  segments.forEach((segment, row) => {
    const y = yOf(row);
    if (row % 2 === 0) marks.push(rect(0, y - ROW / 2, width, ROW, 'chrome'));
    marks.push(rect(4, y - 4, 8, 8, groupColour(segment.colour)));
    marks.push(
      text(17, y + 4, segment.name, left - 66, { fill: 'text', weight: segment.id === active ? 600 : 400 }),
    );
    marks.push(text(left - 8, y + 4, fitNumber(segment.people, 40), 42, { anchor: 'end' }));
  });
  marks.push(line(left, bottom + 0.5, width, bottom + 0.5, 'axis'));
  shown.forEach((pair, index) => {
    const x = left + (index + 0.5) * column;
    const touched = active !== null && (pair.a === active || pair.b === active);
    const fill: ColourRole = touched ? 'accentText' : 'bar';
    const tall = Math.max(1, (pair.people / most) * PLOT);
    marks.push(rect(x - Math.min(7, column / 3), bottom - tall, Math.min(14, (2 * column) / 3), tall, fill));
    marks.push(
      text(x, bottom - tall - 4, fitNumber(pair.people, column - 2), column, {
        anchor: 'middle',
        fill: touched ? 'accentText' : 'muted',
      }),
    );
    const rows = [rowOf(pair.a), rowOf(pair.b)].sort((a, b) => a - b);
    segments.forEach((_, row) => {
      if (!rows.includes(row)) marks.push(dot(x, yOf(row), 2, 'line2'));
    });
    marks.push(line(x, yOf(rows[0]), x, yOf(rows[1]), touched ? 'accentText' : 'text'));
    for (const row of rows) marks.push(dot(x, yOf(row), 3, touched ? 'accentText' : 'text'));
  });
  return {
    width,
    height: bottom + 12 + segments.length * ROW + 4,
    title: `People shared by two of ${segments.length} segments`,
    marks,
  };
};

/** How many pairs share people but are not drawn at this width. */
export const pairsNotDrawn = (pairs: readonly OverlapPair[], width: number): number =>
  Math.max(
    0,
    pairs.filter(({ people }) => people > 0).length -
      Math.max(1, Math.floor((width - Math.min(190, width * 0.38) - 8) / LEAST_COLUMN)),
  );
