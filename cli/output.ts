/**
 * What people read: lines, paragraphs and tables of at most 100 columns. Everything is made harmless before it is
 * written: names come from customers' files, and a terminal obeys what it is shown.
 */
import { visible } from '../shared/charts/words.ts';

/** Widest line. */
export const MOST_COLUMNS = 100;

export type Column = {
  head: string;
  align?: 'left' | 'right';
  /** The column wraps where room is short; the number is its weight when the room is divided. */
  wraps?: number;
};

export type Out = {
  readonly width: number;
  /** One line, as it is. */
  line(text?: string): void;
  /** A heading with an empty line before it. */
  heading(text: string): void;
  /** Wrapped text; `indent` spaces before every line. */
  paragraph(text: string, indent?: number): void;
  /** A table with a rule under its head. Nothing where there are no rows. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], indent?: number): void;
  /** Names and values, the names aligned; a long value wraps. */
  pairs(pairs: readonly (readonly [string, string])[]): void;
};

// Full-width scripts and pictographs stand two columns wide in a terminal (Unicode Standard Annex 11).
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;

/** Columns that a text takes in a terminal. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
};

const pad = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
};

/** Cuts a word that is wider than a line. */
const cut = (word: string, width: number): string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && displayWidth(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
};

/** Text in lines of at most `width` columns, broken at spaces. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(' ')
    .flatMap((one) => (displayWidth(one) > width ? cut(one, width) : [one]))) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};

/** No-break spaces have done their work once lines are broken, and would hide words from `grep`. */
const plainSpaces = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');

/** What a terminal may be shown of any text, on one line. */
export const harmless = (text: string): string => plainSpaces(visible(text));

const GAP = 2;
/** A column that wraps stays wide enough for its longest word, up to this. */
const MOST_UNBROKEN = 30;

/** Widths of the columns: what they need, and for those that wrap a fair part of what is left. */
const widthsOf = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): number[] => {
  const widths = columns.map(({ head }, i) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[i])), displayWidth(head)),
  );
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1);
  const least = columns.map(({ head }, i) =>
    rows
      .flatMap((row) => row[i].split(' '))
      .reduce(
        (most, word) => Math.max(most, Math.min(MOST_UNBROKEN, displayWidth(word))),
        displayWidth(head),
      ),
  );
  widths.forEach((width, i) => {
    if (columns[i].wraps !== undefined) widths[i] = Math.min(width, room);
  });
  for (let over = total() - room; over > 0; over--) {
    let widest = -1;
    columns.forEach(({ wraps = 0 }, i) => {
      if (wraps === 0 || widths[i] <= least[i]) return;
      if (widest < 0 || widths[i] / wraps > widths[widest] / (columns[widest].wraps ?? 1)) widest = i;
    });
    if (widest < 0) break;
    widths[widest] -= 1;
  }
  return widths;
};

/** Lines of a table without its indent. */
export const tableLines = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): string[] => {
  const widths = widthsOf(columns, rows, room);
  const compose = (cells: readonly string[]): string[] => {
    const wrapped = cells.map((cell, i) => (columns[i].wraps !== undefined ? wrap(cell, widths[i]) : [cell]));
    const height = Math.max(...wrapped.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((lines, i) => pad(lines[line] ?? '', widths[i], columns[i].align))
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  return [
    ...compose(columns.map(({ head }) => head)),
    widths.map((width) => '─'.repeat(width)).join(' '.repeat(GAP)),
    ...rows.flatMap(compose),
  ];
};

/** Output to `write`, which receives whole lines. */
export const createOut = (write: (text: string) => void, width = MOST_COLUMNS): Out => {
  const line = (text = ''): void => write(`${plainSpaces(text)}\n`);
  return {
    width,
    line: (text) => line(visible(text ?? '')),
    heading: (text) => {
      line();
      for (const part of wrap(visible(text), width)) line(part);
    },
    paragraph: (text, indent = 0) => {
      for (const part of wrap(visible(text), width - indent)) line(' '.repeat(indent) + part);
    },
    table: (columns, rows, indent = 0) => {
      if (rows.length === 0) return;
      const safe = rows.map((row) => row.map(visible));
      for (const part of tableLines(columns, safe, width - indent)) line(' '.repeat(indent) + part);
    },
    pairs: (pairs) => {
      const names = Math.max(...pairs.map(([name]) => displayWidth(name)));
      for (const [name, value] of pairs)
        wrap(visible(value), width - names - GAP).forEach((part, i) => {
          line(`${pad(i === 0 ? name : '', names)}${' '.repeat(GAP)}${part}`);
        });
    },
  };
};

/** Columns of this terminal, at most 100; 100 where it is none. */
export const terminalWidth = (stream: { columns?: number }): number =>
  Math.max(40, Math.min(MOST_COLUMNS, stream.columns ?? MOST_COLUMNS));

/** A moment as its UTC day. */
export const dateText = (time: number): string => new Date(time).toISOString().slice(0, 10);
