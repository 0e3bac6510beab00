/** Which further features of the catalogue this vault keeps: a document like any other, so it can be taken back. */
import type { Connection } from '../vault/database.ts';
import { getRecord } from '../vault/records.ts';

export const KEPT_FEATURES = 'features';

/** Ids of the further features that are kept, in the order of the catalogue. */
export const keptFeatures = (db: Connection): readonly string[] =>
  getRecord<string[] | null>(db, 'setting', KEPT_FEATURES)?.body ?? [];
