/** Dates that no format reads are said aloud, and a file of orders stays one: what it is waits for their format. */
import { afterAll, describe, expect, it } from 'vitest';
import { newVault, scratch, write } from '../../../end-to-end/scratch.ts';
import { inProfiles, type Make, of, pick, roleOf } from './table.ts';

const { folder, remove } = scratch();
const engine = await newVault(folder, 'shop.cloister');
afterAll(async () => {
  await engine.call('vault.close', {});
  remove();
});

/** Orders of seven customers, 30 in all, with what stands under a header. */
const orders = (header: string, when: (row: number) => string): string =>
  write(
    folder,
    `${header}-${when(1).replaceAll(/\W/g, '-')}.csv`,
    `customer_id,order_id,${header},total\n${Array.from({ length: 30 }, (_, row) => `c${row % 7},o${row},${when(row)},${row}.50\n`).join('')}`,
  );
const file = (header: string, when: Make) =>
  of({
    customer_id: (row) => `c${row % 70}`,
    order_id: (row) => `o${row}`,
    [header]: when,
    total: (row) => `${row}.50`,
  });

describe('dates that no format reads', () => {
  const unread: [string, Make][] = [
    ['order_date', (row) => `0${1 + (row % 9)}/2026`],
    ['order_date', (row) => `Q${1 + (row % 4)} 2026`],
    ['order_date', (row) => `2026-03-${10 + (row % 20)} 25:00`],
    ['ordered_at', (row) => (row % 8 === 0 ? 'soon' : '2026-03-11')],
    ['Bestelldatum', (row) => `2026${10 + (row % 3)}`],
    ['x', (row) => `2026-02-30T${10 + (row % 9)}:00`],
    ['order_date', (row) => `0${1 + (row % 9)}.2026`],
  ];
  for (const [header, when] of unread)
    it(`leave orders what they are, and ask: ${when(1)} under ${header}`, () => {
      const found = file(header, when);
      const time = roleOf(found, header);
      expect([found.kind, time.role, time.valueFormat]).toEqual(['orders', 'time', undefined]);
      expect(time.warnings.join()).toContain('No one format reads its dates');
    });

  it('stop the import of a file that nobody has looked at', async () => {
    const path = orders('order_date', (row) => `0${1 + (row % 9)}/2026`);
    const { kind, mapping } = await engine.call('intake.inspect', { file: path });
    expect(kind).toBe('orders');
    expect(mapping.columns.find(({ role }) => role === 'time')?.format).toBeUndefined();
    await expect(engine.call('intake.import', { file: path })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
      message: expect.stringContaining('"order_date"'),
    });
  });

  it('may be the days that a spreadsheet counts, once somebody says so', async () => {
    const path = orders('order_date', (row) => `${45_000 + row}`);
    const { mapping, columns: looked } = await engine.call('intake.inspect', { file: path });
    expect(mapping.columns.find(({ role }) => role === 'time')).toEqual({
      column: 'order_date',
      role: 'time',
    });
    expect(looked[2].warnings.join()).toContain('excel-days');
    const columns = mapping.columns.map((one) =>
      one.role === 'time' ? { ...one, format: 'excel-days' } : one,
    );
    const done = await engine.call('intake.import', {
      file: path,
      mapping: { ...mapping, columns },
      dryRun: true,
    });
    expect(done).toMatchObject({ accepted: 30, rejected: 0 });
  });

  it('are not kept of people, and that is said', () => {
    const found = inProfiles('signup_date', (row) => `0${1 + (row % 9)}/2026`);
    expect(found.role).toBe('dropped');
    expect(found.warnings.join()).toContain('they are left out');
  });

  const others: [string, Make][] = [
    ['opening_time', (row) => `${10 + (row % 9)}:30`],
    ['weekday', pick('Monday', 'Friday')],
    ['data', (row) => 12_000 + row],
    ['located_at', (row) => `Hall ${row % 4}`],
    ['range', (row) => `10.20.30.${row % 9}`],
  ];
  for (const [header, when] of others)
    it(`are not seen in ${when(1)} under ${header}`, () => {
      const found = file(header, when);
      expect(found.kind).toBe('profiles');
      expect(roleOf(found, header).warnings.join()).not.toContain('No one format');
    });

  it('stand behind a date that says as much and can be read', () => {
    const found = of({
      customer_id: (row) => `c${row % 70}`,
      booking_date: (row) => `0${1 + (row % 9)}/2026`,
      posting_date: (row) => `2026-03-${10 + (row % 20)}`,
      total: (row) => `${row}.50`,
    });
    expect(roleOf(found, 'posting_date').role).toBe('time');
    expect(roleOf(found, 'booking_date')).toMatchObject({ role: 'dropped', warnings: [] });
  });
});
