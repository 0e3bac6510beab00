/** Backup and restore of a vault, and the search for values that must not be in it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import type { ScanAnswer } from '../../shared/contract/subjects.ts';
import { CloisterError } from '../../shared/errors.ts';
import { DAY } from '../../shared/vocabulary.ts';
import { type Actor, actAs } from '../audit/actor.ts';
import { rememberOfficer } from '../audit/appointment.ts';
import { now, recordAct } from '../audit/audit.ts';
import { countPeople } from '../privacy/people.ts';
import { appendAct, readActs } from '../privacy/subjects/acts-journal.ts';
import { lostSince, settleActs } from '../privacy/subjects/repeat.ts';
import { countHits, needlesOf } from '../privacy/subjects/residue.ts';
import { compareJournal, settleErasures } from '../privacy/subjects/settle.ts';
import { BACKUP_DAYS, copyKeystore, inspectBackup, placeBackup, writeBackup } from '../vault/backup.ts';
import { cutLog } from '../vault/compact.ts';
import { withImage } from '../vault/image.ts';
import { type Keys, openKeystore, readKeystore, wipeKeys } from '../vault/keystore.ts';
import { fingerprintOf, openOfficer } from '../vault/officer.ts';
import { outsideVault } from '../vault/outside.ts';
import { openVault, type Vault, vaultFolder } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { settleKeyChange } from './key-changes.ts';

const LAST_BACKUP = 'lastBackup';

const daysSince = (time: number): number => Math.floor((now() - time) / DAY);

/** What `doctor` says of erasures, the journal and backups. */
export const safekeepingChecks = (vault: Vault): CheckAnswer[] => {
  const { onlyJournal, onlyVault, broken, known } = compareJournal(vault);
  const open = vault.db.prepare("SELECT count(*) FROM erasure WHERE stage <> 'done'").pluck().get() as number;
  const journal = readActs(vault);
  const { releases, files, waiting } = lostSince(vault.db);
  const agrees = onlyJournal.length + onlyVault.length + broken + open === 0;
  const last = vault.db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(LAST_BACKUP) as
    | number
    | undefined;
  const days = last === undefined ? null : daysSince(last);
  return [
    {
      check: 'erasures',
      passed: agrees,
      detail: agrees
        ? known === 0
          ? 'nobody was erased'
          : 'suppression list and erasure journal agree, and every erasure has its certificate'
        : `${open} unfinished; ${onlyJournal.length + onlyVault.length} marks stand in only one of suppression list and journal; ${broken} lines of the journal do not hold`,
    },
    {
      check: 'acts since a backup',
      passed: journal.broken + releases + files === 0,
      detail:
        journal.broken + releases + files === 0
          ? `the journal beside the keystore holds ${journal.acts.length} ${journal.acts.length === 1 ? 'act' : 'acts'} that a restore does again${waiting === 0 ? '' : `; ${waiting} wait for a person who is not here yet`}`
          : `${releases} releases and ${files} files with refusals are not in this database, and nothing is released until an officer says so; ${journal.broken} lines of the journal do not hold`,
    },
    {
      check: 'backups',
      passed: days === null || days <= BACKUP_DAYS,
      detail:
        days === null
          ? 'none was made by this vault; one that is older than 90 days is not restored without asking'
          : `the newest is ${days} days old; destroy those older than ${BACKUP_DAYS} days, they outlive erasures`,
    },
  ];
};

/** What was done when a vault was opened: people erased again, acts done again. */
export type Settled = { erasures: number; acts: number };

/** Finishes what an earlier owner was killed in, before anybody looks into the vault. */
export const settle = async (vault: Vault, tell: (step: string, done: number) => void): Promise<Settled> => {
  try {
    await settleKeyChange(vault);
    const erasures = await settleErasures(vault, tell);
    return { erasures, acts: await settleActs(vault) };
  } catch (error) {
    vault.close();
    throw error;
  }
};

const needleLines = (path: string): Buffer[] =>
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'utf8'));

/** Files of a vault: its folder, and its keystore with what lies beside it under the same name. */
const filesOf = ({ folder, keystorePath }: Vault): string[] => {
  const own = readdirSync(folder).map((name) => join(folder, name));
  const stem = basename(keystorePath).replace(/\.json$/, '');
  const beside = readdirSync(dirname(keystorePath))
    .filter((name) => name.startsWith(stem))
    .map((name) => join(dirname(keystorePath), name));
  return [...new Set([...own, ...beside])].filter((path) => statSync(path).isFile()).sort();
};

const scan = (vault: Vault, path: string): ScanAnswer => {
  const values = needleLines(resolve(path));
  const needles = needlesOf(vault.keys, values);
  if (needles.length === 0)
    throw new CloisterError(
      'INPUT_EMPTY',
      'The file holds nothing to look for: one value a line, of four bytes or more.',
      'Write the values you want to be sure of, one a line.',
    );
  cutLog(vault);
  const places: ScanAnswer['places'] = [
    withImage(vault.db, (image) => ({
      place: 'the decrypted database',
      bytes: image.length,
      hits: countHits(vault.keys, needles, image),
    })),
    ...filesOf(vault).map((file) => {
      const content = readFileSync(file);
      return { place: basename(file), bytes: content.length, hits: countHits(vault.keys, needles, content) };
    }),
  ];
  return { needles: needles.length, places, hits: places.reduce((sum, { hits }) => sum + hits, 0) };
};

