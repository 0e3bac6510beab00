/** Rewriting the database without the space of what was deleted, and cutting its log to nothing. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import type { Vault } from './vault.ts';

/** Folds the write-ahead log into the database and cuts it. @returns bytes left of it: 0 */
export const cutLog = ({ db, folder }: Pick<Vault, 'db' | 'folder'>): number => {
  const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (busy !== 0)
    throw new CloisterError(
      'VAULT_BUSY',
      'The log of the vault is still being read, so what was deleted cannot be taken out of it yet.',
      'Wait until the screens have loaded and try again; what is left is done when the vault is opened next.',
    );
  return statSync(join(folder, 'data.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
};

/**
 * VACUUM, then a checkpoint that truncates the log. Temporary pages stay in memory (`temp_store`).
 * @returns bytes left of the log: 0
 * @throws CloisterError VAULT_BUSY while somebody reads
 */
export const compact = (vault: Pick<Vault, 'db' | 'folder'>): number => {
  vault.db.exec('VACUUM');
  return cutLog(vault);
};
