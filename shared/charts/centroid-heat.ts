/** Heat map of centroids: one row a feature, one column a segment, the figure in the cell. */
import { fitNumber, textWidth } from './measure.ts';
import { type ColourRole, groupColour } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { withUnit } from './words.ts';

/** One feature: its value in each segment, in its own unit; null where the gate withholds it. */
export type HeatRow = { label: string; unit: string; values: readonly (number | null)[] };
/** One segment; `colour` is the index of its own. */
export type HeatColumn = { name: string; colour: number };

const ROW = 24;
const TOP = 26;

const STEPS: readonly ColourRole[] = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7', 'd8', 'd9'];

/** The diverging step of a value: how far it is from the mean of its row, as a part of the farthest. */
export const divergingStep = (value: number, row: readonly (number | null)[]): number => {
  const known = row.filter((cell): cell is number => cell !== null && Number.isFinite(cell));
  const mean = known.reduce((sum, cell) => sum + cell, 0) / known.length;
  const far = Math.max(...known.map((cell) => Math.abs(cell - mean)));
  return far > 0 ? Math.min(8, Math.max(0, Math.round(4 + (4 * (value - mean)) / far))) : 4;
};

/**
 * Centroids in original units, a row per feature and a column per segment. The cell prints the value; its
 * colour says how far it lies below (rust) or above (petrol) the mean of the row.
 */
export const centroidHeat = (
  rows: readonly HeatRow[],
  columns: readonly HeatColumn[],
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const nameOf = (row: HeatRow): string => (row.unit === '' ? row.label : `${row.label}, ${row.unit}`);
  const labelRoom = Math.min(
    width * 0.3,
    Math.max(60, ...rows.map((row) => textWidth(nameOf(row), 11, 400) + 1)),
  );
  const left = labelRoom + 10;
  const cell = (width - left) / Math.max(1, columns.length);
  columns.forEach((column, index) => {
    const x = left + index * cell;
    marks.push(rect(x, TOP - 6, cell - 2, 3, groupColour(column.colour)));
    marks.push(text(x, TOP - 12, column.name, cell - 8, { fill: 'text' }));
  });
  rows.forEach((row, index) => {
    const top = TOP + index * ROW;
    marks.push(text(0, top + 16, nameOf(row), labelRoom, { fill: 'text' }));
    row.values.forEach((value, at) => {
      const x = left + at * cell;
      if (value === null || !Number.isFinite(value)) {
        marks.push(
          text(x + cell / 2 - 1, top + 16, 'withheld', cell - 6, { anchor: 'middle', fill: 'faint' }),
        );
        return;
      }
      const step = divergingStep(value, row.values);
      marks.push(rect(x, top, cell - 2, ROW - 2, STEPS[step]));
      const fill: ColourRole = step <= 1 || step >= 7 ? 'surface' : 'text';
      marks.push(
        text(x + cell / 2 - 1, top + 16, fitNumber(value, cell - 8), cell - 6, { anchor: 'middle', fill }),
      );
    });
  });
  return {
    width,
    height: TOP + rows.length * ROW + 4,
    title: 'Centre of each segment, coloured by its distance from the mean of the row',
    marks,
  };
};

/** The value of a cell in words, for the table twin. */
export const heatText = (value: number | null, unit: string): string =>
  value === null ? 'withheld' : withUnit(value, unit);
