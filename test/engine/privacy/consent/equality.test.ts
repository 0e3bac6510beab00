/** The resolution of consent in its three forms, held equal on random ledgers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../../../../engine/privacy/consent/decide.ts';
import { invalidate } from '../../../../engine/privacy/consent/ledger.ts';
import { prove } from '../../../../engine/privacy/consent/prove.ts';
import {
  type ConsentEvent,
  decide,
  eligibility,
  ledgerWriter,
  requirePurpose,
} from '../../../../engine/privacy/consent.ts';
import { setLinkLimit, settleIdentity } from '../../../../engine/privacy/identity/settle.ts';
import { countPeople } from '../../../../engine/privacy/people.ts';
import type { Connection } from '../../../../engine/vault/database.ts';
import { DAY, EXCLUSIONS, LAWFUL_BASES, SAYABLE_STATES } from '../../../../shared/vocabulary.ts';
import { addSource, withVault } from '../../vault/fixture.ts';
import { addPeople } from '../fixture.ts';

const AS_OF = Date.UTC(2026, 8, 1);
const PEOPLE = 5;
const HOUR = DAY / 24;
const PURPOSES = [
  'marketing',
  'marketing.advertising',
  'third_party_sharing',
  'analytics',
  'health',
  'essential',
];

type Event = Partial<ConsentEvent> & { person: number; purpose: string };
const time = fc.oneof(
  fc.integer({ min: -4, max: 3 }).map((n) => AS_OF + n * 250 * DAY),
  fc.integer({ min: -30, max: 30 }).map((n) => AS_OF - 250 * DAY + n * HOUR),
  // 24 months to the hour, at the end of a February.
  fc.constantFrom(Date.UTC(2024, 8, 1), Date.UTC(2024, 8, 1) + 1, Date.UTC(2024, 1, 29)),
);
const event: fc.Arbitrary<Event> = fc.record(
  {
    person: fc.nat(PEOPLE - 1),
    purpose: fc.constantFrom(...PURPOSES),
    state: fc.oneof(
      fc.constantFrom(...SAYABLE_STATES),
      fc.constantFrom('given', 'opted_in', 'withdrawn', 'opted_out'),
    ),
    basis: fc.oneof(fc.constant('consent'), fc.constantFrom(...LAWFUL_BASES)),
    occurredAt: fc.option(time, { freq: 6 }),
    validUntil: fc.option(fc.constantFrom(AS_OF - 1, AS_OF, AS_OF + 1), { freq: 2 }),
    notice: fc.option(fc.constantFrom('v1', 'v2', 'wide', 'unheard of')),
    grade: fc.nat(3),
    subject: fc.constantFrom(null, 7, 8),
    personLevel: fc.oneof(fc.constant(false), fc.boolean()),
  },
  { requiredKeys: ['person', 'purpose'] },
) as fc.Arbitrary<Event>;

const world = fc.record({
  first: fc.array(event, { maxLength: 25 }),
  later: fc.array(event, { maxLength: 6 }),
  last: fc.array(event, { maxLength: 4 }),
  revoked: fc.array(fc.nat(24), { maxLength: 3 }),
  optOut: fc.boolean(),
  minGrade: fc.integer({ min: 1, max: 3 }),
  incompatible: fc.boolean(),
  facts: fc.array(
    fc.record({
      person: fc.nat(PEOPLE - 1),
      kind: fc.constantFrom('regime', 'minor'),
      regime: fc.constantFrom('US', 'US', 'EU-GDPR', 'UNKNOWN'),
      minor: fc.constantFrom('minor', 'adult'),
    }),
    { maxLength: 6 },
  ),
  objected: fc.option(fc.nat(PEOPLE - 1), { freq: 3 }),
  linked: fc.uniqueArray(fc.constantFrom('01', '12', '03', '24', '34'), { maxLength: 3 }),
});

const fill = (value: Partial<Event>): ConsentEvent =>
  ({
    state: 'given',
    basis: 'consent',
    occurredAt: AS_OF - DAY - HOUR,
    validUntil: null,
    method: 'test',
    notice: null,
    grade: 1,
    row: null,
    reason: null,
    ...value,
  }) as ConsentEvent;

const write = (db: Connection, source: number, events: readonly Event[]): void => {
  // Recorded on the date itself, so that what is dated well after it comes from the future.
  const append = ledgerWriter(db, source, AS_OF + 300 * DAY);
  for (const one of events) append(fill(one));
};

const setUp = (
  db: Connection,
  { facts, optOut, minGrade, incompatible, objected }: typeof world extends fc.Arbitrary<infer T> ? T : never,
): void => {
  addPeople(db, PEOPLE);
  db.exec(`INSERT INTO purpose(id, label, fides_key, is_marketing, is_sale_or_share, is_profiling, needs_explicit, ttl_months, min_grade, listed, needs_consent)
    VALUES ('marketing', 'Marketing', 'marketing', 1, 0, 1, 0, 24, 1, 1, 0), ('health', 'Health', 'health', 0, 0, 0, 1, 12, 1, 1, 0),
      ('essential', 'Essential', 'essential', 0, 1, 0, 0, 24, 1, 1, 1)`);
  db.prepare("UPDATE purpose SET min_grade = ? WHERE id = 'marketing.advertising'").run(minGrade);
  db.prepare('UPDATE consent_setting SET us_opt_out = ?').run(optOut ? 1 : 0);
  const notice = db.prepare(
    'INSERT INTO notice(label, series, effective_from, incompatible, covers) VALUES (?, ?, ?, ?, ?)',
  );
  notice.run('v1', 'main', 0, 0, '[]');
  notice.run('v2', 'main', AS_OF - 100 * DAY, incompatible ? 1 : 0, '[]');
  notice.run('wide', 'other', 0, 0, '["marketing.advertising"]');
  for (const { person, kind, regime, minor } of facts)
    db.prepare('INSERT INTO person_fact(person, kind, value, recorded_at) VALUES (?, ?, ?, 0)').run(
      person,
      kind,
      kind === 'regime' ? regime : minor,
    );
  if (objected !== null)
    db.prepare(
      "INSERT INTO tombstone(pid, bucket, pid_type, epoch, kind, person, at) VALUES (randomblob(32), 0, 'customer', 1, 'objected', ?, 0)",
    ).run(objected);
};

const DATES = [AS_OF, AS_OF - 250 * DAY, AS_OF + 7];

/** What each of the three says, as `person purpose date reason`. */
const answers = (
  db: Connection,
  reader: Connection,
): Record<'plain' | 'view' | 'arrays' | 'kept', string[]> => {
  db.exec('DELETE FROM lens_date');
  for (const at of DATES) db.prepare('INSERT INTO lens_date VALUES (?)').run(at);
  const line = (person: number, purpose: string, at: number, reason: string | null): string =>
    `${person} ${purpose} ${DATES.indexOf(at)} ${reason}`;
  const view = (
    db.prepare('SELECT at, person, purpose, reason FROM consent_decision').all() as {
      at: number;
      person: number;
      purpose: string;
      reason: string | null;
    }[]
  )
    .filter(({ purpose }) => PURPOSES.includes(purpose))
    .map(({ person, purpose, at, reason }) => line(person, purpose, at, reason));
  const plain: string[] = [];
  const arrays: string[] = [];
  const kept: string[] = [];
  for (const purpose of PURPOSES)
    for (const at of DATES) {
      const one = decide(db, PEOPLE, requirePurpose(db, purpose), at);
      const other = decide(reader, PEOPLE, requirePurpose(reader, purpose), at);
      for (let person = 0; person < PEOPLE; person++) {
        if (one[person] === NOBODY) continue;
        const said = (code: number): string | null => (code === 0 ? null : EXCLUSIONS[code - 1]);
        plain.push(line(person, purpose, at, eligibility(db, person, purpose, at)));
        arrays.push(line(person, purpose, at, said(one[person])));
        kept.push(line(person, purpose, at, said(other[person])));
      }
    }
  return { plain: plain.sort(), view: view.sort(), arrays: arrays.sort(), kept: kept.sort() };
};

