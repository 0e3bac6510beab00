/** A plan with further features, predictions, encodings and a map of RFM of its own, run twice to the same bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { newVault, scratch } from './scratch.ts';

const { folder, remove } = scratch();
const sample = join(folder, 'sample');
let engine: Engine;
let asOf = '';

const planWith = (name: string, more: string, day = asOf, purpose = 'analytics'): string => {
  const path = join(sample, name);
  writeFileSync(
    path,
    `version: 1
name: Autumn
seed: 7
sources:
  - {file: customers.csv}
  - {file: orders.csv}
  - {file: consents.csv}
lens: {purpose: ${purpose}, asOf: ${day}}
${more}`,
  );
  return path;
};
const WHOLE = `features: [gap_mean, orders_90]
value: {model: bg-nbd, months: 6}
predict:
  - {name: churn, outcome: {kind: no-purchase, days: 60}, method: logistic}
  - {name: big, outcome: {kind: top-spend, days: 60, share: 0.2}, method: tree}
clustering:
  features:
    - {feature: recency, scaling: rank, missing: leave-out}
    - {feature: gap_mean, scaling: robust}
    - {feature: profile.country, encoding: frequency, rare: 0.05}
    - {feature: churn_score}
    - {feature: p_alive}
  method: ward
  k: 4
rfm:
  ties: above
  cuts: {recency: [30, 90, 180, 365], frequency: [1, 2, 4, 8], monetary: [20, 50, 150, 500]}
  segments:
    - {id: best, name: Best, r: [4, 5], f: [4, 5]}
    - {id: asleep, name: Asleep, cells: ["11", "12", "21"]}
    - {id: rest, name: Everyone else, r: [1, 5], colour: 7}
`;

beforeAll(async () => {
  engine = await newVault(folder, 'shop');
  ({ asOf } = await engine.call('sample.write', { folder: sample, customers: 1500, events: 0, seed: 9 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

test('everything a plan says of features, predictions, methods and RFM is done', {
  timeout: 120_000,
}, async () => {
  const plan = planWith('whole.yaml', WHOLE);
  const done = await engine.call('plan.run', { plan, folder: join(folder, 'none') });
  expect(done.steps.map(({ step }) => step)).toEqual([
    'import',
    'import',
    'import',
    'lens',
    'features',
    'value',
    'features',
    'predict',
    'predict',
    'cluster',
    'segments',
    'segments',
    'personas',
  ]);
  expect(done.predictions.map(({ feature }) => feature)).toEqual(['churn_score', 'big_score']);
  for (const { measures } of done.predictions) expect(measures.auc).toBeGreaterThan(0.55);
  expect(done.value).toMatchObject({ choice: { model: 'bg-nbd', months: 6, unit: 'week' } });
  expect(done.clustering?.k).toBe(4);
  expect(done.clustering?.shown.method).toBe('ward');
  expect(done.clustering?.features).toContain('churn_score');
  expect(done.clustering?.shown.done.join(' ')).toMatch(/Recency: .* without a value left out/);
  const { settings } = await engine.call('rfm.get', {});
  expect(settings.segments.map(({ id }) => id)).toEqual(['best', 'asleep', 'rest']);
  expect(done.segments.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Best', 'Asleep', 'Everyone else']),
  );
  const lens = { purpose: 'analytics', asOf } as const;
  expect((await engine.call('features.compute', { lens })).features.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['gap_mean', 'orders_90', 'churn_score', 'big_score']),
  );
  // Again: nothing new is kept but what a fit keeps, and the figures are the same.
  const again = await engine.call('plan.run', { plan, folder: join(folder, 'none') });
  expect(again.predictions).toEqual(done.predictions);
  expect({ ...again.value, version: 1 }).toEqual(done.value);
  expect(again.clustering?.version).toBe(done.clustering?.version);
  expect(again.segments.map(({ people }) => people)).toEqual(done.segments.map(({ people }) => people));
});

test('the same plan two months later, without a new fit: assigned, held against the fit, a new one proposed', {
  timeout: 120_000,
}, async () => {
  const was = await engine.call('clustering.list', {});
  const later = new Date(Date.parse(asOf) + 61 * 86_400_000).toISOString().slice(0, 10);
  const plan = planWith('later.yaml', `refit: false\n${WHOLE}`, later);
  const done = await engine.call('plan.run', { plan, folder: join(folder, 'none') });
  expect(await engine.call('clustering.list', {})).toEqual(was);
  expect([done.clustering?.version, done.clustering?.fitted.lens.asOf]).toEqual([was[0].version, asOf]);
  expect(done.drift).toMatchObject({ before: asOf, after: later });
  // Nobody bought in between, so recency moved for everyone.
  expect(done.drift?.proposal).toMatch(/^Fit it again: .*Recency/);
  expect(done.steps.find(({ step }) => step === 'cluster')?.made).toMatch(
    new RegExp(`^Ward as fitted for ${asOf}, k = 4, .*Fit it again`),
  );
  expect(done.steps.find(({ step }) => step === 'predict')?.made).toContain(`as fitted for ${asOf}`);
  expect(done.segments.length).toBeGreaterThan(3);
  // Other choices are fitted, as a plan that says nothing of it does; and what was learnt of people for one purpose is
  // not used for another.
  const choices = `refit: false\n${WHOLE.replace('k: 4', 'k: 3')}`;
  const other = planWith('other.yaml', choices, asOf, 'personalize');
  const again = await engine.call('plan.run', { plan: other, folder: join(folder, 'none') });
  const lens = { purpose: 'personalize', asOf } as const;
  expect([again.clustering?.k, again.drift, again.clustering?.fitted.lens]).toEqual([3, null, lens]);
  expect(again.value?.lens).toMatchObject(lens);
  const kept = await engine.call('prediction.list', { lens });
  expect(kept.map(({ fitted }) => fitted.lens)).toEqual([lens, lens]);
});

test('the plan of the documentation is read as it stands; what cannot be is named with its path', async () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/plan.md'), 'utf8');
  const [first] = guide.matchAll(/```yaml\n(version: 1.*?)```/gs);
  const { parsePlan } = await import('../../shared/plan.ts');
  const { parse } = await import('yaml');
  const read = parsePlan(parse(first[1]));
  expect(read.predict.map(({ name }) => name)).toEqual(['churn', 'big']);
  expect(read.features).toEqual(['gap_mean', 'sessions']);
  const [, map] = [...guide.matchAll(/```yaml\n(rfm:\n.*?)```/gs)][0];
  expect(parsePlan({ ...parse(first[1]), ...parse(map) }).rfm).toMatchObject({ ties: 'below' });
  const wrong = (more: string): Promise<unknown> =>
    engine.call('plan.run', { plan: planWith('wrong.yaml', more), folder: join(folder, 'none') });
  await expect(wrong('predict: [{outcome: {kind: no-purchase}}]')).rejects.toThrow(
    /predict\.0\.outcome\.days/,
  );
  await expect(
    wrong('predict: [{outcome: {kind: no-purchase, days: 3}}, {outcome: {kind: no-purchase, days: 5}}]'),
  ).rejects.toThrow(/two predictions have the same name/);
  await expect(wrong('rfm: {segments: [{id: a, name: A, r: [5, 1]}]}')).rejects.toThrow(/rfm/);
  await expect(wrong('features: [mood]')).rejects.toThrow(/no further feature mood/);
});
