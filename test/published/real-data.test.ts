/**
 * Real data against figures published by others: the CDNOW sample (Fader and Hardie) and the Complete Journey
 * sample (84.51). They are not part of the project; without them the tests are skipped and say so.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FEW, HIDDEN } from '../../shared/counts.ts';
import { newVault, scratch } from '../end-to-end/scratch.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(join(DATA, 'cdnow'));
if (!present) console.warn('skipped: the real data sets are not beside the project (../shared/data)');
const { folder, remove } = scratch();
afterAll(remove);

describe.skipIf(!present)('CDNOW, 1/10 sample', () => {
  it('has the published people, transactions and dollars', async () => {
    const engine = await newVault(folder, 'cdnow');
    const mapping = {
      version: 1 as const,
      kind: 'orders' as const,
      format: {
        delimiter: 'whitespace' as const,
        header: false,
        columns: ['master', 'customer', 'date', 'units', 'dollars'],
      },
      columns: [
        { column: 'customer', role: 'identifier' as const },
        { column: 'date', role: 'time' as const, format: 'yyyymmdd' },
        { column: 'dollars', role: 'amount' as const },
      ],
    };
    try {
      const answer = await engine.call('intake.import', {
        file: join(DATA, 'cdnow', 'CDNOW_sample.txt'),
        mapping,
      });
      expect(answer).toMatchObject({
        records: 6919,
        accepted: 6919,
        rejected: 0,
        peopleNew: 2357,
        amountTotal: 244_091.94,
      });
      await engine.call('consent.declare', {
        purpose: 'analytics',
        basis: 'legitimate_interest',
        at: '1997-01-01',
        reason: 'published research data',
      });
      const { features, rfm } = await engine.call('features.compute', {
        lens: { purpose: 'analytics', asOf: '1998-07-01' },
      });
      const monetary = features.find(({ id }) => id === 'monetary');
      // Means are told on steps that hide one person; the exact sum is that of the import above.
      expect(monetary?.mean).toBe(105);
      expect(Math.abs(105 - 244_091.94 / 2357)).toBeLessThan(2.5);
      // One person cannot be lost: that is told to nobody, nor the group by which it could be computed.
      const groups = rfm?.segments ?? [];
      expect(groups.filter(({ people }) => people === FEW).map(({ id }) => id)).toEqual(['cannot-lose']);
      expect(groups.filter(({ people }) => people === HIDDEN).map(({ id }) => id)).toEqual(['attention']);
      expect(groups.reduce((sum, { people }) => sum + Math.floor(people), 0)).toBe(2357 - 1 - 78);
      // Calibration period: 2,357 people bought by 1997-09-30, and 946 of them again on a later day.
      const calibration = await engine.call('segment.count', {
        lens: { purpose: 'analytics', asOf: '1997-10-01' },
        rule: { op: 'compare', field: 'recency', is: '>=', value: 0 },
      });
      expect(calibration.people).toBe(2357);
    } finally {
      engine.close();
    }
  });
  it('gives the published models of customer value from the log itself', async () => {
    const engine = await newVault(folder, 'cdnow-value');
    const columns = [
      { column: 'customer', role: 'identifier' as const },
      { column: 'date', role: 'time' as const, format: 'yyyymmdd' },
      { column: 'dollars', role: 'amount' as const },
    ];
    const format = {
      delimiter: 'whitespace' as const,
      header: false,
      columns: ['master', 'customer', 'date', 'units', 'dollars'],
    };
    const mapping = { version: 1 as const, kind: 'orders' as const, format, columns };
    const about = (figures: number[], expected: number[], relative: number): void =>
      figures.forEach((figure, i) => {
        expect(Math.abs(figure / expected[i] - 1), `${figure} against ${expected[i]}`).toBeLessThan(relative);
      });
    try {
      await engine.call('intake.import', { file: join(DATA, 'cdnow', 'CDNOW_sample.txt'), mapping });
      await engine.call('consent.declare', {
        purpose: 'analytics',
        basis: 'contract',
        at: '1997-01-01',
        reason: 'orders',
        state: 'given',
      });
      const valueFrom = (model: 'bg-nbd' | 'pareto-nbd', asOf = '1997-10-01', holdout = 60) =>
        engine.call('value.fit', { lens: { purpose: 'analytics', asOf }, value: { model, holdout } });
      // Eight people bought once, for nothing: the papers count them, and so must we.
      const bg = await valueFrom('bg-nbd');
      expect(bg.purchases.logLikelihood).toBeCloseTo(-9582.429207, 5);
      const settled = bg.purchases.parameters.map(({ value }) => value);
      about(settled, [0.24259451, 4.41360183, 0.79292191, 2.42590641], 1e-4);
      expect(bg.money?.logLikelihood).toBeCloseTo(-4055.917695, 5);
      const spent = bg.money?.parameters.map(({ value }) => value) ?? [];
      about(spent, [6.24957251, 3.74422474, 15.44352092], 1e-3);
      expect(bg.doubts.find(({ code }) => code === 'free')?.text).toContain('Fewer than 11 purchase days');
      const pareto = await valueFrom('pareto-nbd');
      expect(pareto.purchases.logLikelihood).toBeCloseTo(-9594.976, 3);
      const { holdout } = await valueFrom('bg-nbd', '1998-07-01', 273);
      expect(holdout?.actual).toBe(1882);
      // BTYD, whose search ends a little below the top.
      expect(holdout?.expected).toBeCloseTo(1653.391, 1);
    } finally {
      engine.close();
    }
  }, 120_000);
});

describe.skipIf(!present)('Complete Journey', () => {
  it('has the published lines, households, baskets and dollars, and joins the demographics', async () => {
    const engine = await newVault(folder, 'journey');
    const path = (name: string): string => join(DATA, 'complete-journey', `completejourney_${name}.csv`);
    try {
      const answer = await engine.call('intake.import', {
        file: path('transactions_sample'),
        mapping: {
          version: 1,
          kind: 'orders',
          columns: [
            { column: 'household_id', role: 'identifier' },
            { column: 'basket_id', role: 'reference' },
            { column: 'transaction_timestamp', role: 'time' },
            { column: 'sales_value', role: 'amount' },
          ],
        },
      });
      expect(answer).toMatchObject({
        records: 75_000,
        accepted: 75_000,
        rejected: 0,
        duplicates: 0,
        peopleNew: 2377,
        amountTotal: 233_935.24,
      });
      const people = await engine.call('intake.import', {
        file: path('demographics'),
        mapping: {
          version: 1,
          kind: 'profiles',
          columns: [
            { column: 'household_id', role: 'identifier' },
            { column: 'income', role: 'attribute', class: 'quasi-identifier' },
          ],
        },
      });
      expect(people).toMatchObject({ records: 801, accepted: 801, rejected: 0 });
      await engine.call('consent.declare', {
        purpose: 'analytics',
        basis: 'legitimate_interest',
        at: '2017-01-01',
        reason: 'published research data',
      });
      const { features } = await engine.call('features.compute', {
        lens: { purpose: 'analytics', asOf: '2018-01-01' },
      });
      const frequency = features.find(({ id }) => id === 'frequency');
      const known = frequency?.known ?? 0;
      expect(Math.abs((frequency?.mean ?? 0) / (47_243 / known) - 1)).toBeLessThan(0.005);
    } finally {
      engine.close();
    }
  });
});
