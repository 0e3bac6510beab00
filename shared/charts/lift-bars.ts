/** What sets a segment apart: lifts with their intervals on a log axis. */
import type { Difference } from '../release.ts';
import { ratioLabel, ratioTicks } from './axis.ts';
import { fitNumber, textWidth, wrap } from './measure.ts';
import { line, type Mark, path, rect, type Scene, shorten, text } from './scene.ts';
import { number, ratio, visible, withUnit } from './words.ts';

const ROW = 22;
/** Height of a row whose label takes two lines. */
const TALL = 32;
const TOP = 16;
const LEAST_PLOT = 84;
const FIGURES = 78;

/** "Country: Norway" for a level, the label alone for a number. */
export const differenceLabel = (difference: Difference): string =>
  difference.level === null ? difference.label : `${difference.label}: ${difference.level}`;

/** Segment against lens: percentages for a level, means with their unit for a number. */
export const differenceFigures = ({ level, segment, lens, unit }: Difference): string =>
  `${number(segment)} v ${withUnit(lens, level === null ? unit : '%')}`;

/** Largest lift first; equal ones keep the order they came in. */
export const byLift = (differences: readonly Difference[]): Difference[] =>
  differences.slice().sort((a, b) => b.lift - a.lift);

const drawable = (value: number): boolean => Number.isFinite(value) && value > 0;

/** The same, cut down to `room`: without the unit, then in thousands or millions. */
const fittedFigures = (difference: Difference, room: number): string => {
  const whole = differenceFigures(difference);
  if (textWidth(whole, 11, 400) <= room) return whole;
  const bare = `${number(difference.segment)} v ${number(difference.lens)}`;
  if (textWidth(bare, 11, 400) <= room) return bare;
  const each = (room - textWidth(' v ', 11, 400)) / 2;
  return `${fitNumber(difference.segment, each)} v ${fitNumber(difference.lens, each)}`;
};

type Axis = { low: number; high: number; x(value: number): number; marks: Mark[] };

/** The logarithmic axis between `left` and `right`: every lift lies on it, intervals as far as is sensible. */
const ratioAxis = (rows: readonly Difference[], left: number, right: number, bottom: number): Axis => {
  const lifts = rows.map((row) => row.lift).filter(drawable);
  const bounds = rows.flatMap((row) => row.interval ?? []).filter(drawable);
  const low = Math.max(Math.min(0.8, ...lifts) / 4, Math.min(0.8, ...lifts, ...bounds));
  const high = Math.min(Math.max(1.25, ...lifts) * 4, Math.max(1.25, ...lifts, ...bounds));
  const span = Math.log(high) - Math.log(low);
  const x = (value: number): number => {
    const clamped = Math.min(high, Math.max(low, value > 0 ? value : low));
    return left + ((Math.log(clamped) - Math.log(low)) / span) * (right - left);
  };
  const marks: Mark[] = [];
  const half = (tick: number): number => textWidth(ratioLabel(tick), 11, 400) / 2;
  const placed: [number, number][] = [];
  // 1 is named first, then the ticks from the outside in, as far as they do not touch.
  const ticks = ratioTicks(low, high);
  const order = [
    1,
    ...ticks
      .filter((tick) => Math.abs(tick - 1) > 1e-9)
      .sort((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a))),
  ];
  for (const tick of order) {
    const at = x(tick);
    marks.push(line(at, TOP, at, bottom, tick === 1 ? 'axis' : 'line'));
    const [from, to] = [at - half(tick) - 3, at + half(tick) + 3];
    if (placed.some((other) => from < other[1] && to > other[0])) continue;
    placed.push([from, to]);
    marks.push(text(at, bottom + 13, ratioLabel(tick), 2 * half(tick) + 1, { anchor: 'middle' }));
  }
  const [less, more] = ['less', 'more'].map((word) => textWidth(word, 11, 400) + 1);
  marks.push(text(x(1) - 6, 10, 'less', less, { anchor: 'end' }), text(x(1) + 6, 10, 'more', more));
  return { low, high, x, marks };
};

