/** Lines above a table, such as a title and the day of the export: how many there are, told by the header below them. */
import type { Delimiter, Quote } from './batch.ts';
import { looksLikeHeader } from './cells.ts';
import { scanAs } from './sample.ts';

/** More lines than that are no title. */
const MOST_LINES = 20;
/** The lines are looked for in so many bytes. */
const LOOKED_AT = 64 * 1024;

const filledOf = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length;

/** How the table is cut, and its records. */
type Table = { delimiter: Delimiter; quote: Quote; width: number; records(): string[][] };

export type Above = { lines: number; header: string[]; judged: ReturnType<typeof looksLikeHeader> };

/**
 * The lines above the header of a table, or null where there are none or where no
 * header stands below them. A line above has fewer fields, or at most half of them filled: a spreadsheet pads it. Where
 * such a line could be a header with names left out, the values have to show that the next one is the header.
 */
export const findAbove = (sample: Uint8Array, { delimiter, quote, width, records }: Table): Above | null => {
  if (width < 2 || delimiter === 'whitespace') return null;
  const begin = sample.subarray(0, LOOKED_AT);
  let short = width > 2;
  for (let lines = 0; lines <= MOST_LINES; lines++) {
    const row = scanAs(begin, delimiter, quote, null, 1, lines).records[0];
    if (row === undefined || row.length > width) return null;
    const filled = filledOf(row);
    // A title may fill two cells of four, "Report;2026;;": a spreadsheet gives it all the fields of the table.
    const isPadded = filled <= 1 || filled * 2 <= width;
    if (row.length === width && (!isPadded || width === 2)) {
      if (lines === 0) return null;
      const texts = row.join('\n');
      const below = records().findIndex((record) => record.join('\n') === texts);
      const judged = looksLikeHeader(row, records().slice(below + 1));
      return judged.header && (judged.proved || (short && filled === width))
        ? { lines, header: row, judged }
        : null;
    }
    if (filled * 2 > width || (filled > 1 && row.length === width)) short = false;
  }
  return null;
};

/** What is said of the lines above a table. */
export const aboveSentence = (lines: number): string =>
  `${lines} ${lines === 1 ? 'line' : 'lines'} above the header ${lines === 1 ? 'is' : 'are'} left out.`;
