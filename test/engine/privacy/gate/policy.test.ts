/** The policy of a release, coarse cut points, and the seal that only the gate gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedCuts,
  coarsen,
  isNice,
  niceGrid,
  niceNumber,
} from '../../../../engine/privacy/gate/cut-points.ts';
import { POLICY_DEFAULT, POLICY_FLOOR, resolvePolicy } from '../../../../engine/privacy/gate/policy.ts';
import { requireCleared, seal } from '../../../../engine/privacy/gate/seal.ts';
import { CloisterError } from '../../../../shared/errors.ts';
import { leavesOf, parseRule, type Rule } from '../../../../shared/rules/rule.ts';
import { ruleOf } from '../../../shared/rules/arbitrary.ts';
import { codeOf } from '../../vault/fixture.ts';

describe('the policy', () => {
  it('is the default where nothing is asked', () => {
    expect(resolvePolicy()).toEqual({ policy: POLICY_DEFAULT, raised: [] });
    expect(resolvePolicy({})).toEqual({ policy: POLICY_DEFAULT, raised: [] });
  });

  it('never goes below its floors, and says what it raised', () => {
    for (const value of [0, -0, -1, -1e9, 1, 4]) {
      const { policy, raised } = resolvePolicy({ minCell: value, minSegment: value, roundTo: value });
      expect(policy).toMatchObject({
        minCell: POLICY_FLOOR.minCell,
        minSegment: POLICY_FLOOR.minSegment,
        roundTo: POLICY_FLOOR.roundTo,
      });
      expect(raised).toHaveLength(3);
    }
    const { policy, raised } = resolvePolicy({ shareBounds: [-1, 2], dominance: 1e9 });
    expect(policy.shareBounds).toEqual([0.01, 0.99]);
    expect(policy.dominance).toBe(0.95);
    expect(raised).toHaveLength(2);
    expect(resolvePolicy({ minCell: 1e9 }).policy).toMatchObject({ minCell: 1e9, minSegment: 1e9 });
    expect(resolvePolicy({ shareBounds: [0.8, 0.2] }).policy.shareBounds).toEqual([0.5, 0.5]);
  });

  it.each([
    ['NaN', { minCell: Number.NaN }],
    ['infinity', { minCell: Number.POSITIVE_INFINITY }],
    ['text', { minCell: 'abc' }],
    ['text that is a number', { minCell: '11' }],
    ['half a person', { minCell: 5.5 }],
    ['nothing', { minSegment: null }],
    ['a list', { roundTo: [5] }],
    ['NaN as a bound', { shareBounds: [Number.NaN, 1] }],
    ['no dominance', { dominance: 0 }],
    ['negative dominance', { dominance: -1 }],
    ['NaN as dominance', { dominance: Number.NaN }],
    ['a setting there is not', { off: true }],
    ['no object', 'off'],
    ['null', null],
  ])('refuses %s', async (_, asked) => {
    expect(await codeOf(() => resolvePolicy(asked))).toBe('PLAN_INVALID');
  });

  it('holds its floors for anything it takes', () => {
    const any = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom('abc', null, undefined, Number.NaN, true),
    );
    const asked = fc.record(
      {
        minCell: any,
        minSegment: any,
        roundTo: any,
        shareBounds: fc.oneof(any, fc.tuple(any, any)),
        dominance: any,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(asked, (wanted) => {
        let resolved: ReturnType<typeof resolvePolicy>;
        try {
          resolved = resolvePolicy(wanted);
        } catch (error) {
          expect(error).toBeInstanceOf(CloisterError);
          return;
        }
        const { policy } = resolved;
        expect(policy.minCell).toBeGreaterThanOrEqual(POLICY_FLOOR.minCell);
        expect(policy.minSegment).toBeGreaterThanOrEqual(Math.max(POLICY_FLOOR.minSegment, policy.minCell));
        expect(policy.roundTo).toBeGreaterThanOrEqual(POLICY_FLOOR.roundTo);
        expect(policy.shareBounds[0]).toBeGreaterThanOrEqual(POLICY_FLOOR.shareBounds[0]);
        expect(policy.shareBounds[1]).toBeLessThanOrEqual(POLICY_FLOOR.shareBounds[1]);
        expect(policy.shareBounds[0]).toBeLessThanOrEqual(policy.shareBounds[1]);
        expect(policy.dominance).toBeGreaterThan(0);
        expect(policy.dominance).toBeLessThanOrEqual(POLICY_FLOOR.dominance);
      }),
      { numRuns: 500 },
    );
  });
});

describe('coarse cut points', () => {
  const finite = fc.oneof(
    fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
    fc.integer(),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
  );

  it('have two significant digits, are near, and stay as they are', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const nice = niceNumber(value);
        expect(niceNumber(nice)).toBe(nice);
        expect(isNice(nice)).toBe(true);
        const mantissa = Math.abs(nice).toExponential().split('e')[0].replace('.', '').replace(/0+$/, '');
        expect(mantissa.length).toBeLessThanOrEqual(2);
        expect(Math.abs(nice - value)).toBeLessThanOrEqual(Math.abs(value) * 0.0501 + 5e-324);
      }),
    );
    expect([isNice(Number.NaN), isNice(4387.12), isNice(4400), isNice(0), isNice(-0.15)]).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('come from a grid inside the range of the values', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 20 }), (values) => {
        const sorted = Float64Array.from(values).sort();
        const grid = niceGrid(sorted);
        expect(grid).toEqual([...new Set(grid)].sort((a, b) => a - b));
        for (const cut of grid) {
          expect(isNice(cut)).toBe(true);
          expect(cut > sorted[0] && cut <= sorted[sorted.length - 1]).toBe(true);
        }
      }),
    );
    expect(niceGrid(Float64Array.of(1, 12)).length).toBeGreaterThan(3);
    expect(niceGrid(Float64Array.of(7, 7))).toEqual([]);
    expect(niceGrid(new Float64Array(0))).toEqual([]);
  });

  it('leave no exact number in a rule, whatever the kind of leaf', () => {
    const exact: Rule = {
      op: 'any',
      of: [
        { op: 'compare', field: 'a', is: '>', value: 4387.12 },
        { op: 'compare', field: 'a', is: '=', value: 'text 4387.12' },
        { op: 'between', field: 'a', from: 1234, to: 5678 },
        { op: 'in', field: 'a', values: [4387.12, 4391, 'text', 7] },
        { op: 'not', of: { op: 'count', of: 'orders', days: 365, is: '>=', value: 1234 } },
      ],
    };
    expect(coarsen(exact)).toEqual({
      op: 'any',
      of: [
        { op: 'compare', field: 'a', is: '>', value: 4400 },
        { op: 'compare', field: 'a', is: '=', value: 'text 4387.12' },
        { op: 'between', field: 'a', from: 1200, to: 5700 },
        { op: 'in', field: 'a', values: [4400, 'text', 7] },
        { op: 'not', of: { op: 'count', of: 'orders', days: 365, is: '>=', value: 1200 } },
      ],
    });
    const [before, after] = [leavesOf(exact), leavesOf(coarsen(exact))];
    expect(changedCuts(before, after)).toHaveLength(4);
    expect(changedCuts(after, after)).toEqual([]);
  });

  it('make a rule that is a rule, and stays as it is', () => {
    fc.assert(
      fc.property(ruleOf({ a: 'number', b: 'level' }, true), (rule) => {
        const coarse = coarsen(rule);
        expect(coarsen(coarse)).toEqual(coarse);
        expect(() => parseRule(coarse)).not.toThrow();
        expect(leavesOf(coarse)).toHaveLength(leavesOf(rule).length);
      }),
    );
  });
});

describe('the seal', () => {
  it('is on what the gate cleared and on nothing that looks like it', () => {
    const made = seal({ a: 1, list: [{ b: 2 }] });
    expect(() => requireCleared(made)).not.toThrow();
    for (const other of [
      { ...made },
      structuredClone(made),
      JSON.parse(JSON.stringify(made)),
      Object.create(made),
      new Proxy(made, {}),
      made.list,
      {},
      null,
      undefined,
      7,
    ])
      expect(() => requireCleared(other as object)).toThrow(CloisterError);
  });

  it('lets nothing inside be changed, also what came half frozen', () => {
    const half = Object.freeze({ inner: { people: 3 }, list: Object.freeze([{ people: 4 }]) });
    const made = seal({ half, segments: [{ people: 5 }] });
    const attacks: (() => void)[] = [
      () => Object.assign(made, { extra: 1 }),
      () => made.segments.push({ people: 6 }),
      () => {
        made.segments[0].people = 7;
      },
      () => {
        made.half.inner.people = 8;
      },
      () => {
        (made.half.list[0] as { people: number }).people = 9;
      },
      () => {
        Reflect.deleteProperty(made, 'half') ||
          (() => {
            throw new TypeError('not deleted');
          })();
      },
      () => Object.setPrototypeOf(made, { people: 1 }),
    ];
    for (const change of attacks) expect(change).toThrow(TypeError);
    expect(JSON.stringify(made)).toBe(
      '{"half":{"inner":{"people":3},"list":[{"people":4}]},"segments":[{"people":5}]}',
    );
  });
});
