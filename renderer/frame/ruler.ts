/** The lens as a ruler: everyone known from left to right, to scale. Pure geometry; units are shares of the width. */
import { HIDDEN, isTold } from '../../shared/counts.ts';
import { EXCLUSIONS, type Exclusion } from '../../shared/vocabulary.ts';

export type RulerInput = {
  known: number;
  admitted: number;
  leftOut: readonly { reason: Exclusion; people: number }[];
};
/** One hatched part; its hatching turns at each border. */
export type RulerPart = { reason: Exclusion; people: number; x: number; width: number; turned: boolean };
/** A named tick is longer and carries its number. */
export type RulerTick = { at: number; x: number; named: boolean };
export type Ruler = { admitted: number; parts: RulerPart[]; ticks: RulerTick[] };

const STEPS = [1, 2, 5];

/** The smallest of 1, 2, 5, 10, 20, … that cuts `total` into at most `most` steps. */
export const roundStep = (total: number, most: number): number => {
  for (let power = 1; power <= 1e15; power *= 10)
    for (const step of STEPS) if (total / (step * power) <= most) return step * power;
  return 1e16;
};

/**
 * Where everything stands on a ruler that has room for `names` numbers; the total is named in the last
 * `endRoom` of it. Parts follow the fixed order of the
 * reasons and close up to the end; an empty reason has no part. People whose reasons are not told stand in the part of
 * the first reason that is hidden: where its border lies is not told.
 */
export const rulerOf = ({ known, admitted, leftOut }: RulerInput, names = 5, endRoom = 0.1): Ruler => {
  if (known <= 0) return { admitted: 0, parts: [], ticks: [] };
  const parts: RulerPart[] = [];
  const told = leftOut.reduce((sum, { people }) => sum + (isTold(people) ? people : 0), 0);
  let rest = isTold(admitted) ? Math.max(0, known - admitted - told) : 0;
  let from = admitted;
  for (const reason of EXCLUSIONS) {
    const people = leftOut.find((entry) => entry.reason === reason)?.people ?? 0;
    if (people === 0) continue;
    // What was told before of nearly the same people may be more than there are now.
    const drawn = Math.min(people === HIDDEN ? rest : people, known - from);
    if (people === HIDDEN) rest = 0;
    parts.push({ reason, people, x: from / known, width: drawn / known, turned: parts.length % 2 === 1 });
    from += drawn;
  }
  const name = roundStep(known, names);
  const small = name % 4 === 0 && name >= 4 ? name / 4 : name >= 5 ? name / 5 : name;
  const ticks: RulerTick[] = [];
  for (let at = 0; at < known; at += small)
    ticks.push({ at, x: at / known, named: at % name === 0 && at / known < 1 - endRoom });
  return { admitted: admitted / known, parts, ticks };
};

/** Everyone left out, also where some of the reasons are not told. */
export const leftOutOf = ({ known, admitted, leftOut }: RulerInput): number => {
  if (isTold(admitted)) return known - admitted;
  return sumOf(leftOut.map(({ people }) => people));
};

/** The sum of counts, which is not told where one of them is not. */
const sumOf = (counts: readonly number[]): number =>
  counts.every(isTold) ? counts.reduce((sum, people) => sum + people, 0) : HIDDEN;

/** The three largest reasons in words, and "other" for the rest, so that the words add up to everyone left out. */
export const leftOutWords = (
  input: RulerInput,
): { total: number; named: { reason: Exclusion; people: number }[]; other: number } => {
  const present = input.leftOut.filter(({ people }) => people > 0);
  const bySize = [...present].sort(
    (a, b) => b.people - a.people || EXCLUSIONS.indexOf(a.reason) - EXCLUSIONS.indexOf(b.reason),
  );
  const room = present.length <= 4 ? 4 : 3;
  const named = bySize
    .slice(0, room)
    .sort((a, b) => EXCLUSIONS.indexOf(a.reason) - EXCLUSIONS.indexOf(b.reason));
  return { total: leftOutOf(input), named, other: sumOf(bySize.slice(room).map(({ people }) => people)) };
};
