/**
 * Negation and disjunctive normal form, for targets that know only "or of ands" (HubSpot, Mautic) or that
 * have no `not` (Braze). Truth is two-valued (see rule.ts), so every negation has an exact counterpart:
 * a negated leaf flips its comparison and its answer for a missing value. That holds where the leaf compares a
 * field with a value of its own type; a leaf that does not is always true or always false, and whoever knows the
 * types resolves it first (`engine/exports/simplify.ts`).
 */
import type { Comparison, Leaf, Rule } from './rule.ts';

const OPPOSITE: Record<Comparison, Comparison> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** A leaf of a negation-free tree. `in` and `between` and `known` carry their own negation. */
export type Literal = { leaf: Leaf; negated: boolean };
export type Nnf = { op: 'all' | 'any'; of: Nnf[] } | { op: 'literal'; literal: Literal };

const negateLeaf = (leaf: Leaf): Literal => {
  if (leaf.op === 'compare')
    return { leaf: { ...leaf, is: OPPOSITE[leaf.is], missing: leaf.missing !== true }, negated: false };
  if (leaf.op === 'count') return { leaf: { ...leaf, is: OPPOSITE[leaf.is] }, negated: false };
  return { leaf, negated: true };
};

/** Negation normal form: `not` only on leaves that cannot be flipped (`in`, `between`, `known`). */
export const toNnf = (rule: Rule, negated = false): Nnf => {
  if (rule.op === 'not') return toNnf(rule.of, !negated);
  if (rule.op === 'all' || rule.op === 'any') {
    const op = negated === (rule.op === 'all') ? 'any' : 'all';
    return { op, of: rule.of.map((child) => toNnf(child, negated)) };
  }
  return { op: 'literal', literal: negated ? negateLeaf(rule) : { leaf: rule, negated: false } };
};

/**
 * Disjunctive normal form: a list of conjunctions. Returns null when it would grow beyond the given number
 * of literals, so that the caller can refuse with a reason instead of writing a giant rule.
 */
export const toDnf = (rule: Rule, maxLiterals = 250): Literal[][] | null => {
  const expand = (node: Nnf): Literal[][] | null => {
    if (node.op === 'literal') return [[node.literal]];
    const parts: Literal[][][] = [];
    for (const child of node.of) {
      const part = expand(child);
      if (part === null) return null;
      parts.push(part);
    }
    if (node.op === 'any') return parts.flat();
    let product: Literal[][] = [[]];
    for (const part of parts) {
      const next: Literal[][] = [];
      let literals = 0;
      for (const left of product)
        for (const right of part) {
          next.push([...left, ...right]);
          literals += left.length + right.length;
          if (literals > maxLiterals) return null;
        }
      product = next;
    }
    return product;
  };
  const dnf = expand(toNnf(rule));
  if (dnf === null) return null;
  return dnf.reduce((sum, conjunction) => sum + conjunction.length, 0) > maxLiterals ? null : dnf;
};
