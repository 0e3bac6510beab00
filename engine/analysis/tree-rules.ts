/**
 * A decision tree as rules of the segment language. Every leaf is a region: per column an interval or a set of
 * levels, and whether a missing value lies in it. Bounds of one path are collapsed, regions of one label that
 * touch are joined, and what results is exactly the set of people in those leaves.
 */
import type { Leaf, Rule } from '../../shared/rules/rule.ts';
import type { FeatureColumn } from '../features/table.ts';

/** A tree over the columns of a feature table. Plain data. */
export type TreeNode =
  | { type: 'leaf'; leaf: number; label: number; people: number; correct: number }
  | {
      type: 'split';
      field: string;
      /** Number: left holds values below the cut. Level: null. */
      cut: number | null;
      /** Level: left holds these levels. Number: null. */
      levels: string[] | null;
      /** Where a missing value goes; `neither` where no one's was missing, and then it is in no rule. */
      missing: 'left' | 'right' | 'neither';
      left: TreeNode;
      right: TreeNode;
    };

/** from <= value < to, or one of the levels; `missing`: a missing value is in it too. */
type Extent =
  | { type: 'number'; from: number; to: number; missing: boolean }
  | { type: 'level'; levels: Set<string>; missing: boolean };

/** The columns a region restricts. */
type Region = ReadonlyMap<string, Extent>;

/** The unrestricted extent of every column. */
type Extents = ReadonlyMap<string, Extent>;

const everywhere = (column: FeatureColumn, missing: boolean): Extent =>
  column.type === 'number'
    ? { type: 'number', from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, missing }
    : { type: 'level', levels: new Set(column.levels), missing };

/** The columns the tree asks about in which no one's value is missing. */
const alwaysKnown = (node: TreeNode): string[] =>
  node.type === 'leaf'
    ? []
    : [
        ...(node.missing === 'neither' ? [node.field] : []),
        ...alwaysKnown(node.left),
        ...alwaysKnown(node.right),
      ];

const side = (
  region: Region,
  node: TreeNode & { type: 'split' },
  left: boolean,
  extents: Extents,
): Region => {
  const extent = region.get(node.field) ?? extents.get(node.field)!;
  const missing = extent.missing && node.missing === (left ? 'left' : 'right');
  const next = new Map(region);
  if (extent.type === 'number') {
    const cut = node.cut!;
    const from = left ? extent.from : Math.max(extent.from, cut);
    const to = left ? Math.min(extent.to, cut) : extent.to;
    next.set(node.field, { type: 'number', from, to, missing });
  } else {
    const named = new Set(node.levels!);
    const levels = new Set([...extent.levels].filter((level) => named.has(level) === left));
    next.set(node.field, { type: 'level', levels, missing });
  }
  return next;
};

/** The regions of the leaves, by label, left to right. */
const regionsOf = (
  node: TreeNode,
  region: Region,
  extents: Extents,
  byLabel: Map<number, Region[]>,
): void => {
  if (node.type === 'split') {
    regionsOf(node.left, side(region, node, true, extents), extents, byLabel);
    regionsOf(node.right, side(region, node, false, extents), extents, byLabel);
    return;
  }
  const regions = byLabel.get(node.label);
  if (regions === undefined) byLabel.set(node.label, [region]);
  else regions.push(region);
};

const sameExtent = (a: Extent, b: Extent): boolean => {
  if (a.missing !== b.missing) return false;
  if (a.type === 'number') return b.type === 'number' && a.from === b.from && a.to === b.to;
  return (
    b.type === 'level' &&
    a.levels.size === b.levels.size &&
    [...a.levels].every((level) => b.levels.has(level))
  );
};

/** Both extents as one, or null where they do not touch. */
const unite = (a: Extent, b: Extent): Extent | null => {
  const missing = a.missing || b.missing;
  if (a.type === 'level')
    return b.type === 'level'
      ? { type: 'level', levels: new Set([...a.levels, ...b.levels]), missing }
      : null;
  if (b.type === 'level' || (a.to !== b.from && b.to !== a.from)) return null;
  return { type: 'number', from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), missing };
};

/** True where comparisons cannot say it: every number, but not a missing one. */
const unspeakable = (extent: Extent): boolean =>
  extent.type === 'number' &&
  extent.from === Number.NEGATIVE_INFINITY &&
  extent.to === Number.POSITIVE_INFINITY;

/** Two regions as one where they differ in a single column and touch there. */
const join = (a: Region, b: Region, extents: Extents): Region | null => {
  if (a.size !== b.size) return null;
  let different: string | null = null;
  for (const [field, extent] of a) {
    const other = b.get(field);
    if (other === undefined) return null;
    if (sameExtent(extent, other)) continue;
    if (different !== null) return null;
    different = field;
  }
  if (different === null) return null;
  const united = unite(a.get(different)!, b.get(different)!);
  if (united === null) return null;
  const joined = new Map(a);
  if (sameExtent(united, extents.get(different)!)) joined.delete(different);
  else if (unspeakable(united)) return null;
  else joined.set(different, united);
  return joined;
};

const joinAll = (regions: Region[], extents: Extents): Region[] => {
  const out = [...regions];
  for (let i = 0; i < out.length; i++)
    for (let j = i + 1; j < out.length; j++) {
      const joined = join(out[i], out[j], extents);
      if (joined === null) continue;
      out[i] = joined;
      out.splice(j, 1);
      // The grown region may now touch one that was passed over, so begin again.
      i = -1;
      break;
    }
  return out;
};

const leavesFor = (field: string, extent: Extent, column: FeatureColumn): Leaf[] => {
  const missing = extent.missing ? { missing: true } : {};
  if (extent.type === 'level') {
    const values = column.type === 'level' ? column.levels.filter((level) => extent.levels.has(level)) : [];
    return [{ op: 'in', field, values, ...missing }];
  }
  if (extent.from !== Number.NEGATIVE_INFINITY && extent.to !== Number.POSITIVE_INFINITY)
    return [{ op: 'between', field, from: extent.from, to: extent.to, ...missing }];
  const leaves: Leaf[] = [];
  if (extent.from !== Number.NEGATIVE_INFINITY)
    leaves.push({ op: 'compare', field, is: '>=', value: extent.from, ...missing });
  if (extent.to !== Number.POSITIVE_INFINITY)
    leaves.push({ op: 'compare', field, is: '<', value: extent.to, ...missing });
  return leaves;
};

/**
 * The rule of every label that has a leaf: one `all` of comparisons, or an `any` of such. A tree that never
 * splits has no rules, since "everyone" describes no cluster.
 */
export const rulesOf = (root: TreeNode, table: readonly FeatureColumn[]): Map<number, Rule> => {
  const known = new Set(alwaysKnown(root));
  const extents: Extents = new Map(
    table.map((column) => [column.id, everywhere(column, !known.has(column.id))]),
  );
  const byLabel = new Map<number, Region[]>();
  const rules = new Map<number, Rule>();
  if (root.type === 'leaf') return rules;
  regionsOf(root, new Map(), extents, byLabel);
  for (const [label, regions] of byLabel) {
    const parts = joinAll(regions, extents).map((region): Rule => {
      const of = table.flatMap((column) => {
        const extent = region.get(column.id);
        return extent === undefined ? [] : leavesFor(column.id, extent, column);
      });
      return { op: 'all', of };
    });
    rules.set(label, parts.length === 1 ? parts[0] : { op: 'any', of: parts });
  }
  return rules;
};
