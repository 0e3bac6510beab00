/**
 * Merkle trees over the entries of the record, as in Certificate Transparency (RFC 6962 §2.1; RFC 9162 §2.1):
 * a leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right), and a tree of n leaves splits at the
 * largest power of two below n. One root of 32 bytes stands for a whole history; short paths prove that an
 * entry is in it and that a later history only added to it. Leaves are handed over packed, 32 bytes each.
 */
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

const PREFIXED = Buffer.alloc(1 + 2 * HASH_BYTES);
PREFIXED[0] = 1;

/** SHA-256. Asked for as a string of bytes: Node makes that three times as fast as a buffer. */
const sha256 = (data: string | Buffer): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary');

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  PREFIXED.set(left, 1);
  PREFIXED.set(right, 1 + HASH_BYTES);
  return sha256(PREFIXED);
};

/** SHA-256(0x00 ‖ text in UTF-8): the leaf of an entry, and the link of the chain. */
export const leafHash = (text: string): Buffer => sha256(`\0${text}`);

/** Root of the tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
export const EMPTY_ROOT: Buffer = sha256('');

/** The roots of the full subtrees a tree of `size` leaves consists of, largest first. */
export type Frontier = { size: number; nodes: Buffer[] };
export const emptyFrontier = (): Frontier => ({ size: 0, nodes: [] });

/** Adds a leaf in place; every trailing one bit of the size is a pair to be joined. */
export const addLeaf = (frontier: Frontier, leaf: Buffer): void => {
  const { nodes } = frontier;
  let node = leaf;
  for (let rest = frontier.size; (rest & 1) === 1; rest = Math.floor(rest / 2))
    node = nodeHash(nodes.pop() as Buffer, node);
  nodes.push(node);
  frontier.size += 1;
};

/** The root of the tree a frontier stands for. */
export const frontierRoot = ({ nodes }: Frontier): Buffer =>
  nodes.length === 0 ? EMPTY_ROOT : nodes.reduceRight((right, left) => nodeHash(left, right));

const leafAt = (leaves: Uint8Array, index: number): Buffer =>
  Buffer.from(leaves.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));

/** The largest power of two below `n`; `n` is at least 2. */
const splitOf = (n: number): number => {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
};

/** The root of leaves `from` to `to`, the last not included. */
export const rootOf = (leaves: Uint8Array, from = 0, to = leaves.length / HASH_BYTES): Buffer => {
  const frontier = emptyFrontier();
  for (let index = from; index < to; index++) addLeaf(frontier, leafAt(leaves, index));
  return frontierRoot(frontier);
};

/**
 * The path from leaf `index` to the root of all leaves, nearest sibling first (RFC 6962 §2.1.1).
 * @throws RangeError for an index outside the tree
 */
export const inclusionPath = (leaves: Uint8Array, index: number): Buffer[] => {
  const size = leaves.length / HASH_BYTES;
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('no such leaf');
  const walk = (from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...walk(from, middle), rootOf(leaves, middle, to)]
      : [...walk(middle, to), rootOf(leaves, from, middle)];
  };
  return walk(0, size);
};

/** Whether `path` leads from a leaf at `index` of a tree of `size` leaves to `root` (RFC 9162 §2.1.3.2). */
export const provesInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean => {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let at = index;
  let last = size - 1;
  let node: Buffer = Buffer.from(leaf);
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_BYTES) return false;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else node = nodeHash(node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && node.equals(root);
};

/**
 * Proof that the tree of all leaves begins with the tree of the first `size` (RFC 6962 §2.1.2).
 * @throws RangeError for a size of 0 or beyond the tree
 */
export const consistencyPath = (leaves: Uint8Array, size: number): Buffer[] => {
  const all = leaves.length / HASH_BYTES;
  if (!Number.isInteger(size) || size < 1 || size > all) throw new RangeError('no such earlier tree');
  const walk = (from: number, to: number, first: number, whole: boolean): Buffer[] => {
    if (first === to - from) return whole ? [] : [rootOf(leaves, from, to)];
    const split = splitOf(to - from);
    return first <= split
      ? [...walk(from, from + split, first, whole), rootOf(leaves, from + split, to)]
      : [...walk(from + split, to, first - split, false), rootOf(leaves, from, from + split)];
  };
  return walk(0, all, size, true);
};

/** Whether `path` proves that the tree with `newer` at its root begins with the tree of `older` (RFC 9162 §2.1.4.2). */
export const provesConsistency = (
  first: { size: number; root: Uint8Array },
  second: { size: number; root: Uint8Array },
  path: readonly Uint8Array[],
): boolean => {
  if (first.size < 1 || first.size > second.size) return false;
  if (path.some((node) => node.length !== HASH_BYTES)) return false;
  if (first.size === second.size) return path.length === 0 && Buffer.from(first.root).equals(second.root);
  const isPower = Number.isInteger(Math.log2(first.size));
  const nodes = isPower ? [first.root, ...path] : [...path];
  if (nodes.length === 0) return false;
  let at = first.size - 1;
  let last = second.size - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  let older: Buffer = Buffer.from(nodes[0]);
  let newer: Buffer = Buffer.from(nodes[0]);
  for (const node of nodes.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(node, older);
      newer = nodeHash(node, newer);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else newer = nodeHash(newer, node);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && older.equals(first.root) && newer.equals(second.root);
};
