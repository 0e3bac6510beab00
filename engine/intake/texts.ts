/** Texts of one column as the intake worker takes them: decoded once, coded, and watched for identifiers. */
import { CloisterError } from '../../shared/errors.ts';
import type { LoadInput } from './layout.ts';
import { watchColumn } from './scan.ts';

/** More different texts than this are no attribute but an identifier or free text. */
const MOST_TEXTS = 100_000;
const LONGEST_TEXT = 200;
/** Of consent strings: most different ones, and longest in bytes. */
const MOST_SIGNALS = 5_000_000;
const LONGEST_SIGNAL = 8192;
/** A trimmed value in the bytes of a record. */
export type Span = { bytes: Uint8Array; start: number; end: number };

/** The value as text. */
export const textOf = (span: Span): string =>
  Buffer.from(span.bytes.buffer, span.bytes.byteOffset + span.start, span.end - span.start).toString('utf8');

/** Texts of one column by their bytes (as Latin-1, one character a byte), decoded once each. */
export const createTexts = ({ header, name, stored, long }: LoadInput['layout']['texts'][number]) => {
  const most = long ? MOST_SIGNALS : MOST_TEXTS;
  const longest = long ? LONGEST_SIGNAL : LONGEST_TEXT;
  const codes = new Map<string, number>();
  const watch = stored ? watchColumn(name, header) : null;
  const sights: number[] = [];
  let added: string[] = [];
  return {
    code: (span: Span): number => {
      const key = Buffer.from(
        span.bytes.buffer,
        span.bytes.byteOffset + span.start,
        span.end - span.start,
      ).toString('latin1');
      const known = codes.get(key);
      if (known !== undefined) {
        watch?.again(sights[known]);
        return known;
      }
      if (codes.size >= most || key.length > longest)
        throw new CloisterError(
          'MAPPING_INVALID',
          codes.size >= most
            ? `The column "${header}" has more than ${most} different values; it is an identifier or free text, not an attribute.`
            : `The column "${header}" holds values longer than ${longest} bytes; it is free text, not an attribute.`,
          'Drop the column, or map it as a number, an identifier or a reference.',
        );
      const code = codes.size;
      const text = textOf(span);
      codes.set(key, code);
      added.push(text);
      if (watch !== null) sights.push(watch.first(text));
      return code;
    },
    scan: () => watch?.finish(),
    take: (): string[] => {
      const taken = added;
      added = [];
      return taken;
    },
  };
};
