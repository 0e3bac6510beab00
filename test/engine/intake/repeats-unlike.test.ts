/** Records without a number that another mapping kept less of: they count once more, and that is told. */
import { afterAll, expect, it } from 'vitest';
import type { Mapping } from '../../../shared/mapping.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
afterAll(remove);

it('says of records without a number that another mapping kept less of them, since they count once more', async () => {
  const engine = await newVault(folder, 'unlike');
  const take = (name: string, mapping: Mapping, rows: readonly (readonly string[])[], dryRun = false) => {
    const head = mapping.columns.map(({ column }) => column).join(',');
    const file = write(folder, `${name}.csv`, `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`);
    return engine.call('intake.import', { file, mapping, dryRun });
  };
  const visits = (...further: Mapping['columns']): Mapping => ({
    version: 1,
    kind: 'events',
    stream: 'unlike',
    columns: [
      { column: 'who', role: 'identifier' },
      { column: 'at', role: 'time', format: 'iso' },
      ...further,
    ],
  });
  const rows = Array.from({ length: 30 }, (_, i) => [`visitor-${i}`, `2026-03-01T10:${10 + i}:00Z`, 'visit']);
  await take('first', visits({ column: 'what', role: 'dropped' }), rows.slice(0, 20));
  const more = visits({ column: 'what', role: 'name' });
  const answer = await take('more', more, rows.slice(5), true);
  expect(answer.accepted).toBe(25);
  expect(answer.warnings.join(' ')).toContain(
    '15 of 25 records have person and time of one that came before',
  );
  const same = await take('same', visits({ column: 'what', role: 'dropped' }), rows.slice(5));
  expect(same).toMatchObject({ accepted: 10, warnings: [] });
  engine.close();
});
