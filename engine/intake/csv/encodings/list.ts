/**
 * encodings: how text that is not UTF-8 may be written, and which of those fits some bytes. This file: what is read. Each is
 * decoded by the platform under the names of the WHATWG Encoding Standard (4.2); here stands only how many bytes its
 * characters have.
 */
import { ENCODINGS, type Encoding } from '../../../../shared/encodings.ts';

/** Bytes of the character that begins with `first`; `second` follows it. */
type Width = (first: number, second: number) => number;

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

/** Encodings whose characters differ in length (Encoding Standard, 10 to 13). */
const WIDTHS = {
  shift_jis: (first) => (within(first, 0x81, 0x9f) || within(first, 0xe0, 0xfc) ? 2 : 1),
  'euc-jp': (first) => (first === 0x8f ? 3 : first === 0x8e || within(first, 0xa1, 0xfe) ? 2 : 1),
  gb18030: (first, second) => (!within(first, 0x81, 0xfe) ? 1 : within(second, 0x30, 0x39) ? 4 : 2),
  big5: (first) => (within(first, 0x81, 0xfe) ? 2 : 1),
  'euc-kr': (first) => (within(first, 0xa1, 0xfe) ? 2 : 1),
} as const satisfies Partial<Record<Encoding, Width>>;
export type MultiByte = keyof typeof WIDTHS;
export const MULTI_BYTE = Object.keys(WIDTHS) as MultiByte[];

const isMultiByte = (encoding: Encoding): encoding is MultiByte => encoding in WIDTHS;

/** Of an encoding whose characters differ in length: how long each is. Null where every one is a byte, and for UTF. */
export const widthIn = (encoding: Encoding): Width | null =>
  isMultiByte(encoding) ? WIDTHS[encoding] : null;

/** Whether an encoding is for letters that are not Latin. */
export const isOtherScript = (encoding: Encoding): boolean =>
  isMultiByte(encoding) || /^(windows-125[13]|koi8-r)$/.test(encoding);

/** Encodings in which every character is a byte. */
export const ONE_BYTE = ENCODINGS.filter((name) => !name.startsWith('utf-') && widthIn(name) === null);

/** The encoding of a name, of which most have several: latin1, cp1251, sjis, gbk. Null for one that is not read. */
export const encodingNamed = (name: string): Encoding | null => {
  let label = name.trim().toLowerCase();
  try {
    label = new TextDecoder(label).encoding;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return null;
  }
  // The one is the other without its characters of four bytes.
  if (label === 'gbk') return 'gb18030';
  return ENCODINGS.find((one) => one === label) ?? null;
};
