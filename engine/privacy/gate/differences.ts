/**
 * Subtraction across published sets. Whoever holds the figures of two sets can subtract one from the other; what
 * remains must be nobody or at least `minCell` people. Checked are, for every set that would be published and for
 * everyone outside it: each other set, and each sum of two others, that has nearly the same members.
 *
 * This is not complete: a combination of four or more sets, or of cells inside a set, can leave few people too. Only
 * noise composes. (EDPB 01/2025 singling out; the differencing attack of OpenDP's theory notes.)
 */
import { andNot, type Bitmap } from '../../../shared/bitmap.ts';

/** A set of people that was or would be published. All bitmaps of a comparison count people alike. */
export type PublishedSet = {
  /** What the set is called, in words. */
  name: string;
  people: number;
  /** Members who were erased since it was published: they are no longer in the bitmap, but were in the figures. */
  erased: number;
  /** Made when it is needed: most sets differ too much in size. */
  members(): Bitmap;
};

/** What could be computed: the sets whose difference is few people. */
export type Conflict = { with: string; few: [number, number] };

/** Sum over people of |x - y - z|; counting ends once it has reached `stop`. */
const residue = (x: Bitmap, y: Bitmap, z: Bitmap | null, stop: number): number => {
  if (x === y && z === null) return 0;
  let sum = 0;
  for (let at = 0; at < x.words.length; at++) {
    const a = x.words[at];
    const b = y.words[at];
    const c = z === null ? 0 : z.words[at];
    // |x - y - z| is 1 where exactly one of x and "y or z" holds, or all three do; 2 where y and z hold without x.
    const both = b & c;
    let one = ((a ^ (b | c)) & ~(both & ~a)) | (both & a);
    let two = both & ~a;
    for (; one !== 0; one &= one - 1) sum += 1;
    for (; two !== 0; two &= two - 1) sum += 2;
    if (sum >= stop) return sum;
  }
  return sum;
};

/** How many people the erased members can make the difference: they may stand on one side, or cancel out. */
const spread = (remaining: number, erased: readonly number[]): [number, number] => {
  const all = erased.reduce((sum, count) => sum + count, 0);
  return [remaining + Math.max(0, 2 * Math.max(0, ...erased) - all), remaining + all];
};

/** Everyone of `all` who is not in `part`. */
export const complementOf = (part: PublishedSet, all: PublishedSet): PublishedSet => {
  let made: Bitmap | undefined;
  return {
    name: `everyone outside ${part.name}`,
    people: all.people - part.people,
    erased: Math.max(0, all.erased - part.erased),
    members: () => {
      made ??= andNot(all.members(), part.members());
      return made;
    },
  };
};

/** Sets kept by size, so that only those near a wanted size are looked at. */
export type Family = {
  add(set: PublishedSet): void;
  /** The first conflict of a candidate with what is in the family, or null. */
  conflict(candidate: PublishedSet): Conflict | null;
};

/** A family of published sets in which every difference must be 0 or at least `minCell`. */
export const createFamily = (minCell: number): Family => {
  const sets: PublishedSet[] = [];
  /** Sets of `from` to `to` people. */
  const near = (from: number, to: number): PublishedSet[] => {
    let low = 0;
    let high = sets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sets[middle].people < from) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < sets.length && sets[end].people <= to) end += 1;
    return sets.slice(low, end);
  };
  const judge = (x: PublishedSet, y: PublishedSet, z: PublishedSet | null): Conflict | null => {
    const remaining = residue(x.members(), y.members(), z === null ? null : z.members(), minCell);
    const [low, high] = spread(remaining, [x.erased, y.erased, z?.erased ?? 0]);
    return high > 0 && low < minCell
      ? { with: z === null ? y.name : `${y.name} and ${z.name}`, few: [low, high] }
      : null;
  };
  return {
    add: (set) => {
      if (set.people <= 0) return;
      const twin = near(set.people, set.people).some(
        (other) =>
          other.erased === 0 && set.erased === 0 && residue(other.members(), set.members(), null, 1) === 0,
      );
      if (twin) return;
      let at = sets.length;
      while (at > 0 && sets[at - 1].people > set.people) at -= 1;
      sets.splice(at, 0, set);
    },
    conflict: (candidate) => {
      const { people } = candidate;
      if (people <= 0) return null;
      const room = minCell - 1;
      for (const other of near(people - room, people + room)) {
        const found = judge(candidate, other, null);
        if (found !== null) return found;
      }
      // candidate = y + z, with y the smaller.
      for (const y of near(1, (people + room) / 2)) {
        for (const z of near(Math.max(y.people, people - y.people - room), people - y.people + room)) {
          if (z === y) continue;
          const found = judge(candidate, y, z);
          if (found !== null) return found;
        }
      }
      // x = candidate + z.
      for (const z of sets) {
        for (const x of near(people + z.people - room, people + z.people + room)) {
          if (x === z) continue;
          const found = judge(x, candidate, z);
          if (found !== null) return { ...found, with: `${x.name} and ${z.name}` };
        }
      }
      return null;
    },
  };
};
