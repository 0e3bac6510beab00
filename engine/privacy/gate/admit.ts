/**
 * Which segments of a draft may leave at all: large enough, cut coarsely, named after nobody, and not to be computed
 * by subtraction, neither inside this release nor with an earlier one.
 */
import type { ReleasePolicy, Withheld } from '../../../shared/release.ts';
import type { Leaf } from '../../../shared/rules/rule.ts';
import { isNice } from './cut-points.ts';
import type { LevelDraft, ReleaseDraft, SegmentDraft } from './draft.ts';
import type { Earlier } from './earlier.ts';

/** Every number a leaf compares with. */
const cutsOf = (leaf: Leaf): number[] => {
  if (leaf.op === 'known') return [];
  const values = leaf.op === 'between' ? [leaf.from, leaf.to] : leaf.op === 'in' ? leaf.values : [leaf.value];
  return values.filter((value) => typeof value === 'number');
};

/** Whether a count is somebody, and fewer than a cell may hold. */
export const isFew = (count: number, { minCell }: ReleasePolicy): boolean => count > 0 && count < minCell;

const WORD = /[\p{L}\p{N}]/u;

/** Whether `text` says `level` as a word of its own. */
const says = (text: string, level: string): boolean => {
  const where = text.toLowerCase();
  const what = level.toLowerCase();
  if (what.length < 3) return false;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    const before = where.charAt(at - 1);
    const after = where.charAt(at + what.length);
    if (!WORD.test(before) && !WORD.test(after)) return true;
  }
  return false;
};

/** The attribute of which a text names a level that only a few people of the segment or the lens have, or null. */
export const namesFew = (
  text: string,
  levels: readonly LevelDraft[],
  policy: ReleasePolicy,
): LevelDraft | null =>
  levels.find((draft) =>
    draft.levels.some(
      (level, i) =>
        (isFew(draft.people[i], policy) || isFew(draft.lensPeople[i], policy)) && says(text, level),
    ),
  ) ?? null;

/** Why a segment may not leave, or null. */
const refusalOf = (segment: SegmentDraft, admitted: number, policy: ReleasePolicy): string | null => {
  const { minCell } = policy;
  if (!(segment.people >= policy.minSegment)) return `fewer than ${policy.minSegment} people`;
  if (isFew(admitted - segment.people, policy))
    return `all but fewer than ${minCell} of the people admitted, so it would give those few away`;
  for (const { leaf, text, matching, others, named } of segment.leaves) {
    if (!cutsOf(leaf).every(isNice)) return `the cut point in “${text}” is not on the coarse grid`;
    if (isFew(matching, policy)) return `“${text}” holds for fewer than ${minCell} people`;
    if (isFew(others, policy)) return `“${text}” leaves out fewer than ${minCell} people`;
    const few = named.filter((people) => isFew(people, policy)).length;
    if (few > 0)
      return `“${text}” names ${few === 1 ? 'a level' : `${few} levels`} that fewer than ${minCell} people have`;
  }
  const level = namesFew(segment.name, segment.persona.levels, policy);
  return level === null
    ? null
    : `its name tells a level of ${level.label} that fewer than ${minCell} people have`;
};

/** Hides the smallest part of a partition when what is withheld of it could be computed from the total. */
const protectPartition = (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  out: Set<number>,
  withheld: Withheld[],
): void => {
  const sum = draft.segments.reduce((total, { people }, i) => total + (out.has(i) ? 0 : people), 0);
  if (!isFew(sum, policy)) return;
  let smallest = -1;
  draft.segments.forEach(({ people }, i) => {
    if (out.has(i) && (smallest < 0 || people < draft.segments[smallest].people)) smallest = i;
  });
  if (smallest < 0) return;
  out.delete(smallest);
  withheld.push({
    item: draft.segments[smallest].name,
    reason: 'hidden so that a withheld segment cannot be computed from the total',
  });
};

/** A segment that could be subtracted from what was published, and from what. */
export type Held = { segment: number; with: string };

/**
 * Decides which segments leave: sizes, thresholds, then what could be computed from what is left. A segment that is
 * held is in `held` and in neither of the others.
 */
export const admitSegments = (
  draft: ReleaseDraft,
  policy: ReleasePolicy,
  earlier: Earlier,
): { out: Set<number>; withheld: Withheld[]; held: Held[] } => {
  const out = new Set<number>();
  const withheld: Withheld[] = [];
  const held: Held[] = [];
  draft.segments.forEach((segment, i) => {
    const reason = refusalOf(segment, draft.admitted, policy);
    if (reason === null) out.add(i);
    else withheld.push({ item: segment.name, reason });
  });
  if (draft.partition) protectPartition(draft, policy, out, withheld);
  const { minCell } = policy;
  for (const { a, b, people } of draft.differences) {
    if (!out.has(a) || !out.has(b)) continue;
    const other = draft.segments[a].name;
    // One segment and nearly everyone outside it are two near-equal sets as well.
    const why = isFew(people, policy)
      ? `differs from “${other}” by fewer than ${minCell} people, who could be computed`
      : isFew(draft.admitted - people, policy)
        ? `is, but for fewer than ${minCell} people, everyone outside “${other}”, so these few could be computed`
        : null;
    if (why === null) continue;
    out.delete(b);
    withheld.push({ item: draft.segments[b].name, reason: why });
  }
  for (const i of draft.segments.keys()) {
    if (!out.has(i)) continue;
    const conflict = earlier.conflict(i);
    if (conflict === null) earlier.accept(i);
    else {
      out.delete(i);
      held.push({ segment: i, with: conflict.with });
    }
  }
  return { out, withheld, held };
};
