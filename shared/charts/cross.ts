/** How many people of each group are in each other group: a cell is darker the larger its share of its row. */
import { isTold, type ToldCount } from '../counts.ts';
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { toldNear } from './words.ts';

const STEPS: readonly ColourRole[] = ['d5', 'd6', 'd7', 'd8', 'd9'];
const [TOP, TALL] = [20, 22];

/**
 * @param rows names of the rows, with their people column by column; a mark in place of a count has no shade
 */
export const crossHeat = (
  columns: readonly string[],
  rows: readonly { name: string; people: readonly ToldCount[] }[],
  title: string,
  width: number,
): Scene => {
  const left = Math.min(width / 3, Math.max(0, ...rows.map(({ name }) => textWidth(name, 11, 400))) + 8);
  const cell = (width - left) / Math.max(1, columns.length);
  const full = columns.every((name) => textWidth(name, 11, 400) <= cell - 4);
  const marks: Mark[] = columns.map((name, at) =>
    // Of names that differ in their last word alone, that word is left where there is no room for more.
    text(left + (at + 0.5) * cell, 12, full ? name : (name.split(' ').at(-1) ?? name), cell - 2, {
      anchor: 'middle',
    }),
  );
  rows.forEach(({ name, people }, row) => {
    const y = TOP + row * TALL;
    const whole = people.reduce((sum, one) => sum + (isTold(one.people) ? one.people : 0), 0);
    marks.push(text(0, y + 15, name, left - 6, { fill: 'text' }));
    people.forEach((one, column) => {
      const part = isTold(one.people) && whole > 0 ? one.people / whole : 0;
      const step = Math.min(STEPS.length - 1, Math.floor(part * STEPS.length));
      const x = left + column * cell;
      marks.push(
        rect(x + 0.5, y + 0.5, cell - 1, TALL - 1, STEPS[step]),
        text(x + cell / 2, y + 15, toldNear(one), cell - 2, {
          anchor: 'middle',
          fill: step >= 3 ? 'surface' : one.people === 0 || !isTold(one.people) ? 'faint' : 'text',
        }),
      );
    });
  });
  return { width, height: TOP + rows.length * TALL + 2, title, marks };
};
