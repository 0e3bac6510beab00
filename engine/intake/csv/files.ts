/** Synchronous reading of files in whole chunks. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';

/** Fills `target` from a descriptor; less than its length only at the end. */
export const fill = (fd: number, target: Uint8Array): number => {
  let filled = 0;
  while (filled < target.length) {
    const got = readSync(fd, target, filled, target.length - filled, null);
    if (got === 0) break;
    filled += got;
  }
  return filled;
};

/** A named pipe that nobody writes to would otherwise be waited for, and nothing could cancel that. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @throws CloisterError INPUT_FORMAT for a folder or anything else that is not a regular file */
export const openFile = (path: string): number => {
  const fd = openSync(path, AT_ONCE);
  const stat = fstatSync(fd);
  if (stat.isFile()) return fd;
  closeSync(fd);
  throw new CloisterError(
    'INPUT_FORMAT',
    stat.isDirectory() ? `${path} is a folder, not a file.` : `${path} is not a regular file.`,
    stat.isDirectory() ? 'Name the file itself.' : 'Pipe it into standard input and name the file "-".',
  );
};
