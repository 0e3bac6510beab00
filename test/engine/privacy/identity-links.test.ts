/** Links between numbers of any size, each written once. */
import { expect, test } from 'vitest';
import { openLinks } from '../../../engine/privacy/identity/links.ts';
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
