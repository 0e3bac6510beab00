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

/** An empty file for its owner alone, unless one is there; what SQLite or a copy makes of itself may be everybody's to read. */
export const makePrivate = (path: string): void => closeSync(openSync(path, 'a', 0o600));

/** Pieces smaller than this are joined before they are written. */
const BLOCK = 1 << 20;

/** The pieces of a text as blocks of bytes. */
function* blocks(chunks: Iterable<string>): Generator<Uint8Array> {
  let waiting = '';
  for (const chunk of chunks) {
    waiting += chunk;
    if (waiting.length < BLOCK) continue;
    yield Buffer.from(waiting, 'utf8');
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting, 'utf8');
}

const writeAtomic = (path: string, content: Iterable<Uint8Array>): number => {
  const folder = dirname(path);
  makeFolder(folder);
  const temporary = join(folder, `.${process.pid}.${path.length}.tmp`);
  let written = 0;
  try {
    // Made anew, never opened: its name can be guessed, and a link planted there must not be followed.
    rmSync(temporary, { force: true });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      for (const bytes of content) {
        let at = 0;
        while (at < bytes.byteLength) at += writeSync(file, bytes, at);
        written += bytes.byteLength;
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return written;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

/**
 * Writes `content` to a temporary file beside `path`, flushes it, and renames it into place.
 * Readable by its owner alone. On any error nothing is left and the old file stands.
 */
export const writeFileAtomic = (path: string, content: string | Uint8Array): void => {
  writeAtomic(path, [typeof content === 'string' ? Buffer.from(content, 'utf8') : content]);
};

/** The same for a text that comes in pieces and may be larger than memory. @returns the bytes written */
export const writeChunksAtomic = (path: string, chunks: Iterable<string>): number =>
  writeAtomic(path, blocks(chunks));
