/** A growing set of 64-bit hashes, for recognising a repeated record. It lives for one import, in memory only. */

export type RowSet = { /** Adds a hash; false when it was there. */ add(low: number, high: number): boolean };

/** Open addressing over two 32-bit lanes. The pair (0, 0) stands for an empty slot and is mapped to (1, 0). */
export const createRowSet = (): RowSet => {
  let capacity = 1 << 14;
  let lows = new Uint32Array(capacity);
  let highs = new Uint32Array(capacity);
  let size = 0;
  const slotOf = (low: number, high: number): number => {
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & (capacity - 1);
    while ((lows[slot] !== 0 || highs[slot] !== 0) && (lows[slot] !== low || highs[slot] !== high))
      slot = (slot + 1) & (capacity - 1);
    return slot;
  };
  const grow = (): void => {
    const [oldLows, oldHighs] = [lows, highs];
    capacity *= 2;
    lows = new Uint32Array(capacity);
    highs = new Uint32Array(capacity);
    for (let i = 0; i < oldLows.length; i++)
      if (oldLows[i] !== 0 || oldHighs[i] !== 0) {
        const slot = slotOf(oldLows[i], oldHighs[i]);
        lows[slot] = oldLows[i];
        highs[slot] = oldHighs[i];
      }
  };
  return {
    add: (low, high) => {
      const first = low === 0 && high === 0 ? 1 : low >>> 0;
      const slot = slotOf(first, high >>> 0);
      if (lows[slot] !== 0 || highs[slot] !== 0) return false;
      lows[slot] = first;
      highs[slot] = high >>> 0;
      size += 1;
      if (size * 2 > capacity) grow();
      return true;
    },
  };
};

/** Two independent 32-bit hashes of a byte range (multiply-xor mixing over 32-bit words), into `out`. */
export const hashBytes = (bytes: Uint8Array, start: number, end: number, out: Uint32Array): void => {
  let a = 0x9747b28c ^ (end - start);
  let b = 0x3c6ef372 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    a = Math.imul(a ^ word, 0x85ebca6b);
    a ^= a >>> 13;
    b = Math.imul(b ^ word, 0xc2b2ae35);
    b ^= b >>> 15;
  }
  for (; i < end; i++) {
    a = Math.imul(a ^ bytes[i], 0x85ebca6b);
    b = Math.imul(b ^ bytes[i], 0xc2b2ae35);
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 16), 0x846ca68b);
  out[0] = (a ^ (a >>> 15)) >>> 0;
  out[1] = (b ^ (b >>> 16)) >>> 0;
};
