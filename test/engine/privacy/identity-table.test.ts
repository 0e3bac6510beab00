/**
 * The table of pseudonyms that an import meets against plain maps: batches of no row, of one, of as many as are taken at
 * a time and of one more; as many waiting as there is room for; words on both sides of 2^31; high numbers of people.
 */
import { describe, expect, it } from 'vitest';
import { OWN, pseudonymsOfType, wordsOf } from '../../../engine/privacy/identity/blocks.ts';
import { openTable, type Table, type WordColumn } from '../../../engine/privacy/identity/table.ts';
import { PSEUDONYM_BYTES } from '../../../engine/privacy/pseudonyms.ts';
import { createRandom, type Random } from '../../../shared/random.ts';
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import { withVault } from '../vault/fixture.ts';

/** The least room for what waits, of which `records: 0` makes the table. */
const ROOM = 4096;
const FIRST = 2 ** 29;
const hex = (words: Int32Array, row: number): string =>
  Buffer.from(words.buffer, words.byteOffset + row * PSEUDONYM_BYTES, PSEUDONYM_BYTES).toString('hex');

/** Pseudonyms to choose from: most of random bytes, some of one byte alone, where signs and ends of the table lie. */
const poolOf = (random: Random, size: number): Buffer[] =>
  Array.from({ length: size }, (_, i) =>
    i < 3 * 24
      ? Buffer.alloc(PSEUDONYM_BYTES, [0x00, 0x7f, 0xff][i % 3]).fill(i, 8, 9 + (i % 8))
      : Buffer.from(Array.from({ length: PSEUDONYM_BYTES }, () => random.int(256))),
  );

const columnOf = (type: IdentifierType, values: readonly (Buffer | null)[]): WordColumn => ({
  type,
  words: wordsOf(Uint8Array.from(Buffer.concat(values.map((one) => one ?? Buffer.alloc(PSEUDONYM_BYTES))))),
  present: Uint8Array.from(values, (one) => Number(one !== null)),
});

/** The same by maps: where each pseudonym stands, and of each new number its type and what it houses. */
const createModel = () => {
  const places = new Map<string, number>();
  const made: { code: number; houses: Set<number> }[] = [];
  const codeOf = (type: IdentifierType): number => IDENTIFIER_TYPES.indexOf(type);
  return {
    places,
    made,
    /** The number of a row; null where it is left. */
    row: (columns: readonly WordColumn[], row: number): number | null => {
      const [own, ...links] = columns.map(({ type, words, present }) =>
        present[row] === 0 ? null : { code: codeOf(type), key: `${type} ${hex(words, row)}` },
      );
      if (own === null) return null;
      let place = places.get(own.key);
      if (place === undefined) {
        place = (FIRST + made.length) * 2 + OWN;
        made.push({ code: own.code, houses: new Set() });
        places.set(own.key, place);
      } else if ((place & OWN) === 0) return null;
      const number = place >> 1;
      for (const link of links) {
        if (link === null) continue;
        const where = places.get(link.key);
        if (where !== undefined && where >> 1 !== number) return null;
        if (where !== undefined) continue;
        const byte = made[number - FIRST];
        if (byte === undefined || byte.houses.has(link.code)) return null;
        byte.houses.add(link.code);
        places.set(link.key, number * 2);
      }
      return number;
    },
  };
};

const expectSame = (table: Table, { places, made }: ReturnType<typeof createModel>): void => {
  for (const [key, place] of places) {
    const [type, value] = key.split(' ') as [IdentifierType, string];
    const found = table.find(type, wordsOf(Uint8Array.from(Buffer.from(value, 'hex'))), 0);
    if (found !== place) expect([key, found]).toEqual([key, place]);
  }
  const bytes = made.map(({ code, houses }) =>
    [...houses].reduce((byte, one) => byte | (1 << one), (code + 1) << 4),
  );
  expect(Buffer.compare(table.made(), Uint8Array.from(bytes))).toBe(0);
};

describe('the table of pseudonyms', () => {
  it('resolves batches of any size as maps do, and writes them all', async () => {
    await withVault(({ db }) => {
      const random = createRandom('table');
      const table = openTable(db, 1, FIRST, { expected: 0, records: 0 });
      const model = createModel();
      const pools = {
        customer: poolOf(random, 30_000),
        email: poolOf(random, 6000),
        device: poolOf(random, 900),
      };
      const types = Object.keys(pools) as (keyof typeof pools)[];
      // Three columns: as many rows at a time as fill the room, less one, as many, one more; and with one column.
      const most = Math.floor(ROOM / types.length);
      const batches: [rows: number, columns: number][] = [
        [0, 3],
        [1, 3],
        [most, 3],
        [most + 1, 3],
        [most - 1, 3],
        [ROOM, 1],
        [ROOM + 1, 1],
        [2 * ROOM + 1, 2],
        [1, 1],
      ];
      for (const [rows, width] of batches) {
        const columns = types.slice(0, width).map((type, i) =>
          columnOf(
            type,
            Array.from({ length: rows }, () =>
              random.next() < i * 0.2 ? null : pools[type][random.int(pools[type].length)],
            ),
          ),
        );
        const out = new Int32Array(rows).fill(-7);
        const left: number[] = [];
        table.resolve(columns, rows, out, (row) => left.push(row));
        const wanted = Array.from({ length: rows }, (_, row) => model.row(columns, row) ?? -7);
        expect(left).toEqual([...wanted.keys()].filter((row) => wanted[row] === -7));
        expect(out.findIndex((number, row) => number !== wanted[row])).toBe(-1);
      }
      expectSame(table, model);
      expect(model.places.size).toBeGreaterThan(3 * ROOM);
      table.flush();
      const stored = types.flatMap((type) =>
        [...pseudonymsOfType(db, type)].map(
          ([value, number]) => `${type} ${value.toString('hex')} ${number}`,
        ),
      );
      const held = [...model.places].map(([key, place]) => `${key} ${place >> 1}`);
      expect(stored.sort()).toEqual(held.sort());
    });
  });

  it('takes as many as there is room for, and the next one', async () => {
    await withVault(({ db }) => {
      const random = createRandom('room');
      const table = openTable(db, 1, 0, { expected: 0, records: 0 });
      const values = poolOf(random, ROOM + 1).map((value) => wordsOf(Uint8Array.from(value)));
      const count = (): number =>
        db.prepare('SELECT coalesce(sum(rows), 0) FROM pseudonym_block').pluck().get() as number;
      for (const [i, words] of values.entries()) {
        expect(count()).toBe(i < ROOM + 1 ? 0 : ROOM);
        table.add('email', words, 0, 2 * i);
      }
      expect(count()).toBe(ROOM);
      table.flush();
      expect(count()).toBe(ROOM + 1);
      expect(values.map((words) => table.find('email', words, 0))).toEqual(values.map((_, i) => 2 * i));
    });
  });
});
