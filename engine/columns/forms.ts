/**
 * How the values of a chunk lie in the vault: as narrow as every one of them comes back to the last bit, else as they lie in
 * memory. Whole numbers are told as differences from the smallest, in one, two or four bytes; so are measured values and
 * times that are all multiples of one unit (a day, a second, a hundredth), which the analyst's files mostly hold. The
 * form is the chunk's head and stands under its checksum. (Frame of reference and scaled decimals: Goldstein,
 * Ramakrishnan and Shaft, ICDE 1998; Afroozeh, Kuffó and Boncz, SIGMOD 2024.)
 */
import type { ColumnArray, ColumnType } from './columns.ts';

/**
 * Bytes before the values: form, unit, two zeros, rows (32 bits), smallest value in units (a double). Values begin where any
 * array may.
 */
export const HEAD = 16;
/** Forms: as in memory; all the same; each one more than the one before; or as many bytes a value. */
const PLAIN = 0;
const SAME = 8;
const RISING = 9;
/** What a value is a multiple of: `times / over`, each a whole part of the one before, so that what fitted one fits the next. */
const UNITS: readonly (readonly [times: number, over: number])[] = [
  [86_400_000, 1],
  [3_600_000, 1],
  [60_000, 1],
  [1000, 1],
  [1, 1],
  [1, 10],
  [1, 100],
  [1, 1000],
  [1, 10_000],
  [1, 100_000],
  [1, 1_000_000],
];
const ONE = 4;
/** Times are milliseconds, mostly of whole days or seconds; numbers are tried as whole ones first. */
const FIRST_UNIT = { time: 0, number: ONE } as const;

/**
 * Beyond it the rounding of a value, multiplied by its units, may reach the half at which it is counted as another step. A value
 * that fitted a coarser unit is not tried again in a finer one, so there must be no doubt.
 */
const MOST_STEPS = 2 ** 50;

/** What every value of a chunk is: `low` and a difference, in units. */
type Shape = { form: number; unit: number; low: number };
const AS_IT_IS: Shape = { form: PLAIN, unit: ONE, low: 0 };

/** The narrowest form whose greatest difference, with `spare` places above it, is at least `range`. */
const formFor = (range: number, spare: number): number =>
  [1, 2, 4].find((bytes) => range <= 256 ** bytes - 1 - spare) ?? PLAIN;

/** The shape of whole numbers, a missing one included, which is -1. */
const shapeOfWhole = (values: Int32Array): Shape => {
  const first = values[0];
  let low = first;
  let high = first;
  let rising = true;
  for (let i = 1; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
    if (value !== first + i) rising = false;
  }
  if (low === high) return { form: SAME, unit: ONE, low };
  if (rising) return { form: RISING, unit: ONE, low };
  const form = formFor(high - low, 0);
  return form < values.BYTES_PER_ELEMENT ? { form, unit: ONE, low } : AS_IT_IS;
};

/** The shape of doubles. A missing one has the greatest difference; -0 is no multiple of anything, so that it stays itself. */
const shapeOfDoubles = (values: Float64Array, firstUnit: number): Shape => {
  let unit = firstUnit;
  let [times, over] = UNITS[unit];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    let steps = Math.round(value * (over / times));
    while ((steps * times) / over !== value || (steps === 0 && Object.is(value, -0))) {
      unit += 1;
      if (unit === UNITS.length) return AS_IT_IS;
      const [before, below] = [times, over];
      [times, over] = UNITS[unit];
      const finer = (before / times) * (over / below);
      low *= finer;
      high *= finer;
      steps = Math.round(value * (over / times));
    }
    if (steps < low) low = steps;
    if (steps > high) high = steps;
  }
  if (missing === values.length) return { form: SAME, unit, low: Number.NaN };
  if (Math.abs(low) > MOST_STEPS || Math.abs(high) > MOST_STEPS) return AS_IT_IS;
  if (low === high && missing === 0) return { form: SAME, unit, low };
  const form = formFor(high - low, 1);
  return form === PLAIN ? AS_IT_IS : { form, unit, low };
};

/** Places of differences in a chunk's bytes. Plain arrays only, so that loops over them stay fast. */
const differencesIn = (
  bytes: Uint8Array,
  form: number,
  rows: number,
): Uint8Array | Uint16Array | Uint32Array => {
  const from = bytes.byteOffset + HEAD;
  if (form === 1) return new Uint8Array(bytes.buffer, from, rows);
  return form === 2 ? new Uint16Array(bytes.buffer, from, rows) : new Uint32Array(bytes.buffer, from, rows);
};
const sizeOf = (form: number, rows: number, width: number): number =>
  HEAD + (form === PLAIN ? rows * width : form <= 4 ? rows * form : 0);

