/**
 * The one seeded generator. Results never depend on a clock, a locale or `Math.random`.
 *
 * sfc32 (Chris Doty-Humphrey, PractRand: small fast counting generator, 128 bits of state), seeded by
 * hashing the seed text with a 32-bit multiply-xor mix and 12 warm-up steps.
 */

export type Random = {
  /** A double in [0, 1) with 53 bits. */
  next(): number;
  /** An integer in [0, below). */
  int(below: number): number;
  /** A standard normal deviate (Marsaglia polar method). */
  normal(): number;
  /** An independent generator, named, whose stream does not depend on how far this one was used. */
  fork(label: string | number): Random;
};

const mixSeed = (text: string): [number, number, number, number] => {
  const out: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  for (let lane = 0; lane < 4; lane++) {
    let h = out[lane] ^ (text.length * 0x01000193);
    for (let i = 0; i < text.length; i++) {
      h = Math.imul(h ^ text.charCodeAt(i), 0x5bd1e995 + 2 * lane);
      h ^= h >>> 15;
    }
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    out[lane] = (h ^ (h >>> 16)) | 0;
  }
  return out;
};

/** A generator whose whole stream is decided by `seed`. */
export const createRandom = (seed: string | number): Random => {
  const name = String(seed);
  let [a, b, c, d] = mixSeed(name);
  let spare = Number.NaN;
  const bits = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  const next = (): number => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000;
  return {
    next,
    int: (below) => Math.floor(next() * below),
    normal: () => {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) {
          const f = Math.sqrt((-2 * Math.log(s)) / s);
          spare = v * f;
          return u * f;
        }
      }
    },
    fork: (label) => createRandom(`${name}/${label}`),
  };
};
