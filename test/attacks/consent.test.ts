/**
 * Ways to be counted without consent (C1 to C12): a withdrawal between preview and writing, files that claim too
 * much, signals against columns, strings that cannot be read. Each goes through the whole engine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GppModel } from '@iabgpp/cmpapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch } from '../end-to-end/scratch.ts';
import { everyone, LENS, orders, profiles, write } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
let files = 0;

const admitted = async (purpose = 'personalize', asOf = LENS.asOf): Promise<number> =>
  (await engine.call('lens.describe', { purpose, asOf })).admitted ?? 0;
const standing = async (id: number, purpose = 'personalize', asOf = LENS.asOf): Promise<string | null> => {
  const { purposes } = await engine.call('consent.show', { identifier: `C${id}`, asOf });
  return purposes.find((one) => one.purpose === purpose)?.reason ?? null;
};
/** Imports consents about people; each line is `id,value,date`, further columns as given. */
const say = (
  rows: string[],
  columns: Mapping['columns'],
  more: Partial<Mapping> = {},
  header = 'id,said,on',
) =>
  engine.call('intake.import', {
    file: write(folder, `said-${files++}.csv`, `${header}\n${rows.join('\n')}\n`),
    mapping: {
      version: 1,
      kind: 'consents',
      columns: [{ column: 'id', role: 'identifier', identifier: 'customer' }, ...columns],
      ...more,
    },
  });
const SAID: Mapping['columns'] = [
  {
    column: 'said',
    role: 'consent',
    part: 'state',
    purpose: 'personalize',
    values: { yes: 'given', no: 'withdrawn' },
  },
  { column: 'on', role: 'time', format: 'iso' },
];

/** A GPP string of somebody who opted out of sale in the United States. */
const optedOut = (): string => {
  const model = new GppModel();
  model.setFieldValue('usnat', 'SaleOptOut', 1);
  return model.encode();
};

beforeAll(async () => {
  engine = await newVault(folder, 'consent');
  await engine.call('intake.import', { file: write(folder, 'customers.csv', profiles(400)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(2000, 400)) });
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
});
afterAll(() => {
  engine.close();
  remove();
});

