/** The bytes of a part as they were before they were packed, one chunk after the other. */
import { closeSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';
import { fill, openFile } from '../csv/files.ts';
import { inflate } from './inflate.ts';
import { type Part, requireUnchanged } from './part.ts';
import { openRandom } from './random.ts';
import { takeRest } from './standard-input.ts';
import { entryBytes, readDirectory } from './zip.ts';

export type BytesOptions = {
  /** Sees every chunk as it is stored. */
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  /** The source is the beginning of a stream: an end in the middle is no fault. */
  partial?: boolean;
  /** Where the next bytes of what is not packed may be read to, so that its reader need not copy them. */
  room?: ((length: number) => Uint8Array) | undefined;
  chunkBytes?: number;
};

/** Bytes read at a time: what is scanned next should still be in the cache of the processor. */
const READ_BYTES = 1024 * 1024;

/** Chunks from whatever fills a buffer, until it fills none of it. */
function* chunksOf(next: (into: Uint8Array) => number, room: () => Uint8Array): Generator<Uint8Array> {
  for (;;) {
    const buffer = room();
    const got = next(buffer);
    if (got === 0) return;
    yield buffer.subarray(0, got);
  }
}

/** The bytes as stored. A chunk is valid until the next one, unless `kept` asks for chunks of their own. */
function* stored({ source, stamp, name }: Part, options: BytesOptions, kept: boolean): Generator<Uint8Array> {
  const size = options.chunkBytes ?? READ_BYTES;
  let own = new Uint8Array(0);
  const room = (): Uint8Array => {
    if (!kept && options.room !== undefined) return options.room(size);
    if (kept || own.length === 0) own = new Uint8Array(size);
    return own;
  };
  if (typeof source === 'string') {
    const fd = openFile(source);
    try {
      requireUnchanged(fd, stamp, name);
      yield* chunksOf((into) => fill(fd, into), room);
      requireUnchanged(fd, stamp, name);
    } finally {
      closeSync(fd);
    }
  } else if ('whole' in source)
    for (let at = 0; at < source.whole.length; at += size) {
      const view = source.whole.subarray(at, at + size);
      yield kept ? Uint8Array.from(view) : view;
    }
  else {
    const { ahead, rest } = source;
    if (ahead.length > 0) yield ahead;
    if (rest !== null) yield* chunksOf((into) => takeRest(rest, into), room);
  }
}

/** The same, each chunk shown before it is handed on. */
function* seen(part: Part, options: BytesOptions, kept: boolean): Generator<Uint8Array> {
  for (const chunk of stored(part, options, kept)) {
    options.onStored?.(chunk);
    yield chunk;
  }
}

/**
 * The unpacked bytes of a part. A chunk is valid until the next one is asked for.
 * @throws CloisterError INPUT_FORMAT for what cannot be unpacked and for a file that changes meanwhile
 */
export async function* bytesOf(part: Part, options: BytesOptions = {}): AsyncGenerator<Uint8Array> {
  if (part.packing === null) yield* seen(part, options, false);
  else if (part.packing === 'gzip')
    yield* inflate('gzip', seen(part, options, true), part.name, options.partial);
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
