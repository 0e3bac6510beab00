/**
 * Files that were handed in by their bytes, those of one source at a time. They lie in memory alone, shared with the
 * threads that read them; a disk would keep what is deleted from it.
 */
import { MOST_RECEIVED, type Received } from '../../shared/contract/receive.ts';
import { CloisterError } from '../../shared/errors.ts';

/** How the name of such a file begins; a file of that name on the disk is called `./received:…`. */
const PREFIX = 'received:';

export type Receiver = {
  /**
   * Takes the next part; the first part of a file forgets the others unless it is one `more`.
   * @throws CloisterError INPUT_FORMAT when it is too much, USAGE for a part out of order
   */
  take(input: { name: string; size: number; at: number; part: Uint8Array; more?: boolean }): Received;
  /**
   * The bytes of a file by its name; undefined for the path of a file on the disk.
   * @throws CloisterError INPUT_MISSING when it is not, or not wholly, there
   */
  find(file: string): Uint8Array | undefined;
  /** Overwrites and forgets what was handed in. */
  clear(): void;
};

type Held = { name: string; file: string; bytes: Uint8Array; filled: number };

/** Holds the files of the one source that is being handed in. */
export const createReceiver = (): Receiver => {
  let held: Held[] = [];
  let count = 0;
  const clear = (): void => {
    for (const { bytes } of held) bytes.fill(0);
    held = [];
  };
  return {
    take: ({ name, size, at, part, more = false }) => {
      if (at === 0 && !more) clear();
      if (at === 0) {
        const before = held.reduce((sum, { bytes }) => sum + bytes.length, 0);
        if (before + size > MOST_RECEIVED)
          throw new CloisterError(
            'INPUT_FORMAT',
            `${name} ${before === 0 ? 'is' : 'and what came with it are'} larger than ${MOST_RECEIVED / 1024 / 1024} MB, too large to be handed in through the window.`,
            'Choose it with "Import a file…": then it is read from its place.',
          );
        count += 1;
        const bytes = new Uint8Array(new SharedArrayBuffer(size));
        held.push({ name, file: `${PREFIX}${count}/${name}`, bytes, filled: 0 });
      }
      const last = held.at(-1);
      if (
        last === undefined ||
        last.name !== name ||
        last.filled !== at ||
        at + part.length > last.bytes.length
      )
        throw new CloisterError(
          'USAGE',
          `A part of ${name} at byte ${at} does not follow the one before.`,
          'Hand the file in again from its beginning.',
        );
      last.bytes.set(part, at);
      last.filled += part.length;
      return { file: last.file, bytes: last.filled };
    },
    find: (file) => {
      if (!file.startsWith(PREFIX)) return undefined;
      const found = held.find((one) => one.file === file);
      if (found !== undefined && found.filled === found.bytes.length) return found.bytes;
      throw new CloisterError(
        'INPUT_MISSING',
        `${file.split('/').at(-1)} was handed in through the window and is no longer in memory.`,
        'Drop it on the window again, or choose it with "Import a file…".',
      );
    },
    clear,
  };
};
