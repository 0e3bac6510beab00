/** Unpacking a stream of deflated bytes, chunk by chunk, with node's zlib, which checks lengths and checksums. */
import { Readable } from 'node:stream';
import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { CloisterError } from '../../../shared/errors.ts';

/** Little enough that what was unpacked is garbage while it is young. */
const OUT_BYTES = 128 * 1024;
/** Beyond this many bytes an archive that grows more than `MOST_TIMES` is taken for one made to fill the memory. */
const UNSUSPECTED_BYTES = 256 * 1024 * 1024;
const MOST_TIMES = 200;

export const damaged = (name: string, code: unknown): CloisterError =>
  code === 'Z_BUF_ERROR'
    ? new CloisterError(
        'INPUT_FORMAT',
        `${name} is cut off: its packed data ends too early.`,
        'Copy or download it again, to its end.',
      )
    : new CloisterError(
        'INPUT_FORMAT',
        `${name} is damaged: its packed data cannot be unpacked or does not match its checksum.`,
        'Copy or download it again.',
      );

/** @throws CloisterError INPUT_FORMAT when so much comes out of so little that it must be meant to harm */
export const requireModest = (name: string, packed: number, unpacked: number): void => {
  if (unpacked <= UNSUSPECTED_BYTES || unpacked <= packed * MOST_TIMES) return;
  throw new CloisterError(
    'INPUT_FORMAT',
    `${name} unpacks to more than ${MOST_TIMES} times its size; it may be made to fill the disk or the memory.`,
    'If it is genuine, unpack it yourself and import the file inside.',
  );
};

/**
 * The unpacked bytes of gzip (RFC 1952, several members too) or raw deflate (RFC 1951).
 * @param packed chunks that are not used again by whoever gives them
 * @param partial the bytes are only the beginning, and an end in the middle is no fault
 * @throws CloisterError INPUT_FORMAT for data that is cut off, damaged or suspicious
 */
export async function* inflate(
  kind: 'gzip' | 'deflate',
  packed: Iterable<Uint8Array>,
  name: string,
  partial = false,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let made = 0;
  const counted = function* (): Generator<Uint8Array> {
    for (const chunk of packed) {
      taken += chunk.length;
      yield chunk;
    }
  };
  const options = {
    chunkSize: OUT_BYTES,
    ...(partial ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  };
  const engine = kind === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  const source = Readable.from(counted(), { highWaterMark: 1 });
  source.on('error', (error) => engine.destroy(error));
  source.pipe(engine);
  try {
    for await (const chunk of engine as AsyncIterable<Uint8Array>) {
      made += chunk.length;
      requireModest(name, taken, made);
      yield chunk;
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code === 'string' && code.startsWith('Z_')) throw damaged(name, code);
    throw cause;
  } finally {
    source.destroy();
    engine.destroy();
  }
}
