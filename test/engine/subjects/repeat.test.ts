/** What was done after a backup holds after its restore: withdrawals, objections, revoked batches, releases, officers. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { write } from '../../end-to-end/scratch.ts';
import { failure } from '../../faults/vault.ts';
import { withFolder } from '../vault/fixture.ts';
import { AS_OF, copyShop, customerOf, emailOf, LENS, opened, openShop, PASSPHRASE } from './shop.ts';

const OFFICER = 'the officer has another one';

/** A shop with a backup; `work` is what happens after it, and the answer is the engine on the restored vault. */
const afterRestore = async (
  folder: string,
  work: (engine: Engine, vault: string) => Promise<void>,
  officer?: string,
): Promise<{ engine: Engine; vault: string; answer: Awaited<ReturnType<typeof restore>>['answer'] }> => {
  const { engine, vault } = await copyShop(folder);
  const file = join(folder, 'b.db');
  await engine.call('vault.backup', { file });
  await work(engine, vault);
  engine.close();
  return { ...(await restore(file, vault, officer)), vault };
};
const restore = async (file: string, path: string, officer?: string) => {
  const engine = createEngine();
  const answer = await engine.call('vault.restore', {
    file,
    path,
    passphrase: PASSPHRASE,
    replace: true,
    ...(officer === undefined ? {} : { officer }),
  });
  return { engine, answer };
};
const withdraw = (engine: Engine, identifier: string) =>
  engine.call('consent.change', {
    identifier,
    purpose: 'personalize',
    state: 'withdrawn',
    at: AS_OF,
    reason: 'letter',
  });
const standing = async (engine: Engine, identifier: string): Promise<string | null> => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const { purposes } = await engine.call('consent.show', { identifier, asOf: AS_OF });
  return purposes.find(({ purpose }) => purpose === 'personalize')?.reason ?? null;
};
const failed = async (engine: Engine): Promise<string[]> =>
  (await engine.call('vault.doctor', {})).filter(({ passed }) => !passed).map(({ check }) => check);

describe('after a restore', () => {
  it('withdrawals and objections since the backup hold, and the journal names nobody', () =>
    withFolder(async (folder) => {
      const { engine, answer, vault } = await afterRestore(folder, async (before) => {
        await withdraw(before, customerOf(1));
        await before.call('subject.object', { identifier: emailOf(2), type: 'email', at: AS_OF });
      });
      expect(answer).toMatchObject({ actsRepeated: 2, lost: { releases: 0, files: 0, waiting: 0 } });
      expect(await standing(engine, customerOf(1))).toBe('WITHDRAWN');
      expect(await standing(engine, customerOf(2))).toBe('OBJECTED');
      expect(await standing(engine, customerOf(3))).toBeNull();
      expect(await failed(engine)).toEqual([]);
      engine.close();
      const text = readFileSync(join(vault, 'keys.acts.jsonl'), 'utf8');
      expect(text).not.toMatch(/personalize|withdrawn|objected/);
      const again = await opened(vault);
      const acts = await again.call('audit.log', {});
      expect(acts.filter(({ action }) => action === 'subject.repeat')).toHaveLength(1);
      again.close();
    }));

  it('also when the database is put back by hand', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      engine.close();
      const old = join(folder, 'old.db');
      writeFileSync(old, readFileSync(join(vault, 'data.db')));
      const later = await opened(vault);
      await withdraw(later, customerOf(4));
      later.close();
      renameSync(old, join(vault, 'data.db'));
      const back = await opened(vault);
      expect(await standing(back, customerOf(4))).toBe('WITHDRAWN');
      back.close();
    }));

  it('a withdrawal of somebody the backup does not know waits for them', () =>
    withFolder(async (folder) => {
      const file = write(
        folder,
        'late.csv',
        `customer_id,purpose,state,recorded_at\nLATE-1,personalize,given,2026-02-01\n`,
      );
      const mapping = JSON.parse(
        '{"version":1,"kind":"consents","columns":[{"column":"customer_id","role":"identifier","identifier":"customer"},{"column":"purpose","role":"consent","part":"purpose"},{"column":"state","role":"consent","part":"state","values":{"given":"given"},"dated":"recorded_at"},{"column":"recorded_at","role":"time"}]}',
      ) as never;
      const { engine, answer } = await afterRestore(folder, async (before) => {
        await before.call('intake.import', { file, mapping });
        await withdraw(before, 'LATE-1');
      });
      expect(answer.lost.waiting).toBe(1);
      await engine.call('intake.import', { file, mapping });
      expect(await standing(engine, 'LATE-1')).toBe('WITHDRAWN');
      expect(await engine.call('release.lost', {})).toEqual({ releases: 0, files: 0, waiting: 0 });
      engine.close();
    }));

  it('a release since holds every other until the officer acknowledges it', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await openShop(folder, 600);
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      await engine.call('segment.define', {
        lens: LENS,
        name: 'Gold',
        rule: { op: 'compare', field: 'profile.plan', is: '=', value: 'gold' },
      });
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      const release = (on: Engine, name: string) =>
        on.call('release.write', {
          lens: LENS,
          export: { name, targets: ['sqlite'] },
          folder: join(folder, name),
        });
      await release(engine, 'first');
      engine.close();
      const { engine: back, answer } = await restore(file, vault);
      expect(answer.lost).toMatchObject({ releases: 1 });
      const held = await failure(release(back, 'second'));
      expect(held).toMatchObject({ code: 'PRIVACY_REFUSED' });
      expect(held.next).toContain('acknowledge');
      await back.call('officer.enter', { passphrase: PASSPHRASE });
      await back.call('release.acknowledge', { reason: 'the recipients were told' });
      await release(back, 'second');
      expect(await failed(back)).toEqual([]);
      back.close();
    }));

  it('a journal line that was altered counts for nothing and shows', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await withdraw(engine, customerOf(1));
      engine.close();
      const journal = join(vault, 'keys.acts.jsonl');
      const text = readFileSync(journal, 'utf8');
      writeFileSync(journal, `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}`);
      const back = await opened(vault);
      expect(await failed(back)).toEqual(['acts since a backup']);
      back.close();
    }));
});

