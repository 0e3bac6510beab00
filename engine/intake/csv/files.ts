/** Synchronous reading of files and pipes in whole chunks. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';

/** Bytes of a stream that inspection sees. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** Fills `target` from a descriptor, waiting for a slow pipe; less than its length only at the end. */
export const fill = (fd: number, target: Uint8Array): number => {
  let filled = 0;
  while (filled < target.length) {
    let got = 0;
    try {
      got = readSync(fd, target, filled, target.length - filled, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A pipe that has nothing yet, and the end of a console on Windows.
      if (code === 'EAGAIN') {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        continue;
      }
      if (code !== 'EOF') throw error;
    }
    if (got === 0) break;
    filled += got;
  }
  return filled;
};

/** @throws CloisterError INPUT_FORMAT for a folder or anything else that is not a regular file */
export const openFile = (path: string): number => {
  const fd = openSync(path, 'r');
  const stat = fstatSync(fd);
  if (stat.isFile()) return fd;
  closeSync(fd);
  throw new CloisterError(
    'INPUT_FORMAT',
    stat.isDirectory() ? `${path} is a folder, not a file.` : `${path} is not a regular file.`,
    stat.isDirectory() ? 'Name the file itself.' : 'Pipe it into standard input and name the file "-".',
  );
};
