/** Attack by what lies in the officer's queue: a release that was prepared keeps no word of somebody who was erased. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { asOfficer, customerOf, imageOf, LENS, openShop, townOf } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { failure } from '../faults/vault.ts';

it('an erasure reaches releases that wait for the officer', () =>
  withFolder(async (folder) => {
    const { engine, vault } = await openShop(folder, 400);
    // The gate withholds the second and says so by its name, which the request then keeps.
    for (const name of ['Gold', `Gold, like ${townOf(3)}`])
      await engine.call('segment.define', {
        lens: LENS,
        name,
        rule: { op: 'in', field: 'profile.plan', values: ['gold'] },
      });
    const { id } = await engine.call('release.prepare', {
      lens: LENS,
      export: { name: 'Autumn', targets: ['sqlite'] },
      seed: 1,
      folder: join(folder, 'out'),
    });
    expect(JSON.stringify(await engine.call('release.show', { id }))).toContain(townOf(3));
    await asOfficer(engine);
    const { certificate } = await engine.call('subject.erase', {
      identifiers: [customerOf(3)],
      reference: 'DSR-9',
    });
    expect(certificate?.residue.hits).toBe(0);
    expect(JSON.stringify(await engine.call('release.show', { id }))).not.toContain(townOf(3));
    expect((await failure(engine.call('release.approve', { id }))).code).toBe('PRIVACY_REFUSED');
    engine.close();
    expect((await imageOf(vault)).includes(townOf(3))).toBe(false);
  }));
