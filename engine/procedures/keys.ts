/** The keys of the open vault: their state, another passphrase, another database key, a new epoch, destroying them. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KeysStatus } from '../../shared/contract/keys.ts';
import { CloisterError } from '../../shared/errors.ts';
import { checkpoint, recordAct } from '../audit/audit.ts';
import type { Connection } from '../vault/database.ts';
import { standIn } from '../vault/officer.ts';
import { beginEpoch, changePassphrase, destroyEarlier, previousOf, type Roots } from '../vault/rotate.ts';
import { destroyVault, rekeyVault, type Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';

/** The state of the keys of a vault. */
export const keysStatus = (vault: Vault): KeysStatus => {
  const { keys, reader, keystorePath } = vault;
  const stored = new Map(
    reader.prepare('SELECT epoch, count(*) FROM pseudonym GROUP BY epoch').raw().all() as [number, number][],
  );
  const held = new Set([keys.epoch, ...keys.earlier.map(({ epoch }) => epoch)]);
  const { m, t, p } = keys.kdf;
  return {
    keystore: keystorePath,
    inVault: dirname(keystorePath) === vault.folder,
    cipher: keys.cipher,
    kdf: { m, t, p },
    epoch: keys.epoch,
    epochs: [...new Set([...stored.keys(), ...held])]
      .sort((a, b) => a - b)
      .map((epoch) => ({ epoch, held: held.has(epoch), pseudonyms: stored.get(epoch) ?? 0 })),
    previous: existsSync(previousOf(keystorePath)),
  };
};

/** Takes new roots into the keys of the open vault and forgets those it had. */
const takeRoots = (vault: Vault, roots: Roots): void => {
  const { keys } = vault;
  for (const root of [keys.pseudonym, ...keys.earlier.map((one) => one.root)]) root.fill(0);
  keys.pseudonym = Buffer.from(roots.pseudonym);
  keys.epoch = roots.epoch;
  keys.earlier = roots.earlier;
};

const forgetEpochs = (db: Connection, below: number): number =>
  db.prepare('DELETE FROM pseudonym WHERE epoch < ?').run(below).changes;

const requireName = (vault: Vault, name: string): void => {
  if (name !== vault.name)
    throw new CloisterError(
      'USAGE',
      `The name of the vault was not given: it is ${vault.name}.`,
      'What is destroyed cannot be brought back; give the name exactly.',
    );
};

export const keysHandlers: Handlers<
  'keys.status' | 'keys.passphrase' | 'keys.rekey' | 'keys.epoch' | 'keys.shred'
> = {
  'keys.status': (_, session) => keysStatus(session.vault()),

  'keys.passphrase': async ({ passphrase, next }, session) => {
    const vault = session.vault();
    await recordAct(vault, async () => {
      await changePassphrase(vault.keystorePath, passphrase, next);
      return { result: null, act: { action: 'keys.passphrase' } };
    });
    return keysStatus(vault);
  },

  'keys.rekey': async ({ passphrase }, session) => {
    await rekeyVault(session.vault(), passphrase, session.setVault);
    const vault = session.vault();
    await recordAct(vault, () => ({ result: null, act: { action: 'keys.rekey' } }));
    return keysStatus(vault);
  },

  'keys.epoch': async ({ passphrase }, session) => {
    const vault = session.vault();
    const roots = await beginEpoch(vault.keystorePath, passphrase, true);
    takeRoots(vault, roots);
    await recordAct(vault, () => ({
      result: null,
      act: { action: 'keys.epoch', details: { epoch: roots.epoch } },
    }));
    return keysStatus(vault);
  },

  'keys.shred': async ({ passphrase, what, name }, session) => {
    const vault = session.vault();
    requireName(vault, name);
    if (what === 'earlier' && vault.keys.earlier.length === 0)
      throw new CloisterError(
        'NOT_FOUND',
        'There is no earlier epoch: every pseudonym belongs to the one that is written now.',
        'Begin a new epoch first, or destroy all pseudonyms.',
      );
    // The passphrase is proved before anything is removed; the keys go first, because they are what matters.
    if (what === 'earlier') {
      await destroyEarlier(vault.keystorePath, passphrase);
      for (const { root } of vault.keys.earlier) root.fill(0);
      vault.keys.earlier = [];
    } else if (what === 'pseudonyms')
      takeRoots(vault, await beginEpoch(vault.keystorePath, passphrase, false));
    else await standIn(vault.keystorePath, passphrase);
    const pseudonyms = await recordAct(vault, (db) => {
      const removed = what === 'vault' ? 0 : forgetEpochs(db, vault.keys.epoch);
      return {
        result: removed,
        act: {
          action: 'keys.shred',
          object: what,
          details: { pseudonyms: removed, epoch: vault.keys.epoch },
        },
      };
    });
    const answer = { destroyed: what, pseudonyms, checkpoint: JSON.stringify(checkpoint(vault)) };
    if (what === 'vault') {
      session.setVault(null);
      destroyVault(vault);
    }
    return answer;
  },
};
