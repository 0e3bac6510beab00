/** The rows of people: selected and removed, held to plain lists. */
import { describe, expect, it } from 'vitest';
import { loadColumns } from '../../../engine/columns/columns.ts';
import { CHUNK_ROWS } from '../../../engine/columns/forms.ts';
import { removeRows } from '../../../engine/columns/rewrite.ts';
import { selectRows } from '../../../engine/columns/select.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import { addOrders, addPeople, addProfiles } from '../privacy/fixture.ts';
import { withVault } from '../vault/fixture.ts';

/** Three people: Berlin twice, and one town that only person 1 has. */
const towns = (db: Connection): void => {
  addPeople(db, 3);
  addProfiles(
    db,
    [
      { person: 0, town: 'Berlin', age: 31 },
      { person: 1, town: 'Kleinziegenfeld', age: 44 },
      { person: 2, town: 'Berlin', age: null },
    ],
    { town: 'code', age: 'number' },
  );
};

describe('removing the rows of a person', () => {
  it('touches only the chunks that hold such rows, and drops the ones that are empty then', () =>
    withVault(({ db }) => {
      addPeople(db, 3);
      const rows = CHUNK_ROWS * 2 + 10;
      addOrders(
        db,
        Array.from({ length: rows }, (_, i) => ({
          // Person 1 in the middle chunk alone, person 2 as the whole of the last.
          person: i >= CHUNK_ROWS * 2 ? 2 : i === CHUNK_ROWS + 5 ? 1 : 0,
          time: i,
          amount: i / 4,
          reference: i,
        })),
      );
      const sums = (): unknown[] =>
        db.prepare('SELECT number, column_id, checksum FROM chunk ORDER BY number, column_id').raw().all();
      const before = sums() as number[][];
      expect(removeRows(db, { kind: 'orders', column: 'person', leaves: (person) => person === 1 })).toEqual({
        rows: 1,
        chunks: 4,
        words: [],
      });
      const after = sums() as number[][];
      expect(after.filter((sum) => !before.some((old) => String(old) === String(sum)))).toHaveLength(4);
      expect(after.every(([number], i) => (number !== 1) === (String(after[i]) === String(before[i])))).toBe(
        true,
      );
      expect(
        removeRows(db, { kind: 'orders', column: 'person', leaves: (person) => person === 2 }).rows,
      ).toBe(10);
      expect(db.prepare('SELECT count(*) FROM chunk WHERE number = 2').pluck().get()).toBe(0);
      const { columns } = loadColumns(db, 'orders');
      const times = columns.get('time')!;
      expect(times.length).toBe(CHUNK_ROWS * 2 - 1);
      expect([times[CHUNK_ROWS + 4], times[CHUNK_ROWS + 5]]).toEqual([CHUNK_ROWS + 4, CHUNK_ROWS + 6]);
      expect(columns.get('amount')![CHUNK_ROWS + 5]).toBe((CHUNK_ROWS + 6) / 4);
      const reference = columns.get('reference')!;
      expect(reference[2 * (CHUNK_ROWS + 5) + 1]).toBe(CHUNK_ROWS + 7);
    }));
});

describe('selecting the rows of people', () => {
  it('gives what loading everything and looking for them gives', () =>
    withVault(({ db }) => {
      towns(db);
      addProfiles(db, [{ person: 1, plan: 'gold' }], { plan: 'code' });
      const all = loadColumns(db, 'profiles');
      const some = selectRows(db, 'profiles', (person) => person === 1);
      expect(some.rows).toBe(2);
      const places = [...(all.columns.get('person') ?? [])].flatMap((person, row) =>
        person === 1 ? [row] : [],
      );
      for (const [name, values] of all.columns)
        expect([name, [...(some.columns.get(name) ?? [])]]).toEqual([name, places.map((row) => values[row])]);
      expect(some.sources[1]).toBeGreaterThan(some.sources[0]);
      expect(selectRows(db, 'events', () => true).rows).toBe(0);
    }));
});
