/**
 * Where the keystore of a vault lies: in its folder, or elsewhere with what stands beside it under its name. A keystore
 * that was moved leaves a note of its new place in the folder of the vault.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { makeFolder, writeFileAtomic } from './files.ts';

/** The note of where a keystore was moved to; a path, nothing else. */
const NOTE = 'keystore-place';

/** Files that belong to a keystore: what its passphrase was before, and the journals. */
const ENDINGS = ['.previous', '.erasures.jsonl', '.acts.jsonl', '.refusals.bin', '.noise.json'];

/** The keystore and what stands beside it under its name, whether it is there or not. */
export const besideKeystore = (keystore: string): string[] => {
  const stem = keystore.replace(/\.json$/, '');
  return [keystore, ...ENDINGS.map((ending) => (ending === '.previous' ? keystore : stem) + ending)];
};

/** Where the note of a vault's keystore lies. */
export const placeNoteIn = (folder: string): string => join(folder, NOTE);

/** The keystore of a vault: the one named, else the one in the folder, else the one the note names. */
export const keystoreOf = (folder: string, named?: string): string => {
  if (named !== undefined) return resolve(named);
  const inside = join(folder, 'keys.json');
  const note = placeNoteIn(folder);
  return existsSync(inside) || !existsSync(note) ? inside : readFileSync(note, 'utf8').trim();
};

/**
 * Whether a keystore can be put somewhere.
 * @returns the place, absolute
 * @throws CloisterError USAGE, VAULT_EXISTS
 */
export const requireFree = (from: string, to: string): string => {
  const place = resolve(to);
  if (!place.endsWith('.json'))
    throw new CloisterError('USAGE', 'The name of a keystore ends in .json.', 'Name a file, like keys.json.');
  const taken = besideKeystore(place).find((path) => existsSync(path));
  if (place === resolve(from) || taken !== undefined)
    throw new CloisterError(
      'VAULT_EXISTS',
      `There already is something at ${taken ?? place}. Nothing was moved.`,
      'Choose another place.',
    );
  return place;
};

/** Copies a keystore and what belongs to it, flushed; the keystore itself last. */
export const copyKeystoreTo = (folder: string, from: string, to: string): void => {
  makeFolder(dirname(to), 0o700);
  const targets = besideKeystore(to);
  besideKeystore(from)
    .map((path, i) => [path, targets[i]] as const)
    .reverse()
    .forEach(([path, target]) => {
      if (existsSync(path)) writeFileAtomic(target, readFileSync(path));
    });
  const inside = resolve(to) === join(folder, 'keys.json');
  if (inside) rmSync(placeNoteIn(folder), { force: true });
  else writeFileAtomic(placeNoteIn(folder), `${resolve(to)}\n`);
};

/** Removes a keystore, and what belongs to it, from a place it was moved away from. */
export const forgetKeystore = (keystore: string): void => {
  for (const path of besideKeystore(keystore)) rmSync(path, { force: true });
};

/** Takes back a move that did not come to its end: the copy goes, and the note of it. */
export const undoMove = (folder: string, to: string): void => {
  forgetKeystore(to);
  rmSync(placeNoteIn(folder), { force: true });
};
