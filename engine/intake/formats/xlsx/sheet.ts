/** The rows of one sheet, as they stand: texts, numbers with their digits, dates as ISO 8601, truth as words. */
import { CloisterError } from '../../../../shared/errors.ts';
import { NUMBER, type OnBatch } from '../../csv/batch.ts';
import { createCells } from '../cells.ts';
import { serialText } from './dates.ts';
import {
  MOST_TEXT,
  readLooks,
  readSharedTexts,
  type SharedTexts,
  unescapeText,
  type Workbook,
} from './workbook.ts';
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

/** Letters of a column, from 0. */
const lettersOf = (column: number): string =>
  (column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const damagedCell = (name: string, cell: string, what: string): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `${name} is damaged: cell ${cell} ${what}.`,
    'Open it, save it again, and import that file.',
  );

/** @throws CloisterError INPUT_FORMAT for a shared text that is not there */
const requireShared = (shared: SharedTexts, place: number, name: string, cell: () => string): void => {
  if (!(Number.isInteger(place) && place >= 0 && place < shared.count))
    throw damagedCell(name, cell(), 'names a text that the workbook does not hold');
};

/** Receives the cells of each row that has any; `row` counts from 1 as the sheet does. */
export type RowHandlers = {
  cell(column: number, text: string, flags?: number): void;
  /** A cell whose value is the shared text of that number. */
  shared(column: number, place: number, row: number): void;
  /** A formula whose result is not stored: it was never computed. */
  uncomputed?(column: number): void;
  rowEnd(row: number): void;
};

