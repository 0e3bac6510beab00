/**
 * Values of Parquet as the texts people write (Parquet format, LogicalTypes.md): decimals with every digit, moments and
 * days as ISO 8601, times of day as such. Texts stay the bytes they are.
 */
import { isUtf8 } from 'node:buffer';
import type { SchemaElement } from 'hyparquet';
import { parseFloat16 } from 'hyparquet/src/convert.js';
import { PageFault } from './fault.ts';

/** A value as it is stored; INT96 comes as nanoseconds since 1970. */
export type Raw = number | bigint | boolean | Uint8Array;
/** A value as it is written: what is not text in the file becomes ASCII. */
export type Written = string | Uint8Array;
export type Writer = (raw: Raw) => Written;

const PER_MILLISECOND = { MILLIS: 1n, MICROS: 1000n, NANOS: 1_000_000n } as const;
type Unit = keyof typeof PER_MILLISECOND;

/** The unit of a moment or a time of day; null for other types. */
const unitOf = ({ type, converted_type, logical_type }: SchemaElement, what: 'TIMESTAMP' | 'TIME') => {
  if (what === 'TIMESTAMP' && type === 'INT96') return 'NANOS';
  if (logical_type?.type === what) return logical_type.unit;
  if (converted_type === `${what}_MILLIS`) return 'MILLIS';
  return converted_type === `${what}_MICROS` ? 'MICROS' : null;
};

const floorDivide = (value: bigint, by: bigint): bigint =>
  value / by - (value % by !== 0n && value < 0n ? 1n : 0n);

/** Beyond the days that there are, databases mean "for ever". */
const isoOf = (milliseconds: number): string => {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return milliseconds > 0 ? 'infinity' : '-infinity';
  return date.toISOString();
};

const timeOfDay = (value: bigint, unit: Unit): string => {
  const milliseconds = Number(floorDivide(value, PER_MILLISECOND[unit]));
  const text = isoOf(milliseconds).slice(11, 23);
  return text.endsWith('.000') ? text.slice(0, 8) : text;
};

/** A whole number of bytes, the highest first, in two's complement. */
const bigOf = (bytes: Uint8Array): bigint => {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
};

const decimalText = (unscaled: bigint, scale: number): string => {
  if (scale <= 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

/** The shortest text that is the same number in 32 bits. */
const singleText = (value: number): string => {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
};

const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const wholeOf = (raw: Raw): bigint => (raw instanceof Uint8Array ? bigOf(raw) : BigInt(raw));

/** How the values of a column are written; bytes are handed on as they are. */
export const writerOf = (element: SchemaElement): Writer => {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
    return (raw) => decimalText(wholeOf(raw), scale);
  }
  if (converted === 'DATE' || logical?.type === 'DATE')
    return (raw) => {
      const text = isoOf(Number(raw) * 86_400_000);
      return text.endsWith('Z') ? text.slice(0, text.indexOf('T')) : text;
    };
  const moment = unitOf(element, 'TIMESTAMP');
  if (moment !== null) return (raw) => isoOf(Number(floorDivide(wholeOf(raw), PER_MILLISECOND[moment])));
  const time = unitOf(element, 'TIME');
  if (time !== null) return (raw) => timeOfDay(wholeOf(raw), time);
  if (logical?.type === 'UUID') return (raw) => (raw instanceof Uint8Array ? uuidText(raw) : String(raw));
  if (logical?.type === 'FLOAT16')
    return (raw) => String(raw instanceof Uint8Array ? parseFloat16(raw) : raw);
  if (type === 'FLOAT') return (raw) => singleText(Number(raw));
  if (converted?.startsWith('UINT_') || (logical?.type === 'INTEGER' && !logical.isSigned))
    return (raw) => String(BigInt.asUintN(type === 'INT64' ? 64 : 32, wholeOf(raw)));
  return (raw) => (raw instanceof Uint8Array ? raw : String(raw));
};

/** Bytes of a text as a string of JSON. */
export const quoted = (text: Uint8Array): Uint8Array => {
  const isPlain = text.every((c) => c >= 32 && c !== 34 && c !== 92);
  const bytes = isPlain ? text : Buffer.from(JSON.stringify(Buffer.from(text).toString('utf8')).slice(1, -1));
  const out = Buffer.allocUnsafe(bytes.length + 2);
  out[0] = out[out.length - 1] = 34;
  out.set(bytes, 1);
  return out;
};

/** Numbers that JSON does not know stand in quotes. */
const isUnknown = (number: string): boolean => number === 'NaN' || number.endsWith('Infinity');

/** Whether values of a type stand in JSON as texts, however they look: moments and days, times of day, UUIDs. */
export const isText = (element: SchemaElement): boolean =>
  element.converted_type === 'DATE' ||
  element.logical_type?.type === 'DATE' ||
  element.logical_type?.type === 'UUID' ||
  unitOf(element, 'TIMESTAMP') !== null ||
  unitOf(element, 'TIME') !== null;

/**
 * How the values of a column are written within JSON. Bytes that are not said to be text and are none stand in base64, as
 * BigQuery writes them.
 * @param isName whether it is the name of a member, which stands in quotes whatever it is
 */
export const jsonWriterOf = (element: SchemaElement, isName: boolean): Writer => {
  const write = writerOf(element);
  const isBare = !isName && !isText(element);
  const isSaid = element.converted_type !== undefined || element.logical_type !== undefined;
  return (raw) => {
    const text = write(raw);
    if (typeof text === 'string') return isBare && !isUnknown(text) ? text : quoted(Buffer.from(text));
    if (isUtf8(text)) return quoted(text);
    if (isSaid) throw new PageFault('there are bytes that are no text');
    return quoted(Buffer.from(Buffer.from(text).toString('base64')));
  };
};
