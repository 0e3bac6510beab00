/**
 * The rules of the scanner said a second time, for a text that is there as a whole: one character after the other,
 * without chunks, blocks or batches. What the real one is held to.
 */
import type { Problem, ProblemKind, ScannerOptions } from '../../../../engine/intake/csv/batch.ts';
import type { Scanned } from './scan-all.ts';

type Options = ScannerOptions & { fieldLimit: number };
/** A field and where it ends, or what is wrong, in which line, and where the next line begins. */
type Field = { value: string; end: number } | { kind: ProblemKind; line: number; next: number };

const LINE_END = /\r\n|\r|\n/g;
const lineEnds = (text: string): number => text.match(LINE_END)?.length ?? 0;
/** Where the line after `from` begins. */
const nextLine = (text: string, from: number): number => {
  LINE_END.lastIndex = from;
  return LINE_END.test(text) ? LINE_END.lastIndex : text.length;
};

const readField = (text: string, from: number, line: number, options: Options): Field => {
  const { delimiter, quote, fieldLimit } = options;
  const ending = new Set([...(delimiter === 'whitespace' ? ' \t' : delimiter), '\r', '\n', undefined]);
  if (quote === 'none' || text[from] !== quote) {
    let end = from;
    while (!ending.has(text[end])) end++;
    if (end - from <= fieldLimit) return { value: text.slice(from, end), end };
    return { kind: 'field-too-long', line, next: nextLine(text, end) };
  }
  const start = from + 1;
  let end = start;
  let value = '';
  while (end < text.length && end - start <= fieldLimit) {
    if (text[end] !== quote) value += text[end++];
    else if (text[end + 1] === quote) {
      value += quote;
      end += 2;
    } else if (ending.has(text[end + 1])) return { value, end: end + 1 };
    else return { kind: 'text-after-quote', line, next: nextLine(text, start) };
  }
  const isLong = end - start > fieldLimit;
  // A line must end before the limit for the quote to be what is wrong; else it is one long field.
  const seen = isLong ? text.slice(start, start + fieldLimit) : text.slice(start);
  if ((isLong ? /\r\n|\n|\r(?!$)/ : /[\r\n]/).test(seen))
    return { kind: 'unclosed-quote', line, next: nextLine(text, start) };
  if (isLong) return { kind: 'field-too-long', line, next: nextLine(text, start) };
  return { kind: 'truncated', line, next: text.length };
};

const afterGap = (text: string, from: number): number => {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
};

/** All records of a text (limits of whole records left out). */
export const scanPlainly = (input: string | Uint8Array, options: Options): Scanned => {
  // A character a byte, so that every place is one of a byte.
  const bytes = Buffer.from(input);
  const text = bytes.toString('latin1');
  const decoded = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
  const runs = options.delimiter === 'whitespace';
  const rows: string[][] = [];
  const places: [number, number, number][] = [];
  const problems: Problem[] = [];
  let width = options.width ?? 0;
  let skip = options.skip ?? 0;
  let record = 0;
  let line = 1;
  let at = 0;
  const fault = (kind: ProblemKind, where: number, offset: number, found: number | null): void => {
    if (skip-- > 0) return;
    skip = 0;
    record += 1;
    problems.push({ kind, record, line: where, offset, expected: width, found });
  };
  while (at < text.length) {
    const begin = at;
    if (runs) at = afterGap(text, at);
    const blank = nextLine(text, at);
    if (at === text.length || text[at] === '\r' || text[at] === '\n') {
      line += lineEnds(text.slice(at, blank));
      at = blank;
      continue;
    }
    const row: string[] = [];
    let wrong: Exclude<Field, { value: string }> | null = null;
    for (;;) {
      const field = readField(text, at, line + lineEnds(text.slice(begin, at)), options);
      if ('kind' in field) {
        wrong = field;
        break;
      }
      row.push(decoded(field.value));
      at = runs ? afterGap(text, field.end) : field.end;
      if (at === text.length || text[at] === '\r' || text[at] === '\n') break;
      if (!runs) at++;
    }
    if (wrong !== null) {
      fault(wrong.kind, wrong.line, begin, null);
      line = wrong.line + (lineEnds(text.slice(wrong.next - 1, wrong.next)) > 0 ? 1 : 0);
      at = wrong.next;
      continue;
    }
    const isLast = at === text.length;
    at = isLast ? at : nextLine(text, at);
    const began = line;
    line += lineEnds(text.slice(begin, at));
    const isBlank = row.length === 1 && /^[ \r\n]*$/.test(text.slice(begin, at));
    if (skip > 0) skip -= 1;
    else if (isBlank && width !== 1) continue;
    else {
      if (width === 0) width = row.length;
      if (row.length !== width)
        fault(
          row.length > width ? 'too-many-fields' : isLast ? 'truncated' : 'too-few-fields',
          began,
          begin,
          row.length,
        );
      else {
        record += 1;
        rows.push(row);
        places.push([record, began, begin]);
      }
    }
  }
  const totals = { records: rows.length, problems: problems.length, lines: line, bytes: bytes.length, width };
  return { rows, places, problems, totals };
};