/** Feeds the rows of a sheet to `handlers`; `stop` ends it early. */
export const scanRows = async (
  workbook: Workbook,
  path: string,
  name: string,
  handlers: RowHandlers,
  onStored?: (chunk: Uint8Array) => void,
  stop?: () => boolean,
): Promise<void> => {
  const looks = await readLooks(workbook, name);
  let row = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let inValue = false;
  let hasFormula = false;
  let phonetic = 0;
  const finish = (): void => {
    if (value === '') {
      if (hasFormula && type !== 'str') handlers.uncomputed?.(column);
      return;
    }
    if (type === 's') handlers.shared(column, Number(value), row);
    else if (type === 'b') handlers.cell(column, value === '1' ? 'true' : 'false');
    else if (type === 'str' || type === 'inlineStr') handlers.cell(column, unescapeText(value));
    else if (type === 'n') {
      const look = looks[style] ?? 'number';
      const text =
        look === 'number' ? plainNumber(value) : serialText(Number(value), look, workbook.from1904);
      handlers.cell(column, text, look === 'number' ? NUMBER : 0);
    } else handlers.cell(column, value);
  };
  await workbook.scan(
    path,
    {
      open: (tag, attributes) => {
        if (tag === 'c') {
          const reference = attribute(attributes, 'r');
          column = reference === undefined ? column + 1 : columnOf(reference);
          if (column < 0 || column >= MOST_COLUMNS)
            throw damagedCell(name, reference ?? `in row ${row}`, 'stands in a column that no sheet has');
          type = attribute(attributes, 't') ?? 'n';
          style = Number(attribute(attributes, 's') ?? 0);
          value = '';
          hasFormula = false;
        } else if (tag === 'f') hasFormula = true;
        else if (tag === 'row') {
          row = Number(attribute(attributes, 'r') ?? row + 1);
          column = -1;
        } else if (tag === 'rPh') phonetic++;
        else if (tag === 'v' || tag === 't') inValue = phonetic === 0;
      },
      text: (piece) => {
        if (inValue && value.length <= MOST_TEXT) value += piece;
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
  /** Places of the columns that are wanted; the others stay empty. */
  wanted?: ReadonlySet<number> | undefined;
  onBatch: OnBatch;
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  enough?: (() => boolean) | undefined;
  /** Whether a formula in that column whose result is not stored makes its record faulty; without it each does. */
  spoils?: ((column: number) => boolean) | undefined;
};

/** Rows whose texts are looked for first where only the beginning of a sheet is read: it ends with a whole batch. */
const FIRST_ROWS = 32_000;

/** How many of the shared texts the first rows of a sheet ask for, whatever their columns. */
const textsOfFirst = async (workbook: Workbook, path: string, name: string): Promise<number> => {
  let texts = 0;
  let rows = 0;
  const handlers: RowHandlers = {
    cell: () => {},
    shared: (_column, place) => {
      if (rows < FIRST_ROWS) texts = Math.max(texts, place + 1);
    },
    rowEnd: () => {
      rows += 1;
    },
  };
  await scanRows(workbook, path, name, handlers, undefined, () => rows >= FIRST_ROWS);
  return texts;
};

/**
 * Reads a sheet into batches. A row with a cell behind the last column is faulty; empty rows are no records. Of a sheet that
 * is read up to where it is enough, no more of the shared texts are in memory than its first rows ask for, and all of
 * them if it turns out that these were not enough.
 */
export const readSheet = async (workbook: Workbook, options: SheetOptions): Promise<void> => {
  const { width, wanted, name, path, onBatch, enough } = options;
  const cells = createCells(width);
  let most = enough === undefined ? Number.POSITIVE_INFINITY : await textsOfFirst(workbook, path, name);
  let toSkip = options.skip;
  /** Rows that are done: they are passed over where the sheet is begun again for want of texts. */
  let done = 0;
  let told = 0;
  for (let isShort = true; isShort; most = Number.POSITIVE_INFINITY) {
    isShort = false;
    const shared = await readSharedTexts(workbook, name, most);
    const isPart = Number.isFinite(most);
    let rows = 0;
    let seen = 0;
    let filled = 0;
    let uncomputed = false;
    const isWanted = (column: number): boolean => {
      if (isShort || rows < done) return false;
      filled = Math.max(filled, column + 1);
      return toSkip === 0 && column < width && wanted?.has(column) !== false;
    };
    const handlers: RowHandlers = {
      cell: (column, text, flags) => {
        if (isWanted(column)) cells.text(column, text, flags);
      },
      shared: (column, place, row) => {
        if (!isWanted(column)) return;
        isShort = isPart && place >= shared.count;
        if (isShort) return;
        requireShared(shared, place, name, () => lettersOf(column) + row);
        shared.use(place, (bytes, start, end) => cells.put(column, bytes, start, end));
      },
      uncomputed: (column) => {
        if (isWanted(column) && options.spoils?.(column) !== false) uncomputed = true;
      },
      rowEnd: (row) => {
        const had = filled;
        const isFaulty = uncomputed;
        filled = 0;
        uncomputed = false;
        rows += 1;
        if (isShort || rows <= done) return;
        done = rows;
        if (had === 0) return;
        if (toSkip > 0) toSkip -= 1;
        else if (had > width) cells.fault('too-many-fields', row, 0, had);
        else if (isFaulty) cells.fault('no-result', row, 0, null);
        else cells.end(row, 0, onBatch);
      },
    };
    const stop = enough && ((): boolean => isShort || enough());
    const onStored = (chunk: Uint8Array): void => {
      seen += chunk.length;
      if (seen > told) options.onStored?.(chunk);
      told = Math.max(told, seen);
    };
    await scanRows(workbook, path, name, handlers, onStored, stop);
  }
  cells.flush(onBatch);
};

/** The first rows of a sheet as texts, for finding its header. */
export const firstRows = async (
  workbook: Workbook,
  path: string,
  name: string,
  most: number,
): Promise<string[][]> => {
  const rows: string[][] = [];
  let row: string[] = [];
  /** Cells of the rows whose texts are read afterwards, up to the last of them only. */
  const named: { texts: string[]; column: number; place: number; cell: string }[] = [];
  const put = (column: number, text: string): void => {
    while (row.length < column) row.push('');
    row[column] = text;
  };
  await scanRows(
    workbook,
    path,
    name,
    {
      cell: put,
      shared: (column, place, at) => {
        put(column, '');
        if (rows.length < most) named.push({ texts: row, column, place, cell: lettersOf(column) + at });
      },
      rowEnd: () => {
        if (row.length > 0 && rows.length < most) rows.push(row);
        row = [];
      },
    },
    undefined,
    () => rows.length >= most,
  );
  const last = named.reduce((most, { place }) => Math.max(most, place + 1), 0);
  const shared = await readSharedTexts(workbook, name, last);
  for (const { texts, column, place, cell } of named) {
    requireShared(shared, place, name, () => cell);
    texts[column] = shared.use(place, (bytes, start, end) => bytes.toString('utf8', start, end));
  }
  return rows;
};
