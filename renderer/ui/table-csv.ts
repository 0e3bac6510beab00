/** A table as CSV that no spreadsheet mistakes for a formula. */

export type FigureTable = {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
};

/** A field that a spreadsheet would take for a formula gets a leading apostrophe. */
const csvField = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The table as CSV (RFC 4180). */
export const tableCsv = ({ columns, rows }: FigureTable): string =>
  [columns, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n') + '\r\n';
