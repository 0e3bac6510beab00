/**
 * A rule while it is being edited: a tree whose parts have ids, so that a part can be found, changed and counted while
 * others move. Groups are all, any or none; none is the negation of any. Everything here is pure; the builder keeps the
 * trees it had, which is its undo.
 */
import type { Leaf, Rule } from '../../shared/rules/rule.ts';

export type Mode = 'all' | 'any' | 'none';
export type GroupNode = { kind: 'group'; id: number; mode: Mode; of: DraftNode[] };
export type LeafNode = { kind: 'leaf'; id: number; leaf: Leaf };
export type DraftNode = GroupNode | LeafNode;

/** Ids only need to be unique within one tree, also across its earlier states. */
let next = 1;
const newId = (): number => next++;

export const group = (mode: Mode, of: DraftNode[] = []): GroupNode => ({
  kind: 'group',
  id: newId(),
  mode,
  of,
});
export const leaf = (value: Leaf): LeafNode => ({ kind: 'leaf', id: newId(), leaf: value });

const toNode = (rule: Rule): DraftNode => {
  if (rule.op === 'all' || rule.op === 'any') return group(rule.op, rule.of.map(toNode));
  if (rule.op !== 'not') return leaf(rule);
  // "Not any of these" is what none says; the negation of anything else is none of that one.
  return rule.of.op === 'any' ? group('none', rule.of.of.map(toNode)) : group('none', [toNode(rule.of)]);
};

/** The rule as a tree to edit; its root is always a group. */
export const toDraft = (rule: Rule | null): GroupNode => {
  if (rule === null) return group('all');
  const node = toNode(rule);
  return node.kind === 'group' ? node : group('all', [node]);
};

/** The rule a part of the draft says; null for a group without a complete part. */
export const toRule = (node: DraftNode): Rule | null => {
  if (node.kind === 'leaf') return node.leaf;
  const of = node.of.map(toRule).filter((rule): rule is Rule => rule !== null);
  if (of.length === 0) return null;
  if (node.mode === 'none')
    return { op: 'not', of: of.length === 1 && of[0].op !== 'any' ? of[0] : { op: 'any', of } };
  return { op: node.mode, of };
};

const mapNode = (
  node: DraftNode,
  id: number,
  change: (node: DraftNode) => DraftNode | null,
): DraftNode | null => {
  if (node.id === id) return change(node);
  if (node.kind === 'leaf') return node;
  const of = node.of
    .map((child) => mapNode(child, id, change))
    .filter((child): child is DraftNode => child !== null);
  return of.length === node.of.length && of.every((child, i) => child === node.of[i])
    ? node
    : { ...node, of };
};

const edit = (root: GroupNode, id: number, change: (node: DraftNode) => DraftNode | null): GroupNode => {
  const changed = mapNode(root, id, change);
  return changed?.kind === 'group' ? changed : root;
};

export const setLeaf = (root: GroupNode, id: number, value: Leaf): GroupNode =>
  edit(root, id, (node) => (node.kind === 'leaf' ? { ...node, leaf: value } : node));
export const setMode = (root: GroupNode, id: number, mode: Mode): GroupNode =>
  edit(root, id, (node) => (node.kind === 'group' ? { ...node, mode } : node));
export const addTo = (root: GroupNode, id: number, child: DraftNode): GroupNode =>
  edit(root, id, (node) => (node.kind === 'group' ? { ...node, of: [...node.of, child] } : node));
/** Takes a part out; the root stays. */
export const remove = (root: GroupNode, id: number): GroupNode =>
  id === root.id ? root : edit(root, id, () => null);
/** Puts a part into a group of its own, in the same place. */
export const wrap = (root: GroupNode, id: number, mode: Mode): GroupNode =>
  id === root.id ? root : edit(root, id, (node) => group(mode, [node]));

/** A part by its id. */
export const find = (node: DraftNode, id: number): DraftNode | null => {
  if (node.id === id) return node;
  if (node.kind === 'leaf') return null;
  for (const child of node.of) {
    const found = find(child, id);
    if (found !== null) return found;
  }
  return null;
};

/** Every part with how deep it lies, top to bottom: the order in which arrow keys walk them. */
export const walk = (node: DraftNode, depth = 0): { node: DraftNode; depth: number }[] => [
  { node, depth },
  ...(node.kind === 'group' ? node.of.flatMap((child) => walk(child, depth + 1)) : []),
];

/** Earlier and later states of one tree. */
export type History = { past: readonly GroupNode[]; now: GroupNode; future: readonly GroupNode[] };

export const begin = (root: GroupNode): History => ({ past: [], now: root, future: [] });
/** A new state; the ones taken back before it are gone. A state that changes nothing is none. */
export const record = (history: History, root: GroupNode): History =>
  root === history.now ? history : { past: [...history.past.slice(-99), history.now], now: root, future: [] };
export const undo = ({ past, now, future }: History): History =>
  past.length === 0
    ? { past, now, future }
    : { past: past.slice(0, -1), now: past[past.length - 1], future: [now, ...future] };
export const redo = ({ past, now, future }: History): History =>
  future.length === 0
    ? { past, now, future }
    : { past: [...past, now], now: future[0], future: future.slice(1) };
