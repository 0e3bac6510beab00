/**
 * The byte scanner: chunks of UTF-8 in, positions of fields out, and no string on the way.
 *
 * The format is RFC 4180 with LF, CRLF or lone CR as line end, mixed as they come. A record that breaks a
 * rule becomes a `Problem` with its place, and scanning goes on with the next line, so that one bad line never
 * takes others with it. A stray quote swallows lines until the next quote, the field limit or the end; it is
 * told with the line where it opened, and scanning goes on with the line after that one.
 */

import type { OnBatch, Problem, ProblemKind, ScannerOptions, Totals } from './batch.ts';
import { ESCAPED, QUOTED, STRIDE } from './batch.ts';
import { BLANK, blankField, CR, countLineEnds, endOfPlainField, LF, makeRoom, TAB } from './bytes.ts';

export type Scanner = {
  push(chunk: Uint8Array, onBatch: OnBatch): void;
  /** Ends the input; reports what the end cut off. */
  end(onBatch: OnBatch): Totals;
};

const RECORD_LIMIT = 16 * 1024 * 1024;

/** A scanner for one input. It keeps at most one unfinished record between chunks. */
export const createScanner = (options: ScannerOptions): Scanner => {
  const { delimiter } = options;
  const runs = delimiter === 'whitespace';
  const mark = runs ? BLANK : delimiter.charCodeAt(0);
  // A second delimiter byte below the line ends costs nothing in the inner loop.
  const markToo = runs ? TAB : mark;
  const quote = options.quote === 'none' ? -1 : options.quote.charCodeAt(0);
  const fieldLimit = options.fieldLimit ?? 1024 * 1024;

  let width = options.width ?? 0;
  let capacity = 0;
  let fields = new Int32Array(0);
  let numbers = new Float64Array(0);
  let lines = new Float64Array(0);
  let offsets = new Float64Array(0);
  const setWidth = (fieldsPerRecord: number): void => {
    width = fieldsPerRecord;
    const fitting = Math.floor(262_144 / Math.max(1, width));
    capacity = options.batchRecords ?? Math.min(8192, Math.max(16, fitting));
    fields = new Int32Array(capacity * width * STRIDE);
    numbers = new Float64Array(capacity);
    lines = new Float64Array(capacity);
    offsets = new Float64Array(capacity);
  };
  if (width > 0) setWidth(width);
  let buffer = Buffer.allocUnsafeSlow(0);
  let end = 0;
  let pos = 0;
  let base = 0;
  let line = 1;
  let toSkip = options.skip ?? 0;
  let record = 0;
  let delivered = 0;
  let faults = 0;
  let dropping = false;
  let count = 0;
  let problems: Problem[] = [];
  const emit = (onBatch: OnBatch): void => {
    if (count === 0 && problems.length === 0) return;
    delivered += count;
    onBatch({ bytes: buffer, count, width, fields, extents: null, numbers, lines, offsets, problems });
    count = 0;
    problems = [];
  };
  const fault = (kind: ProblemKind, at: number, faultLine: number, found: number | null): void => {
    if (toSkip > 0) {
      toSkip--;
      return;
    }
    record++;
    faults++;
    problems.push({ kind, record, line: faultLine, offset: base + at, expected: width, found });
  };
  /** Position after the line end at or after `from`, or -1 when it is not in the buffer yet. */
  const afterLine = (from: number, final: boolean): number => {
    for (let i = from; i < end; i++) {
      if (buffer[i] === LF) return i + 1;
      if (buffer[i] === CR) {
        if (i + 1 < end) return buffer[i + 1] === LF ? i + 2 : i + 1;
        return final ? i + 1 : -1;
      }
    }
    return -1;
  };

  const scan = (final: boolean, onBatch: OnBatch): void => {
    const bytes = buffer;
    const stop = end;
    const split = mark;
    const splitToo = markToo;
    const open = quote;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let cells = fields;
    let i = pos;
    records: while (i < stop) {
      if (dropping) {
        const next = afterLine(i, final);
        if (next < 0) {
          // A CR at the border may be half of CRLF: it is kept until the next byte is seen.
          i = !final && bytes[stop - 1] === CR ? stop - 1 : stop;
          break;
        }
        i = next;
        line++;
        dropping = false;
        continue;
      }
      const first = bytes[i];
      if (first === LF) {
        i++;
        line++;
        continue;
      }
      if (first === CR) {
        if (i + 1 === stop && !final) break;
        i += i + 1 < stop && bytes[i + 1] === LF ? 2 : 1;
        line++;
        continue;
      }

      const begin = i;
      const keep = toSkip === 0;
      const wanted = width;
      let at = count * wanted * STRIDE;
      let found = 0;
      let inner = 0;
      let atEnd = false;
      if (runs) {
        while (i < stop && (bytes[i] === BLANK || bytes[i] === TAB)) i++;
        if (i === stop && !final) {
          i = begin;
          break;
        }
        if (i === stop || bytes[i] === LF || bytes[i] === CR) continue;
      }

      for (;;) {
        let start = i;
        let close = i;
        let flags = 0;
        if (i < stop && bytes[i] === open) {
          const opened = line + inner;
          start = ++i;
          flags = QUOTED;
          const bound = Math.min(stop, start + fieldLimit + 1);
          let closed = false;
          while (i < bound) {
            const c = bytes[i];
            if (c === open) {
              if (i + 1 < stop) {
                if (bytes[i + 1] !== open) {
                  closed = true;
                  break;
                }
                flags = QUOTED | ESCAPED;
                i += 2;
                continue;
              }
              if (final) closed = true;
              break;
            }
            if (c === LF) inner++;
            else if (c === CR && i + 1 < stop && bytes[i + 1] !== LF) inner++;
            i++;
          }
          if (!closed) {
            if (i - start <= fieldLimit && !final) {
              i = begin;
              break records;
            }
            const atFileEnd = i - start <= fieldLimit;
            const next = afterLine(start, final);
            const kind = next >= 0 ? 'unclosed-quote' : atFileEnd ? 'truncated' : 'field-too-long';
            fault(kind, begin, opened, null);
            line = next >= 0 ? opened + 1 : opened;
            dropping = next < 0 && !atFileEnd;
            if (next >= 0) i = next;
            else if (atFileEnd) i = stop;
            continue records;
          }
          close = i++;
          if (i < stop) {
            const c = bytes[i];
            if (c !== split && c !== splitToo && c !== LF && c !== CR) {
              const next = afterLine(start, final);
              fault('text-after-quote', begin, opened, null);
              line = next >= 0 ? opened + 1 : opened;
              dropping = next < 0;
              if (next >= 0) i = next;
              continue records;
            }
          }
        } else {
          const bound = Math.min(stop, start + fieldLimit + 1);
          i = endOfPlainField(bytes, view, i, bound, split, splitToo);
          close = i;
          if (close - start > fieldLimit) {
            fault('field-too-long', begin, line + inner, null);
            line += inner;
            dropping = true;
            continue records;
          }
        }

        if (keep && found < wanted) {
          cells[at] = start;
          cells[at + 1] = close;
          cells[at + 2] = flags;
          at += STRIDE;
        }
        found++;
        if (i - begin > RECORD_LIMIT) {
          fault('record-too-long', begin, line, null);
          line += countLineEnds(bytes, begin, i);
          dropping = true;
          continue records;
        }
        if (i < stop) {
          let c = bytes[i];
          if (runs && (c === BLANK || c === TAB)) {
            while (i < stop && (bytes[i] === BLANK || bytes[i] === TAB)) i++;
            if (i < stop) {
              c = bytes[i];
              if (c !== LF && c !== CR) continue;
            }
          } else if (c === split) {
            i++;
            continue;
          }
          if (i < stop) {
            if (c === CR) {
              if (i + 1 === stop && !final) {
                i = begin;
                break records;
              }
              i += i + 1 < stop && bytes[i + 1] === LF ? 2 : 1;
            } else i++;
            break;
          }
        }
        if (!final) {
          i = begin;
          break records;
        }
        atEnd = true;
        break;
      }

      if (wanted === 0 && keep) {
        // The first record decides the width; it is read again with room for its fields.
        if (found === 1 && blankField(bytes, begin, i)) {
          if (!atEnd) line++;
          continue;
        }
        setWidth(found);
        cells = fields;
        i = begin;
        continue;
      }
      const began = line;
      line += inner + (atEnd ? 0 : 1);
      if (found === wanted && keep) {
        numbers[count] = ++record;
        lines[count] = began;
        offsets[count] = base + begin;
        if (++count === capacity) {
          pos = i;
          emit(onBatch);
        }
        continue;
      }
      if (!keep) toSkip--;
      else if (found > wanted) fault('too-many-fields', begin, began, found);
      else if (found > 1 || !blankField(bytes, begin, i))
        fault(atEnd ? 'truncated' : 'too-few-fields', begin, began, found);
    }
    pos = i;
  };

  return {
    push: (chunk, onBatch) => {
      const left = end - pos;
      buffer = makeRoom(buffer, pos, end, chunk.length, RECORD_LIMIT);
      buffer.set(chunk, left);
      base += pos;
      pos = 0;
      end = left + chunk.length;
      scan(false, onBatch);
      emit(onBatch);
    },
    end: (onBatch) => {
      scan(true, onBatch);
      emit(onBatch);
      return { records: delivered, problems: faults, lines: line, bytes: base + end, width };
    },
  };
};