const intervalMarks = (interval: readonly [number, number], middle: number, axis: Axis): Mark[] => {
  const { low, high, x } = axis;
  const marks: Mark[] = [line(x(interval[0]), middle, x(interval[1]), middle, 'text')];
  interval.forEach((value, side) => {
    const at = x(value);
    const inside = value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
    const back = at + (side === 0 ? 3 : -3);
    // Beyond the axis an arrow says that the interval goes on.
    marks.push(
      inside
        ? line(at, middle - 3, at, middle + 3, 'text')
        : path(
            [
              [back, middle - 3],
              [at, middle],
              [back, middle + 3],
            ],
            { stroke: 'text' },
          ),
    );
  });
  return marks;
};

/** The label in one line or two, with its "in rule"; `room` pixels wide. */
const labelLines = (difference: Difference, room: number): { lines: string[]; rest: number } => {
  const rule = difference.inRule ? IN_RULE : 0;
  const words = visible(differenceLabel(difference));
  if (textWidth(words, 11, 400) + rule <= room) return { lines: [words], rest: textWidth(words, 11, 400) };
  const [first, ...others] = wrap(words, room, 11, 400);
  const second = shorten(others.join(' '), room - rule, 11, 400);
  return { lines: [first, second], rest: textWidth(second, 11, 400) };
};

const IN_RULE = textWidth('in rule', 11, 400) + 6;

/**
 * What sets a segment apart: the lift of each difference as a bar from 1 on a logarithmic axis, with its 95 %
 * interval, and "in rule" where the rule itself asks for it.
 */
export const liftBars = (differences: readonly Difference[], width: number): Scene => {
  const rows = byLift(differences);
  const marks: Mark[] = [];
  const widest = (of: (row: Difference) => number): number => Math.max(30, ...rows.map(of));
  const figureRoom = widest((row) => textWidth(fittedFigures(row, FIGURES), 11, 400) + 1);
  const liftRoom = widest((row) => textWidth(ratio(row.lift), 11, 600) + 1);
  const right = width - figureRoom - liftRoom - 18;
  const labelRoom = Math.min(
    right - LEAST_PLOT - 10,
    widest((row) => textWidth(visible(differenceLabel(row)), 11, 400) + (row.inRule ? IN_RULE : 0) + 1),
  );
  const labels = rows.map((row) => labelLines(row, labelRoom));
  const heights = labels.map(({ lines }) => (lines.length > 1 ? TALL : ROW));
  const bottom = TOP + heights.reduce((sum, height) => sum + height, 0) + 6;
  // The ends of the plot keep clear of the labels and of the arrow heads.
  const axis = ratioAxis(rows, labelRoom + 14, right - 4, bottom);
  marks.push(...axis.marks);
  const one = axis.x(1);
  let top = TOP + 2;
  rows.forEach((row, index) => {
    const { lines, rest } = labels[index];
    const middle = top + heights[index] / 2;
    top += heights[index];
    const first = middle + (lines.length > 1 ? -3 : 4);
    lines.forEach((words, at) => {
      marks.push(text(0, first + 13 * at, words, labelRoom + 0.5, { fill: 'text' }));
    });
    if (row.inRule)
      marks.push(
        text(rest === 0 ? 0 : rest + 5, first + 13 * (lines.length - 1), 'in rule', IN_RULE - 5, {
          fill: 'faint',
        }),
      );
    const end = axis.x(row.lift);
    marks.push(
      rect(Math.min(one, end), middle - 5, Math.max(1, Math.abs(end - one)), 10, row.lift >= 1 ? 'd8' : 'd2'),
    );
    if (row.interval !== null) marks.push(...intervalMarks(row.interval, middle, axis));
    marks.push(
      text(width - figureRoom - 8, middle + 4, ratio(row.lift), liftRoom, {
        anchor: 'end',
        weight: 600,
        fill: 'text',
      }),
      text(width, middle + 4, fittedFigures(row, FIGURES), figureRoom, { anchor: 'end' }),
    );
  });
  return {
    width,
    height: bottom + 18,
    title: 'Lift of each difference with its 95 % interval, logarithmic axis',
    marks,
  };
};
