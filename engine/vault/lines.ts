/** Files of lines that only grow: what a kill leaves of the last line is never taken for one. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** The whole lines of a file that are not empty; none where there is no file. */
export const readLines = (path: string): string[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .slice(0, -1)
        .filter((line) => line !== '')
    : [];

/** Appends lines and flushes them to the disk. Readable by its owner alone. */
export const appendLines = (path: string, lines: readonly string[]): void => {
  if (lines.length === 0) return;
  // What a kill left of a line is closed first, so that it spoils no other.
  const open = existsSync(path) && !/(^|\n)$/.test(readFileSync(path, 'utf8')) ? '\n' : '';
  const bytes = Buffer.from(`${open}${lines.join('\n')}\n`, 'utf8');
  const file = openSync(path, 'a', 0o600);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
