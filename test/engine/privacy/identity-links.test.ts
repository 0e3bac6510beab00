/** Links between numbers of any size, each written once; what an identifier that several people share leaves behind. */
import { expect, test } from 'vitest';
import { openLinks } from '../../../engine/privacy/identity/links.ts';
import { createPairs } from '../../../engine/privacy/identity/pairs.ts';
import { setLinkLimit, settleIdentity } from '../../../engine/privacy/identity/settle.ts';
import { openRows } from '../../../engine/vault/many.ts';
import { heardFrom } from '../../../engine/vault/schema/consent-views.ts';
import { createRandom } from '../../../shared/random.ts';
import { addSource, withVault } from '../vault/fixture.ts';

test('two links are two, however large the numbers at their ends, and one that is held is no new one', async () => {
  await withVault(({ db }) => {
    const span = 2 ** 26;
    const largest = 2 ** 31 - 1;
    const pairs = [
      [1, span + 5],
      [2, 5],
      [span + 2, 2 * span + 1],
      [3, 4 * span + 1],
      [largest - 1, largest],
      [5, 69],
    ];
    const source = addSource(db);
    const links = openLinks(db, source);
    for (const [low, high] of [...pairs, ...pairs]) links.add(high, 'email', low, 'customer');
    expect(links.flush()).toBe(pairs.length);
    const held = (): unknown[] =>
      db.prepare('SELECT low, high, low_type, high_type FROM identity_link ORDER BY low, high').raw().all();
    const inOrder = pairs.toSorted(([a, b], [c, d]) => a - c || b - d);
    expect(held()).toEqual(inOrder.map(([low, high]) => [low, high, 'customer', 'email']));
    const again = openLinks(db, source);
    for (const [low, high] of pairs) again.add(low, 'customer', high, 'email');
    again.add(1, 'customer', 5, 'email');
    expect(again.flush()).toBe(1);
    expect(held()).toHaveLength(pairs.length + 1);
  });
});

test('of sources that said the same the earliest is named, and a link that was cut stays cut', async () => {
  await withVault(({ db }) => {
    const [earlier, source] = [addSource(db), addSource(db)];
    const links = openLinks(db, source);
    links.add(1, 'customer', 2, 'email');
    links.add(3, 'customer', 4, 'email');
    links.add(3, 'customer', 4, 'email', earlier);
    expect(links.flush()).toBe(2);
    const held = (): unknown[] =>
      db.prepare('SELECT low, high, source, cut_at FROM identity_link ORDER BY low').raw().all();
    expect(held()).toEqual([
      [1, 2, source, null],
      [3, 4, earlier, null],
    ]);
    db.exec('UPDATE identity_link SET cut_at = 1 WHERE low = 3');
    const again = openLinks(db, addSource(db));
    again.add(4, 'email', 3, 'customer');
    expect(again.flush()).toBe(0);
    expect(held()).toEqual([
      [1, 2, source, null],
      [3, 4, earlier, 1],
    ]);
  });
});

test('pairs are kept once each and in order, however often they come', () => {
  const random = createRandom('pairs');
  for (const [count, of] of [
    [0, 1],
    [1, 1],
    [1024, 1],
    [1025, 2 ** 32],
    [9000, 90],
    [9000, 2 ** 32],
  ]) {
    const pairs = createPairs();
    const wanted = new Map<string, [number, number]>();
    for (let i = 0; i < count; i++) {
      const [low, high] = [random.int(of), random.int(of)];
      pairs.add(low, high);
      wanted.set(`${low} ${high}`, [low, high]);
    }
    for (let time = 0; time < 2; time++) {
      const found: [number, number][] = [];
      pairs.each((low, high) => found.push([low, high]));
      expect(found).toEqual([...wanted.values()].sort(([a, b], [c, d]) => a - c || b - d));
    }
  }
});

