/** Letting an erased person in again, and lifting an objection: acts of the officer, each with its reason. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { failure } from '../../faults/vault.ts';
import { withFolder } from '../vault/fixture.ts';
import {
  AS_OF,
  asOfficer,
  copyShop,
  customerOf,
  emailOf,
  imageOf,
  opened,
  PASSPHRASE,
  townOf,
} from './shop.ts';

const people = async (engine: Engine): Promise<number> => (await engine.call('vault.status', {})).people;

/** A file that brings person 3 again. */
const again = (folder: string, name: string): string => {
  const file = join(folder, name);
  writeFileSync(
    file,
    `customer_id,email,plan\n${customerOf(3)},${emailOf(3)},gold\nNEW-${name},n@mail.example,basic\n`,
  );
  return file;
};

describe('readmission', () => {
  it('needs a reason and the officer, lifts the tombstones named and is on the record', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await engine.call('subject.erase', { identifiers: [customerOf(3)] });
      const first = await engine.call('intake.import', { file: again(folder, 'one.csv'), kind: 'profiles' });
      expect([first.rejected, await people(engine)]).toEqual([1, 40]);
      const unknown = engine.call('subject.readmit', { identifiers: ['never seen'], reason: 'asked' });
      expect((await failure(unknown)).code).toBe('NOT_FOUND');
      const one = await engine.call('subject.readmit', {
        identifiers: [customerOf(3)],
        reason: 'asked to return',
      });
      expect(one).toEqual({ asked: 1, readmitted: 1 });
      // The e-mail address still keeps the row out.
      expect(
        (await engine.call('intake.import', { file: again(folder, 'two.csv'), kind: 'profiles' })).rejected,
      ).toBe(1);
      await engine.call('subject.readmit', {
        identifiers: [emailOf(3)],
        type: 'email',
        reason: 'asked to return',
      });
      expect(
        (await engine.call('intake.import', { file: again(folder, 'three.csv'), kind: 'profiles' })).rejected,
      ).toBe(0);
      const acts = (await engine.call('audit.log', {})).filter(({ action }) => action === 'subject.readmit');
      expect(acts).toHaveLength(2);
      expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
      await engine.call('officer.leave', {});
      const alone = engine.call('subject.readmit', { identifiers: [customerOf(3)], reason: 'x' });
      expect((await failure(alone)).code).toBe('OFFICER_NEEDED');
      engine.close();
    }));

  it('brings back nothing that was erased, also not with an older database; erased again they stay out', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      await engine.call('subject.erase', { identifiers: [customerOf(3)] });
      await engine.call('subject.readmit', { identifiers: [customerOf(3)], reason: 'asked' });
      await engine.call('subject.readmit', { identifiers: [emailOf(3)], type: 'email', reason: 'asked' });
      engine.close();
      const back = createEngine();
      const restored = await back.call('vault.restore', {
        file,
        path: vault,
        passphrase: PASSPHRASE,
        replace: true,
      });
      expect(restored).toMatchObject({ erasuresReplayed: 1, people: 39 });
      expect(
        (await back.call('intake.import', { file: again(folder, 'a.csv'), kind: 'profiles' })).rejected,
      ).toBe(0);
      back.close();
      expect((await imageOf(vault)).includes(townOf(3))).toBe(false);
      const later = await opened(vault);
      expect(await people(later)).toBe(41);
      await asOfficer(later);
      await later.call('subject.erase', { identifiers: [customerOf(3)] });
      later.close();
      const third = createEngine();
      await third.call('vault.restore', { file, path: vault, passphrase: PASSPHRASE, replace: true });
      expect(
        (await third.call('intake.import', { file: again(folder, 'c.csv'), kind: 'profiles' })).rejected,
      ).toBe(1);
      third.close();
    }));

  it('holds as often as it is asked for, and so does every erasure before it, with a database from between', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const readmit = async (): Promise<void> => {
        await engine.call('subject.readmit', { identifiers: [customerOf(3)], reason: 'asked' });
        await engine.call('subject.readmit', { identifiers: [emailOf(3)], type: 'email', reason: 'asked' });
      };
      const backup = async (name: string): Promise<string> => {
        await engine.call('vault.backup', { file: join(folder, name) });
        return join(folder, name);
      };
      await engine.call('subject.erase', { identifiers: [customerOf(3)] });
      await readmit();
      await engine.call('intake.import', { file: again(folder, 'a.csv'), kind: 'profiles' });
      const here = await backup('here.db');
      await engine.call('subject.erase', { identifiers: [customerOf(3)] });
      const gone = await backup('gone.db');
      await readmit();
      engine.close();
      for (const [file, replayed] of [
        [here, 1],
        [gone, 0],
      ] as const) {
        const back = createEngine();
        const restored = await back.call('vault.restore', {
          file,
          path: vault,
          passphrase: PASSPHRASE,
          replace: true,
        });
        expect(restored.erasuresReplayed).toBe(replayed);
        await asOfficer(back);
        const access = back.call('subject.access', { identifier: customerOf(3), asOf: '2026-07-01' });
        expect((await failure(access)).code).toBe('NOT_FOUND');
        const file2 = again(folder, `${replayed}.csv`);
        expect((await back.call('intake.import', { file: file2, kind: 'profiles' })).rejected).toBe(0);
        back.close();
      }
    }));
});

describe('an objection that is taken back', () => {
  it('lets what the person said besides decide again, also after a restore', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const standing = async (on: Engine): Promise<string | null> =>
        (await on.call('consent.show', { identifier: customerOf(7), asOf: AS_OF })).purposes.find(
          ({ purpose }) => purpose === 'personalize',
        )?.reason ?? null;
      const none = engine.call('subject.lift', { identifier: customerOf(7), reason: 'call' });
      expect((await failure(none)).code).toBe('NOT_FOUND');
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      await engine.call('subject.object', { identifier: customerOf(7), at: AS_OF });
      expect(await standing(engine)).toBe('OBJECTED');
      const { events } = await engine.call('subject.lift', { identifier: customerOf(7), reason: 'call' });
      expect(events).toBeGreaterThan(0);
      expect(await standing(engine)).toBeNull();
      engine.close();
      const back = createEngine();
      const restored = await back.call('vault.restore', {
        file,
        path: vault,
        passphrase: PASSPHRASE,
        replace: true,
      });
      expect(restored.actsRepeated).toBe(2);
      await asOfficer(back);
      expect(await standing(back)).toBeNull();
      back.close();
    }));
});
