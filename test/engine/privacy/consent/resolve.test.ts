/** What consent means: months, the order of what was said, terms, evidence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, type Said } from '../../../../engine/privacy/consent.ts';
import { CONSENT_STATES, type ConsentState, DAY, type Exclusion } from '../../../../shared/vocabulary.ts';

import { AS_OF, at, resolve, said } from './said.ts';

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

describe('the order of what was said', () => {
  const BEFORE = '2026-08-01';
  const AFTER = '2026-10-01';
  const REASONS: Record<ConsentState, Exclusion | null> = {
    given: null,
    renewed: null,
    opted_in: null,
    requested: 'NO_RECORD',
    invalidated: 'NO_RECORD',
    refused: 'REFUSED',
    withdrawn: 'WITHDRAWN',
    revoked: 'REVOKED',
    objected: 'OBJECTED',
    opted_out: 'OPTED_OUT',
    expired: 'EXPIRED',
    unknown: 'UNKNOWN',
  };
  const SAYS_NOTHING = ['requested', 'invalidated'];
  const FROM_ITS_DAY = ['unknown', 'expired'];
  const cases = CONSENT_STATES.flatMap((state): [string, Said[], Exclusion | null][] => {
    const reason = REASONS[state];
    const positive = reason === null;
    const after = SAYS_NOTHING.includes(state) ? null : reason;
    // An opt-out of sale is lifted by an officer alone, who heard it from the person.
    const lifted = state === 'opted_out' ? 'OPTED_OUT' : null;
    return [
      [`${state} before`, [said(state, BEFORE)], reason],
      [
        `${state} after`,
        [said(state, AFTER)],
        positive || FROM_ITS_DAY.includes(state) || SAYS_NOTHING.includes(state) ? 'NO_RECORD' : reason,
      ],
      [`${state} undated`, [said(state, null)], positive ? 'WEAK_EVIDENCE' : reason],
      [`given, then ${state}`, [said('given', '2026-01-01'), said(state, BEFORE)], after],
      [`${state}, then given`, [said(state, '2026-01-01'), said('given', BEFORE)], lifted],
      [`given and ${state} at once`, [said('given', BEFORE), said(state, BEFORE)], after],
      [`given, and ${state} undated`, [said('given', BEFORE), said(state, null)], after],
      [
        `given before, ${state} after`,
        [said('given', BEFORE), said(state, AFTER)],
        FROM_ITS_DAY.includes(state) ? null : after,
      ],
    ];
  });
  it.each<[string, Said[], Exclusion | null]>([
    ['nothing said', [], 'NO_RECORD'],
    ...cases,
    [
      'taken back after, and given again',
      [said('given', BEFORE), said('withdrawn', AFTER), said('given', '2026-11-01')],
      null,
    ],
    [
      'taken back after, and given again in the far future, which nobody can know',
      [said('given', BEFORE), said('withdrawn', AFTER), said('given', '2099-01-01', { precision: 'future' })],
      'WITHDRAWN',
    ],
    ['given in the future alone', [said('given', BEFORE, { precision: 'future' })], 'NO_RECORD'],
    [
      'a withdrawal with an impossible date holds at once',
      [said('given', BEFORE), said('withdrawn', '2099-01-01', { precision: 'future' })],
      'WITHDRAWN',
    ],
    [
      'on one day, the time known of neither',
      [said('withdrawn', BEFORE, { precision: 'day' }), said('given', BEFORE, { precision: 'day' })],
      'WITHDRAWN',
    ],
    [
      'a no known to the day, a yes at some time of that day',
      [
        said('withdrawn', BEFORE, { precision: 'day' }),
        said('given', BEFORE, { occurredAt: at(BEFORE) + DAY - 1 }),
      ],
      'WITHDRAWN',
    ],
    [
      'a no known to the day, a yes on the next',
      [said('withdrawn', BEFORE, { precision: 'day' }), said('given', '2026-08-02', { precision: 'day' })],
      null,
    ],
    ['given on the day of the lens', [said('given', '2026-09-01', { precision: 'day' })], 'NO_RECORD'],
    ['its batch was revoked', [said('given', BEFORE, { invalidated: true })], 'REVOKED'],
    [
      'a revoked yes lifts nothing',
      [said('withdrawn', '2026-01-01'), said('given', BEFORE, { invalidated: true })],
      'WITHDRAWN',
    ],
  ])('%s', (_, events, expected) => {
    expect(resolve(events)).toBe(expected);
    expect(resolve([...events].reverse())).toBe(expected);
  });
});

describe('terms', () => {
  const given = (date: string, more: Partial<Said> = {}): Said => said('given', date, more);
  it.each<[string, Said[], Exclusion | null]>([
    ['valid until after', [given('2026-08-01', { validUntil: AS_OF + 1 })], null],
    ['valid until the date', [given('2026-08-01', { validUntil: AS_OF })], 'EXPIRED'],
    [
      'one of two at once ran out',
      [given('2026-08-01'), given('2026-08-01', { validUntil: AS_OF })],
      'EXPIRED',
    ],
    ['the older of two ran out', [given('2026-08-01'), given('2026-07-01', { validUntil: AS_OF })], null],
    ['24 months old', [given('2024-09-01', { occurredAt: at('2024-09-01') })], 'EXPIRED'],
    ['a millisecond younger', [given('2024-09-01')], null],
    ['old, but by contract', [given('2014-09-01', { basis: 'contract' })], null],
    ['a refusal that is old', [said('refused', '2004-01-01')], 'REFUSED'],
    [
      'its notice was replaced by one that is incompatible',
      [given('2026-05-01', { notice: 'old' })],
      'EXPIRED',
    ],
    ['its notice will be, but was not yet', [given('2026-05-01', { notice: 'next' })], null],
  ])('%s', (_, events, expected) => {
    expect(resolve(events)).toBe(expected);
  });
  it('never end where the purpose has none', () => {
    expect(resolve([given('1999-01-01')], {}, { ttlMonths: null })).toBeNull();
  });
});

describe('evidence', () => {
  it.each<[string, Said[], number, Exclusion | null]>([
    ['dated', [said('given', '2026-08-01')], 1, null],
    ['dated, where the notice must be known', [said('given', '2026-08-01')], 2, 'WEAK_EVIDENCE'],
    ['with its notice', [said('given', '2026-08-01', { grade: 2 })], 2, null],
    ['another basis needs none', [said('given', null, { grade: 0, basis: 'contract' })], 3, null],
    ['no basis is none', [said('given', '2026-08-01', { basis: 'none' })], 1, 'WEAK_EVIDENCE'],
    [
      'undated counts as asserted, whatever else is known',
      [said('given', null, { grade: 3 })],
      1,
      'WEAK_EVIDENCE',
    ],
    ['too weak to lift', [said('refused', '2026-01-01'), said('given', '2026-08-01')], 2, 'REFUSED'],
    [
      'too weak to replace',
      [said('given', '2026-01-01', { grade: 2 }), said('given', '2026-08-01')],
      2,
      null,
    ],
  ])('%s', (_, events, minGrade, expected) => {
    expect(resolve(events, {}, { minGrade })).toBe(expected);
  });
});
