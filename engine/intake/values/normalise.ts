/**
 * Identifiers in the one form that is hashed. The table is versioned (`NORMALISATION_VERSION`): any change to a step
 * changes every pseudonym, so it is pinned by known answers.
 *
 * | type | steps | not done |
 * |---|---|---|
 * | e-mail | NFKC, invisible and direction characters removed, trimmed, lower case, domain as A-labels (UTS #46) | dots and +tags stay |
 * | phone | separators removed, E.164; one without + is refused unless a step read it before | what cannot be read is refused |
 * | customer | NFC, trimmed | case and leading zeros stay, no number |
 * | device | NFC, trimmed; a UUID in lower case without braces | the all-zero advertising id is refused |
 *
 * Plain ASCII stays bytes from end to end; only a value with a byte above 0x7f passes through a string.
 */
import { domainToASCII } from 'node:url';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { isUuid } from './detectors.ts';
import { normalisePhone } from './phone.ts';

/** Zero-width characters, soft hyphen, direction marks and isolates, word joiner, byte order mark. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f]/g;

const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

const asciiOnly = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (bytes[i] >= 0x80) return false;
  return true;
};

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');

/** Writes `text` as UTF-8 at `at`; -1 where it does not fit. */
const write = (text: string, target: Uint8Array, at: number): number => {
  const { read, written } = new TextEncoder().encodeInto(text, target.subarray(at));
  return read === text.length ? written : -1;
};

/** RFC 5321: 64 octets of local part, 254 in all. Letters of the local part as in a dot-string. */
const checkEmail = (bytes: Uint8Array, start: number, end: number): boolean => {
  const length = end - start;
  if (length < 5 || length > 254) return false;
  let at = -1;
  let dot = -1;
  for (let i = start; i < end; i++) {
    const c = bytes[i];
    if (c <= 32 || c === 127 || c === 34 || c === 40 || c === 41 || c === 44 || (c >= 58 && c <= 60))
      return false;
    if (c === 62 || (c >= 91 && c <= 93)) return false;
    if (c === 64) {
      if (at >= 0) return false;
      at = i;
      dot = i;
    } else if (c === 46) {
      if (i === start || dot === i - 1) return false;
      dot = i;
    } else if (at >= 0) {
      const label = (c >= 48 && c <= 57) || (c >= 97 && c <= 122) || c === 45;
      if (!label) return false;
    }
  }
  if (at <= start || at - start > 64 || dot <= at || dot === end - 1) return false;
  return bytes[at - 1] !== 46 && bytes[at + 1] !== 45 && bytes[end - 1] !== 45;
};

const emailFromText = (raw: string): string | null => {
  const fold = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '').trim();
  const text = fold(fold(raw).toLowerCase());
  const at = text.indexOf('@');
  if (at < 1 || text.indexOf('@', at + 1) >= 0) return null;
  const domain = domainToASCII(text.slice(at + 1));
  return domain === '' ? null : `${text.slice(0, at)}@${domain}`;
};

const copy = (bytes: Uint8Array, start: number, end: number, target: Uint8Array, at: number): number => {
  if (end - start > target.length - at) return -1;
  for (let i = start; i < end; i++) target[at + i - start] = bytes[i];
  return end - start;
};

const normaliseEmail = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number => {
  let length: number;
  if (asciiOnly(bytes, start, end)) {
    length = end - start;
    if (length > target.length - at) return -1;
    let hyphens = false;
    for (let i = 0; i < length; i++) {
      const c = bytes[start + i];
      target[at + i] = c >= 65 && c <= 90 ? c + 32 : c;
      hyphens ||= c === 45 && bytes[start + i + 1] === 45;
    }
    // An A-label (xn--) in the file is checked by the same rules as one made here.
    if (hyphens && textOf(target, at, at + length).includes('xn--')) {
      const text = emailFromText(textOf(target, at, at + length));
      length = text === null ? -1 : write(text, target, at);
    }
  } else {
    const text = emailFromText(textOf(bytes, start, end));
    length = text === null ? -1 : write(text, target, at);
  }
  return length > 0 && checkEmail(target, at, at + length) ? length : -1;
};

const normaliseText = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number => {
  if (end <= start) return -1;
  if (asciiOnly(bytes, start, end)) return copy(bytes, start, end, target, at);
  const text = textOf(bytes, start, end).normalize('NFC').trim();
  return text === '' ? -1 : write(text, target, at);
};

const normaliseDevice = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number => {
  const length = normaliseText(bytes, start, end, target, at);
  if (length !== 36 && length !== 38) return length;
  const text = textOf(target, at, at + length);
  if (!isUuid(text)) return length;
  const bare = (length === 38 ? text.slice(1, 37) : text).toLowerCase();
  // Platforms give this one id to everybody who limits tracking: it would join strangers.
  return /^[0-]+$/.test(bare) ? -1 : write(bare, target, at);
};

/**
 * Writes the normalised form of `bytes[start, end)` into `target` at `at` and returns its length, or -1 when
 * the value is no such identifier (it must be left out, never hashed as it is). The form may be longer than
 * the value (A-labels): four times its length and 64 bytes more are enough.
 */
export const normalise = (
  type: IdentifierType,
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number => {
  let from = start;
  let to = end;
  while (from < to && isSpace(bytes[from])) from++;
  while (to > from && isSpace(bytes[to - 1])) to--;
  switch (type) {
    case 'email':
      return normaliseEmail(bytes, from, to, target, at);
    case 'phone':
      return normalisePhone(bytes, from, to, target, at);
    case 'customer':
      return normaliseText(bytes, from, to, target, at);
    case 'device':
      return normaliseDevice(bytes, from, to, target, at);
  }
};

/** The normalised form of one value as new bytes, or null when it is no such identifier. */
export const normaliseValue = (type: IdentifierType, value: Uint8Array): Uint8Array | null => {
  const target = new Uint8Array(value.length * 4 + 64);
  const length = normalise(type, value, 0, value.length, target, 0);
  return length < 0 ? null : target.slice(0, length);
};
