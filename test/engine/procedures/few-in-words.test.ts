/** Few people stand in no sentence and in no size of a sample: neither who is left out of a fit nor who is admitted. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { FEW } from '../../../shared/counts.ts';
import { createRandom } from '../../../shared/random.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const [PEOPLE, WITHOUT, ADMITTED] = [240, 4, 5];
const { folder, remove } = scratch();
let engine: Engine;
let plan = '';

beforeAll(async () => {
  const random = createRandom('few');
  const rows = Array.from(
    { length: PEOPLE },
    (_, i) =>
      `${i},${i < WITHOUT ? '' : (random.next() + (i % 2) * 5).toFixed(3)},${random.next().toFixed(3)}`,
  );
  write(folder, 'people.csv', `customer_id,height,width\n${rows.join('\n')}\n`);
  const said = Array.from({ length: ADMITTED }, (_, i) => `${i},personalize,given,2026-01-01`);
  write(folder, 'consents.csv', `customer_id,purpose,state,date\n${said.join('\n')}\n`);
  plan = write(
    folder,
    'plan.yaml',
    `version: 1
name: Few
sources: [{file: people.csv}, {file: consents.csv}]
consent: [{purpose: analytics, state: given, basis: legitimate_interest, at: 2026-01-01, reason: to test it}]
lens: {purpose: personalize, asOf: 2026-06-01}
`,
  );
  engine = await newVault(folder, 'few');
});
afterAll(() => {
  engine.close();
  remove();
});

it('a plan says of an admitted few only that they are fewer than 11', async () => {
  const { steps } = await engine.call('plan.run', { plan, folder: join(folder, 'none') });
  const made = (step: string) => steps.find((one) => one.step === step)?.made;
  expect(made('lens')).toBe(`<11 admitted of ${PEOPLE} known`);
  expect(made('features')).toMatch(/features of <11 people$/);
});

it('sizes of samples do not count those who are left out', async () => {
  const features = ['profile.height', 'profile.width'].map((feature) => ({
    feature,
    missing: 'leave-out' as const,
  }));
  const lens = { purpose: 'analytics', asOf: '2026-06-01' };
  const fitted = await engine.call('clustering.fit', { lens, clustering: { features, k: 2 } });
  expect([fitted.noise, fitted.lens.admitted]).toEqual([FEW, PEOPLE]);
  const samples = [fitted.silhouetteSample, fitted.secondOpinion?.sample, fitted.stability.sample];
  expect(samples).toEqual([PEOPLE, PEOPLE, PEOPLE]);
  expect(JSON.stringify(fitted)).not.toContain(String(PEOPLE - WITHOUT));
});
