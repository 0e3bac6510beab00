/**
 * kernels: HMAC-SHA-256 of many short messages, four at a time in WebAssembly SIMD. Messages are put in a queue
 * that knows where each digest belongs; `flush` hashes what waits, in the order it came.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { CloisterError } from '../../../shared/errors.ts';
import { reach, startKernel } from '../../jobs/kernel.ts';
import { WASM } from './hmac-sha256.wasm.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  prepare(key: number, prefix: number, length: number): void;
  digest(count: number, messages: number, offsets: number, out: number, size: number): void;
  longest(): number;
  free(): number;
};

/** Messages hashed at once; more wait for the next round. */
const BATCH = 4096;
const BYTES = 256 * 1024;
/** Longest message that `room` is made for, in bytes. */
export const MOST_IN_PLACE = 16 * 1024;
/** Longest of many messages that are hashed at once, which is as many as have room for sure. */
export const MOST_AT_ONCE = 64;
const AT_ONCE = Math.min(BATCH, BYTES / MOST_AT_ONCE);
const BLOCK = 64;
export const DIGEST_BYTES = 32;
/** Bytes of each digest that leave the kernel: all, or the first half (a truncated HMAC, RFC 2104 section 5). */
export type DigestSize = 16 | typeof DIGEST_BYTES;

/** Where the host's data lies in the memory of a kernel. */
const layoutOf = (kernel: Kernel) => {
  const key = (kernel.free() + 15) & ~15;
  const offsets = key + 512;
  const messages = offsets + 4 * (BATCH + 1) + 12;
  // Words: BYTES is a multiple of 4, as is everything before; the kernel reads a little beyond a message.
  const out = messages + BYTES + 16;
  const end = out + BATCH * DIGEST_BYTES;
  reach(kernel.memory, end);
  return { key, offsets, messages, out };
};

export type HmacQueue = {
  /**
   * Adds a message, the first `length` bytes; `out[at .. at + size]` holds its digest after the next flush. The bytes
   * are copied.
   */
  add(message: Uint8Array, out: Uint8Array, at: number, length?: number): void;
  /** Where a message of at most `length` bytes (MOST_IN_PLACE) may be written in `bytes`, to be added by `put`. */
  room(length: number): number;
  readonly bytes: Uint8Array;
  /** Adds the message that was written where `room` said. */
  put(length: number, out: Uint8Array, at: number): void;
  /**
   * Hashes messages that lie one behind the other, at once: message i is `messages[offsets[i] .. offsets[i + 1]]`, none longer
   * than MOST_AT_ONCE; its digest is `out[size * i .. size * i + size]`.
   */
  digestAll(messages: Uint8Array, offsets: Int32Array, out: Uint8Array): void;
  flush(): void;
};

type Shared = { kernel: Kernel; at: ReturnType<typeof layoutOf> };

/** One kernel for any number of keys, which take turns; `size` is that of the digests. */
export const createHmacs = (): ((key: Uint8Array, prefix?: Uint8Array, size?: DigestSize) => HmacQueue) => {
  const kernel = startKernel<Kernel>(WASM);
  const shared: Shared = { kernel, at: layoutOf(kernel) };
  selfTest(shared);
  return (key, prefix = EMPTY, size = DIGEST_BYTES) => createQueue(shared, key, prefix, size);
};

const createQueue = (
  { kernel, at }: Shared,
  key: Uint8Array,
  prefix: Uint8Array,
  size: DigestSize,
): HmacQueue => {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? createKeyHash(key) : key);
  const most = kernel.longest() - prefix.length;
  const bytes = new Uint8Array(BYTES);
  const offsets = new Int32Array(BATCH + 1);
  const targets: Uint8Array[] = new Array(BATCH).fill(EMPTY);
  const places = new Int32Array(BATCH);
  let count = 0;
  /** Hashes at most BATCH messages of at most BYTES bytes; the kernel's memory, where the digests stand from `at.out` on. */
  const digest = (messages: Uint8Array, bounds: Int32Array): Uint8Array => {
    const memory = new Uint8Array(kernel.memory.buffer);
    const [first] = bounds;
    memory.set(block, at.key);
    memory.set(prefix, at.key + BLOCK);
    memory.set(messages.subarray(first, bounds[bounds.length - 1]), at.messages);
    new Int32Array(kernel.memory.buffer, at.offsets, bounds.length).set(bounds);
    kernel.prepare(at.key, at.key + BLOCK, prefix.length);
    kernel.digest(bounds.length - 1, at.messages - first, at.offsets, at.out, size);
    return memory;
  };
  const flush = (): void => {
    if (count === 0) return;
    const memory = digest(bytes, offsets.subarray(0, count + 1));
    // Most digests of a round go to one array, one behind the other.
    for (let i = 0; i < count; ) {
      const from = i;
      const target = targets[i];
      const place = places[i];
      for (i++; i < count && targets[i] === target && places[i] === place + (i - from) * size; i++);
      target.set(memory.subarray(at.out + from * size, at.out + i * size), place);
    }
    targets.fill(EMPTY, 0, count);
    count = 0;
  };
  const room = (length: number): number => {
    if (count === BATCH || offsets[count] + length > BYTES) flush();
    return offsets[count];
  };
  const alone = (message: Uint8Array, out: Uint8Array, place: number): void => {
    // Order is kept: what waits for this place is written before.
    flush();
    out.set(createHmac('sha256', key).update(prefix).update(message).digest().subarray(0, size), place);
  };
  const put = (length: number, out: Uint8Array, place: number): void => {
    const from = offsets[count];
    if (length > most) {
      alone(bytes.subarray(from, from + length), out, place);
      return;
    }
    targets[count] = out;
    places[count] = place;
    count += 1;
    offsets[count] = from + length;
  };
  return {
    add: (message, out, place, length = message.length) => {
      if (length > most) {
        alone(message.subarray(0, length), out, place);
        return;
      }
      const from = room(length);
      if (length < 64) for (let b = 0; b < length; b++) bytes[from + b] = message[b];
      else bytes.set(message.subarray(0, length), from);
      put(length, out, place);
    },
    room,
    bytes,
    put,
    digestAll: (messages, bounds, out) => {
      for (let from = 0; from + 1 < bounds.length; from += AT_ONCE) {
        const some = bounds.subarray(from, from + AT_ONCE + 1);
        const memory = digest(messages, some);
        out.set(memory.subarray(at.out, at.out + (some.length - 1) * size), from * size);
      }
    },
    flush,
  };
};

const EMPTY = new Uint8Array(0);
/** RFC 2104: a key longer than a block is hashed first. */
const createKeyHash = (key: Uint8Array): Uint8Array => hash('sha256', key, 'buffer');

/** RFC 4231 cases 2 and 3, before anything is trusted to the kernel. */
const selfTest = (shared: Shared): void => {
  const cases = [
    [
      Buffer.from('Jefe'),
      Buffer.from('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      Buffer.alloc(20, 0xaa),
      Buffer.alloc(50, 0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
  ] as const;
  for (const [key, message, expected] of cases) {
    const queue = createQueue(shared, key, EMPTY, DIGEST_BYTES);
    const out = new Uint8Array(3 * DIGEST_BYTES);
    for (let i = 0; i < 3; i++) queue.add(message, out, i * DIGEST_BYTES);
    queue.flush();
    for (let i = 0; i < 3; i++)
      if (
        !timingSafeEqual(out.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES), Buffer.from(expected, 'hex'))
      )
        throw new CloisterError(
          'FAULT',
          'The hash kernel gives wrong answers on this computer.',
          'Do not import here; report the computer and its processor.',
        );
  }
};
