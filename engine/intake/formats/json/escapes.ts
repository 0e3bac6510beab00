/** Escapes in the strings of JSON (RFC 8259, section 7). */

/** Where the object stops being JSON. */
export class JsonFault extends Error {
  readonly at: number;
  constructor(at: number) {
    super('not JSON');
    this.at = at;
  }
}

const ESCAPE = 92;
const HEX = /^[0-9a-fA-F]{4}$/;
const SHORT: Readonly<Record<number, number>> = {
  34: 34,
  92: 92,
  47: 47,
  98: 8,
  102: 12,
  110: 10,
  114: 13,
  116: 9,
};

/** Undoes escapes in `bytes[start, end)`; half of a surrogate pair is no character and stays the escape that it is. */
export const undoEscapes = (bytes: Uint8Array, start: number, end: number): Uint8Array => {
  const out = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== ESCAPE) {
      out[length++] = bytes[i];
      continue;
    }
    const kind = bytes[++i];
    if (Object.hasOwn(SHORT, kind)) {
      out[length++] = SHORT[kind];
      continue;
    }
    const unit = (at: number): number => {
      const digits = Buffer.from(bytes.subarray(at, Math.min(end, at + 4))).toString('latin1');
      return HEX.test(digits) ? Number.parseInt(digits, 16) : -1;
    };
    if (kind !== 117) throw new JsonFault(i);
    let code = unit(i + 1);
    if (code < 0) throw new JsonFault(i);
    if ((code & 0xf800) === 0xd800) {
      const low = bytes[i + 5] === ESCAPE && bytes[i + 6] === 117 ? unit(i + 7) : -1;
      if ((code & 0xfc00) !== 0xd800 || (low & 0xfc00) !== 0xdc00) {
        out.set(bytes.subarray(i - 1, i + 5), length);
        length += 6;
        i += 4;
        continue;
      }
      code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
      i += 6;
    }
    i += 4;
    length += out.write(String.fromCodePoint(code), length, 'utf8');
  }
  return out.subarray(0, length);
};
