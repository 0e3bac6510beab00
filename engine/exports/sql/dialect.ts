/** What differs between SQL engines, for the nodes of `ast.ts`. A new engine is one object of this type. */

export type Dialect = {
  /** Folder name in a package. */
  id: string;
  title: string;
  /** Longest identifier that is kept whole. */
  maxNameBytes: number;
  /** An identifier, quoted; its content was checked by `checkName`. */
  name(name: string): string;
  /** A text literal; the value holds no NUL and no lone surrogate. */
  text(value: string): string;
  /** A finite number literal. */
  number(value: number): string;
  constant(value: boolean): string;
  /** Midnight UTC of an ISO date, comparable with `instant`. */
  midnight(date: string): string;
  /** A time column, comparable with `midnight`. */
  instant(sql: string): string;
  /** `days` times 24 hours before, whatever the time zone of the connection. */
  daysBefore(sql: string, days: number): string;
  /** A text column, equal and ordered code point by code point whatever its collation. */
  label(sql: string): string;
  double(sql: string): string;
  isTrue(sql: string): string;
  /** What the analyst must know about the types of the columns. */
  assumptions: readonly string[];
};

/** A number as every engine reads it: the shortest decimal that gives the same double back. */
export const plainNumber = (value: number): string => String(value === 0 ? 0 : value);
