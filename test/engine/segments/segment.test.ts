/** Segments as documents: their ids, names and versions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentFromRule, segmentText, slug, uniqueSlug } from '../../../engine/segments/segment.ts';
import { levelColumn, tableOf } from '../features/table.ts';
import { codeOf } from '../vault/fixture.ts';

const KNOWN = { op: 'known', field: 'plan' };

describe('a slug', () => {
  it.each([
    ['Loyal enthusiasts', 'loyal-enthusiasts'],
    ['  Größte Käufer! ', 'gro-te-kaufer'],
    ['../../etc/passwd', 'etc-passwd'],
    ['日本', 'segment'],
    ['', 'segment'],
    ['=cmd|calc', 'cmd-calc'],
    ['CON', 'con'],
  ])('of %j is %j', (name, expected) => {
    expect(slug(name)).toBe(expected);
  });

  it('is always safe in a file name, short and unique', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 12 }), (names) => {
        const taken = new Set<string>();
        const ids = names.map((name) => uniqueSlug(name, taken));
        expect(new Set(ids).size).toBe(names.length);
        for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
      }),
    );
  });
});

describe('a segment', () => {
  it('keeps its rule and its name', () => {
    expect(segmentFromRule('  Pro users ', KNOWN)).toEqual({
      id: 'pro-users',
      name: 'Pro users',
      origin: 'rule',
      rule: KNOWN,
      colour: 0,
      cluster: null,
      selection: null,
    });
  });

  it.each([
    ['no name', '  ', KNOWN, undefined],
    ['a long name', 'x'.repeat(81), KNOWN, undefined],
    ['a rule that is none', 'x', { op: 'no' }, undefined],
    ['an id that is a path', 'x', KNOWN, '../x'],
    ['an id with a line break', 'x', KNOWN, 'x\n'],
    ['an id in capitals', 'x', KNOWN, 'X'],
    ['an empty id', 'x', KNOWN, ''],
  ])('is not made with %s', async (_, name, rule, id) => {
    expect(await codeOf(() => segmentFromRule(name, rule, id))).toBe('RULE_INVALID');
  });

  it('is said in a sentence', () => {
    const table = tableOf([levelColumn('plan', ['pro'])], 1);
    expect(segmentText(table, { op: 'compare', field: 'plan', is: '=', value: 'pro' })).toBe(
      'Plan is “pro”.',
    );
    expect(segmentText(table, { op: 'known', field: 'elsewhere' })).toBe('Elsewhere is known.');
  });
});
