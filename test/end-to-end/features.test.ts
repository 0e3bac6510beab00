/** Further features and an RFM map of one's own: kept, computed, used by a rule and a prediction, taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { RFM_USUAL } from '../../shared/rfm.ts';
import { newShop, scratch } from './scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let asOf = '';
const lens = () => ({ purpose: 'analytics', asOf }) as const;
const ids = async () =>
  (await engine.call('features.compute', { lens: lens() })).features.map(({ id }) => id);

beforeAll(async () => {
  const files = ['customers', 'orders', 'events', 'consents'];
  ({ engine, asOf } = await newShop(folder, { customers: 500, events: 4, seed: 6 }, files));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

describe('the catalogue', () => {
  test('keeps what is asked for, nothing before, and takes it back', { timeout: 60_000 }, async () => {
    const catalogue = await engine.call('features.catalogue', {});
    expect(catalogue.filter(({ always }) => always).every(({ kept }) => kept)).toBe(true);
    expect(catalogue.find(({ id }) => id === 'category_diversity')?.lacking).toEqual(['orders.name']);
    expect(await ids()).not.toContain('gap_mean');
    await engine.call('features.keep', { features: ['sessions', 'gap_mean', 'category_diversity'] });
    // What there are no rows for is left out, not made up.
    expect((await ids()).filter((id) => /gap_mean|sessions|category/.test(id))).toEqual([
      'gap_mean',
      'sessions',
    ]);
    const rule = { op: 'compare', field: 'sessions', is: '>=', value: 2 } as const;
    expect((await engine.call('segment.count', { lens: lens(), rule })).people).toBeGreaterThan(0);
    const found = await engine.call('prediction.fit', {
      lens: lens(),
      name: 'churn',
      prediction: { outcome: { kind: 'no-purchase', days: 60 }, method: 'tree' },
    });
    expect(found.predictors.map(({ feature }) => feature)).toContain('gap_mean');
    await expect(engine.call('features.keep', { features: ['mood'] })).rejects.toThrow(
      /no further feature mood/,
    );
    await engine.call('features.keep', { features: [] });
    expect(await ids()).not.toContain('gap_mean');
    await engine.call('history.undo', {});
    expect(await ids()).toContain('gap_mean');
  });
  test('a map of RFM of one’s own names the segments, says what it leaves out, and is taken back', async () => {
    const map = {
      ties: 'above',
      cuts: null,
      segments: [
        { id: 'best', name: 'Best', r: [4, 5] as [number, number], f: [4, 5] as [number, number] },
        { id: 'never', name: 'Never', r: [5, 5] as [number, number], f: [5, 5] as [number, number] },
      ],
    } as const;
    const made = await engine.call('rfm.define', { map: { ...map, segments: [...map.segments] } });
    expect(made.lint.unreachable).toEqual(['never']);
    expect(made.lint.uncovered.length).toBe(105);
    const segments = await engine.call('segment.fromRfm', { lens: lens() });
    expect(segments.map(({ name }) => name)).toEqual(['Best']);
    const { rfm } = await engine.call('features.compute', { lens: lens() });
    expect(rfm?.segments.map(({ name }) => name)).toEqual(['Best', 'Never']);
    await engine.call('history.undo', {});
    await engine.call('history.undo', {});
    expect((await engine.call('rfm.get', {})).settings).toEqual(RFM_USUAL);
    const twice = [map.segments[0], map.segments[0]];
    await expect(engine.call('rfm.define', { map: { ...map, segments: twice } })).rejects.toThrow(/id best/);
  });
});
