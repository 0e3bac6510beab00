/** Counts of people or things by kind, as bars from zero; a count that is not told says so in place of its bar. */
import { isTold, untold } from '../counts.ts';
import { textWidth } from './measure.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { number } from './words.ts';

const ROW = 24;

/** @param bars each with what it counts and how many there are */
export const countBars = (
  bars: readonly { label: string; count: number }[],
  { title, width }: { title: string; width: number },
): Scene => {
  const told = bars.map(({ count }) => (isTold(count) ? number(count) : untold(count)));
  const labels = Math.min(width * 0.4, Math.max(...bars.map(({ label }) => textWidth(label, 11, 400) + 1)));
  const figures = Math.max(...told.map((figure) => textWidth(figure, 11, 600) + 1));
  const left = labels + 10;
  const right = width - figures - 10;
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  const marks = bars.flatMap(({ label, count }, row): Mark[] => {
    const middle = row * ROW + 12;
    return [
      text(0, middle + 4, label, labels, { fill: 'text' }),
      rect(left, middle - 4, right - left, 8, 'track'),
      ...(isTold(count) ? [rect(left, middle - 4, ((right - left) * count) / highest, 8, 'bar')] : []),
      text(width, middle + 4, told[row], figures, { anchor: 'end', weight: 600, fill: 'text' }),
    ];
  });
  return { width, height: bars.length * ROW, title, marks };
};
