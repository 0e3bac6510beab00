/** Forms of chunks: every column comes back to the last bit and as narrow as it may; a damaged form is never read. */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChunkRow, packed, readChunk } from '../../../engine/columns/chunks.ts';
import { COLUMN_TYPES, type ColumnArray, type ColumnType } from '../../../engine/columns/columns.ts';
import { HEAD, pack, unpack } from '../../../engine/columns/forms.ts';
import { codeOf } from '../vault/fixture.ts';

const rowsOf = (type: ColumnType, values: ColumnArray): number => values.length / (type === 'hash' ? 2 : 1);

/** What a chunk gives back, read where no array may stand, into the middle of another. */
const back = (type: ColumnType, values: ColumnArray): ColumnArray => {
  const rows = rowsOf(type, values);
  const shifted = Buffer.concat([Buffer.alloc(3), pack(type, values)]).subarray(3);
  const words = rows === values.length ? 1 : 2;
  const out = new (values.constructor as new (length: number) => ColumnArray)(values.length + 5 * words);
  expect(unpack(type, shifted, rows, out, 2 * words)).toBe(true);
  expect([...out.subarray(0, 2 * words), ...out.subarray(-3 * words)].every((value) => value === 0)).toBe(
    true,
  );
  return out.slice(2 * words, 2 * words + values.length);
};
const expectSame = (type: ColumnType, values: ColumnArray): void => {
  // Told apart as Object.is does: -0 and 0 are two, every NaN is one.
  const found = back(type, values);
  expect(found.length).toBe(values.length);
  for (let i = 0; i < values.length; i++)
    if (!Object.is(found[i], values[i])) expect([i, found[i]]).toEqual([i, values[i]]);
};
const bytesFor = (type: ColumnType, values: ColumnArray): number =>
  (pack(type, values).length - HEAD) / rowsOf(type, values);

const within = (low: number, span: number, times: number, over: number) =>
  fc.array(
    fc.integer({ min: 0, max: span }).map((step) => ((low + step) * times) / over),
    { minLength: 1, maxLength: 60 },
  );
/** Columns as files hold them: multiples of one unit around some place, with odd ones among them now and then. */
const doubles = fc
  .tuple(
    fc.constantFrom(0, -3, 19_000, -2_000_000, 2 ** 33, 2 ** 52),
    fc.constantFrom(0, 1, 254, 255, 65_534, 65_535, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1),
    fc.constantFrom([1, 1], [1, 10], [1, 100], [1, 1000], [1, 1_000_000], [1000, 1], [86_400_000, 1], [1, 3]),
  )
  .chain(([low, span, [times, over]]) => within(low, span, times, over))
  .chain((values) =>
    fc
      .array(fc.option(fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 0, 0.1 + 0.2)), { freq: 9 }), {
        minLength: values.length,
        maxLength: values.length,
      })
      .map((odd) => Float64Array.from(values, (value, i) => odd[i] ?? value)),
  );
const whole = fc
  .tuple(
    fc.constantFrom(-1, 0, 7, 100_000, 2 ** 31 - 70_000),
    fc.constantFrom(0, 1, 255, 256, 65_535, 65_536),
  )
  .chain(([low, span]) =>
    fc.array(fc.integer({ min: low, max: low + span }), { minLength: 1, maxLength: 60 }),
  )
  .map((values) => Int32Array.from(values));
const anyWhole = fc.int32Array({ minLength: 1, maxLength: 20 });
const RUNS = { numRuns: 300 };

