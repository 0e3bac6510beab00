/**
 * charts: a scene is plain data, so that the window, the HTML report and the PDF draw the very same shapes.
 * Units are CSS pixels with y downwards; colours are roles, never values; the coordinates are rounded to two
 * decimals, so that the same figures always give the same bytes. A scene knows nothing of the DOM or of Node.
 */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { visible } from './words.ts';

export type RectMark = {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  fill: ColourRole;
};

export type LineMark = {
  kind: 'line';
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  stroke: ColourRole;
  width: number;
};

export type Weight = 300 | 400 | 600;

/** A run of text on its baseline. `room` is the width it was fitted into and may never exceed. */
export type TextMark = {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  size: number;
  weight: Weight;
  fill: ColourRole;
  anchor: 'start' | 'middle' | 'end';
  room: number;
};

/** A polyline through `points`, or the area inside it. */
export type PathMark = {
  kind: 'path';
  points: readonly (readonly [number, number])[];
  closed: boolean;
  fill: ColourRole | null;
  stroke: ColourRole | null;
  width: number;
};

/** A rectangle hatched at 45 degrees: people left out, and nothing else. */
export type HatchMark = {
  kind: 'hatch';
  x: number;
  y: number;
  width: number;
  height: number;
  stroke: ColourRole;
};

export type Mark = RectMark | LineMark | TextMark | PathMark | HatchMark;

export type Scene = { width: number; height: number; title: string; marks: Mark[] };

/** Two decimals, and never a negative zero. */
export const round2 = (value: number): number => Math.round(value * 100) / 100 + 0;

export const rect = (x: number, y: number, width: number, height: number, fill: ColourRole): RectMark => ({
  kind: 'rect',
  x: round2(x),
  y: round2(y),
  width: round2(Math.max(0, width)),
  height: round2(Math.max(0, height)),
  fill,
});

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: ColourRole,
  width = 1,
): LineMark => ({
  kind: 'line',
  x1: round2(x1),
  y1: round2(y1),
  x2: round2(x2),
  y2: round2(y2),
  stroke,
  width,
});

export const hatch = (x: number, y: number, width: number, height: number): HatchMark => ({
  kind: 'hatch',
  x: round2(x),
  y: round2(y),
  width: round2(Math.max(0, width)),
  height: round2(Math.max(0, height)),
  stroke: 'hatch',
});

export const path = (
  points: readonly (readonly [number, number])[],
  look: { fill?: ColourRole; stroke?: ColourRole; width?: number; closed?: boolean },
): PathMark => ({
  kind: 'path',
  points: points.map(([x, y]) => [round2(x), round2(y)] as const),
  closed: look.closed ?? look.fill !== undefined,
  fill: look.fill ?? null,
  stroke: look.stroke ?? null,
  width: look.width ?? 1,
});

export type TextLook = {
  size?: number;
  weight?: Weight;
  fill?: ColourRole;
  anchor?: 'start' | 'middle' | 'end';
};

/**
 * `text`, shortened with an ellipsis to at most `room` pixels. Characters that would not show, or that would
 * turn the text around them, are made visible first.
 */
export const text = (x: number, y: number, words: string, room: number, look: TextLook = {}): TextMark => {
  const size = look.size ?? 11;
  const weight = look.weight ?? 400;
  return {
    kind: 'text',
    x: round2(x),
    y: round2(y),
    text: shorten(visible(words), room, size, weight),
    size,
    weight,
    fill: look.fill ?? 'muted',
    anchor: look.anchor ?? 'start',
    room: round2(room),
  };
};

/** The longest start of `words` that fits into `room` pixels with an ellipsis, or all of it where it fits. */
export const shorten = (words: string, room: number, size: number, weight: Weight): string => {
  if (textWidth(words, size, weight) <= room) return words;
  const characters = Array.from(words);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const candidate = `${characters.slice(0, middle).join('').trimEnd()}…`;
    if (textWidth(candidate, size, weight) <= room) low = middle;
    else high = middle - 1;
  }
  if (low === 0) return textWidth('…', size, weight) <= room ? '…' : '';
  return `${characters.slice(0, low).join('').trimEnd()}…`;
};

/** The horizontal extent of a text mark, by the measured width: [left, right]. */
export const extentOf = (mark: TextMark): [number, number] => {
  const width = textWidth(mark.text, mark.size, mark.weight);
  if (mark.anchor === 'start') return [mark.x, mark.x + width];
  if (mark.anchor === 'end') return [mark.x - width, mark.x];
  return [mark.x - width / 2, mark.x + width / 2];
};

/** The strokes of a hatched rectangle, `step` pixels apart, cut at its border: [x1, y1, x2, y2]. */
export const hatchStrokes = (mark: HatchMark, step = 5): [number, number, number, number][] => {
  const { x, y, width, height } = mark;
  const strokes: [number, number, number, number][] = [];
  if (width <= 0 || height <= 0) return strokes;
  for (let offset = step / 2; offset < width + height; offset += step) {
    // In the rectangle's own coordinates the stroke is u + v = offset.
    const from = Math.max(0, offset - height);
    const to = Math.min(width, offset);
    strokes.push([round2(x + from), round2(y + offset - from), round2(x + to), round2(y + offset - to)]);
  }
  return strokes;
};
