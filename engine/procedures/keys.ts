/** The keys of the open vault: their state, another passphrase, another database key, a new epoch, destroying them. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KeysStatus } from '../../shared/contract/keys.ts';
import { CloisterError } from '../../shared/errors.ts';
import { checkpoint, recordAct } from '../audit/audit.ts';
import { countPseudonyms } from '../privacy/identity/blocks.ts';
import { standIn } from '../vault/officer.ts';
import { copyKeystoreTo, forgetKeystore, requireFree } from '../vault/place.ts';
import { beginEpoch, changePassphrase, destroyEarlier, previousOf, type Roots } from '../vault/rotate.ts';
import { destroyVault, type Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { announce, changing, ended, forgetEpochs, rekey } from './key-changes.ts';

/** The state of the keys of a vault. */
export const keysStatus = (vault: Vault): KeysStatus => {
  const { keys, reader, keystorePath } = vault;
  const stored = new Map(countPseudonyms(reader));
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

const requireName = (vault: Vault, name: string): void => {
  if (name !== vault.name)
    throw new CloisterError(
      'USAGE',
      `The name of the vault was not given: it is ${vault.name}.`,
      'What is destroyed cannot be brought back; give the name exactly.',
    );
};

export const keysHandlers: Handlers<
  'keys.status' | 'keys.passphrase' | 'keys.rekey' | 'keys.epoch' | 'keys.shred' | 'keys.move'
> = {
  'keys.status': (_, session) => keysStatus(session.vault()),

  'keys.passphrase': async ({ passphrase, next }, session) => {
    const vault = session.vault();
    await changing(session.vault, 'keys.passphrase', '', async (ready) => {
      await changePassphrase(vault.keystorePath, passphrase, next, ready);
      await recordAct(vault, (db) => {
        ended(db);
        return { result: null, act: { action: 'keys.passphrase' } };
      });
    });
    return keysStatus(vault);
  },

  'keys.rekey': async ({ passphrase }, session) => {
    // The vault is closed while it is encrypted anew: the passphrase is proved before.
    await standIn(session.vault().keystorePath, passphrase);
    await rekey(session.vault, passphrase, session.setVault);
    const vault = session.vault();
    await recordAct(vault, (db) => {
      ended(db);
      return { result: null, act: { action: 'keys.rekey' } };
    });
    return keysStatus(vault);
  },

  'keys.epoch': async ({ passphrase }, session) => {
    const vault = session.vault();
    await changing(session.vault, 'keys.epoch', '', async (ready) => {
      takeRoots(vault, await beginEpoch(vault.keystorePath, passphrase, true, ready));
      await recordAct(vault, (db) => {
        ended(db);
        return { result: null, act: { action: 'keys.epoch', details: { epoch: vault.keys.epoch } } };
      });
    });
    return keysStatus(vault);
  },

  'keys.move': async ({ passphrase, to }, session) => {
    const vault = session.vault();
    const from = vault.keystorePath;
    const place = requireFree(from, to ?? join(vault.folder, 'keys.json'));
    await standIn(from, passphrase);
    await changing(session.vault, 'keys.move', place, async (ready) => {
      await ready();
      copyKeystoreTo(vault.folder, from, place);
      vault.keystorePath = place;
      forgetKeystore(from);
      await recordAct(vault, (db) => {
        ended(db);
        const inside = dirname(place) === vault.folder;
        return {
          result: null,
          act: { action: 'keys.move', details: { to: inside ? 'the vault' : 'elsewhere' } },
        };
      });
    });
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
    if (what === 'vault') await standIn(vault.keystorePath, passphrase);
    const pseudonyms = await changing(session.vault, 'keys.shred', what, async (ready) => {
      if (what === 'earlier') {
        await destroyEarlier(vault.keystorePath, passphrase, ready);
        for (const { root } of vault.keys.earlier) root.fill(0);
        vault.keys.earlier = [];
      } else if (what === 'pseudonyms')
        takeRoots(vault, await beginEpoch(vault.keystorePath, passphrase, false, ready));
      return recordAct(vault, (db) => {
        const removed = what === 'vault' ? 0 : forgetEpochs(db, vault.keys.epoch);
        // The record goes with the vault; if it is still there at the next opening, the vault was not destroyed.
        if (what === 'vault') announce(vault, db, 'keys.shred', what);
        else ended(db);
        return {
          result: removed,
          act: {
            action: 'keys.shred',
            object: what,
            details: { pseudonyms: removed, epoch: vault.keys.epoch },
          },
        };
      });
    });
    const answer = { destroyed: what, pseudonyms, checkpoint: JSON.stringify(checkpoint(vault)) };
    if (what === 'vault') {
      session.setVault(null);
      destroyVault(vault);
    }
    return answer;
  },
};
