/** A rule as a draft in the builder, and the questions about a field. */
import { describe, expect, test } from 'vitest';
import {
  addTo,
  begin,
  find,
  group,
  leaf,
  record,
  redo,
  remove,
  setLeaf,
  setMode,
  toDraft,
  toRule,
  undo,
  walk,
  wrap,
} from '../../renderer/rules/draft.ts';
import {
  operatorsFor,
  parseNumber,
  problemOf,
  startingLeaf,
  withMissing,
  withOperator,
} from '../../renderer/rules/operators.ts';
import type { FeatureInfo } from '../../shared/contract/answers.ts';
import { matches } from '../../shared/rules/evaluate.ts';
import { type Leaf, parseRule, type Rule } from '../../shared/rules/rule.ts';

const RECENT: Leaf = { op: 'compare', field: 'recency', is: '<=', value: 30 };
const NORTH: Leaf = { op: 'in', field: 'profile.region', values: ['north', 'west'] };
const BOUGHT: Leaf = { op: 'count', of: 'orders', days: 90, is: '>=', value: 2 };

const RULES: Rule[] = [
  RECENT,
  { op: 'all', of: [RECENT, { op: 'any', of: [NORTH, BOUGHT] }] },
  { op: 'not', of: { op: 'any', of: [RECENT, NORTH] } },
  { op: 'all', of: [BOUGHT, { op: 'not', of: { op: 'all', of: [RECENT, NORTH] } }] },
  { op: 'not', of: { op: 'not', of: RECENT } },
  { op: 'not', of: { op: 'any', of: [RECENT] } },
];

const recency: FeatureInfo = {
  id: 'recency',
  label: 'Recency',
  unit: 'd',
  type: 'number',
  definition: '',
  known: 10,
  missing: 0,
  mean: 50,
  centiles: [3, 41.7, 130],
  levels: null,
};
const region: FeatureInfo = {
  ...recency,
  id: 'profile.region',
  type: 'level',
  mean: null,
  centiles: null,
  levels: [{ level: 'north', people: 6 }],
};

describe('a rule as a draft', () => {
  test('says the same people as the rule it came from', () => {
    const people = [];
    for (const days of [undefined, 5, 60])
      for (const place of [undefined, 'north', 'east'])
        for (const orders of [0, 3])
          people.push({
            value: (field: string) => (field === 'recency' ? days : place),
            count: () => orders,
          });
    for (const rule of RULES) {
      const again = toRule(toDraft(rule));
      expect(again).not.toBeNull();
      expect(() => parseRule(again)).not.toThrow();
      for (const person of people) expect(matches(again!, person)).toBe(matches(rule, person));
    }
  });

  test('without a part is no rule, and empty groups say nothing', () => {
    expect(toRule(toDraft(null))).toBeNull();
    expect(toRule(group('all', [group('none'), leaf(RECENT)]))).toEqual({ op: 'all', of: [RECENT] });
  });

  test('parts are added, changed, wrapped and removed without touching the others', () => {
    const root = toDraft(RULES[1]);
    const [first, second] = root.of;
    const added = addTo(root, second.id, leaf(RECENT));
    expect(added.of[0]).toBe(first);
    expect(walk(added).length).toBe(walk(root).length + 1);
    const changed = setLeaf(root, first.id, BOUGHT);
    expect(find(changed, first.id)).toMatchObject({ leaf: BOUGHT });
    expect(setMode(root, root.id, 'none').mode).toBe('none');
    const wrapped = wrap(root, first.id, 'any');
    expect(wrapped.of[0]).toMatchObject({ kind: 'group', mode: 'any', of: [first] });
    expect(remove(root, second.id).of).toEqual([first]);
    expect(remove(root, root.id)).toBe(root);
    expect(setLeaf(root, 999_999, BOUGHT)).toBe(root);
  });

  test('undo and redo walk the states, and a new one cuts the way forward', () => {
    const root = toDraft(RULES[1]);
    const second = setMode(root, root.id, 'any');
    let history = record(begin(root), second);
    expect(record(history, second)).toBe(history);
    history = undo(history);
    expect(history.now).toBe(root);
    expect(undo(history).now).toBe(root);
    expect(redo(history).now).toBe(second);
    const third = setMode(root, root.id, 'none');
    history = record(history, third);
    expect(redo(history).now).toBe(third);
  });
});

describe('questions about a field', () => {
  test('begin valid and stay valid through every change of question', () => {
    for (const field of [recency, region]) {
      let current = startingLeaf(field);
      for (const from of operatorsFor(field.type))
        for (const to of operatorsFor(field.type)) {
          if (current.op === 'count') throw new Error('not of a field');
          current = withOperator(
            withOperator(current, from, field) as Exclude<Leaf, { op: 'count' }>,
            to,
            field,
          );
          expect(() => parseRule(current)).not.toThrow();
          expect(problemOf(current, field)).toBeNull();
        }
    }
  });

  test('keep their value and what they say of missing ones', () => {
    expect(withOperator({ ...RECENT, missing: true } as never, '>', recency)).toEqual({
      op: 'compare',
      field: 'recency',
      is: '>',
      value: 30,
      missing: true,
    });
    expect(withMissing(withMissing(RECENT, true), false)).toEqual(RECENT);
    expect(withMissing(BOUGHT, true)).toBe(BOUGHT);
    expect(problemOf(NORTH, undefined)).toBe('unknown-field');
    expect(problemOf({ op: 'between', field: 'recency', from: 5, to: 5 }, recency)).toBe('order');
  });

  test('a number is read as it is written here', () => {
    expect(parseNumber('1,204.5')).toBe(1204.5);
    expect(parseNumber(' −30 ')).toBe(-30);
    for (const wrong of ['', 'abc', '1e999x', '--2', '.', 'Infinity']) expect(parseNumber(wrong)).toBeNull();
  });
});
