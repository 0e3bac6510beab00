/** Two groups on one feature: what share of each lies where, one behind the other, whatever their sizes. */
import { textWidth } from './measure.ts';
import { line, type Mark, rect, type Scene, text } from './scene.ts';
import { number } from './words.ts';

/** Steps with the people of each group in them; `edges` has one entry more than the counts. */
export type Compared = {
  edges: readonly number[];
  lens: readonly number[];
  selection: readonly number[];
};

const AXIS = 18;

/** Shares of a group per unit of the feature, so that a wide step is not taller for being wide. */
const densities = (counts: readonly number[], edges: readonly number[]): number[] => {
  const all = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  return counts.map((count, at) => count / all / Math.max(1e-12, edges[at + 1] - edges[at]));
};

/** Areas of equal size, the lens behind and the selection before it; first and last edge named, the unit on the last. */
export const compared = (
  { edges, lens, selection }: Compared,
  look: { title: string; unit: string; width: number; height?: number },
): Scene => {
  const { title, unit, width } = look;
  const height = look.height ?? 84;
  const bottom = height - AXIS;
  const [from, to] = [edges[0], edges[edges.length - 1]];
  const x = (value: number): number => ((value - from) / Math.max(1e-12, to - from)) * width;
  const behind = densities(lens, edges);
  const before = densities(selection, edges);
  const most = Math.max(1e-12, ...behind, ...before);
  const marks: Mark[] = [];
  const bar = (at: number, density: number, inset: number, fill: 'bar' | 'accentText'): void => {
    if (density === 0) return;
    const wide = x(edges[at + 1]) - x(edges[at]);
    const tall = Math.max(1, (density / most) * (bottom - 2));
    const left = Math.min(inset, wide / 3);
    const drawn = Math.max(1, wide - 2 * left);
    marks.push(rect(Math.min(x(edges[at]) + left, width - drawn), bottom - tall, drawn, tall, fill));
  };
  lens.forEach((_, at) => {
    bar(at, behind[at], 0.5, 'bar');
    bar(at, before[at], 3, 'accentText');
  });
  marks.push(line(0, bottom + 0.5, width, bottom + 0.5, 'axis'));
  const named = (value: number): string => number(Number(value.toPrecision(3)));
  const last = `${named(to)}${unit === '' ? '' : ` ${unit}`}`;
  const first = named(from);
  marks.push(
    text(0, height - 4, first, textWidth(first, 11, 400) + 2),
    text(width, height - 4, last, textWidth(last, 11, 400) + 2, { anchor: 'end' }),
  );
  return { width, height, title, marks };
};
