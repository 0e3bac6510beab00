/** Many values of one column, as bytes: formats are judged on them, and texts are made only of those that ask for it. */
import { isMissing, isMissingBytes } from './numbers.ts';

/** How a value is written where that is known already: `assembly/written.ts` tells it. */
export const KIND = {
  unknown: 0,
  /** Up to 15 digits. */
  figures: 1,
  /** Digits with one mark, which is the decimal one, or may part thousands. */
  point: 2,
  openPoint: 3,
  comma: 4,
  openComma: 5,
  /** A day of ISO 8601, with a time or without. */
  day: 6,
  /** No number and no time. */
  neither: 7,
  /** Anything else that says something. */
  other: 8,
} as const;

export type Values = {
  /** UTF-8. */
  bytes: Buffer;
  /** Start, end and kind of each. */
  spans: Int32Array;
};
/** Words of a value in `spans`. */
export const SPAN = 3;

/** Whether a value passes. */
export type Test = (bytes: Buffer, start: number, end: number, kind: number) => boolean;

export const countOf = ({ spans }: Values): number => spans.length / SPAN;

export const kindAt = ({ spans }: Values, at: number): number => spans[SPAN * at + 2];

/** The text of a value. */
export const textOf = ({ bytes, spans }: Values, at: number): string =>
  bytes.toString('utf8', spans[SPAN * at], spans[SPAN * at + 1]);

export const textsOf = (values: Values): string[] =>
  Array.from({ length: countOf(values) }, (_, at) => textOf(values, at));

export const asBytes = (texts: readonly string[]): Values => {
  const encoded = texts.map((text) => Buffer.from(text));
  const spans = new Int32Array(texts.length * SPAN);
  let end = 0;
  encoded.forEach((one, at) => {
    spans[SPAN * at] = end;
    end += one.length;
    spans[SPAN * at + 1] = end;
  });
  return { bytes: Buffer.concat(encoded), spans };
};

export const every = ({ bytes, spans }: Values, test: Test): boolean => {
  for (let at = 0; at < spans.length; at += SPAN)
    if (!test(bytes, spans[at], spans[at + 1], spans[at + 2])) return false;
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
  for (let at = 0; at < spans.length; at += SPAN) {
    if (test(bytes, spans[at], spans[at + 1], spans[at + 2])) {
      kept[to] = spans[at];
      kept[to + 1] = spans[at + 1];
      kept[to + 2] = spans[at + 2];
      to += SPAN;
    } else if (++missed > misses) return null;
  }
  return { bytes, spans: kept.subarray(0, to) };
};

/** A byte that may be a blank, or a part of one. */
const mayBeBlank = (byte: number): boolean => byte <= 32 || byte >= 0x80;

const isPresent: Test = (bytes, start, end, kind) => {
  if (kind !== KIND.unknown) return true;
  return start < end && (mayBeBlank(bytes[start]) || mayBeBlank(bytes[end - 1]))
    ? !isMissing(bytes.toString('utf8', start, end))
    : !isMissingBytes(bytes, start, end);
};

/** Without those that stand for "no value"; see `isMissing`. */
export const presentIn = (values: Values): Values => passing(values, isPresent) ?? values;
