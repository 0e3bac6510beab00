/**
 * Which segments lie inside which, read off their rules alone: no person is counted for it, so it tells of nobody. A rule is
 * an or of ands; it lies inside another when each of its alternatives asks for everything that one of the other's asks
 * for. That is enough, not necessary: rules that nest only by what their numbers mean are not found.
 */
import type { Rule } from './rule.ts';

/** Alternatives of a rule, each as the set of its conditions. */
const alternativesOf = (rule: Rule): Set<string>[] =>
  (rule.op === 'any' ? rule.of : [rule]).map(
    (part) => new Set((part.op === 'all' ? part.of : [part]).map((condition) => JSON.stringify(condition))),
  );

const isInside = (part: readonly Set<string>[], whole: readonly Set<string>[]): boolean =>
  part.every((one) => whole.some((other) => [...other].every((condition) => one.has(condition))));

/** Everyone whom `part` finds is found by `whole` too, whoever they are. */
export const liesInside = (part: Rule, whole: Rule): boolean =>
  isInside(alternativesOf(part), alternativesOf(whole));

/**
 * Of every segment the smallest other one that it lies inside; null for one that stands by itself. Of two that find the
 * same people neither is inside the other.
 */
export const parentsOf = (segments: readonly { id: string; rule: Rule }[]): Map<string, string | null> => {
  const known = segments.map(({ id, rule }) => ({ id, parts: alternativesOf(rule) }));
  type Known = (typeof known)[number];
  const strictlyInside = (part: Known, whole: Known): boolean =>
    isInside(part.parts, whole.parts) && !isInside(whole.parts, part.parts);
  return new Map(
    known.map((own) => {
      const around = known.filter((other) => strictlyInside(own, other));
      // Several that do not nest may lie around it; the first of the smallest ones is taken.
      const least = around.find((one) => !around.some((other) => strictlyInside(other, one)));
      return [own.id, least?.id ?? null];
    }),
  );
};

/** Segments so that each follows the one it lies inside, with how deep it lies; within one they keep their order. */
export const nested = <S extends { id: string; parent: string | null }>(
  segments: readonly S[],
): { segment: S; depth: number }[] => {
  const ids = new Set(segments.map(({ id }) => id));
  const under = (parent: string | null, depth: number): { segment: S; depth: number }[] =>
    segments
      .filter((one) => (one.parent !== null && ids.has(one.parent) ? one.parent : null) === parent)
      .flatMap((segment) => [{ segment, depth }, ...under(segment.id, depth + 1)]);
  return under(null, 0);
};