describe('columns', () => {
  it('C8: words are never guessed; what the dictionary does not say is no consent', async () => {
    const { consent } = await say(
      ['C1000,nein,2026-01-01', 'C1001,0,2026-01-01', 'C1002,N/A,2026-01-01', 'C1003,yes,2026-01-01'],
      SAID,
    );
    expect(await standing(1000)).toBe('UNKNOWN');
    expect(await standing(1001)).toBe('UNKNOWN');
    expect(await standing(1002)).toBe('NO_RECORD');
    expect(await standing(1003)).toBeNull();
    expect(consent.columns[0].values).toContainEqual({
      value: 'nein',
      words: 1,
      meaning: 'unknown',
      records: 1,
    });
  });

  it('C8: a mapping without a dictionary is refused', async () => {
    const [said, on] = SAID;
    const { values: _, ...bare } = said;
    await expect(say(['C1000,yes,2026-01-01'], [bare, on])).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
    });
  });

  it('C3: a yes from the future lifts nothing, nor does one dated after its file was made', async () => {
    await say(['C1010,yes,2025-01-01', 'C1011,yes,2025-01-01'], SAID);
    await say(['C1010,no,2026-08-01', 'C1011,no,2026-02-01'], SAID);
    const { consent } = await say(['C1010,yes,2099-01-01'], SAID);
    expect(consent.future).toBe(1);
    expect(await standing(1010)).toBe('WITHDRAWN');
    const old = await say(['C1011,yes,2026-03-01'], SAID, { consent: { exported: '2026-01-15' } });
    expect(old.consent.future).toBe(1);
    expect(await standing(1011)).toBe('WITHDRAWN');
  });

  it('C3: on one day the no wins, whatever hour the yes has', async () => {
    await say(['C1012,no,2026-03-01', 'C1012,yes,2026-03-01T23:59:59Z'], SAID);
    expect(await standing(1012)).toBe('WITHDRAWN');
  });

  it('I10: the same file twice changes nothing', async () => {
    const rows = ['C1003,yes,2026-01-01', 'C1004,yes,2026-01-02'];
    await say(rows, SAID);
    expect(await standing(1004)).toBeNull();
    await engine.call('consent.change', {
      identifier: 'C1004',
      purpose: 'personalize',
      state: 'withdrawn',
      at: '2026-03-01',
      reason: 'letter',
    });
    files -= 1;
    const again = await say(rows, SAID);
    files += 1;
    expect([again.consentEvents, await standing(1004)]).toEqual([0, 'WITHDRAWN']);
  });

  it('C5: of two identifiers of one person with opposite answers the no wins, until an officer hears otherwise', async () => {
    const email: Mapping['columns'] = [{ column: 'mail', role: 'identifier', identifier: 'email' }, ...SAID];
    await engine.call('intake.import', {
      file: write(folder, 'by-mail.csv', 'mail,said,on\nC20@example.org,no,2026-02-01\n'),
      mapping: { version: 1, kind: 'consents', columns: email },
    });
    await engine.call('intake.import', {
      file: write(folder, 'links.csv', 'customer_id,email,country\nC1020,C20@example.org,DE\n'),
      mapping: {
        version: 1,
        kind: 'profiles',
        columns: [
          { column: 'customer_id', role: 'identifier', identifier: 'customer' },
          { column: 'email', role: 'link', identifier: 'email' },
        ],
      },
    });
    await say(['C1020,yes,2026-05-01'], SAID);
    expect(await standing(1020)).toBe('WITHDRAWN');
    const heard = {
      identifier: 'C1020',
      purpose: 'personalize',
      state: 'given',
      at: '2026-06-01',
      reason: 'by phone',
    } as const;
    await engine.call('consent.change', heard);
    expect(await standing(1020)).toBe('WITHDRAWN');
    await engine.call('consent.change', { ...heard, at: '2026-06-02', notice: '2026-1' });
    expect(await standing(1020)).toBeNull();
  });
});

describe('signals', () => {
  const GPC: Mapping['columns'] = [
    { column: 'gpc', role: 'consent', part: 'gpc', values: { '1': 'on', '0': 'off' } },
    {
      column: 'said',
      role: 'consent',
      part: 'state',
      purpose: 'marketing.advertising',
      values: { yes: 'given' },
    },
    { column: 'on', role: 'time', format: 'iso' },
  ];

  it('C4: Global Privacy Control beats a yes in the same row, and one that comes later', async () => {
    await say(['C1030,1,yes,2026-01-01', 'C1031,0,yes,2026-01-01'], GPC, {}, 'id,gpc,said,on');
    await say(['C1030,0,yes,2026-05-01'], GPC, {}, 'id,gpc,said,on');
    expect(await standing(1030, 'marketing.advertising')).toBe('OPTED_OUT');
    expect(await standing(1031, 'marketing.advertising')).toBeNull();
  });

  it('C7: strings that cannot be read, or break a rule, are no consent', async () => {
    const TCF: Mapping['columns'] = [
      { column: 'tc', role: 'consent', part: 'tcf', signals: { personalize: [1, 2, 3, 4] } },
      { column: 'gpp', role: 'consent', part: 'gpp', signals: { 'marketing.advertising': ['sale', 'gpc'] } },
      { column: 'on', role: 'time', format: 'iso' },
    ];
    const GOOD = 'CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA';
    const { consent } = await say(
      [
        'C1040,garbage,C,2026-01-01',
        `C1041,${GOOD},${optedOut()},2026-01-01`,
        'C1043,,DBABLA~CVVVkkkkkpFY.YA,2026-01-01',
        'C1042,,DBABMA~garbage,2026-01-01',
      ],
      TCF,
      {},
      'id,tc,gpp,on',
    );
    expect(consent.undecoded).toBe(3);
    expect(await standing(1040)).toBe('UNKNOWN');
    expect(await standing(1041)).toBe('REFUSED');
    expect(await standing(1041, 'marketing.advertising')).toBe('OPTED_OUT');
    expect(await standing(1042, 'marketing.advertising')).toBe('UNKNOWN');
    // This one says that the person is known to be a child.
    expect(await standing(1043)).toBe('MINOR');
  });
});

