/**
 * Large pages of Parquet, which are unpacked piece by piece: every codec and encoding gives what DuckDB wrote, what is packed
 * against the specification is told, and what refers far back is unpacked all the same.
 */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { PageFault } from '../../../../engine/intake/formats/parquet/fault.ts';
import { take, unpackedStream } from '../../../../engine/intake/formats/parquet/stream.ts';
import { type Unpack, unpackerOf } from '../../../../engine/intake/formats/parquet/unpack.ts';
import { collect, pathOf } from './collect.ts';
import { withDuckdb } from './duckdb.ts';

const ROWS = 150_000;
/** Every tenth text is missing, some are longer than the window, others are words of a dictionary or differ in each row. */
const SELECT = `SELECT 'k' || i AS id, CASE WHEN i % 10 = 3 THEN NULL ELSE 'user.' || i * 7919 || '@example.org' END AS email,
  i * 3 AS n, i % 7 = 0 AS yes, i / 4.0 AS part, ['a', 'b', 'c'][i % 3 + 1] AS word, 'w' || (i * 31) % 20011 AS name,
  CASE WHEN i % 50000 = 4 THEN repeat(chr(97 + (i // 50000)::INT), 700000) ELSE 'short' || i END AS long,
  CASE WHEN i % 2 = 0 THEN [i, i + 1] ELSE NULL END AS list FROM range(${ROWS}) t(i) ORDER BY i`;

const connection = withDuckdb();

/** The row that `SELECT` makes of a number, as texts. */
const rowOf = (i: number): string[] => [
  `k${i}`,
  i % 10 === 3 ? '' : `user.${i * 7919}@example.org`,
  `${i * 3}`,
  `${i % 7 === 0}`,
  `${i / 4}`,
  'abc'[i % 3],
  `w${(i * 31) % 20011}`,
  i % 50_000 === 4 ? String.fromCharCode(97 + Math.floor(i / 50_000)).repeat(700_000) : `short${i}`,
  i % 2 === 0 ? `[${i},${i + 1}]` : '',
];

describe('a page of megabytes', () => {
  it.each([
    ['snappy', 'V1'],
    ['snappy', 'V2'],
    ['zstd', 'V1'],
    ['zstd', 'V2'],
    ['gzip', 'V1'],
    ['gzip', 'V2'],
    ['lz4_raw', 'V1'],
    ['lz4_raw', 'V2'],
    ['uncompressed', 'V1'],
  ])(
    '%s, %s',
    async (codec, version) => {
      const path = pathOf(`pages-${codec}-${version}.parquet`);
      await connection().run(
        `COPY (${SELECT}) TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 1000000)`,
      );
      const { rows } = await collect(path);
      expect(rows.length).toBe(ROWS);
      expect(rows.findIndex((row, i) => row.join('\n') !== rowOf(i).join('\n'))).toBe(-1);
    },
    60_000,
  );
});

/** Hands packed bytes out in pieces of few bytes, so that everything is cut somewhere. */
const inPieces = (
  packed: readonly number[] | Uint8Array,
  codec: CompressionCodec = 'SNAPPY',
  size = 3,
): Unpack => {
  const begin = unpackerOf(codec);
  if (begin === null) throw new Error('there is no unpacker');
  let at = 0;
  return begin(() => {
    at += size;
    return Uint8Array.from(packed.slice(at - size, at));
  });
};
const literal = (bytes: readonly number[]): number[] => [
  61 << 2,
  (bytes.length - 1) & 255,
  (bytes.length - 1) >> 8,
  ...bytes,
];
const copy = (size: number, back: number): number[] => [
  ((size - 1) << 2) | 3,
  back & 255,
  (back >> 8) & 255,
  (back >> 16) & 255,
  0,
];