describe('the three forms of the resolution', () => {
  it('say the same of every person, purpose and date, also after more was said', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(world, (given) =>
        withVault(({ db, reader }) => {
          setUp(db, given);
          const source = addSource(db, 'consents');
          write(db, source, given.first);
          const check = (): void => {
            const { plain, view, arrays, kept } = answers(db, reader);
            expect(arrays).toEqual(plain);
            expect(view).toEqual(plain);
            expect(kept).toEqual(plain);
            for (const one of plain) seen.add(one.split(' ')[3]);
          };
          check();
          const link = db.prepare(
            `INSERT INTO identity_link(low, high, low_type, high_type, kind, at)
             VALUES (?, ?, 'customer', 'customer', 'record', 0)`,
          );
          for (const [low, high] of given.linked) link.run(Number(low), Number(high));
          settleIdentity(db);
          expect(countPeople(db)).toBe(PEOPLE - given.linked.length);
          check();
          write(db, source, given.later);
          check();
          db.exec('UPDATE identity_link SET cut_at = 1 WHERE id = 1');
          settleIdentity(db);
          check();
          // From one link on an identifier is shared: what is said against somebody under it binds its neighbours.
          setLinkLimit(db, 1);
          write(db, source, given.last);
          for (const at of given.revoked)
            invalidate(db, 'SELECT seq FROM consent_event WHERE seq = @seq', { seq: at + 1 }, 0);
          check();
          for (const purpose of PURPOSES)
            expect(prove(db, requirePurpose(db, purpose), AS_OF)).toEqual({
              people: countPeople(db),
              differences: 0,
            });
        }),
      ),
      // These worlds are rich enough to meet every reason, and others are not always.
      { numRuns: 15, seed: 1 },
    );
    expect([...seen].sort()).toEqual(['null', ...EXCLUSIONS].sort());
  });

  it('the proof finds a lens that goes by another rule than the published one', () =>
    withVault(({ db }) => {
      addPeople(db, PEOPLE);
      const append = ledgerWriter(db, addSource(db, 'consents'), AS_OF);
      for (let person = 0; person < PEOPLE; person++)
        append(fill({ person, purpose: 'analytics', occurredAt: AS_OF - (person + 1) * 40 * DAY }));
      const rule = requirePurpose(db, 'analytics');
      expect(prove(db, rule, AS_OF)).toEqual({ people: PEOPLE, differences: 0 });
      expect(prove(db, { ...rule, ttlMonths: 3 }, AS_OF)).toEqual({ people: PEOPLE, differences: 3 });
    }));
});
