/**
 * Objects that stand as text in a column of another form, such as the `properties` of a CSV of events: they are laid flat
 * into columns of their own behind those of the file, under the names that the same objects have in a file of JSON.
 */
import { type Batch, type OnBatch, type Quote, STRIDE } from '../../csv/batch.ts';
import { fieldBytes } from '../../csv/fields.ts';
import { JsonFault } from './escapes.ts';
import { type OnCell, readObject, readPairs, skipBlanks } from './object.ts';

/** A column of objects: its place, what stands before their names, and the names that have a column. */
export type CellObjects = { at: number; prefix: string; names: string[] };

/** Records looked at to tell whether a column holds objects, and to find their names. */
const FIRST_RECORDS = 200;
export const NAMED_RECORDS = 50_000;
/** Most names of one column; what is rarer is passed over. */
export const MOST_NAMES = 300;

const OPEN = 123;
const LIST = 91;

/** Hands on the names and values of the object, or list of keys and values, that a cell is; false where it is none. */
const layFlat = (
  cell: Uint8Array,
  prefix: string,
  columnOf: (path: string) => number,
  onCell: OnCell,
): boolean => {
  const end = cell.length;
  const at = skipBlanks(cell, 0, end);
  if (at === end) return false;
  try {
    const behind =
      cell[at] === OPEN
        ? readObject(cell, at, end, columnOf, onCell, prefix)
        : cell[at] === LIST
          ? readPairs(cell, at, end, columnOf, onCell, prefix)
          : null;
    return behind !== null && skipBlanks(cell, behind, end) === end;
  } catch (thrown) {
    // Text that is no object stays what it is: the cell itself is a column, too.
    if (thrown instanceof JsonFault) return false;
    throw thrown;
  }
};

/**
 * Looks for columns of objects in the first records, and gathers their names.
 * @param places the columns that are looked at
 */
export const findObjects = (
  headers: readonly string[],
  quote: Quote,
  places: ReadonlySet<number>,
): { onBatch: OnBatch; enough(): boolean; found(): CellObjects[] } => {
  let open = [...places].map((at) => ({
    at,
    prefix: `${headers[at]}.`,
    filled: 0,
    objects: 0,
    names: new Set<string>(),
  }));
  let records = 0;
  return {
    onBatch: (batch) => {
      for (let r = 0; r < batch.count; r++) {
        for (const column of open) {
          const cell = fieldBytes(batch, r, column.at, quote);
          if (cell.length === 0) continue;
          column.filled += 1;
          const isObject = layFlat(
            cell,
            column.prefix,
            (path) => {
              if (column.names.size < MOST_NAMES) column.names.add(path.slice(column.prefix.length));
              return -1;
            },
            () => {},
          );
          if (isObject) column.objects += 1;
        }
        records += 1;
        if (records === FIRST_RECORDS)
          open = open.filter(({ filled, objects }) => filled > 0 && objects * 10 >= filled * 9);
      }
    },
    enough: () => records >= NAMED_RECORDS || (records >= FIRST_RECORDS && open.length === 0),
    found: () =>
      open
        .filter(({ filled, objects, names }) => filled > 0 && objects * 10 >= filled * 9 && names.size > 0)
        .map(({ at, prefix, names }) => ({ at, prefix, names: [...names] })),
  };
};

/** How many columns objects in cells add behind those of the file. */
export const addedBy = (objects: readonly CellObjects[] = []): number =>
  objects.reduce((sum, { names }) => sum + names.length, 0);

/** Where the bytes of a batch begin and end. */
const reachOf = ({ count, width, fields }: Batch): [number, number] => {
  let [low, high] = [count === 0 ? 0 : fields[0], 0];
  for (let at = 0; at < count * width * STRIDE; at += STRIDE) {
    if (fields[at] < low) low = fields[at];
    if (fields[at + 1] > high) high = fields[at + 1];
  }
  return [low, Math.max(low, high)];
};

/**
 * Batches with the columns of their objects behind them.
 * @param wanted places that are read; where none of the added ones is, cells stay as they are, and the added empty
 */
export const openObjects = (
  objects: readonly CellObjects[],
  quote: Quote,
  wanted: ReadonlySet<number> | undefined,
  onBatch: OnBatch,
): OnBatch => {
  const added = addedBy(objects);
  const places = objects.map(({ prefix, names }) => new Map(names.map((name, i) => [prefix + name, i])));
  let bytes = Buffer.allocUnsafeSlow(0);
  let used = 0;
  const room = (more: number): void => {
    if (used + more <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(used + more, bytes.length * 2));
    larger.set(bytes.subarray(0, used));
    bytes = larger;
  };
  return (batch) => {
    const { count, width } = batch;
    const whole = width + added;
    const fields = new Int32Array(count * whole * STRIDE);
    const extents = new Int32Array(2 * count);
    const [low, high] = reachOf(batch);
    used = 0;
    room(high - low);
    bytes.set(batch.bytes.subarray(low, high));
    used = high - low;
    for (let r = 0; r < count; r++) {
      for (let c = 0; c < width; c++) {
        const [from, to] = [(r * width + c) * STRIDE, (r * whole + c) * STRIDE];
        fields[to] = batch.fields[from] - low;
        fields[to + 1] = batch.fields[from + 1] - low;
        fields[to + 2] = batch.fields[from + 2];
      }
      const last = (r * whole + width - 1) * STRIDE + 1;
      extents[2 * r] = batch.extents === null ? fields[r * whole * STRIDE] : batch.extents[2 * r] - low;
      extents[2 * r + 1] = batch.extents === null ? fields[last] : batch.extents[2 * r + 1] - low;
      let before = width;
      objects.forEach(({ at, prefix, names }, i) => {
        const from = before;
        before += names.length;
        if (wanted !== undefined && !names.some((_, n) => wanted.has(from + n))) return;
        const begun = used;
        const isObject = layFlat(
          fieldBytes(batch, r, at, quote),
          prefix,
          (path) => places[i].get(path) ?? -1,
          (column, cell, start, end, flags) => {
            room(end - start);
            const field = (r * whole + from + column) * STRIDE;
            fields[field] = used;
            bytes.set(cell.subarray(start, end), used);
            used += end - start;
            fields[field + 1] = used;
            fields[field + 2] = flags;
          },
        );
        if (isObject) return;
        // What stands before the place where it stops being an object is no part of one.
        used = begun;
        fields.fill(0, (r * whole + from) * STRIDE, (r * whole + before) * STRIDE);
      });
    }
    const opened: Batch = { ...batch, bytes, width: whole, fields, extents };
    onBatch(opened);
  };
};
