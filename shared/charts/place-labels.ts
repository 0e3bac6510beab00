/** Places words beside points so that none lies on another: each takes the first free place around its point. */
import { textWidth } from './measure.ts';

export type Wanted = { x: number; y: number; words: string; weight: 400 | 600 };
export type Placed = {
  x: number;
  y: number;
  words: string;
  anchor: 'start' | 'middle' | 'end';
  weight: 400 | 600;
};

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

/** The words that find a free place within the plot, in the order they are wanted; the others are left out. */
export const placeLabels = (wanted: readonly Wanted[], width: number, height: number): Placed[] => {
  const taken: Box[] = wanted.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  const placed: Placed[] = [];
  wanted.forEach(({ x, y, words, weight }, own) => {
    const room = textWidth(words, 11, weight);
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
      taken.push(box);
      placed.push({ x: at, y: y + dy, words, anchor, weight });
      return;
    }
  });
  return placed;
};
