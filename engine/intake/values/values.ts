/** Many values of one column, as bytes: formats are judged on them, and texts are made only of those that ask for it. */
import { isMissing, isMissingBytes } from './numbers.ts';

export type Values = {
  /** UTF-8. */
  bytes: Buffer;
  /** Start and end of each. */
  spans: Int32Array;
};

/** Whether a value passes. */
export type Test = (bytes: Buffer, start: number, end: number) => boolean;

export const countOf = ({ spans }: Values): number => spans.length / 2;

/** The text of a value. */
export const textOf = ({ bytes, spans }: Values, at: number): string =>
  bytes.toString('utf8', spans[2 * at], spans[2 * at + 1]);

export const textsOf = (values: Values): string[] =>
  Array.from({ length: countOf(values) }, (_, at) => textOf(values, at));

export const asBytes = (texts: readonly string[]): Values => {
  const encoded = texts.map((text) => Buffer.from(text));
  const spans = new Int32Array(texts.length * 2);
  let end = 0;
  encoded.forEach((one, at) => {
    spans[2 * at] = end;
    end += one.length;
    spans[2 * at + 1] = end;
  });
  return { bytes: Buffer.concat(encoded), spans };
};

export const every = ({ bytes, spans }: Values, test: Test): boolean => {
  for (let at = 0; at < spans.length; at += 2) if (!test(bytes, spans[at], spans[at + 1])) return false;
  return true;
};

/** Those that pass; null as soon as more than `misses` do not. */
export const passing = (
  { bytes, spans }: Values,
  test: Test,
  misses = Number.POSITIVE_INFINITY,
): Values | null => {
  const kept = new Int32Array(spans.length);
  let to = 0;
  let missed = 0;
  for (let at = 0; at < spans.length; at += 2) {
    if (test(bytes, spans[at], spans[at + 1])) {
      kept[to++] = spans[at];
      kept[to++] = spans[at + 1];
    } else if (++missed > misses) return null;
  }
  return { bytes, spans: kept.subarray(0, to) };
};

/** A byte that may be a blank, or a part of one. */
const mayBeBlank = (byte: number): boolean => byte <= 32 || byte >= 0x80;

const isPresent: Test = (bytes, start, end) =>
  start < end && (mayBeBlank(bytes[start]) || mayBeBlank(bytes[end - 1]))
    ? !isMissing(bytes.toString('utf8', start, end))
    : !isMissingBytes(bytes, start, end);

/** Without those that stand for "no value"; see `isMissing`. */
export const presentIn = (values: Values): Values => passing(values, isPresent) ?? values;
