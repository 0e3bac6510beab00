/** Files that have no path, as a browser drops them: their bytes are handed to the engine part by part. */
import { MOST_PART } from '../../../shared/contract/receive.ts';
import { engine } from '../../state/engine.svelte.ts';

/**
 * Gives the engine a file that has no path.
 * @param more whether it is added to those handed in before
 * @param onPart learns what part of it is there, from 0 to 1, and says whether anybody still waits for it
 * @returns what it is called there; nothing where nobody waits any more
 */
const handIn = async (file: File, more: boolean, onPart: (part: number) => boolean): Promise<string> => {
  const { name, size } = file;
  let there = { file: '', bytes: 0 };
  do {
    const done = size === 0 ? 1 : there.bytes / size;
    const part = new Uint8Array(await file.slice(there.bytes, there.bytes + MOST_PART).arrayBuffer());
    if (!onPart(done)) return '';
    there = await engine.call('intake.receive', { name, size, at: there.bytes, part, more });
  } while (there.bytes < size);
  return there.file;
};

/**
 * Where the files of a source lie: their paths, and for those without one what they are called in the engine.
 * @returns null where nobody waits for it any more
 */
export const placesOf = async (
  files: readonly (string | File)[],
  onPart: (part: number) => boolean,
): Promise<string[] | null> => {
  const places: string[] = [];
  for (const one of files) {
    const place = typeof one === 'string' ? one : await handIn(one, places.length > 0, onPart);
    if (place === '') return null;
    places.push(place);
  }
  return places;
};
