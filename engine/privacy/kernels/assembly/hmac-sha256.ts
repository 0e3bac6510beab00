/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of many short messages under one key, four at a time in the lanes of
 * 128-bit SIMD. AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */

/** Messages are at most this long, prefix included. */
const LONGEST: i32 = 4000;
/** Room for the padded blocks of one lane. */
const LANE: i32 = 4096;

const K: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
const INITIAL: usize = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
/** The message schedule and the running state: one 128-bit vector per word, one lane per message. */
const W: usize = memory.data(256, 16);
const STATE: usize = memory.data(128, 16);
/** States after the block of the inner and of the outer key. */
const INNER: usize = memory.data(128, 16);
const OUTER: usize = memory.data(128, 16);
/** Padded blocks of the four lanes; the prefix stands at the front of each. */
const BLOCKS: usize = memory.data(16384, 16);
let prefixLength: i32 = 0;

@inline
function rotate(x: v128, n: i32): v128 {
  return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n));
}
@inline
function upperE(x: v128): v128 {
  return v128.xor(v128.xor(rotate(x, 6), rotate(x, 11)), rotate(x, 25));
}
@inline
function upperA(x: v128): v128 {
  return v128.xor(v128.xor(rotate(x, 2), rotate(x, 13)), rotate(x, 22));
}
@inline
function choose(e: v128, f: v128, g: v128): v128 {
  return v128.bitselect(f, g, e);
}
@inline
function majority(a: v128, b: v128, c: v128): v128 {
  return v128.bitselect(v128.or(b, c), v128.and(b, c), a);
}
@inline
function step(h: v128, e: v128, f: v128, g: v128, t: usize, w: usize): v128 {
  const constant = i32x4.add(v128.load32_splat(K + (t << 2)), v128.load(W + (w << 4)));
  return i32x4.add(i32x4.add(h, constant), i32x4.add(upperE(e), choose(e, f, g)));
}
@inline
function expand(i: usize): void {
  const fifteen = v128.load(W + (((i + 1) & 15) << 4));
  const two = v128.load(W + (((i + 14) & 15) << 4));
  const small = v128.xor(v128.xor(rotate(fifteen, 7), rotate(fifteen, 18)), i32x4.shr_u(fifteen, 3));
  const large = v128.xor(v128.xor(rotate(two, 17), rotate(two, 19)), i32x4.shr_u(two, 10));
  const old = i32x4.add(v128.load(W + (i << 4)), v128.load(W + (((i + 9) & 15) << 4)));
  v128.store(W + (i << 4), i32x4.add(old, i32x4.add(small, large)));
}

/** One block of every lane: the schedule in W is used up, STATE moves on. */
function compress(): void {
  let a = v128.load(STATE);
  let b = v128.load(STATE, 16);
  let c = v128.load(STATE, 32);
  let d = v128.load(STATE, 48);
  let e = v128.load(STATE, 64);
  let f = v128.load(STATE, 80);
  let g = v128.load(STATE, 96);
  let h = v128.load(STATE, 112);
  for (let t: usize = 0; t < 64; t += 8) {
    const w: usize = t & 15;
    if (t >= 16) {
      expand(w);
      expand(w + 1);
      expand(w + 2);
      expand(w + 3);
      expand(w + 4);
      expand(w + 5);
      expand(w + 6);
      expand(w + 7);
    }
    let x = step(h, e, f, g, t, w);
    d = i32x4.add(d, x);
    h = i32x4.add(x, i32x4.add(upperA(a), majority(a, b, c)));
    x = step(g, d, e, f, t + 1, w + 1);
    c = i32x4.add(c, x);
    g = i32x4.add(x, i32x4.add(upperA(h), majority(h, a, b)));
    x = step(f, c, d, e, t + 2, w + 2);
    b = i32x4.add(b, x);
    f = i32x4.add(x, i32x4.add(upperA(g), majority(g, h, a)));
    x = step(e, b, c, d, t + 3, w + 3);
    a = i32x4.add(a, x);
    e = i32x4.add(x, i32x4.add(upperA(f), majority(f, g, h)));
    x = step(d, a, b, c, t + 4, w + 4);
    h = i32x4.add(h, x);
    d = i32x4.add(x, i32x4.add(upperA(e), majority(e, f, g)));
    x = step(c, h, a, b, t + 5, w + 5);
    g = i32x4.add(g, x);
    c = i32x4.add(x, i32x4.add(upperA(d), majority(d, e, f)));
    x = step(b, g, h, a, t + 6, w + 6);
    f = i32x4.add(f, x);
    b = i32x4.add(x, i32x4.add(upperA(c), majority(c, d, e)));
    x = step(a, f, g, h, t + 7, w + 7);
    e = i32x4.add(e, x);
    a = i32x4.add(x, i32x4.add(upperA(b), majority(b, c, d)));
  }
  v128.store(STATE, i32x4.add(a, v128.load(STATE)));
  v128.store(STATE, i32x4.add(b, v128.load(STATE, 16)), 16);
  v128.store(STATE, i32x4.add(c, v128.load(STATE, 32)), 32);
  v128.store(STATE, i32x4.add(d, v128.load(STATE, 48)), 48);
  v128.store(STATE, i32x4.add(e, v128.load(STATE, 64)), 64);
  v128.store(STATE, i32x4.add(f, v128.load(STATE, 80)), 80);
  v128.store(STATE, i32x4.add(g, v128.load(STATE, 96)), 96);
  v128.store(STATE, i32x4.add(h, v128.load(STATE, 112)), 112);
}

