import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  decide,
  type Evidence,
  exclusionOf,
  ledgerSeq,
  requirePurpose,
  summarise,
} from '../../../engine/privacy/consent.ts';
import { CONSENT_STATES, DAY, EXCLUSIONS, type Exclusion, PURPOSES } from '../../../shared/vocabulary.ts';
import { codeOf, withVault } from '../vault/fixture.ts';
import { addConsents, addPeople, consent } from './fixture.ts';

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const AS_OF = at('2026-09-01');
const said = (state: Evidence['state'], date: string | null, more: Partial<Evidence> = {}): Evidence => ({
  state,
  basis: 'consent',
  occurredAt: date === null ? null : at(date),
  validUntil: null,
  ...more,
});

describe('months', () => {
  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 24, '2026-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2022-08-31', 6, '2023-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2024-11-30', 24, '2026-11-30'],
    ['1899-12-31', 2, '1900-02-28'],
  ])('%s and %i months later is %s', (from, months, to) => {
    expect(addMonths(at(from), months)).toBe(at(to));
    expect(addMonths(at(from) + 12_345, months)).toBe(at(to) + 12_345);
  });

  it('keep to the calendar', () => {
    const lengths = (year: number): number[] => [
      31,
      (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28,
      31,
      30,
      31,
      30,
      31,
      31,
      30,
      31,
      30,
      31,
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at('1971-01-01'), max: at('2090-01-01') }),
        fc.nat(120),
        (time, months) => {
          const [year, month, day] = new Date(time).toISOString().slice(0, 10).split('-').map(Number);
          const total = year * 12 + month - 1 + months;
          const [y, m] = [Math.floor(total / 12), total % 12];
          const text = `${y}-${String(m + 1).padStart(2, '0')}-${String(Math.min(day, lengths(y)[m])).padStart(2, '0')}`;
          expect(addMonths(time, months)).toBe(at(text) + (((time % DAY) + DAY) % DAY));
        },
      ),
    );
  });
});

