/**
 * JSON as a stream: one object a line (NDJSON), an array of objects, or objects one after the other. A line that is
 * no JSON is one faulty record; in an array nothing tells where the next object begins, so there it is an error.
 */
import { CloisterError } from '../../../../shared/errors.ts';
import type { OnBatch } from '../../csv/batch.ts';
import { LF, makeRoom } from '../../csv/bytes.ts';
import { createCells } from '../cells.ts';
import type { TextReader } from '../format.ts';
import { JsonFault } from './escapes.ts';
import { readObject, skipBlanks } from './object.ts';

/** Most bytes of one object. */
const OBJECT_LIMIT = 16 * 1024 * 1024;
const QUOTE = 34;
const COMMA = 44;
const LIST = 91;
const ESCAPE = 92;
const LIST_END = 93;
const OPEN = 123;
const CLOSE = 125;

const countLines = (bytes: Uint8Array, from: number, to: number): number => {
  let lines = 0;
  for (let i = from; i < to; i++) if (bytes[i] === LF) lines++;
  return lines;
};

export type JsonOptions = {
  lines: boolean;
  columns: readonly string[];
  /** Sees every name that no column has, for finding out what columns there are. */
  onName?: (path: string) => void;
};

/** Text that is no JSON, with the line and the byte where it stops being that. */
export class NotJson extends CloisterError {
  readonly line: number;
  readonly at: number;
  readonly what: string;
  constructor(line: number, at: number, what: string) {
    super(
      'INPUT_FORMAT',
      `Line ${line} (byte ${at}): ${what}.`,
      'Export it again, or mend it there. One object a line (NDJSON) can be read past a faulty one.',
    );
    this.line = line;
    this.at = at;
    this.what = what;
  }
}

/**
 * Reads objects into records of the given columns; other names in them are passed over.
 * @throws NotJson from `push` and `end`, with a byte of the UTF-8, where an array is no JSON
 */
export const createJsonReader = ({ lines, columns, onName }: JsonOptions): TextReader => {
  const cells = createCells(columns.length);
  const places = new Map(columns.map((column, place) => [column, place]));
  const columnOf = (path: string): number => {
    const place = places.get(path);
    if (place === undefined) onName?.(path);
    return place ?? -1;
  };
  let buffer = Buffer.allocUnsafeSlow(0);
  let pos = 0;
  let end = 0;
  let base = 0;
  let line = 1;
  /** Where the line began that is passed over; -1 where none is. */
  let dropped = -1;
  /** Of an array: before its bracket, in it, behind it. */
  let state: 'before' | 'inside' | 'behind' = 'before';
  let isList = false;
  let afterComma = false;
  /** How far the object that is not at its end yet was looked through, how deep it is there, and in a string or not. */
  let seen = 0;
  let depth = 0;
  let inString = false;

  const wrong = (at: number, what: string): NotJson =>
    new NotJson(line + countLines(buffer, pos, Math.min(at, end)), base + at, what);

  /** One line of NDJSON, `bytes[from, to)`. */
  const takeLine = (from: number, to: number, isLast: boolean, onBatch: OnBatch): void => {
    const at = skipBlanks(buffer, from, to);
    if (at === to && dropped < 0) return;
    if (dropped >= 0 || to - from > OBJECT_LIMIT) {
      cells.fault('record-too-long', line, dropped >= 0 ? dropped : base + from, null);
      dropped = -1;
      return;
    }
    try {
      if (buffer[at] !== OPEN) throw new JsonFault(at);
      const behind = readObject(buffer, at, to, columnOf, cells.put);
      if (skipBlanks(buffer, behind, to) !== to) throw new JsonFault(behind);
      cells.end(line, base + from, onBatch);
    } catch (thrown) {
      if (!(thrown instanceof JsonFault)) throw thrown;
      cells.fault(isLast ? 'cut-off' : 'not-json', line, base + from, null);
    }
  };
  const scanLines = (final: boolean, onBatch: OnBatch): void => {
    for (;;) {
      const next = buffer.subarray(0, end).indexOf(LF, pos);
      if (next < 0) break;
      takeLine(pos, next, false, onBatch);
      line += 1;
      pos = next + 1;
    }
    if (final && pos < end) {
      takeLine(pos, end, true, onBatch);
      pos = end;
    } else if (end - pos > OBJECT_LIMIT) {
      if (dropped < 0) dropped = base + pos;
      pos = end;
    }
  };

  /** Position behind the object that begins at `pos`, -1 when it is not there to its end. */
  const objectEnd = (): number => {
    let i = Math.max(seen, pos);
    for (; i < end; i++) {
      const c = buffer[i];
      if (inString) {
        if (c === ESCAPE) {
          if (i + 1 >= end) break;
          i++;
        } else if (c === QUOTE) inString = false;
      } else if (c === QUOTE) inString = true;
      else if (c === OPEN || c === LIST) depth++;
      else if ((c === CLOSE || c === LIST_END) && --depth === 0) return i + 1;
    }
    seen = i;
    return -1;
  };
  const scanValues = (final: boolean, onBatch: OnBatch): void => {
    for (;;) {
      const at = depth > 0 ? pos : skipBlanks(buffer, pos, end);
      if (at > pos) {
        line += countLines(buffer, pos, at);
        pos = at;
      }
      if (pos === end) break;
      const c = buffer[pos];
      if (state === 'behind') throw wrong(pos, 'something stands behind the end of the list');
      if (state === 'before') {
        state = 'inside';
        isList = c === LIST;
        afterComma = true;
        if (isList) {
          pos += 1;
          continue;
        }
      }
      if (depth === 0) {
        if (isList && c === LIST_END) {
          state = 'behind';
          pos += 1;
          continue;
        }
        if (isList && c === COMMA && !afterComma) {
          afterComma = true;
          pos += 1;
          continue;
        }
        if (c !== OPEN) throw wrong(pos, 'here should be an object, in braces');
        if (isList && !afterComma) throw wrong(pos, 'a comma is missing between two objects');
        seen = pos;
      }
      const behind = objectEnd();
      if (behind < 0) {
        if (end - pos > OBJECT_LIMIT) throw wrong(pos, 'the object that begins here is larger than 16 MB');
        break;
      }
      try {
        if (readObject(buffer, pos, behind, columnOf, cells.put) !== behind) throw new JsonFault(behind);
      } catch (thrown) {
        if (thrown instanceof JsonFault) throw wrong(thrown.at, 'this is no JSON');
        throw thrown;
      }
      cells.end(line, base + pos, onBatch);
      line += countLines(buffer, pos, behind);
      pos = behind;
      afterComma = false;
      inString = false;
    }
    if (final && (depth > 0 || (isList && state !== 'behind')))
      throw wrong(end, 'the file ends in the middle of it');
  };
  const scan = lines ? scanLines : scanValues;
  return {
    push: (chunk, onBatch) => {
      const left = end - pos;
      buffer = makeRoom(buffer, pos, end, chunk.length, OBJECT_LIMIT);
      buffer.set(chunk, left);
      base += pos;
      seen = Math.max(0, seen - pos);
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
