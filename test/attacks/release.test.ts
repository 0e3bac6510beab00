/** Attacks on a series of releases, on the way from a vault to a folder. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../end-to-end/scratch.ts';
import { failure } from '../faults/vault.ts';
import { age, eight, LENS, openShop, PEOPLE, plan, type Shop } from './shop.ts';

let shop: Shop;
let engine: Shop['engine'];
let folder: string;
const define: Shop['define'] = (name, rule) => shop.define(name, rule);
const forget: Shop['forget'] = () => shop.forget();
const release: Shop['release'] = (name, more) => shop.release(name, more);
const withdraw: Shop['withdraw'] = (customer) => shop.withdraw(customer);

beforeAll(async () => {
  shop = await openShop();
  ({ engine, folder } = shop);
});
afterAll(() => {
  shop.close();
});

describe('a series of releases', () => {
  it('E6, D12: the same release twice is the same bytes', async () => {
    await define('Older', age('>=', 45));
    await define('Paying', plan('plus', 'pro'));
    await release('first');
    const before = readFileSync(join(folder, 'first', 'manifest.json'), 'utf8');
    await release('first');
    expect(readFileSync(join(folder, 'first', 'manifest.json'), 'utf8')).toBe(before);
  });

  it('D6: a segment that differs from a published one by a few people is held, and says why', async () => {
    await define('Older but for eight', { op: 'all', of: [age('>=', 45), { op: 'not', of: eight }] });
    const { withheld, segments } = await release('nested');
    expect(segments.map(({ name }) => name)).not.toContain('Older but for eight');
    expect(withheld.find(({ item }) => item === 'Older but for eight')?.reason).toMatch(
      /fewer than 11 people/,
    );
    await forget();
    await define('Younger and eight', { op: 'any', of: [age('<', 45), eight] });
    const error = await failure(release('complement'));
    expect(error).toMatchObject({
      code: 'PRIVACY_REFUSED',
      message: expect.stringMatching(/differ by fewer than 11/),
    });
  });

  it('D3: a set that is the sum of two published ones but for a few people is held', async () => {
    await forget();
    await define('Twenties', { op: 'all', of: [age('>=', 20), age('<', 30)] });
    await define('Thirties', { op: 'all', of: [age('>=', 30), age('<', 40)] });
    await release('parts');
    await forget();
    await define('Sum and eight', { op: 'any', of: [age('<', 40), eight] });
    expect((await failure(release('sum'))).message).toMatch(/twenties|thirties/);
    await forget();
    await define('Sum', age('<', 40));
    expect((await release('sum')).segments).toHaveLength(1);
  });

  it('D7: a level that one person has does not leave inside a longer list, nor in a name', async () => {
    await forget();
    await define('Odd ones', plan('pro', 'unique'));
    await define('The unique plan', plan('pro'));
    const message = (await failure(release('named'))).message;
    expect(message).toMatch(/names a level that fewer than 11 people have/);
    expect(message).toMatch(/its name tells a level/);
  });

  it('D2: a release around one withdrawal is held', async () => {
    await forget();
    await define('Older', age('>=', 45));
    await release('before');
    await withdraw(130);
    const error = await failure(release('after'));
    expect([error.code, existsSync(join(folder, 'after'))]).toEqual(['PRIVACY_REFUSED', false]);
    expect(error.message).toMatch(/The people admitted now and .* differ by fewer than 11/);
  });

  it('P10: after eleven withdrawals it leaves, and nothing is found by subtracting', async () => {
    // All of them stand on the same side of the segment, so that it changes by as many as everyone does.
    for (let customer = 140, gone = 1; gone < 12; customer += 1)
      if (20 + (customer % 50) >= 45) {
        await withdraw(customer);
        gone += 1;
      }
    const { segments } = await release('after');
    expect(segments).toHaveLength(1);
    const attack = await engine.call('package.attack', {
      folders: [join(folder, 'before'), join(folder, 'after')],
    });
    expect(attack.attacks.flatMap(({ found }) => found)).toEqual([]);
  });

  it('consent that changes between preview and writing is never written over', async () => {
    const { digest } = await engine.call('release.preview', { lens: LENS, export: { name: 'moved' } });
    for (let customer = 300; customer < 350; customer++) await withdraw(customer);
    const again = await engine.call('release.preview', { lens: LENS, export: { name: 'moved' } });
    expect(again.digest).not.toBe(digest);
    expect(again.release.population.admitted).toBeLessThan(PEOPLE);
  });
});

describe('noise', () => {
  const journal = (): string => join(shop.vault, 'keys.noise.json');
  const noisy = async (noise: string) => (await release('noisy', { noise })).segments;
  const spent = (): string => (JSON.parse(readFileSync(journal(), 'utf8')) as { spent: string }).spent;

  it('D12: the same question gets the same answer and costs nothing again', async () => {
    const once = await noisy('1');
    expect(spent()).toBe('1/1');
    for (let i = 0; i < 3; i++) expect(await noisy('1')).toEqual(once);
    expect(spent()).toBe('1/1');
  });

  it('P22: reopening, an older database and a journal written by hand give no budget back', async () => {
    const { vault } = shop;
    const reopen = async (): Promise<void> => {
      await engine.call('vault.close', {});
      await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
    };
    await engine.call('vault.close', {});
    const copy = join(folder, 'older.db');
    cpSync(join(vault, 'data.db'), copy);
    await reopen();
    await noisy('2');
    expect(spent()).toBe('3/1');
    await engine.call('vault.close', {});
    cpSync(copy, join(vault, 'data.db'));
    for (const name of readdirSync(vault)) if (/-(wal|shm)$/.test(name)) rmSync(join(vault, name));
    await reopen();
    // The older database does not know the release that cost it; the journal does, and the officer is asked first.
    expect((await failure(noisy('1.5'))).message).toMatch(/does not know 1 of its releases/);
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await engine.call('release.acknowledge', { reason: 'a test of the budget' });
    await engine.call('officer.leave', {});
    expect((await failure(noisy('1.5'))).message).toMatch(/3\/1 is spent/);
    // The journal cannot be written down by hand.
    const text = readFileSync(journal(), 'utf8');
    writeFileSync(journal(), text.replace('3/1', '0/1'));
    expect((await failure(noisy('1.5'))).code).toBe('VAULT_DAMAGED');
    writeFileSync(journal(), text);
  });

  it('D13: nothing is drawn beyond the budget, by no other ε and by no two releases at once', async () => {
    const error = await failure(noisy('1.5'));
    expect(error).toMatchObject({ code: 'PRIVACY_REFUSED', message: expect.stringMatching(/3\/1 is spent/) });
    expect(spent()).toBe('3/1');
    for (const epsilon of ['0', '5', '1/0', '-1', 'much'])
      expect(['PLAN_INVALID', 'USAGE'], epsilon).toContain((await failure(noisy(epsilon))).code);
    const both = await Promise.allSettled([
      release('one', { noise: '3/4' }),
      release('two', { noise: '4/5' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    const [p, q] = spent().split('/').map(Number);
    expect(p / q).toBeLessThanOrEqual(4);
  });
});

describe('the officer', () => {
  const officer = 'another passphrase of theirs';
  const input = {
    lens: LENS,
    export: { name: 'asked', targets: ['sqlite' as const] },
    folder: '',
  };
  beforeAll(() => {
    input.folder = join(folder, 'asked');
  });

  it('A5: releases wait once an officer is appointed; an analyst can neither approve nor switch it off', async () => {
    expect(await engine.call('release.approval', {})).toEqual({ needed: false, from: 'no-officer' });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await engine.call('officer.appoint', { passphrase: officer });
    expect(await engine.call('release.approval', {})).toEqual({ needed: true, from: 'officer' });
    const error = await failure(engine.call('release.write', input));
    expect(error).toMatchObject({ code: 'RELEASE_WAITING', message: expect.stringMatching(/Release 1/) });
    expect(existsSync(input.folder)).toBe(false);
    for (const work of [
      () => engine.call('release.approve', { id: 1 }),
      () => engine.call('release.deny', { id: 1, reason: 'no' }),
      () => engine.call('release.setApproval', { needed: false }),
    ])
      expect((await failure(work())).code).toBe('OFFICER_NEEDED');
    expect((await engine.call('release.list', {})).map(({ state }) => state)).toEqual(['waiting']);
  });

  it('what is approved is what was shown; what changed since is refused; a denial stays denied', async () => {
    const shown = await engine.call('release.show', { id: 1 });
    await engine.call('officer.enter', { passphrase: officer });
    for (let customer = 400; customer < 450; customer++) await withdraw(customer);
    expect((await failure(engine.call('release.approve', { id: 1 }))).message).toMatch(
      /no longer what was prepared/,
    );
    expect(existsSync(input.folder)).toBe(false);
    await engine.call('release.deny', { id: 1, reason: 'overtaken' });
    expect((await failure(engine.call('release.approve', { id: 1 }))).code).toBe('NOT_FOUND');
    const { id, answer } = await engine.call('release.prepare', input);
    expect(answer.digest).not.toBe(shown.answer.digest);
    const { folder: written } = await engine.call('release.approve', { id, reason: 'fine' });
    expect(existsSync(join(written, 'manifest.json'))).toBe(true);
    const definition = readFileSync(join(written, 'segments.json'), 'utf8');
    expect(JSON.parse(definition)).toMatchObject({ name: 'asked' });
    const states = (await engine.call('release.list', {})).map(({ state, reason }) => `${state}: ${reason}`);
    expect(states).toEqual(['written: fine', 'denied: overtaken']);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
  });
});
