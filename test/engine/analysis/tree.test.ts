/** The tree against published figures, its rules against the language that evaluates them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitKMeans } from '../../../engine/analysis/kmeans.ts';
import { explainClusters } from '../../../engine/analysis/tree.ts';
import type { FeatureColumn, LevelColumn, NumberColumn } from '../../../engine/features/table.ts';
import { createRandom } from '../../../shared/random.ts';
import { matches, type Person } from '../../../shared/rules/evaluate.ts';
import { leavesOf, parseRule } from '../../../shared/rules/rule.ts';
import { iris, irisColumns, irisSpecies, withPool } from './fixtures.ts';

const number = (id: string, values: number[]): NumberColumn => ({
  type: 'number',
  id,
  label: id,
  unit: '',
  definition: '',
  values: Float64Array.from(values),
});
const level = (id: string, levels: string[], codes: number[]): LevelColumn => ({
  type: 'level',
  id,
  label: id,
  definition: '',
  levels,
  codes: Int32Array.from(codes),
});

const personOf = (columns: FeatureColumn[], i: number): Person => ({
  value: (field) => {
    const column = columns.find(({ id }) => id === field);
    if (column === undefined) throw new Error(`no column ${field}`);
    if (column.type === 'number') return Number.isNaN(column.values[i]) ? undefined : column.values[i];
    return column.codes[i] < 0 ? undefined : column.levels[column.codes[i]];
  },
  count: () => 0,
});

describe('clusters as rules', () => {
  it('iris: three leaves say what 146 of 150 labels are', async () => {
    await withPool(2, async (run) => {
      const { labels } = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
      const [, , petalLength, petalWidth] = irisColumns();
      const tree = await explainClusters([petalWidth, petalLength], labels, { maxDepth: 2, minLeaf: 1 }, run);
      expect(tree.labelOf).toHaveLength(3);
      expect(tree.fidelity).toBeCloseTo(146 / 150, 12);
      // Published: petal width at most 0.8, then petal length at most 5.15.
      expect(tree.rules.map(({ rule }) => rule)).toEqual([
        {
          op: 'all',
          of: [
            { op: 'compare', field: 'petal width', is: '>=', value: 0.8 },
            { op: 'compare', field: 'petal length', is: '<', value: expect.closeTo(5.15, 9) },
          ],
        },
        { op: 'all', of: [{ op: 'compare', field: 'petal width', is: '<', value: 0.8 }] },
        {
          op: 'all',
          of: [
            { op: 'compare', field: 'petal width', is: '>=', value: 0.8 },
            { op: 'compare', field: 'petal length', is: '>=', value: expect.closeTo(5.15, 9) },
          ],
        },
      ]);
      expect(tree.rules[0]).toMatchObject({ precision: 62 / 66, recall: 1, jaccard: 62 / 66 });
      const all = await explainClusters(irisColumns(), labels, { maxDepth: 2, minLeaf: 1 }, run);
      expect(all.fidelity).toBeCloseTo(146 / 150, 12);
    });
  });

  it('iris species at depth 2 have accuracy 0.96', async () => {
    const tree = await withPool(1, (run) =>
      explainClusters(irisColumns().slice(3), Uint8Array.from(irisSpecies), { maxDepth: 2, minLeaf: 1 }, run),
    );
    expect(tree.fidelity).toBeCloseTo(0.96, 12);
    expect(JSON.stringify(tree.root)).toContain('"cut":1.75');
  });

  const table = fc
    .record({
      seed: fc.nat(1e6),
      people: fc.integer({ min: 5, max: 250 }),
      k: fc.integer({ min: 1, max: 5 }),
      maxDepth: fc.integer({ min: 1, max: 6 }),
      minLeaf: fc.integer({ min: 1, max: 12 }),
      missing: fc.constantFrom(0, 0.1, 0.5),
    })
    .map((input) => {
      const random = createRandom(input.seed);
      const gone = (): boolean => random.next() < input.missing;
      const people = Array.from({ length: input.people }, () => ({
        spend: random.normal() * 10,
        visits: random.int(6),
        city: random.int(5),
        plan: random.int(2),
      }));
      const columns: FeatureColumn[] = [
        number(
          'spend',
          people.map((p) => (gone() ? Number.NaN : p.spend)),
        ),
        level(
          'city',
          ['A', 'B', 'C', 'D', 'E', 'nowhere'],
          people.map((p) => (gone() ? -1 : p.city)),
        ),
        number(
          'visits',
          people.map((p) => (gone() ? Number.NaN : p.visits)),
        ),
        level(
          'plan',
          ['free', 'paid'],
          people.map((p) => p.plan),
        ),
        number(
          'constant',
          people.map(() => 1),
        ),
        number(
          'empty',
          people.map(() => Number.NaN),
        ),
      ];
      const labels = Uint8Array.from(people, (p) =>
        random.next() < 0.15
          ? random.int(input.k)
          : (p.city * 2 + p.plan + (p.spend > 2 ? 1 : 0) + (p.visits > 3 ? 2 : 0)) % input.k,
      );
      return { ...input, columns, labels };
    });

  it('the rules are exactly the tree, for numbers, levels and missing values', async () => {
    let joined = 0;
    await withPool(1, (run) =>
      fc.assert(
        fc.asyncProperty(table, async ({ columns, labels, maxDepth, minLeaf }) => {
          const tree = await explainClusters(columns, labels, { maxDepth, minLeaf }, run);
          const people = new Float64Array(tree.labelOf.length);
          for (let i = 0; i < labels.length; i++) {
            people[tree.leafOf[i]] += 1;
            const person = personOf(columns, i);
            for (const { label, rule } of tree.rules)
              if (rule !== null) expect(matches(rule, person)).toBe(tree.labelOf[tree.leafOf[i]] === label);
          }
          expect(Math.min(...people)).toBeGreaterThanOrEqual(tree.labelOf.length === 1 ? 1 : minLeaf);
          for (const { label, rule } of tree.rules) {
            const leaves = tree.labelOf.filter((of) => of === label).length;
            expect(rule === null).toBe(leaves === 0 || tree.labelOf.length === 1);
            if (rule === null) continue;
            expect(parseRule(rule)).toEqual(rule);
            const parts = rule.op === 'any' ? rule.of.length : 1;
            expect(parts).toBeLessThanOrEqual(leaves);
            if (parts < leaves) joined += 1;
          }
        }),
        { numRuns: 200 },
      ),
    );
    expect(joined).toBeGreaterThan(0);
  });

  it('measures precision, recall and Jaccard as a count of people says', async () => {
    await withPool(1, (run) =>
      fc.assert(
        fc.asyncProperty(table, async ({ columns, labels, maxDepth, minLeaf }) => {
          const tree = await explainClusters(columns, labels, { maxDepth, minLeaf }, run);
          for (const { label, rule, precision, recall, jaccard } of tree.rules) {
            if (rule === null) {
              expect([precision, recall, jaccard]).toEqual([0, 0, 0]);
              continue;
            }
            const people = [...labels.keys()];
            const named = new Set(people.filter((i) => matches(rule, personOf(columns, i))));
            const cluster = new Set(people.filter((i) => labels[i] === label));
            const both = [...named].filter((i) => cluster.has(i)).length;
            expect(precision).toBeCloseTo(both / named.size, 12);
            expect(recall).toBeCloseTo(cluster.size === 0 ? 0 : both / cluster.size, 12);
            expect(jaccard).toBeCloseTo(both / (named.size + cluster.size - both), 12);
          }
        }),
        { numRuns: 40 },
      ),
    );
  });

  it('the first question is the one with the least impurity', async () => {
    const gini = (labels: number[]): number => {
      const counts = new Map<number, number>();
      for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
      return labels.length - [...counts.values()].reduce((sum, n) => sum + (n * n) / labels.length, 0);
    };
    await withPool(1, (run) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(2)), { minLength: 4, maxLength: 40 }),
          async (people) => {
            const columns = [0, 1].map((t) =>
              number(
                `c${t}`,
                people.map((person) => person[t]),
              ),
            );
            const labels = people.map((person) => person[2]);
            const least = Math.min(
              ...[0, 1].flatMap((t) =>
                Array.from({ length: 13 }, (_, cut) => {
                  const left = labels.filter((_label, i) => people[i][t] < cut);
                  const right = labels.filter((_label, i) => people[i][t] >= cut);
                  return left.length === 0 || right.length === 0
                    ? Number.POSITIVE_INFINITY
                    : gini(left) + gini(right);
                }),
              ),
            );
            const tree = await explainClusters(
              columns,
              Uint8Array.from(labels),
              { maxDepth: 1, minLeaf: 1 },
              run,
            );
            const { root } = tree;
            if (root.type === 'leaf') return;
            const t = root.field === 'c0' ? 0 : 1;
            const isLeft = (i: number): boolean => people[i][t] < (root.cut ?? 0);
            const reached =
              gini(labels.filter((_, i) => isLeft(i))) + gini(labels.filter((_, i) => !isLeft(i)));
            expect(reached).toBeCloseTo(least, 9);
          },
        ),
        { numRuns: 80 },
      ),
    );
  });

  it('cuts only where it is allowed to', async () => {
    const random = createRandom(1);
    const spend = Array.from({ length: 25_000 }, () => Math.abs(random.normal()) * 500);
    const labels = Uint8Array.from(spend, (x) => (x < 137 ? 0 : x < 611 ? 1 : 2));
    const nice = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    await withPool(2, async (run) => {
      const seen: number[] = [];
      const cutPoints = (_: NumberColumn, values: Float64Array): number[] => {
        seen.push(values.length, values[0], values[values.length - 1]);
        return [...nice, 100];
      };
      const tree = await explainClusters([number('spend', spend)], labels, { cutPoints }, run);
      const values = tree.rules.flatMap(({ rule }) =>
        rule === null
          ? []
          : leavesOf(rule).flatMap((leaf) =>
              leaf.op === 'compare'
                ? [leaf.value]
                : leaf.op === 'between'
                  ? [leaf.from, leaf.to]
                  : [Number.NaN],
            ),
      );
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) expect(nice).toContain(value);
      expect(seen[0]).toBe(20_000);
      expect(seen[1]).toBeLessThan(seen[2]);
      const free = await explainClusters([number('spend', spend)], labels, {}, run);
      expect(free.fidelity).toBeGreaterThan(0.99);
      await expect(
        explainClusters([number('spend', spend)], labels, { cutPoints: () => [Number.NaN] }, run),
      ).rejects.toMatchObject({ code: 'INPUT_VALUE' });
    });
  });

  it('a cluster without a leaf has no rule, nor has a tree without a question', async () => {
    const columns = [number('x', [1, 1, 1, 1, 2, 2, 2, 2])];
    await withPool(1, async (run) => {
      const three = await explainClusters(
        columns,
        Uint8Array.from([0, 0, 0, 2, 1, 1, 1, 1]),
        { minLeaf: 1 },
        run,
      );
      expect(three.rules[2]).toEqual({ label: 2, rule: null, precision: 0, recall: 0, jaccard: 0 });
      const none = await explainClusters([number('x', [3, 3])], Uint8Array.from([0, 1]), { minLeaf: 1 }, run);
      expect(none.rules.map(({ rule }) => rule)).toEqual([null, null]);
      expect(none.labelOf).toEqual([0]);
    });
  });

  it('refuses columns and labels of different lengths, and no people', async () => {
    const labels = Uint8Array.from([0, 1]);
    await withPool(1, async (run) => {
      await expect(explainClusters([number('x', [1])], labels, {}, run)).rejects.toMatchObject({
        code: 'INPUT_VALUE',
      });
      await expect(explainClusters([], labels, {}, run)).rejects.toMatchObject({ code: 'NO_DATA' });
      await expect(
        explainClusters([number('x', [1, 2])], labels, { maxDepth: 0 }, run),
      ).rejects.toMatchObject({ code: 'INPUT_VALUE' });
    });
  });
});
