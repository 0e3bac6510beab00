/** The promises about packages are measured on what the vault wrote: they hold, and a forged release breaks them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeReleases } from '../../engine/procedures/release-promises.ts';
import { openVault } from '../../engine/vault/vault.ts';
import { PASSPHRASE } from '../end-to-end/scratch.ts';
import { age, openShop, plan, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => {
  shop.close();
});
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await shop.engine.call('audit.promises', {})).map(({ id, state }) => [id, state] as const),
  );

it('P8, P9, P11, P12, P15: open before the first release, measured after it, broken by a forged one', async () => {
  expect(await states()).toMatchObject({
    P8: 'open',
    P9: 'open',
    P11: 'open',
    P15: 'open',
    P18: 'open',
    P22: 'holds',
  });
  await shop.define('From 45', age('>=', 45));
  await shop.define('Paying', plan('plus', 'pro'));
  await shop.release('package');
  expect(await states()).toMatchObject({
    P8: 'holds',
    P9: 'holds',
    P11: 'holds',
    P12: 'holds',
    P15: 'holds',
  });
  await shop.engine.call('vault.close', {});
  const vault = await openVault(shop.vault, PASSPHRASE);
  try {
    // A size that is no multiple of 5 and a cut point that is somebody's own.
    vault.db
      .prepare(
        `UPDATE record SET body = replace(replace(body, '"people":605', '"people":603'), '"value":45', '"value":45.37') WHERE kind = 'release'`,
      )
      .run();
    const found = await judgeReleases(vault);
    expect(found).toMatchObject({
      P8: { state: 'broken' },
      P11: { state: 'broken' },
      P15: { state: 'broken' },
    });
    expect(found.P11.finding).toContain('45.37');
  } finally {
    vault.close();
  }
});
