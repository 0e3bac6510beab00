/** The upper part of a tree of clusters, lying on its side: height to the left, branches with their share at the right. */
import type { BranchAnswer } from '../contract/methods.ts';
import { cutsOf, type TreeGroup } from '../tree-levels.ts';
import type { ColourRole } from './palette.ts';
import { line, type Mark, type Scene, text } from './scene.ts';
import { number, percent } from './words.ts';

const ROW = 16;
const RIGHT = 52;
/** Room for a bracket and the name of a cluster. */
const NAMES = 78;
const LEFT = 8;
const TOP = 18;

/** Room for the bracket of a level, and its letter. */
const LEVEL = 26;

/** Clusters as they were cut, named beside their branches, and groups of them, bracketed beside the clusters. */
export type TreeNames = {
  nameOf: (label: number) => string;
  colourOf: (label: number) => ColourRole;
  groups: readonly TreeGroup[];
};

const levelsIn = (groups: readonly TreeGroup[]): number[] =>
  [...new Set(groups.map(({ level }) => level))].sort((a, b) => b - a);

/** Where a height stands, so that a hand can move the cut: from the highest split at the left to 0 at the right. */
export const heightAt = (
  branches: readonly BranchAnswer[],
  width: number,
  groups: readonly TreeGroup[] = [],
) => {
  const most = Math.max(1e-12, ...branches.map(({ split }) => split?.height ?? 0));
  const span = width - LEFT - RIGHT - NAMES - LEVEL * levelsIn(groups).length;
  return {
    x: (height: number): number => LEFT + (1 - height / (most * 1.06)) * span,
    height: (x: number): number => (1 - (x - LEFT) / span) * most * 1.06,
  };
};

/** A height between the split that gives k clusters and the next lower one: where the tree is cut into k. */
export const cutHeight = (branches: readonly BranchAnswer[], k: number): number => {
  const cuts = cutsOf(branches);
  const at = cuts.findLastIndex((cut) => cut.k <= k);
  if (at < 0) return cuts.length === 0 ? 0 : cuts[0].height * 1.03;
  return (cuts[at].height + (cuts[at + 1]?.height ?? 0)) / 2;
};

/**
 * The tree with a cut; branches left of the cut in the accent, right of it in grey. Brackets name the clusters as they
 * were cut, so that a moved cut shows which of them it would put together or take apart.
 */
export const dendrogram = (
  branches: readonly BranchAnswer[],
  k: number,
  width: number,
  { nameOf, colourOf, groups }: TreeNames,
): Scene => {
  const levels = levelsIn(groups);
  const clusters = width - NAMES - LEVEL * levels.length;
  const right = clusters - RIGHT;
  const marks: Mark[] = [];
  const { x } = heightAt(branches, width, groups);
  const rows = new Map<number, [number, number]>();
  const cut = cutHeight(branches, k);
  let leaf = 0;
  const place = (at: number): { y: number; height: number } => {
    const { split, share, label } = branches[at];
    const first = leaf;
    const bracket = (): void => {
      if (label === null) return;
      rows.set(label, [first, leaf]);
      marks.push(
        line(clusters, TOP + first * ROW + 2, clusters, TOP + leaf * ROW - 2, colourOf(label), 3),
        text(clusters + 7, TOP + ((first + leaf) * ROW) / 2 + 4, nameOf(label), NAMES - 8, { fill: 'text' }),
      );
    };
    if (split === null) {
      const y = TOP + leaf++ * ROW + ROW / 2;
      marks.push(
        text(right + 6, y + 4, share < 0.01 ? '< 1 %' : percent(share), RIGHT - 6, { fill: 'text' }),
      );
      bracket();
      return { y, height: 0 };
    }
    const parts = [split.larger, split.smaller].map(place);
    const stroke = split.height > cut ? 'accentText' : 'bar';
    for (const part of parts)
      marks.push(
        line(x(split.height), part.y, x(part.height), part.y, part.height > cut ? 'accentText' : 'bar'),
      );
    marks.push(line(x(split.height), parts[0].y, x(split.height), parts[1].y, stroke, 1.5));
    bracket();
    return { y: (parts[0].y + parts[1].y) / 2, height: split.height };
  };
  const root = place(0);
  marks.push(line(LEFT, root.y, x(root.height), root.y, 'accentText'));
  const bottom = TOP + leaf * ROW;
  for (const { name, level, labels } of groups) {
    const held = labels.flatMap((label) => rows.get(label) ?? []);
    if (held.length === 0) continue;
    const at = clusters + NAMES + LEVEL * levels.indexOf(level) + 1;
    const [from, to] = [TOP + Math.min(...held) * ROW + 2, TOP + Math.max(...held) * ROW - 2];
    marks.push(
      line(at, from, at, to, 'text', 1.5),
      line(at - 4, from, at, from, 'text'),
      line(at - 4, to, at, to, 'text'),
      text(at + 5, (from + to) / 2 + 4, name, LEVEL - 6, { weight: 600, fill: 'text' }),
    );
  }
  marks.push(
    line(x(cut), TOP - 4, x(cut), bottom, 'text', 1.5),
    text(Math.min(width - 120, Math.max(LEFT, x(cut) - 40)), 11, `cut: ${k} clusters`, 120, {
      weight: 600,
      fill: 'text',
    }),
    line(LEFT, bottom + 4, right, bottom + 4, 'axis'),
    text(LEFT, bottom + 18, number(Number(root.height.toPrecision(3))), 80),
    text(right, bottom + 18, '0', 20, { anchor: 'end' }),
    text(right / 2, bottom + 18, 'height of the merge', 140, { anchor: 'middle' }),
  );
  return { width, height: bottom + 24, title: `Tree of clusters, cut into ${k}`, marks };
};
