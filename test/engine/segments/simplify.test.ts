/** Rules made shorter at hardly a loss, and how well a rule stands for a cluster. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureTable, NumberColumn, Timeline } from '../../../engine/features/table.ts';
import { members } from '../../../engine/segments/members.ts';
import { createEvaluator } from '../../../engine/segments/membership.ts';
import { fidelityOf, simplifyRule } from '../../../engine/segments/simplify.ts';
import { leavesOf, type Rule } from '../../../shared/rules/rule.ts';

const none: Timeline = {
  offsets: new Uint32Array(0),
  times: new Float64Array(0),
  amounts: new Float64Array(0),
  codes: new Int32Array(0),
  names: [],
  references: new Uint32Array(0),
};

const tableOf = (columns: Record<string, number[]>): FeatureTable => ({
  purpose: 'analytics',
  asOf: 0,
  people: Object.values(columns)[0].length,
  columns: Object.entries(columns).map(
    ([id, values]): NumberColumn => ({
      type: 'number',
      id,
      label: id,
      unit: '',
      definition: '',
      values: Float64Array.from(values),
    }),
  ),
  orders: none,
  events: none,
});

const below = (field: string, value: number, missing?: boolean): Rule => ({
  op: 'compare',
  field,
  is: '<',
  value,
  ...(missing === undefined ? {} : { missing }),
});

describe('simplifyRule', () => {
  const x = Array.from({ length: 1000 }, (_, i) => i);
  const table = tableOf({ x, y: x.map((i) => i % 10) });
  const evaluator = createEvaluator(table);
  const cluster = members(1000, (i) => i < 300);

  it('drops a question that settles nothing, and a part that finds hardly anyone', () => {
    const rule: Rule = {
      op: 'any',
      of: [
        { op: 'all', of: [below('x', 300), below('y', 50)] },
        { op: 'all', of: [below('x', 302), { op: 'compare', field: 'x', is: '>=', value: 300 }] },
      ],
    };
    expect(simplifyRule(rule, cluster, evaluator)).toEqual(below('x', 300));
  });

  it('drops "or is not known" where everyone is known', () => {
    expect(simplifyRule(below('x', 300, true), cluster, evaluator)).toEqual(below('x', 300));
  });

  it('keeps what the cluster needs', () => {
    const rule: Rule = { op: 'all', of: [below('x', 600), below('y', 5)] };
    const wanted = members(1000, (i) => i < 600 && i % 10 < 5);
    expect(simplifyRule(rule, wanted, evaluator)).toEqual(rule);
  });

  it('never grows, and never loses more of the cluster than it may', () => {
    const leaf = fc.record({ field: fc.constantFrom('x', 'y'), value: fc.integer({ min: 0, max: 900 }) });
    const part = fc.array(leaf, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 999 }),
        (parts, size) => {
          const rule: Rule = {
            op: 'any',
            of: parts.map(
              (leaves): Rule => ({
                op: 'all',
                of: leaves.map(({ field, value }) => below(field, value, true)),
              }),
            ),
          };
          const wanted = members(1000, (i) => i < size);
          const short = simplifyRule(rule, wanted, evaluator);
          const before = fidelityOf(evaluator.evaluate(rule), wanted).jaccard;
          const after = fidelityOf(evaluator.evaluate(short), wanted).jaccard;
          expect(leavesOf(short).length).toBeLessThanOrEqual(leavesOf(rule).length);
          expect(after).toBeGreaterThanOrEqual(before - 0.05 - 1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('fidelityOf', () => {
  it('is hand-computed for a small case', () => {
    const found = members(10, (i) => i < 4);
    const cluster = members(10, (i) => i >= 2 && i < 8);
    expect(fidelityOf(found, cluster)).toEqual({ jaccard: 2 / 8, precision: 2 / 4, recall: 2 / 6 });
  });
});
