/**
 * Ways to be counted without consent (C1 to C8): a withdrawal between preview and writing, files that claim too much,
 * words nobody explained, an erasure undone. Each goes through the whole engine.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { PASSPHRASE, write } from '../end-to-end/scratch.ts';
import { everyone, LENS } from '../faults/vault.ts';

import { admitted, openForFile, SAID, say, shop, standing } from './said.ts';

openForFile();

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
    await shop.engine.call('consent.change', {
      identifier: 'C1004',
      purpose: 'personalize',
      state: 'withdrawn',
      at: '2026-03-01',
      reason: 'letter',
    });
    const again = await say(rows, SAID);
    expect([again.consentEvents, await standing(1004)]).toEqual([0, 'WITHDRAWN']);
  });

  it('C5: of two identifiers of one person with opposite answers the no wins, until an officer hears otherwise', async () => {
    const email: Mapping['columns'] = [{ column: 'mail', role: 'identifier', identifier: 'email' }, ...SAID];
    await shop.engine.call('intake.import', {
      file: write(shop.folder, 'by-mail.csv', 'mail,said,on\nC20@example.org,no,2026-02-01\n'),
      mapping: { version: 1, kind: 'consents', columns: email },
    });
    await shop.engine.call('intake.import', {
      file: write(shop.folder, 'links.csv', 'customer_id,email,country\nC1020,C20@example.org,DE\n'),
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
    await shop.engine.call('consent.change', heard);
    expect(await standing(1020)).toBe('WITHDRAWN');
    await shop.engine.call('consent.change', { ...heard, at: '2026-06-02', notice: '2026-1' });
    expect(await standing(1020)).toBeNull();
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
    const keys = await openKeystore(join(shop.folder, 'consent.cloister', 'keys.json'), PASSPHRASE);
    const db = openDatabase(join(shop.folder, 'consent.cloister', 'data.db'), keys, { readonly: true });
    const held = (): unknown[] => [
      db.prepare('SELECT count(*) FROM consent_signal WHERE raw = ?').pluck().get(raw),
      db.prepare("SELECT count(*) FROM person_fact WHERE jurisdiction = 'FR'").pluck().get(),
      db
        .prepare('SELECT count(*) FROM consent_event WHERE person IS NULL AND subject IS NOT NULL')
        .pluck()
        .get(),
    ];
    expect(held()).toEqual([1, 1, 0]);
    await shop.engine.call('subject.erase', { identifiers: ['C1080'], reference: 'letter' });
    expect(held()).toEqual([0, 0, 0]);
    db.close();
    const again = await say([`C1080,${raw},FR`, 'C1081,,FR'], TCF, {}, 'id,tc,where');
    expect([again.rejected, again.consentEvents]).toEqual([1, 0]);
    await expect(standing(1080)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the moment of writing', () => {
  it('C1, C6: whoever withdraws between preview and writing is not in what is written', async () => {
    await everyone(shop.engine);
    await shop.engine.call('segment.define', {
      lens: LENS,
      name: 'Germans',
      rule: { op: 'in', field: 'profile.country', values: ['DE'] },
    });
    const input = { lens: LENS, export: { name: 'C1', targets: ['sqlite' as const] } };
    const before = await admitted();
    await shop.engine.call('release.preview', input);
    for (const id of [1100, 1103, 1106, 1109])
      await shop.engine.call('consent.change', {
        identifier: `C${id}`,
        purpose: 'personalize',
        state: 'withdrawn',
        at: '2026-07-02',
        reason: 'letter',
      });
    expect(before - (await admitted())).toBe(4);
    await shop.engine.call('release.write', { ...input, folder: join(shop.folder, 'package') });
    expect(existsSync(join(shop.folder, 'package'))).toBe(true);
    const { purposes } = await shop.engine.call('consent.summary', { asOf: LENS.asOf });
    expect(purposes.find(({ purpose }) => purpose === 'personalize')?.admitted).toBe(before - 4);
  });

  it('the lens and the rule in SQL say the same of everyone asked', async () => {
    const { same, people, known } = await shop.engine.call('consent.prove', LENS);
    expect([same, people]).toEqual([true, known]);
  });
});
