/** Places words beside points so that none lies on another or on a line: each takes the first free place around its point. */
import { textWidth } from './measure.ts';

export type Wanted = { x: number; y: number; words: string; weight: 400 | 600 };
export type Placed = {
  x: number;
  y: number;
  words: string;
  anchor: 'start' | 'middle' | 'end';
  weight: 400 | 600;
};

/** A straight line that words should not lie on. */
export type Stroke = { x1: number; y1: number; x2: number; y2: number };

type Box = { left: number; right: number; top: number; bottom: number };
const PLACES = [
  [7, -5, 'start'],
  [-7, -5, 'end'],
  [7, 13, 'start'],
  [-7, 13, 'end'],
  [0, -12, 'middle'],
  [0, 20, 'middle'],
  [10, -18, 'start'],
  [10, 26, 'start'],
  [-10, 26, 'end'],
  [-10, -18, 'end'],
] as const;

/** Whether a line runs through a box (Liang and Barsky 1984: the part of the line inside each pair of edges). */
const crosses = ({ x1, y1, x2, y2 }: Stroke, { left, right, top, bottom }: Box): boolean => {
  let from = 0;
  let to = 1;
  const sides = [
    [x1 - x2, x1 - left],
    [x2 - x1, right - x1],
    [y1 - y2, y1 - top],
    [y2 - y1, bottom - y1],
  ];
  for (const [step, room] of sides) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
};

/**
 * The words that find a free place within the plot, in the order they are wanted; the others are left out. A place
 * on one of the lines is taken only when no other is free.
 */
export const placeLabels = (
  wanted: readonly Wanted[],
  width: number,
  height: number,
  lines: readonly Stroke[] = [],
): Placed[] => {
  const taken: Box[] = wanted.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  const placed: Placed[] = [];
  wanted.forEach(({ x, y, words, weight }, own) => {
    const room = textWidth(words, 11, weight);
    let second: { box: Box; at: Placed } | null = null;
    const take = ({ box, at }: { box: Box; at: Placed }): void => {
      taken.push(box);
      placed.push(at);
    };
    for (const [dx, dy, anchor] of PLACES) {
      const at = x + dx;
      const left = anchor === 'start' ? at : anchor === 'end' ? at - room : at - room / 2;
      const box = { left: left - 2, right: left + room + 2, top: y + dy - 11, bottom: y + dy + 3 };
      if (box.left < 0 || box.right > width || box.top < 0 || box.bottom > height) continue;
      const free = taken.every(
        (other, index) =>
          index === own ||
          box.right < other.left ||
          box.left > other.right ||
          box.bottom < other.top ||
          box.top > other.bottom,
      );
      if (!free) continue;
      const found = { box, at: { x: at, y: y + dy, words, anchor, weight } };
      if (!lines.some((line) => crosses(line, box))) {
        take(found);
        return;
      }
      second ??= found;
    }
    if (second !== null) take(second);
  });
  return placed;
};
