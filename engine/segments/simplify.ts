/**
 * Shorter rules for a cluster. A path of a tree repeats questions that its neighbours have already settled;
 * here every part of an "or of ands" is dropped that the rule can do without, judged by how well it still
 * describes the cluster (after the rule post-pruning of C4.5, Quinlan 1993, chapter 5).
 */
import type { Fidelity } from '../../shared/release.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { type Members, overlap } from './members.ts';
import type { Evaluator } from './membership.ts';

/** Jaccard that a shorter rule may lose: per condition, per conjunction dropped whole, and in all. */
const CONDITION = 0.003;
const CONJUNCTION = 0.02;
const TOTAL = 0.05;

/** How well the people a rule finds agree with the people of a cluster. */
export const fidelityOf = (found: Members, cluster: Members): Fidelity => {
  const both = overlap(found, cluster);
  const either = found.people + cluster.people - both;
  return {
    jaccard: either === 0 ? 1 : both / either,
    precision: found.people === 0 ? 0 : both / found.people,
    recall: cluster.people === 0 ? 0 : both / cluster.people,
  };
};

const toParts = (rule: Rule): Rule[][] =>
  (rule.op === 'any' ? rule.of : [rule]).map((part) => (part.op === 'all' ? part.of : [part]));

/** Absent, not undefined: a rule is compared and hashed as JSON. */
const plain = (leaf: Rule): Rule => JSON.parse(JSON.stringify(leaf)) as Rule;

const toRule = (parts: Rule[][]): Rule => {
  const of = parts.map((leaves): Rule => (leaves.length === 1 ? leaves[0] : { op: 'all', of: leaves }));
  return of.length === 1 ? of[0] : { op: 'any', of };
};

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);

/** The rule with every conjunction and condition dropped that it can do without. */
export const simplifyRule = (rule: Rule, cluster: Members, evaluator: Evaluator): Rule => {
  const judge = (parts: Rule[][]): number => fidelityOf(evaluator.evaluate(toRule(parts)), cluster).jaccard;
  let parts = toParts(rule);
  let reached = judge(parts);
  const least = reached - TOTAL;
  const shrink = (candidate: (at: number) => Rule[][] | null, count: number, loss: number): boolean => {
    let best: { parts: Rule[][]; jaccard: number } | null = null;
    for (let at = 0; at < count; at++) {
      const shorter = candidate(at);
      if (shorter === null) continue;
      const jaccard = judge(shorter);
      if (jaccard >= reached - loss && jaccard >= least && jaccard > (best?.jaccard ?? -1))
        best = { parts: shorter, jaccard };
    }
    if (best === null) return false;
    parts = best.parts;
    reached = best.jaccard;
    return true;
  };
  const dropConjunction = (): boolean =>
    parts.length > 1 && shrink((at) => without(parts, at), parts.length, CONJUNCTION);
  const dropCondition = (): boolean => {
    const places = parts.flatMap((leaves, part) => leaves.map((_, leaf) => ({ part, leaf })));
    return shrink(
      (at) => {
        const { part, leaf } = places[at];
        if (parts[part].length === 1) return null;
        return parts.map((leaves, i) => (i === part ? without(leaves, leaf) : leaves));
      },
      places.length,
      CONDITION,
    );
  };
  /** "… or is not known" goes where hardly anyone's value is unknown. */
  const dropMissing = (): boolean => {
    const places = parts.flatMap((leaves, part) =>
      leaves.flatMap((leaf, at) => ('missing' in leaf && leaf.missing === true ? [{ part, at }] : [])),
    );
    return shrink(
      (place) => {
        const { part, at } = places[place];
        const known = { ...parts[part][at], missing: undefined } as Rule;
        return parts.map((leaves, i) => (i === part ? leaves.with(at, known) : leaves));
      },
      places.length,
      CONDITION,
    );
  };
  while (dropConjunction() || dropCondition() || dropMissing());
  return toRule(parts.map((leaves) => leaves.map(plain)));
};