describe('people, places and purposes', () => {
  const REGION: Mapping['columns'] = [
    ...SAID,
    { column: 'where', role: 'consent', part: 'region' },
    { column: 'child', role: 'consent', part: 'minor', values: { y: 'minor', n: 'adult' } },
  ];
  it('C10: opt-out rules hold only where all that is known says so, and only once the officer allows them', async () => {
    await say(
      [
        'C1050,,2026-01-01,US-CA,n',
        'C1051,,2026-01-01,Atlantis,n',
        'C1052,,2026-01-01,US,n',
        'C1052,,2026-01-01,DE,n',
      ],
      REGION,
      {},
      'id,said,on,where,child',
    );
    expect(await standing(1050)).toBe('NO_RECORD');
    await engine.call('consent.allowOptOut', { allow: true, reason: 'counsel, 2026-11' });
    expect(await standing(1050)).toBeNull();
    expect([await standing(1051), await standing(1052)]).toEqual(['NO_RECORD', 'NO_RECORD']);
    await engine.call('consent.allowOptOut', { allow: false, reason: 'counsel, 2026-12' });
    expect(await standing(1050)).toBe('NO_RECORD');
  });

  it('C11: a minor is in no profile, whatever was said', async () => {
    await say(['C1053,yes,2026-01-01,DE,y'], REGION, {}, 'id,said,on,where,child');
    expect(await standing(1053)).toBe('MINOR');
  });

  it('C9, C12: a wider yes counts where its notice lists the purpose, and not after an incompatible version', async () => {
    await engine.call('consent.definePurpose', { id: 'marketing', label: 'Marketing' });
    await engine.call('consent.defineNotice', {
      label: 'M1',
      from: '2025-01-01',
      covers: ['marketing.communications.sms'],
    });
    const WIDE: Mapping['columns'] = [
      { column: 'said', role: 'consent', part: 'state', purpose: 'marketing', values: { yes: 'given' } },
      { column: 'on', role: 'time', format: 'iso' },
      { column: 'notice', role: 'consent', part: 'notice' },
    ];
    await say(['C1060,yes,2026-01-01,M1'], WIDE, {}, 'id,said,on,notice');
    expect(await standing(1060, 'marketing.communications.sms')).toBeNull();
    expect(await standing(1060, 'marketing.communications.email')).toBe('NO_RECORD');
    await engine.call('consent.defineNotice', { label: 'M2', from: '2026-06-01', incompatible: true });
    expect(await standing(1060, 'marketing.communications.sms')).toBe('EXPIRED');
    expect(await standing(1060, 'marketing.communications.sms', '2026-05-01')).toBeNull();
  });

  it('a revoked batch speaks for nobody any more, and its refusals still hold', async () => {
    const { source } = await say(['C1070,yes,2026-01-01', 'C1071,no,2026-01-01'], SAID);
    expect(await standing(1070)).toBeNull();
    await engine.call('consent.revokeBatch', { source: source ?? 0, reason: 'wrong column' });
    expect(await standing(1070)).toBe('REVOKED');
    expect(await standing(1071)).toBe('WITHDRAWN');
  });
  it('a revoked batch does not come back with a newline more, nor stand on in a copy; an officer brings it back', async () => {
    const rows = ['C1072,yes,2026-01-01', 'C1073,yes,2026-01-02'];
    const { source } = await say(rows, SAID);
    await say([...rows, 'C1074,yes,2026-01-03'], SAID);
    const taken = await engine.call('consent.revokeBatch', { source: source ?? 0, reason: 'wrong column' });
    expect(taken).toMatchObject({ events: 4, elsewhere: 2 });
    expect([await standing(1072), await standing(1073), await standing(1074)]).toEqual([
      'REVOKED',
      'REVOKED',
      null,
    ]);
    const again = await say([...rows, '', 'C1075,yes,2026-01-02'], SAID);
    expect(again.consent).toMatchObject({ revoked: 2, events: 1 });
    expect([await standing(1072), await standing(1075)]).toEqual(['REVOKED', null]);
    // Said anew on another day it is another statement.
    await say(['C1073,yes,2026-05-02'], SAID);
    expect(await standing(1073)).toBeNull();
    const back = await engine.call('consent.reinstateBatch', { source: source ?? 0, reason: 'it was right' });
    expect(back).toMatchObject({ events: 2 });
    expect(await standing(1072)).toBeNull();
    const twice = engine.call('consent.reinstateBatch', { source: source ?? 0, reason: 'again' });
    await expect(twice).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const batches = await engine.call('consent.batches', {});
    expect(batches.find((one) => one.source === source)?.revoked).toBeNull();
    await engine.call('consent.revokeBatch', { source: source ?? 0, reason: 'wrong after all' });
    expect(await standing(1072)).toBe('REVOKED');
  });
});

