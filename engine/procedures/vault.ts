/** Making, opening and looking at a vault. */
import type { SourceInfo, VaultStatus } from '../../shared/contract/answers.ts';
import { KINDS } from '../../shared/vocabulary.ts';
import { recordAct } from '../audit/audit.ts';
import { listColumns } from '../columns/columns.ts';
import { countPeople } from '../privacy/people.ts';
import { createVault, openVault, type Vault, type VaultOptions } from '../vault/vault.ts';
import { doctor } from './doctor.ts';
import type { Handlers } from './handler.ts';
import { safekeepingChecks, settle } from './safekeeping.ts';

type SourceRow = Omit<SourceInfo, 'sha256' | 'importedAt'> & { sha256: Buffer; imported_at: number };

/** Sources in the order of import. */
export const listSources = (vault: Vault): SourceInfo[] =>
  (
    vault.reader
      .prepare(
        `SELECT id, name, kind, sha256, bytes, records, accepted, rejected, duplicates, imported_at
         FROM source ORDER BY id`,
      )
      .all() as SourceRow[]
  ).map(({ sha256, imported_at, ...row }) => ({
    ...row,
    sha256: sha256.toString('hex'),
    importedAt: imported_at,
  }));

const statusOf = (vault: Vault): VaultStatus => ({
  name: vault.name,
  folder: vault.folder,
  people: countPeople(vault.reader),
  sources: listSources(vault),
  columns: KINDS.flatMap((kind) =>
    listColumns(vault.reader, kind)
      .filter(({ type }) => type !== 'person')
      .map(({ name, label, type, role, class: privacyClass }) => ({
        kind,
        name,
        label,
        type,
        role,
        class: privacyClass,
      })),
  ),
  schema: vault.reader.pragma('user_version', { simple: true }) as number,
});

/**
 * Makes a vault whose record begins with its making, and leaves it open.
 * @throws CloisterError as `createVault`
 */
export const makeVault = (path: string, passphrase: string, options: VaultOptions = {}): Promise<Vault> =>
  createVault(path, passphrase, {
    ...options,
    begin: (made) =>
      recordAct(made, () => ({
        result: null,
        act: { action: 'vault.create', details: { cipher: made.keys.cipher, kdf: made.keys.kdf } },
      })),
  });

export const vaultHandlers: Handlers<
  'vault.create' | 'vault.open' | 'vault.close' | 'vault.status' | 'vault.doctor'
> = {
  'vault.create': async ({ path, passphrase, keystore, cipher }, session) => {
    const vault = await makeVault(path, passphrase, {
      ...(keystore === undefined ? {} : { keystore }),
      ...(cipher === undefined ? {} : { cipher }),
    });
    session.setVault(vault);
    return statusOf(vault);
  },
  'vault.open': async ({ path, passphrase, keystore }, session, run) => {
    const vault = await openVault(path, passphrase, keystore === undefined ? {} : { keystore });
    await settle(vault, (step, done) => run.progress(step, done, 4, 'steps'));
    session.setVault(vault);
    return statusOf(vault);
  },
  'vault.close': (_, session) => {
    session.setVault(null);
    return null;
  },
  'vault.status': (_, session) => statusOf(session.vault()),
  'vault.doctor': (_, session) => doctor(session.vault(), safekeepingChecks(session.vault())),
};
