import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPeople, openPeople } from '../../../engine/privacy/people.ts';
import { addSource, withVault } from '../vault/fixture.ts';
import { pseudonymColumn } from './fixture.ts';

type Row = { id: string | null; email: string | null; phone: string | null };
const word = (names: string) => fc.option(fc.constantFrom(...names.split('')), { freq: 3 });
const row: fc.Arbitrary<Row> = fc.record({ id: word('abcdef'), email: word('uvwx'), phone: word('xyz') });

/** The same in a Map: the identifier decides, then the first known link; a link stays with its first owner. */
const reference = () => {
  const known = new Map<string, number>();
  let next = 0;
  let conflicts = 0;
  return {
    resolve: ({ id, email, phone }: Row): number => {
      const own = id === null ? null : `customer ${id}`;
      const links = [
        email === null ? null : `email ${email}`,
        phone === null ? null : `phone ${phone}`,
      ].filter((link) => link !== null);
      const owner = [own, ...links]
        .map((key) => (key === null ? undefined : known.get(key)))
        .find((p) => p !== undefined);
      const person = owner ?? next++;
      if (own !== null && !known.has(own)) known.set(own, person);
      for (const link of links)
        if (!known.has(link)) known.set(link, person);
        else if (known.get(link) !== person) conflicts += 1;
      return person;
    },
    created: () => next,
    conflicts: () => conflicts,
  };
};

describe('resolving people', () => {
  it('equals a map, over batches and imports', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 3 }), { maxLength: 3 }),
        (imports) =>
          withVault(({ db }) => {
            const expected = reference();
            let conflicts = 0;
            for (const batches of imports) {
              const people = openPeople(db, addSource(db));
              const before = expected.created();
              for (const rows of batches) {
                const out = new Int32Array(rows.length);
                people.resolve(
                  pseudonymColumn(
                    'customer',
                    rows.map(({ id }) => id),
                  ),
                  [
                    pseudonymColumn(
                      'email',
                      rows.map(({ email }) => email),
                    ),
                    pseudonymColumn(
                      'phone',
                      rows.map(({ phone }) => phone),
                    ),
                  ],
                  rows.length,
                  out,
                );
                expect([...out]).toEqual(rows.map(expected.resolve));
              }
              people.flush();
              conflicts += people.conflicts;
              expect(people.created).toBe(expected.created() - before);
              expect(countPeople(db)).toBe(expected.created());
            }
            expect(conflicts).toBe(expected.conflicts());
          }),
      ),
      { numRuns: 25 },
    );
  });

  it('grows beyond its first table, and knows everyone again', async () => {
    await withVault(({ db }) => {
      const count = 9000;
      const names = Array.from({ length: count }, (_, i) => `person ${i}`);
      db.exec('BEGIN');
      const first = openPeople(db, addSource(db));
      const out = new Int32Array(count);
      first.resolve(pseudonymColumn('email', names), [], count, out);
      first.flush();
      db.exec('COMMIT');
      expect([...out]).toEqual(names.map((_, i) => i));
      expect(db.prepare('SELECT count(*) FROM pseudonym').pluck().get()).toBe(count);
      const again = openPeople(db, addSource(db));
      const mixed = [...names.slice(4000).reverse(), 'somebody new'];
      const found = new Int32Array(mixed.length);
      again.resolve(pseudonymColumn('email', mixed), [], mixed.length, found);
      expect([...found]).toEqual([...names.keys()].slice(4000).reverse().concat(count));
      expect(again.created).toBe(1);
    });
  });

  it('keeps types apart and gives nobody a person of another type', async () => {
    await withVault(({ db }) => {
      const people = openPeople(db, addSource(db));
      const out = new Int32Array(1);
      people.resolve(pseudonymColumn('email', ['x']), [], 1, out);
      const bytes = pseudonymColumn('email', ['x']);
      people.resolve({ ...bytes, type: 'phone' }, [], 1, out);
      expect(out[0]).toBe(1);
    });
  });
});
