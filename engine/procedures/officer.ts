/** Acting as privacy officer: the passphrase that gives the right, appointing an officer and letting them go. */
import { CloisterError } from '../../shared/errors.ts';
import { appointment, rememberOfficer } from '../audit/appointment.ts';
import { recordAct } from '../audit/audit.ts';
import { journalAct } from '../privacy/subjects/acts-journal.ts';
import { readKeystore, writeOfficers } from '../vault/keystore.ts';
import { fingerprintOf, makeOfficer, openOfficer, standIn } from '../vault/officer.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';
import { changing, ended } from './key-changes.ts';
import type { Session } from './session.ts';

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
    await changing(session.vault, 'officer.appoint', '', async (ready) => {
      await ready();
      // Both keys stand in the keystore until the vault remembers the new one: a kill in between locks nobody out.
      writeOfficers(vault.keystorePath, [...(readKeystore(vault.keystorePath).officers ?? []), entry]);
      await recordAct(vault, (db) => {
        ended(db);
        rememberOfficer(db, entry.public);
        journalAct(vault, db, { kind: 'officer', public: entry.public });
        const key = fingerprintOf(entry.public);
        return {
          result: null,
          act: {
            action: 'officer.appoint',
            details: former === null ? { key } : { key, former: fingerprintOf(former.public) },
          },
        };
      });
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
    await changing(session.vault, 'officer.dismiss', '', async (ready) => {
      await ready();
      writeOfficers(vault.keystorePath, []);
      await recordAct(vault, (db) => {
        ended(db);
        rememberOfficer(db, null);
        journalAct(vault, db, { kind: 'officer', public: null });
        return {
          result: null,
          act: { action: 'officer.dismiss', details: { key: fingerprintOf(known.public) } },
        };
      });
    });
    session.officer.leave();
    return statusOf(session);
  },
};
