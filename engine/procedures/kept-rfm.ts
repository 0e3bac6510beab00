/** The RFM map of this vault: the usual one until another is defined. */
import { RFM_USUAL, type RfmSettings } from '../../shared/rfm.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord } from '../vault/records.ts';

export const KEPT_RFM = 'rfm';

/** The map that holds, and the version of its document: 0 before any was defined. */
export const keptRfm = (db: Connection): { settings: RfmSettings; version: number } => {
  const found = getRecord<RfmSettings | null>(db, 'setting', KEPT_RFM);
  return { settings: found?.body ?? RFM_USUAL, version: found?.version ?? 0 };
};
