/** Who the officer of a vault is: the public half of a key, which the vault remembers beside the keystore's entry. */
import type { Connection } from '../vault/database.ts';
import { readKeystore } from '../vault/keystore.ts';
import type { Vault } from '../vault/vault.ts';
import { now } from './audit.ts';

export type Appointment = { public: string; since: number | null };

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

/** Makes the vault remember the public half of the officer's key, or nobody. The caller holds the transaction. */
export const rememberOfficer = (db: Connection, publicKey: string | null): void => {
  if (publicKey === null) db.prepare("DELETE FROM meta WHERE key = 'officer'").run();
  else
    db.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES ('officer', ?)").run(
      JSON.stringify({ public: publicKey, since: now() }),
    );
};
