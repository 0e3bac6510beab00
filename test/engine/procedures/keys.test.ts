/** Changing the passphrase, the database key and the epoch of pseudonyms. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { createVault } from '../../../engine/vault/vault.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder } from '../vault/fixture.ts';

const NEXT = 'an entirely other one';

type Shop = { engine: Engine; path: string; take(name: string, lines: string[]): Promise<number> };

/** An engine with a fresh, cheap vault open, acting as officer. */
const withShop = (work: (shop: Shop) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const path = join(folder, 'shop.cloister');
    (await createVault(path, PASSPHRASE, CHEAP)).close();
    const engine = createEngine();
    try {
      await engine.call('vault.open', { path, passphrase: PASSPHRASE });
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      await work({
        engine,
        path,
        take: async (name, lines) => {
          const file = join(folder, name);
          writeFileSync(file, `${lines.join('\n')}\n`);
          return (await engine.call('intake.import', { file })).peopleNew;
        },
      });
    } finally {
      engine.close();
    }
  });
const customers = (from: number, to: number): string[] => [
  'customer_id,email,country',
  ...Array.from({ length: to - from }, (_, i) => `C-${from + i},p${from + i}@shop.example,DE`),
];
const people = async (engine: Engine) => (await engine.call('vault.status', {})).people;
const withdraw = (engine: Engine, identifier: string) =>
  codeOf(async () => {
    await engine.call('consent.change', {
      identifier,
      type: 'email',
      purpose: 'analytics',
      state: 'withdrawn',
      at: '2026-01-01',
      reason: 'asked',
    });
    throw Object.assign(new Error('done'), { done: true });
  }).catch((thrown: { done?: true }) => {
    if (thrown.done === true) return 'done';
    throw thrown;
  });

describe('the passphrase', () => {
  it('is changed with the present one; the data, the session and the officer stay', async () => {
    await withShop(async ({ engine, path }) => {
      await engine.call('officer.appoint', { passphrase: 'the officer has another' });
      expect(await codeOf(() => engine.call('keys.passphrase', { passphrase: NEXT, next: NEXT }))).toBe(
        'PASSPHRASE_WRONG',
      );
      const status = await engine.call('keys.passphrase', { passphrase: PASSPHRASE, next: NEXT });
      expect(status.previous).toBe(true);
      await engine.call('vault.close', {});
      expect(await codeOf(() => engine.call('vault.open', { path, passphrase: PASSPHRASE }))).toBe(
        'PASSPHRASE_WRONG',
      );
      await engine.call('vault.open', { path, passphrase: NEXT });
      expect((await engine.call('keys.status', {})).previous).toBe(false);
      expect((await engine.call('officer.enter', { passphrase: 'the officer has another' })).acting).toBe(
        true,
      );
      const actions = (await engine.call('audit.log', {})).map(({ action }) => action);
      expect(actions.filter((action) => action === 'keys.passphrase')).toHaveLength(1);
    });
  });
});

describe('the database key', () => {
  it('is another afterwards, and the vault stays open with all it held', async () => {
    await withShop(async (shop) => {
      const { engine, path } = shop;
      await shop.take('a.csv', customers(0, 50));
      await engine.call('keys.rekey', { passphrase: PASSPHRASE });
      expect(await people(engine)).toBe(50);
      expect(await shop.take('b.csv', customers(40, 60))).toBe(10);
      await engine.call('vault.close', {});
      await engine.call('vault.open', { path, passphrase: PASSPHRASE });
      expect(await people(engine)).toBe(60);
      expect((await engine.call('audit.verify', {})).ok).toBe(true);
    });
  });
});

