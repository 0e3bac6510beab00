/** One feature in every group: the mean as a dot on its interval, beside the mean of nobody in particular. */
import { niceStep } from './axis.ts';
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, path, type Scene, text } from './scene.ts';
import { number } from './words.ts';

/** A group; null figures where too few are known. */
export type IntervalRow = {
  name: string;
  colour: ColourRole;
  figure: { at: number; low: number; high: number; words: string } | null;
};

const ROW = 26;
const TOP = 6;

/** The axis does not start at zero and says where it stands. */
export const intervals = (rows: readonly IntervalRow[], title: string, width: number): Scene => {
  const marks: Mark[] = [];
  const figures = rows.flatMap(({ figure }) => (figure === null ? [] : [figure]));
  const [low, high] = [
    Math.min(...figures.map((one) => one.low)),
    Math.max(...figures.map((one) => one.high)),
  ];
  const names = Math.min(width * 0.28, Math.max(50, ...rows.map(({ name }) => textWidth(name, 11, 400) + 4)));
  const says = Math.min(
    width * 0.42,
    Math.max(40, ...figures.map(({ words }) => textWidth(words, 11, 400) + 4)),
  );
  const [left, right] = [names + 14, Math.max(names + 40, width - says - 14)];
  const x = (value: number): number =>
    high > low ? left + ((value - low) / (high - low)) * (right - left) : (left + right) / 2;
  const bottom = TOP + rows.length * ROW;
  if (figures.length > 0) {
    const step = niceStep(high - low, 4);
    let free = 0;
    for (let tick = Math.ceil(low / step); tick * step <= high + step * 1e-9; tick++) {
      const at = Number((tick * step).toPrecision(6));
      marks.push(line(x(at), TOP, x(at), bottom, 'line'));
      const label = number(at);
      const wide = textWidth(label, 11, 400) + 1;
      if (x(at) - wide / 2 < free) continue;
      free = x(at) + wide / 2 + 8;
      marks.push(text(x(at), bottom + 14, label, wide, { anchor: 'middle' }));
    }
  }
  rows.forEach(({ name, colour, figure }, row) => {
    const y = TOP + row * ROW + ROW / 2;
    marks.push(text(0, y + 4, name, names, { fill: 'text' }));
    if (figure === null) {
      marks.push(text(width, y + 4, '–', 20, { anchor: 'end', fill: 'faint' }));
      return;
    }
    const at = x(figure.at);
    marks.push(
      line(x(figure.low), y, x(figure.high), y, colour, 2),
      line(x(figure.low), y - 4, x(figure.low), y + 4, colour),
      line(x(figure.high), y - 4, x(figure.high), y + 4, colour),
      path(
        [
          [at - 4, y],
          [at, y - 4],
          [at + 4, y],
          [at, y + 4],
        ],
        { fill: colour },
      ),
      text(width, y + 4, figure.words, says, { anchor: 'end', fill: 'text' }),
    );
  });
  return { width, height: bottom + 20, title, marks };
};
