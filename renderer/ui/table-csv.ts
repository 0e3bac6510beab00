/** The table twin of a figure: what it prints, and the same as CSV that no spreadsheet mistakes for a formula. */
import { LEAST_CELL, untold } from '../../shared/counts.ts';

/** A column; one that counts people never prints a few of them. */
export type FigureColumn = string | { label: string; people: true };
export type FigureTable = {
  columns: readonly FigureColumn[];
  rows: readonly (readonly (string | number | null)[])[];
};

export const columnLabel = (column: FigureColumn): string =>
  typeof column === 'string' ? column : column.label;

/** A cell as it is shown and saved: a few people are "<11", never their number; what would give them away "hidden". */
export const cellOf = (
  column: FigureColumn | undefined,
  value: string | number | null,
): string | number | null =>
  typeof column === 'object' && typeof value === 'number' && value > 0 && value < LEAST_CELL
    ? untold(value)
    : value;

/** A field that a spreadsheet would take for a formula gets a leading apostrophe. */
const csvField = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The table as CSV (RFC 4180). */
export const tableCsv = ({ columns, rows }: FigureTable): string =>
  [columns.map(columnLabel), ...rows.map((row) => row.map((value, at) => cellOf(columns[at], value)))]
    .map((row) => row.map(csvField).join(','))
    .join('\r\n') + '\r\n';
