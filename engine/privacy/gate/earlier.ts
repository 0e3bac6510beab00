/**
 * A draft beside the releases before it. Sets that would be published are compared with each other and with what was
 * published; counts without figures behind them (everyone known, people left out by reason) repeat what was printed
 * as long as they changed by only a few people.
 */
import type { Bitmap } from '../../../shared/bitmap.ts';
import { type Conflict, complementOf, createFamily, type PublishedSet } from './differences.ts';
import type { EarlierRelease, SetKind } from './ledger.ts';

export type Earlier = {
  /** What everyone admitted could be subtracted from, or null. */
  everyone(): Conflict | null;
  /** What the segment with this index could be subtracted from, or null. */
  conflict(segment: number): Conflict | null;
  /** Says that the segment is published, so that the ones after it are compared with it too. */
  accept(segment: number): void;
  /** The count to print of people without figures behind them: the one printed before while it changed by a few. */
  steady(kind: SetKind, name: string, people: number): number;
  /** Digests of the releases compared with, newest first. */
  comparedWith: readonly string[];
};

/** For a vault that has released nothing, and for drafts whose sets are not at hand. */
export const NOTHING_EARLIER: Earlier = {
  everyone: () => null,
  conflict: () => null,
  accept: () => {},
  steady: (_kind, _name, people) => people,
  comparedWith: [],
};

/** Members of a draft over the people of the vault. */
export type DraftSets = {
  admitted: Bitmap;
  people: number;
  segments: { name: string; people: number; members: Bitmap }[];
};

/**
 * Compares a draft with earlier releases.
 * @param releases newest first
 */
export const compareWith = (
  releases: readonly EarlierRelease[],
  sets: DraftSets,
  minCell: number,
): Earlier => {
  const family = createFamily(minCell);
  const everyone: PublishedSet = {
    name: 'everyone admitted',
    people: sets.people,
    erased: 0,
    members: () => sets.admitted,
  };
  const addWithRest = (set: PublishedSet, all: PublishedSet): void => {
    family.add(set);
    family.add(complementOf(set, all));
  };
  for (const release of releases) {
    // Segments are compared with everyone; where nothing about everyone was published, none of them was either.
    if (release.everyone === null) continue;
    family.add(release.everyone);
    for (const segment of release.segments) addWithRest(segment, release.everyone);
  }
  const candidates = sets.segments.map(
    ({ name, people, members }): PublishedSet => ({
      name: `“${name}”`,
      people,
      erased: 0,
      members: () => members,
    }),
  );
  const ofEveryone = family.conflict(everyone);
  family.add(everyone);
  return {
    everyone: () => ofEveryone,
    conflict: (segment) =>
      family.conflict(candidates[segment]) ?? family.conflict(complementOf(candidates[segment], everyone)),
    accept: (segment) => addWithRest(candidates[segment], everyone),
    steady: (kind, name, people) => {
      for (const { counts } of releases) {
        const before = counts.find((count) => count.kind === kind && count.name === name);
        if (before !== undefined) return Math.abs(before.people - people) < minCell ? before.people : people;
      }
      return people;
    },
    comparedWith: releases.map(({ digest }) => digest),
  };
};