describe('Snappy, piece by piece', () => {
  it('copies what overlaps itself, in all lengths of offsets', () => {
    const packed = [14, (3 - 1) << 2, 1, 2, 3, ((6 - 4) << 2) | 1, 2, ((5 - 1) << 2) | 2, 9, 0];
    const into = new Uint8Array(14);
    expect(inPieces(packed)(into, 0, 14)).toBe(14);
    expect([...into]).toEqual([1, 2, 3, 2, 3, 2, 3, 2, 3, 1, 2, 3, 2, 3]);
  });

  it('goes on where it stopped, and ends where its data does', () => {
    const packed = [6, (2 - 1) << 2, 7, 8, ((4 - 4) << 2) | 1, 2];
    const into = new Uint8Array(6);
    const unpack = inPieces(packed);
    expect([1, 3, 6, 6].map((to, i) => unpack(into, [0, 1, 3, 6][i], to))).toEqual([1, 3, 6, 6]);
    expect([...into]).toEqual([7, 8, 7, 8, 7, 8]);
  });

  it.each([
    ['ends in a literal', [9, (9 - 1) << 2, 1, 2]],
    ['ends in an offset', [9, 0, 1, ((5 - 1) << 2) | 2, 1]],
    ['refers to itself', [9, 0, 1, ((5 - 1) << 2) | 2, 0, 0]],
  ])('data that %s is told', (_, packed) => {
    expect(() => inPieces(packed)(new Uint8Array(9), 0, 9)).toThrow(PageFault);
  });

  it('what refers further back than the window is unpacked at once, and the stream goes on', () => {
    const block = Array.from({ length: 60_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);
    // Twelve different blocks, and then the first one again, 720,000 bytes back.
    const blocks = Array.from({ length: 12 }, (_, n) => block.map((byte) => (byte + n) & 255));
    const packed = [0, ...blocks.flatMap(literal), ...copy(64, 720_000), ...copy(64, 720_000)];
    const size = 720_128;
    let wholes = 0;
    const whole = (): Uint8Array => {
      wholes += 1;
      const bytes = new Uint8Array(size);
      inPieces(packed)(bytes, 0, size);
      return bytes;
    };
    const stream = unpackedStream(inPieces(packed), size, 0, whole);
    const seen: number[] = [];
    for (let left = size; left > 0; left -= 32) {
      const at = take(stream, 32);
      seen.push(...stream.bytes.subarray(at, at + 32));
    }
    const expected = [...blocks.flat(), ...block.slice(0, 128)];
    expect(seen.findIndex((byte, i) => byte !== expected[i])).toBe(-1);
    expect(seen.length).toBe(size);
    expect(wholes).toBe(1);
    expect(() => take(stream, 1)).toThrow(PageFault);
  });

  it('what refers to what is before all of it is told', () => {
    const packed = [0, ...literal(Array.from({ length: 300 }, () => 1)), ...copy(64, 400)];
    const whole = (): Uint8Array => {
      const bytes = new Uint8Array(364);
      inPieces(packed)(bytes, 0, 364);
      return bytes;
    };
    const stream = unpackedStream(inPieces(packed), 364, 0, whole);
    expect(() => take(stream, 364)).toThrow(PageFault);
  });

  it('a length beyond the page takes no memory', () => {
    const stream = unpackedStream(inPieces([4, (4 - 1) << 2, 1, 2, 3, 4]), 4, 0, () => new Uint8Array(0));
    expect(() => take(stream, 4_000_000_000)).toThrow(PageFault);
    expect(stream.bytes.length).toBe(4);
  });
});

/** What is unpacked with room for so many bytes at a time. */
const unpackedBy = (unpack: Unpack, size: number, room: number): Uint8Array => {
  const into = new Uint8Array(size);
  let end = 0;
  for (let from = -1; end > from; ) {
    from = end;
    end = unpack(into, from, Math.min(size, from + room));
  }
  return into.subarray(0, end);
};

describe('gzip, piece by piece', () => {
  const text = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `${(i * 7919) % 20_011} `).join(''));
  const halves = Buffer.concat([gzipSync(text.subarray(0, 1000)), gzipSync(text.subarray(1000))]);

  it.each([
    ['whole', gzipSync(text)],
    ['in two members', halves],
    ['without its head', deflateRawSync(text)],
  ])('%s', (_, packed) => {
    for (const size of [97, 100_000]) {
      const unpack = inPieces(packed, 'GZIP', size);
      expect(Buffer.compare(unpackedBy(unpack, text.length, 999), text)).toBe(0);
    }
  });

  it('damaged, is told', () => {
    const packed = Uint8Array.from(gzipSync(text)).fill(0xff, 200, 300);
    expect(() => unpackedBy(inPieces(packed, 'GZIP', 50), text.length, 999)).toThrow(PageFault);
  });

  it('cut off, ends too early', () => {
    const packed = gzipSync(text).subarray(0, 2000);
    expect(unpackedBy(inPieces(packed, 'GZIP', 50), text.length, 999).length).toBeLessThan(text.length);
  });
});

describe('LZ4, piece by piece', () => {
  it('copies what overlaps itself, and reads lengths that go on', () => {
    // Twenty bytes as they are, three hundred copied from two bytes back, and the last three.
    const first = Array.from({ length: 20 }, (_, i) => i);
    const packed = [(15 << 4) | 15, 5, ...first, 2, 0, 255, 26, 3 << 4, 7, 8, 9];
    const expected = [...first, ...Array.from({ length: 300 }, (_, i) => 18 + (i % 2)), 7, 8, 9];
    for (const size of [1, 3, 64])
      expect([...unpackedBy(inPieces(packed, 'LZ4_RAW', size), expected.length, 7)]).toEqual(expected);
  });

  it.each([
    ['ends in what is copied', [(3 << 4) | 0, 1, 2]],
    ['ends in an offset', [(1 << 4) | 0, 1, 1]],
    ['refers to itself', [(1 << 4) | 0, 1, 0, 0]],
    ['refers to what is before all', [(1 << 4) | 0, 1, 2, 0]],
  ])('data that %s is told', (_, packed) => {
    expect(() => unpackedBy(inPieces(packed, 'LZ4_RAW'), 9, 9)).toThrow(PageFault);
  });
});
