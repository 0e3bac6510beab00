import type { Difference } from '../release.ts';
import { ratioLabel, ratioTicks } from './axis.ts';
import { textWidth } from './measure.ts';
import { line, type Mark, path, rect, type Scene, text } from './scene.ts';
import { number, ratio, withUnit } from './words.ts';

const ROW = 25;
const TOP = 16;

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

/**
 * What sets a segment apart: the lift of each difference as a bar from 1 on a logarithmic axis, with its 95 %
 * interval, and "in rule" where the rule itself asks for it.
 */
export const liftBars = (differences: readonly Difference[], width: number): Scene => {
  const rows = byLift(differences);
  const height = TOP + rows.length * ROW + 30;
  const marks: Mark[] = [];
  const figureRoom = Math.min(
    width * 0.3,
    Math.max(40, ...rows.map((row) => textWidth(differenceFigures(row), 11, 400) + 1)),
  );
  const liftRoom = Math.max(34, ...rows.map((row) => textWidth(ratio(row.lift), 11, 600) + 1));
  const markRoom = rows.some((row) => row.inRule) ? textWidth('in rule', 11, 400) + 6 : 0;
  const labelRoom = Math.min(
    width * 0.42,
    Math.max(
      60,
      ...rows.map((row) => textWidth(differenceLabel(row), 11, 400) + (row.inRule ? markRoom : 0)),
    ) + 2,
  );
  const plotLeft = labelRoom + 10;
  const plotRight = width - figureRoom - liftRoom - 20;
  const lifts = rows.map((row) => row.lift).filter(drawable);
  const bounds = rows.flatMap((row) => row.interval ?? []).filter(drawable);
  // The axis shows every lift; an interval may widen it fourfold at most, then it is cut with an arrow.
  const low = Math.max(Math.min(0.8, ...lifts) / 4, Math.min(0.8, ...lifts, ...bounds));
  const high = Math.min(Math.max(1.25, ...lifts) * 4, Math.max(1.25, ...lifts, ...bounds));
  const span = Math.log(high) - Math.log(low);
  const x = (value: number): number => {
    const clamped = Math.min(high, Math.max(low, value > 0 ? value : low));
    return plotLeft + ((Math.log(clamped) - Math.log(low)) / span) * (plotRight - plotLeft);
  };
  const bottom = TOP + rows.length * ROW + 8;
  const one = x(1);
  let lastLabel = Number.NEGATIVE_INFINITY;
  const ticks = ratioTicks(low, high);
  for (const tick of ticks) {
    const at = x(tick);
    const isOne = Math.abs(tick - 1) < 1e-9;
    if (!isOne) marks.push(line(at, TOP, at, bottom, 'line'));
    const label = ratioLabel(tick);
    const room = textWidth(label, 11, 400) + 1;
    const nearOne = !isOne && Math.abs(at - one) < room / 2 + 14;
    if (nearOne || at - room / 2 < lastLabel + 4) continue;
    marks.push(text(at, bottom + 13, label, room, { anchor: 'middle' }));
    lastLabel = at + room / 2;
  }
  marks.push(line(one, TOP, one, bottom, 'axis'));
  const rarer = textWidth('rarer', 11, 400) + 1;
  const commoner = textWidth('more', 11, 400) + 1;
  if (one - 6 - rarer > 0) marks.push(text(one - 6, 10, 'less', rarer, { anchor: 'end' }));
  if (one + 6 + commoner < width) marks.push(text(one + 6, 10, 'more', commoner));
  rows.forEach((row, index) => {
    const middle = TOP + index * ROW + 17;
    const label = text(0, middle + 4, differenceLabel(row), labelRoom - (row.inRule ? markRoom : 0), {
      fill: 'text',
    });
    marks.push(label);
    if (row.inRule)
      marks.push(
        text(textWidth(label.text, 11, 400) + 5, middle + 4, 'in rule', markRoom - 5, { fill: 'faint' }),
      );
    const end = x(row.lift);
    marks.push(
      rect(Math.min(one, end), middle - 5, Math.max(1, Math.abs(end - one)), 10, row.lift >= 1 ? 'd8' : 'd2'),
    );
    if (row.interval !== null) {
      const [from, to] = row.interval;
      const [left, right] = [x(from), x(to)];
      marks.push(line(left, middle, right, middle, 'text'));
      const cap = (at: number, value: number, direction: 1 | -1): void => {
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
          marks.push(line(at, middle - 3, at, middle + 3, 'text'));
        else
          marks.push(
            path(
              [
                [at - 3 * direction, middle - 3],
                [at, middle],
                [at - 3 * direction, middle + 3],
              ],
              { stroke: 'text' },
            ),
          );
      };
      cap(left, from, -1);
      cap(right, to, 1);
    }
    marks.push(
      text(width - figureRoom - 8, middle + 4, ratio(row.lift), liftRoom, {
        anchor: 'end',
        weight: 600,
        fill: 'text',
      }),
      text(width, middle + 4, differenceFigures(row), figureRoom, { anchor: 'end' }),
    );
  });
  return { width, height, title: 'Lift of each difference with its 95 % interval, logarithmic axis', marks };
};
