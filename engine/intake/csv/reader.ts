/** Reads a file, standard input or bytes in memory as UTF-8, whatever they are written in. */
import { closeSync } from 'node:fs';
import { CloisterError } from '../../../shared/errors.ts';
import { detectEncoding, type Encoding, type EncodingReport } from './encoding.ts';
import { CHUNK_BYTES, fill, openFile } from './files.ts';
import { createUtf8Check } from './utf8.ts';

/** Reads an input as UTF-8, one chunk after the other. */
export type Utf8Reader = {
  /** The next chunk of UTF-8, valid until the next call; null at the end. */
  read(): Uint8Array | null;
  /** The first chunk without taking it; null when the input is empty. */
  peek(): Uint8Array | null;
  /** Position in the file as stored of a position in the UTF-8 stream; null where it cannot be told. */
  originalOffset(position: number): number | null;
  /** Bytes of the original read so far. */
  bytesRead(): number;
  close(): void;
};

export type ReaderOptions = {
  chunkBytes?: number;
  /** Bytes already taken from a stream, to be read first. */
  ahead?: Uint8Array;
};

/**
 * Opens a path, a file descriptor (0 is standard input) or bytes in memory as UTF-8. The byte order mark is
 * removed. Bytes that are not of the encoding are an error, never U+FFFD.
 * @throws CloisterError INPUT_FORMAT from `read`, with the position of the bytes
 */
export const openUtf8 = (
  source: string | number | Uint8Array,
  encoding: Encoding,
  options: ReaderOptions = {},
): Utf8Reader => {
  const size = Math.max(4, options.chunkBytes ?? CHUNK_BYTES);
  const fd = typeof source === 'string' ? openFile(source) : typeof source === 'number' ? source : -1;
  const memory = typeof source === 'object' ? source : null;
  const buffer = memory === null ? new Uint8Array(size) : new Uint8Array(0);
  const check = createUtf8Check();
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
  let ahead = options.ahead ?? null;
  let position = 0;
  let mark = 0;
  let ended = false;
  let peeked: Uint8Array | null | undefined;

  const wrong = (at: number): CloisterError =>
    new CloisterError(
      'INPUT_FORMAT',
      `The file is not ${encoding}: see byte ${at}.`,
      'Name the encoding it was written in, or export it again as UTF-8.',
    );
  const raw = (): Uint8Array => {
    if (ahead !== null) {
      const first = ahead;
      ahead = null;
      return first;
    }
    if (memory !== null) return memory.subarray(position, position + size);
    return buffer.subarray(0, fill(fd, buffer));
  };
  const next = (): Uint8Array | null => {
    while (!ended) {
      const chunk = raw();
      const start = position;
      position += chunk.length;
      ended = chunk.length === 0;
      if (decoder === null) {
        const bad = ended ? check.end() : check.push(chunk);
        if (bad !== null) throw wrong(bad);
        if (start === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) mark = 3;
        const text = start === 0 ? chunk.subarray(mark) : chunk;
        if (text.length > 0) return text;
        continue;
      }
      try {
        const text = decoder.decode(chunk, { stream: !ended });
        if (text.length > 0) return Buffer.from(text, 'utf8');
      } catch (cause) {
        if (cause instanceof TypeError) throw wrong(start);
        throw cause;
      }
    }
    return null;
  };
  return {
    read: () => {
      if (peeked === undefined) return next();
      const chunk = peeked;
      peeked = undefined;
      return chunk;
    },
    peek: () => {
      if (peeked === undefined) peeked = next();
      return peeked;
    },
    originalOffset: (at) => (encoding === 'utf-8' ? at + mark : null),
    bytesRead: () => position,
    close: () => {
      if (typeof source === 'string') closeSync(fd);
    },
  };
};

/**
 * Opens a stream that can be read only once (standard input): its encoding is told from the first chunk
 * unless it is given. Length and hash in the report are those of that first chunk.
 * @throws CloisterError INPUT_EMPTY, INPUT_BINARY, INPUT_FORMAT
 */
export const openStream = (
  fd: number,
  given?: Encoding,
): { encoding: EncodingReport; reader: Utf8Reader } => {
  const buffer = new Uint8Array(CHUNK_BYTES);
  const got = fill(fd, buffer);
  const first = buffer.slice(0, got);
  const detected = detectEncoding(first, { partial: got === CHUNK_BYTES });
  const encoding: EncodingReport =
    given === undefined
      ? detected
      : { ...detected, encoding: given, guessed: false, why: 'It was given.', warnings: [] };
  return { encoding, reader: openUtf8(fd, encoding.encoding, { ahead: first }) };
};
