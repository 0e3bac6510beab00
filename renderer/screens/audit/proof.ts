/** Checks in the window itself that an entry is in the signed history: RFC 6962 leaf, RFC 9162 §2.1.3.2 path. */

const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const sha256 = async (...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()));

/** Whether the entry with this text is leaf `seq` of the tree of `size` entries with this root. */
export const isIncluded = async (
  body: string,
  seq: number,
  size: number,
  path: readonly string[],
  root: string,
): Promise<boolean> => {
  let node = await sha256(new Uint8Array([0]), new TextEncoder().encode(body));
  let at = seq - 1;
  let last = size - 1;
  for (const sibling of path.map(fromHex)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      node = await sha256(new Uint8Array([1]), sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else node = await sha256(new Uint8Array([1]), node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(node) === root;
};
