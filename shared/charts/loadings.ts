/** Loadings of principal components: a row a column of the matrix, a column a component, from −1 (rust) to 1 (petrol). */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { fixed, percent } from './words.ts';

const ROW = 24;
const TOP = 32;
const STEPS: readonly ColourRole[] = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8', 'd9'];
const BORDERS = [-0.7, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.7] as const;

/**
 * @param values components by columns
 * @param explained share of the variance of each component
 */
export const loadings = (
  names: readonly string[],
  values: readonly (readonly number[])[],
  explained: readonly number[],
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const labels = Math.min(width * 0.38, Math.max(60, ...names.map((name) => textWidth(name, 11, 400) + 4)));
  const left = labels + 8;
  const cell = (width - left) / Math.max(1, values.length);
  values.forEach((_, component) => {
    const middle = left + (component + 0.5) * cell;
    marks.push(
      text(middle, 11, `PC ${component + 1}`, cell - 2, { anchor: 'middle', fill: 'text' }),
      text(middle, 24, percent(explained[component] ?? 0), cell - 2, { anchor: 'middle' }),
    );
  });
  names.forEach((name, row) => {
    const top = TOP + row * ROW;
    marks.push(text(0, top + 16, name, labels, { fill: 'text' }));
    values.forEach((own, component) => {
      const value = own[row] ?? 0;
      const step = STEPS[BORDERS.filter((border) => value >= border).length];
      const x = left + component * cell;
      marks.push(rect(x + 0.5, top + 0.5, cell - 1, ROW - 1, step));
      const fill: ColourRole = ['d1', 'd2', 'd8', 'd9'].includes(step) ? 'surface' : 'text';
      const words = fixed(Math.round(value * 100) / 100 + 0, 2);
      marks.push(text(x + cell / 2, top + 16, words, cell - 2, { anchor: 'middle', fill }));
    });
  });
  return {
    width,
    height: TOP + names.length * ROW + 2,
    title: `Loadings of ${names.length} columns on ${values.length} components`,
    marks,
  };
};
