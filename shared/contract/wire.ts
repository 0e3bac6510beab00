/**
 * Requests and replies as bytes: a JSON head, then the raw bytes of its typed arrays, so that a million coordinates
 * never become text. Everything plain comes back as it was, also NaN, infinities, negative zero and undefined, which
 * JSON alone would change. The head lists the places of what JSON cannot hold; nothing in the data itself is a marker.
 *
 *     u32 length of the head | head: {v, a: [[path, type, bytes]], s: [[path, word]]} | array | array | …
 */

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type Path = (string | number)[];

const SPECIAL = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  ninf: Number.NEGATIVE_INFINITY,
  nzero: -0,
  undef: undefined,
} as const;
type Special = keyof typeof SPECIAL;

type Head = { v: unknown; a: [Path, ArrayName, number][]; s: [Path, Special][] };

/** Deeper than anything of the contract; stops a value that contains itself. */
const MOST_DEPTH = 64;

const specialOf = (value: unknown): Special | null => {
  if (value === undefined) return 'undef';
  if (typeof value !== 'number') return null;
  if (Number.isNaN(value)) return 'nan';
  if (Object.is(value, -0)) return 'nzero';
  if (Number.isFinite(value)) return null;
  return value > 0 ? 'inf' : 'ninf';
};

/** The value with null wherever `head` and `parts` hold what JSON cannot. */
const strip = (value: unknown, path: Path, head: Head, parts: Uint8Array[]): unknown => {
  if (path.length > MOST_DEPTH) throw new Error('a value on the wire is nested too deeply');
  const special = specialOf(value);
  if (special !== null) {
    head.s.push([path, special]);
    return null;
  }
  if (ArrayBuffer.isView(value)) {
    const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name;
    if (!Object.hasOwn(ARRAYS, name)) throw new Error(`a ${name} does not travel on the wire`);
    head.a.push([path, name as ArrayName, value.byteLength]);
    parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return null;
  }
  if (Array.isArray(value)) return value.map((item, i) => strip(item, [...path, i], head, parts));
  if (typeof value === 'object' && value !== null) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new Error('only plain objects travel on the wire');
    // Entries are defined, not assigned, so that a key called __proto__ stays a key.
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, strip(item, [...path, key], head, parts)]),
    );
  }
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value))
    throw new Error(`a ${typeof value} does not travel on the wire`);
  return value;
};

/**
 * A plain value as bytes.
 * @throws Error when it holds a function, a class instance or itself
 */
export const encode = (value: unknown): Uint8Array<ArrayBuffer> => {
  const head: Head = { v: null, a: [], s: [] };
  const parts: Uint8Array[] = [];
  head.v = strip(value, [], head, parts);
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + text.length + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const isPath = (path: unknown): path is Path =>
  Array.isArray(path) &&
  path.length <= MOST_DEPTH &&
  path.every((key) => typeof key === 'string' || typeof key === 'number');

/** Puts `value` where `path` leads. Only places that the data itself has can be reached, never a prototype. */
const put = (box: { v: unknown }, path: Path, value: unknown): void => {
  let place: unknown = box;
  let key: string | number = 'v';
  for (const next of path) {
    place = (place as Record<string, unknown>)[key];
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, next))
      throw new Error('the bytes of a message name a place that it does not have');
    key = next;
  }
  if ((place as Record<string, unknown>)[key] !== null)
    throw new Error('the bytes of a message name a place twice');
  // Defined, not assigned: the key may be __proto__.
  Object.defineProperty(place, key, { value, writable: true, enumerable: true, configurable: true });
};

const readHead = (bytes: Uint8Array): { head: Head; at: number } => {
  if (bytes.length < 4) throw new Error('a message is shorter than its head');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length > bytes.length - 4) throw new Error('a message is shorter than its head');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4, 4 + length));
  const head = JSON.parse(text) as Head | null;
  if (typeof head !== 'object' || head === null || !Array.isArray(head.a) || !Array.isArray(head.s))
    throw new Error('the head of a message is malformed');
  return { head, at: 4 + length };
};

/**
 * The value that `encode` made bytes of. Safe on bytes from anywhere: it only ever makes plain data.
 * @throws Error when the bytes are no message
 */
export const decode = (bytes: Uint8Array): unknown => {
  const { head, at: start } = readHead(bytes);
  const box = { v: head.v };
  let at = start;
  for (const [path, name, length] of head.a) {
    if (!isPath(path) || !Object.hasOwn(ARRAYS, name) || !Number.isSafeInteger(length) || length < 0)
      throw new Error('the head of a message is malformed');
    if (length > bytes.length - at) throw new Error('a message is shorter than its arrays');
    // A copy, because a view must start at a multiple of its item size; Node's Buffer has a `slice` that makes none.
    const copy = new Uint8Array(length);
    copy.set(bytes.subarray(at, at + length));
    put(box, path, new ARRAYS[name](copy.buffer));
    at += length;
  }
  for (const [path, word] of head.s) {
    if (!isPath(path) || !Object.hasOwn(SPECIAL, word)) throw new Error('the head of a message is malformed');
    put(box, path, SPECIAL[word]);
  }
  if (at !== bytes.length) throw new Error('a message is longer than its arrays');
  return box.v;
};