describe('the officer and a restore', () => {
  it('a wrong passphrase is on the record of the vault that opens next', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('officer.appoint', { passphrase: OFFICER });
      await engine.call('officer.enter', { passphrase: OFFICER });
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      engine.close();
      const wrong = createEngine().call('vault.restore', {
        file,
        path: vault,
        passphrase: PASSPHRASE,
        officer: 'not the passphrase at all',
        replace: true,
      });
      expect((await failure(wrong)).code).toBe('PASSPHRASE_WRONG');
      const after = await opened(vault);
      const refused = (await after.call('audit.log', {})).filter(({ action }) => action === 'officer.refuse');
      expect(refused).toHaveLength(1);
      after.close();
      const { engine: back } = await restore(file, vault, OFFICER);
      const acts = (await back.call('audit.log', {})).map(({ action }) => action);
      expect(acts.filter((action) => action === 'officer.refuse')).toHaveLength(1);
      expect(await failed(back)).toEqual([]);
      back.close();
    }));

  it('one who was let go since does not lock the vault; a keystore without the entry still does', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('officer.appoint', { passphrase: OFFICER });
      await engine.call('officer.enter', { passphrase: OFFICER });
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      const keys = join(vault, 'keys.json');
      const { officers: _, ...without } = JSON.parse(readFileSync(keys, 'utf8')) as { officers: unknown };
      const appointed = readFileSync(keys, 'utf8');
      engine.close();
      writeFileSync(keys, JSON.stringify(without));
      const stripped = createEngine().call('vault.restore', {
        file,
        path: vault,
        passphrase: PASSPHRASE,
        officer: OFFICER,
        replace: true,
      });
      expect((await failure(stripped)).code).toBe('VAULT_DAMAGED');
      writeFileSync(keys, appointed);
      const still = await opened(vault);
      await still.call('officer.enter', { passphrase: OFFICER });
      await still.call('officer.dismiss', {});
      still.close();
      const { engine: back } = await restore(file, vault);
      expect((await back.call('officer.status', {})).officer).toBeNull();
      await back.call('officer.enter', { passphrase: PASSPHRASE });
      await back.call('vault.backup', { file: join(folder, 'again.db') });
      expect(await failed(back)).toEqual([]);
      back.close();
      rmSync(file);
    }));
});
