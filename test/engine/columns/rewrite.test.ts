/** Rows and columns that leave, and columns that become coarser, held to plain lists. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocate,
  type ColumnDefinition,
  type ColumnType,
  ensureColumn,
  listColumns,
  loadColumns,
  openDictionary,
  readDictionary,
  writeRun,
} from '../../../engine/columns/columns.ts';
import { CHUNK_ROWS } from '../../../engine/columns/forms.ts';
import {
  columnsVersion,
  mapNumbers,
  mapWords,
  removeColumn,
  removeRows,
} from '../../../engine/columns/rewrite.ts';
import { countRows } from '../../../engine/columns/rows.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import { addSource, codeOf, withVault } from '../vault/fixture.ts';

type Row = { person: number; time: number; word: string | null; key: number };

const column = (db: Connection, name: string, type: ColumnType): ColumnDefinition =>
  ensureColumn(db, { kind: 'events', name, label: name, type, role: 'attribute', class: 'ordinary' });

const addRun = (db: Connection, rows: readonly Row[]): number => {
  const source = addSource(db, 'events');
  const definitions = [
    column(db, 'person', 'person'),
    column(db, 'time', 'time'),
    column(db, 'word', 'code'),
    column(db, 'key', 'hash'),
  ];
  const dictionary = openDictionary(db, definitions[2].id);
  const arrays = definitions.map(({ type }) => allocate(type, rows.length));
  rows.forEach((row, i) => {
    arrays[0][i] = row.person;
    arrays[1][i] = row.time;
    arrays[2][i] = row.word === null ? -1 : dictionary.code(row.word);
    arrays[3][2 * i] = row.key;
    arrays[3][2 * i + 1] = row.key + 1;
  });
  dictionary.flush();
  const run = writeRun(db, source, 'events', definitions);
  run.append(arrays, rows.length);
  run.finish();
  return source;
};

const rowsOf = (db: Connection): Row[] => {
  const { rows, columns, definitions } = loadColumns(db, 'events');
  const words = readDictionary(db, definitions.find(({ name }) => name === 'word')?.id ?? 0);
  return Array.from({ length: rows }, (_, i) => {
    const code = columns.get('word')?.[i] ?? -1;
    expect(columns.get('key')?.[2 * i + 1]).toBe((columns.get('key')?.[2 * i] ?? 0) + 1);
    return {
      person: columns.get('person')?.[i] ?? -1,
      time: columns.get('time')?.[i] ?? -1,
      word: code < 0 ? null : words[code],
      key: columns.get('key')?.[2 * i] ?? 0,
    };
  });
};

const row = fc.record({
  person: fc.nat(5),
  time: fc.nat(100),
  word: fc.option(fc.constantFrom('open', 'click', 'buy', 'rare')),
  key: fc.nat(1000),
});

describe('removing rows', () => {
  it('leaves exactly the other rows, of every column and run, in their order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 }),
        fc.nat(100),
        (runs, before) =>
          withVault(({ db }) => {
            for (const rows of runs) addRun(db, rows);
            const wanted = {
              kind: 'events' as const,
              column: 'time',
              leaves: (time: number) => time < before,
            };
            const leaving = runs.flat().filter(({ time }) => time < before);
            expect(countRows(db, wanted)).toBe(leaving.length);
            expect(removeRows(db, wanted).rows).toBe(leaving.length);
            expect(rowsOf(db)).toEqual(runs.flat().filter(({ time }) => time >= before));
            expect(countRows(db, wanted)).toBe(0);
          }),
      ),
      { numRuns: 25 },
    ));

  it('forgets the words that only the removed rows had, and keeps the codes of the others', () =>
    withVault(({ db }) => {
      addRun(db, [
        { person: 0, time: 1, word: 'her own word', key: 1 },
        { person: 1, time: 2, word: 'open', key: 2 },
      ]);
      const version = columnsVersion(db);
      const removed = removeRows(db, { kind: 'events', column: 'person', leaves: (person) => person === 0 });
      expect(removed).toEqual({ rows: 1, chunks: 4, words: ['her own word'] });
      expect(columnsVersion(db)).toBe(version + 1);
      const words = listColumns(db, 'events').find(({ name }) => name === 'word');
      expect(readDictionary(db, words?.id ?? 0)).toEqual(['', 'open']);
      addRun(db, [{ person: 2, time: 3, word: 'click', key: 3 }]);
      expect(rowsOf(db).map(({ word }) => word)).toEqual(['open', 'click']);
    }));

  it('touches only the source it was told, and only chunks that hold such rows', () =>
    withVault(({ db }) => {
      const many = Array.from({ length: CHUNK_ROWS + 10 }, (_, i) => ({
        person: i < CHUNK_ROWS ? 1 : 2,
        time: 5,
        word: null,
        key: 1,
      }));
      const first = addRun(db, many);
      addRun(db, [{ person: 2, time: 5, word: null, key: 9 }]);
      const untouched = db.prepare('SELECT id, checksum FROM chunk WHERE number = 0').all();
      const removed = removeRows(db, {
        kind: 'events',
        column: 'person',
        leaves: (person) => person === 2,
        source: first,
      });
      expect(removed).toEqual({ rows: 10, chunks: 4, words: [] });
      expect(db.prepare('SELECT id, checksum FROM chunk WHERE number = 0').all()).toEqual(untouched);
      expect(rowsOf(db)).toHaveLength(CHUNK_ROWS + 1);
    }));

  it('refuses a chunk that does not match its checksum', () =>
    withVault(async ({ db }) => {
      addRun(db, [{ person: 0, time: 1, word: null, key: 1 }]);
      db.prepare('UPDATE chunk SET checksum = checksum + 1').run();
      expect(await codeOf(() => removeRows(db, { kind: 'events', column: 'time', leaves: () => true }))).toBe(
        'VAULT_DAMAGED',
      );
    }));
});

describe('removing and coarsening a column', () => {
  it('removes chunks, words and definition', () =>
    withVault(({ db }) => {
      addRun(db, [{ person: 0, time: 1, word: 'open', key: 1 }]);
      const word = column(db, 'word', 'code');
      expect(removeColumn(db, word)).toBe(1);
      for (const table of ['chunk', 'dictionary_value'])
        expect(db.prepare(`SELECT count(*) FROM ${table} WHERE column_id = ?`).pluck().get(word.id)).toBe(0);
      expect(listColumns(db, 'events').map(({ name }) => name)).toEqual(['person', 'time', 'key']);
    }));

  it('writes numbers and words anew; the finer ones are gone', () =>
    withVault(({ db }) => {
      addRun(db, [
        { person: 0, time: 17, word: 'open', key: 1 },
        { person: 1, time: Number.NaN, word: 'reopen', key: 2 },
        { person: 2, time: 29, word: 'secret', key: 3 },
      ]);
      mapNumbers(db, column(db, 'time', 'time'), (time) => Math.floor(time / 10) * 10);
      const word = column(db, 'word', 'code');
      mapWords(db, word, (text) => (text.includes('open') ? 'any opening' : null));
      expect(rowsOf(db).map(({ time, word: text }) => [time, text])).toEqual([
        [10, 'any opening'],
        [Number.NaN, 'any opening'],
        [20, null],
      ]);
      expect(readDictionary(db, word.id)).toEqual(['any opening']);
    }));
});
