/** What is selected becomes a rule, a segment, a picture: on a made-up shop, against plain counting. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSample, SAMPLE } from '../../../build/sample-project.ts';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { isInside, type Outline } from '../../../shared/charts/lasso.ts';
import type { Answer } from '../../../shared/contract/contract.ts';

const lens = { purpose: 'personalize', asOf: '2026-07-01' } as const;
const folder = mkdtempSync(join(tmpdir(), 'cloister-selection-'));
let engine: Engine;
let points: Answer<'clustering.points'>;
beforeAll(async () => {
  expect(buildSample()).toBe(0);
  engine = createEngine(SAMPLE);
  await engine.call('sample.open', { folder });
  points = await engine.call('clustering.points', { lens });
}, 120_000);
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const box = (x0: number, y0: number, x1: number, y1: number): [number, number][] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
const insideOf = (outline: Outline): number[] =>
  Array.from(points.x.keys()).filter((i) => isInside(outline, points.x[i], points.y[i]));
const WIDE = box(1, -3, 4, 1);
const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};
const segments = () => engine.call('segment.list', { lens });

describe('a selection', () => {
  it('counts the people inside an outline, and those of each cluster and segment among them', async () => {
    const inside = insideOf(WIDE);
    const look = await engine.call('selection.look', { lens, selected: { kind: 'lasso', outline: WIDE } });
    expect(look.people).toBe(inside.length);
    expect(look.mask.length).toBe(0);
    expect(look.cells?.reduce((sum, { people }) => sum + people, 0)).toBe(inside.length);
    expect(look.cells?.every(({ people }) => people >= 11)).toBe(true);
    for (const { people } of look.segments)
      if (people !== null) expect(people === 0 || people >= 11).toBe(true);
  });
  it('of a segment or a cluster has as many people as that', async () => {
    const [segment] = await segments();
    const look = (selected: { kind: 'segment'; id: string } | { kind: 'cluster'; label: number }) =>
      engine.call('selection.look', { lens, selected });
    expect((await look({ kind: 'segment', id: segment.id })).people).toBe(segment.people);
    const clustering = await engine.call('clustering.get', { lens });
    const cluster = clustering?.clusters[1];
    expect((await look({ kind: 'cluster', label: 1 })).people).toBe(cluster?.people);
    // Its distance from everyone is the one of the heat map.
    const heat = await engine.call('clustering.heat', { lens });
    const found = (await look({ kind: 'cluster', label: 1 })).features.map(({ z }) => z);
    const expected = heat.clusters[1].z;
    expect(found).toHaveLength(expected.length);
    found.forEach((z, at) => {
      expect(z ?? 0).toBeCloseTo(expected[at] ?? 0, 10);
    });
  });
  it('lights neighbourhoods of at least eleven points, most of them where most are', async () => {
    const [segment] = await segments();
    const { mask } = await engine.call('selection.look', {
      lens,
      selected: { kind: 'segment', id: segment.id },
    });
    expect(mask).toHaveLength(points.x.length);
    const lit = mask.reduce((sum, one) => sum + one, 0);
    expect(Math.abs(lit - segment.people)).toBeLessThan(segment.people / 2);
    // Whoever is nearest on the scatter to a lit point is lit too, but at the borders of neighbourhoods.
    let alike = 0;
    for (let i = 0; i < mask.length; i++) {
      let nearest = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let j = 0; j < mask.length; j++) {
        const apart = (points.x[i] - points.x[j]) ** 2 + (points.y[i] - points.y[j]) ** 2;
        if (j !== i && apart < least) [nearest, least] = [j, apart];
      }
      alike += Number(mask[i] === mask[nearest]);
    }
    expect(alike / mask.length).toBeGreaterThan(0.85);
  });
  it('of a few people tells nothing of them', async () => {
    const i = points.x.findIndex((x) => x > 3);
    const few = box(points.x[i] - 1e-4, points.y[i] - 1e-4, points.x[i] + 1e-4, points.y[i] + 1e-4);
    expect(insideOf(few).length).toBeGreaterThan(0);
    expect(insideOf(few).length).toBeLessThan(11);
    const look = await engine.call('selection.look', { lens, selected: { kind: 'lasso', outline: few } });
    expect([look.people, look.mask.length, look.cells]).toEqual([null, 0, null]);
    expect(look.features.every(({ z }) => z === null)).toBe(true);
    expect(look.segments.every(({ people }) => people === null)).toBe(true);
    expect(await codeOf(() => engine.call('selection.explain', { lens, outline: few }))).toBe(
      'PRIVACY_REFUSED',
    );
    expect(
      await codeOf(() => engine.call('segment.fromSelection', { lens, outline: few, name: 'Few' })),
    ).toBe('PRIVACY_REFUSED');
  });
  it('is compared with the lens feature by feature, each person once', async () => {
    const compare = (outline: Outline, feature: string) =>
      engine.call('selection.compare', {
        lens,
        selected: { kind: 'lasso', outline: outline.map(([x, y]) => [x, y]) },
        feature,
      });
    const sum = (of: readonly number[] = []): number => of.reduce((all, one) => all + one, 0);
    const found = await compare(WIDE, 'frequency');
    expect(sum(found?.selection)).toBe(insideOf(WIDE).length);
    expect(sum(found?.lens)).toBe(points.x.length);
    const spread = await engine.call('features.distribution', {
      lens,
      choice: { feature: 'frequency', scaling: 'none' },
    });
    expect(sum(spread.type === 'number' ? spread.before.counts : [])).toBe(sum(found?.lens));
    expect(await codeOf(() => compare(WIDE, 'gender'))).toBe('NOT_FOUND');
    const i = points.x.findIndex((x) => x > 3);
    const few = box(points.x[i] - 1e-4, points.y[i] - 1e-4, points.x[i] + 1e-4, points.y[i] + 1e-4);
    expect(await compare(few, 'frequency')).toBeNull();
  });
  it('becomes a segment by a rule, with how well the rule finds it; and undo takes it back', async () => {
    const told = await engine.call('selection.explain', { lens, outline: WIDE });
    const before = await segments();
    const made = await engine.call('segment.fromSelection', { lens, outline: WIDE, name: 'Upper right' });
    expect(made).toMatchObject({
      id: 'upper-right',
      origin: 'selection',
      text: told.text,
      people: told.found,
    });
    expect(made.fidelity).toEqual(told.fidelity);
    expect(told.fidelity?.recall).toBeGreaterThan(0.5);
    // Precision and recall give the same number of people in both.
    const both = (made.fidelity?.recall ?? 0) * told.people;
    expect((made.fidelity?.precision ?? 0) * made.people).toBeCloseTo(both, 6);
    expect(before.map(({ colour }) => colour)).not.toContain(made.colour);
    expect(
      await codeOf(() => engine.call('segment.fromSelection', { lens, outline: WIDE, name: 'Upper right' })),
    ).toBe('USAGE');
    expect((await engine.call('history.list', {})).undo).toBe('make “Upper right” of a selection');
    await engine.call('history.undo', {});
    expect((await segments()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await engine.call('history.redo', {});
    expect((await segments()).find(({ id }) => id === 'upper-right')).toEqual({ ...made, version: 3 });
    await engine.call('history.undo', {});
  });
  it('is refused when it is no outline', async () => {
    const wrong = [
      [[0, 0]],
      [
        [0, 0],
        [1, 1],
      ],
      [
        [0, 0],
        [1, Number.NaN],
        [1, 1],
      ],
    ] as [number, number][][];
    for (const outline of wrong)
      expect(await codeOf(() => engine.call('selection.explain', { lens, outline }))).toBe('USAGE');
  });
});

describe('what may be saved of the scatter', () => {
  it('has no square with fewer than 11 people, rounded counts, and says whom it leaves out', async () => {
    const density = await engine.call('clustering.density', { lens });
    const { x0, x1, y0, y1, columns, rows, cells, leftOut } = density;
    let drawn = 0;
    for (const cell of cells) {
      const west = x0 + (cell.column * (x1 - x0)) / columns;
      const south = y0 + (cell.row * (y1 - y0)) / rows;
      const inside = insideOf(box(west, south, west + (x1 - x0) / columns, south + (y1 - y0) / rows));
      expect(inside.length).toBeGreaterThanOrEqual(10);
      expect(cell.people % 5).toBe(0);
      expect(Math.abs(cell.people - inside.length)).toBeLessThanOrEqual(4);
      drawn += inside.length;
    }
    expect(cells.length).toBeGreaterThan(20);
    expect(Math.abs(leftOut - (100 * (points.x.length - drawn)) / points.x.length)).toBeLessThan(1.5);
  });
});

describe('a segment of a cluster', () => {
  it('that is edited keeps its cluster, its colour, and a fit that is measured again', async () => {
    const segment = (await segments()).find(({ id }) => id === 'big-baskets');
    if (segment === undefined) throw new Error('the sample has no such segment');
    const rule = { op: 'compare', field: 'average_order', is: '>=', value: 140 } as const;
    const edited = await engine.call('segment.define', { lens, id: segment.id, name: segment.name, rule });
    expect(edited).toMatchObject({ origin: 'cluster', colour: segment.colour, cluster: segment.cluster });
    expect(edited.fidelity?.jaccard).not.toBe(segment.fidelity?.jaccard);
    // Against counting: people of the cluster among those the rule finds.
    const cluster = await engine.call('selection.look', {
      lens,
      selected: { kind: 'cluster', label: segment.cluster?.label ?? -1 },
    });
    const both = cluster.segments.find(({ id }) => id === segment.id)?.people ?? Number.NaN;
    expect(edited.fidelity?.precision).toBeCloseTo(both / edited.people, 10);
    expect(edited.fidelity?.recall).toBeCloseTo(both / (cluster.people ?? 0), 10);
    // A new reading of the clusters does not take the edit away.
    await engine.call('segment.fromClustering', { lens });
    expect((await segments()).find(({ id }) => id === segment.id)?.rule).toEqual(rule);
    const renamed = await engine.call('segment.define', { lens, id: segment.id, name: 'Baskets', rule });
    expect(renamed.fidelity).toEqual(edited.fidelity);
  });
});

describe('a colour', () => {
  it('is its segment’s own, whatever comes or goes', async () => {
    const before = new Map((await segments()).map(({ id, colour }) => [id, colour]));
    expect(new Set(before.values()).size).toBe(before.size);
    const [gone, ...rest] = await segments();
    await engine.call('segment.remove', { id: gone.id });
    for (const { id, colour } of await segments()) expect(colour).toBe(before.get(id));
    const release = await engine.call('release.preview', { lens, export: { name: 'Colours' } });
    for (const { id, colour } of release.release.segments) expect(colour).toBe(before.get(id));
    const rule = { op: 'known', field: 'recency' } as const;
    const made = await engine.call('segment.define', { lens, name: 'New one', rule });
    expect(rest.map(({ colour }) => colour)).not.toContain(made.colour);
  });
});

describe('a clustering', () => {
  it('remembers what it was asked for', async () => {
    const clustering = {
      features: [
        { feature: 'recency', scaling: 'robust' },
        { feature: 'monetary', scaling: 'log' },
      ],
      from: 3,
      to: 4,
    } as const;
    const features = [...clustering.features];
    await engine.call('clustering.fit', { lens, clustering: { ...clustering, features }, seed: 7 });
    const found = await engine.call('clustering.get', { lens: { ...lens, asOf: '2026-06-01' } });
    expect(found?.fitted).toEqual({
      lens,
      clustering: { method: 'kmeans', tree: 'cart', ...clustering },
      seed: 7,
    });
  });
});
