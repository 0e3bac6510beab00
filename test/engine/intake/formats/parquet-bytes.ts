/**
 * Parquet files written level by level (Parquet format, parquet.thrift and Encodings.md), for shapes that no writer
 * makes any more and for files that lie: every number that stands in them can be given as it should not be.
 */
import { crc32 } from 'node:zlib';

type Thrift = number | bigint | string | boolean | Thrift[] | { [field: number]: Thrift };

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return [...bytes, Number(left)];
};
const zigzag = (value: bigint): number[] => varint(value < 0n ? -value * 2n - 1n : value * 2n);

/** Compact types: 32 bits for numbers, 64 for bigints. */
const typeOf = (value: Thrift): number => {
  if (typeof value === 'boolean') return value ? 1 : 2;
  if (typeof value === 'number') return 5;
  if (typeof value === 'bigint') return 6;
  if (typeof value === 'string') return 8;
  return Array.isArray(value) ? 9 : 12;
};
const body = (value: Thrift): number[] => {
  if (typeof value === 'boolean') return [];
  if (typeof value === 'number' || typeof value === 'bigint') return zigzag(BigInt(value));
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return [...varint(BigInt(bytes.length)), ...bytes];
  }
  if (Array.isArray(value)) {
    const type = value.length === 0 ? 12 : typeOf(value[0]);
    return [0xf0 | type, ...varint(BigInt(value.length)), ...value.flatMap(body)];
  }
  const fields = Object.entries(value).flatMap(([field, one]) => [
    typeOf(one),
    ...zigzag(BigInt(field)),
    ...body(one),
  ]);
  return [...fields, 0];
};

/** An element of the schema; groups name how many children follow. */
export type Element = {
  name: string;
  repeats?: 'required' | 'optional' | 'repeated';
  children?: number;
  type?: 'INT32' | 'BYTE_ARRAY';
  as?: 'UTF8' | 'MAP' | 'MAP_KEY_VALUE' | 'LIST';
};
/** Values with their levels; a missing one has a definition level below the highest and no value. */
export type Value = { r: number; d: number; v?: string | number };
export const there = (r: number, d: number, v: string | number): Value => ({ r, d, v });
export const gap = (r: number, d: number): Value => ({ r, d });

export type Column = {
  path: string[];
  type?: 'INT32' | 'BYTE_ARRAY';
  /** Highest levels. */
  r: number;
  d: number;
  pages: Value[][];
  /** What its pages say instead of the truth. */
  lies?: { values?: number; chunk?: number; repetitionBytes?: number };
  /** Whether its pages tell their checksums, and whether those are right. */
  checksum?: 'right' | 'wrong';
};

const REPEATS = ['required', 'optional', 'repeated'];
const CONVERTED = ['UTF8', 'MAP', 'MAP_KEY_VALUE', 'LIST'];

/** Levels as runs of one. */
const levels = (all: number[]): Buffer => Buffer.from(all.flatMap((level) => [2, level]));
const plain = (value: string | number): Buffer => {
  const text = Buffer.from(typeof value === 'string' ? value : '');
  const head = Buffer.alloc(4);
  head.writeInt32LE(typeof value === 'string' ? text.length : value);
  return Buffer.concat([head, text]);
};
const withLength = (bytes: Buffer, length = bytes.length): Buffer => {
  const head = Buffer.alloc(4);
  head.writeInt32LE(length);
  return Buffer.concat([head, bytes]);
};

const pageOf = (column: Column, page: Value[], version: 1 | 2): Buffer => {
  const { r, d, lies = {}, checksum } = column;
  const repetition = r > 0 ? levels(page.map((one) => one.r)) : Buffer.alloc(0);
  const definition = d > 0 ? levels(page.map((one) => one.d)) : Buffer.alloc(0);
  const values = Buffer.concat(page.flatMap(({ v }) => (v === undefined ? [] : [plain(v)])));
  const count = lies.values ?? page.length;
  const data =
    version === 1
      ? Buffer.concat([
          ...(r > 0 ? [withLength(repetition, lies.repetitionBytes)] : []),
          ...(d > 0 ? [withLength(definition)] : []),
          values,
        ])
      : Buffer.concat([repetition, definition, values]);
  const rows = page.filter((one) => one.r === 0).length;
  const crc = checksum && { 4: (crc32(data) ^ (checksum === 'wrong' ? 1 : 0)) | 0 };
  const about: Thrift =
    version === 1
      ? { 1: 0, 2: data.length, 3: data.length, ...crc, 5: { 1: count, 2: 0, 3: 3, 4: 3 } }
      : {
          1: 3,
          2: data.length,
          3: data.length,
          ...crc,
          8: {
            1: count,
            2: page.filter(({ v }) => v === undefined).length,
            3: rows,
            4: 0,
            5: definition.length,
            6: lies.repetitionBytes ?? repetition.length,
            7: false,
          },
        };
  return Buffer.concat([Buffer.from(body(about)), data]);
};

/** A file of one row group, nothing packed. `said`: the rows that the file as a whole claims. */
export const parquetOf = (
  schema: readonly Element[],
  columns: readonly Column[],
  rows: number,
  version: 1 | 2 = 1,
  said = rows,
): Buffer => {
  const parts: Buffer[] = [Buffer.from('PAR1')];
  let at = 4;
  const chunks = columns.map((column): Thrift => {
    const bytes = Buffer.concat(column.pages.map((page) => pageOf(column, page, version)));
    const begin = at;
    parts.push(bytes);
    at += bytes.length;
    return {
      2: BigInt(begin),
      3: {
        1: column.type === 'INT32' ? 1 : 6,
        2: [0, 3],
        3: column.path,
        4: 0,
        5: BigInt(column.lies?.chunk ?? column.pages.flat().length),
        6: BigInt(bytes.length),
        7: BigInt(bytes.length),
        9: BigInt(begin),
      },
    };
  });
  const metadata = Buffer.from(
    body({
      1: 1,
      2: [
        { 4: 'schema', 5: rootChildren(schema) },
        ...schema.map(
          ({ name, repeats = 'required', children, type, as }): Thrift => ({
            ...(children === undefined && { 1: type === 'INT32' ? 1 : 6 }),
            3: REPEATS.indexOf(repeats),
            4: name,
            ...(children !== undefined && { 5: children }),
            ...(as !== undefined && { 6: CONVERTED.indexOf(as) }),
          }),
        ),
      ],
      3: BigInt(said),
      4: [{ 1: chunks, 2: BigInt(at), 3: BigInt(rows) }],
    }),
  );
  const length = Buffer.alloc(4);
  length.writeInt32LE(metadata.length);
  return Buffer.concat([...parts, metadata, length, Buffer.from('PAR1')]);
};

/** How many of the elements hang at the root. */
const rootChildren = (schema: readonly Element[]): number => {
  let roots = 0;
  const open: number[] = [];
  for (const { children = 0 } of schema) {
    if (open.length === 0) roots += 1;
    else open[open.length - 1] -= 1;
    if (children > 0) open.push(children);
    while (open.at(-1) === 0) open.pop();
  }
  return roots;
};
