/** What each feature adds to telling groups: a bar a feature, its parts the groups, the largest feature first. */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { fixed } from './words.ts';

export type ImportanceRow = { name: string; parts: readonly { colour: ColourRole; value: number }[] };

const ROW = 24;
const FIGURE = 40;

export const importance = (rows: readonly ImportanceRow[], width: number): Scene => {
  const marks: Mark[] = [];
  const totals = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(1e-9, ...totals);
  const names = Math.min(width * 0.34, Math.max(60, ...rows.map(({ name }) => textWidth(name, 11, 400) + 4)));
  const left = names + 8;
  const room = Math.max(20, width - left - FIGURE);
  rows.forEach(({ name, parts }, row) => {
    const top = row * ROW;
    marks.push(text(0, top + 16, name, names, { fill: 'text' }));
    let at = left;
    for (const { colour, value } of parts) {
      const wide = (value / most) * room;
      marks.push(rect(at, top + 6, Math.max(0, wide - 0.75), 12, colour));
      at += wide;
    }
    marks.push(text(width, top + 16, fixed(totals[row], 2), FIGURE - 6, { anchor: 'end', fill: 'text' }));
  });
  marks.push(line(left, 2, left, rows.length * ROW + 2, 'axis'));
  return {
    width,
    height: rows.length * ROW + 6,
    title: `What each of ${rows.length} features adds to telling the clusters`,
    marks,
  };
};
