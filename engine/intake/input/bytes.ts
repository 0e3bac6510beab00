/** The bytes of a part as they were before they were packed, one chunk after the other. */
import { closeSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';
import { fill, openFile } from '../csv/files.ts';
import { inflate } from './inflate.ts';
import { type Part, requireUnchanged } from './part.ts';
import { openRandom } from './random.ts';
import { entryBytes, readDirectory } from './zip.ts';

export type BytesOptions = {
  /** Sees every chunk as it is stored. */
  onStored?: (chunk: Uint8Array) => void;
  /** The source is the beginning of a stream: an end in the middle is no fault. */
  partial?: boolean;
  chunkBytes?: number;
};

/** Bytes read at a time: what is scanned next should still be in the cache of the processor. */
const READ_BYTES = 1024 * 1024;

/** The bytes as stored. A chunk is valid until the next one, unless `kept` asks for chunks of their own. */
function* stored(part: Part, options: BytesOptions, kept: boolean): Generator<Uint8Array> {
  const { source, stamp, name } = part;
  const size = options.chunkBytes ?? READ_BYTES;
  if (typeof source === 'object' && 'whole' in source) {
    for (let at = 0; at < source.whole.length; at += size) {
      const view = source.whole.subarray(at, at + size);
      const chunk = kept ? Uint8Array.from(view) : view;
      options.onStored?.(chunk);
      yield chunk;
    }
    return;
  }
  if (typeof source === 'object' && source.ahead.length > 0) {
    options.onStored?.(source.ahead);
    yield source.ahead;
  }
  const fd = typeof source === 'string' ? openFile(source) : 0;
  try {
    if (typeof source === 'string') requireUnchanged(fd, stamp, name);
    let buffer = new Uint8Array(size);
    for (let got = fill(fd, buffer); got > 0; got = fill(fd, buffer)) {
      const chunk = buffer.subarray(0, got);
      options.onStored?.(chunk);
      yield chunk;
      if (kept) buffer = new Uint8Array(size);
    }
    if (typeof source === 'string') requireUnchanged(fd, stamp, name);
  } finally {
    if (typeof source === 'string') closeSync(fd);
  }
}

/**
 * The unpacked bytes of a part. A chunk is valid until the next one is asked for.
 * @throws CloisterError INPUT_FORMAT for what cannot be unpacked and for a file that changes meanwhile
 */
export async function* bytesOf(part: Part, options: BytesOptions = {}): AsyncGenerator<Uint8Array> {
  if (part.packing === null) yield* stored(part, options, false);
  else if (part.packing === 'gzip')
    yield* inflate('gzip', stored(part, options, true), part.name, options.partial);
  else {
    const file = openRandom(part);
    try {
      const entry = readDirectory(file, part.name).find(({ name }) => name === part.entry);
      if (entry === undefined)
        throw new CloisterError(
          'INPUT_MISSING',
          `There is no entry "${part.entry}" in the archive.`,
          'See `cloister inspect` for the entries it has.',
        );
      yield* entryBytes(file, entry, part.name, options.onStored);
    } finally {
      file.close();
    }
  }
}
