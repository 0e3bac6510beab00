/** The numbers of a record: read, multiplied by pieces, less what was paid back, in one currency; watched as they pass. */
import type { Arena } from './arena.ts';
import type { Cells } from './cells/cells.ts';
import type { Layout } from './layout.ts';
import type { Refusal } from './order-lines.ts';
import { type ColumnScan, WITHHELD, watchColumn } from './scan.ts';
import { isAbsent } from './spans.ts';
import { type Span, textOf } from './texts.ts';
import { type NumberFormat, parseNumberBytes } from './values/numbers.ts';

/** Beyond it the squares of a sum would overflow, and one such figure would spoil every mean of its column. */
const LARGEST_NUMBER = 1e100;
/** Nothing shorter is the number of a person, a card or a telephone. */
const SHORTEST_NUMBER = 9;
const UNDECIDED =
  'the first values are whole numbers, and the mark before three digits may be the decimal or the thousands mark: say the format in the mapping';

export type Figures = {
  /** Makes room for a batch of at most `rows` rows. */
  begin(rows: number, arena: Arena): void;
  /**
   * Takes the numbers of a record into a row; the answer is null or the column and reason it fails for.
   * @param counted whether the amount of its order was counted at an earlier line
   */
  take(record: number, row: number, counted: boolean): Refusal | null;
  /** Takes the numbers of all records that are not odd, each into its own row. */
  takePlain(cells: Cells): void;
  /** Hears which records were odd, once all columns were read. */
  counted(odd: Uint8Array): void;
  readonly columns: Float64Array[];
  finish(): ColumnScan[];
};

/** @param read puts a cell of a record into `span` */
export const createFigures = (
  { numbers: fields, orderLines }: Pick<Layout, 'numbers' | 'orderLines'>,
  span: Span,
  read: (record: number, at: number) => void,
): Figures => {
  const watches = fields.map(({ header, name, about, format }) =>
    // Thousands parted by full stops may look like an address of a device.
    watchColumn(name, header, { ...about, versions: about.versions || format.group === '.' }),
  );
  const rates = fields.map(({ currency }) => new Map(Object.entries(currency?.rates ?? {})));
  let columns: Float64Array[] = [];
  /** How many cells of each the kernel read as numbers. */
  const filled = fields.map(() => 0);

  /** Puts the first of some cells that holds a value into the span; false where none does. */
  const readFirst = (record: number, at: number, otherwise: readonly number[]): boolean => {
    read(record, at);
    for (let i = 0; i < otherwise.length && isAbsent(span); i++) read(record, otherwise[i]);
    return !isAbsent(span);
  };

  /** Whether the value in the span is a number where its mark is the decimal one. */
  const isUndecided = (format: NumberFormat): boolean =>
    format.whole === true &&
    !Number.isNaN(
      parseNumberBytes(span.bytes, span.start, span.end, {
        decimal: format.decimal,
        group: format.group,
        percent: format.percent,
      }),
    );

  const take = (record: number, row: number, i: number): Refusal | null => {
    const { at, otherwise, format, header, minus, times, currency } = fields[i];
    if (!readFirst(record, at, otherwise)) {
      columns[i][row] = Number.NaN;
      return null;
    }
    let number = parseNumberBytes(span.bytes, span.start, span.end, format);
    if (Number.isNaN(number) && isUndecided(format)) return { column: header, reason: UNDECIDED };
    const figure = span.end - span.start >= SHORTEST_NUMBER ? textOf(span) : null;
    if (times !== null) {
      read(record, times);
      number *= parseNumberBytes(span.bytes, span.start, span.end, format);
    }
    if (minus !== null) {
      read(record, minus);
      if (!isAbsent(span)) number -= parseNumberBytes(span.bytes, span.start, span.end, format);
    }
    if (currency !== null) {
      read(record, currency.at);
      const rate = rates[i].get(textOf(span).toUpperCase());
      if (rate === undefined)
        return isAbsent(span)
          ? { column: currency.header, reason: 'the currency is missing', empty: true }
          : { column: currency.header, reason: 'the mapping gives no rate for this currency' };
      number *= rate;
    }
    if (minus !== null || times !== null || currency !== null) number = Math.round(number * 1e6) / 1e6;
    if (Number.isNaN(number))
      return {
        column: header,
        reason: times === null ? 'the value is no number' : 'the value or the quantity is no number',
      };
    if (Math.abs(number) > LARGEST_NUMBER)
      return { column: header, reason: 'the value is too large a number to be counted with' };
    columns[i][row] = number;
    // "+4912345.67" is a sum with its sign.
    if (figure === null || (figure.startsWith('+') && figure.includes(format.decimal)))
      watches[i].again(0, 1);
    else if ((watches[i].first(figure) & WITHHELD) !== 0) columns[i][row] = Number.NaN;
    return null;
  };

  return {
    begin: (rows, arena) => {
      columns = fields.map(() => arena.doubles(rows));
    },
    take: (record, row, counted) => {
      for (let i = 0; i < columns.length; i++) {
        if (counted && orderLines?.amount === i) {
          columns[i][row] = Number.NaN;
          continue;
        }
        const refusal = take(record, row, i);
        if (refusal !== null) return refusal;
      }
      return null;
    },
    takePlain: (cells) => {
      fields.forEach(({ at, format }, i) => {
        filled[i] = cells.numbers(at, format, columns[i]);
      });
    },
    counted: (odd) => {
      columns.forEach((values, i) => {
        let plain = filled[i];
        for (let row = odd.indexOf(1); row >= 0; row = odd.indexOf(1, row + 1))
          if (!Number.isNaN(values[row])) plain -= 1;
        watches[i].again(0, plain);
      });
    },
    get columns() {
      return columns;
    },
    // Different numbers are not told apart: a measured value may differ for everyone.
    finish: () => watches.map((watch) => ({ ...watch.finish(), distinct: 0 })),
  };
};
