/** Scree: how much of the variance each component shows, and how much all up to it. */
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { percent } from './words.ts';

const ROW = 20;
const NAME = 36;
const FIGURES = 92;

/** One bar a component from zero to all of the variance; the two that the scatter shows in the accent. */
export const scree = (explained: readonly number[], width: number, most = 8): Scene => {
  const rows = explained.slice(0, most);
  const marks: Mark[] = [];
  const room = width - NAME - FIGURES;
  let sum = 0;
  rows.forEach((part, index) => {
    sum += part;
    const top = index * ROW;
    marks.push(
      text(0, top + 13, `PC ${index + 1}`, NAME - 4, { fill: 'text' }),
      rect(NAME, top + 5, room, 8, 'track'),
      rect(NAME, top + 5, Math.max(0, part) * room, 8, index < 2 ? 'accentText' : 'bar'),
      text(width - 48, top + 13, percent(part), 44, { anchor: 'end', fill: 'text' }),
      text(width, top + 13, percent(sum), 44, { anchor: 'end' }),
    );
  });
  marks.push(line(NAME, 0, NAME, rows.length * ROW, 'axis'));
  return {
    width,
    height: rows.length * ROW + 2,
    title: `Share of the variance each of ${rows.length} components shows, and their sum`,
    marks,
  };
};
