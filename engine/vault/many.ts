/** Rows written many by one statement, since calling the library costs more than the row. The caller holds the transaction. */
import type { Connection } from './database.ts';

/** Rows that one statement writes. */
export const AT_ONCE = 256;

/**
 * A function that writes rows, given one value behind the other.
 * @param width values of a row
 * @param sql the statement, around what stands behind VALUES
 * @param named what all rows have in common
 * @returns how many rows the statement changed
 */
export const rowWriter = (
  db: Connection,
  width: number,
  sql: (values: string) => string,
  named: Readonly<Record<string, unknown>> = {},
): ((values: readonly unknown[], rows: number) => number) => {
  const row = `(${Array(width).fill('?').join(', ')})`;
  const one = db.prepare(sql(row));
  let many: typeof one | null = null;
  return (values, rows) => {
    if (rows === AT_ONCE) {
      many ??= db.prepare(sql(Array(rows).fill(row).join(', ')));
      return many.run(values, named).changes;
    }
    let changes = 0;
    for (let at = 0; at < rows * width; at += width)
      changes += one.run(values.slice(at, at + width), named).changes;
    return changes;
  };
};

/** Rows on their way to the database. */
export type Rows = {
  add(...values: readonly unknown[]): void;
  /** Writes what is still on its way. @returns how many rows were changed since the beginning */
  flush(): number;
};

/** Opens rows to be written as they come; the parameters are those of `rowWriter`. */
export const openRows = (...parameters: Parameters<typeof rowWriter>): Rows => {
  const write = rowWriter(...parameters);
  let values: unknown[] = [];
  let rows = 0;
  let changes = 0;
  const flush = (): number => {
    changes += write(values, rows);
    values = [];
    rows = 0;
    return changes;
  };
  return {
    add: (...row) => {
      for (const value of row) values.push(value);
      rows += 1;
      if (rows === AT_ONCE) flush();
    },
    flush,
  };
};