describe('a chunk', () => {
  it('of numbers or times comes back to the last bit', () => {
    fc.assert(
      fc.property(fc.constantFrom('number', 'time'), doubles, (type, values) => {
        expectSame(type, values);
        expect(bytesFor(type, values)).toBeLessThanOrEqual(8);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, maxLength: 20 }), (values) => expectSame('number', values)),
      RUNS,
    );
  });

  it('of tenths comes back when hundredths follow, however large they are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2 ** 44, max: 2 ** 50 }),
        fc.integer({ min: 1, max: 99 }),
        (tenths, more) => expectSame('number', Float64Array.of(tenths / 10, (tenths * 10 + more) / 100)),
      ),
      RUNS,
    );
  });

  it('of people or codes comes back', () => {
    fc.assert(
      fc.property(fc.constantFrom('person', 'code'), fc.oneof(whole, anyWhole), (type, values) => {
        expectSame(type, values);
        expect(bytesFor(type, values)).toBeLessThanOrEqual(4);
      }),
      RUNS,
    );
  });

  it('of hashes comes back', () => {
    const values = Uint32Array.from({ length: 400 }, (_, i) => i * 2_654_435_761);
    expectSame('hash', values);
    expect(bytesFor('hash', values)).toBe(8);
  });

  const numbers = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: 1000 }, (_, i) => of(i));
  const words = (of: (i: number) => number): Int32Array => Int32Array.from({ length: 1000 }, (_, i) => of(i));
  it.each<[string, ColumnType, ColumnArray, number]>([
    ['people in the order of their numbers', 'person', words((i) => 70_000 + i), 0],
    ['one word', 'code', words(() => 3), 0],
    ['255 words and none', 'code', words((i) => (i % 256) - 1), 1],
    ['257 words', 'code', words((i) => i % 257), 2],
    ['people of a file of 65,536', 'person', words((i) => (i * 7919) % 65_536), 2],
    ['people all over', 'person', words((i) => i * 70_000), 4],
    ['counts', 'number', numbers((i) => i % 200), 1],
    ['prices', 'number', numbers((i) => ((i * 7919) % 50_000) / 100), 2],
    ['prices of which some are missing', 'number', numbers((i) => (i % 7 === 0 ? Number.NaN : i / 100)), 2],
    ['coordinates', 'number', numbers((i) => ((i * 7_919_791) % 180_000_000) / 1_000_000), 4],
    ['nothing', 'number', numbers(() => Number.NaN), 0],
    ['thirds', 'number', numbers((i) => i / 3), 8],
    ['noughts of both signs', 'number', numbers((i) => (i % 2 === 0 ? 0 : -0)), 8],
    ['days of many years', 'time', numbers((i) => (i * 13 - 9000) * 86_400_000), 2],
    ['seconds of some years', 'time', numbers((i) => Date.UTC(2020, 0, 1) + i * 123_457_000), 4],
    ['milliseconds of a day', 'time', numbers((i) => Date.UTC(2020, 0, 1) + i * 86_399), 4],
    ['milliseconds of some years', 'time', numbers((i) => Date.UTC(2020, 0, 1) + i * 123_456_789), 8],
  ])('of %s takes as many bytes a row', (_, type, values, bytes) => {
    expectSame(type, values);
    expect(bytesFor(type, values)).toBe(bytes);
  });
});

describe('a damaged chunk', () => {
  const samples: Record<ColumnType, ColumnArray> = {
    person: Int32Array.of(5, 3, 900),
    number: Float64Array.of(1.5, Number.NaN, 2.25),
    time: Float64Array.of(0, 86_400_000, 864_000_000),
    code: Int32Array.of(-1, 0, 4),
    hash: Uint32Array.of(1, 2, 3, 4, 5, 6),
  };
  const stored = (type: ColumnType): ChunkRow => {
    const { checksum, data } = packed(type, samples[type]);
    return { id: 1, number: 0, rows: 3, checksum, data: Buffer.from(data) };
  };
  const read = (type: ColumnType, chunk: ChunkRow) =>
    codeOf(() => readChunk({ kind: 'orders', name: 'a', type }, chunk));

  it.each(COLUMN_TYPES)('of type %s is refused for any bit that has changed', async (type) => {
    const chunk = stored(type);
    for (let bit = 0; bit < chunk.data.length * 8; bit++) {
      const data = Buffer.from(chunk.data);
      data[bit >> 3] ^= 1 << (bit & 7);
      expect(await read(type, { ...chunk, data })).toBe('VAULT_DAMAGED');
    }
    expect([...readChunk({ kind: 'orders', name: 'a', type }, chunk)]).toEqual([...samples[type]]);
  });

  it.each<[string, ColumnType, (data: Buffer) => Buffer | undefined]>([
    ['an unknown form', 'number', (data) => void data.writeUInt8(3, 0)],
    ['a form of another length', 'code', (data) => void data.writeUInt8(2, 0)],
    ['a form of whole numbers', 'number', (data) => Buffer.concat([Buffer.of(9), data.subarray(1, HEAD)])],
    ['a form of hashes', 'hash', (data) => Buffer.concat([Buffer.of(8), data.subarray(1, HEAD)])],
    ['an unknown unit', 'number', (data) => void data.writeUInt8(11, 1)],
    ['codes in days', 'code', (data) => void data.writeUInt8(0, 1)],
    ['something behind the unit', 'number', (data) => void data.writeUInt8(1, 2)],
    ['another number of rows', 'number', (data) => void data.writeUInt32LE(2, 4)],
    ['a smallest value that is none', 'time', (data) => void data.writeDoubleLE(Number.NaN, 8)],
    ['a smallest value beyond whole numbers', 'time', (data) => void data.writeDoubleLE(2 ** 60, 8)],
    ['a smallest code beyond codes', 'code', (data) => void data.writeDoubleLE(2 ** 31, 8)],
    ['a missing end', 'number', (data) => data.subarray(0, -1)],
    ['a missing head', 'number', (data) => data.subarray(0, HEAD - 1)],
    ['something behind its end', 'hash', (data) => Buffer.concat([data, Buffer.of(0)])],
  ])('with %s is refused even under its checksum', async (_, type, attack) => {
    const chunk = stored(type);
    const data = attack(chunk.data) ?? chunk.data;
    expect(await read(type, { ...chunk, checksum: crc32(data), data })).toBe('VAULT_DAMAGED');
  });
});
