/** PostgreSQL 12 or newer. */
import { type Dialect, plainNumber } from './dialect.ts';

/** Backslashes are escaped in an E'' literal, which reads the same whatever `standard_conforming_strings` says. */
const literal = (value: string): string => {
  const quoted = value.replaceAll("'", "''");
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};

export const postgresql: Dialect = {
  id: 'postgresql',
  title: 'PostgreSQL',
  maxNameBytes: 63,
  name: (name) => `"${name.replaceAll('"', '""')}"`,
  text: literal,
  number: plainNumber,
  constant: (value) => (value ? 'TRUE' : 'FALSE'),
  midnight: (date) => `TIMESTAMPTZ '${date} 00:00:00+00'`,
  instant: (sql) => sql,
  // Days of an interval follow the clock changes of the session's time zone; hours do not.
  daysBefore: (sql, days) => `${sql} - ${days} * INTERVAL '24 hours'`,
  label: (sql) => `CAST(${sql} AS TEXT) COLLATE "C"`,
  double: (sql) => `CAST(${sql} AS DOUBLE PRECISION)`,
  isTrue: (sql) => `${sql} IS TRUE`,
  assumptions: [
    "Times are timestamptz. Where they are timestamp without time zone and hold UTC, run SET TIME ZONE 'UTC' first.",
  ],
};
