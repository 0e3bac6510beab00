/**
 * Rows that a test reaches, counted and blanked: the preview of a purge, the people it concerns, and one column
 * taken out of rows that stay. Removing whole rows is `rewrite.ts`. The caller of a change holds the transaction.
 */
import type { Connection } from '../vault/database.ts';
import { CHUNK_AT, CHUNK_FIELDS, type ChunkRow, packed, readChunk } from './chunks.ts';
import { type ColumnArray, type ColumnDefinition, listColumns, stride } from './columns.ts';
import { mergedNumbers, personIn } from './merged.ts';
import { forgetUnusedWords, markChanged, type RowsToRemove } from './rewrite.ts';

const CHUNKS = `SELECT ${CHUNK_FIELDS} FROM chunk WHERE run = ? AND column_id = ? ORDER BY number`;

const runsOf = (db: Connection, { kind, source }: RowsToRemove): number[] =>
  db
    .prepare('SELECT id FROM run WHERE kind = ? AND (? IS NULL OR source = ?) ORDER BY id')
    .pluck()
    .all(kind, source ?? null, source ?? null) as number[];

/** Calls `take` for every row that would leave; of `column`, only where it holds a value. */
const eachRow = (
  db: Connection,
  wanted: RowsToRemove,
  column: string | null,
  take: (person: number) => void,
): void => {
  const definitions = listColumns(db, wanted.kind);
  const named = (name: string): ColumnDefinition | undefined => definitions.find((one) => one.name === name);
  const deciding = named(wanted.column);
  const person = named('person');
  const held = column === null ? undefined : named(column);
  if (deciding === undefined || person === undefined || (column !== null && held === undefined)) return;
  const chunkAt = db.prepare(CHUNK_AT);
  for (const run of runsOf(db, wanted))
    for (const chunk of db.prepare(CHUNKS).all(run, deciding.id) as ChunkRow[]) {
      const values = readChunk(deciding, chunk);
      const other = (definition: ColumnDefinition): ColumnArray | null => {
        const found = chunkAt.get(run, definition.id, chunk.number) as ChunkRow | undefined;
        return found === undefined ? null : readChunk(definition, found);
      };
      const people = other(person);
      const filled = held === undefined ? null : other(held);
      if (people === null || (held !== undefined && filled === null)) continue;
      const step = held === undefined ? 1 : stride(held.type);
      for (let row = 0; row < chunk.rows; row++) {
        if (!wanted.leaves(values[row])) continue;
        if (filled !== null && isBlank(filled, row, step)) continue;
        take(people[row]);
      }
    }
};

const isBlank = (values: ColumnArray, row: number, step: number): boolean =>
  step === 2
    ? values[2 * row] === 0 && values[2 * row + 1] === 0
    : Number.isNaN(values[row]) || values[row] === -1;

/** How many rows would leave, or hold a value of `column`, without changing anything. */
export const countRows = (db: Connection, wanted: RowsToRemove, column: string | null = null): number => {
  let rows = 0;
  eachRow(db, wanted, column, () => {
    rows += 1;
  });
  return rows;
};

/** Numbers of the people whose rows would leave, or lose their value of `column`. */
export const peopleOfRows = (
  db: Connection,
  wanted: RowsToRemove,
  column: string | null = null,
): Set<number> => {
  const people = new Set<number>();
  const merged = mergedNumbers(db);
  eachRow(db, wanted, column, (number) => people.add(personIn(merged, number)));
  return people;
};

/** Blanks one column in the rows that are reached and leaves the rest of them; the answer is how many. */
export const blankRows = (db: Connection, wanted: RowsToRemove, column: string): number => {
  const definitions = listColumns(db, wanted.kind);
  const deciding = definitions.find(({ name }) => name === wanted.column);
  const held = definitions.find(({ name }) => name === column);
  if (deciding === undefined || held === undefined) return 0;
  const step = stride(held.type);
  const decide = db.prepare(CHUNKS);
  const chunkAt = db.prepare(CHUNK_AT);
  const write = db.prepare('UPDATE chunk SET checksum = ?, data = ? WHERE id = ?');
  let blanked = 0;
  for (const run of runsOf(db, wanted))
    for (const chunk of decide.all(run, deciding.id) as ChunkRow[]) {
      const found = chunkAt.get(run, held.id, chunk.number) as ChunkRow | undefined;
      if (found === undefined) continue;
      const deciders = readChunk(deciding, chunk);
      const values = readChunk(held, found);
      let here = 0;
      for (let row = 0; row < chunk.rows; row++) {
        if (!wanted.leaves(deciders[row]) || isBlank(values, row, step)) continue;
        values.fill(
          step === 2 ? 0 : held.type === 'number' || held.type === 'time' ? Number.NaN : -1,
          row * step,
          (row + 1) * step,
        );
        here += 1;
      }
      if (here === 0) continue;
      const { checksum, data } = packed(held.type, values);
      write.run(checksum, data, found.id);
      blanked += here;
    }
  if (blanked === 0) return 0;
  if (held.type === 'code') forgetUnusedWords(db, held);
  markChanged(db);
  return blanked;
};
