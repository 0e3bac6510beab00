/** One person from several files, end to end: links, shared identifiers, consent, requests, a link cut and put back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { parseMapping } from '../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
const LENS = { purpose: 'analytics', asOf: '2026-07-01' };
const PEOPLE = 60;
let engine: Engine;

const take = (name: string, kind: string, text: string, columns: object[]) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  const mapping = parseMapping({ version: 1, kind, columns });
  return engine.call('intake.import', { file, mapping });
};
const rows = (make: (i: number) => string): string =>
  Array.from({ length: PEOPLE }, (_, i) => make(i)).join('\n');
const lens = async () => {
  const { known, admitted, leftOut } = await engine.call('lens.describe', LENS);
  return { known, admitted, leftOut };
};
const consents = (
  name: string,
  state: string,
  make: (i: number) => string,
  count: number,
  date = '2026-01-05',
) =>
  take(
    name,
    'consents',
    `email,purpose,state,on\n${Array.from({ length: count }, (_, i) => `${make(i)},analytics,${state},${date}`).join('\n')}\n`,
    [
      { column: 'email', role: 'identifier', identifier: 'email' },
      { column: 'purpose', role: 'consent', part: 'purpose' },
      {
        column: 'state',
        role: 'consent',
        part: 'state',
        values: { given: 'given', withdrawn: 'withdrawn' },
        dated: 'on',
      },
      { column: 'on', role: 'time' },
    ],
  );

beforeAll(async () => {
  engine = await newVault(folder, 'identity');
  await take(
    'customers.csv',
    'profiles',
    `id,email,plan\n${rows((i) => `C${i},c${i}@mail.example,gold`)}\n`,
    [
      { column: 'id', role: 'identifier', identifier: 'customer' },
      { column: 'email', role: 'link', identifier: 'email' },
      { column: 'plan', role: 'attribute', type: 'text' },
    ],
  );
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

const EVENTS = [
  { column: 'cookie', role: 'identifier', identifier: 'device' },
  { column: 'user', role: 'link', identifier: 'customer' },
  { column: 'name', role: 'name' },
  { column: 'at', role: 'time' },
];

describe('one person from several files', () => {
  it('consents under the e-mail address are the customer’s', async () => {
    const { peopleNew, links } = await consents('yes.csv', 'given', (i) => `c${i}@mail.example`, PEOPLE);
    expect(peopleNew).toBe(0);
    expect(links).toEqual({ found: PEOPLE, merged: 0, shared: 0 });
    expect(await lens()).toMatchObject({ known: PEOPLE, admitted: PEOPLE });
    // The file of consents holds no customer number: it was the file of customers that said whose address it is.
    const told = await engine.call('identity.list', { most: 2 * PEOPLE });
    expect([told.total, new Set(told.links.map(({ source }) => source))]).toEqual([
      PEOPLE,
      new Set(['customers.csv']),
    ]);
  });

  it('an unknown browser becomes the customer who logs in with it', async () => {
    const anonymous = await take(
      'visits.csv',
      'events',
      `cookie,user,name,at\n${rows((i) => `k${i},,view,2026-02-01`)}\n`,
      EVENTS,
    );
    expect(anonymous.peopleNew).toBe(PEOPLE);
    expect(await lens()).toMatchObject({ known: 2 * PEOPLE, admitted: PEOPLE });
    const login = await take(
      'logins.csv',
      'events',
      `cookie,user,name,at\n${rows((i) => `k${i},C${i},login,2026-02-02`)}\n`,
      EVENTS,
    );
    expect(login).toMatchObject({ peopleNew: 0, links: { found: PEOPLE, merged: PEOPLE } });
    expect(await lens()).toMatchObject({ known: PEOPLE, admitted: PEOPLE });
    const { features } = await engine.call('features.compute', { lens: LENS });
    expect(
      features.find(({ id }) => id === 'event.view.count')?.id ?? features.map(({ id }) => id),
    ).toBeDefined();
  });

  it('a shared device links nobody, is refused, told and counted', async () => {
    const shared = await take(
      'kiosk.csv',
      'events',
      `cookie,user,name,at\n${rows((i) => `kiosk,C${i},view,2026-03-01`)}\n`,
      EVENTS,
    );
    expect(shared.links).toMatchObject({ merged: 0, shared: 1 });
    expect((await lens()).known).toBe(PEOPLE + 1);
    const summary = await engine.call('identity.summary', {});
    // One identifier is a count of few: it is told as such.
    expect(summary.shared).toEqual([{ type: 'device', others: 'customer', identifiers: 0.5 }]);
  });

  it('a link that is cut parts them with what was said under each; put back, every count is as before', async () => {
    const before = await lens();
    const one = await engine.call('identity.explain', { identifier: 'C7', type: 'customer' });
    expect(one.identifiers.map(({ type }) => type).sort()).toEqual(['customer', 'device', 'email']);
    const link = one.links.find(({ types, holds }) => types.includes('email') && holds)?.link ?? 0;
    expect(await engine.call('identity.cut', { link, reason: 'two people' })).toEqual({
      link,
      people: PEOPLE + 2,
      together: false,
    });
    // The yes was said under the address alone: the customer has none left.
    expect(await lens()).toMatchObject({ known: PEOPLE + 2, admitted: PEOPLE });
    const parted = await engine.call('identity.explain', { identifier: 'C7', type: 'customer' });
    expect(parted.identifiers.map(({ type }) => type).sort()).toEqual(['customer', 'device']);
    await engine.call('identity.restore', { link, reason: 'it was one after all' });
    expect(JSON.stringify(await lens())).toBe(JSON.stringify(before));
  });

  it('a no under any identifier binds the whole person', async () => {
    await consents('no.csv', 'withdrawn', (i) => `c${i}@mail.example`, 20, '2026-02-20');
    expect(await lens()).toMatchObject({ admitted: PEOPLE - 20 });
    // A later yes under the customer number lifts no word said under the address.
    await engine.call('consent.change', {
      notice: 'autumn',
      identifier: 'C3',
      type: 'customer',
      purpose: 'analytics',
      state: 'given',
      at: '2026-03-01',
      reason: 'said so',
    });
    await engine.call('officer.leave', {});
    await engine.call('consent.change', {
      notice: 'autumn',
      identifier: 'C4',
      type: 'customer',
      purpose: 'analytics',
      state: 'given',
      at: '2026-03-01',
      reason: 'said so',
    });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    // The officer heard C3 say it for all of them; the analyst heard C4 speak for the number alone.
    expect(await lens()).toMatchObject({ admitted: PEOPLE - 19 });
    expect(await engine.call('consent.prove', LENS)).toMatchObject({ same: true, people: PEOPLE + 1 });
  });

  it('access and erasure reach everything under every identifier', async () => {
    const { access } = await engine.call('subject.access', {
      identifier: 'k9',
      type: 'device',
      asOf: LENS.asOf,
    });
    expect(access.pseudonyms.map(({ type }) => type).sort()).toEqual(['customer', 'device', 'email']);
    expect(access.profile.map(({ value }) => value)).toContain('gold');
    expect(access.events.rows).toHaveLength(2);
    expect(access.consents.rows.length).toBeGreaterThan(0);
    const erased = await engine.call('subject.erase', { identifiers: ['c9@mail.example'], type: 'email' });
    expect(erased.certificate).toMatchObject({
      people: 1,
      removed: { profiles: 1, events: 2, pseudonyms: 3 },
    });
    expect(erased.certificate?.residue.hits).toBe(0);
    expect((await lens()).known).toBe(PEOPLE);
    const again = await engine.call('subject.erase', { identifiers: ['C9'], type: 'customer' });
    expect(again).toMatchObject({ found: 0, erasedBefore: 1 });
  });
});
