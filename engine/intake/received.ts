/**
 * A file that was handed in by its bytes. It lies in memory alone, at most one at a time, shared with the threads that
 * read it; a disk would keep what is deleted from it.
 */
import { MOST_RECEIVED, type Received } from '../../shared/contract/receive.ts';
import { CloisterError } from '../../shared/errors.ts';

/** How the name of such a file begins; a file of that name on the disk is called `./received:…`. */
const PREFIX = 'received:';

export type Receiver = {
  /** Takes the next part. @throws CloisterError INPUT_FORMAT when the file is too large, USAGE for a part out of order */
  take(input: { name: string; size: number; at: number; part: Uint8Array }): Received;
  /**
   * The bytes of a file by its name; undefined for the path of a file on the disk.
   * @throws CloisterError INPUT_MISSING when it is not, or not wholly, there
   */
  find(file: string): Uint8Array | undefined;
  /** Overwrites and forgets what was handed in. */
  clear(): void;
};

/** Holds the one file that is being handed in. */
export const createReceiver = (): Receiver => {
  let held: { name: string; file: string; bytes: Uint8Array; filled: number } | null = null;
  let count = 0;
  const clear = (): void => {
    held?.bytes.fill(0);
    held = null;
  };
  return {
    take: ({ name, size, at, part }) => {
      if (size > MOST_RECEIVED)
        throw new CloisterError(
          'INPUT_FORMAT',
          `${name} is larger than ${MOST_RECEIVED / 1024 / 1024} MB, too large to be handed in through the window.`,
          'Choose it with "Import a file…": then it is read from its place.',
        );
      if (at === 0) {
        clear();
        count += 1;
        const bytes = new Uint8Array(new SharedArrayBuffer(size));
        held = { name, file: `${PREFIX}${count}/${name}`, bytes, filled: 0 };
      }
      if (held === null || held.name !== name || held.filled !== at || at + part.length > held.bytes.length)
        throw new CloisterError(
          'USAGE',
          `A part of ${name} at byte ${at} does not follow the one before.`,
          'Hand the file in again from its beginning.',
        );
      held.bytes.set(part, at);
      held.filled += part.length;
      return { file: held.file, bytes: held.filled };
    },
    find: (file) => {
      if (!file.startsWith(PREFIX)) return undefined;
      if (held?.file === file && held.filled === held.bytes.length) return held.bytes;
      throw new CloisterError(
        'INPUT_MISSING',
        `${file.split('/').at(-1)} was handed in through the window and is no longer in memory.`,
        'Drop it on the window again, or choose it with "Import a file…".',
      );
    },
    clear,
  };
};
