/** Heat map of clusters by features: how many standard deviations the mean of each lies from everyone's. */
import { textWidth, wrap } from './measure.ts';
import { type ColourRole, groupColour } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { fixed } from './words.ts';

/** A cluster: its name, the index of its colour, and a z-score per feature, null where nobody's is known. */
export type ZRow = { name: string; colour: number; z: readonly (number | null)[] };

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

/** Rows are clusters, columns features; `height` is shared out among the rows, at most 44 pixels each. */
export const zHeat = (features: readonly string[], rows: readonly ZRow[], width: number): Scene => {
  const marks: Mark[] = [];
  const labelRoom = Math.min(
    width * 0.3,
    Math.max(64, ...rows.map(({ name }) => textWidth(name, 11, 400) + 16)),
  );
  const left = labelRoom + 8;
  const cell = (width - left) / Math.max(1, features.length);
  const heads = features.map((feature) => wrap(feature, cell - 4, 11, 400).slice(0, 4));
  const lines = Math.max(1, ...heads.map((head) => head.length));
  const top = lines * 12 + 6;
  heads.forEach((head, column) => {
    head.forEach((words, at) => {
      const y = top - 8 - (head.length - 1 - at) * 12;
      marks.push(text(left + (column + 0.5) * cell, y, words, cell - 2, { anchor: 'middle' }));
    });
  });
  const tall = rows.length <= 6 ? 38 : rows.length <= 10 ? 30 : 24;
  rows.forEach((row, index) => {
    const y = top + index * tall;
    const base = y + tall / 2 + 4;
    marks.push(rect(0, base - 8, 8, 8, groupColour(row.colour)));
    marks.push(text(13, base, row.name, labelRoom - 13, { fill: 'text' }));
    row.z.forEach((z, column) => {
      const x = left + column * cell;
      if (z === null || !Number.isFinite(z)) {
        marks.push(text(x + cell / 2, base, '–', cell - 4, { anchor: 'middle', fill: 'faint' }));
        return;
      }
      const step = zStep(z);
      marks.push(rect(x + 0.5, y + 0.5, cell - 1, tall - 1, step));
      const fill: ColourRole = ['d1', 'd2', 'd8', 'd9'].includes(step) ? 'surface' : 'text';
      marks.push(text(x + cell / 2, base, zText(z), cell - 2, { anchor: 'middle', fill }));
    });
  });
  const legend = top + rows.length * tall + 8;
  STEPS.forEach((step, index) => {
    marks.push(rect(left + index * 20, legend, 20, 6, step));
  });
  for (const [border, at] of [
    ['−1.25', 1],
    ['−0.45', 3],
    ['+0.45', 6],
    ['+1.25', 8],
  ] as const)
    marks.push(text(left + at * 20, legend + 18, border, 40, { anchor: 'middle' }));
  if (width - left - 190 > 60)
    marks.push(text(left + 190, legend + 7, '0 = mean of the lens', width - left - 190));
  return {
    width,
    height: legend + 22,
    title: 'Clusters by features, in standard deviations from everyone',
    marks,
  };
};
