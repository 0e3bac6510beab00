/** New numbers for everybody: told before anything is loaded, and joined by a list of old and new ones. */
import { afterAll, expect, it } from 'vitest';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
afterAll(remove);

it('customers with other numbers than before are told, and a list of both joins them', async () => {
  const engine = await newVault(folder, 'rekeyed');
  const people = (mark: string): string =>
    `customer_id,plan\n${Array.from({ length: 60 }, (_, i) => `${mark}${i},${i % 2 ? 'gold' : 'free'}`).join('\n')}\n`;
  const before = write(folder, 'before.csv', people('a'));
  const after = write(folder, 'after.csv', people('b'));
  const growth = write(
    folder,
    'growth.csv',
    `${people('a')}${people('c').split('\n').slice(1, 11).join('\n')}\n`,
  );
  expect((await engine.call('intake.import', { file: before })).warnings).toEqual([]);
  expect((await engine.call('intake.import', { file: growth, dryRun: true })).warnings).toEqual([]);
  const { warnings, peopleNew } = await engine.call('intake.import', { file: after, dryRun: true });
  expect(peopleNew).toBe(60);
  expect(warnings).toEqual([
    expect.stringContaining('Nearly nobody in it was known, though before.csv tells people by'),
  ]);
  const both = Array.from({ length: 60 }, (_, i) => `a${i},b${i}`).join('\n');
  await engine.call('intake.import', {
    file: write(folder, 'both.csv', `old,new\n${both}\n`),
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'old', role: 'identifier' },
        { column: 'new', role: 'link', identifier: 'customer' },
      ],
    },
  });
  const joined = await engine.call('intake.import', { file: after });
  expect([joined.peopleNew, joined.peopleKnown, joined.warnings]).toEqual([0, 60, []]);
  engine.close();
});

it('new addresses are new people: nobody is given another', async () => {
  const engine = await newVault(folder, 'addresses');
  const people = (mark: string): string =>
    `email,plan\n${Array.from({ length: 60 }, (_, i) => `${mark}${i}@a.example,${i % 2 ? 'gold' : 'free'}`).join('\n')}\n`;
  await engine.call('intake.import', { file: write(folder, 'subscribed.csv', people('s')) });
  const left = await engine.call('intake.import', { file: write(folder, 'left.csv', people('u')) });
  expect([left.peopleNew, left.warnings]).toEqual([60, []]);
  engine.close();
});
