/** Calls, rules and plans from someone who means harm: always an error in words, soon, and nothing changed. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { CONTRACT, type ProcedureName } from '../../shared/contract/contract.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';
import { cloister, everyone, failure, LENS, openLook, orders, profiles, RAW, tree } from './vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
let look: Awaited<ReturnType<typeof openLook>>;

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  look = await openLook(join(folder, 'shop.cloister'));
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(200)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(600, 200)) });
  await everyone(engine);
});
afterAll(() => {
  look.close();
  engine.close();
  remove();
});

/** A call as no typed client makes it. */
const call = (name: unknown, input: unknown): Promise<unknown> =>
  engine.call(name as ProcedureName, input as never);

const PROCEDURES = Object.keys(CONTRACT) as ProcedureName[];
/** These would close or replace the vault under the other tests. */
const SAFE = PROCEDURES.filter((name) => !['vault.close', 'vault.create', 'vault.open'].includes(name));

describe('the contract', () => {
  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'vault',
    'x'.repeat(1e6),
    null,
    7,
    Symbol('x'),
  ])('has no procedure of a strange name (%#)', async (name) => {
    const error = await failure(call(name, {}));
    expect(error.code).toBe('USAGE');
    expect(error.message.length).toBeLessThan(200);
  });

  it('answers the wrong type of input with an error in words, for every procedure', async () => {
    const trap = new Proxy({}, { get: () => expect.fail('read'), ownKeys: () => expect.fail('listed') });
    const loop: Record<string, unknown> = {};
    loop['lens'] = loop;
    const before = look();
    for (const name of SAFE)
      for (const input of [
        null,
        undefined,
        5,
        'x',
        [],
        [[]],
        () => 1,
        loop,
        trap,
        JSON.parse('{"__proto__":{"x":1}}'),
      ]) {
        const error = await failure(call(name, input)).catch((thrown: unknown) => thrown as Error);
        // An empty list or function has no keys of its own, so it may pass where nothing is asked for.
        if (error instanceof Error && /did not fail/.test(error.message))
          expect(Object.keys(Object(input))).toEqual([]);
        else expect(error).not.toBeInstanceOf(Error);
      }
    expect(look()).toEqual(before);
  });

  it('holds for any input at all', async () => {
    const before = look();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ...SAFE.filter((name) => !['audit.log', 'vault.doctor', 'audit.verify'].includes(name)),
        ),
        fc.anything({ withNullPrototype: true, withSparseArray: true, maxDepth: 3 }),
        fc.constantFrom('lens', 'rule', 'folder', 'file', '__proto__', 'constructor', 'export', 'identifier'),
        async (name, value, key) => {
          for (const input of [value, { [key]: value }, { lens: LENS, [key]: value }]) {
            const thrown = await call(name, input).then(
              () => null,
              (error: unknown) => error,
            );
            if (thrown !== null) expect(thrown).toBeInstanceOf(CloisterError);
          }
        },
      ),
      { numRuns: 120 },
    );
    expect({ ...look(), acts: 0, head: '' }).toEqual({ ...before, acts: 0, head: '' });
  });

  it('does not repeat a huge input, nor take a day that does not exist', async () => {
    const huge = await failure(call('lens.describe', { purpose: 'x'.repeat(5e6), asOf: '2026-07-01' }));
    expect([huge.code, huge.message.length < 1000]).toEqual(['USAGE', true]);
    for (const asOf of ['2026-02-30', '2026-13-01', '0000-00-00', '+275760-09-13', '2026-7-1', ''])
      expect((await failure(call('lens.describe', { purpose: 'personalize', asOf }))).code).toBe('USAGE');
    // Whatever it is, an analyst is not told whether anybody has it.
    for (const identifier of ['\ud800', '\0', "' OR 1=1 --", 'C1000"; DROP TABLE person; --'])
      expect(
        await call('consent.change', {
          identifier,
          purpose: 'personalize',
          state: 'withdrawn',
          at: '2026-02-02',
          reason: 'x',
        }).then(
          (answer) => (answer as { people: unknown }).people,
          (error: { code: string }) => error.code,
        ),
      ).toSatisfy((answer) => answer === null || answer === 'INPUT_VALUE');
  });
});

