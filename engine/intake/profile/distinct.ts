/**
 * How many different values there are: exact for few, else by HyperLogLog (P. Flajolet, É. Fusy, O. Gandouet,
 * F. Meunier, AofA 2007) with 2^14 registers, standard error 0.81 %; linear counting below 2.5 registers each.
 */

const BITS = 14;
const REGISTERS = 1 << BITS;
const MOST_EXACT = 4096;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** Counts different values by 64 bits of hash, given as two words. */
export type Distinct = { add(high: number, low: number): void; count(): number };

export const createDistinct = (): Distinct => {
  let exact: Set<number> | null = new Set();
  let registers: Uint8Array | null = null;
  const mark = (high: number, low: number): void => {
    if (registers === null) return;
    const at = high >>> (32 - BITS);
    // The rank of the first 1 among the bits behind the register's number.
    const rest = (high << BITS) | (low >>> (32 - BITS));
    const rank = rest === 0 ? 33 : Math.clz32(rest) + 1;
    if (rank > registers[at]) registers[at] = rank;
  };
  return {
    add: (high, low) => {
      if (exact === null) {
        mark(high, low);
        return;
      }
      exact.add((high >>> 0) * 2 ** 21 + (low >>> 11));
      if (exact.size <= MOST_EXACT) return;
      registers = new Uint8Array(REGISTERS);
      for (const key of exact) mark(Math.floor(key / 2 ** 21), (key % 2 ** 21) << 11);
      exact = null;
    },
    count: () => {
      if (exact !== null || registers === null) return exact?.size ?? 0;
      let sum = 0;
      let zeros = 0;
      for (const rank of registers) {
        sum += 2 ** -rank;
        if (rank === 0) zeros += 1;
      }
      const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
      return Math.round(raw <= 2.5 * REGISTERS && zeros > 0 ? REGISTERS * Math.log(REGISTERS / zeros) : raw);
    },
  };
};

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** The finalizer of MurmurHash3 (A. Appleby, public domain). */
const mix = (value: number): number => {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** Counts a number as a value. */
export const addNumber = (distinct: Distinct, value: number): void => {
  double[0] = value;
  const first = mix(words[0] ^ Math.imul(words[1], 0x9e3779b1));
  distinct.add(first, mix(words[1] ^ Math.imul(first, 0x85ebca77)));
};