describe('a new epoch of pseudonyms', () => {
  it('recognises who is known from before, by identifier and by link, and writes only new pseudonyms', async () => {
    await withShop(async (shop) => {
      const { engine } = shop;
      expect(await shop.take('a.csv', customers(0, 50))).toBe(50);
      const status = await engine.call('keys.epoch', { passphrase: PASSPHRASE });
      expect(status.epochs).toEqual([
        { epoch: 1, held: true, pseudonyms: 100 },
        { epoch: 2, held: true, pseudonyms: 0 },
      ]);
      expect(await shop.take('b.csv', customers(30, 60))).toBe(10);
      expect(await people(engine)).toBe(60);
      expect((await engine.call('keys.status', {})).epochs).toEqual([
        { epoch: 1, held: true, pseudonyms: 100 },
        { epoch: 2, held: true, pseudonyms: 60 },
      ]);
      // By a link of the earlier epoch alone: the customer number is new.
      expect(await shop.take('c.csv', ['customer_id,email,country', 'N-1,p7@shop.example,DE'])).toBe(0);
      // By an identifier typed in, of either epoch.
      expect(await withdraw(engine, 'p3@shop.example')).toBe('done');
      expect(await withdraw(engine, 'p55@shop.example')).toBe('done');
    });
  });

  it('when the earlier ones are destroyed, only those met since are found', async () => {
    await withShop(async (shop) => {
      const { engine } = shop;
      await shop.take('a.csv', customers(0, 50));
      await engine.call('keys.epoch', { passphrase: PASSPHRASE });
      await shop.take('b.csv', customers(30, 50));
      const answer = await engine.call('keys.shred', {
        passphrase: PASSPHRASE,
        what: 'earlier',
        name: 'shop',
      });
      expect(answer).toMatchObject({ destroyed: 'earlier', pseudonyms: 100 });
      expect(await withdraw(engine, 'p3@shop.example')).toBe('NOT_FOUND');
      expect(await withdraw(engine, 'p33@shop.example')).toBe('done');
      expect(await people(engine)).toBe(50);
      expect(await shop.take('c.csv', customers(0, 31))).toBe(30);
      const again = { passphrase: PASSPHRASE, what: 'earlier', name: 'shop' } as const;
      expect(await codeOf(() => engine.call('keys.shred', again))).toBe('NOT_FOUND');
    });
  });
});

describe('destroying keys', () => {
  it('of the pseudonyms unlinks everyone for ever; the figures stay', async () => {
    await withShop(async (shop) => {
      const { engine, path } = shop;
      await shop.take('a.csv', customers(0, 50));
      const shred = { passphrase: PASSPHRASE, what: 'pseudonyms', name: 'shop' } as const;
      expect(await codeOf(() => engine.call('keys.shred', { ...shred, name: 'shoe' }))).toBe('USAGE');
      expect(await codeOf(() => engine.call('keys.shred', { ...shred, passphrase: NEXT }))).toBe(
        'PASSPHRASE_WRONG',
      );
      expect(await withdraw(engine, 'p3@shop.example')).toBe('done');
      expect((await engine.call('keys.shred', shred)).pseudonyms).toBe(100);
      expect(await withdraw(engine, 'p3@shop.example')).toBe('NOT_FOUND');
      await engine.call('vault.close', {});
      await engine.call('vault.open', { path, passphrase: PASSPHRASE });
      expect(await people(engine)).toBe(50);
      expect(await shop.take('b.csv', customers(0, 60))).toBe(60);
    });
  });

  it('of the vault leaves nothing that opens, and a signed last entry in the hand', async () => {
    await withShop(async (shop) => {
      const { engine, path } = shop;
      await shop.take('a.csv', customers(0, 50));
      writeFileSync(join(path, 'note.txt'), 'mine');
      await engine.call('officer.leave', {});
      const shred = { passphrase: PASSPHRASE, what: 'vault', name: 'shop' } as const;
      expect(await codeOf(() => engine.call('keys.shred', shred))).toBe('OFFICER_NEEDED');
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      expect(await codeOf(() => engine.call('keys.shred', { ...shred, passphrase: NEXT }))).toBe(
        'PASSPHRASE_WRONG',
      );
      const { checkpoint } = await engine.call('keys.shred', shred);
      expect(JSON.parse(checkpoint)).toMatchObject({ v: 1, signature: expect.stringMatching(/.{80}/) });
      expect(await codeOf(() => engine.call('vault.status', {}))).toBe('VAULT_LOCKED');
      expect(readdirSync(path)).toEqual(['note.txt']);
      expect(readFileSync(join(path, 'note.txt'), 'utf8')).toBe('mine');
      expect(existsSync(join(path, 'keys.json'))).toBe(false);
      expect(await codeOf(() => engine.call('vault.open', { path, passphrase: PASSPHRASE }))).toBe(
        'VAULT_MISSING',
      );
    });
  });
});
