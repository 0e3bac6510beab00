/**
 * A held segment made coarser: the version of it that finds fewest other people and is far enough from everything that
 * was published. First the rule with wider cut points or without a condition, else together with a sibling.
 */
import type { CoarserSegment } from '../../shared/contract/release.ts';
import type { ReleasePolicy } from '../../shared/release.ts';
import { leavesOf, type Rule } from '../../shared/rules/rule.ts';
import { isFew } from '../privacy/gate/admit.ts';
import { coarsen } from '../privacy/gate/cut-points.ts';
import type { Earlier } from '../privacy/gate/earlier.ts';
import { publishedCount } from '../privacy/gate/suppress.ts';
import { widerRules } from '../privacy/gate/wider.ts';
import { type Members, overlap } from '../segments/members.ts';
import type { Evaluator } from '../segments/membership.ts';

/** Least share of its people that must be of the segment it stands for. */
const LEAST_PRECISION = 0.25;
/** Versions tried for one segment: each is compared with everything published. */
const MOST_TRIED = 24;

/** A segment of the draft: its published rule and who it finds. */
export type Candidate = { id: string; name: string; rule: Rule; text: string; members: Members };

/** What stands for a segment: another rule, or nothing where a sibling took it in. */
export type Replacement = { rule: Rule; name: string } | null;

type Version = { rule: Rule; members: Members; sibling: Candidate | null };

/** Which of the segments, by their order, are too near to what was published or to those before them. */
const heldAmong = (
  segments: readonly Candidate[],
  compare: (of: readonly Candidate[]) => Earlier,
): string[] => {
  const earlier = compare(segments);
  return segments.flatMap(({ id }, i) => {
    if (earlier.conflict(i) !== null) return [id];
    earlier.accept(i);
    return [];
  });
};

/** Whether every condition holds for enough people and leaves out nobody or enough. */
const isTellable = (rule: Rule, evaluator: Evaluator, everyone: number, policy: ReleasePolicy): boolean =>
  leavesOf(rule).every((leaf) => {
    const matching = evaluator.count(leaf);
    return matching >= policy.minCell && !isFew(everyone - matching, policy);
  });

const versionsOf = (
  held: Candidate,
  siblings: readonly Candidate[],
  evaluator: Evaluator,
  policy: ReleasePolicy,
): Version[] => {
  // The fewest others first; of two that find the same people, the shorter rule.
  const bySize = (a: Version, b: Version): number =>
    a.members.people - b.members.people || leavesOf(a.rule).length - leavesOf(b.rule).length;
  const version = (rule: Rule, sibling: Candidate | null): Version => ({
    rule,
    members: evaluator.evaluate(rule),
    sibling,
  });
  const wider = widerRules(held.rule).map((rule) => version(coarsen(rule), null));
  const merged = siblings.map((sibling) => version({ op: 'any', of: [held.rule, sibling.rule] }, sibling));
  return [...wider.sort(bySize), ...merged.sort(bySize)].filter(
    ({ rule, members }) =>
      members.people > held.members.people &&
      overlap(members, held.members) >= LEAST_PRECISION * members.people &&
      isTellable(rule, evaluator, members.bitmap.size, policy),
  );
};

/**
 * Looks for a coarser version of each held segment.
 * @param segments those that pass the gate but for being held, in the order in which they are compared
 * @param compare the segments beside everything that was published
 * @param spell a rule as a sentence
 * @returns what stands for which segment, and the same told with printed figures
 */
export const coarsenHeld = (
  segments: readonly Candidate[],
  held: ReadonlySet<string>,
  evaluator: Evaluator,
  compare: (of: readonly Candidate[]) => Earlier,
  spell: (rule: Rule) => string,
  policy: ReleasePolicy,
): { replaced: Map<string, Replacement>; told: CoarserSegment[] } => {
  const replaced = new Map<string, Replacement>();
  const told: CoarserSegment[] = [];
  let now = [...segments];
  for (const id of held) {
    const own = now.find((segment) => segment.id === id);
    if (own === undefined || replaced.has(id)) continue;
    const siblings = now.filter((segment) => segment.id !== id && !replaced.has(segment.id));
    const before = new Set(heldAmong(now, compare));
    for (const { rule, members, sibling } of versionsOf(own, siblings, evaluator, policy).slice(
      0,
      MOST_TRIED,
    )) {
      const name = sibling === null ? own.name : `${own.name} or ${sibling.name}`;
      const next = now
        .filter((segment) => segment !== sibling)
        .map((segment) => (segment === own ? { ...own, name, rule, members } : segment))
        // As a draft orders them.
        .sort((a, b) => b.members.people - a.members.people || (a.id < b.id ? -1 : 1));
      if (heldAmong(next, compare).some((other) => other === id || !before.has(other))) continue;
      now = next;
      replaced.set(id, { rule, name });
      if (sibling !== null) replaced.set(sibling.id, null);
      const share = overlap(members, own.members);
      told.push({
        name,
        segment: own.name,
        mergedWith: sibling?.name ?? null,
        before: own.text,
        after: spell(rule),
        people: publishedCount(members.people, policy),
        precision: Number((share / members.people).toFixed(2)),
      });
      break;
    }
  }
  return { replaced, told };
};
