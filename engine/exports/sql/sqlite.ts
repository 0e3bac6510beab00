/** SQLite 3.39 or newer. Times are text, so they are compared as Julian days, which are exact to the millisecond. */
import { type Dialect, plainNumber } from './dialect.ts';

export const sqlite: Dialect = {
  id: 'sqlite',
  title: 'SQLite',
  maxNameBytes: 255,
  name: (name) => `"${name.replaceAll('"', '""')}"`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  number: plainNumber,
  constant: (value) => (value ? '1 = 1' : '1 = 0'),
  midnight: (date) => `julianday('${date}')`,
  instant: (sql) => `julianday(${sql})`,
  daysBefore: (sql, days) => `${sql} - ${days}`,
  label: (sql) => `CAST(${sql} AS TEXT) COLLATE BINARY`,
  double: (sql) => `CAST(${sql} AS REAL)`,
  isTrue: (sql) => `${sql} IS TRUE`,
  assumptions: [
    'Times are ISO 8601 text in UTC or with their offset, to the millisecond; amounts and numbers are stored as numbers, not as text.',
  ],
};
