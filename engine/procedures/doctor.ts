/** The state of every protection of an open vault: asked of its connections, its files and its keys, not remembered. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import { appointment } from '../audit/appointment.ts';
import { verifyAudit } from '../audit/audit.ts';
import { type Connection, protections } from '../vault/database.ts';
import { CIPHERS, readKeystore } from '../vault/keystore.ts';
import { fingerprintOf } from '../vault/officer.ts';
import { previousOf } from '../vault/rotate.ts';
import type { Vault } from '../vault/vault.ts';
import { costProblem, KDF_FLOOR } from '../vault/wrapping.ts';
import { keyChangeCheck } from './key-changes.ts';
import { keysStatus } from './keys.ts';

const check = (name: string, passed: boolean, detail: string): CheckAnswer => ({
  check: name,
  passed,
  detail,
});

const ownerOnly = (path: string): boolean => (statSync(path).mode & 0o077) === 0;
const WINDOWS = process.platform === 'win32';

/** What both connections must say; a setting holds for one connection alone. */
const onBoth = ({ db, reader }: Vault, holds: (now: ReturnType<typeof protections>) => boolean): boolean =>
  [db, reader].every((connection: Connection) => holds(protections(connection)));

const databaseChecks = (vault: Vault): CheckAnswer[] => {
  const { cipher } = protections(vault.db);
  const statistics = vault.reader
    .prepare("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%' ORDER BY name")
    .pluck()
    .all() as string[];
  return [
    check(
      'cipher',
      onBoth(vault, (now) => CIPHERS.some((known) => known === now.cipher)),
      `${cipher}, every page encrypted and authenticated`,
    ),
    check(
      'temporary data',
      onBoth(vault, ({ temp_store }) => temp_store === 2),
      'sorting and grouping stay in memory (temp_store = MEMORY)',
    ),
    check(
      'deleted content',
      onBoth(vault, ({ secure_delete }) => secure_delete === 1),
      'is overwritten (secure_delete = ON)',
    ),
    check(
      'statistics',
      statistics.length === 0,
      statistics.length === 0
        ? 'no table keeps samples of values'
        : `${statistics.join(', ')} may keep values that were deleted`,
    ),
    check(
      'schema',
      onBoth(vault, ({ trusted_schema, cell_size_check }) => trusted_schema === 0 && cell_size_check === 1),
      'functions in the schema are not trusted, damaged cells are noticed',
    ),
  ];
};

/** Files of a vault, and what an interrupted act of ours may leave. Anything else was put there by somebody. */
const OURS =
  /^(data\.db(-wal|-shm)?|lock(-journal)?|keystore-place|keys\.(json(\.previous)?|(erasures|acts)\.jsonl|refusals\.bin|noise\.json))$/;

/** Most of them that are named. */
const NAMED = 5;

const keyChecks = (vault: Vault): CheckAnswer[] => {
  const { kdf } = vault.keys;
  const status = keysStatus(vault);
  const officer = appointment(vault);
  const entry = readKeystore(vault.keystorePath).officers?.find((one) => one.public === officer?.public);
  const known = (path: string): boolean =>
    path === vault.keystorePath || path === previousOf(vault.keystorePath);
  const others = readdirSync(vault.folder).filter(
    (name) => !OURS.test(name) && !known(join(vault.folder, name)),
  );
  const earlier = status.epochs.filter(({ epoch }) => epoch !== status.epoch);
  return [
    check(
      'passphrase',
      costProblem(kdf) === null,
      `Argon2id, ${kdf.m / 1024} MiB, ${kdf.t} passes; less than ${KDF_FLOOR.m / 1024} MiB, ${KDF_FLOOR.t} passes is refused`,
    ),
    check(
      'keystore',
      WINDOWS || ownerOnly(vault.keystorePath),
      `${basename(vault.keystorePath)} ${status.inVault ? 'in the folder of the vault' : `in ${dirname(vault.keystorePath)}`}, ${
        WINDOWS ? 'protected by the folder’s access list' : 'readable by its owner alone'
      }`,
    ),
    check(
      'old passphrase',
      !existsSync(previousOf(vault.keystorePath)),
      status.previous
        ? 'keys.json.previous still opens with it: close the vault and open it once'
        : 'no keystore of before is left beside this one',
    ),
    check(
      'pseudonyms',
      status.epochs.every(({ held, pseudonyms }) => held || pseudonyms === 0),
      `epoch ${status.epoch}${earlier.length === 0 ? ', the first' : `; earlier ones: ${earlier.map(({ epoch, held, pseudonyms }) => `${epoch} (${pseudonyms}${held ? '' : ', key destroyed'})`).join(', ')}`}`,
    ),
    check(
      'privacy officer',
      officer === null || entry !== undefined,
      officer === null
        ? 'none appointed: the passphrase of the vault stands in'
        : entry === undefined
          ? `the keystore does not hold the key ${fingerprintOf(officer.public)}`
          : `key ${fingerprintOf(officer.public)}, Argon2id, ${entry.kdf.m / 1024} MiB, ${entry.kdf.t} passes`,
    ),
    check(
      'keychain',
      true,
      'off unless asked for in the desktop window, vault by vault; a plain-text keychain is refused',
    ),
    check(
      'folder',
      WINDOWS || ownerOnly(vault.folder),
      !WINDOWS && !ownerOnly(vault.folder)
        ? 'other accounts of this computer can look into it; take their rights away (chmod 700)'
        : others.length === 0
          ? 'nothing but the vault lies in it'
          : `${others.length === 1 ? 'one file' : `${others.length} files`} in it that Cloister did not make: ${others.slice(0, NAMED).join(', ')}${others.length > NAMED ? ' …' : ''}`,
    ),
  ];
};

/** Every check of an open vault. */
export const doctor = (vault: Vault, more: readonly CheckAnswer[]): CheckAnswer[] => {
  const audit = verifyAudit(vault);
  return [
    ...databaseChecks(vault),
    ...keyChecks(vault),
    check(
      'audit log',
      audit.ok,
      audit.ok
        ? `${audit.entries} ${audit.entries === 1 ? 'entry' : 'entries'}, chain and signed head hold`
        : audit.faults[0].text,
    ),
    keyChangeCheck(vault),
    ...more,
    check('network', true, 'no part of the engine opens a connection; a test of the imports checks it'),
  ];
};
