/** The right to act as privacy officer, and the key it stands on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { createVault } from '../../../engine/vault/vault.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder } from '../vault/fixture.ts';

const OFFICER = 'the officer has another one';
const NEXT = 'and a later officer a third';

/** An engine with a fresh, cheap vault open. */
const withEngine = (work: (engine: Engine, vault: string) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const path = join(folder, 'v.cloister');
    (await createVault(path, PASSPHRASE, CHEAP)).close();
    const engine = createEngine();
    try {
      await engine.call('vault.open', { path, passphrase: PASSPHRASE });
      await work(engine, path);
    } finally {
      engine.close();
    }
  });
const appoint = async (engine: Engine): Promise<void> => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  await engine.call('officer.appoint', { passphrase: OFFICER });
};
const acts = async (engine: Engine) =>
  (await engine.call('audit.log', {})).map(({ role, action }) => `${role} ${action}`);

afterEach(() => vi.useRealTimers());

describe('the officer’s right', () => {
  it('is needed for an officer’s act, and refused with words and exit status 3', async () => {
    await withEngine(async (engine) => {
      const refused = engine.call('officer.appoint', { passphrase: OFFICER });
      await expect(refused).rejects.toMatchObject({
        code: 'OFFICER_NEEDED',
        message: 'This needs the privacy officer’s passphrase.',
      });
      expect(await engine.call('officer.status', {})).toEqual({
        officer: null,
        since: null,
        acting: false,
        secondsLeft: 0,
      });
    });
  });

  it('needs an open vault first', async () => {
    expect(await codeOf(() => createEngine().call('officer.dismiss', {}))).toBe('VAULT_LOCKED');
  });

  it('comes with the passphrase of the vault while no officer is appointed, and not after', async () => {
    await withEngine(async (engine) => {
      expect(await codeOf(() => engine.call('officer.enter', { passphrase: OFFICER }))).toBe(
        'PASSPHRASE_WRONG',
      );
      await appoint(engine);
      expect((await engine.call('officer.status', {})).acting).toBe(false);
      expect(await codeOf(() => engine.call('officer.enter', { passphrase: PASSPHRASE }))).toBe(
        'PASSPHRASE_WRONG',
      );
      const status = await engine.call('officer.enter', { passphrase: OFFICER });
      expect(status).toMatchObject({ acting: true, secondsLeft: 600 });
      expect(status.officer).toMatch(/^[0-9a-f]{16}$/);
      expect(await acts(engine)).toEqual([
        'analyst officer.refuse',
        'analyst officer.enter',
        'officer keys.prepare',
        'officer officer.appoint',
        'analyst officer.refuse',
        'analyst officer.enter',
      ]);
      expect((await engine.call('audit.verify', {})).ok).toBe(true);
    });
  });

  it('ends when it is given back, when the vault is locked, and after ten minutes without an act', async () => {
    await withEngine(async (engine, path) => {
      const acting = async () => (await engine.call('officer.status', {})).acting;
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      vi.advanceTimersByTime(599_000);
      expect(await acting()).toBe(true);
      vi.advanceTimersByTime(1_000);
      expect(await acting()).toBe(false);

      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      vi.setSystemTime(Date.now() + 3_600_000);
      expect(await acting(), 'after a computer slept').toBe(false);

      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      expect((await engine.call('officer.leave', {})).acting).toBe(false);
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      await engine.call('vault.close', {});
      await engine.call('vault.open', { path, passphrase: PASSPHRASE });
      expect(await acting()).toBe(false);
    });
  });

  it('is kept alive by acts, not by looking', async () => {
    await withEngine(async (engine) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      vi.advanceTimersByTime(400_000);
      await engine.call('vault.status', {});
      expect((await engine.call('officer.status', {})).secondsLeft).toBe(200);
      await engine.call('segment.remove', { id: 'none' }).catch(() => undefined);
      expect((await engine.call('officer.status', {})).secondsLeft).toBe(600);
    });
  });
});

describe('the officer’s key', () => {
  it('cannot be taken out of the keystore or swapped to get round it', async () => {
    await withEngine(async (engine, path) => {
      await appoint(engine);
      const keystore = join(path, 'keys.json');
      const whole = readFileSync(keystore, 'utf8');
      const file = JSON.parse(whole) as { officers: { public: string; wrapped: { ct: string } }[] };
      expect(file.officers).toHaveLength(1);
      const enter = (passphrase: string) => codeOf(() => engine.call('officer.enter', { passphrase }));

      writeFileSync(keystore, JSON.stringify({ ...file, officers: undefined }));
      expect(await enter(PASSPHRASE)).toBe('VAULT_DAMAGED');
      expect(await enter(OFFICER)).toBe('VAULT_DAMAGED');

      await withEngine(async (other, theirs) => {
        await other.call('officer.enter', { passphrase: PASSPHRASE });
        await other.call('officer.appoint', { passphrase: NEXT });
        const { officers } = JSON.parse(readFileSync(join(theirs, 'keys.json'), 'utf8')) as typeof file;
        writeFileSync(keystore, JSON.stringify({ ...file, officers }));
        expect(await enter(NEXT)).toBe('VAULT_DAMAGED');
        // Another's secret under the name of the appointed key.
        const [mine] = file.officers;
        writeFileSync(
          keystore,
          JSON.stringify({ ...file, officers: [{ ...officers[0], public: mine.public }] }),
        );
        expect(await enter(NEXT)).toBe('PASSPHRASE_WRONG');
      });
      writeFileSync(keystore, whole.replace(/"m": \d+/g, '"m": 8'));
      expect(await enter(OFFICER)).toBe('VAULT_DAMAGED');
      writeFileSync(keystore, whole);
      expect((await engine.call('officer.enter', { passphrase: OFFICER })).acting).toBe(true);
    });
  });

  it('is followed by another’s, and gone when the officer is let go', async () => {
    await withEngine(async (engine, path) => {
      await appoint(engine);
      expect(await codeOf(() => engine.call('officer.appoint', { passphrase: NEXT }))).toBe('OFFICER_NEEDED');
      const first = await engine.call('officer.enter', { passphrase: OFFICER });
      const second = await engine.call('officer.appoint', { passphrase: NEXT });
      expect(second.officer).not.toBe(first.officer);
      expect(await codeOf(() => engine.call('officer.enter', { passphrase: OFFICER }))).toBe(
        'PASSPHRASE_WRONG',
      );
      await engine.call('officer.enter', { passphrase: NEXT });
      expect(await engine.call('officer.dismiss', {})).toMatchObject({ officer: null, acting: false });
      expect(readFileSync(join(path, 'keys.json'), 'utf8')).not.toContain('officers');
      expect((await engine.call('officer.enter', { passphrase: PASSPHRASE })).acting).toBe(true);
      expect(await codeOf(() => engine.call('officer.dismiss', {}))).toBe('NOT_FOUND');
    });
  });

  it('needs a passphrase of its own length', async () => {
    await withEngine(async (engine) => {
      await engine.call('officer.enter', { passphrase: PASSPHRASE });
      expect(await codeOf(() => engine.call('officer.appoint', { passphrase: 'short' }))).toBe('USAGE');
    });
  });
});
