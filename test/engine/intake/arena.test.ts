/** Memory that batches take turns with: arrays of one batch do not overlap, nor do those of batches on their way. */
import { describe, expect, it } from 'vitest';
import { createArena, createReceiver, type Parcel } from '../../../engine/intake/arena.ts';

describe('the memory of batches', () => {
  it('keeps what a batch wrote until its block comes round again, also where a block grows', () => {
    const blocks = 3;
    const arena = createArena(blocks);
    const held: { arrays: (Uint8Array | Int32Array | Float64Array)[]; value: number }[] = [];
    for (let batch = 0; batch < 12; batch++) {
      arena.next();
      const rows = batch % 4 === 3 ? 200_000 : 1000 + batch;
      const arrays = [
        arena.bytes(rows),
        arena.doubles(rows),
        arena.words(rows),
        arena.bytes(3),
        arena.words(rows),
      ];
      expect(arrays[0].every((byte) => byte === 0)).toBe(true);
      expect(arrays[3].every((byte) => byte === 0)).toBe(true);
      const value = batch + 1;
      for (const array of arrays) array.fill(value);
      held.push({ arrays, value });
      for (const one of held.slice(-blocks))
        for (const array of one.arrays) expect(array.every((found) => found === one.value)).toBe(true);
    }
  });

  it('is the same memory again', () => {
    const arena = createArena(2);
    const taken = [0, 1, 2, 3].map(() => {
      arena.next();
      return arena.doubles(100).buffer;
    });
    expect(taken[2]).toBe(taken[0]);
    expect(taken[3]).toBe(taken[1]);
    expect(taken[1]).not.toBe(taken[0]);
  });

  it('is sent once, and again where it became larger', () => {
    type Value = {
      rows: number;
      texts: string[];
      lists: { one: Int32Array; two: Float64Array[]; three: Float64Array[]; four: Uint8Array[] }[];
      own: Uint8Array;
    };
    const arena = createArena(2);
    const open = createReceiver<Value>();
    let blocks = 0;
    for (let batch = 0; batch < 9; batch++) {
      arena.next();
      const one = arena.words(batch === 6 ? 900_000 : 50).fill(batch);
      const two = [arena.doubles(20).fill(batch / 2), new Float64Array([batch])];
      // A list of one length behind each other, one of which the first has another, and one alone.
      const three = [1, 2, 3].map((more) => arena.doubles(5).fill(batch + more));
      if (batch % 2 === 1) three.reverse();
      const four = [arena.bytes(batch === 4 ? 9 : 3).fill(1), arena.bytes(3).fill(2)].slice(
        0,
        batch === 5 ? 1 : 2,
      );
      const value = {
        rows: batch,
        texts: ['a', 'b'],
        lists: [{ one, two, three, four }],
        own: arena.bytes(7).fill(batch),
      };
      // As a message between threads: a copy, but of shared memory.
      const parcel: Parcel<Value> = structuredClone(arena.parcel(value));
      blocks += parcel.blocks.length;
      expect(open(parcel)).toEqual(value);
    }
    expect(blocks).toBe(3);
  });
});
