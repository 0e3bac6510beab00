/** Requests of data subjects: access and objection, with the ledger and tables behind them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peopleBound } from '../../../engine/privacy/people.ts';
import { countHits, needlesOf } from '../../../engine/privacy/subjects/residue.ts';
import { FEW } from '../../../shared/counts.ts';
import { write } from '../../end-to-end/scratch.ts';
import { failure } from '../../faults/vault.ts';
import { addConsents, addPeople, consent } from '../privacy/fixture.ts';
import { randomKeys, withFolder, withVault } from '../vault/fixture.ts';
import { AS_OF, copyShop, customerOf, emailOf, LENS, townOf } from './shop.ts';

describe('access', () => {
  it('tells everything held on one person, and nothing of another', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('segment.define', {
        lens: LENS,
        name: 'Gold',
        rule: { op: 'in', field: 'profile.plan', values: ['gold'] },
      });
      await engine.call('segment.refresh', { lens: LENS });
      const out = join(folder, 'for-the-person');
      const ask = {
        identifier: ` ${emailOf(4).toUpperCase()}`,
        type: 'email',
        asOf: AS_OF,
        folder: out,
      } as const;
      const { access, files } = await engine.call('subject.access', ask);
      expect(access.profile.map(({ attribute, value }) => [attribute, value])).toEqual([
        ['Town', townOf(4)],
        ['Plan', 'gold'],
      ]);
      expect([access.orders.rows.length, access.events.rows.length, access.consents.rows.length]).toEqual([
        2, 2, 1,
      ]);
      expect(access.sources.map(({ rows }) => rows)).toEqual([1, 2, 2, 1]);
      expect(access.pseudonyms.map(({ type }) => type)).toEqual(['customer', 'email']);
      expect(access.purposes.filter(({ admitted }) => admitted).map(({ purpose }) => purpose)).toEqual([
        'personalize',
      ]);
      expect(access.segments.map(({ name }) => name)).toEqual(['Gold']);
      expect(access.memberships).toEqual([
        { segment: 'gold', version: 1, purpose: 'personalize', asOf: AS_OF },
      ]);
      const frequency = access.features.find(({ feature }) => feature === 'Frequency');
      expect(frequency?.value).toBe('2');

      const [json, html] = files.map(({ path }) => readFileSync(path, 'utf8'));
      expect(JSON.parse(json)).toEqual(access);
      expect(html).toContain(townOf(4));
      expect(html).not.toMatch(/<script|https?:/);
      expect(statSync(files[0].path).mode & 0o077).toBe(0);
      for (const text of [json, html])
        expect(text.match(/Canary-Town-\d+/g)?.every((town) => town === townOf(4))).toBe(true);

      // On the record as a commitment, without the identifier; the second answer tells of the first act.
      const log = JSON.stringify(await engine.call('audit.log', {}));
      expect(log).toContain('subject.access');
      expect(log).not.toMatch(/canary|CUST-/i);
      const again = await engine.call('subject.access', ask);
      expect(again.access.acts.map(({ action }) => action)).toEqual(['subject.access']);
      expect(vault).not.toBe('');
      engine.close();
    }));

  it('is for the officer, and says the same of an unknown and an erased person', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      await engine.call('subject.erase', { identifiers: [customerOf(1)] });
      const ask = (identifier: string) => failure(engine.call('subject.access', { identifier, asOf: AS_OF }));
      expect(await ask(customerOf(1))).toEqual(await ask('NOBODY'));
      await engine.call('officer.leave', {});
      expect((await ask(customerOf(2))).code).toBe('OFFICER_NEEDED');
      engine.close();
    }));
});

describe('objection', () => {
  it('holds at once, for every purpose, and above a consent that comes later', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      expect((await engine.call('lens.describe', LENS)).admitted).toBe(40);
      const answer = await engine.call('subject.object', { identifier: customerOf(6), at: '2026-06-30' });
      expect(answer.events).toBe(answer.purposes.length);
      const lens = await engine.call('lens.describe', LENS);
      expect([lens.admitted, lens.leftOut.find(({ reason }) => reason === 'OBJECTED')?.people]).toEqual([
        39,
        FEW,
      ]);
      const file = write(
        folder,
        'later.csv',
        `customer_id,purpose,state,recorded_at\n${customerOf(6)},personalize,given,2026-06-30\n`,
      );
      await engine.call('intake.import', {
        file,
        mapping: {
          version: 1,
          kind: 'consents',
          columns: [
            { column: 'customer_id', role: 'identifier', identifier: 'customer' },
            { column: 'purpose', role: 'consent', part: 'purpose' },
            {
              column: 'state',
              role: 'consent',
              part: 'state',
              values: { given: 'given' },
              dated: 'recorded_at',
            },
            { column: 'recorded_at', role: 'time' },
          ],
        },
      });
      expect((await engine.call('lens.describe', { ...LENS, asOf: '2026-12-01' })).admitted).toBe(39);
      const { access } = await engine.call('subject.access', { identifier: customerOf(6), asOf: AS_OF });
      expect([access.objected, access.purposes.some(({ admitted }) => admitted)]).toEqual([true, false]);
      engine.close();
    }));
});

describe('the ledger and the tables of people', () => {
  it('lets go of a person only on the guarded path', () =>
    withVault(({ db }) => {
      addPeople(db, 3);
      addConsents(db, [
        consent({ person: 1, row: 7 }),
        consent({ person: 2 }),
        consent({ person: 0, state: 'refused' }),
      ]);
      const unlink = (set: string, person = 1): void =>
        void db.prepare(`UPDATE consent_entry SET ${set} WHERE person = ?`).run(person);
      expect(() => unlink('person = NULL, row_number = NULL')).toThrow('append-only');
      db.exec("INSERT INTO erasure(id, at, stage, people, body) VALUES ('e', 0, 'begun', 1, '{}')");
      db.exec("INSERT INTO erasure_subject(erasure, person) VALUES ('e', 1)");
      for (const set of [
        'person = 2, row_number = NULL',
        'person = NULL',
        `person = NULL, row_number = NULL, wording = (SELECT id FROM consent_wording WHERE state = 'refused')`,
        'person = NULL, row_number = NULL, occurred_at = 5',
        "person = NULL, row_number = NULL, reason = 'another'",
        'person = NULL, row_number = NULL, subject = 1',
      ])
        expect(() => unlink(set)).toThrow('append-only');
      expect(() => unlink('person = NULL, row_number = NULL', 2)).toThrow('append-only');
      unlink('person = NULL, row_number = NULL');
      expect(db.prepare('SELECT person, row_number FROM consent_event ORDER BY seq').raw().all()).toEqual([
        [null, null],
        [2, null],
        [0, null],
      ]);
      expect(() => db.exec('DELETE FROM consent_entry')).toThrow('append-only');
      expect(peopleBound(db)).toBe(3);
    }));

  it('are all known to the erasure: a new table with a person in it must be taken care of', () =>
    withVault(({ db }) => {
      const tables = db
        .prepare(
          `SELECT DISTINCT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
           WHERE m.type = 'table' AND m.name <> 'chunk' AND c.name IN ('person', 'person_id', 'subject_pid', 'number', 'low', 'lowest') ORDER BY m.name`,
        )
        .pluck()
        .all();
      expect(tables).toEqual([
        'consent_entry',
        'erasure_subject',
        'identity_link',
        'identity_shared',
        'merged',
        'person_fact',
        'pseudonym_block',
        'replaced_row',
        'shared_bond',
        'tombstone',
        'vacated',
      ]);
    }));
});

describe('the search for residue', () => {
  it('finds what a plain search finds', () => {
    const keys = randomKeys();
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 400, max: 3 }),
        fc.array(fc.uint8Array({ minLength: 4, maxLength: 6, min: 1, max: 3 }), { maxLength: 5 }),
        (haystack, values) => {
          const different = new Map(values.map((value) => [Buffer.from(value).toString('hex'), value]));
          let expected = 0;
          for (const value of different.values())
            for (let at = 0; at + value.length <= haystack.length; at++)
              if (Buffer.from(haystack.subarray(at, at + value.length)).equals(Buffer.from(value)))
                expected += 1;
          expect(countHits(keys, needlesOf(keys, values), haystack)).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
    expect(needlesOf(keys, [Buffer.from('abc')])).toEqual([]);
  });
});
