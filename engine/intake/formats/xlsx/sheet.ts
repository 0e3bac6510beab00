/** The rows of one sheet, as they stand: texts, numbers with their digits, dates as ISO 8601, truth as words. */
import type { OnBatch } from '../../csv/batch.ts';
import { createCells } from '../cells.ts';
import { serialText } from './dates.ts';
import { readLooks, readSharedTexts, unescapeText, type Workbook } from './workbook.ts';
import { attribute } from './xml.ts';

/** Most columns of a sheet (ECMA-376: XFD). */
const MOST_COLUMNS = 16_384;

/** Column of a reference such as `AB12`, from 0; -1 for none. */
const columnOf = (reference: string): number => {
  let column = 0;
  let i = 0;
  for (; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return i === 0 || column > MOST_COLUMNS ? -1 : column - 1;
};

/** A number as people write it: a workbook may keep 4912345678901 as 4.912345678901E12. */
const plainNumber = (text: string): string => {
  if (!/[eE]/.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
};

/** Receives the cells of each row that has any; `row` counts from 1 as the sheet does. */
export type RowHandlers = {
  /** `shared` is the number of a shared text, or -1 where `text` holds the value. */
  cell(column: number, text: string, shared: number): void;
  rowEnd(row: number): void;
};

/** Feeds the rows of a sheet to `handlers`; `stop` ends it early. */
export const scanRows = async (
  workbook: Workbook,
  path: string,
  handlers: RowHandlers,
  onStored?: (chunk: Uint8Array) => void,
  stop?: () => boolean,
): Promise<void> => {
  const looks = await readLooks(workbook);
  let row = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let inValue = false;
  let phonetic = 0;
  const finish = (): void => {
    if (value === '' || column < 0) return;
    if (type === 's') handlers.cell(column, '', Number(value));
    else if (type === 'b') handlers.cell(column, value === '1' ? 'true' : 'false', -1);
    else if (type === 'str' || type === 'inlineStr') handlers.cell(column, unescapeText(value), -1);
    else if (type === 'n') {
      const look = looks[style] ?? 'number';
      const text =
        look === 'number' ? plainNumber(value) : serialText(Number(value), look, workbook.from1904);
      handlers.cell(column, text, -1);
    } else handlers.cell(column, value, -1);
  };
  await workbook.scan(
    path,
    {
      open: (tag, attributes) => {
        if (tag === 'c') {
          const reference = attribute(attributes, 'r');
          column = reference === undefined ? column + 1 : columnOf(reference);
          type = attribute(attributes, 't') ?? 'n';
          style = Number(attribute(attributes, 's') ?? 0);
          value = '';
        } else if (tag === 'row') {
          row = Number(attribute(attributes, 'r') ?? row + 1);
          column = -1;
        } else if (tag === 'rPh') phonetic++;
        else if (tag === 'v' || tag === 't') inValue = phonetic === 0;
      },
      text: (piece) => {
        if (inValue) value += piece;
      },
      close: (tag) => {
        if (tag === 'v' || tag === 't') inValue = false;
        else if (tag === 'rPh') phonetic--;
        else if (tag === 'c') finish();
        else if (tag === 'row') handlers.rowEnd(row);
      },
    },
    onStored,
    stop,
  );
};

export type SheetOptions = {
  path: string;
  name: string;
  /** Rows with cells that are passed over: the header. */
  skip: number;
  width: number;
  onBatch: OnBatch;
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  enough?: (() => boolean) | undefined;
};

/** Reads a sheet into batches. A row with a cell behind the last column is faulty; empty rows are no records. */
export const readSheet = async (workbook: Workbook, options: SheetOptions): Promise<void> => {
  const { width, onBatch } = options;
  const shared = await readSharedTexts(workbook, options.name);
  const cells = createCells(width);
  let toSkip = options.skip;
  let filled = 0;
  await scanRows(
    workbook,
    options.path,
    {
      cell: (column, text, place) => {
        filled = Math.max(filled, column + 1);
        if (toSkip > 0 || column >= width) return;
        if (place < 0) cells.text(column, text);
        else if (place < shared.count)
          cells.put(column, shared.bytes, shared.starts[place], shared.starts[place + 1]);
      },
      rowEnd: (row) => {
        const had = filled;
        filled = 0;
        if (had === 0) return;
        if (toSkip > 0) toSkip -= 1;
        else if (had > width) cells.fault('too-many-fields', row, 0, had);
        else cells.end(row, 0, onBatch);
      },
    },
    options.onStored,
    options.enough,
  );
  cells.flush(onBatch);
};

/** The first rows of a sheet as texts, for finding its header. */
export const firstRows = async (
  workbook: Workbook,
  path: string,
  name: string,
  most: number,
): Promise<string[][]> => {
  const shared = await readSharedTexts(workbook, name);
  const rows: string[][] = [];
  let row: string[] = [];
  await scanRows(
    workbook,
    path,
    {
      cell: (column, text, place) => {
        while (row.length < column) row.push('');
        row[column] =
          place < 0 ? text : shared.bytes.toString('utf8', shared.starts[place], shared.starts[place + 1]);
      },
      rowEnd: () => {
        if (row.length > 0 && rows.length < most) rows.push(row);
        row = [];
      },
    },
    undefined,
    () => rows.length >= most,
  );
  return rows;
};