describe('erasure', () => {
  it('C2: takes strings, identifiers and facts with it; a re-import brings nothing back', async () => {
    const TCF: Mapping['columns'] = [
      { column: 'tc', role: 'consent', part: 'tcf', signals: { personalize: [1] } },
      { column: 'where', role: 'consent', part: 'region' },
    ];
    const raw = 'CPi8wgAPi8wgAAOACBENCuCoAP';
    await say([`C1080,${raw},FR`], TCF, {}, 'id,tc,where');
    const keys = await openKeystore(join(folder, 'consent.cloister', 'keys.json'), PASSPHRASE);
    const db = openDatabase(join(folder, 'consent.cloister', 'data.db'), keys, { readonly: true });
    const held = (): unknown[] => [
      db.prepare('SELECT count(*) FROM consent_signal WHERE raw = ?').pluck().get(raw),
      db.prepare("SELECT count(*) FROM person_fact WHERE jurisdiction = 'FR'").pluck().get(),
      db
        .prepare('SELECT count(*) FROM consent_event WHERE person IS NULL AND subject IS NOT NULL')
        .pluck()
        .get(),
    ];
    expect(held()).toEqual([1, 1, 0]);
    await engine.call('subject.erase', { identifiers: ['C1080'], reference: 'letter' });
    expect(held()).toEqual([0, 0, 0]);
    db.close();
    const again = await say([`C1080,${raw},FR`, 'C1081,,FR'], TCF, {}, 'id,tc,where');
    expect([again.rejected, again.consentEvents]).toEqual([1, 0]);
    await expect(standing(1080)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the moment of writing', () => {
  it('C1, C6: whoever withdraws between preview and writing is not in what is written', async () => {
    await everyone(engine);
    await engine.call('segment.define', {
      lens: LENS,
      name: 'Germans',
      rule: { op: 'in', field: 'profile.country', values: ['DE'] },
    });
    const input = { lens: LENS, export: { name: 'C1', targets: ['sqlite' as const] } };
    const before = await admitted();
    await engine.call('release.preview', input);
    for (const id of [1100, 1103, 1106, 1109])
      await engine.call('consent.change', {
        identifier: `C${id}`,
        purpose: 'personalize',
        state: 'withdrawn',
        at: '2026-07-02',
        reason: 'letter',
      });
    expect(before - (await admitted())).toBe(4);
    await engine.call('release.write', { ...input, folder: join(folder, 'package') });
    expect(existsSync(join(folder, 'package'))).toBe(true);
    const { purposes } = await engine.call('consent.summary', { asOf: LENS.asOf });
    expect(purposes.find(({ purpose }) => purpose === 'personalize')?.admitted).toBe(before - 4);
  });

  it('the lens and the rule in SQL say the same of everyone asked', async () => {
    const { same, people, known } = await engine.call('consent.prove', LENS);
    expect([same, people]).toEqual([true, known]);
  });
});
