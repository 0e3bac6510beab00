/**
 * Coarser versions of a rule: each finds everyone whom the rule finds, and more. A cut point moves outward along the
 * coarse grid, or a condition of an "all of" goes. One of them may stand for a segment that is too near to what was
 * published before.
 */
import { childrenOf, type Leaf, leavesOf, type Rule } from '../../../shared/rules/rule.ts';
import { niceNumber } from './cut-points.ts';

/** Furthest a cut point moves, in steps of the grid. */
const MOST_STEPS = 6;
const MANTISSAS = [1, 1.5, 2, 3, 4, 5, 6, 8];

const above = (value: number): number => {
  if (value === 0) return 1;
  if (value < 0) return -below(-value);
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const next = MANTISSAS.find((mantissa) => mantissa > value / power + 1e-9);
  return niceNumber(next === undefined ? 10 * power : next * power);
};

const below = (value: number): number => {
  if (value === 0) return -1;
  if (value < 0) return -above(-value);
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const before = MANTISSAS.findLast((mantissa) => mantissa < value / power - 1e-9);
  const found = niceNumber(before === undefined ? 0.8 * power : before * power);
  // Below one whole thing there is none.
  return Number.isInteger(value) ? Math.floor(found) : found;
};

/** `value` so many steps of the grid up (positive) or down. */
export const gridSteps = (value: number, steps: number): number => {
  let at = value;
  for (let i = 0; i < Math.abs(steps); i++) at = steps > 0 ? above(at) : below(at);
  return at;
};

/** The leaf with its cuts moved so that more people match; or, under a "not", fewer. Null where it has no cut. */
const moveCuts = (leaf: Leaf, steps: number): Leaf | null => {
  if (leaf.op === 'between')
    return { ...leaf, from: gridSteps(leaf.from, -steps), to: gridSteps(leaf.to, steps) };
  if (leaf.op !== 'compare' && leaf.op !== 'count') return null;
  if (typeof leaf.value !== 'number' || leaf.is === '=' || leaf.is === '!=') return null;
  const moved = gridSteps(leaf.value, leaf.is === '>' || leaf.is === '>=' ? -steps : steps);
  return leaf.op === 'count' ? { ...leaf, value: Math.max(0, moved) } : { ...leaf, value: moved };
};

/** The rule with `change` made to its leaves; `change` gets the number of a leaf and the direction that widens. */
const mapLeaves = (rule: Rule, change: (leaf: Leaf, at: number, outward: 1 | -1) => Leaf): Rule => {
  let at = 0;
  const visit = (node: Rule, outward: 1 | -1): Rule => {
    if (node.op === 'not') return { op: 'not', of: visit(node.of, outward === 1 ? -1 : 1) };
    if (childrenOf(node).length > 0 && (node.op === 'all' || node.op === 'any'))
      return { op: node.op, of: node.of.map((child) => visit(child, outward)) };
    return change(node as Leaf, at++, outward);
  };
  return visit(rule, 1);
};

const isEmptyRange = (leaf: Leaf): boolean => leaf.op === 'between' && !(leaf.from < leaf.to);

/** The rules that leave one condition of an "all of" at the top out. */
const shorter = (rule: Rule): Rule[] => {
  if (rule.op !== 'all' || rule.of.length < 2) return [];
  return rule.of.map((_, at): Rule => {
    const rest = rule.of.filter((__, other) => other !== at);
    return rest.length === 1 ? rest[0] : { op: 'all', of: rest };
  });
};

/** Coarser versions of a rule, in no order. */
export const widerRules = (rule: Rule): Rule[] => {
  const leaves = leavesOf(rule);
  const found: Rule[] = [];
  for (let steps = 1; steps <= MOST_STEPS; steps++)
    for (const only of [...leaves.keys(), null])
      found.push(
        mapLeaves(rule, (leaf, at, outward) =>
          only === null || only === at ? (moveCuts(leaf, outward * steps) ?? leaf) : leaf,
        ),
      );
  found.push(...shorter(rule));
  const own = JSON.stringify(rule);
  const texts = new Set<string>();
  return found.filter((one) => {
    const text = JSON.stringify(one);
    if (text === own || texts.has(text) || leavesOf(one).some(isEmptyRange)) return false;
    texts.add(text);
    return true;
  });
};
