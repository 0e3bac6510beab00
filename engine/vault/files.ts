/** Writing small files so that a reader sees the old content or the new, never a half. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a folder and the ones above it. Node's own recursive form never returns where the system answers
 * "no such folder" below one that exists, as Linux does in /proc.
 */
export const makeFolder = (path: string, mode = 0o777): void => {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  mkdirSync(path, { mode });
};

/**
 * Writes `content` to a temporary file beside `path`, flushes it, and renames it into place.
 * Readable by its owner alone. On any error nothing is left and the old file stands.
 */
export const writeFileAtomic = (path: string, content: string | Uint8Array): void => {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${process.pid}.${path.length}.tmp`);
  try {
    // Made anew, never opened: its name can be guessed, and a link planted there must not be followed.
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      let at = 0;
      while (at < bytes.byteLength) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};