const tellWhole = (values: Int32Array, low: number, out: ReturnType<typeof differencesIn>): void => {
  for (let i = 0; i < values.length; i++) out[i] = values[i] - low;
};
const tellDoubles = (
  values: Float64Array,
  { unit, low }: Shape,
  missing: number,
  out: ReturnType<typeof differencesIn>,
): void => {
  const [times, over] = UNITS[unit];
  const perUnit = over / times;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    out[i] = Number.isNaN(value) ? missing : Math.round(value * perUnit) - low;
  }
};

/** Bytes that one row takes in memory; a hash is two words. */
const widthOf = (type: ColumnType): number => (type === 'person' || type === 'code' ? 4 : 8);

/**
 * The bytes of a chunk. Whoever wants to keep them copies them: they lie where the next ones will.
 * @param values of one column type, as many as there are rows; at least one
 */
export const pack = (type: ColumnType, values: ColumnArray): Uint8Array => {
  const width = widthOf(type);
  const rows = values.byteLength / width;
  const shape =
    values instanceof Int32Array
      ? shapeOfWhole(values)
      : values instanceof Float64Array
        ? shapeOfDoubles(values, FIRST_UNIT[type as 'time' | 'number'])
        : AS_IT_IS;
  const size = sizeOf(shape.form, rows, width);
  if (room.length < size) room = new Uint8Array(Math.ceil(size / 8) * 8);
  const bytes = room.subarray(0, size);
  const head = new DataView(bytes.buffer, 0, HEAD);
  head.setUint32(0, shape.form | (shape.unit << 8), true);
  head.setUint32(4, rows, true);
  head.setFloat64(8, shape.low, true);
  if (shape.form === PLAIN)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), HEAD);
  else if (shape.form <= 4) {
    const out = differencesIn(bytes, shape.form, rows);
    if (values instanceof Int32Array) tellWhole(values, shape.low, out);
    else tellDoubles(values as Float64Array, shape, 256 ** shape.form - 1, out);
  }
  return bytes;
};
let room = new Uint8Array(0);

const readWhole = (
  from: ReturnType<typeof differencesIn>,
  low: number,
  out: Int32Array,
  at: number,
): void => {
  for (let i = 0; i < from.length; i++) out[at + i] = low + from[i];
};
const readDoubles = (
  from: ReturnType<typeof differencesIn>,
  { unit, low, form }: Shape,
  out: Float64Array,
  at: number,
): void => {
  const [times, over] = UNITS[unit];
  const missing = 256 ** form - 1;
  for (let i = 0; i < from.length; i++) {
    const difference = from[i];
    out[at + i] = difference === missing ? Number.NaN : ((low + difference) * times) / over;
  }
};

/**
 * Puts the values of a chunk into `out`, from its element `at` on.
 * @param data whose checksum was proved
 * @returns false where the bytes are no chunk of so many rows of this type; nothing was written then
 */
export const unpack = (
  type: ColumnType,
  data: Uint8Array,
  rows: number,
  out: ColumnArray,
  at: number,
): boolean => {
  if (data.length < HEAD) return false;
  // A BLOB may stand anywhere in memory; arrays want their own alignment.
  const bytes =
    data.byteOffset % 8 === 0
      ? new Uint8Array(data.buffer, data.byteOffset, data.length)
      : Uint8Array.from(data);
  const head = new DataView(bytes.buffer, bytes.byteOffset, HEAD);
  const form = head.getUint8(0);
  const unit = head.getUint8(1);
  const low = head.getFloat64(8, true);
  const width = widthOf(type);
  const forms =
    type === 'hash' ? [PLAIN] : width === 4 ? [PLAIN, SAME, RISING, 1, 2] : [PLAIN, SAME, 1, 2, 4];
  const isTold =
    forms.includes(form) &&
    unit < UNITS.length &&
    (width === 8 || (unit === ONE && low === (low | 0))) &&
    head.getUint16(2) === 0 &&
    head.getUint32(4, true) === rows &&
    data.length === sizeOf(form, rows, width) &&
    (Number.isSafeInteger(low) || (Number.isNaN(low) && form === SAME && width === 8));
  if (!isTold) return false;
  if (form === PLAIN) {
    const place = out.byteOffset + at * out.BYTES_PER_ELEMENT;
    new Uint8Array(out.buffer, place, data.length - HEAD).set(bytes.subarray(HEAD));
  } else if (form === SAME) {
    const [times, over] = UNITS[unit];
    out.fill((low * times) / over, at, at + rows);
  } else if (form === RISING) for (let i = 0; i < rows; i++) out[at + i] = low + i;
  else if (out instanceof Float64Array)
    readDoubles(differencesIn(bytes, form, rows), { unit, low, form }, out, at);
  else readWhole(differencesIn(bytes, form, rows), low, out as Int32Array, at);
  return true;
};
