/**
 * A no under an identifier that several people share. An address that more people have than one person has makes nobody one
 * person any more; so long as it did, its no bound them all, and one row more in a list of customers must not let them in.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { failure, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
let files = 0;
const ASKED = { purpose: 'personalize', asOf: '2026-07-01' } as const;
const ID: Mapping['columns'][number] = { column: 'id', role: 'identifier', identifier: 'customer' };
const SAID: Mapping['columns'] = [
  {
    column: 'said',
    role: 'consent',
    part: 'state',
    purpose: ASKED.purpose,
    values: { yes: 'given', no: 'withdrawn' },
  },
  { column: 'on', role: 'time', format: 'iso' },
];
const take = (kind: Mapping['kind'], text: string, columns: Mapping['columns']) =>
  engine.call('intake.import', {
    file: write(folder, `file-${files++}.csv`, text),
    mapping: { version: 1, kind, columns },
  });
const customers = (from: number, to: number, mail: string) =>
  take('profiles', `id,mail,plan\n${lines(to - from, (i) => `C${from + i},${mail},free`)}`, [
    ID,
    { column: 'mail', role: 'link', identifier: 'email' },
    { column: 'plan', role: 'attribute' },
  ]);
const agree = (from: number, to: number) =>
  take('consents', `id,said,on\n${lines(to - from, (i) => `C${from + i},yes,2026-01-01`)}`, [ID, ...SAID]);
const byMail = (mail: string, said: string, on: string) =>
  take('consents', `mail,said,on\n${mail},${said},${on}\n`, [
    { column: 'mail', role: 'identifier', identifier: 'email' },
    ...SAID,
  ]);
const standing = async (id: number): Promise<string | null> => {
  const { purposes } = await engine.call('consent.show', { identifier: `C${id}`, asOf: ASKED.asOf });
  return purposes.find(({ purpose }) => purpose === ASKED.purpose)?.reason ?? null;
};
const proven = async (): Promise<void> =>
  expect((await engine.call('consent.prove', ASKED)).differences).toBe(0);

beforeAll(async () => {
  engine = await newVault(folder, 'shared');
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
});
afterAll(() => {
  engine.close();
  remove();
});

it('goes on binding everybody who was linked with it when one row more makes it shared', async () => {
  await customers(0, 10, 'info@firm.example');
  await agree(0, 12);
  expect(await standing(3)).toBeNull();
  await byMail('info@firm.example', 'no', '2026-02-01');
  expect(await standing(3)).toBe('WITHDRAWN');
  const { links } = await customers(10, 12, 'info@firm.example');
  expect(links.shared).toBe(1);
  for (const id of [0, 3, 9, 11]) expect(await standing(id)).toBe('WITHDRAWN');
  await proven();
});

it('binds them too when it is said after that, and a yes under it speaks for none of them', async () => {
  await customers(100, 112, 'office@firm.example');
  await byMail('office@firm.example', 'yes', '2026-01-01');
  expect(await standing(105)).toBe('NO_RECORD');
  await agree(100, 112);
  expect(await standing(105)).toBeNull();
  await byMail('office@firm.example', 'no', '2026-03-01');
  for (const id of [100, 105, 111]) expect(await standing(id)).toBe('WITHDRAWN');
  // The yes they gave under their own numbers afterwards is no answer to what was said under the address.
  await take('consents', 'id,said,on\nC105,yes,2026-05-01\n', [ID, ...SAID]);
  expect(await standing(105)).toBe('WITHDRAWN');
  await proven();
});

it('an objection under it holds for them all, and is lifted for them all', async () => {
  await customers(200, 212, 'desk@firm.example');
  await agree(200, 210);
  const address = { identifier: 'desk@firm.example', type: 'email' } as const;
  await engine.call('subject.object', { ...address, at: '2026-03-01', reference: 'letter' });
  for (const id of [200, 207]) expect(await standing(id)).toBe('OBJECTED');
  await proven();
  // Who has a number of their own is told what binds them, and where it is lifted.
  const own = { identifier: 'C207' } as const;
  const { access } = await engine.call('subject.access', { ...own, asOf: ASKED.asOf });
  expect([access.objected, access.sharedObjections]).toEqual([false, ['email']]);
  const refused = await failure(engine.call('subject.lift', { ...own, reason: 'they wrote again' }));
  expect(refused.code).toBe('NOT_FOUND');
  expect(refused.message).toContain('one that they share with others (email)');
  expect(refused.next).toContain('Lift it under that identifier');
  await engine.call('subject.object', { ...own, at: '2026-03-02', reference: 'call' });
  expect(await engine.call('subject.lift', { ...own, reason: 'they called again' })).toMatchObject({
    others: 0,
    shared: ['email'],
  });
  expect(await standing(207)).toBe('OBJECTED');
  const answer = await engine.call('subject.lift', { ...address, reason: 'they wrote again' });
  expect(answer).toMatchObject({ others: 12, shared: [] });
  expect(await standing(207)).toBeNull();
  // Of whom nothing else is known the objection that was taken back still decides, in every form of the resolution.
  expect(await standing(211)).toBe('REVOKED');
  await proven();
});

it('ends with the link: an officer who cuts it says that they have nothing to do with each other', async () => {
  const { links } = await engine.call('identity.list', { most: 1000 });
  for (const { link } of links) await engine.call('identity.cut', { link, reason: 'a role address' });
  expect(await standing(3)).toBeNull();
  expect(await standing(105)).toBeNull();
  await proven();
});