test('what is written many at a time is all there, whatever their number, and what is there already is not counted', async () => {
  await withVault(({ db }) => {
    for (const [count, before] of [
      [0, 0],
      [255, 10],
      [256, 0],
      [257, 256],
      [1000, 3],
    ]) {
      db.exec('DELETE FROM merged');
      for (let number = 0; number < before; number++)
        db.prepare('INSERT INTO merged(number, person) VALUES (?, 0)').run(number);
      const rows = openRows(
        db,
        1,
        (values) =>
          `INSERT INTO merged(number, person) SELECT column1, @person FROM (VALUES ${values}) WHERE true
           ON CONFLICT DO NOTHING`,
        { person: 7 },
      );
      for (let number = 0; number < count; number++) rows.add(number);
      expect(rows.flush()).toBe(Math.max(0, count - before));
      expect(rows.flush()).toBe(Math.max(0, count - before));
      const held = db.prepare('SELECT person FROM merged ORDER BY number').pluck().all();
      expect(held).toEqual(Array.from({ length: Math.max(count, before) }, (_, n) => (n < before ? 0 : 7)));
    }
  });
});

/** The lowest number that each number can be reached from, by walking the links. */
const plainPersons = (links: readonly (readonly [number, number])[]): [number, number][] => {
  const near = new Map<number, number[]>();
  for (const [one, other] of links) {
    near.set(one, [...(near.get(one) ?? []), other]);
    near.set(other, [...(near.get(other) ?? []), one]);
  }
  const persons = new Map<number, number>();
  for (const start of [...near.keys()].sort((a, b) => a - b)) {
    const open = persons.has(start) ? [] : [start];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (persons.has(number)) continue;
      persons.set(number, start);
      open.push(...(near.get(number) ?? []));
    }
  }
  return [...persons].filter(([number, person]) => number !== person).sort(([a], [b]) => a - b);
};

test('who is one person follows from the links that stand, over numbers of any size', async () => {
  await withVault(({ db }) => {
    const random = createRandom('persons');
    const source = addSource(db);
    const merged = (): unknown[] =>
      db.prepare('SELECT number, person FROM merged ORDER BY number').raw().all();
    const drawn = Array.from({ length: 900 }, () => random.int(1_000_000));
    const draw = (): number => drawn[random.int(drawn.length)];
    setLinkLimit(db, 1000);
    for (let round = 0; round < 3; round++) {
      const links = openLinks(db, source);
      for (let i = 0; i < 250; i++) links.add(draw(), 'customer', draw(), 'customer');
      links.flush();
      db.prepare('UPDATE identity_link SET cut_at = CASE WHEN id % 3 = ? THEN 1 END').run(round);
      const before = new Map(merged() as [number, number][]);
      const standing = db.prepare('SELECT low, high FROM identity_link WHERE cut_at IS NULL').raw().all();
      const wanted = plainPersons(standing as [number, number][]);
      const after = new Map(wanted);
      const all = new Set([...before.keys(), ...after.keys()]);
      const changed = [...all].filter((number) => before.get(number) !== after.get(number)).length;
      expect(settleIdentity(db)).toEqual({ changed, shared: 0 });
      expect(merged()).toEqual(wanted);
      expect(changed).toBeGreaterThan(100);
    }
  });
});

test('an identifier that lost all its links at once is no longer shared and binds nobody', async () => {
  await withVault(({ db }) => {
    const links = openLinks(db, addSource(db));
    for (const number of [1, 2, 3]) links.add(number, 'customer', 9, 'email');
    links.flush();
    const bound = (): unknown[] => db.prepare('SELECT person, shared FROM shared_bond').raw().all();
    expect(setLinkLimit(db, 1).shared).toBe(1);
    expect(bound()).toEqual([1, 2, 3].map((number) => [number, 9]));
    db.exec('UPDATE identity_link SET cut_at = 1');
    expect(settleIdentity(db).shared).toBe(0);
    expect(bound()).toEqual([]);
    expect(db.prepare('SELECT 1 FROM identity_shared').all()).toEqual([]);
  });
});

test('what is heard from one person is searched for, and the ledger not read through', async () => {
  await withVault(({ db }) => {
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${heardFrom('@person', 'e.seq')} ORDER BY seq`)
      .all({ person: 1 }) as { detail: string }[];
    const steps = plan.map(({ detail }) => detail).filter((detail) => / e($| )/.test(detail));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toContain('consent_entry_by_person (person=?)');
  });
});
