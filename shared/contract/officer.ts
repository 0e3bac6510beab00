/** Acting as privacy officer: who may, since when, and the passphrase that gives the right. */
import * as v from 'valibot';
import { mutation, query } from './procedure.ts';

/** Who the officer of the vault is, and whether this session acts as one. */
export type OfficerStatus = {
  /** Fingerprint of the officer's key, 16 hexadecimal digits; null where no officer is appointed. */
  officer: string | null;
  /** UTC date and time of the appointment. */
  since: string | null;
  acting: boolean;
  /** Seconds until the right ends if nothing is done; 0 where it is not held. */
  secondsLeft: number;
};

const passphrase = v.pipe(v.string(), v.maxLength(1024));

export const officerProcedures = {
  'officer.status': query(v.strictObject({})).returns<OfficerStatus>(),
  /** With the officer's passphrase; with the vault's own where no officer is appointed. */
  'officer.enter': mutation(v.strictObject({ passphrase })).returns<OfficerStatus>(),
  'officer.leave': mutation(v.strictObject({})).returns<OfficerStatus>(),
  /** Appoints an officer, or gives the officer a new key and a new passphrase. */
  'officer.appoint': mutation(v.strictObject({ passphrase })).officer().returns<OfficerStatus>(),
  'officer.dismiss': mutation(v.strictObject({})).officer().returns<OfficerStatus>(),
};
