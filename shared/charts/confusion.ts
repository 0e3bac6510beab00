/** What flagging did to the people tested: four cells, the darker the more people, mistakes in rust and hits in petrol. */
import { isTold } from '../counts.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { percent, told } from './words.ts';

export type ConfusionCell = 'truePositive' | 'falsePositive' | 'falseNegative' | 'trueNegative';

/** What the four cells, their rows and their columns are called. */
export type ConfusionWords = {
  title: string;
  cells: Readonly<Record<ConfusionCell, string>>;
  rows: readonly [string, string];
  columns: readonly [string, string];
};

const [LEFT, TOP, TALL] = [86, 20, 62];
const LAID: readonly (readonly [ConfusionCell, number, number])[] = [
  ['truePositive', 0, 0],
  ['falsePositive', 0, 1],
  ['falseNegative', 1, 0],
  ['trueNegative', 1, 1],
];
const HITS: readonly ColourRole[] = ['d5', 'd6', 'd7', 'd8'];
const MISTAKES: readonly ColourRole[] = ['d5', 'd4', 'd3', 'd2'];

/** The confusion matrix; a cell with few people has a mark in place of its count and no shade. */
export const confusionMatrix = (
  cells: readonly { cell: ConfusionCell; people: number }[],
  words: ConfusionWords,
  width: number,
): Scene => {
  const peopleOf = (name: ConfusionCell): number => cells.find(({ cell }) => cell === name)?.people ?? 0;
  const whole = cells.reduce((sum, { people }) => sum + (isTold(people) ? people : 0), 0);
  const wide = (width - LEFT) / 2;
  const marks: Mark[] = words.columns.map((name, at) =>
    text(LEFT + (at + 0.5) * wide, 12, name, wide - 4, { anchor: 'middle' }),
  );
  words.rows.forEach((name, at) => {
    marks.push(text(0, TOP + at * TALL + TALL / 2 + 4, name, LEFT - 8, { fill: 'text' }));
  });
  for (const [name, row, column] of LAID) {
    const people = peopleOf(name);
    const part = isTold(people) && whole > 0 ? people / whole : 0;
    const shades = row === column ? HITS : MISTAKES;
    const step = Math.min(shades.length - 1, Math.floor(part * 2 * shades.length));
    const fill: ColourRole = step === shades.length - 1 ? 'surface' : 'text';
    const [x, y] = [LEFT + column * wide, TOP + row * TALL];
    const share = isTold(people) && whole > 0 ? ` · ${percent(part)}` : '';
    marks.push(
      rect(x + 1, y + 1, wide - 2, TALL - 2, shades[step]),
      text(x + wide / 2, y + 28, `${told(people)}${share}`, wide - 8, {
        anchor: 'middle',
        size: 13,
        weight: 600,
        fill,
      }),
      text(x + wide / 2, y + 46, words.cells[name], wide - 8, { anchor: 'middle', fill }),
    );
  }
  return { width, height: TOP + 2 * TALL + 2, title: words.title, marks };
};