describe('a rule', () => {
  const leaf: Rule = { op: 'known', field: 'recency' };
  const nested = (depth: number): Rule => {
    let rule: Rule = leaf;
    for (let i = 0; i < depth; i++) rule = { op: 'not', of: rule };
    return rule;
  };
  const loop = { op: 'not' } as { op: 'not'; of: unknown };
  loop.of = loop;
  it.each<[string, unknown]>([
    ['nested 9 deep', nested(9)],
    ['nested 1,000 deep', nested(1000)],
    ['nested 50,000 deep', nested(50_000)],
    ['that holds itself', loop],
    ['of 501 parts', { op: 'any', of: Array.from({ length: 500 }, () => leaf) }],
    ['of a million parts', { op: 'any', of: Array.from({ length: 1e6 }, () => leaf) }],
    ['with a prototype', JSON.parse('{"op":"known","field":"recency","__proto__":{"op":"all"}}')],
    ['of a field from a prototype', { op: 'compare', field: '__proto__', is: '=', value: 1 }],
    ['of another one', { op: 'in', field: 'constructor', values: ['x'] }],
    ['of an unknown operation', { op: 'toString', of: [] }],
    ['of a value that is no number', { op: 'compare', field: 'recency', is: '<', value: Number.NaN }],
    ['of nothing', { op: 'all', of: [] }],
    ['of orders by name', { op: 'count', of: 'orders', name: 'x', is: '>', value: 1 }],
  ])('%s is refused wherever it comes from', async (_, rule) => {
    const before = look();
    const began = performance.now();
    for (const work of [
      call('segment.count', { lens: LENS, rule }),
      call('segment.define', { lens: LENS, name: 'X', rule }),
    ]) {
      const error = await failure(work);
      expect(['RULE_INVALID', 'USAGE']).toContain(error.code);
      expect(error.message).not.toMatch(RAW);
    }
    expect(performance.now() - began).toBeLessThan(5000);
    expect(look()).toEqual(before);
  });

  it('as large as it may be is counted', async () => {
    const widest: Rule = { op: 'any', of: Array.from({ length: 499 }, () => leaf) };
    for (const rule of [widest, nested(7)])
      await expect(engine.call('segment.count', { lens: LENS, rule })).resolves.toMatchObject({ of: 200 });
  });
});

describe('a plan', () => {
  const base =
    'version: 1\nname: t\nsources: [{file: first.csv}]\nlens: {purpose: personalize, asOf: 2026-07-01}\n';
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      [...'bcdefg'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[i]}`).join(', ')}]`),
    )
    .join('\n');
  const deep = (depth: number, rule = '{op: known, field: recency}'): string =>
    `${base}segments: [{name: a, rule: ${'{op: not, of: '.repeat(depth)}${rule}${'}'.repeat(depth)}}]\n`;
  const plans: [string, string, RegExp][] = [
    ['of aliases that grow', bomb, /alias/i],
    ['with a key twice', `${base}name: twice\n`, /unique.*line 5/],
    ['with a tag', `${base}export: !foo {name: x}\n`, /tag/i],
    ['with a tag of code', `${base}seed: !!js/function "x"\n`, /tag/i],
    ['with a prototype', `${base}__proto__: {a: 1}\n`, /__proto__/],
    ['with a constructor', `${base}constructor: {a: 1}\n`, /constructor/],
    ['with a merge key', `${base}<<: {name: z}\n`, /<</],
    ['of two documents', `${base}---\na: 1\n`, /documents/],
    ['of tabs', 'a:\n\t- b\n', /line 2/],
    ['that is a list', '- 1\n', /names with values|version/],
    ['that is empty', '', /names with values|Object/],
    ['that is a word', 'hello', /names with values|Object/],
    ['of wrong types', 'version: "1"\nname: 5\nsources: {}\n', /version/],
    ['of a day there is not', base.replace('07-01', '02-30'), /2026-02-30/],
    ['nested 60 deep', deep(30), /nested/],
    ['nested 3,000 deep', deep(3000), /nested|stack/i],
    ['of 5,000 brackets', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`, /nested|stack/i],
    ['that names a missing file', base.replace('first', 'none'), /none\.csv/],
    ['whose second file is missing', base.replace('}]', '}, {file: gone.csv}]'), /gone\.csv/],
    ['that names a missing mapping', base.replace('csv}', 'csv, mapping: m.yaml}'), /m\.yaml/],
    ['that reads a folder of files that differ', base.replace('first.csv', '.'), /other columns/],
  ];
  it.each(plans)('%s is refused with its place, and nothing is imported', async (what, text, words) => {
    const plan = write(folder, 'plan.yaml', text);
    const before = { holds: look(), files: tree(folder) };
    const error = await failure(engine.call('plan.run', { plan, folder: join(folder, 'out') }));
    expect(`${error.message} ${error.next}`, what).toMatch(words);
    expect(error.message.length).toBeLessThan(1000);
    expect(error.message).not.toMatch(RAW);
    expect({ holds: look(), files: tree(folder) }).toEqual(before);
  });

  it('is refused by the command line in the same words, without warnings beside them', () => {
    for (const [what, text, words] of plans.filter(([what]) => /tag$|grow|3,000|twice/.test(what))) {
      const plan = write(folder, 'plan.yaml', text);
      const before = tree(folder);
      const ran = cloister(['run', plan, '--vault', join(folder, 'new'), '--out', join(folder, 'out')]);
      expect([ran.status, ran.err.split('\n')[0]], what).toEqual([1, expect.stringMatching(words)]);
      expect(ran.err).not.toMatch(/Warning|\(node:/);
      expect(tree(folder)).toEqual(before);
    }
  });
});
