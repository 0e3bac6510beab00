/**
 * Names of an object as texts. A file says the same names in every record, so those that came before are found by their
 * bytes instead of being decoded anew; what is remembered decides nothing but the time it takes.
 */

/** Most names that are remembered, and the longest of them in bytes. */
const MOST = 4096;
const LONGEST = 64;
const SLOTS = 2 * MOST;

const texts: string[] = [];
/** One more than the number of a name, 0 where none is. */
const slots = new Int16Array(SLOTS);
const lengths = new Uint8Array(MOST);
let held: Uint8Array<ArrayBuffer> | null = null;

const decoded = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');

/** The name that stands in `bytes[start, end)`, which hold no escapes. */
export const nameIn = (bytes: Uint8Array, start: number, end: number): string => {
  const length = end - start;
  if (length > LONGEST) return decoded(bytes, start, end);
  held ??= new Uint8Array(MOST * LONGEST);
  let hash = 0x811c_9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x0100_0193);
  hash ^= hash >>> 15;
  let slot = hash & (SLOTS - 1);
  for (let number = slots[slot]; number !== 0; number = slots[slot]) {
    const from = (number - 1) * LONGEST;
    let i = lengths[number - 1] === length ? 0 : -1;
    while (i >= 0 && i < length && held[from + i] === bytes[start + i]) i++;
    if (i === length) return texts[number - 1];
    slot = (slot + 1) & (SLOTS - 1);
  }
  const text = decoded(bytes, start, end);
  if (texts.length === MOST) return text;
  held.set(bytes.subarray(start, end), texts.length * LONGEST);
  lengths[texts.length] = length;
  slots[slot] = texts.push(text);
  return text;
};
