/** The inventory of columns, their classes and purposes, the minimization audit. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { newVault, PASSPHRASE, scratch } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
const LENS = { purpose: 'analytics', asOf: '2026-07-01' };
const FEATURES = ['recency', 'frequency', 'monetary'];
let engine: Engine;
let asOf = LENS;

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  const files = join(folder, 'sample');
  const sample = await engine.call('sample.write', { folder: files, customers: 900, events: 3 });
  asOf = { purpose: 'analytics', asOf: sample.asOf };
  for (const name of ['customers.csv', 'orders.csv', 'events.csv', 'consents.csv'])
    await engine.call('intake.import', { file: join(files, name) });
  await engine.call('clustering.fit', {
    lens: asOf,
    clustering: { features: [...FEATURES, 'profile.city'].map((feature) => ({ feature })), k: 3 },
  });
}, 120_000);
afterAll(() => {
  engine.close();
  remove();
});

const refusal = (work: Promise<unknown>): Promise<CloisterError> =>
  work.then(
    () => {
      throw new Error('nothing was refused');
    },
    (error: unknown) => {
      if (error instanceof CloisterError) return error;
      throw error;
    },
  );
const asOfficer = async <T>(work: () => Promise<T>): Promise<T> => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  try {
    return await work();
  } finally {
    await engine.call('officer.leave', {});
  }
};
const column = async (name: string) =>
  (await engine.call('column.list', {})).find((one) => one.name === name);
const features = async (purpose = 'analytics') =>
  engine.call('features.compute', { lens: { ...asOf, purpose } });

describe('the inventory', () => {
  it('tells class, evidence, purposes and use of every stored column', async () => {
    const columns = await engine.call('column.list', {});
    expect(
      columns.every(({ class: dataClass }) => dataClass !== 'direct_id' && dataClass !== 'free_text'),
    ).toBe(true);
    expect(await column('city')).toMatchObject({
      class: 'quasi_id',
      action: 'keep',
      purposes: null,
      decidedBy: 'auto',
    });
    expect((await column('city'))?.evidence[0]).toMatchObject({ kind: 'header', word: 'city' });
    expect((await column('city'))?.uses.map(({ what }) => what)).toEqual(['clustering']);
    expect((await column('amount'))?.lastUsedAt).toBeGreaterThan(0);
    expect((await column('name'))?.uses).toEqual([]);
  });
});

describe('classes and purposes', () => {
  it('a stronger class is the analyst’s to give, a weaker one the officer’s, with a reason on the record', async () => {
    const key = { kind: 'profiles' as const, name: 'city', reason: 'the city names a region' };
    expect((await refusal(engine.call('column.classify', { ...key, class: 'behavioural' }))).code).toBe(
      'OFFICER_NEEDED',
    );
    await asOfficer(() => engine.call('column.classify', { ...key, class: 'behavioural' }));
    expect(await column('city')).toMatchObject({
      class: 'behavioural',
      decidedBy: 'officer',
      reason: key.reason,
    });
    await asOfficer(() => engine.call('column.classify', { ...key, class: 'quasi_id' }));
    const log = await engine.call('audit.log', {});
    expect(log.filter(({ action }) => action === 'column.classify')).toHaveLength(2);
  });
  it('a column is computed with only for the purposes it is allowed for, and the answer says so', async () => {
    await asOfficer(() =>
      engine.call('column.allow', {
        kind: 'orders',
        name: 'amount',
        purposes: ['marketing.advertising'],
        reason: 'value is for ads',
      }),
    );
    const found = await features();
    expect(found.features.map(({ id }) => id)).not.toContain('monetary');
    expect(found.notAllowed).toMatchObject([{ kind: 'orders', name: 'amount' }]);
    const ads = await features('marketing.advertising');
    expect(ads.features.map(({ id }) => id)).toContain('monetary');
    await asOfficer(() =>
      engine.call('column.allow', {
        kind: 'orders',
        name: 'amount',
        purposes: null,
        reason: 'for every purpose again',
      }),
    );
    expect((await features()).notAllowed).toEqual([]);
  });
  it('a special category that is signed off is used only for people who gave explicit consent', async () => {
    const key = {
      kind: 'profiles' as const,
      name: 'plan',
      class: 'sensitive' as const,
      reason: 'stands for health',
    };
    const name =
      (await engine.call('column.list', {})).find(
        ({ kind, role }) => kind === 'profiles' && role === 'attribute',
      )?.name ?? '';
    expect((await refusal(asOfficer(() => engine.call('column.classify', { ...key, name })))).code).toBe(
      'PRIVACY_REFUSED',
    );
    const before = await features();
    await asOfficer(() => engine.call('column.classify', { ...key, name, basis: 'explicit_consent' }));
    const known = (list: typeof before) => list.features.find(({ id }) => id === `profile.${name}`)?.known;
    expect(known(before)).toBeGreaterThan(0);
    expect(known(await features())).toBeLessThan(1);
    await asOfficer(() => engine.call('column.classify', { ...key, name, class: 'quasi_id' }));
  });
});

describe('the minimization audit', () => {
  it('measures what each column does for the clustering, and says what to do with it', async () => {
    const answer = await engine.call('minimization.audit', { lens: asOf });
    expect(answer.clustering).toMatchObject({ id: 'clustering', k: 3 });
    const by = new Map(answer.columns.map((one) => [`${one.kind}.${one.name}`, one]));
    const amount = by.get('orders.amount');
    expect(amount?.dropped?.ari).toBeLessThan(1);
    expect(amount?.coarser?.ari).toBeGreaterThan(amount?.dropped?.ari ?? 1);
    expect(by.get('events.name')).toMatchObject({ dropped: null, recommendation: 'drop' });
    expect(by.get('profiles.city')?.pair?.distinction).toBeGreaterThanOrEqual(
      by.get('profiles.city')?.alone?.distinction ?? 1,
    );
    expect(answer.people.known).toBe(900);
    expect(await engine.call('minimization.last', {})).toEqual(answer);
    const again = await engine.call('minimization.audit', { lens: asOf });
    expect({ ...again, at: 0 }).toEqual({ ...answer, at: 0 });
  }, 60_000);
});

describe('coarsening and dropping', () => {
  it('coarsening writes the column anew, and later imports come in coarser', async () => {
    const key = { kind: 'orders' as const, name: 'amount', reason: 'steps are enough' };
    expect((await refusal(engine.call('column.coarsen', key))).code).toBe('OFFICER_NEEDED');
    const { coarsening } = await asOfficer(() => engine.call('column.coarsen', key));
    expect(coarsening.how).toBe('step');
    expect(await column('amount')).toMatchObject({ action: 'coarsen', coarsening });
  });
  it('dropping deletes the column; what used it is named, and an import leaves it out', async () => {
    const dropped = await asOfficer(() =>
      engine.call('column.drop', { kind: 'profiles', name: 'city', reason: 'not needed' }),
    );
    expect(dropped.chunks).toBeGreaterThan(0);
    expect(dropped.usedBy).toEqual(['clustering']);
    expect(await column('city')).toBeUndefined();
    expect((await features()).features.map(({ id }) => id)).not.toContain('profile.city');
    const more = join(folder, 'more');
    await engine.call('sample.write', { folder: more, customers: 50, seed: 9 });
    const answer = await engine.call('intake.import', { file: join(more, 'customers.csv') });
    expect(answer.dropped).toContain('city');
    expect(await column('city')).toBeUndefined();
  });
});

describe('retention', () => {
  it('a rule shows what a purge would remove, and only the purge removes it', async () => {
    vi.useFakeTimers({ now: Date.parse(`${asOf.asOf}T00:00:00Z`), toFake: ['Date'] });
    try {
      await asOfficer(() =>
        engine.call('retention.set', { scope: 'kind', subject: 'events', days: 100, reason: 'a quarter' }),
      );
      await asOfficer(() =>
        engine.call('retention.set', {
          scope: 'column',
          subject: 'orders.amount',
          days: 200,
          reason: 'half a year',
        }),
      );
      const before = await engine.call('retention.list', {});
      const [amounts, events] = before.rules;
      expect(events.rows).toBeGreaterThan(0);
      expect(amounts.rows).toBeGreaterThan(0);
      expect(await engine.call('retention.list', {})).toEqual(before);
      // What goes is a matter of the day, not of the hour.
      vi.setSystemTime(Date.parse(`${asOf.asOf}T23:59:59Z`));
      expect(await engine.call('retention.list', {})).toEqual(before);
      expect((await refusal(engine.call('retention.purge', {}))).code).toBe('OFFICER_NEEDED');
      const purged = await asOfficer(() => engine.call('retention.purge', {}));
      expect(purged.rows).toBe((events.rows ?? 0) + (amounts.rows ?? 0));
      const after = await engine.call('retention.list', {});
      expect(after.rules.map(({ rows }) => rows)).toEqual([0, 0]);
      vi.setSystemTime(Date.parse(`${asOf.asOf}T00:00:00Z`) + 30 * 86_400_000);
      expect((await engine.call('retention.list', {})).rules[1].rows).toBeGreaterThan(0);
      const log = await engine.call('audit.log', {});
      expect(log.map(({ action }) => action)).toContain('retention.purge');
    } finally {
      vi.useRealTimers();
    }
  });
  it('no rule is about what is not there, or about the ledger', async () => {
    for (const [scope, subject] of [
      ['kind', 'consents'],
      ['kind', 'x'],
      ['source', '99'],
      ['column', 'orders.time'],
    ] as const)
      expect(
        (
          await refusal(
            asOfficer(() => engine.call('retention.set', { scope, subject, days: 9, reason: 'why' })),
          )
        ).code,
      ).toBe('NOT_FOUND');
  });
});

describe('the record of processing', () => {
  it('names controller, purposes, data, limits and measures, as text and as data', async () => {
    expect((await engine.call('processing.record', {})).text).toContain('`cloister audit VAULT controller`');
    await asOfficer(() => engine.call('processing.describe', { name: 'Shop', contact: 'Main St 1' }));
    expect((await engine.call('processing.record', {})).text).toContain(
      '| Data protection officer | none named |',
    );
    await asOfficer(() =>
      engine.call('processing.describe', { name: 'Shop <b>', contact: 'Main St 1', officer: 'P. Officer' }),
    );
    const { record, text } = await engine.call('processing.record', {});
    expect(record).toMatchObject({ controller: { name: 'Shop <b>' }, recipients: [] });
    expect(record.data.map(({ column: name }) => name)).toContain('amount');
    expect(record.retention).toHaveLength(2);
    expect(record.measures.every(({ holds }) => holds)).toBe(true);
    expect(text).toMatch(/## Time limits for erasure[\s\S]*half a year/);
    const html = await engine.call('processing.record', { format: 'html' });
    expect(html.text).toContain('Shop &lt;b&gt;');
    expect(html.text).not.toContain('Shop <b>');
    expect(JSON.parse((await engine.call('processing.record', { format: 'json' })).text)).toEqual(record);
  });
});
