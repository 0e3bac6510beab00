/** Blocks of pseudonyms against a Map: many imports that add, move and take out, and what damage does. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blocksOf,
  countPseudonyms,
  findPseudonym,
  pseudonymsFrom,
  pseudonymsOfType,
  pseudonymsUnder,
  wordsOf,
} from '../../../engine/privacy/identity/blocks.ts';
import { openTable } from '../../../engine/privacy/identity/table.ts';
import { changePseudonyms } from '../../../engine/privacy/identity/write-blocks.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import { withVault } from '../vault/fixture.ts';

const named = (n: number): Buffer => createHash('md5').update(`value ${n}`).digest();

/** What is stored, as a Map from value to place, by each way of reading it. */
const expectStored = (db: Connection, model: ReadonlyMap<number, number>): void => {
  const stored = new Map(
    [...pseudonymsOfType(db, 'email')].map(([value, number]) => [value.toString('hex'), number]),
  );
  expect(stored).toEqual(new Map([...model].map(([n, place]) => [named(n).toString('hex'), place >> 1])));
  for (const block of blocksOf(db, 'email'))
    for (let row = 1; row < block.rows; row++)
      expect(block.values.compare(block.values, row * 16, row * 16 + 16, row * 16 - 16, row * 16)).toBe(-1);
  for (const [n, place] of [...model].slice(0, 30)) expect(findPseudonym(db, 'email', named(n))).toBe(place);
};

describe('blocks of pseudonyms', () => {
  it('hold what a Map holds, over imports that add and move and erasures in between', async () => {
    const import_ = fc.record({
      add: fc.array(fc.nat(400), { maxLength: 120 }),
      move: fc.array(fc.tuple(fc.nat(400), fc.nat(2 ** 20)), { maxLength: 20 }),
      drop: fc.array(fc.nat(400), { maxLength: 40 }),
    });
    await withVault(({ db }) => {
      fc.assert(
        fc.property(fc.array(import_, { maxLength: 5 }), (imports) => {
          db.exec('DELETE FROM pseudonym_block');
          const model = new Map<number, number>();
          for (const { add, move, drop } of imports) {
            const table = openTable(db, 1);
            for (const n of add) {
              expect(table.find('email', wordsOf(named(n)), 0)).toBe(model.get(n) ?? -1);
              if (model.has(n)) continue;
              table.add('email', wordsOf(named(n)), 0, n * 2 + (n % 2));
              model.set(n, n * 2 + (n % 2));
            }
            for (const [n, place] of move)
              if (model.has(n)) {
                table.move('email', wordsOf(named(n)), 0, place);
                model.set(n, place);
              }
            table.flush();
            expectStored(db, model);
            changePseudonyms(db, 'email', drop.map(named), () => -1);
            for (const n of drop) model.delete(n);
            expectStored(db, model);
            const count = countPseudonyms(db).map(([, pseudonyms]) => pseudonyms);
            expect(count).toEqual(model.size === 0 ? [] : [model.size]);
          }
        }),
        { numRuns: 60 },
      );
    });
  });

  it('are found by what leads to them and by how they begin, among many blocks', async () => {
    await withVault(({ db }) => {
      const count = 20_000;
      for (const epoch of [1, 2]) {
        const table = openTable(db, epoch);
        for (let n = epoch; n <= count; n += 2) table.add('email', wordsOf(named(n)), 0, n * 2 + 1);
        table.flush();
      }
      expect(countPseudonyms(db)).toEqual([
        [1, count / 2],
        [2, count / 2],
      ]);
      const all = Array.from({ length: count }, (_, i) => named(i + 1));
      for (const prefix of [
        Buffer.from([0, 0]),
        Buffer.from([127, 3]),
        Buffer.from([255, 255]),
        Buffer.from([9]),
      ]) {
        const expected = all.filter((value) => value.subarray(0, prefix.length).equals(prefix));
        const found = pseudonymsFrom(db, 'email', prefix);
        expect(found.map(({ value }) => Buffer.from(value))).toEqual(expected.sort(Buffer.compare));
      }
      const under = pseudonymsUnder(db, new Set([7, 8]));
      expect(under.map(({ person, epoch }) => [person, epoch]).sort()).toEqual([
        [7, 1],
        [8, 2],
      ]);
      expect(findPseudonym(db, 'email', named(0))).toBe(-1);
      expect(findPseudonym(db, 'phone', named(7))).toBe(-1);
    });
  });

  it('hold every one with its own place, of several types and as often as they are written', async () => {
    await withVault(({ db }) => {
      const table = openTable(db, 1, 0, { expected: 0, records: 6000 });
      const types = ['customer', 'email'] as const;
      for (let n = 0; n < 15_000; n++)
        types.forEach((type, i) => {
          table.add(type, wordsOf(named(2 * n + i)), 0, 2 * n + i);
        });
      table.flush();
      types.forEach((type, i) => {
        const blocks = [...blocksOf(db, type)];
        const places = blocks.flatMap((block) => [...block.places]).sort((a, b) => a - b);
        expect(places).toEqual(Array.from({ length: 15_000 }, (_, n) => 2 * n + i));
        for (const { rows, places: own, values } of blocks)
          for (let row = 0; row < rows; row += 17)
            expect(values.compare(named(own[row]), 0, 16, row * 16, row * 16 + 16)).toBe(0);
      });
    });
  });

  it('are refused when a byte of them has changed', async () => {
    await withVault(({ db }) => {
      const table = openTable(db, 1);
      table.add('email', wordsOf(named(1)), 0, 3);
      table.flush();
      db.exec('UPDATE pseudonym_block SET data = zeroblob(20)');
      expect(() => findPseudonym(db, 'email', named(1))).toThrow(/checksum/);
    });
  });
});