/**
 * Who may put an older database into place: the officer, where one is appointed. The keystore knows of the appointment
 * whatever the backup says, and the journal of acts knows of a dismissal; a wrong passphrase is recorded with the next
 * opening.
 * @returns the public key of the officer; null where there is none since the last was let go; undefined where nothing says
 * @throws CloisterError OFFICER_NEEDED, PASSPHRASE_WRONG; VAULT_DAMAGED where the entry of the officer is gone
 */
const requireRestorer = async (
  keystores: readonly string[],
  keys: Keys,
  passphrase: string | undefined,
): Promise<string | null | undefined> => {
  const [first] = keystores;
  const places = [...new Set(keystores)].filter((place) => existsSync(place));
  const said = places
    .flatMap((keystorePath) => readActs({ keystorePath, keys }).acts)
    .sort((a, b) => a.at - b.at)
    .findLast((act) => act.kind === 'officer');
  const found = places.flatMap((place) => {
    const entry = readKeystore(place).officers?.at(-1);
    return entry === undefined ? [] : [{ place, officer: entry.public }];
  });
  if (found.length === 0 && (said === undefined || said.public === null)) return said?.public;
  if (passphrase === undefined)
    throw new CloisterError(
      'OFFICER_NEEDED',
      'This needs the privacy officer’s passphrase.',
      'Restoring an older database is the officer’s decision: set CLOISTER_OFFICER_PASSPHRASE or name a file with --officer-passphrase-file.',
    );
  const { place, officer } = found[0] ?? { place: first, officer: said?.public ?? '' };
  try {
    await openOfficer(place, keys, passphrase, officer);
  } catch (error) {
    if (error instanceof CloisterError && error.code === 'PASSPHRASE_WRONG')
      appendAct({ keystorePath: first, keys }, { kind: 'refused' });
    throw error;
  }
  return officer;
};

export const safekeepingHandlers: Handlers<'vault.backup' | 'vault.restore' | 'vault.scan'> = {
  'vault.backup': async ({ file, keystore }, session, run) => {
    const vault = session.vault();
    const path = outsideVault(file, vault.keystorePath);
    const keys = `${path}.keys.json`;
    if (keystore && existsSync(keys))
      throw new CloisterError(
        'FOLDER_NOT_WRITABLE',
        `There already is something at ${keys}. Nothing was changed.`,
        'Choose another name for the backup.',
      );
    run.progress('Copying the pages', 0, 1, 'files');
    const written = writeBackup(vault.db, path);
    if (keystore) copyKeystore(vault.keystorePath, keys);
    await recordAct(vault, (db) => {
      db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(LAST_BACKUP, now());
      return {
        result: null,
        act: {
          action: 'vault.backup',
          object: basename(path),
          details: { sha256: written.sha256, keystore },
        },
      };
    });
    run.progress('Copying the pages', 1, 1, 'files');
    return { file: path, ...written, keystore: keystore ? keys : null };
  },

  'vault.restore': async ({ file, path, passphrase, officer, keystore, replace, old }, session, run) => {
    const backup = resolve(file);
    if (!existsSync(backup))
      throw new CloisterError('INPUT_MISSING', `There is no backup at ${backup}.`, 'Check the path.');
    const folder = vaultFolder(path);
    const given = [keystore, join(folder, 'keys.json'), `${backup}.keys.json`].find(
      (place) => place !== undefined && existsSync(place),
    );
    if (given === undefined)
      throw new CloisterError(
        'VAULT_MISSING',
        'There is no keystore for this backup: without it nobody can read it.',
        'Put keys.json, and keys.erasures.jsonl if there is one, into the folder of the vault, or name its place with --keystore.',
      );
    session.setVault(null);
    run.progress('Checking the backup', 0, 3, 'steps');
    const keys = await openKeystore(given, passphrase);
    const appointed = await requireRestorer([given, join(folder, 'keys.json')], keys, officer);
    const { state } = inspectBackup(backup, keys);
    wipeKeys(keys);
    const days = daysSince(Date.parse(state));
    if (days > BACKUP_DAYS && !old)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `The backup is ${days} days old; the limit is ${BACKUP_DAYS} (rule: backups outlive erasures and withdrawals).`,
        'Use a newer one; or restore it all the same with --old, and import newer files and withdrawals at once.',
      );
    run.progress('Putting it into place', 1, 3, 'steps');
    placeBackup(backup, folder, replace);
    if (given.endsWith('.keys.json') && !existsSync(join(folder, 'keys.json')) && keystore === undefined)
      copyKeystore(given, join(folder, 'keys.json'));
    const vault = await openVault(folder, passphrase, keystore === undefined ? {} : { keystore });
    run.progress('Repeating erasures', 2, 3, 'steps');
    const { erasures: erasuresReplayed, acts: actsRepeated } = await settle(vault, () => run.check());
    const lost = lostSince(vault.db);
    session.setVault(vault);
    const actor: Actor =
      appointed == null ? { role: 'analyst' } : { role: 'officer', key: fingerprintOf(appointed) };
    await actAs(actor, () =>
      recordAct(vault, (db) => {
        // An older database may remember an earlier officer, or none.
        if (appointed !== undefined) rememberOfficer(db, appointed);
        return {
          result: null,
          act: {
            action: 'vault.restore',
            object: basename(backup),
            counts: { erasuresReplayed },
            details: { state, days, actsRepeated, ...lost },
          },
        };
      }),
    );
    run.progress('Repeating erasures', 3, 3, 'steps');
    return { folder, state, days, erasuresReplayed, actsRepeated, lost, people: countPeople(vault.reader) };
  },

  'vault.scan': ({ needles }, session) => scan(session.vault(), needles),
};
