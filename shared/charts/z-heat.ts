/** Heat map of clusters by features: how many standard deviations the mean of each lies from everyone's. */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { fixed } from './words.ts';

/** A cluster: its name, its colour, and a z-score per feature, null where too few are known. */
export type ZRow = { name: string; colour: ColourRole; z: readonly (number | null)[] };

const TOP = 24;
const STEPS: readonly ColourRole[] = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8', 'd9'];
/** Borders between the steps, in standard deviations; the outermost are open. */
const BORDERS = [-1.25, -0.85, -0.45, -0.15, 0.15, 0.45, 0.85, 1.25] as const;

/** The diverging step of a z-score: rust below everyone's mean, petrol above, neutral around it. */
export const zStep = (z: number): ColourRole => STEPS[BORDERS.filter((border) => z >= border).length];

/** A z-score with its sign, one decimal, a true minus and no negative zero. */
export const zText = (z: number): string => {
  const rounded = Math.round(z * 10) / 10;
  return rounded === 0 ? '0.0' : `${rounded > 0 ? '+' : ''}${fixed(rounded, 1)}`;
};

/** The same where there is less room: without a plus and the nought before the point, else the whole number. */
const zFitted = (z: number, room: number): string =>
  [
    zText(z),
    zText(z)
      .replace('+', '')
      .replace(/0(?=\.[1-9])/, ''),
    fixed(Math.round(z), 0),
  ].find((words) => textWidth(words, 11, 400) <= room) ?? '';

/** Where the columns of the heat map begin and how wide each is, so that a hand can find them. */
export const zColumns = (
  features: readonly string[],
  clusters: number,
  width: number,
): { labelRoom: number; left: number; cell: number } => {
  const labelRoom = Math.min(
    width * 0.34,
    Math.max(64, ...features.map((name) => textWidth(name, 11, 400) + 4)),
  );
  const left = labelRoom + 8;
  return { labelRoom, left, cell: (width - left) / Math.max(1, clusters) };
};

/** Rows are features, so that their names can be read; columns are clusters. */
export const zHeat = (features: readonly string[], clusters: readonly ZRow[], width: number): Scene => {
  const marks: Mark[] = [];
  const { labelRoom, left, cell } = zColumns(features, clusters.length, width);
  const tall = features.length <= 8 ? 30 : 24;
  clusters.forEach((cluster, column) => {
    const x = left + column * cell;
    // Where the name has no room its last word has to do: the colour says the rest.
    const whole = textWidth(cluster.name, 11, 400) <= cell - 4;
    const name = whole ? cluster.name : (cluster.name.split(' ').at(-1) ?? cluster.name);
    marks.push(text(x + cell / 2, 12, name, cell - 4, { anchor: 'middle', fill: 'text' }));
    marks.push(rect(x + 0.5, 18, cell - 1, 3, cluster.colour));
  });
  features.forEach((feature, row) => {
    const y = TOP + row * tall;
    const base = y + tall / 2 + 4;
    marks.push(text(0, base, feature, labelRoom, { fill: 'text' }));
    clusters.forEach(({ z }, column) => {
      const x = left + column * cell;
      const value = z[row] ?? null;
      if (value === null || !Number.isFinite(value)) {
        marks.push(text(x + cell / 2, base, '–', cell - 4, { anchor: 'middle', fill: 'faint' }));
        return;
      }
      const step = zStep(value);
      marks.push(rect(x + 0.5, y + 0.5, cell - 1, tall - 1, step));
      const fill: ColourRole = ['d1', 'd2', 'd8', 'd9'].includes(step) ? 'surface' : 'text';
      marks.push(text(x + cell / 2, base, zFitted(value, cell - 2), cell - 2, { anchor: 'middle', fill }));
    });
  });
  const legend = TOP + features.length * tall + 8;
  STEPS.forEach((step, index) => {
    marks.push(rect(index * 20, legend, 20, 6, step));
  });
  for (const [border, at] of [
    ['−1.25', 1],
    ['−0.45', 3],
    ['+0.45', 6],
    ['+1.25', 8],
  ] as const)
    marks.push(text(at * 20, legend + 18, border, 40, { anchor: 'middle' }));
  if (width > 320) marks.push(text(190, legend + 7, '0 = mean of the lens', width - 190));
  return {
    width,
    height: legend + 22,
    title: 'Clusters by features, in standard deviations from everyone',
    marks,
  };
};
