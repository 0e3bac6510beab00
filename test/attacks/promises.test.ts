/** The promises about packages are measured on what the vault wrote: they hold, and a forged release breaks them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { earlierReleases, recordRelease } from '../../engine/privacy/gate/ledger.ts';
import { judgeReleases } from '../../engine/procedures/release-promises.ts';
import { listRecords } from '../../engine/vault/records.ts';
import { openVault } from '../../engine/vault/vault.ts';
import { createBitmap, hasBit, setBit } from '../../shared/bitmap.ts';
import type { Release } from '../../shared/release.ts';
import { PASSPHRASE } from '../end-to-end/scratch.ts';
import { age, openShop, PEOPLE, plan, type Shop } from './shop.ts';

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

it('P8, P9, P10, P11, P12, P15: open before the first release, measured after it, broken by a forged one', async () => {
  expect(await states()).toMatchObject({
    P8: 'open',
    P9: 'open',
    P10: 'open',
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
    P10: 'holds',
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

/** Changes the newest release that the vault keeps, and puts it back after the look. */
const forged = async (
  change: (release: Release) => void,
  look: (found: Record<string, { state: string; finding: string }>) => void,
): Promise<void> => {
  const vault = await openVault(shop.vault, PASSPHRASE);
  const [{ id, body }] = listRecords<{ release: Release }>(vault.reader, 'release');
  const update = vault.db.prepare("UPDATE record SET body = ? WHERE kind = 'release' AND id = ?");
  const before = vault.db
    .prepare("SELECT body FROM record WHERE kind = 'release' AND id = ?")
    .pluck()
    .get(id);
  try {
    change(body.release);
    update.run(JSON.stringify(body), id);
    look(await judgeReleases(vault));
  } finally {
    update.run(before, id);
    vault.close();
  }
};

it('P9 is broken by a hidden number that the printed ones give away', () =>
  forged(
    (release) => {
      release.population = { known: 1200, admitted: 1195, leftOut: [{ reason: 'WITHDRAWN', people: null }] };
    },
    ({ P9, P12 }) => {
      expect(P9).toMatchObject({ state: 'broken' });
      expect(P9.finding).toContain('left out as WITHDRAWN: 1 to 10 people');
      expect(P12.state).toBe('holds');
    },
  ));

it('P12 is broken by a share beyond the bounds', () =>
  forged(
    ({ segments }) => {
      segments[0].share = { percent: 98, bound: 'exact' };
    },
    ({ P9, P12 }) => {
      expect(P12).toMatchObject({ state: 'broken' });
      expect(P12.finding).toContain('98%');
      expect(P9.state).toBe('holds');
    },
  ));

it('P10 is broken by a release that differs from an earlier one by three people', async () => {
  const vault = await openVault(shop.vault, PASSPHRASE);
  try {
    expect((await judgeReleases(vault)).P10.state).toBe('holds');
    const [{ segments }] = earlierReleases(vault.reader, vault.keys, PEOPLE);
    const near = createBitmap(PEOPLE);
    let left = 3;
    for (let person = 0; person < PEOPLE; person++)
      if (hasBit(segments[0].members(), person) && left-- <= 0) setBit(near, person);
    const everyone = createBitmap(PEOPLE);
    for (let person = 0; person < PEOPLE; person++) setBit(everyone, person);
    const people = segments[0].people - 3;
    vault.db.transaction(() =>
      recordRelease(
        vault.db,
        vault.keys,
        {
          digest: Buffer.alloc(32, 1),
          name: 'forged',
          purpose: 'analytics',
          asOf: '2026-07-01',
          known: PEOPLE,
          compared: [],
          sets: [
            { kind: 'admitted', name: '', people: PEOPLE, members: everyone },
            { kind: 'segment', name: 'near', people, members: near },
          ],
        },
        1,
      ),
    )();
    expect((await judgeReleases(vault)).P10).toMatchObject({ state: 'broken' });
  } finally {
    vault.close();
  }
});