describe('who is admitted', () => {
  const BEFORE = '2026-08-01';
  const AFTER = '2026-10-01';
  it.each<[string, Evidence[], Exclusion | null]>([
    ['nothing said', [], 'NO_RECORD'],
    ...CONSENT_STATES.flatMap((state): [string, Evidence[], Exclusion | null][] => {
      const reason = (
        {
          given: null,
          refused: 'REFUSED',
          withdrawn: 'WITHDRAWN',
          objected: 'OBJECTED',
          unknown: 'UNKNOWN',
        } as const
      )[state];
      return [
        [`${state} before`, [said(state, BEFORE)], reason],
        [
          `${state} on the date`,
          [said(state, '2026-09-01')],
          state === 'given' || state === 'unknown' ? 'NO_RECORD' : reason,
        ],
        [
          `${state} after`,
          [said(state, AFTER)],
          state === 'given' || state === 'unknown' ? 'NO_RECORD' : reason,
        ],
        [`${state} undated`, [said(state, null)], reason ?? 'UNKNOWN'],
        [`given, then ${state}`, [said('given', '2026-01-01'), said(state, BEFORE)], reason],
        [`${state}, then given`, [said(state, '2026-01-01'), said('given', BEFORE)], null],
        [`given and ${state} at once`, [said('given', BEFORE), said(state, BEFORE)], reason],
        [`${state} and given at once`, [said(state, BEFORE), said('given', BEFORE)], reason],
        [`given, and ${state} undated`, [said('given', BEFORE), said(state, null)], reason],
        [
          `given before, ${state} after`,
          [said('given', BEFORE), said(state, AFTER)],
          state === 'unknown' ? null : reason,
        ],
        [`${state} before, given after`, [said(state, BEFORE), said('given', AFTER)], reason],
      ];
    }),
    [
      'taken back after, and given again',
      [said('given', BEFORE), said('withdrawn', '2026-10-01'), said('given', '2026-11-01')],
      null,
    ],
    [
      'taken back after, then something unreadable',
      [said('given', BEFORE), said('withdrawn', '2026-10-01'), said('unknown', '2026-11-01')],
      'WITHDRAWN',
    ],
    [
      'taken back after, and something unreadable undated',
      [said('given', BEFORE), said('withdrawn', AFTER), said('unknown', null)],
      'WITHDRAWN',
    ],
    ['undated, but by contract', [said('given', null, { basis: 'contract' })], null],
    [
      'undated by contract and undated by consent',
      [said('given', null, { basis: 'contract' }), said('given', null)],
      'UNKNOWN',
    ],
    [
      'undated by consent and undated by contract',
      [said('given', null), said('given', null, { basis: 'contract' })],
      'UNKNOWN',
    ],
    ['valid until after', [said('given', BEFORE, { validUntil: AS_OF + 1 })], null],
    ['valid until the date', [said('given', BEFORE, { validUntil: AS_OF })], 'EXPIRED'],
    [
      'one of two at once ran out',
      [said('given', BEFORE), said('given', BEFORE, { validUntil: AS_OF })],
      'EXPIRED',
    ],
    [
      'the other of two at once ran out',
      [said('given', BEFORE, { validUntil: AS_OF }), said('given', BEFORE)],
      'EXPIRED',
    ],
    ['24 months old, to the day', [said('given', '2024-09-01')], 'EXPIRED'],
    ['a millisecond younger', [said('given', null, { occurredAt: at('2024-09-01') + 1 })], null],
    ['old, but by contract', [said('given', '2014-09-01', { basis: 'contract' })], null],
    ['a refusal that is old', [said('refused', '2004-01-01')], 'REFUSED'],
  ])('%s', (_, events, expected) => {
    expect(exclusionOf(events, AS_OF, 24)).toBe(expected);
  });

  it('never runs out where the purpose has no term', () => {
    expect(exclusionOf([said('given', '1999-01-01')], AS_OF, null)).toBeNull();
  });

  const evidence: fc.Arbitrary<Evidence> = fc.record({
    state: fc.constantFrom(...CONSENT_STATES),
    basis: fc.constantFrom('consent', 'contract', 'legitimate_interest'),
    occurredAt: fc.option(fc.integer({ min: -4, max: 3 }).map((n) => AS_OF + n * 250 * DAY)),
    validUntil: fc.option(fc.integer({ min: -1, max: 1 }).map((n) => AS_OF + n)),
  });

  it('is what the rules say one by one, in any order of import', () => {
    fc.assert(
      fc.property(
        fc.array(evidence, { maxLength: 6 }),
        fc.option(fc.constantFrom(12, 24)),
        fc.integer(),
        (events, ttl, turn) => {
          const time = (e: Evidence): number => e.occurredAt ?? (e.state === 'given' ? -1e18 : 1e18);
          const past = events.filter((e) => e.occurredAt === null || e.occurredAt < AS_OF);
          const beaten = (e: Evidence, by: Evidence[]): boolean =>
            by.some((g) => g.state === 'given' && time(g) > time(e));
          const good = (e: Evidence): boolean =>
            (e.occurredAt !== null || e.basis !== 'consent') &&
            (e.validUntil === null || e.validUntil > AS_OF) &&
            (e.basis !== 'consent' ||
              ttl === null ||
              e.occurredAt === null ||
              addMonths(e.occurredAt, ttl) > AS_OF);
          const admitted =
            past.length > 0 &&
            past.every((e) => beaten(e, past) || (e.state === 'given' && good(e))) &&
            events.every((e) => !['refused', 'withdrawn', 'objected'].includes(e.state) || beaten(e, events));
          const found = exclusionOf(events, AS_OF, ttl);
          expect(found === null).toBe(admitted);
          const from = events.length === 0 ? 0 : Math.abs(turn) % events.length;
          const turned = [...events.slice(from), ...events.slice(0, from)];
          expect(exclusionOf(turned, AS_OF, ttl)).toBe(found);
          expect(exclusionOf(turned.reverse(), AS_OF, ttl)).toBe(found);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('only ever shrinks by something negative', () => {
    const negative = evidence.map((e): Evidence => ({ ...e, state: 'withdrawn' }));
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 4 }), negative, (events, no) => {
        if (exclusionOf(events, AS_OF, 24) !== null)
          expect(exclusionOf([...events, no], AS_OF, 24)).not.toBeNull();
      }),
    );
  });
});

describe('deciding for everyone', () => {
  it('counts everyone once: known = admitted + all reasons', async () => {
    const event = fc.record({
      person: fc.nat(7),
      purpose: fc.constantFrom(...PURPOSES.map(({ id }) => id)),
      state: fc.constantFrom(...CONSENT_STATES),
      basis: fc.constantFrom('consent' as const, 'contract' as const),
      occurredAt: fc.option(fc.integer({ min: -900, max: 10 }).map((n) => AS_OF + n * DAY)),
      validUntil: fc.option(fc.constantFrom(AS_OF, AS_OF + 1)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 20 }), (events) =>
        withVault(({ db }) => {
          addPeople(db, 8);
          addConsents(db, events.map(consent));
          expect(ledgerSeq(db)).toBe(events.length);
          for (const { purpose, admitted, leftOut } of summarise(db, AS_OF)) {
            expect(admitted + Object.values(leftOut).reduce((sum, n) => sum + n, 0)).toBe(8);
            const decisions = decide(db, 8, purpose, AS_OF);
            for (let person = 0; person < 8; person++) {
              const own = events.filter((e) => e.person === person && e.purpose === purpose.id);
              const expected = exclusionOf(own, AS_OF, purpose.ttlMonths);
              expect(decisions[person]).toBe(expected === null ? 0 : 1 + EXCLUSIONS.indexOf(expected));
            }
          }
        }),
      ),
      { numRuns: 15 },
    );
  });

  it('knows only the purposes there are', async () => {
    for (const id of ['', 'everything', '__proto__', 'Analytics'])
      expect(await codeOf(() => requirePurpose(id))).toBe('NOT_FOUND');
  });
});
