/** Numbers of people in blocks: what imports make, change and vacate is what a list of bytes would hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addNumbers,
  changeNumbers,
  codeIn,
  housedIn,
  madeFor,
  numbersBound,
  readNumber,
  readNumbers,
  vacateNumbers,
  withHoused,
} from '../../../engine/privacy/identity/number-blocks.ts';
import { addSource, withVault } from '../vault/fixture.ts';

describe('numbers in blocks', () => {
  it('hold what a list holds, over imports that make, change and vacate, and so does the view of people', async () => {
    const import_ = fc.record({
      made: fc.integer({ min: 0, max: 6000 }),
      code: fc.nat(3),
      changed: fc.array(fc.tuple(fc.nat(20_000), fc.nat(15)), { maxLength: 20 }),
      vacated: fc.array(fc.nat(20_000), { maxLength: 20 }),
    });
    await withVault(({ db }) => {
      fc.assert(
        fc.property(fc.array(import_, { maxLength: 4 }), (imports) => {
          db.exec('DELETE FROM person_block');
          const bytes: number[] = [];
          const sources: number[] = [];
          for (const { made, code, changed, vacated } of imports) {
            const source = addSource(db);
            addNumbers(db, source, bytes.length, new Uint8Array(made).fill(madeFor(code)));
            for (let i = 0; i < made; i++) {
              bytes.push(madeFor(code));
              sources.push(source);
            }
            const changes = changed
              .filter(([number]) => number < bytes.length && bytes[number] !== 0)
              .map(([number, housed]): [number, number] => [number, withHoused(bytes[number], housed)]);
            changeNumbers(db, changes);
            for (const [number, byte] of changes) bytes[number] = byte;
            const gone = vacated.filter((number) => number < bytes.length);
            vacateNumbers(db, gone);
            for (const number of gone) bytes[number] = 0;
          }
          expect(numbersBound(db)).toBe(bytes.length);
          expect(readNumbers(db, bytes.length)).toEqual(Uint8Array.from(bytes));
          const here = [...bytes.keys()].filter((number) => bytes[number] !== 0);
          expect(db.prepare('SELECT id, source FROM person ORDER BY id').raw().all()).toEqual(
            here.map((number) => [number, sources[number]]),
          );
          for (const number of [0, 4095, 4096, bytes.length - 1, bytes.length])
            expect(readNumber(db, number)).toEqual(
              (bytes[number] ?? 0) === 0 ? null : { housed: bytes[number] & 15, source: sources[number] },
            );
        }),
        { numRuns: 25 },
      );
    });
  });

  it('keep type and housed types apart', () => {
    for (let code = 0; code < 4; code++)
      for (let housed = 0; housed < 16; housed++) {
        const byte = withHoused(madeFor(code), housed);
        expect([codeIn(byte), housedIn(byte)]).toEqual([code, housed]);
        expect(byte).toBeGreaterThan(0);
        expect(byte).toBeLessThan(256);
      }
  });
});
