/**
 * One JSON object (RFC 8259) from bytes to cells. Objects inside it are laid flat, their names joined by dots, and so are
 * lists of keys and values as BigQuery writes them; other lists, and what is nested too deeply, stay the text they are.
 * Numbers keep their digits, so that a long one loses none. Texts become bytes and no strings.
 */
import { NUMBER } from '../../csv/batch.ts';
import { JsonFault, undoEscapes } from './escapes.ts';
import { nameIn } from './names.ts';

/** Objects, and lists of keys and values, beyond this depth stay text: a file may nest them as deep as it likes. */
export const MOST_DEPTH = 8;

/** The column of a name; -1 for one that is not wanted. `path` joins the names of the objects around it. */
export type ColumnOf = (path: string) => number;
/** `flags` are those of a field: `NUMBER`, or none. */
export type OnCell = (column: number, bytes: Uint8Array, start: number, end: number, flags: number) => void;

const QUOTE = 34;
const ESCAPE = 92;
const OPEN = 123;
const CLOSE = 125;
const LIST = 91;
const LIST_END = 93;
const COMMA = 44;
const COLON = 58;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word));
const [, , NULL] = WORDS;
const isBlank = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9;

export const skipBlanks = (bytes: Uint8Array, from: number, end: number): number => {
  let i = from;
  while (i < end && isBlank(bytes[i])) i++;
  return i;
};

/** Whether the string that was passed over last holds an escape. */
let hasEscape = false;
/** Position behind the closing quote of the string that opens at `at`. */
const afterString = (bytes: Uint8Array, at: number, end: number): number => {
  hasEscape = false;
  for (let i = at + 1; i < end; i++) {
    const c = bytes[i];
    if (c === QUOTE) return i + 1;
    if (c === ESCAPE) {
      hasEscape = true;
      i++;
    } else if (c < 32) throw new JsonFault(i);
  }
  throw new JsonFault(at);
};

