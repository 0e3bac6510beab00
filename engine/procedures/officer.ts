/** Acting as privacy officer: the passphrase that gives the right, appointing an officer and letting them go. */
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import type { Connection } from '../vault/database.ts';
import { readKeystore, writeOfficers } from '../vault/keystore.ts';
import { fingerprintOf, makeOfficer, openOfficer, standIn } from '../vault/officer.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import type { Session } from './session.ts';

type Appointment = { public: string; since: number | null };

/**
 * The officer the vault knows; where it knows none, the one whose key is in the keystore, so that an older database
 * put in the place of this one does not give the right back to the passphrase of the vault. Null where neither has one.
 */
export const appointment = ({ reader, keystorePath }: Vault): Appointment | null => {
  const body = reader.prepare("SELECT value FROM meta WHERE key = 'officer'").pluck().get() as
    | string
    | undefined;
  if (body !== undefined) return JSON.parse(body) as Appointment;
  const entry = readKeystore(keystorePath).officers?.at(-1);
  return entry === undefined ? null : { public: entry.public, since: null };
};

/** Makes the vault remember the public half of the officer's key. The caller holds the transaction. */
export const rememberOfficer = (db: Connection, publicKey: string): void => {
  db.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES ('officer', ?)").run(
    JSON.stringify({ public: publicKey, since: now() }),
  );
};

const statusOf = (session: Session) => {
  const known = appointment(session.vault());
  return {
    officer: known === null ? null : fingerprintOf(known.public),
    since: known?.since == null ? null : new Date(known.since).toISOString(),
    acting: session.officer.holder() !== null,
    secondsLeft: session.officer.secondsLeft(),
  };
};

/** A wrong passphrase is on the record too: nobody tries words unseen. */
const recordRefusal = (vault: Vault): Promise<null> =>
  recordAct(vault, () => ({ result: null, act: { action: 'officer.refuse' } }));

export const officerHandlers: Handlers<
  'officer.status' | 'officer.enter' | 'officer.leave' | 'officer.appoint' | 'officer.dismiss'
> = {
  'officer.status': (_, session) => statusOf(session),

  'officer.enter': async ({ passphrase }, session) => {
    const vault = session.vault();
    const known = appointment(vault);
    try {
      session.officer.enter(
        known === null
          ? await standIn(vault.keystorePath, passphrase)
          : await openOfficer(vault.keystorePath, vault.keys, passphrase, known.public),
      );
    } catch (error) {
      if (error instanceof CloisterError && error.code === 'PASSPHRASE_WRONG') await recordRefusal(vault);
      throw error;
    }
    await recordAct(vault, () => ({
      result: null,
      act: {
        action: 'officer.enter',
        details: { key: known === null ? 'vault' : fingerprintOf(known.public) },
      },
    }));
    return statusOf(session);
  },

  'officer.leave': (_, session) => {
    session.officer.leave();
    return statusOf(session);
  },

  'officer.appoint': async ({ passphrase }, session) => {
    const vault = session.vault();
    const former = appointment(vault);
    const entry = await makeOfficer(vault.keys, passphrase);
    // Both keys stand in the keystore until the vault remembers the new one: a kill in between locks nobody out.
    writeOfficers(vault.keystorePath, [...(readKeystore(vault.keystorePath).officers ?? []), entry]);
    await recordAct(vault, (db) => {
      rememberOfficer(db, entry.public);
      const key = fingerprintOf(entry.public);
      return {
        result: null,
        act: {
          action: 'officer.appoint',
          details: former === null ? { key } : { key, former: fingerprintOf(former.public) },
        },
      };
    });
    writeOfficers(vault.keystorePath, [entry]);
    // Whoever appointed may be somebody else: the new officer enters with their own passphrase.
    session.officer.leave();
    return statusOf(session);
  },

  'officer.dismiss': async (_, session) => {
    const vault = session.vault();
    const known = appointment(vault);
    if (known === null)
      throw new CloisterError('NOT_FOUND', 'No officer is appointed.', 'There is nobody to let go.');
    await recordAct(vault, (db) => {
      db.prepare("DELETE FROM meta WHERE key = 'officer'").run();
      return {
        result: null,
        act: { action: 'officer.dismiss', details: { key: fingerprintOf(known.public) } },
      };
    });
    writeOfficers(vault.keystorePath, []);
    session.officer.leave();
    return statusOf(session);
  },
};
