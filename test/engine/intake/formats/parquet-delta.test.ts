/**
 * The delta encodings of Parquet, written here after Encodings.md: what is read in turn is what was written, and what hyparquet
 * reads of the same bytes; what contradicts itself is told.
 */
import fc from 'fast-check';
import { deltaBinaryUnpack, deltaByteArray } from 'hyparquet/src/delta.js';
import { describe, expect, it } from 'vitest';
import {
  deltaInt32,
  deltaInt64,
  deltaLengths,
  deltaTexts,
} from '../../../../engine/intake/formats/parquet/delta.ts';
import { PageFault } from '../../../../engine/intake/formats/parquet/fault.ts';
import { unpackedStream, wholeStream } from '../../../../engine/intake/formats/parquet/stream.ts';

const varint = (value: bigint): number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
const zigzag = (value: bigint): number[] => varint(value < 0n ? -value * 2n - 1n : value * 2n);
const widthOf = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length);

const [BLOCK, MINIBLOCKS] = [128, 4];
const IN_MINIBLOCK = BLOCK / MINIBLOCKS;

/** Numbers as differences, each of so many bits at most. */
const packed = (numbers: readonly bigint[], bits: 32 | 64): number[] => {
  const bytes = [
    ...varint(BigInt(BLOCK)),
    ...varint(BigInt(MINIBLOCKS)),
    ...varint(BigInt(numbers.length)),
    ...zigzag(numbers[0] ?? 0n),
  ];
  const steps = numbers.slice(1).map((value, i) => BigInt.asIntN(bits, value - numbers[i]));
  for (let from = 0; from < steps.length; from += BLOCK) {
    const block = steps.slice(from, from + BLOCK);
    let least = block[0];
    for (const one of block) if (one < least) least = one;
    const minis = Array.from({ length: MINIBLOCKS }, (_, i) =>
      block.slice(i * IN_MINIBLOCK, (i + 1) * IN_MINIBLOCK).map((one) => BigInt.asUintN(bits, one - least)),
    );
    const widths = minis.map((mini) => mini.reduce((most, one) => Math.max(most, widthOf(one)), 0));
    bytes.push(...zigzag(least), ...widths);
    minis.forEach((mini, i) => {
      if (mini.length === 0) return;
      let all = 0n;
      mini.forEach((one, at) => {
        all |= one << BigInt(at * widths[i]);
      });
      for (let at = 0; at < (IN_MINIBLOCK * widths[i]) / 8; at++)
        bytes.push(Number((all >> BigInt(8 * at)) & 255n));
    });
  }
  return bytes;
};

/** The bytes all at once, and in a window into which they come in turn. */
const streams = (bytes: readonly number[]) => [
  () => wholeStream(Uint8Array.from(bytes)),
  () =>
    unpackedStream(
      (into, from, to) => {
        const end = Math.min(to, from + 5, into.length);
        const behind = bytes.slice(sent, sent + end - from);
        into.set(behind, from);
        sent += behind.length;
        return from + behind.length;
      },
      bytes.length,
      0,
      () => Uint8Array.from(bytes),
    ),
];
let sent = 0;

const read = <Value>({ total, next }: { total: number; next(): Value }): Value[] =>
  Array.from({ length: total }, next);

describe('numbers as differences', () => {
  it.each([
    ['32 bits', 32, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(BigInt)],
    ['64 bits', 64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
    ['few bits', 64, fc.bigInt({ min: 0n, max: 5n })],
  ] as const)('of %s come back', (_, bits, number) =>
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 300, size: 'max' }), (numbers) => {
        const bytes = packed(numbers, bits);
        const theirs = bits === 32 ? new Int32Array(numbers.length) : new BigInt64Array(numbers.length);
        // Theirs reads four bytes at a time, beyond the end too.
        const view = new DataView(Uint8Array.from([...bytes, 0, 0, 0, 0]).buffer);
        deltaBinaryUnpack({ view, offset: 0 }, numbers.length, theirs);
        expect([...theirs].map(BigInt)).toEqual(numbers);
        for (const open of streams(bytes)) {
          sent = 0;
          const stream = open();
          const ours: (number | bigint)[] = bits === 32 ? read(deltaInt32(stream)) : read(deltaInt64(stream));
          expect(ours.map(BigInt)).toEqual(numbers);
          expect(stream.at).toBe(stream.end);
        }
      }),
      { numRuns: 60 },
    ),
  );

  it('more are not given than there are', () => {
    const { next } = deltaInt32(wholeStream(Uint8Array.from(packed([7n], 32))));
    expect(next()).toBe(7);
    expect(next).toThrow(PageFault);
  });

  it.each([
    ['no miniblocks', [128, 1, 0, 5, 0]],
    ['blocks that cannot be parted', [100, 3, 5, 0]],
    ['blocks without end', [255, 255, 255, 255, 15, 4, 5, 0]],
    ['a number without end', Array.from({ length: 12 }, () => 255)],
    [
      'differences of more than 64 bits',
      [128, 1, 4, 3, 0, 0, 65, 0, 0, 0, ...Array.from({ length: 300 }, () => 1)],
    ],
    ['nothing behind its beginning', [128, 1, 4, 3, 0]],
  ])('%s are told', (_, bytes) => {
    expect(() => read(deltaInt64(wholeStream(Uint8Array.from(bytes))))).toThrow(PageFault);
  });
});

describe('texts behind their lengths', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });

  it('come back, whole or with what each has in common with the one before', () =>
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 200, size: 'max' }), (texts) => {
        const lengths = texts.map(({ length }) => BigInt(length));
        const whole = [...packed(lengths, 32), ...Buffer.from(texts.join(''))];
        const common = texts.map((one, i) => {
          const before = texts[i - 1] ?? '';
          let same = 0;
          while (same < one.length && one[same] === before[same]) same += 1;
          return same;
        });
        const rest = texts.map((one, i) => one.slice(common[i]));
        const parted = [
          ...packed(common.map(BigInt), 32),
          ...packed(
            rest.map(({ length }) => BigInt(length)),
            32,
          ),
          ...Buffer.from(rest.join('')),
        ];
        const theirs: Uint8Array[] = new Array(texts.length);
        const bytes = Uint8Array.from(parted);
        deltaByteArray({ view: new DataView(bytes.buffer), offset: 0 }, texts.length, theirs);
        expect(theirs.map((one) => Buffer.from(one).toString())).toEqual(texts);
        for (const [all, decode] of [
          [whole, deltaLengths],
          [parted, deltaTexts],
        ] as const)
          for (const open of streams(all)) {
            sent = 0;
            const { total, next } = decode(open());
            expect(total).toBe(texts.length);
            expect(texts.map(() => Buffer.from(next()).toString())).toEqual(texts);
            expect(next).toThrow(PageFault);
          }
      }),
      { numRuns: 60 },
    ));

  it.each([
    ['a length below zero', deltaLengths, packed([-1n], 32)],
    ['more in common than there was', deltaTexts, [...packed([1n], 32), ...packed([0n], 32)]],
    ['two counts', deltaTexts, [...packed([0n], 32), ...packed([0n, 0n], 32)]],
    ['bytes that are missing', deltaLengths, packed([3n], 32)],
  ] as const)('%s: told', (_, decode, bytes) => {
    expect(() => decode(wholeStream(Uint8Array.from(bytes))).next()).toThrow(PageFault);
  });
});
