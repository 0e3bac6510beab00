/** Prediction from files to features, rules and doubts: fitted on earlier days, tested on later ones, kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { isTold } from '../../shared/counts.ts';
import { newShop, PASSPHRASE, scratch } from './scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let asOf = '';
const lens = () => ({ purpose: 'analytics', asOf }) as const;
const outcome = { kind: 'no-purchase', days: 60 } as const;

beforeAll(async () => {
  ({ engine, asOf } = await newShop(folder, { customers: 1500, events: 1, seed: 4 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

describe('a prediction', () => {
  test('is tested on later days, is better than the share, and becomes a feature and a rule', async () => {
    const answer = await engine.call('prediction.fit', {
      lens: lens(),
      prediction: { outcome, method: 'forest', groups: ['profile.gender'] },
    });
    expect(answer.split).toBe('later');
    expect(Date.parse(asOf) - Date.parse(answer.test.asOf)).toBe(60 * 86_400_000);
    expect(Date.parse(answer.test.asOf) - Date.parse(answer.train.asOf)).toBe(60 * 86_400_000);
    expect(answer.measures.auc).toBeGreaterThan(0.7);
    expect(answer.measures.brier).toBeLessThan(answer.measures.brierOfShare);
    expect(answer.folds).toHaveLength(5);
    expect(answer.predictors.map(({ feature }) => feature)).not.toContain('profile.gender');
    const told = JSON.stringify([answer.reliability, answer.bands, answer.fairness, answer.predictors]);
    expect(told).not.toMatch(/"people":([1-9]|10)[,}]/);
    const { features } = await engine.call('features.compute', { lens: lens() });
    const score = features.find(({ id }) => id === 'churn_score');
    const recency = features.find(({ id }) => id === 'recency');
    expect(score?.known).toBe(recency?.known);
    expect(score?.definition).toContain('no order in the 60 days after');
    const rule = { op: 'compare', field: 'churn_score', is: '>=', value: 0.5 } as const;
    const { people } = await engine.call('segment.count', { lens: lens(), rule });
    const above = answer.bands.filter(({ from }) => from >= 0.5).reduce((sum, band) => sum + band.people, 0);
    if (answer.bands.every((band) => isTold(band.people))) expect(people).toBe(above);
    const again = await engine.call('prediction.fit', {
      lens: lens(),
      prediction: { outcome, method: 'forest', groups: ['profile.gender'] },
    });
    expect({ ...again, version: 1 }).toEqual({ ...answer, version: 1 });
    // Worked out anew, not by the fit.
    await engine.call('vault.close', {});
    await engine.call('vault.open', { path: join(folder, 'shop.cloister'), passphrase: PASSPHRASE });
    expect((await engine.call('segment.count', { lens: lens(), rule })).people).toEqual(people);
    expect((await engine.call('features.compute', { lens: lens() })).features).toEqual(features);
    const columns = await engine.call('column.list', {});
    expect(
      columns.find(({ kind, role }) => kind === 'orders' && role === 'time')?.uses.map(({ what }) => what),
    ).toContain('prediction');
  });

  test('an order after the day changes what happened, never what was known', async () => {
    const fitted = () =>
      engine.call('prediction.fit', { lens: lens(), name: 'later', prediction: { outcome, method: 'tree' } });
    const before = await fitted();
    const day = new Date(Date.parse(asOf) - 5 * 86_400_000).toISOString().slice(0, 10);
    const rows = Array.from({ length: 300 }, (_, i) => `X-${i},C-${i},${day},10.00`);
    const file = join(folder, 'more.csv');
    writeFileSync(file, `order_id,customer_id,ordered_at,amount\n${rows.join('\n')}\n`);
    await engine.call('intake.import', { file, kind: 'orders' });
    const after = await fitted();
    // Those customers are others; the people of the lens and all they did before stay as they were.
    expect(after.train).toEqual(before.train);
    expect(after.folds).toEqual(before.folds);
    expect(after.coefficients).toBeNull();
  });

  test('an attribute is predicted on people drawn and kept back, and says so', async () => {
    const answer = await engine.call('prediction.fit', {
      lens: lens(),
      name: 'plan',
      prediction: {
        outcome: { kind: 'attribute', feature: 'profile.gender', level: 'female' },
        method: 'logistic',
        features: ['profile.country', 'recency', 'frequency'],
      },
    });
    expect(answer.split).toBe('drawn');
    expect(answer.coefficients?.[0].label).toBe('Intercept');
    // Nothing here tells it, and the answer says that.
    expect(answer.doubts.map(({ code }) => code)).toEqual(expect.arrayContaining(['weak', 'not-later']));
  });

  test('an attribute beside dated features is doubted, for it may be from after the days', async () => {
    const answer = await engine.call('prediction.fit', {
      lens: lens(),
      name: 'spender',
      prediction: {
        outcome: { kind: 'spend', days: 60, least: 20 },
        method: 'tree',
        features: ['recency', 'profile.country'],
      },
    });
    expect(answer.doubts.map(({ code }) => code)).toContain('no-date');
  });

  test.each([
    [{ outcome: { kind: 'no-purchase', days: 3000 } }, 'NO_DATA'],
    [{ outcome: { kind: 'spend', days: 60, least: 1e9 } }, 'NO_DATA'],
    [{ outcome, features: ['clv'] }, 'NOT_FOUND'],
    [{ outcome, features: ['churn_score'] }, 'NOT_FOUND'],
    [{ outcome: { kind: 'attribute', feature: 'profile.gender', level: 'x' } }, 'NOT_FOUND'],
    [{ outcome: { kind: 'attribute', feature: 'recency', level: '1' } }, 'NOT_FOUND'],
    [{ outcome, groups: ['recency'] }, 'NOT_FOUND'],
  ] as const)('%j is refused with %s', async (prediction, code) => {
    await expect(
      engine.call('prediction.fit', { lens: lens(), prediction: { ...prediction, method: 'tree' } as never }),
    ).rejects.toMatchObject({ code });
  });
});
