/** A text as bytes for the readers of numbers and times, without memory of its own where it is short and plain. */

const encoder = new TextEncoder();
const scratch = new Uint8Array(64);

/** Calls `read` with the UTF-8 of a text and its length in bytes; the bytes are valid during the call. */
export const withBytes = <T>(text: string, read: (bytes: Uint8Array, length: number) => T): T => {
  if (text.length <= scratch.length) {
    let i = 0;
    while (i < text.length) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      scratch[i++] = unit;
    }
    if (i === text.length) return read(scratch, i);
  }
  const bytes = encoder.encode(text);
  return read(bytes, bytes.length);
};
