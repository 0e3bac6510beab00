/**
 * Consistency across sources: for every attribute of a source, who has a value of it in another source of its kind too,
 * and of how many it is the same one.
 */
import type { Kind } from '../../../shared/vocabulary.ts';
import { CHUNK_FIELDS, type ChunkRow, readChunk } from '../../columns/chunks.ts';
import { type ColumnArray, type ColumnDefinition, listColumns } from '../../columns/columns.ts';
import { mergedNumbers, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';

const CHUNKS = `SELECT ${CHUNK_FIELDS} FROM chunk WHERE run = ? AND column_id = ? ORDER BY number`;

/** Numbers that differ by less than this share of the larger are one: sums of decimals. */
const ROUNDING = 1e-9;
const isSame = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));

/** The newest value of everybody in these runs, NaN where there is none. */
const valuesOf = (
  db: Connection,
  runs: readonly number[],
  person: ColumnDefinition,
  column: ColumnDefinition,
  known: number,
): Float64Array => {
  const found = new Float64Array(known).fill(Number.NaN);
  const merged = mergedNumbers(db);
  const chunks = db.prepare(CHUNKS);
  const read = (run: number, of: ColumnDefinition): ColumnArray[] =>
    (chunks.all(run, of.id) as ChunkRow[]).map((chunk) => readChunk(of, chunk));
  for (const run of runs) {
    const people = read(run, person);
    read(run, column).forEach((values, at) => {
      for (let row = 0; row < values.length; row++) {
        const who = personIn(merged, people[at][row]);
        const isMissing = Number.isNaN(values[row]) || (column.type === 'code' && values[row] < 0);
        if (who >= 0 && who < known && !isMissing) found[who] = values[row];
      }
    });
  }
  return found;
};

/**
 * @param known how many numbers of people there are
 * @returns exact counts, for columns that at least one person has in both; the caller clears them
 */
export const agreement = (
  db: Connection,
  kind: Kind,
  source: number,
  known: number,
): { column: string; people: number; same: number }[] => {
  const columns = listColumns(db, kind);
  const person = columns.find(({ type }) => type === 'person');
  if (person === undefined) return [];
  const runs = db.prepare('SELECT id, source FROM run WHERE kind = ? ORDER BY id').all(kind) as {
    id: number;
    source: number;
  }[];
  const of = (own: boolean): number[] =>
    runs.filter((run) => (run.source === source) === own).map(({ id }) => id);
  const [mine, theirs] = [of(true), of(false)];
  if (mine.length === 0 || theirs.length === 0) return [];
  return columns
    .filter(({ role, type }) => role === 'attribute' && (type === 'code' || type === 'number'))
    .flatMap((column) => {
      const [own, other] = [mine, theirs].map((some) => valuesOf(db, some, person, column, known));
      let people = 0;
      let same = 0;
      for (let who = 0; who < known; who++) {
        if (Number.isNaN(own[who]) || Number.isNaN(other[who])) continue;
        people += 1;
        if (isSame(own[who], other[who])) same += 1;
      }
      return people === 0 ? [] : [{ column: column.name, people, same }];
    });
};
