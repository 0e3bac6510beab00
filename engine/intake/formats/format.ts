/**
 * formats: every form a table of records comes in. Whatever it is, its records come out as the batches of
 * `csv/batch.ts`: bytes and where each field stands in them. This file: what a form is known by.
 */
import type { Delimiter, OnBatch, Quote, Totals } from '../csv/batch.ts';
import type { CellObjects } from './json/in-cells.ts';

/** What reading needs to know of the form; all that is not in here is found in the file each time. */
export type Format =
  | {
      type: 'delimited';
      delimiter: Delimiter;
      quote: Quote;
      skip: number;
      width: number;
      objects?: CellObjects[];
    }
  /** `cuts`: character at which each column begins, the first of them 0 or more, ascending. */
  | { type: 'fixed'; cuts: number[]; skip: number }
  /** `lines`: one object a line; else an array of objects, or objects one after the other. */
  | { type: 'json'; lines: boolean; columns: string[] }
  | { type: 'xlsx'; sheet: string; skip: number; width: number }
  | { type: 'parquet'; fields: ParquetField[]; objects?: CellObjects[] };

/** A field of Parquet by its dotted name, and the columns it fills: itself, and of a list or map the names in it. */
export type ParquetField = { name: string; isNested: boolean; columns: string[] };

/** Columns of a source that hold objects as text; those add columns behind its own. */
export const objectsIn = (format: Format): readonly CellObjects[] =>
  format.type === 'delimited' || format.type === 'parquet' ? (format.objects ?? []) : [];

/**
 * Places of the columns that say whether two records are the same, beside those that are kept: what was laid flat out of
 * a cell that is a column itself says nothing more. Undefined where that is every column.
 */
export const comparedPlaces = (format: Format, kept: ReadonlySet<number>): Set<number> | undefined => {
  if (format.type !== 'delimited' && format.type !== 'parquet') return undefined;
  const own =
    format.type === 'delimited'
      ? Array.from({ length: format.width }, () => true)
      : format.fields.flatMap(({ name, columns }) =>
          columns.map((column) => column === name || !columns.includes(name)),
        );
  return new Set([...[...own.keys()].filter((at) => own[at]), ...kept]);
};

export type FormatType = Format['type'];

/** What a form is called on the screen. */
export const formatName = (format: Format): string =>
  ({
    delimited: 'delimited text',
    fixed: 'fixed-width text',
    json: format.type === 'json' && format.lines ? 'JSON, one object a line' : 'JSON',
    xlsx: 'Excel workbook',
    parquet: 'Parquet',
  })[format.type];

/** Reads records out of UTF-8 that comes in chunks. */
export type TextReader = {
  /** Where the next `length` bytes may be written before they are pushed: then they are not copied. */
  room?(length: number): Uint8Array;
  push(chunk: Uint8Array, onBatch: OnBatch): void;
  /** Ends the input; reports what the end cut off. */
  end(onBatch: OnBatch): Totals;
};

/** How quotes inside a quoted cell are written; other forms have none. */
export const quoteOf = (format: Format): Quote => (format.type === 'delimited' ? format.quote : 'none');
