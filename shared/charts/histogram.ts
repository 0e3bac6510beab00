/** Histogram: how many people have a value in each of a row of equal steps. */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { number } from './words.ts';

/** `edges` has one entry more than `counts`. */
export type Distribution = { edges: readonly number[]; counts: readonly number[] };

const AXIS = 18;

/** An edge as it is printed: as many digits as the step between edges calls for, no more. */
const edgeText = (value: number, step: number): string => {
  if (!(step > 0)) return number(value);
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step))));
  return number(Number(value.toFixed(digits)));
};

/** Bars from zero, the first, middle and last edge named with the unit on the last, the tallest bar counted. */
export const histogram = (
  { edges, counts }: Distribution,
  look: {
    title: string;
    unit: string;
    width: number;
    height?: number;
    fill?: ColourRole;
    /** How an edge is printed that is no plain number, such as a day. */
    edge?: (value: number) => string;
  },
): Scene => {
  const { title, unit, width } = look;
  const height = look.height ?? 96;
  const marks: Mark[] = [];
  const [top, bottom] = [16, height - AXIS];
  const most = Math.max(1, ...counts);
  const bar = width / Math.max(1, counts.length);
  counts.forEach((count, index) => {
    const tall = (count / most) * (bottom - top);
    // A count that is not zero is never nothing to see.
    const shown = count > 0 ? Math.max(1, tall) : 0;
    marks.push(
      rect(index * bar, bottom - shown, Math.max(1, bar - (bar > 4 ? 1 : 0)), shown, look.fill ?? 'bar'),
    );
  });
  marks.push(line(0, bottom + 0.5, width, bottom + 0.5, 'axis'));
  const tallest = counts.indexOf(most);
  if (tallest >= 0) {
    const label = number(most);
    const room = textWidth(label, 11, 400) + 1;
    const x = Math.min(width - room / 2, Math.max(room / 2, (tallest + 0.5) * bar));
    marks.push(text(x, 11, label, room, { anchor: 'middle' }));
  }
  const step = edges.length > 1 ? Math.abs(edges[edges.length - 1] - edges[0]) / (edges.length - 1) : 0;
  const middle = Math.floor((edges.length - 1) / 2);
  const say = look.edge ?? ((value: number) => edgeText(value, step));
  if (edges.length > 1) {
    const last = `${say(edges[edges.length - 1])}${unit === '' ? '' : ` ${unit}`}`;
    marks.push(
      text(0, height - 4, say(edges[0]), width / 3),
      text(middle * bar, height - 4, say(edges[middle]), width / 3, { anchor: 'middle' }),
      text(width, height - 4, last, width / 3, { anchor: 'end' }),
    );
  }
  return { width, height, title, marks };
};
