/** After a restore of an older backup: links that were cut stay cut, confirmed pairs stay one person, the limit stays. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { parseMapping } from '../../../shared/mapping.ts';
import { withFolder } from '../vault/fixture.ts';
import { asOfficer, copyShop, customerOf, emailOf, PASSPHRASE } from './shop.ts';

const VISITS = parseMapping({
  version: 1,
  kind: 'consents',
  columns: [
    { column: 'email', role: 'identifier', identifier: 'email' },
    { column: 'purpose', role: 'consent', part: 'purpose' },
    { column: 'state', role: 'consent', part: 'state', values: { given: 'given' }, dated: 'on' },
    { column: 'on', role: 'time' },
  ],
});
/** A file that speaks of an address by itself, so that it has a number of its own, linked with the customer's. */
const addressAlone = (folder: string): string => {
  const file = join(folder, 'newsletter.csv');
  writeFileSync(file, `email,purpose,state,on\n${emailOf(3)},personalize,given,2026-02-01\n`);
  return file;
};
/** Two customers under names that are probably one person's. */
const twoNames = (folder: string): string => {
  const file = join(folder, 'names.csv');
  const others = Array.from(
    { length: 30 },
    (_, i) => `${customerOf(i + 5)},Berta${i},Quast${i * 7},${10_000 + i * 131},19${50 + i}0101`,
  );
  const pair = [0, 1].map((i) => `${customerOf(i)},Annegret,Kowalski,24103,19800412`);
  writeFileSync(file, `customer_id,first_name,last_name,zip,dob\n${[...pair, ...others].join('\n')}\n`);
  return file;
};
const linkOf = async (engine: Engine): Promise<number> => {
  const { links } = await engine.call('identity.explain', { identifier: customerOf(3) });
  return links[0].link;
};
const typesOf = async (engine: Engine, identifier: string): Promise<string[]> => {
  const { identifiers } = await engine.call('identity.explain', { identifier });
  return identifiers.map(({ type }) => type).sort();
};
const restore = async (
  file: string,
  path: string,
): Promise<{ engine: Engine; repeated: number; waiting: number }> => {
  const engine = createEngine();
  const { actsRepeated, lost } = await engine.call('vault.restore', {
    file,
    path,
    passphrase: PASSPHRASE,
    replace: true,
  });
  await asOfficer(engine);
  return { engine, repeated: actsRepeated, waiting: lost.waiting };
};

describe('a no that was said while an address lived with a customer', () => {
  it.each([
    [
      'OBJECTED',
      (engine: Engine) => engine.call('subject.object', { identifier: customerOf(3), at: '2026-01-20' }),
    ],
    [
      'REFUSED',
      (engine: Engine) =>
        engine.call('consent.change', {
          identifier: emailOf(3),
          type: 'email',
          purpose: 'personalize',
          state: 'refused',
          at: '2026-02-20',
          reason: 'by telephone',
        }),
    ],
  ] as const)('holds for both when the link is cut: %s', (reason, say) =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await asOfficer(engine);
      await say(engine);
      await engine.call('intake.import', { file: addressAlone(folder), mapping: VISITS });
      await engine.call('identity.cut', { link: await linkOf(engine), reason: 'another person' });
      for (const one of [{ identifier: customerOf(3) }, { identifier: emailOf(3), type: 'email' as const }]) {
        const { access } = await engine.call('subject.access', { ...one, asOf: '2026-07-01' });
        expect(access.purposes.find(({ purpose }) => purpose === 'personalize')?.reason).toBe(reason);
      }
      if (reason === 'OBJECTED')
        for (const one of [{ identifier: customerOf(3) }, { identifier: emailOf(3), type: 'email' as const }])
          await engine.call('subject.lift', { ...one, reason: 'asked' });
      engine.close();
    }),
  );
});

