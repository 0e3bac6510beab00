/**
 * Fixed width: columns that begin at the same character of every line. The layout is guessed from the characters
 * that are blank in every line of a sample, or given.
 */
import type { OnBatch } from '../csv/batch.ts';
import { BLANK, CR, LF, makeRoom, TAB } from '../csv/bytes.ts';
import { createCells } from './cells.ts';
import type { TextReader } from './format.ts';

const LINE_LIMIT = 1024 * 1024;
const SAMPLE_LINES = 2000;

/** The first lines of a sample that hold something, without their ends. */
const sampleLines = (sample: Uint8Array, complete: boolean): string[] => {
  const all = Buffer.from(sample.buffer, sample.byteOffset, sample.length);
  const lines: string[] = [];
  for (let from = 0; from < all.length && lines.length < SAMPLE_LINES; ) {
    const lf = all.indexOf(LF, from);
    const found = all.toString('utf8', from, lf < 0 ? all.length : lf).split('\r');
    // The last line may be cut off.
    if (lf < 0 && !complete) found.pop();
    for (const line of found) if (line.trim() !== '') lines.push(line);
    from = lf < 0 ? all.length : lf + 1;
  }
  return lines.slice(0, SAMPLE_LINES);
};

/** Characters of a line without the blanks at its end. */
const lengthOf = (line: string): number => {
  const text = line.trimEnd();
  return /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
};

/**
 * Where columns begin, told by the characters that are blank in all lines; null where the lines do not look like
 * columns of one width: they must be equally long (but for blanks at the end) and hold at least two columns.
 * @param sample beginning of the text, UTF-8
 */
export const guessCuts = (
  sample: Uint8Array,
  complete: boolean,
): { cuts: number[]; lines: number } | null => {
  const lines = sampleLines(sample, complete);
  if (lines.length < 3 || lines.some((line) => line.includes('\t'))) return null;
  const lengths = lines.map(lengthOf);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest < 3 || longest > 32_768) return null;
  const same = new Map<number, number>();
  for (const length of lengths) same.set(length, (same.get(length) ?? 0) + 1);
  if (Math.max(...same.values()) < lines.length * 0.9) return null;
  const blank = new Uint8Array(longest).fill(1);
  for (const line of lines) {
    let at = 0;
    for (const character of line.trimEnd()) {
      if (character !== ' ') blank[at] = 0;
      at++;
    }
  }
  const cuts: number[] = [];
  for (let i = 0; i < longest; i++) if (blank[i] === 0 && (i === 0 || blank[i - 1] === 1)) cuts.push(i);
  return cuts.length >= 2 ? { cuts, lines: lines.length } : null;
};

/** The cells of a line cut at `cuts`, without the blanks around them. */
const cutLine = (
  bytes: Uint8Array,
  start: number,
  end: number,
  cuts: readonly number[],
  put: (column: number, from: number, to: number) => void,
): void => {
  let character = 0;
  let column = -1;
  let from = start;
  const close = (to: number): void => {
    let [a, b] = [from, to];
    while (a < b && (bytes[a] === BLANK || bytes[a] === TAB)) a++;
    while (b > a && (bytes[b - 1] === BLANK || bytes[b - 1] === TAB)) b--;
    put(column, a, b);
  };
  for (let i = start; i < end; i++) {
    // A byte that continues a character is no new one.
    if ((bytes[i] & 0xc0) === 0x80) continue;
    if (character === cuts[column + 1]) {
      if (column >= 0) close(i);
      column += 1;
      from = i;
    }
    character += 1;
  }
  if (column >= 0) close(end);
};

/** The texts of the first line of a sample, cut at `cuts`: perhaps the header. */
export const firstLine = (sample: Uint8Array, cuts: readonly number[]): string[] => {
  const [line = ''] = sampleLines(sample, true);
  const bytes = Buffer.from(line);
  const out = cuts.map(() => '');
  cutLine(bytes, 0, bytes.length, cuts, (column, from, to) => {
    out[column] = bytes.toString('utf8', from, to);
  });
  return out;
};

/** Reads lines of fixed columns. A line too short for a column leaves it empty; blank lines are no records. */
export const createFixedReader = ({ cuts, skip }: { cuts: readonly number[]; skip: number }): TextReader => {
  const cells = createCells(cuts.length);
  let buffer = Buffer.allocUnsafeSlow(0);
  let pos = 0;
  let end = 0;
  let base = 0;
  let line = 0;
  let toSkip = skip;
  /** Where the line began that is passed over; -1 where none is. */
  let dropped = -1;

  const take = (from: number, to: number, onBatch: OnBatch): void => {
    line += 1;
    let i = from;
    while (i < to && (buffer[i] === BLANK || buffer[i] === TAB)) i++;
    if (i === to && dropped < 0) return;
    if (toSkip > 0) {
      toSkip -= 1;
      return;
    }
    if (dropped >= 0 || to - from > LINE_LIMIT) {
      cells.fault('record-too-long', line, dropped >= 0 ? dropped : base + from, null);
      dropped = -1;
      return;
    }
    cutLine(buffer, from, to, cuts, (column, a, b) => cells.put(column, buffer, a, b));
    cells.end(line, base + from, onBatch);
  };
  const scan = (final: boolean, onBatch: OnBatch): void => {
    let i = pos;
    for (;;) {
      while (i < end && buffer[i] !== LF && buffer[i] !== CR) i++;
      if (i === end || (buffer[i] === CR && i + 1 === end && !final)) break;
      take(pos, i, onBatch);
      i += buffer[i] === CR && buffer[i + 1] === LF && i + 1 < end ? 2 : 1;
      pos = i;
    }
    if (final && pos < end) {
      take(pos, end, onBatch);
      pos = end;
    } else if (end - pos > LINE_LIMIT) {
      if (dropped < 0) dropped = base + pos;
      pos = buffer[end - 1] === CR ? end - 1 : end;
    }
  };
  return {
    push: (chunk, onBatch) => {
      const left = end - pos;
      buffer = makeRoom(buffer, pos, end, chunk.length, LINE_LIMIT);
      buffer.set(chunk, left);
      base += pos;
      pos = 0;
      end = left + chunk.length;
      scan(false, onBatch);
      cells.flush(onBatch);
    },
    end: (onBatch) => {
      scan(true, onBatch);
      cells.flush(onBatch);
      return cells.totals(line, base + end);
    },
  };
};
