/** Reads a written sample back with papaparse, which has no part in writing it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Row = Record<string, string>;
type Parsed<T> = { data: T[]; errors: { message: string; row?: number }[]; meta: { linebreak: string } };
type Options = { header?: boolean; skipEmptyLines?: boolean; delimiter?: string; newline?: string };
type Papa = {
  parse<T>(text: string, options: Options): Parsed<T>;
};

/** papaparse brings no types of its own. */
export const papa = createRequire(import.meta.url)('papaparse') as Papa;

/** The records of one file. Throws where papaparse finds fault with it. */
export const readTable = (dir: string, name: string): Row[] => {
  const text = readFileSync(join(dir, name), 'utf8');
  const { data, errors, meta } = papa.parse<Row>(text, { header: true, skipEmptyLines: true });
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message} in row ${errors[0].row}`);
  if (meta.linebreak !== '\r\n') throw new Error(`${name}: line ends are not CRLF`);
  return data;
};

/** The first record of each identifier: what is left when repetitions are taken out. */
export const firstOf = (rows: Row[], identifier: string): Row[] => {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (seen.has(row[identifier])) return false;
    seen.add(row[identifier]);
    return true;
  });
};
