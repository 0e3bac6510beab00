/**
 * A change of keys is two steps that no transaction spans: keys.json is written anew, and the act is recorded. So it is
 * announced first: the vault remembers how the keys stood. Whoever opens the vault after a kill in between sees from the
 * keys whether the change took place, completes it or lets it be, and records which.
 */
import { createHash } from 'node:crypto';
import type { CheckAnswer } from '../../shared/contract/answers.ts';
import { rememberOfficer } from '../audit/appointment.ts';
import { recordAct } from '../audit/audit.ts';
import { countPseudonyms } from '../privacy/identity/blocks.ts';
import { journalAct } from '../privacy/subjects/acts-journal.ts';
import type { Connection } from '../vault/database.ts';
import { readKeystore, writeOfficers } from '../vault/keystore.ts';
import { forgetKeystore, undoMove } from '../vault/place.ts';
import { rekeyVault, type Vault } from '../vault/vault.ts';

export type KeyChange =
  | 'keys.passphrase'
  | 'keys.rekey'
  | 'keys.epoch'
  | 'keys.shred'
  | 'keys.move'
  | 'officer.appoint'
  | 'officer.dismiss';

type Pending = { action: KeyChange; object: string; before: string };

const PENDING = 'pendingKeys';

const pendingOf = (db: Connection): Pending | null => {
  const body = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(PENDING) as string | undefined;
  return body === undefined ? null : (JSON.parse(body) as Pending);
};

/** What a change changes, as it stands now. */
const stateOf = (vault: Vault, action: KeyChange, object: string): string => {
  const { keys, keystorePath } = vault;
  switch (action) {
    case 'keys.passphrase':
      return readKeystore(keystorePath).kdf.salt;
    case 'keys.rekey':
      return createHash('sha256').update('cloister|database key|').update(keys.database).digest('hex');
    case 'keys.epoch':
      return String(keys.epoch);
    case 'keys.shred':
      // The keys of the whole vault are here, or nobody could ask.
      return object === 'vault'
        ? 'held'
        : object === 'earlier'
          ? String(keys.earlier.length)
          : String(keys.epoch);
    case 'keys.move':
      return keystorePath;
    default:
      return (readKeystore(keystorePath).officers ?? []).map((entry) => entry.public).join(' ');
  }
};

/** Writes down that a change begins. The caller holds the transaction. */
export const announce = (vault: Vault, db: Connection, action: KeyChange, object = ''): void => {
  const pending: Pending = { action, object, before: stateOf(vault, action, object) };
  db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(PENDING, JSON.stringify(pending));
};

/** Writes down that a change has ended. The caller holds the transaction of its act. */
export const ended = (db: Connection): void => {
  db.prepare('DELETE FROM meta WHERE key = ?').run(PENDING);
};

/** Pseudonyms of the epochs before one: nobody can be recognised by them once their root is gone. */
export const forgetEpochs = (db: Connection, below: number): number => {
  const gone = countPseudonyms(db).reduce((sum, [epoch, count]) => (epoch < below ? sum + count : sum), 0);
  db.prepare('DELETE FROM pseudonym_block WHERE epoch < ?').run(below);
  return gone;
};

/** What belongs to a change besides the keystore. The caller holds the transaction. */
const complete = (vault: Vault, db: Connection, { action, before }: Pending): void => {
  if (action === 'keys.shred') forgetEpochs(db, vault.keys.epoch);
  else if (action === 'keys.move') forgetKeystore(before);
  else if (action === 'officer.appoint' || action === 'officer.dismiss') {
    const officer = readKeystore(vault.keystorePath).officers?.at(-1)?.public ?? null;
    rememberOfficer(db, officer);
    journalAct(vault, db, { kind: 'officer', public: officer });
  }
};

/**
 * Ends a change of keys that was announced and not recorded: completed where the keys show that it took place, undone
 * where they do not. Nothing is done, and nothing recorded, where none was announced.
 */
export const settleKeyChange = async (vault: Vault): Promise<void> => {
  const pending = pendingOf(vault.db);
  if (pending !== null) {
    const { action, object, before } = pending;
    const state = stateOf(vault, action, object);
    // A keystore was moved if it was opened where it was to go.
    const happened = action === 'keys.move' ? state === object : state !== before;
    if (action === 'keys.move' && state === before) undoMove(vault.folder, object);
    await recordAct(vault, (db) => {
      if (happened) complete(vault, db, pending);
      ended(db);
      const said = object === '' || action === 'keys.move' ? {} : { object };
      return {
        result: null,
        act: happened
          ? { action, ...said, details: { completed: 'at the next opening' } }
          : { action: 'keys.undo', object: action, details: { undone: 'at the next opening' } },
      };
    });
  }
  // An entry of an officer before the one the vault knows is of no use to anybody.
  const officers = readKeystore(vault.keystorePath).officers ?? [];
  if (officers.length > 1) writeOfficers(vault.keystorePath, officers.slice(-1));
};

/**
 * Does a change of keys that was announced: `work` calls `ready` when the passphrase is proved and before anything is
 * written. If it fails after that, what it left is settled at once.
 */
export const changing = async <T>(
  vault: () => Vault,
  action: KeyChange,
  object: string,
  work: (ready: () => Promise<void>) => Promise<T>,
): Promise<T> => {
  let announced = false;
  const ready = async (): Promise<void> => {
    await recordAct(vault(), (db) => {
      announce(vault(), db, action, object);
      return { result: null, act: { action: 'keys.prepare', object: action } };
    });
    announced = true;
  };
  try {
    return await work(ready);
  } catch (error) {
    if (announced) await settleKeyChange(vault());
    throw error;
  }
};

/** Encrypts the database of the open vault anew; whatever happens, the session holds a vault afterwards. */
export const rekey = (
  vault: () => Vault,
  passphrase: string,
  replace: (vault: Vault) => void,
): Promise<void> =>
  changing(vault, 'keys.rekey', '', async (ready) => {
    await ready();
    await rekeyVault(vault(), passphrase, replace);
  });

/** What `doctor` says of it. */
export const keyChangeCheck = (vault: Vault): CheckAnswer => {
  const pending = pendingOf(vault.db);
  return {
    check: 'changes of keys',
    passed: pending === null,
    detail:
      pending === null
        ? 'every change of the keystore is on the record'
        : `${pending.action} was announced and not recorded: close the vault and open it once`,
  };
};
