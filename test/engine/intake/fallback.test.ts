/** Records whose person is told by another identifier than the first: a browser before its login. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'fallback');
});
afterAll(() => {
  engine.close();
  remove();
});
const file = (name: string, text: string): string => write(folder, name, text);
const PEOPLE = 30;
const each = (make: (i: number) => string): string =>
  Array.from({ length: PEOPLE }, (_, i) => make(i)).join('');

it('takes what a browser did before its login, and it is the person’s after it', async () => {
  const visits = each((i) => `m${i},b${i},,2026-01-02,view\nn${i},,u${i},2026-01-03,renewed\n`);
  const answer = await engine.call('intake.import', {
    file: file('visits.csv', `message,browser,user,at,what\n${visits}x,,,2026-01-04,lost\n`),
    mapping: {
      version: 1,
      kind: 'events',
      columns: [
        { column: 'message', role: 'reference' },
        { column: 'browser', role: 'link', identifier: 'device' },
        { column: 'user', role: 'identifier', identifier: 'customer' },
        { column: 'at', role: 'time', format: 'iso' },
        { column: 'what', role: 'name' },
      ],
    },
  });
  expect(answer).toMatchObject({ accepted: 2 * PEOPLE, rejected: 1, peopleNew: 2 * PEOPLE });
  expect(answer.reasons).toMatchObject([{ reason: 'user: the identifier is missing' }]);
  const found = answer.quality.columns.map(({ column, empty, distinct }) => [column, empty, distinct]);
  expect(found).toEqual(
    expect.arrayContaining([
      // The row that was rejected has none either.
      ['user', PEOPLE + 1, PEOPLE],
      ['browser', PEOPLE, PEOPLE],
    ]),
  );
  const login = await engine.call('intake.import', {
    file: file('login.csv', `browser,user\n${each((i) => `b${i},u${i}\n`)}`),
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'browser', role: 'link', identifier: 'device' },
        { column: 'user', role: 'identifier', identifier: 'customer' },
      ],
    },
  });
  expect(login.peopleKnown).toBe(PEOPLE);
});

it('puts the answer of somebody without the identifier under the other one', async () => {
  const mapping: Mapping = {
    version: 1,
    kind: 'consents',
    columns: [
      { column: 'id', role: 'identifier', identifier: 'customer' },
      { column: 'mail', role: 'link', identifier: 'email' },
      { column: 'at', role: 'time', format: 'iso' },
      { column: 'said', role: 'consent', part: 'state', purpose: 'analytics', values: { ja: 'given' } },
    ],
  };
  const rows = each((i) => `,guest${i}@mail.example,2026-01-02,ja\n`);
  const said = file('said.csv', `id,mail,at,said\n${rows}c1,,2026-01-02,ja\n`);
  const answer = await engine.call('intake.import', { file: said, mapping });
  expect(answer).toMatchObject({ rejected: 0, consentEvents: PEOPLE + 1 });
  const asOf = '2026-02-01';
  expect(await engine.call('lens.describe', { purpose: 'analytics', asOf })).toMatchObject({
    admitted: PEOPLE + 1,
  });
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const shown = await engine.call('consent.show', { identifier: 'guest3@mail.example', type: 'email', asOf });
  expect(shown.events.map(({ state }) => state)).toEqual(['given']);
});
