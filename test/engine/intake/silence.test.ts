/** Words of other systems that are no answer leave standing what was said elsewhere; their refusals still end it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { inspectFiles } from '../../../engine/intake/inspect.ts';
import { suggestedMapping } from '../../../engine/intake/suggested.ts';
import { openVault } from '../../../engine/vault/vault.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'silence');
});
afterAll(remove);

const SIZE = 40;
const addresses = (who: string): string[] => Array.from({ length: SIZE }, (_, i) => `${who}${i}@example.com`);
const admitted = async (): Promise<number> =>
  (await engine.call('lens.describe', { purpose: 'marketing.communications.email', asOf: '2026-07-01' }))
    .admitted;
/** Imports a file as its suggested mapping says, read and agreed with. */
const take = async (name: string, head: string, rows: readonly string[]) => {
  const file = write(folder, name, `${[head, ...rows].join('\n')}\n`);
  const { mapping, system } = await engine.call('intake.inspect', { file });
  return { answer: await engine.call('intake.import', { file, mapping }), system: system?.id };
};

/** Files of systems: of an address the row that says nothing, and the one that says no; both of May, after the yes. */
const SYSTEMS: [string, string, (email: string, i: number, no: boolean) => string][] = [
  [
    'salesforce-contacts',
    'Id,IsDeleted,AccountId,LastName,Email,LeadSource,HasOptedOutOfEmail,LastModifiedDate,SystemModstamp',
    (email, i, no) =>
      `003Ab00000Xy${no ? 'N' : 'S'}${String(i).padStart(2, '0')},false,001Ab00000Qq000,Doe,${email},Web,${no},2026-05-10T10:15:00.000Z,2026-05-10T10:15:01.000Z`,
  ],
  [
    'klaviyo-profiles',
    'Email,Klaviyo ID,Email Marketing Consent,Email Marketing Consent Timestamp',
    (email, i, no) =>
      `${email},01H${no ? 'N' : 'S'}${i}ABCDEFG,${no ? 'UNSUBSCRIBED' : 'NEVER_SUBSCRIBED'},2026-05-10 08:00:00`,
  ],
  [
    'salesforce-report',
    'First Name,Last Name,Account Name,Email,Email Opt Out,Lead Source,Last Modified Date',
    (email, _, no) => `Ann,Doe,Acme,${email},${no ? 1 : 0},Web,2026-05-11`,
  ],
  [
    'hubspot-contacts',
    'Record ID,Email,Lifecycle Stage,Unsubscribed from all email,Last Modified Date',
    (email, i, no) => `${no ? 9 : 1}${i},${email},lead,${no},2026-05-10 10:00`,
  ],
  [
    'hubspot-contacts-api',
    'hs_object_id,email,lifecyclestage,hs_email_optout,lastmodifieddate',
    (email, i, no) => `${no ? 9 : 1}${i},${email},lead,${no},2026-05-12 10:00`,
  ],
  [
    'marketo-leads',
    'id,email,leadScore,unsubscribed,updatedAt',
    (email, i, no) => `${no ? 9 : 1}${i},${email},3,${no},2026-05-10T08:00:00Z`,
  ],
  [
    'braze-users',
    'external_id,email,email_subscribe,session_count',
    (email, i, no) => `u-${no ? 'n' : 's'}${i},${email},${no ? 'unsubscribed' : 'subscribed'},3`,
  ],
  [
    'shopify-customers',
    'First Name,Email,Accepts Email Marketing,Total Spent,Total Orders',
    (email, _, no) => `Ann,${email},${no ? 'no' : ''},1.00,1`,
  ],
];

describe('what another system does not say', () => {
  it('takes no yes away, and what it refuses does', async () => {
    const people = [addresses('silent'), ...SYSTEMS.slice(0, 2).map(([id]) => addresses(id))].flat();
    const file = write(
      folder,
      'said.csv',
      `email,state,on\n${people.map((one) => `${one},given,2026-03-01`).join('\n')}\n`,
    );
    await engine.call('intake.import', {
      file,
      mapping: {
        version: 1,
        kind: 'consents',
        columns: [
          { column: 'email', role: 'identifier', identifier: 'email' },
          {
            column: 'state',
            role: 'consent',
            part: 'state',
            purpose: 'marketing.communications.email',
            values: { given: 'given' },
          },
          { column: 'on', role: 'time' },
        ],
      },
    });
    let left = people.length;
    expect(await admitted()).toBe(left);
    for (const [id, head, row] of SYSTEMS.slice(0, 2)) {
      const rows = [
        ...addresses('silent').map((email, i) => row(email, i, false)),
        ...addresses(id).map((email, i) => row(email, i, true)),
      ];
      const { answer, system } = await take(`${id}.csv`, head, rows);
      left -= SIZE;
      expect([id, system, answer.consentEvents, await admitted()]).toEqual([id, id, SIZE, left]);
    }
  });

  it.each(SYSTEMS)('%s', async (id, head, row) => {
    const file = write(
      folder,
      'words.csv',
      [head, row('a@x.org', 1, false), row('b@x.org', 2, true), ''].join('\n'),
    );
    const found = await inspectFiles([{ source: file, name: 'words.csv' }]);
    const { columns } = suggestedMapping(found);
    const { values = {} } = columns.find(({ role }) => role === 'consent') ?? {};
    // No yes is among them that the file does not have.
    const meanings = [...new Set(Object.values(values))].sort();
    const silent = id === 'shopify-customers' ? [] : ['nothing'];
    expect([found.system?.system.id, meanings]).toEqual([
      id,
      [...silent, id === 'shopify-customers' ? 'refused' : 'withdrawn'],
    ]);
  });

  it('and Mailchimp: when they were asked, how and why they left stand in the record', async () => {
    const head = 'Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID';
    const row = (email: string, i: number) =>
      `${email},2,2025-06-10 08:00:00,2025-06-10 08:05:00,${i},euid-${email.split('@')[0]}`;
    const left = ',UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER';
    const gone = addresses('gone').map(
      (email, i) => `${row(email, i)},2026-04-16 08:00:00,Spring,c1,TOO_OFTEN,`,
    );
    await take('unsubscribed_members.csv', head + left, gone);
    const before = await admitted();
    const silent = await take('nonsubscribed_members.csv', head, addresses('silent').map(row));
    expect(silent.answer.consent.columns).toEqual([
      {
        column: 'the file as a whole',
        values: [expect.objectContaining({ meaning: 'nothing', records: SIZE })],
      },
    ]);
    expect(await admitted()).toBe(before);
    engine.close();
    const vault = await openVault(`${folder}/silence`, PASSPHRASE);
    const said = vault.reader
      .prepare(
        `SELECT state, reason, method, occurred_at AS at, count(*) AS events FROM consent_event
         WHERE source = (SELECT id FROM source WHERE name LIKE 'unsubscribed%') GROUP BY 1, 2, 3, 4 ORDER BY 4`,
      )
      .all();
    expect(said).toEqual([
      { state: 'requested', reason: null, method: 'import_file', at: Date.UTC(2025, 5, 10, 8), events: SIZE },
      {
        state: 'withdrawn',
        reason: 'TOO_OFTEN',
        method: 'Spring',
        at: Date.UTC(2026, 3, 16, 8),
        events: SIZE,
      },
    ]);
    vault.close();
  });
});
