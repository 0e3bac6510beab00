/** Whose records are that name nobody: each a person of its own, or those of the orders they belong to. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { recordIdentifier } from '../../../engine/intake/whose.ts';
import { parseMapping } from '../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';
import { failure } from '../../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'whose');
});
afterAll(() => {
  engine.close();
  remove();
});

const survey = (rows: number, from = 0): string =>
  `sex,age,city,plan\n${Array.from({ length: rows }, (_, i) => `${i % 2 === 0 ? 'f' : 'm'},${20 + ((i + from) % 50)},${i % 4 === 0 ? 'Bonn' : 'Ulm'},${i % 3 === 0 ? 'pro' : 'free'}\n`).join('')}`;
const take = (file: string, more: object = {}) => engine.call('intake.import', { file, ...more });

describe('a file that names nobody', () => {
  it('is proposed as people, with what follows from it, and taken only when somebody says so', async () => {
    const file = write(folder, 'survey.csv', survey(60));
    const looked = await engine.call('intake.inspect', { file });
    expect(looked.people).toContain('can be recognised again');
    expect(looked.mapping.people).toBe('records');
    expect((await failure(take(file))).next).toContain('people: records');
    // Two alike are two people.
    const taken = await take(file, { people: 'records' });
    expect(taken).toMatchObject({ kind: 'profiles', accepted: 60, peopleNew: 60, duplicates: 0 });
    expect(taken.stored).toEqual(['sex', 'age', 'city', 'plan']);
  });

  it('brings the same people again and no others; another file brings others', async () => {
    const people = async (): Promise<number> => (await engine.call('vault.status', {})).people;
    const before = await people();
    const { mapping } = await engine.call('intake.inspect', { file: join(folder, 'survey.csv') });
    const plan = mapping.columns.map((one) =>
      one.column === 'city' ? { column: 'city', role: 'dropped' as const } : one,
    );
    const again = { mapping: { ...mapping, columns: plan }, again: true };
    expect(await take(join(folder, 'survey.csv'), again)).toMatchObject({ accepted: 60, peopleNew: 0 });
    expect(await people()).toBe(before);
    const other = write(folder, 'other.csv', survey(60, 1));
    expect(await take(other, { people: 'records' })).toMatchObject({ peopleNew: 60 });
  });

  it('says one thing on consent, of everybody, under a basis that needs no day', async () => {
    const file = write(folder, 'third.csv', survey(40, 7));
    const { mapping, sha256 } = await engine.call('intake.inspect', { file });
    const everyone = { state: 'given', purpose: 'analytics', basis: 'legitimate_interest' } as const;
    const taken = await take(file, { mapping: { ...mapping, consent: { everyone } } });
    expect(taken.consentEvents).toBe(40);
    const lens = await engine.call('lens.describe', { purpose: 'analytics', asOf: '2027-01-01' });
    expect(lens.admitted).toBe(40);
    // Whoever knows the line of a person finds them: the number of the record and the hash of the file make the identifier.
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    const change = await engine.call('consent.change', {
      identifier: recordIdentifier(sha256, 3),
      purpose: 'analytics',
      state: 'objected',
      at: '2026-06-01',
      reason: 'asked by letter',
    });
    expect(change).toBeDefined();
    const after = await engine.call('lens.describe', { purpose: 'analytics', asOf: '2027-01-01' });
    expect(after.admitted).toBe(39);
  });

  it('is refused where a column tells people apart, for orders, and from a stream', () => {
    const columns = [{ column: 'id', role: 'identifier' }];
    expect(() => parseMapping({ version: 1, kind: 'profiles', people: 'records', columns })).toThrow(
      'that "id" tells people apart',
    );
    expect(() => parseMapping({ version: 1, kind: 'orders', people: 'records', columns: [] })).toThrow(
      'a record of orders is no person',
    );
  });
});

describe('records that name an order', () => {
  const orders = { version: 1, kind: 'orders' } as const;
  const lines = {
    version: 1,
    kind: 'events',
    columns: [
      { column: 'order', role: 'order' },
      { column: 'line', role: 'reference' },
      { column: 'product', role: 'name' },
    ],
  } as const;

  it('belong to its person, on its day; without their order, or with one of two people, to nobody', async () => {
    const bought = write(
      folder,
      'bought.csv',
      'order,who,day,paid\n1,ada,2026-01-05,10\n2,grace,2026-02-05,20\n3,ada,2026-03-05,5\n3,grace,2026-03-05,5\n',
    );
    await take(bought, {
      mapping: {
        ...orders,
        columns: [
          { column: 'order', role: 'reference' },
          { column: 'who', role: 'identifier' },
          { column: 'day', role: 'time' },
          { column: 'paid', role: 'amount' },
        ],
      },
    });
    const file = write(
      folder,
      'lines.csv',
      'order,line,product\n1,a,Cup\n1,b,Pot\n2,c,Cup\n3,d,Pan\n4,e,Pan\n,f,Pan\n',
    );
    const taken = await take(file, { mapping: lines });
    expect(taken).toMatchObject({ accepted: 3, rejected: 3, peopleNew: 0 });
    expect(taken.rejects.map(({ line, column, reason }) => [line, column, reason]).sort()).toEqual([
      [5, 'order', 'orders of several people have this number'],
      [6, 'order', 'no order with this number is in the vault; import the orders first'],
      [7, 'order', 'the number of its order is missing'],
    ]);
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    const held = await engine.call('subject.access', { identifier: 'ada', asOf: '2027-01-01' });
    const events = JSON.stringify(held);
    expect(events).toContain('Pot');
    expect(events).toContain('2026-01-05');
    expect(events).not.toContain('Pan');
    // An overlapping file brings nothing but what is new.
    const more = write(folder, 'more.csv', 'order,line,product\n1,a,Cup\n1,b,Pot\n2,g,Lid\n');
    expect((await take(more, { mapping: lines })).repeats).toMatchObject({ fresh: 1, same: 2 });
  });

  it('may all be called the same, and have no identifier beside the order', async () => {
    const refunds = write(folder, 'refunds.csv', 'order,at\n1,2026-01-09\n');
    const mapping = {
      version: 1,
      kind: 'events',
      called: 'refund',
      columns: [
        { column: 'order', role: 'order' },
        { column: 'at', role: 'time' },
      ],
    } as const;
    expect(await take(refunds, { mapping })).toMatchObject({ accepted: 1 });
    const held = JSON.stringify(
      await engine.call('subject.access', { identifier: 'ada', asOf: '2027-01-01' }),
    );
    expect(held).toContain('refund');
    expect(() =>
      parseMapping({ ...mapping, columns: [...mapping.columns, { column: 'who', role: 'link' }] }),
    ).toThrow('tells whose a record is');
  });
});
