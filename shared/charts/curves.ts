/** One or two lines over a common axis with one place marked: distances to the k-th nearest person, criteria over k. */
import type { ColourRole } from './palette.ts';
import { line, type Mark, path, type Scene, text } from './scene.ts';
import { number } from './words.ts';

export type Curve = { name: string; values: readonly number[]; colour: ColourRole };
export type CurvesLook = {
  title: string;
  /** What stands under the first and the last value. */
  ends: readonly [string, string];
  /** A level to mark by a dashed line with its name, or a position along the axis. */
  level?: { value: number; name: string } | null;
  place?: { at: number; name: string } | null;
};

const [LEFT, TOP, HIGH] = [56, 22, 130];

const tidy = (value: number): string => number(Number(value.toPrecision(3)));

/** Curves from left to right, scaled together. The axis does not start at zero and says where it stands. */
export const curves = (lines: readonly Curve[], look: CurvesLook, width: number): Scene => {
  const marks: Mark[] = [];
  const values = [...lines.flatMap((one) => one.values), ...(look.level ? [look.level.value] : [])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const count = Math.max(...lines.map((one) => one.values.length));
  const right = width - 8;
  const x = (at: number): number =>
    count > 1 ? LEFT + (at / (count - 1)) * (right - LEFT) : (LEFT + right) / 2;
  const y = (value: number): number => TOP + HIGH - (high > low ? (value - low) / (high - low) : 0.5) * HIGH;
  marks.push(
    line(LEFT, TOP + HIGH + 6, right, TOP + HIGH + 6, 'axis'),
    text(LEFT - 6, TOP + 4, tidy(high), LEFT - 8, { anchor: 'end' }),
    text(LEFT - 6, TOP + HIGH, tidy(low), LEFT - 8, { anchor: 'end' }),
    text(LEFT, TOP + HIGH + 20, look.ends[0], (right - LEFT) / 2),
    text(right, TOP + HIGH + 20, look.ends[1], (right - LEFT) / 2, { anchor: 'end' }),
  );
  if (look.level) {
    const at = y(look.level.value);
    marks.push(
      line(LEFT, at, right, at, 'accentText'),
      text(right, at - 5, look.level.name, right - LEFT, { anchor: 'end', weight: 600, fill: 'accentText' }),
    );
  }
  if (look.place) {
    const at = x(look.place.at);
    marks.push(
      line(at, TOP, at, TOP + HIGH + 6, 'accentText'),
      text(Math.min(right - 60, at + 5), TOP + 10, look.place.name, 60, { weight: 600, fill: 'accentText' }),
    );
  }
  let start = LEFT;
  for (const { name, values: own, colour } of lines) {
    marks.push(
      path(
        own.map((value, at) => [x(at), y(value)] as const),
        { stroke: colour, width: 1.5 },
      ),
    );
    if (lines.length > 1) {
      marks.push(line(start, 8, start + 14, 8, colour, 2), text(start + 18, 12, name, 60, { fill: 'text' }));
      start += 84;
    }
  }
  return { width, height: TOP + HIGH + 26, title: look.title, marks };
};
