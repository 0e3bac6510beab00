/** What stands in a file beside its values: numbers that two shops count alike, dates of two orders, places of rejected records. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'shops');
});
afterAll(() => {
  engine.close();
  remove();
});

const HEADER = 'customer_id,order_id,order_date,amount';
const orders = (who: string, from: number, to: number, day = '2026-01-02'): string =>
  `${HEADER}\n${Array.from({ length: to - from }, (_, i) => `${who}${from + i},${from + i},${day},${from + i}.25`).join('\n')}\n`;

it('orders of another shop that counts alike do not take the place of those that are held, unless somebody says so', async () => {
  const first = write(folder, 'first.csv', orders('a', 0, 40));
  expect(await engine.call('intake.import', { file: first })).toMatchObject({ accepted: 40 });
  const second = write(folder, 'second.csv', orders('b', 10, 40));
  await expect(engine.call('intake.import', { file: second })).rejects.toMatchObject({
    message: expect.stringContaining('belong to other people than before'),
    next: expect.stringContaining('stream: shop-b'),
  });
  const { mapping } = await engine.call('intake.inspect', { file: second });
  const apart = await engine.call('intake.import', {
    file: second,
    mapping: { ...mapping, stream: 'shop-b' },
  });
  expect(apart.repeats).toMatchObject({ fresh: 30, replaced: 0 });
  const third = write(folder, 'third.csv', orders('c', 0, 20));
  const said = await engine.call('intake.import', {
    file: third,
    mapping: { ...mapping, repeats: 'replaced' },
  });
  expect(said.repeats).toMatchObject({ corrected: 20, replaced: 20, otherPeople: true });
  // Corrections of the same people's orders are none of this.
  const mended = write(folder, 'mended.csv', orders('a', 20, 40, '2026-01-03'));
  expect((await engine.call('intake.import', { file: mended })).repeats).toMatchObject({ corrected: 20 });
});

it('dates of two orders in one column are called that, with what would read them', async () => {
  const both = Array.from(
    { length: 30 },
    (_, i) => `a${i},9${i},${i % 2 ? `${13 + (i % 9)}/02` : `02/${13 + (i % 9)}`}/2026,1.00`,
  );
  const file = write(folder, 'both.csv', `${HEADER}\n${both.join('\n')}\n`);
  await expect(engine.call('intake.import', { file })).rejects.toMatchObject({
    message: expect.stringContaining('are written in more than one format'),
    next: expect.stringContaining('step: date'),
  });
  const { mapping } = await engine.call('intake.inspect', { file });
  const columns = mapping.columns.map((column) =>
    column.role === 'time' ? { ...column, format: 'dmy' } : column,
  );
  const read = await engine.call('intake.import', { file, mapping: { ...mapping, columns } });
  expect(read).toMatchObject({ accepted: 15, rejected: 15 });
});

it('rejected records are reported in the order of the file, whatever is wrong with them', async () => {
  const bad = [
    'a1,501,2026-13-40,1.00',
    'a2,502',
    'a3,503,2026-01-02,x',
    'a4,504,2026-01-02,1.00,y',
    ',505,2026-01-02,1.00',
  ];
  const text = `${orders('a', 600, 640)}${bad.join('\n')}\n`;
  const file = write(folder, 'bad.csv', text);
  const rejects = join(folder, 'bad.rejects.csv');
  const answer = await engine.call('intake.import', { file, rejects });
  expect(answer.rejects.map(({ line }) => line)).toEqual([42, 43, 44, 45, 46]);
  const places = readFileSync(rejects, 'utf8').trim().split('\r\n').slice(1);
  expect(places.map((line) => text.slice(Number(line.split(',')[2])).split('\n')[0])).toEqual(bad);
});

it('no column of a file takes the name that says whose a row is, nor that of what people spent', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `n${i},${['firm', 'human'][i % 2]},${i}.50,${i}.25`);
  const file = write(folder, 'persons.csv', `customer_id,person,total,amount\n${rows.join('\n')}\n`);
  const unread = await engine.call('intake.import', { file });
  expect(unread.stored).toContain('person');
  const columns = [
    { column: 'customer_id', role: 'identifier' as const },
    { column: 'total', role: 'amount' as const },
  ];
  const kept = (column: string, name?: string) =>
    engine.call('intake.import', {
      file,
      again: true,
      mapping: {
        version: 1,
        kind: 'profiles',
        columns: [...columns, { column, name, role: 'attribute', type: 'number' }],
      },
    });
  await expect(kept('amount')).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  await expect(kept('amount', 'person')).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  expect((await kept('amount', 'paid')).accepted).toBe(30);
});

it('a role that keeps nothing in the kind of its mapping is told, and its column is not called stored', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `m${i},2026-01-02,open,R${i}`);
  const file = write(folder, 'roles.csv', `customer_id,at,what,ref\n${rows.join('\n')}\n`);
  const columns = [
    { column: 'customer_id', role: 'identifier' as const },
    { column: 'at', role: 'time' as const },
  ];
  const events = await engine.call('intake.import', {
    file,
    mapping: { version: 1, kind: 'events', columns: [...columns, { column: 'what', role: 'attribute' }] },
  });
  expect(events.stored).toEqual(['customer_id', 'at']);
  expect(events.warnings).toEqual([expect.stringContaining('The column "what" is not stored')]);
  const profiles = await engine.call('intake.import', {
    file,
    mapping: { version: 1, kind: 'profiles', columns: [...columns, { column: 'ref', role: 'reference' }] },
  });
  expect(profiles.stored).toEqual(['customer_id']);
  expect(profiles.warnings).toEqual([expect.stringContaining('The column "ref" is not stored')]);
});

it('a file read again by another identifier leaves the people it brought before, and says so', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `z${i},z${i}@example.com,${i}`);
  const file = write(folder, 'told.csv', `customer_id,email,points\n${rows.join('\n')}\n`);
  const told = (column: string, identifier: 'customer' | 'email', role: 'attribute' | 'dropped') =>
    engine.call('intake.import', {
      file,
      again: true,
      mapping: {
        version: 1,
        kind: 'profiles',
        columns: [
          { column, role: 'identifier', identifier },
          { column: 'points', role, ...(role === 'attribute' ? { type: 'number' } : {}) },
        ],
      },
    });
  await told('customer_id', 'customer', 'dropped');
  expect((await told('customer_id', 'customer', 'attribute')).warnings).toEqual([]);
  const other = await told('email', 'email', 'attribute');
  expect(other.peopleNew).toBe(30);
  expect(other.warnings).toEqual([expect.stringContaining('stays known, without a record of this file')]);
});
