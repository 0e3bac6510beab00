/**
 * Headers are data, never keys: they stay in arrays, and a column is known by its place (`c0`, `c1`, ...).
 * The name shown is the header made harmless: no control, direction or invisible characters, one line, unique.
 */
import { CloisterError } from '../../../shared/errors.ts';

export type Column = {
  /** `c` and the place of the column from 0. The only name of a column that may reach a query or a file name. */
  id: string;
  /** Unique among the columns, harmless to show. */
  name: string;
  /** The header as it stands in the file; empty without a header. */
  header: string;
};

/** Most columns of one file (SQLite's own limit; DuckDB and spreadsheets choke on fewer). */
export const COLUMN_LIMIT = 2000;
const NAME_LENGTH = 200;

/** Controls, soft hyphen, zero-width, direction marks and isolates, line separators, byte order mark. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/**
 * Names for `width` columns.
 * @throws CloisterError INPUT_HEADER beyond COLUMN_LIMIT columns
 */
export const nameColumns = (
  header: readonly string[] | null,
  width: number,
): { columns: Column[]; warnings: string[] } => {
  if (width > COLUMN_LIMIT)
    throw new CloisterError(
      'INPUT_HEADER',
      `The file has ${width} columns; the most that can be read is ${COLUMN_LIMIT}.`,
      'Export only the columns you need.',
    );
  const warnings: string[] = [];
  const taken = new Set<string>();
  const columns: Column[] = [];
  for (let place = 0; place < width; place++) {
    const written = header?.[place] ?? '';
    const seen = written.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
    const short = Array.from(seen).slice(0, NAME_LENGTH).join('');
    if (header !== null && short === '') warnings.push(`Column ${place + 1} has no name.`);
    if (written.normalize('NFC').search(UNSEEN) >= 0)
      warnings.push(
        `The name of column ${place + 1} holds characters that cannot be seen; they are not shown.`,
      );
    if (short !== seen) warnings.push(`The name of column ${place + 1} is very long and shown shortened.`);
    const base = short === '' ? `column_${place + 1}` : short;
    let name = base;
    for (let copy = 2; taken.has(name); copy++) name = `${base}_${copy}`;
    if (name !== base)
      warnings.push(`The name "${base}" stands twice: column ${place + 1} is shown as "${name}".`);
    taken.add(name);
    columns.push({ id: `c${place}`, name, header: written });
  }
  return { columns, warnings };
};
