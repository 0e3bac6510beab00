/** Records that count once more, and that is told: without a number under a mapping that kept less; under other headers. */
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

it('says of a file whose columns are called otherwise now that another stream brought its records already', async () => {
  const engine = await newVault(folder, 'renamed');
  const take = (who: string, number: string, stream?: string, from = 0, dryRun = true) => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${1000 + from + i},c-${i % 7},2026-03-${10 + (i % 9)},${from + 5 + i}.50`,
    );
    const name = `${who}-${number}-${from}.csv`;
    const file = write(folder, name, `${[`${number},${who},at,total`, ...rows].join('\n')}\n`);
    const mapping: Mapping = {
      version: 1,
      kind: 'orders',
      ...(stream === undefined ? {} : { stream }),
      columns: [
        { column: number, role: 'reference' },
        { column: who, role: 'identifier' },
        { column: 'at', role: 'time', format: 'iso' },
        { column: 'total', role: 'amount', format: '1234.56' },
      ],
    };
    return engine.call('intake.import', { file, mapping, dryRun });
  };
  await take('customer_id', 'order_no', undefined, 0, false);
  for (const { repeats, warnings } of [
    await take('client', 'order_no'),
    await take('customer_id', 'OrderNumber'),
  ]) {
    expect(repeats.fresh).toBe(20);
    expect(warnings.join(' ')).toContain('20 of 20 records stand word for word in another stream');
  }
  // Another shop's orders, and a stream that was said.
  expect((await take('client', 'order_no', undefined, 300)).warnings).toEqual([]);
  expect((await take('client', 'order_no', 'shop-b')).warnings).toEqual([]);
  engine.close();
});