const isWord = (word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean => {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
};

/** Position behind the digits from `at` on; `at` itself where there is none. */
const afterDigits = (bytes: Uint8Array, at: number, to: number): number => {
  let i = at;
  while (i < to && bytes[i] >= ZERO && bytes[i] <= 57) i++;
  return i;
};

/** Whether `bytes[from, to)` is a number (RFC 8259, section 6). */
const isNumber = (bytes: Uint8Array, from: number, to: number): boolean => {
  const first = from < to && bytes[from] === MINUS ? from + 1 : from;
  let i = afterDigits(bytes, first, to);
  if (i === first || (bytes[first] === ZERO && i > first + 1)) return false;
  if (i < to && bytes[i] === POINT) {
    const digits = i + 1;
    i = afterDigits(bytes, digits, to);
    if (i === digits) return false;
  }
  if (i < to && (bytes[i] | 32) === 101) {
    const sign = i + 1;
    const digits = sign < to && (bytes[sign] === PLUS || bytes[sign] === MINUS) ? sign + 1 : sign;
    i = afterDigits(bytes, digits, to);
    if (i === digits) return false;
  }
  return i === to;
};

/** Position behind the number or word at `at`. */
const afterBare = (bytes: Uint8Array, at: number, end: number): number => {
  let i = at;
  while (i < end && bytes[i] !== COMMA && bytes[i] !== CLOSE && bytes[i] !== LIST_END && !isBlank(bytes[i]))
    i++;
  if (isNumber(bytes, at, i) || WORDS.some((word) => isWord(word, bytes, at, i))) return i;
  throw new JsonFault(at);
};

/** Position of the value whose name opens at `at`. */
const afterName = (bytes: Uint8Array, at: number, end: number): number => {
  if (at >= end || bytes[at] !== QUOTE) throw new JsonFault(at);
  const colon = skipBlanks(bytes, afterString(bytes, at, end), end);
  if (colon >= end || bytes[colon] !== COLON) throw new JsonFault(colon);
  return skipBlanks(bytes, colon + 1, end);
};

/** Position behind the object or list at `at`, however deep it goes. */
const afterNested = (bytes: Uint8Array, at: number, end: number): number => {
  /** What closes each that is open. */
  const open: number[] = [];
  for (let i = at; ; ) {
    const c = i < end ? bytes[i] : -1;
    if (c === OPEN || c === LIST) {
      const close = c === OPEN ? CLOSE : LIST_END;
      open.push(close);
      i = skipBlanks(bytes, i + 1, end);
      if (i >= end || bytes[i] !== close) {
        if (c === OPEN) i = afterName(bytes, i, end);
        continue;
      }
    } else i = c === QUOTE ? afterString(bytes, i, end) : afterBare(bytes, i, end);
    for (;;) {
      i = skipBlanks(bytes, i, end);
      if (i >= end) throw new JsonFault(at);
      const close = open[open.length - 1];
      if (bytes[i] === COMMA) {
        i = skipBlanks(bytes, i + 1, end);
        if (close === CLOSE) i = afterName(bytes, i, end);
        break;
      }
      if (bytes[i] !== close) throw new JsonFault(i);
      i += 1;
      open.pop();
      if (open.length === 0) return i;
    }
  }
};

/**
 * Reads the object at `start` and hands on its cells.
 * @returns position behind it
 * @throws JsonFault where it is no JSON
 */
export const readObject = (
  bytes: Uint8Array,
  start: number,
  end: number,
  columnOf: ColumnOf,
  onCell: OnCell,
  prefix = '',
  depth = 1,
): number => {
  let i = skipBlanks(bytes, start + 1, end);
  if (bytes[i] === CLOSE && i < end) return i + 1;
  for (;;) {
    if (i >= end || bytes[i] !== QUOTE) throw new JsonFault(i);
    const nameEnd = afterString(bytes, i, end);
    const plain = hasEscape ? undoEscapes(bytes, i + 1, nameEnd - 1) : null;
    const name = plain === null ? nameIn(bytes, i + 1, nameEnd - 1) : nameIn(plain, 0, plain.length);
    const path = prefix === '' ? name : prefix + name;
    i = skipBlanks(bytes, nameEnd, end);
    if (bytes[i] !== COLON || i >= end) throw new JsonFault(i);
    i = skipBlanks(bytes, i + 1, end);
    if (i >= end) throw new JsonFault(i);
    const c = bytes[i];
    if (c === OPEN && depth < MOST_DEPTH)
      i = readObject(bytes, i, end, columnOf, onCell, `${path}.`, depth + 1);
    else {
      const column = columnOf(path);
      const from = i;
      if (c === QUOTE) {
        i = afterString(bytes, i, end);
        const isPlain = !hasEscape;
        if (column >= 0 && isPlain) onCell(column, bytes, from + 1, i - 1, 0);
        else if (!isPlain) {
          const text = undoEscapes(bytes, from + 1, i - 1);
          if (column >= 0) onCell(column, text, 0, text.length, 0);
        }
      } else if (c === OPEN || c === LIST) {
        if (c === LIST && depth < MOST_DEPTH && isOfPairs(bytes, i, end))
          readPairs(bytes, i, end, columnOf, onCell, `${path}.`, depth + 1);
        i = afterNested(bytes, i, end);
        if (column >= 0) onCell(column, bytes, from, i, 0);
      } else {
        i = afterBare(bytes, from, end);
        const isFigure = c === MINUS || (c >= ZERO && c <= 57);
        if (column >= 0)
          onCell(column, bytes, from, isWord(NULL, bytes, from, i) ? from : i, isFigure ? NUMBER : 0);
      }
    }
    i = skipBlanks(bytes, i, end);
    if (i < end && bytes[i] === CLOSE) return i + 1;
    if (i >= end || bytes[i] !== COMMA) throw new JsonFault(i);
    i = skipBlanks(bytes, i + 1, end);
  }
};

const KEY = Buffer.from('"key"');
/** What a value of BigQuery has beside it. */
const BESIDE = 'set_timestamp_micros';

/** Whether a list begins with an object whose first name is `key`. */
const isOfPairs = (bytes: Uint8Array, at: number, end: number): boolean => {
  const first = skipBlanks(bytes, at + 1, end);
  if (first >= end || bytes[first] !== OPEN) return false;
  const name = skipBlanks(bytes, first + 1, end);
  return KEY.every((c, i) => bytes[name + i] === c);
};

/**
 * Reads a list of keys and values, `[{"key": "page", "value": {"string_value": "/"}}]`, as an object with these names. Of a
 * value that says its type by which of its names is filled, the filled one is the value.
 * @returns position behind the list, or null where it is another list
 * @throws JsonFault where it is no JSON
 */
export const readPairs = (
  bytes: Uint8Array,
  at: number,
  end: number,
  columnOf: ColumnOf,
  onCell: OnCell,
  prefix: string,
  depth = 1,
): number | null => {
  if (!isOfPairs(bytes, at, end)) return null;
  let i = skipBlanks(bytes, at + 1, end);
  for (;;) {
    if (i >= end || bytes[i] !== OPEN) return null;
    const behind = afterNested(bytes, i, end);
    let key = '';
    const value: { bytes: Uint8Array; start: number; end: number; flags: number }[] = [];
    readObject(
      bytes,
      i,
      behind,
      (path) => (path === 'key' ? 0 : path.startsWith('value') && !path.endsWith(BESIDE) ? 1 : -1),
      (column, cell, start, stop, flags) => {
        if (column === 0) key = Buffer.from(cell.subarray(start, stop)).toString('utf8');
        else if (stop > start && value.length === 0) value.push({ bytes: cell, start, end: stop, flags });
      },
      '',
      depth,
    );
    const column = columnOf(prefix + key);
    if (column >= 0)
      for (const { bytes: cell, start, end: stop, flags } of value) onCell(column, cell, start, stop, flags);
    i = skipBlanks(bytes, behind, end);
    if (i < end && bytes[i] === LIST_END) return i + 1;
    if (i >= end || bytes[i] !== COMMA) throw new JsonFault(i);
    i = skipBlanks(bytes, i + 1, end);
  }
};
