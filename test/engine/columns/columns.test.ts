/** Columns from chunks to memory: runs and dictionaries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COLUMN_TYPES,
  type ColumnArray,
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
import type { Connection } from '../../../engine/vault/database.ts';
import { addSource, codeOf, withVault } from '../vault/fixture.ts';
import { filled } from './filled.ts';

const column = (db: Connection, name: string, type: ColumnType): ColumnDefinition =>
  ensureColumn(db, { kind: 'orders', name, label: name, type, role: 'attribute', class: 'ordinary' });

const person = fc.integer({ min: 0, max: 9 });
const cell: Record<ColumnType, fc.Arbitrary<number>> = {
  person,
  number: fc.oneof(fc.double({ noNaN: false }), fc.constantFrom(Number.NaN, -0, 5e-324, 1.5)),
  time: fc.oneof(fc.integer({ min: -1e12, max: 4e12 }), fc.constant(Number.NaN)),
  code: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  hash: fc.nat(2 ** 32 - 1),
};
const row = fc.tuple(cell.person, cell.number, cell.time, cell.code, cell.hash, cell.hash);
type Row = [number, number, number, number, number, number];

const arraysOf = (rows: readonly Row[]): ColumnArray[] => [
  filled(
    'person',
    rows.map((r) => r[0]),
  ),
  filled(
    'number',
    rows.map((r) => r[1]),
  ),
  filled(
    'time',
    rows.map((r) => r[2]),
  ),
  filled(
    'code',
    rows.map((r) => r[3]),
  ),
  filled(
    'hash',
    rows.flatMap((r) => [r[4], r[5]]),
  ),
];

describe('column chunks', () => {
  it('come back as they were written, in whatever pieces, over several runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.array(row, { maxLength: 7 }), { maxLength: 5 }), { maxLength: 3 }),
        (runs) =>
          withVault(({ db }) => {
            const source = addSource(db);
            const definitions = COLUMN_TYPES.map((type) => column(db, type, type));
            for (const pieces of runs) {
              const writer = writeRun(db, source, 'orders', definitions);
              for (const piece of pieces) writer.append(arraysOf(piece), piece.length);
              expect(writer.finish()).toBe(pieces.flat().length);
            }
            const loaded = loadColumns(db, 'orders');
            const expected = arraysOf(runs.flat(2));
            expect(loaded.rows).toBe(runs.flat(2).length);
            COLUMN_TYPES.forEach((type, at) => {
              const array = loaded.columns.get(type)!;
              expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
              expect(Buffer.from(array.buffer).equals(Buffer.from(expected[at].buffer))).toBe(true);
            });
          }),
      ),
      { numRuns: 12 },
    );
  });

  it.each([CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1, 2 * CHUNK_ROWS])(
    'hold at the border of %i rows',
    async (rows) => {
      await withVault(({ db }) => {
        const definitions = [column(db, 'code', 'code'), column(db, 'hash', 'hash')];
        const codes = Int32Array.from({ length: rows }, (_, i) => i * 7 - 1);
        const hashes = Uint32Array.from({ length: rows * 2 }, (_, i) => i * 2_654_435_761);
        const writer = writeRun(db, addSource(db), 'orders', definitions);
        for (let from = 0; from < rows; from += 50_000) {
          const to = Math.min(rows, from + 50_000);
          writer.append([codes.subarray(from, to), hashes.subarray(from * 2, to * 2)], to - from);
        }
        expect(writer.finish()).toBe(rows);
        const sizes = db
          .prepare('SELECT rows FROM chunk WHERE column_id = ? ORDER BY number')
          .pluck()
          .all(1) as number[];
        expect(Math.max(...sizes)).toBeLessThanOrEqual(CHUNK_ROWS);
        expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(rows);
        const loaded = loadColumns(db, 'orders');
        expect(Buffer.from(loaded.columns.get('code')!.buffer).equals(Buffer.from(codes.buffer))).toBe(true);
        expect(Buffer.from(loaded.columns.get('hash')!.buffer).equals(Buffer.from(hashes.buffer))).toBe(true);
      });
    },
  );

  it('have fewer rows where there are many columns, so that those that wait take 16 MB at most', async () => {
    await withVault(({ db }) => {
      const [width, rows] = [400, 6000];
      const definitions = Array.from({ length: width }, (_, at) => column(db, `n${at}`, 'number'));
      const writer = writeRun(db, addSource(db), 'orders', definitions);
      const arrays = definitions.map((_, at) =>
        Float64Array.from({ length: rows }, (_, row) => row % (at + 2)),
      );
      writer.append(arrays, 3500);
      writer.append(
        arrays.map((array) => array.subarray(3500)),
        rows - 3500,
      );
      expect(writer.finish()).toBe(rows);
      const sizes = db.prepare('SELECT DISTINCT rows FROM chunk ORDER BY number').pluck().all();
      expect(sizes).toEqual([5242, 758]);
      const { columns } = loadColumns(db, 'orders');
      for (const at of [0, 7, width - 1]) expect(columns.get(`n${at}`)).toEqual(arrays[at]);
    });
  });

  it('fill what a run did not have with missing', async () => {
    await withVault(({ db }) => {
      const source = addSource(db);
      const code = column(db, 'code', 'code');
      const first = writeRun(db, source, 'orders', [code]);
      first.append([Int32Array.of(1, 2)], 2);
      first.finish();
      const others = (['number', 'time', 'person', 'hash'] as const).map((type) => column(db, type, type));
      const second = writeRun(db, source, 'orders', others);
      second.append([Float64Array.of(5), Float64Array.of(6), Int32Array.of(7), Uint32Array.of(8, 9)], 1);
      second.finish();
      writeRun(db, source, 'orders', others).finish();
      const { columns, rows } = loadColumns(db, 'orders');
      expect(rows).toBe(3);
      expect([...columns.get('code')!]).toEqual([1, 2, -1]);
      expect([...columns.get('number')!]).toEqual([Number.NaN, Number.NaN, 5]);
      expect([...columns.get('time')!]).toEqual([Number.NaN, Number.NaN, 6]);
      expect([...columns.get('person')!]).toEqual([-1, -1, 7]);
      expect([...columns.get('hash')!]).toEqual([0, 0, 0, 0, 8, 9]);
    });
  });

  it.each([
    ['a changed byte', "UPDATE chunk SET data = x'0100000003000000' WHERE number = 0"],
    ['a changed checksum', 'UPDATE chunk SET checksum = checksum + 1'],
    ['a shortened chunk', "UPDATE chunk SET data = x'01000000'"],
    ['a wrong number of rows', 'UPDATE chunk SET rows = rows + 1'],
    ['a lost chunk', 'DELETE FROM chunk WHERE number = 1'],
    ['a lost last chunk', 'DELETE FROM chunk WHERE number = 2'],
    ['rows that the run does not have', 'UPDATE run SET rows = 2'],
    ['a run that claims more rows', 'UPDATE run SET rows = rows + 1'],
  ])('show %s', async (_, attack) => {
    await withVault(async ({ db }) => {
      const writer = writeRun(db, addSource(db), 'orders', [column(db, 'code', 'code')]);
      const rows = 2 * CHUNK_ROWS + 2;
      writer.append([new Int32Array(rows).fill(1)], rows);
      writer.finish();
      loadColumns(db, 'orders');
      db.exec(attack);
      expect(await codeOf(() => loadColumns(db, 'orders'))).toBe('VAULT_DAMAGED');
    });
  });

  it('keep their type: another one is refused', async () => {
    await withVault(async ({ db }) => {
      const made = column(db, 'age', 'number');
      expect(column(db, 'age', 'number')).toEqual(made);
      expect(await codeOf(() => column(db, 'age', 'code'))).toBe('MAPPING_INVALID');
      expect(listColumns(db, 'orders')).toEqual([made]);
      expect(listColumns(db, 'events')).toEqual([]);
    });
  });
});

describe('a dictionary', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '__proto__', 'a\0b', '\ud800', '\udfff'),
    ),
    {
      maxLength: 12,
    },
  );

  it('gives every text one code, for ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), (sessions) =>
        withVault(({ db }) => {
          const { id } = column(db, 'level', 'code');
          const given: [string, number][] = [];
          for (const session of sessions) {
            const dictionary = openDictionary(db, id);
            for (const text of session) {
              const code = dictionary.code(text);
              expect(dictionary.code(text)).toBe(code);
              given.push([text, code]);
            }
            dictionary.flush();
            dictionary.flush();
            expect(dictionary.size).toBe(readDictionary(db, id).length);
          }
          const stored = readDictionary(db, id);
          for (const [text, code] of given) expect(stored[code]).toBe(text.toWellFormed());
        }),
      ),
      { numRuns: 15 },
    );
  });
});
