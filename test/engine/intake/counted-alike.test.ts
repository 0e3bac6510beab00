/** Two shops that both number their customers from 1: told before people become one, and kept apart by a prefix. */
import { afterAll, expect, it } from 'vitest';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
afterAll(remove);

it('numbers that meet people with other addresses are told, and a prefix keeps them apart', async () => {
  const engine = await newVault(folder, 'alike');
  const shop = (address: (n: number) => string): string =>
    `customer_id,email,plan\n${Array.from({ length: 60 }, (_, n) => `${n + 1},${address(n)},${n % 2 ? 'gold' : 'free'}`).join('\n')}\n`;
  const first = write(
    folder,
    'first.csv',
    shop((n) => `a${n}@first.example`),
  );
  const second = write(
    folder,
    'second.csv',
    shop((n) => `b${n}@second.example`),
  );
  // Ten of sixty moved.
  const moved = write(
    folder,
    'moved.csv',
    shop((n) => `${n < 10 ? 'new' : 'a'}${n}@first.example`),
  );
  expect((await engine.call('intake.import', { file: first })).warnings).toEqual([]);
  expect((await engine.call('intake.import', { file: moved, dryRun: true })).warnings).toEqual([]);
  const { warnings, peopleNew } = await engine.call('intake.import', { file: second, dryRun: true });
  expect(peopleNew).toBe(0);
  expect(warnings).toEqual([expect.stringContaining('Where two systems count their customers alike')]);
  const { mapping } = await engine.call('intake.inspect', { file: second });
  const apart = {
    ...mapping,
    columns: mapping.columns.map((column) =>
      column.role === 'identifier' ? { ...column, prefix: 'second:' } : column,
    ),
  };
  const answer = await engine.call('intake.import', { file: second, mapping: apart });
  expect([answer.peopleNew, answer.warnings]).toEqual([60, []]);
  engine.close();
});
