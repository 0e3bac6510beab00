/** Attacks by going back: an older database must give nobody the officer's right, and consent only the officer may undo. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { copyShop, opened, PASSPHRASE } from '../engine/subjects/shop.ts';
import { withFolder } from '../engine/vault/fixture.ts';
import { failure } from '../faults/vault.ts';

const OFFICER = 'the word of the officer';

/** A shop with a backup, and a plain copy of its database, from before an officer was appointed. */
const appointedShop = async (folder: string) => {
  const { engine, vault } = await copyShop(folder);
  const file = join(folder, 'before.db');
  await engine.call('vault.backup', { file });
  engine.close();
  cpSync(join(vault, 'data.db'), join(folder, 'stolen.db'));
  const later = await opened(vault);
  await later.call('officer.enter', { passphrase: PASSPHRASE });
  await later.call('officer.appoint', { passphrase: OFFICER });
  later.close();
  return { vault, file };
};

describe('an older database', () => {
  it('is restored by the officer alone, and knows the officer afterwards', () =>
    withFolder(async (folder) => {
      const { vault, file } = await appointedShop(folder);
      const engine = createEngine();
      const restore = (officer?: string) =>
        engine.call('vault.restore', {
          file,
          path: vault,
          passphrase: PASSPHRASE,
          replace: true,
          ...(officer === undefined ? {} : { officer }),
        });
      expect((await failure(restore())).code).toBe('OFFICER_NEEDED');
      expect((await failure(restore(PASSPHRASE))).code).toBe('PASSPHRASE_WRONG');
      await restore(OFFICER);
      expect(await engine.call('release.approval', {})).toEqual({ needed: true, from: 'officer' });
      expect((await failure(engine.call('officer.enter', { passphrase: PASSPHRASE }))).code).toBe(
        'PASSPHRASE_WRONG',
      );
      const [act] = await engine.call('audit.log', { action: 'vault.restore' });
      expect(act).toMatchObject({ role: 'officer' });
      engine.close();
    }));

  it('that is copied into place by hand does not give the right back to the passphrase of the vault', () =>
    withFolder(async (folder) => {
      const { vault } = await appointedShop(folder);
      cpSync(join(folder, 'stolen.db'), join(vault, 'data.db'));
      const engine = createEngine();
      await engine.call('vault.open', { path: vault, passphrase: PASSPHRASE });
      expect(await engine.call('release.approval', {})).toEqual({ needed: true, from: 'officer' });
      expect((await failure(engine.call('officer.enter', { passphrase: PASSPHRASE }))).code).toBe(
        'PASSPHRASE_WRONG',
      );
      await engine.call('officer.enter', { passphrase: OFFICER });
      await engine.call('officer.dismiss', {});
      expect(await engine.call('officer.status', {})).toMatchObject({ officer: null });
      engine.close();
    }));
});