describe('after a restore', () => {
  it('a link cut since the backup is cut, one put back again holds, and the limit is the last one', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('intake.import', { file: addressAlone(folder), mapping: VISITS });
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      await asOfficer(engine);
      const link = await linkOf(engine);
      await engine.call('identity.cut', { link, reason: 'another person' });
      await engine.call('identity.limit', { most: 4, reason: 'a small shop' });
      engine.close();
      const back = await restore(file, vault);
      expect(back.repeated).toBe(2);
      expect(await typesOf(back.engine, customerOf(3))).toEqual(['customer']);
      expect(await back.engine.call('identity.summary', {})).toMatchObject({ most: 4 });
      await back.engine.call('identity.restore', { link, reason: 'the same after all' });
      back.engine.close();
      const again = await restore(file, vault);
      expect(await typesOf(again.engine, customerOf(3))).toEqual(['customer', 'email']);
      again.engine.close();
    }));

  it.each([
    ['as one', true],
    ['under one number', false],
  ] as const)(
    'who was cut off and then erased takes nobody along, though the backup knows them %s',
    (_, late) =>
      withFolder(async (folder) => {
        const { engine, vault } = await copyShop(folder);
        const file = join(folder, 'b.db');
        if (!late) await engine.call('vault.backup', { file });
        await engine.call('intake.import', { file: addressAlone(folder), mapping: VISITS });
        if (late) await engine.call('vault.backup', { file });
        await asOfficer(engine);
        await engine.call('identity.cut', { link: await linkOf(engine), reason: 'another person' });
        const { people } = await engine.call('vault.status', {});
        const erased = { identifiers: [emailOf(3)], type: 'email' as const };
        expect(await engine.call('subject.erase', erased)).toMatchObject({ found: 1 });
        const rowsOf = async (one: Engine): Promise<number> =>
          (await one.call('subject.access', { identifier: customerOf(3), asOf: '2026-07-01' })).access.orders
            .rows.length;
        const rows = await rowsOf(engine);
        expect(rows).toBeGreaterThan(0);
        engine.close();
        const { engine: back } = await restore(file, vault);
        expect(await rowsOf(back)).toBe(rows);
        expect(await typesOf(back, customerOf(3))).toEqual(['customer']);
        expect(await back.call('subject.erase', erased)).toMatchObject({ found: 0, erasedBefore: 1 });
        expect((await back.call('vault.status', {})).people).toBe(people - 1);
        expect((await back.call('audit.verify', {})).ok).toBe(true);
        back.close();
      }),
  );

  it('a cut holds where the backup knows both under one number, and against the file that says the link again', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      const newsletter = addressAlone(folder);
      await engine.call('intake.import', { file: newsletter, mapping: VISITS });
      await asOfficer(engine);
      await engine.call('identity.cut', { link: await linkOf(engine), reason: 'another person' });
      const { people } = await engine.call('vault.status', {});
      engine.close();
      const back = await restore(file, vault);
      expect(back).toMatchObject({ repeated: 1, waiting: 0 });
      const isApart = async (): Promise<void> => {
        expect(await typesOf(back.engine, customerOf(3))).toEqual(['customer']);
        const { access } = await back.engine.call('subject.access', {
          identifier: emailOf(3),
          type: 'email',
          asOf: '2026-07-01',
        });
        expect(access.pseudonyms.map(({ type }) => type)).toEqual(['email']);
        expect(access.orders.rows).toEqual([]);
        expect((await back.engine.call('vault.status', {})).people).toBe(people);
      };
      await isApart();
      await back.engine.call('intake.import', { file: newsletter, mapping: VISITS });
      await isApart();
      const { links } = await back.engine.call('identity.list', {});
      await back.engine.call('identity.restore', { link: links[0].link, reason: 'the same after all' });
      expect(await typesOf(back.engine, customerOf(3))).toEqual(['customer', 'email']);
      const erased = { identifiers: [emailOf(3)], type: 'email' as const };
      expect(await back.engine.call('subject.erase', erased)).toMatchObject({ found: 1 });
      expect((await back.engine.call('vault.status', {})).people).toBe(people - 2);
      expect((await back.engine.call('audit.verify', {})).ok).toBe(true);
      back.engine.close();
    }));

  it('a confirmed pair is one person again', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const backup = join(folder, 'b.db');
      await engine.call('vault.backup', { file: backup });
      const file = twoNames(folder);
      const { sha256, pairs } = await engine.call('identity.duplicates', { file });
      expect([...pairs.records]).toEqual([1, 2]);
      await asOfficer(engine);
      const said = { file, sha256, pairs: [1], reason: 'looked at it' };
      expect(await engine.call('identity.confirm', said)).toMatchObject({ linked: 1 });
      const people = (await engine.call('vault.status', {})).people;
      engine.close();
      const back = await restore(backup, vault);
      expect(back.repeated).toBe(1);
      expect((await back.engine.call('vault.status', {})).people).toBe(people);
      expect(await typesOf(back.engine, customerOf(0))).toEqual(['customer', 'customer', 'email', 'email']);
      back.engine.close();
    }));
});
