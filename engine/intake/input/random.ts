/** Reading anywhere in a file or in bytes in memory: what archives, workbooks and Parquet need. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';
import { openFile } from '../csv/files.ts';
import { type Part, requireUnchanged } from './part.ts';

export type RandomAccess = {
  readonly size: number;
  /** A copy of `length` bytes at `at`; fewer only at the end of the file. */
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
  /** @throws CloisterError INPUT_FORMAT when the file changed since it was looked at */
  check(): void;
  close(): void;
};

/** What is read from its end came as a stream. */
export const throughPipe = (): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    'An archive, a workbook or a Parquet file is read from its end and cannot come through a pipe.',
    'Name the file itself, or unpack it on the way: unzip -p FILE.zip | cloister import VAULT -',
  );

/** @throws CloisterError INPUT_FORMAT for standard input, which can only be read from its beginning */
export const openRandom = ({
  source,
  stamp,
  name,
}: Pick<Part, 'source' | 'stamp' | 'name'>): RandomAccess => {
  if (typeof source !== 'string') {
    if ('ahead' in source) throw throughPipe();
    const { whole } = source;
    return {
      size: whole.length,
      read: (at, length) => (at >= 0 ? Uint8Array.from(whole.subarray(at, at + length)) : new Uint8Array(0)),
      check: () => {},
      close: () => {},
    };
  }
  const fd = openFile(source);
  const { size } = fstatSync(fd);
  return {
    size,
    read: (at, length) => {
      // Places come out of the file itself: one that lies outside it holds nothing, and no memory is taken for it.
      if (!(at >= 0 && at < size && length > 0)) return new Uint8Array(0);
      const bytes = new Uint8Array(Math.min(length, size - at));
      let filled = 0;
      while (filled < bytes.length) {
        const got = readSync(fd, bytes, filled, bytes.length - filled, at + filled);
        if (got === 0) break;
        filled += got;
      }
      return filled === bytes.length ? bytes : bytes.slice(0, filled);
    },
    check: () => requireUnchanged(fd, stamp, name),
    close: () => closeSync(fd),
  };
};
