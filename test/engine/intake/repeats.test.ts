/** Files that overlap: what came before changes nothing, what was corrected takes its place and stays there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import type { RepeatsAnswer } from '../../../shared/contract/repeats.ts';
import { FEW } from '../../../shared/counts.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { newVault, scratch } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let files = 0;
beforeAll(async () => {
  engine = await newVault(folder, 'repeats');
});
afterAll(() => {
  engine.close();
  remove();
});

type Row = readonly (string | number)[];
const take = async (mapping: Mapping, rows: readonly Row[], options: { dryRun?: boolean } = {}) => {
  const path = join(folder, `file-${files++}.csv`);
  const head = mapping.columns.map(({ column }) => column).join(',');
  writeFileSync(path, `${head}\n${rows.map((row) => `${row.join(',')}\n`).join('')}`);
  return engine.call('intake.import', { file: path, mapping, ...options });
};
const told = ({ repeats }: { repeats: RepeatsAnswer }): Partial<RepeatsAnswer> =>
  Object.fromEntries(
    Object.entries(repeats).filter(([key, value]) => key !== 'newest' && value !== 0 && value !== false),
  );

const events = (stream: string): Mapping => ({
  version: 1,
  kind: 'events',
  stream,
  columns: [
    { column: 'id', role: 'reference' },
    { column: 'who', role: 'identifier' },
    { column: 'at', role: 'time', format: 'iso' },
    { column: 'what', role: 'name' },
  ],
});
const orders = (stream: string): Mapping => ({
  version: 1,
  kind: 'orders',
  stream,
  columns: [
    { column: 'order', role: 'reference' },
    { column: 'who', role: 'identifier' },
    { column: 'day', role: 'time', format: 'iso' },
    { column: 'paid', role: 'amount', format: '1234.56' },
  ],
});

describe('events with a number', () => {
  it('takes what is new, passes over what is the same, and lets a correction take the place of the earlier', async () => {
    const mapping = events('one');
    const first: Row[] = [
      ['e1', 'a', '2026-01-05T10:00:00Z', 'open'],
      ['e2', 'b', '2026-01-06T10:00:00Z', 'open'],
      ['e3', 'c', '2026-01-07T10:00:00Z', 'buy'],
    ];
    expect(told(await take(mapping, first))).toEqual({ by: 'number', fresh: 3 });
    const second: Row[] = [
      ['e2', 'b', '2026-01-06T10:00:00Z', 'open'],
      ['e3', 'c', '2026-01-07T10:00:00Z', 'return'],
      ['e4', 'd', '2026-01-04T10:00:00Z', 'open'],
      ['e5', 'd', '2026-01-09T10:00:00Z', 'open'],
    ];
    const trial = await take(mapping, second, { dryRun: true });
    const expected = { by: 'number', fresh: 2, same: 1, corrected: 1, replaced: 1, late: 1 };
    expect(told(trial)).toEqual({ ...expected });
    expect(trial).toMatchObject({ records: 4, accepted: 3, duplicates: 1 });
    const done = await take(mapping, second);
    expect(told(done)).toEqual(expected);
    expect(done.repeats.newest).toBe(Date.parse('2026-01-07T10:00:00Z'));
    // A third export still holds the version that was replaced: it stays away.
    const third = await take(mapping, [first[2], ['e6', 'a', '2026-02-01T10:00:00Z', 'open']]);
    expect(told(third)).toEqual({ by: 'number', fresh: 1, older: 1 });
  });

  it('lets the last of one file hold, and a file of nothing new is no error', async () => {
    const mapping = events('two');
    const rows: Row[] = [
      ['x', 'a', '2026-01-01T00:00:00Z', 'sent'],
      ['x', 'a', '2026-01-01T00:00:00Z', 'opened'],
      ['x', 'a', '2026-01-01T00:00:00Z', 'clicked'],
      ['x', 'a', '2026-01-01T00:00:00Z', 'clicked'],
      ['y', 'a', '2026-01-01T00:00:00Z', 'sent'],
    ];
    expect(told(await take(mapping, rows))).toEqual({ by: 'number', fresh: 2, older: 2, same: 1 });
    const again = await take(mapping, [rows[4], rows[3], rows[0]]);
    expect(told(again)).toEqual({ by: 'number', same: 2, older: 1 });
    expect(again).toMatchObject({ accepted: 0, duplicates: 3, rejected: 0 });
  });

  it('keeps numbers of another stream apart, and says when numbers came back for other people', async () => {
    const row: Row[] = [['n1', 'p', '2026-01-01T00:00:00Z', 'open']];
    await take(events('three'), row);
    expect(told(await take(events('four'), [['n1', 'q', '2026-01-02T00:00:00Z', 'open']]))).toEqual({
      by: 'number',
      fresh: 1,
    });
    const clash = await take(events('three'), [['n1', 'q', '2026-01-03T00:00:00Z', 'open']], {
      dryRun: true,
    });
    expect(clash.repeats).toMatchObject({ corrected: 1, otherPeople: true });
    expect(clash.warnings.join(' ')).toContain('belong to other people than before');
  });
});

describe('orders with a number', () => {
  it('replaces an order as a whole, whatever the order of its lines', async () => {
    const mapping = orders('shop');
    const first: Row[] = [
      ['17', 'a', '2026-03-01', '5.00'],
      ['17', 'a', '2026-03-01', '7.00'],
      ['18', 'b', '2026-03-02', '9.00'],
      ['19', 'c', '2026-03-02', '1.00'],
    ];
    expect(await take(mapping, first)).toMatchObject({ accepted: 4, amountTotal: 22 });
    const second = await take(mapping, [
      ['17', 'a', '2026-03-01', '7.00'],
      ['17', 'a', '2026-03-01', '5.00'],
      ['18', 'b', '2026-03-02', '9.50'],
      ['20', 'd', '2026-03-03', '2.00'],
    ]);
    expect(told(second)).toEqual({ by: 'number', fresh: 1, same: 2, corrected: 1, replaced: 1 });
    expect(second).toMatchObject({ accepted: 2, amountTotal: 11.5 });
    const back = await take(mapping, [first[2], ['19', 'c', '2026-03-02', '1.00']]);
    expect(told(back)).toEqual({ by: 'number', same: 1, older: 1 });
  });
});

describe('an order whose lines stand in several files', () => {
  const line = (order: string, paid: string): Row => [order, 'a', '2026-03-01', paid];

  it('keeps the lines it has and is joined by the others, and either part again changes nothing', async () => {
    const mapping = orders('split');
    const parts = [
      [line('1', '1.00'), line('2', '5.00'), line('2', '7.00')],
      [line('2', '9.00'), line('3', '4.00')],
    ];
    await take(mapping, parts[0]);
    const second = await take(mapping, parts[1]);
    expect(told(second)).toEqual({ by: 'number', fresh: 1, joined: 1 });
    expect(second.amountTotal).toBe(13);
    expect(second.warnings.join()).toContain('a further part of orders that are held');
    for (const part of parts)
      expect(await take(mapping, [...part, line('9', '1.00')])).toMatchObject({
        repeats: { same: expect.any(Number), joined: 0, corrected: 0, replaced: 0 },
      });
    const whole = await take(mapping, [line('2', '9.00'), line('2', '5.00'), line('2', '7.00')]);
    expect(told(whole)).toEqual({ by: 'number', same: 3 });
  });

  it('is told from a correction by where it stands: one file ends in it and the next goes on', async () => {
    const mapping = orders('cut');
    await take(mapping, [line('1', '1.00'), line('1', '2.00'), line('2', '5.00')]);
    const next = [
      line('2', '6.00'),
      line('3', '1.00'),
      line('1', '1.50'),
      line('1', '2.50'),
      line('8', '1.00'),
    ];
    expect(told(await take(mapping, next))).toEqual({
      by: 'number',
      fresh: 2,
      joined: 1,
      corrected: 2,
      replaced: 2,
    });
  });

  it('counts a line that stands twice as two, and no more however often it comes', async () => {
    const mapping = orders('twice');
    const two = [line('1', '3.00'), line('1', '3.00'), line('2', '1.00')];
    expect(await take(mapping, two)).toMatchObject({ accepted: 3, amountTotal: 7, repeats: { repeated: 1 } });
    expect(told(await take(mapping, [...two, line('4', '1.00')]))).toEqual({
      by: 'number',
      fresh: 1,
      same: 3,
      repeated: 1,
    });
  });

  it('is taken as the mapping says where it says so', async () => {
    const mapping = orders('said');
    await take(mapping, [line('1', '1.00'), line('1', '2.00')]);
    const other = [line('1', '2.00'), line('1', '3.00'), line('1', '4.00')];
    const trial = (repeats: Mapping['repeats']) =>
      take(repeats === undefined ? mapping : { ...mapping, repeats }, other, { dryRun: true });
    expect(told(await trial('joined'))).toEqual({ by: 'number', joined: 2, same: 1 });
    expect(told(await trial(undefined))).toEqual({ by: 'number', corrected: 3, replaced: 2 });
    const apart = await take({ ...mapping, repeats: 'replaced' }, [line('1', '8.00')], { dryRun: true });
    expect(told(apart)).toEqual({ by: 'number', corrected: 1, replaced: 2 });
  });
});

describe('records without a number', () => {
  const mapping: Mapping = {
    version: 1,
    kind: 'events',
    stream: 'plain',
    columns: [
      { column: 'who', role: 'identifier' },
      { column: 'at', role: 'time', format: 'iso' },
      { column: 'what', role: 'name' },
    ],
  };
  it('are told by their content, copy for copy', async () => {
    const open: Row = ['a', '2026-01-05', 'open'];
    expect(told(await take(mapping, [open, open, ['b', '2026-01-05', 'open']]))).toEqual({
      by: 'content',
      fresh: 3,
      repeated: 1,
    });
    expect(told(await take(mapping, [open, open, open, ['b', '2026-01-06', 'open']]))).toEqual({
      by: 'content',
      fresh: 2,
      same: 2,
      repeated: 2,
    });
  });
  it('are each one more where the mapping says so', async () => {
    const kept: Mapping = { ...mapping, repeats: 'kept' };
    expect(
      told(
        await take(kept, [
          ['a', '2026-01-05', 'open'],
          ['c', '2026-01-01', 'open'],
        ]),
      ),
    ).toEqual({
      by: null,
      fresh: 2,
    });
  });
});

describe('late rows', () => {
  it('land on their day: a rule counted as of an earlier date finds them', async () => {
    const people = Array.from({ length: 40 }, (_, i) => `late${i}`);
    const consents = join(folder, 'consents.csv');
    writeFileSync(
      consents,
      `customer_id,purpose,state,occurred_at\n${people.map((who) => `${who},personalize,given,2026-01-01\n`).join('')}`,
    );
    await engine.call('intake.import', { file: consents, kind: 'consents' });
    const mapping = events('late');
    const march = people.map((who, i): Row => [`m${i}`, who, '2026-03-10T00:00:00Z', 'visit']);
    await take(mapping, march);
    const asked = {
      lens: { purpose: 'personalize', asOf: '2026-02-01' } as const,
      rule: { op: 'count', of: 'events', name: 'visit', is: '>=', value: 1 } as const,
    };
    const before = await engine.call('segment.count', asked);
    const january = people.slice(0, 20).map((who, i): Row => [`j${i}`, who, '2026-01-20T00:00:00Z', 'visit']);
    const late = await take(mapping, [...january, ...march]);
    expect(told(late)).toEqual({ by: 'number', fresh: 20, same: 40, late: 20 });
    const after = await engine.call('segment.count', asked);
    expect([before.people, after.people]).toEqual([FEW, 20]);
  });
});

describe('the record of acts', () => {
  it('tells what was corrected and replaced', async () => {
    const mapping = orders('record');
    await take(mapping, [
      ['1', 'a', '2026-01-01', '1.00'],
      ['2', 'a', '2026-01-01', '1.00'],
    ]);
    await take(
      mapping,
      Array.from({ length: 12 }, (_, i): Row => ['1', 'a', '2026-01-01', `${i}.00`]),
    );
    const log = await engine.call('audit.log', {});
    expect(log.at(-1)?.counts).toContain('"corrected":12');
  });
});
