/** The RFM map of this vault: the usual one until another is defined. */
import * as v from 'valibot';
import { RFM_USUAL, type RfmSettings, rfmSettingsSchema } from '../../shared/rfm.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord } from '../vault/records.ts';

export const KEPT_RFM = 'rfm';

/** The map that holds, and the version of its document: 0 before any was defined. */
export const keptRfm = (db: Connection): { settings: RfmSettings; version: number } => {
  const found = getRecord<v.InferInput<typeof rfmSettingsSchema> | null>(db, 'setting', KEPT_RFM);
  const kept = found?.body ?? null;
  // A map of before there was a choice of groups has five.
  return {
    settings: kept === null ? RFM_USUAL : v.parse(rfmSettingsSchema, kept),
    version: found?.version ?? 0,
  };
};