/** Big-endian words of a 16-byte piece. */
@inline
function words(at: usize): v128 {
  const bytes = v128.load(at);
  return i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/** Puts block `block` of every lane into W, word by word across the lanes. */
function gather(block: usize): void {
  const from = BLOCKS + (block << 6);
  for (let piece: usize = 0; piece < 4; piece++) {
    const at = from + (piece << 4);
    const r0 = words(at);
    const r1 = words(at + LANE);
    const r2 = words(at + 2 * LANE);
    const r3 = words(at + 3 * LANE);
    const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
    const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
    const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
    const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
    const to = W + (piece << 6);
    v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
    v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 16);
    v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 32);
    v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 48);
  }
}

function keyState(key: usize, mask: u32, to: usize): void {
  for (let i: usize = 0; i < 8; i++) v128.store(STATE + (i << 4), v128.load32_splat(INITIAL + (i << 2)));
  for (let i: usize = 0; i < 16; i++) {
    v128.store(W + (i << 4), i32x4.splat(bswap(load<u32>(key + (i << 2))) ^ mask));
  }
  compress();
  memory.copy(to, STATE, 128);
}

/** Sets the key (64 bytes at `key`, filled up with zeros) and what every message begins with. */
export function prepare(key: usize, prefix: usize, length: i32): void {
  keyState(key, 0x36363636, INNER);
  keyState(key, 0x5c5c5c5c, OUTER);
  for (let lane: usize = 0; lane < 4; lane++) memory.copy(BLOCKS + lane * LANE, prefix, length);
  prefixLength = length;
}

@inline
function copyState(to: usize, from: usize): void {
  for (let i: usize = 0; i < 128; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Pads the message of a lane behind its prefix; the answer is its number of blocks. */
@inline
function pad(lane: usize, message: usize, length: i32): i32 {
  const base = BLOCKS + lane * LANE;
  const end = prefixLength + length;
  // In whole pieces, which may reach beyond the end: calls for a few bytes cost more than they move.
  for (let i = 0; i < length; i += 16) v128.store(base + prefixLength + i, v128.load(message + i));
  const blocks = (end + 72) >> 6;
  for (let i = end; i < blocks << 6; i += 8) store<u64>(base + i, 0);
  store<u8>(base + end, 0x80);
  store<u32>(base + (blocks << 6) - 4, bswap<u32>((64 + end) << 3));
  return blocks;
}

/**
 * Hashes `count` messages: message i is the bytes from `offsets[i]` to `offsets[i + 1]` behind `messages`. Writes the first
 * `size` bytes of each digest, 16 or 32, to `out`. A message longer than LONGEST must not be here.
 */
export function digest(count: i32, messages: usize, offsets: usize, out: usize, size: i32): void {
  for (let first = 0; first < count; first += 4) {
    let most = 0;
    let counts = i32x4.splat(0);
    for (let lane = 0; lane < 4; lane++) {
      // Lanes beyond the last message repeat it; their digests are not written.
      const i: usize = min(first + lane, count - 1);
      const from = load<u32>(offsets + (i << 2));
      const blocks = pad(lane, messages + from, load<u32>(offsets + ((i + 1) << 2)) - from);
      most = max(most, blocks);
      if (lane === 0) counts = i32x4.replace_lane(counts, 0, blocks);
      else if (lane === 1) counts = i32x4.replace_lane(counts, 1, blocks);
      else if (lane === 2) counts = i32x4.replace_lane(counts, 2, blocks);
      else counts = i32x4.replace_lane(counts, 3, blocks);
    }
    copyState(STATE, INNER);
    for (let block = 0; block < most; block++) {
      gather(block);
      const ended = i32x4.le_s(counts, i32x4.splat(block));
      if (v128.any_true(ended)) {
        // A lane whose message is over keeps its state while longer ones go on.
        copyState(KEPT, STATE);
        compress();
        for (let i: usize = 0; i < 8; i++)
          v128.store(
            STATE + (i << 4),
            v128.bitselect(v128.load(KEPT + (i << 4)), v128.load(STATE + (i << 4)), ended),
          );
      } else compress();
    }
    for (let i: usize = 0; i < 8; i++) v128.store(W + (i << 4), v128.load(STATE + (i << 4)));
    v128.store(W, i32x4.splat(0x80000000), 128);
    for (let i: usize = 9; i < 15; i++) v128.store(W + (i << 4), i32x4.splat(0));
    v128.store(W, i32x4.splat((64 + 32) << 3), 240);
    copyState(STATE, OUTER);
    compress();
    const last = min(4, count - first);
    for (let lane = 0; lane < last; lane++)
      for (let i = 0; i < size; i += 4)
        store<u32>(out + (first + lane) * size + i, bswap(load<u32>(STATE + (i << 2) + (lane << 2))));
  }
}
const KEPT: usize = memory.data(128, 16);

/** Longest message, prefix included, and where the host may put its data. */
export function longest(): i32 {
  return LONGEST;
}
export function free(): usize {
  return __heap_base;
}
