/**
 * Comma-separated text by RFC 4180: every text cell quoted, CRLF, UTF-8 without a mark. A cell that a spreadsheet
 * would run as a formula is kept as text by a leading apostrophe, whatever hides before its sign.
 */

/** Signs that open a formula, with their full-width and small twins. */
const SIGNS = '=+\\-@＝＋－＠﹦﹢﹣﹫';
const HIDDEN = '[\\s\\u0000-\\u001f\\u200b-\\u200f\\u2060\\ufeff]*';
const OPENS = new RegExp(`^(?:[\\t\\r\\n]|${HIDDEN}[${SIGNS}])`, 'u');
/** A sign behind something that splits cells in a spreadsheet with other settings. */
const INSIDE = new RegExp(`([;\\t\\r\\n]"?${HIDDEN})([${SIGNS}])`, 'gu');

/** Text that no spreadsheet takes for a formula. */
export const guardFormula = (text: string): string => {
  const inside = text.replace(INSIDE, "$1'$2");
  return OPENS.test(inside) ? `'${inside}` : inside;
};

/** Whether a cell would be taken for a formula. */
export const isFormula = (text: string): boolean => guardFormula(text) !== text;

const cell = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${guardFormula(value.toWellFormed()).replaceAll('"', '""')}"`;

/** A table as CSV text. Numbers are written bare. */
export const csvText = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const BARE = /[^",\r\n]*/y;

/** The cells of CSV text as written by `csvText`; null when it is not RFC 4180. */
export const csvCells = (text: string): string[][] | null => {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        let value = '';
        for (;;) {
          const close = text.indexOf('"', at + 1);
          if (close < 0) return null;
          value += text.slice(at + 1, close);
          at = close + 1;
          if (text[at] !== '"') break;
          value += '"';
        }
        row.push(value);
      } else {
        BARE.lastIndex = at;
        const [bare] = BARE.exec(text) ?? [''];
        row.push(bare);
        at += bare.length;
      }
      if (text[at] !== ',') break;
      at += 1;
    }
    if (text.slice(at, at + 2) !== '\r\n') return null;
    at += 2;
    rows.push(row);
  }
  return rows;
};
