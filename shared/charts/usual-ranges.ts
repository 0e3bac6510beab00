/** What is usual: centiles of a segment over those of the lens. */
import type { Usual } from '../release.ts';
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { number, withUnit } from './words.ts';

const ROW = 22;
const TOP = 16;

/**
 * What is usual: in each row the lens from its 10th to its 90th centile in grey, the segment in its colour
 * over it, both medians as ticks, on an axis of the row's own unit that just holds both.
 */
export const usualRanges = (rows: readonly Usual[], colour: ColourRole, width: number): Scene => {
  const marks: Mark[] = [];
  const column = (of: (row: Usual) => string, weight: 400 | 600): number =>
    Math.max(8, ...rows.map((row) => textWidth(of(row), 11, weight) + 1));
  const tenth = Math.min(
    62,
    column((row) => number(row.segment[0]), 400),
  );
  const median = Math.min(
    66,
    column((row) => number(row.segment[1]), 600),
  );
  const ninetieth = Math.min(
    110,
    column((row) => withUnit(row.segment[2], row.unit), 400),
  );
  const figures = Math.max(tenth + median + ninetieth + 14, textWidth('10th, median, 90th', 11, 400) + 1);
  const labelRoom = Math.min(
    width - figures - 20 - 70,
    Math.max(50, ...rows.map((row) => textWidth(row.label, 11, 400) + 1)),
    width * 0.42,
  );
  const left = labelRoom + 8;
  const right = width - figures - 12;
  marks.push(text(width, 10, '10th, median, 90th', figures, { anchor: 'end' }));
  rows.forEach((row, index) => {
    const middle = TOP + index * ROW + 13;
    marks.push(text(0, middle + 4, row.label, labelRoom, { fill: 'text' }));
    const all = [...row.segment, ...row.lens].filter(Number.isFinite);
    const low = Math.min(...all);
    const high = Math.max(...all);
    const x = (value: number): number =>
      high > low ? left + ((value - low) / (high - low)) * (right - left) : (left + right) / 2;
    const bar = (from: number, to: number, thick: number, fill: ColourRole): void => {
      const [a, b] = [x(from), x(to)];
      marks.push(rect(Math.min(a, right - 2), middle - thick / 2, Math.max(2, b - a), thick, fill));
    };
    marks.push(line(left, middle, right, middle, 'line'));
    bar(row.lens[0], row.lens[2], 12, 'track');
    marks.push(line(x(row.lens[1]), middle - 6, x(row.lens[1]), middle + 6, 'axis'));
    bar(row.segment[0], row.segment[2], 6, colour);
    marks.push(line(x(row.segment[1]), middle - 6, x(row.segment[1]), middle + 6, 'text', 2));
    marks.push(
      text(width - ninetieth - median - 14, middle + 4, number(row.segment[0]), tenth, { anchor: 'end' }),
      text(width - ninetieth - 7, middle + 4, number(row.segment[1]), median, {
        anchor: 'end',
        weight: 600,
        fill: 'text',
      }),
      text(width, middle + 4, withUnit(row.segment[2], row.unit), ninetieth, { anchor: 'end' }),
    );
  });
  return {
    width,
    height: TOP + rows.length * ROW + 10,
    title: 'Usual values of the segment against the lens: 10th centile, median, 90th centile',
    marks,
  };
};
