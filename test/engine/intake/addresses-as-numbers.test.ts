/** Numbers of people that are e-mail addresses: they join the address of other sources, and what is none stays a number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'numbers');
  const people = Array.from({ length: 12 }, (_, i) => `P${i}@shop.example,town${i % 2}`);
  await engine.call('intake.import', {
    file: write(folder, 'people.csv', `email,city\n${people.join('\n')}\n`),
  });
});
afterAll(() => {
  engine.close();
  remove();
});

const lines = (head: string, row: (i: number) => string): string =>
  `${head}\n${Array.from({ length: 24 }, (_, i) => row(i)).join('\n')}\n`;
const take = async (name: string, text: string, column: string) => {
  const file = write(folder, name, text);
  const { mapping, columns } = await engine.call('intake.inspect', { file });
  return {
    entry: mapping.columns.find((one) => one.column === column),
    why: columns.find((one) => one.column === column)?.why,
    taken: await engine.call('intake.import', { file, mapping }),
  };
};

describe('numbers of a tracker', () => {
  it('PostHog: before a login a browser, after it an address, which is that of the person known by it', async () => {
    const { entry, why, taken } = await take(
      'posthog.csv',
      lines(
        'uuid,event,distinct_id,timestamp,properties',
        (i) =>
          `u${i},view,${i % 2 === 0 ? `anon-${i}` : `p${i >> 1}@Shop.example`},2026-03-0${1 + (i % 9)}T10:00:00Z,{}`,
      ),
      'distinct_id',
    );
    expect(entry).toMatchObject({ role: 'identifier', identifier: 'device', emails: true });
    expect(why).toContain('12 of 24 values are e-mail addresses: those are linked');
    // Twelve browsers are new; the twelve addresses are of those who were known.
    expect([taken.accepted, taken.rejected, taken.peopleKnown]).toEqual([24, 0, 24]);
    const column = taken.quality?.columns.filter((one) => one.column === 'distinct_id');
    expect(column).toMatchObject([{ role: 'identifier', invalid: 0 }]);
  });

  it('Matomo: where every number is an address the column is one of addresses', async () => {
    const { entry, why, taken } = await take(
      'matomo.csv',
      lines(
        'idVisit,visitorId,userId,serverTimestamp,visitorType',
        (i) =>
          `${i},${(0xabcdef0123456780n + BigInt(i % 12)).toString(16)},p${i % 12}@shop.example,${1_770_000_000 + i},new`,
      ),
      'userId',
    );
    expect(entry).toMatchObject({ identifier: 'email' });
    expect(entry?.emails).toBeUndefined();
    expect(why).toMatch(/Each of its 24 values is an e-mail address/);
    expect([taken.accepted, taken.rejected, taken.peopleKnown]).toEqual([24, 0, 24]);
  });

  it('a file of no known system: addresses among customer numbers are no reason to refuse the others', async () => {
    const { entry, taken } = await take(
      'orders.csv',
      lines(
        'order_id,customer_id,ordered_at,amount',
        (i) => `O${i},${i % 3 === 0 ? `C${i}` : `p${i % 12}@shop.example`},2026-03-0${1 + (i % 9)},${i}.50`,
      ),
      'customer_id',
    );
    expect(entry).toMatchObject({ role: 'identifier', identifier: 'customer', emails: true });
    expect([taken.accepted, taken.rejected, taken.peopleKnown]).toEqual([24, 0, 32]);
  });

  it('is refused of a column that identifies by its addresses anyway', async () => {
    const file = write(folder, 'wrong.csv', 'email\na@shop.example\n');
    await expect(
      engine.call('intake.import', {
        file,
        mapping: {
          version: 1,
          kind: 'profiles',
          columns: [{ column: 'email', role: 'identifier', identifier: 'email', emails: true }],
        },
      }),
    ).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  });
});
