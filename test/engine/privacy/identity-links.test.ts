/** Links between numbers of any size, each written once; what an identifier that several people share leaves behind. */
import { expect, test } from 'vitest';
import { openLinks } from '../../../engine/privacy/identity/links.ts';
import { setLinkLimit, settleIdentity } from '../../../engine/privacy/identity/settle.ts';
import { heardFrom } from '../../../engine/vault/schema/consent-views.ts';
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
    expect(links.added).toBe(pairs.length);
    links.flush();
    const held = db
      .prepare('SELECT low, high, low_type, high_type FROM identity_link ORDER BY id')
      .raw()
      .all();
    expect(held).toEqual(pairs.map(([low, high]) => [low, high, 'customer', 'email']));
    const again = openLinks(db, source);
    for (const [low, high] of pairs) again.add(low, 'customer', high, 'email');
    again.add(1, 'customer', 5, 'email');
    expect(again.added).toBe(1);
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
