/** What is written for somebody to take away never lands on the files of a vault: losing keys.json loses everything. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { besideKeystore } from './place.ts';

const isVault = (folder: string): boolean =>
  /\.cloister$/i.test(folder) || (existsSync(join(folder, 'data.db')) && existsSync(join(folder, 'lock')));

/** Whether a path lies in the folder of a vault, however deep. */
const isInside = (path: string): boolean => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (isVault(folder)) return true;
    if (dirname(folder) === folder) return false;
  }
};

/**
 * @param keystore the keystore of the open vault, which may lie elsewhere
 * @returns the path, absolute
 * @throws CloisterError USAGE where a file of a vault stands or would stand
 */
export const outsideVault = (path: string, keystore?: string): string => {
  const place = resolve(path);
  if (!isInside(place) && !(keystore !== undefined && besideKeystore(resolve(keystore)).includes(place)))
    return place;
  throw new CloisterError(
    'USAGE',
    `${place} belongs to a vault; what is written out does not go there. Nothing was changed.`,
    'Choose a place outside the folder of the vault.',
  );
};
