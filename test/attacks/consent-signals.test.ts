/**
 * Signals, places and purposes against consent (C4, C7, C9 to C12): Global Privacy Control, strings that cannot be read,
 * minors, regions, notices, batches that were revoked. Each goes through the whole engine.
 */
import { GppModel } from '@iabgpp/cmpapi';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../shared/mapping.ts';

import { openForFile, SAID, say, shop, standing } from './said.ts';

openForFile();

/** A GPP string of somebody who opted out of sale in the United States. */
const optedOut = (): string => {
  const model = new GppModel();
  model.setFieldValue('usnat', 'SaleOptOut', 1);
  return model.encode();
};

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
    await shop.engine.call('consent.allowOptOut', { allow: true, reason: 'counsel, 2026-11' });
    expect(await standing(1050)).toBeNull();
    expect([await standing(1051), await standing(1052)]).toEqual(['NO_RECORD', 'NO_RECORD']);
    await shop.engine.call('consent.allowOptOut', { allow: false, reason: 'counsel, 2026-12' });
    expect(await standing(1050)).toBe('NO_RECORD');
  });

  it('C11: a minor is in no profile, whatever was said', async () => {
    await say(['C1053,yes,2026-01-01,DE,y'], REGION, {}, 'id,said,on,where,child');
    expect(await standing(1053)).toBe('MINOR');
  });

  it('C9, C12: a wider yes counts where its notice lists the purpose, and not after an incompatible version', async () => {
    await shop.engine.call('consent.definePurpose', { id: 'marketing', label: 'Marketing' });
    await shop.engine.call('consent.defineNotice', {
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
    await shop.engine.call('consent.defineNotice', { label: 'M2', from: '2026-06-01', incompatible: true });
    expect(await standing(1060, 'marketing.communications.sms')).toBe('EXPIRED');
    expect(await standing(1060, 'marketing.communications.sms', '2026-05-01')).toBeNull();
  });

  it('a revoked batch speaks for nobody any more, and its refusals still hold', async () => {
    const { source } = await say(['C1070,yes,2026-01-01', 'C1071,no,2026-01-01'], SAID);
    expect(await standing(1070)).toBeNull();
    await shop.engine.call('consent.revokeBatch', { source: source ?? 0, reason: 'wrong column' });
    expect(await standing(1070)).toBe('REVOKED');
    expect(await standing(1071)).toBe('WITHDRAWN');
  });
  it('a revoked batch does not come back with a newline more, nor stand on in a copy; an officer brings it back', async () => {
    const rows = ['C1072,yes,2026-01-01', 'C1073,yes,2026-01-02'];
    const { source } = await say(rows, SAID);
    await say([...rows, 'C1074,yes,2026-01-03'], SAID);
    const taken = await shop.engine.call('consent.revokeBatch', {
      source: source ?? 0,
      reason: 'wrong column',
    });
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
    const back = await shop.engine.call('consent.reinstateBatch', {
      source: source ?? 0,
      reason: 'it was right',
    });
    expect(back).toMatchObject({ events: 2 });
    expect(await standing(1072)).toBeNull();
    const twice = shop.engine.call('consent.reinstateBatch', { source: source ?? 0, reason: 'again' });
    await expect(twice).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const batches = await shop.engine.call('consent.batches', {});
    expect(batches.find((one) => one.source === source)?.revoked).toBeNull();
    await shop.engine.call('consent.revokeBatch', { source: source ?? 0, reason: 'wrong after all' });
    expect(await standing(1072)).toBe('REVOKED');
  });
});
