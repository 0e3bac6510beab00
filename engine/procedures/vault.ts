/** Making, opening and looking at a vault; the state of every protection. */
import { statSync } from 'node:fs';
import type { CheckAnswer, SourceInfo, VaultStatus } from '../../shared/contract/answers.ts';
import { KINDS } from '../../shared/vocabulary.ts';
import { recordAct, verifyAudit } from '../audit/audit.ts';
import { listColumns } from '../columns/columns.ts';
import { countPeople } from '../privacy/people.ts';
import { protections } from '../vault/database.ts';
import { createVault, openVault, type Vault } from '../vault/vault.ts';
import { KDF_FLOOR } from '../vault/wrapping.ts';
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

const ownerOnly = (path: string): boolean => (statSync(path).mode & 0o077) === 0;

const doctor = (vault: Vault): CheckAnswer[] => {
  const now = protections(vault.db);
  const { kdf } = vault.keys;
  const check = (name: string, passed: boolean, detail: string): CheckAnswer => ({
    check: name,
    passed,
    detail,
  });
  const windows = process.platform === 'win32';
  const audit = verifyAudit(vault);
  return [
    check(
      'cipher',
      ['aegis', 'sqlcipher'].includes(String(now.cipher)),
      `${now.cipher}, every page authenticated`,
    ),
    check(
      'temporary data',
      now.temp_store === 2,
      'sorting and grouping stay in memory (temp_store = MEMORY)',
    ),
    check('deleted content', now.secure_delete === 1, 'is overwritten (secure_delete = ON)'),
    check('schema', now.trusted_schema === 0, 'functions in the schema are not trusted'),
    check(
      'passphrase',
      kdf.m >= KDF_FLOOR.m && kdf.t >= KDF_FLOOR.t,
      `Argon2id, ${kdf.m / 1024} MiB, ${kdf.t} passes`,
    ),
    check(
      'keystore',
      windows || ownerOnly(vault.keystorePath),
      windows ? 'protected by the folder’s access list' : 'readable by its owner alone',
    ),
    check(
      'audit log',
      audit.ok,
      audit.ok
        ? `${audit.entries} ${audit.entries === 1 ? 'entry' : 'entries'}, chain and signed head hold`
        : audit.faults[0].text,
    ),
    ...safekeepingChecks(vault),
    check('network', true, 'no part of the engine opens a connection; a test of the imports checks it'),
  ];
};

export const vaultHandlers: Handlers<
  'vault.create' | 'vault.open' | 'vault.close' | 'vault.status' | 'vault.doctor'
> = {
  'vault.create': async ({ path, passphrase, keystore, cipher }, session) => {
    const vault = await createVault(path, passphrase, {
      ...(keystore === undefined ? {} : { keystore }),
      ...(cipher === undefined ? {} : { cipher }),
      begin: (made) =>
        recordAct(made, () => ({
          result: null,
          act: { action: 'vault.create', details: { cipher: made.keys.cipher, kdf: made.keys.kdf } },
        })),
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
  'vault.doctor': (_, session) => doctor(session.vault()),
};
