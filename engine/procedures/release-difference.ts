/** How a release differs from the one before it, in printed figures. */
import type { ReleaseDifference } from '../../shared/contract/release.ts';
import type { Release } from '../../shared/release.ts';

/** @param earlier null where nothing was released before */
export const differenceOf = (earlier: Release | null, release: Release): ReleaseDifference | null => {
  if (earlier === null) return null;
  const before = new Map(earlier.segments.map((segment) => [segment.id, segment]));
  const now = new Set(release.segments.map(({ id }) => id));
  const reasons = new Set(earlier.withheld.map(({ item, reason }) => `${item}\n${reason}`));
  return {
    earlier: earlier.name,
    added: release.segments.filter(({ id }) => !before.has(id)).map(({ name }) => name),
    removed: earlier.segments.filter(({ id }) => !now.has(id)).map(({ name }) => name),
    changed: release.segments.flatMap((segment) => {
      const old = before.get(segment.id);
      if (old === undefined) return [];
      const ruleChanged = old.text !== segment.text;
      if (!ruleChanged && old.people === segment.people) return [];
      return [{ name: segment.name, peopleBefore: old.people, people: segment.people, ruleChanged }];
    }),
    newlyWithheld: release.withheld.filter(({ item, reason }) => !reasons.has(`${item}\n${reason}`)).length,
  };
};
