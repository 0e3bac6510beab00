/** A segment that is too near to an earlier release: it waits, is made coarser, or leaves with a noisy size alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release } from '../../shared/release.ts';
import { failure } from '../faults/vault.ts';
import { age, eight, LENS, openShop, PEOPLE, plan, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.define('Older', age('>=', 45));
  await shop.define('Paying', plan('plus', 'pro'));
  await shop.release('first');
  await shop.forget();
  await shop.define('Older but for eight', { op: 'all', of: [age('>=', 45), { op: 'not', of: eight }] });
  await shop.define('Paying', plan('plus', 'pro'));
});
afterAll(() => {
  shop.close();
});
const definition = (name: string): Release =>
  JSON.parse(readFileSync(join(shop.folder, name, 'segments.json'), 'utf8')) as Release;
const attacked = async (...names: string[]): Promise<string[]> => {
  const folders = names.map((name) => join(shop.folder, name));
  const { attacks } = await shop.engine.call('package.attack', { folders });
  return attacks.flatMap(({ found }) => found);
};

describe('a segment that differs from a published one by eight people', () => {
  it('waits unless something else is asked for, and is named with what it is near to', async () => {
    const { held, segments } = await shop.release('waits');
    expect(held).toEqual([
      { id: 'older-but-for-eight', name: 'Older but for eight', with: '“older” of “first”' },
    ]);
    expect(segments.map(({ id }) => id)).toEqual(['paying']);
  });

  it('is made coarser: far enough from everything published, told with people and precision', async () => {
    const { coarser, held, segments } = await shop.release('coarser', { held: 'coarsen' });
    expect(held).toEqual([]);
    expect(segments).toHaveLength(2);
    expect(coarser).toHaveLength(1);
    const [{ before, after, people, precision, segment, mergedWith }] = coarser;
    expect([segment, mergedWith]).toEqual(['Older but for eight', null]);
    expect(after).not.toBe(before);
    expect(segments.find(({ id }) => id === 'older-but-for-eight')?.people).toBe(people);
    // The condition that left eight out is gone: those from 45 on, as they were published.
    expect(after).toBe('Age is at least 45.');
    // Half of all and the three aged 80, rounded to 5.
    expect(people).toBe(PEOPLE / 2 + 5);
    expect(precision).toBe(0.99);
    expect(await attacked('first', 'coarser')).toEqual([]);
  });

  it('leaves with a noisy size and its rule, and no other figure', async () => {
    const { held, noise } = await shop.release('size', { held: 'noise', targets: ['sqlite', 'report'] });
    expect(held.map(({ id }) => id)).toEqual(['older-but-for-eight']);
    expect(noise).toMatchObject({ epsilon: '1/1', drawn: true });
    const { segments } = definition('size');
    const alone = segments.find(({ id }) => id === 'older-but-for-eight');
    expect(alone?.rule.op).toBe('all');
    expect(alone).toMatchObject({ spend: null, fidelity: null });
    expect(alone?.persona).toMatchObject({ differences: [], usual: [], reach: [], plan: [], summary: '' });
    expect(segments.find(({ id }) => id === 'paying')?.persona.differences.length).toBeGreaterThan(0);
    expect(
      (await shop.engine.call('package.verify', { folder: join(shop.folder, 'size') })).every(
        ({ passed }) => passed,
      ),
    ).toBe(true);
  });

  it('is compared with by the next release only where figures of it left', async () => {
    await shop.forget();
    await shop.define('Older but for seven', {
      op: 'all',
      of: [
        age('>=', 45),
        { op: 'not', of: { op: 'all', of: [eight, { op: 'in', field: 'profile.city', values: ['Oslo'] }] } },
      ],
    });
    const { held } = await shop.engine.call('release.preview', {
      lens: LENS,
      export: { name: 'next', held: 'noise' },
    });
    expect(held).toHaveLength(1);
    expect(held[0].with).not.toContain('“size”');
  });
});

describe('around one withdrawal', () => {
  it('everyone is too near: only noise lets definitions leave, and nobody can be subtracted', async () => {
    await shop.forget();
    await shop.define('Paying', plan('plus', 'pro'));
    await shop.withdraw(130);
    for (const held of ['wait', 'coarsen'] as const) {
      const { code, next } = await failure(shop.release('none', { held }));
      expect([code, next.includes('noisy size')]).toEqual(['PRIVACY_REFUSED', true]);
    }
    const { everyoneHeld, segments } = await shop.release('withdrawn', { held: 'noise' });
    expect([everyoneHeld, segments.length]).toEqual([true, 1]);
    const { population, clustering, segments: told } = definition('withdrawn');
    expect(clustering).toBe(null);
    expect(told[0].persona.differences).toEqual([]);
    expect(population.admitted % 5).toBe(0);
    expect(readdirSync(join(shop.folder, 'withdrawn'))).toContain('seal.json');
    // The next one is compared with what left without noise, and held as before.
    expect((await failure(shop.release('none'))).message).toContain('everyone admitted to');
  });
});
