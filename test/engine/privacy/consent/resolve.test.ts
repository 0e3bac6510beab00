import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PurposeRule } from '../../../../engine/privacy/consent/purposes.ts';
import { type About, exclusionOf, type NoticeRule } from '../../../../engine/privacy/consent/resolve.ts';
import { addMonths, type Said } from '../../../../engine/privacy/consent.ts';
import { CONSENT_STATES, type ConsentState, DAY, type Exclusion } from '../../../../shared/vocabulary.ts';

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const AS_OF = at('2026-09-01');
const PURPOSE: PurposeRule = {
  id: 'marketing.advertising',
  label: 'Advertising',
  ttlMonths: 24,
  fidesKey: 'marketing.advertising',
  marketing: true,
  saleOrShare: true,
  profiling: true,
  needsExplicit: false,
  minGrade: 1,
  listed: true,
};
const NOBODY: About = { objected: false, minor: false, optOut: false };
const NOTICES = new Map<string, NoticeRule>([
  ['old', { endsAt: at('2026-06-01'), covers: new Set() }],
  ['next', { endsAt: at('2026-10-01'), covers: new Set() }],
  ['wide', { endsAt: null, covers: new Set(['marketing.advertising']) }],
]);

const said = (state: ConsentState, date: string | null, more: Partial<Said> = {}): Said => ({
  purpose: PURPOSE.id,
  state,
  basis: 'consent',
  occurredAt: date === null ? null : at(date) + (more.precision === 'day' ? 0 : 1),
  precision: 'instant',
  validUntil: null,
  grade: 1,
  notice: null,
  subject: 7,
  personLevel: false,
  invalidated: false,
  ...more,
});
const resolve = (
  events: readonly Said[],
  about: Partial<About> = {},
  purpose: Partial<PurposeRule> = {},
  asOf = AS_OF,
): Exclusion | null =>
  exclusionOf(
    events,
    { ...NOBODY, ...about },
    {
      purpose: { ...PURPOSE, ...purpose },
      sale: new Set(['marketing.advertising', 'third_party_sharing']),
      notices: NOTICES,
    },
    asOf,
  );

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

describe('the person', () => {
  const given = said('given', '2026-08-01', { basis: 'explicit_consent' });
  it.each<[string, Said[], Partial<About>, Partial<PurposeRule>, Exclusion | null]>([
    ['objected before all that was said', [given], { objected: true }, {}, 'OBJECTED'],
    ['a minor, profiling', [given], { minor: true }, {}, 'MINOR'],
    ['a minor, no profiling', [given], { minor: true }, { profiling: false }, null],
    ['explicit consent', [given], {}, { needsExplicit: true }, null],
    ['consent that is not explicit', [said('given', '2026-08-01')], {}, { needsExplicit: true }, 'ART9'],
    ['nothing said of a special category', [], { optOut: true }, { needsExplicit: true }, 'ART9'],
    [
      'explicit, then withdrawn',
      [given, said('withdrawn', '2026-08-02')],
      {},
      { needsExplicit: true },
      'WITHDRAWN',
    ],
    ['opt-out rules, nothing said', [], { optOut: true }, {}, null],
    ['opt-out rules, a bare yes', [said('given', null, { grade: 0 })], { optOut: true }, {}, null],
    ['opt-out rules, a no', [said('refused', null)], { optOut: true }, {}, 'REFUSED'],
    [
      'the basis of opt-out rules where they do not hold',
      [said('given', '2026-08-01', { basis: 'us_opt_out_regime' })],
      {},
      {},
      'WEAK_EVIDENCE',
    ],
    [
      'and where they do',
      [said('given', '2026-08-01', { basis: 'us_opt_out_regime' })],
      { optOut: true },
      {},
      null,
    ],
  ])('%s', (_, events, about, purpose, expected) => {
    expect(resolve(events, about, purpose)).toBe(expected);
  });
});

describe('several identifiers, several purposes', () => {
  const no = said('withdrawn', '2026-05-01', { subject: 1 });
  it.each<[string, Said[], Exclusion | null]>([
    [
      'opposite states: the no, also when it is older',
      [no, said('given', '2026-08-01', { subject: 2 })],
      'WITHDRAWN',
    ],
    ['the same identifier lifts', [no, said('given', '2026-08-01', { subject: 1 })], null],
    [
      'an officer lifts with a notice',
      [no, said('given', '2026-08-01', { subject: 2, personLevel: true, grade: 2 })],
      null,
    ],
    [
      'an officer without one does not',
      [no, said('given', '2026-08-01', { subject: 2, personLevel: true })],
      'WITHDRAWN',
    ],
    [
      'an older word of the officer does not',
      [no, said('given', '2026-04-01', { personLevel: true, grade: 2 })],
      'WITHDRAWN',
    ],
    [
      'a signal from any identifier, a yes in a column',
      [
        said('opted_out', '2026-05-01', { purpose: 'third_party_sharing', subject: 9 }),
        said('given', '2026-08-01'),
      ],
      'OPTED_OUT',
    ],
    [
      'a signal, then the officer',
      [
        said('opted_out', '2026-05-01', { purpose: 'third_party_sharing', subject: 9 }),
        said('opted_in', '2026-08-01', { personLevel: true, grade: 2 }),
      ],
      null,
    ],
    ['a wider yes without a list', [said('given', '2026-08-01', { purpose: 'marketing' })], 'NO_RECORD'],
    [
      'a wider yes whose notice lists it',
      [said('given', '2026-08-01', { purpose: 'marketing', notice: 'wide', grade: 2 })],
      null,
    ],
    [
      'a wider yes never lifts a narrower no',
      [
        said('refused', '2026-01-01'),
        said('given', '2026-08-01', { purpose: 'marketing', notice: 'wide', grade: 2 }),
      ],
      'REFUSED',
    ],
    [
      'a wider no holds',
      [said('given', '2026-01-01'), said('objected', '2026-08-01', { purpose: 'marketing' })],
      'OBJECTED',
    ],
    [
      'a narrower yes lifts a wider no',
      [said('objected', '2026-01-01', { purpose: 'marketing' }), said('given', '2026-08-01')],
      null,
    ],
    [
      'a purpose beside it says nothing',
      [said('given', '2026-01-01', { purpose: 'marketing.adverts' })],
      'NO_RECORD',
    ],
  ])('%s', (_, events, expected) => {
    expect(resolve(events)).toBe(expected);
  });
});

describe('whatever is on record', () => {
  const event: fc.Arbitrary<Said> = fc
    .record({
      state: fc.constantFrom(...CONSENT_STATES),
      days: fc.option(fc.integer({ min: -4, max: 3 })),
      more: fc.record({
        basis: fc.constantFrom('consent', 'contract', 'none'),
        precision: fc.constantFrom('instant', 'day', 'future'),
        subject: fc.constantFrom(null, 1, 2),
        grade: fc.nat(3),
        purpose: fc.constantFrom('marketing', PURPOSE.id, 'third_party_sharing'),
        notice: fc.constantFrom(null, 'old', 'wide'),
        personLevel: fc.boolean(),
      }),
    })
    .map(({ state, days, more }) =>
      said(state, null, {
        ...(more as Partial<Said>),
        occurredAt: days === null ? null : AS_OF + days * 250 * DAY,
      }),
    );

  it('the order of import changes nothing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), fc.nat(), (events, turn) => {
        const from = events.length === 0 ? 0 : turn % events.length;
        const turned = [...events.slice(from), ...events.slice(0, from)];
        expect(resolve(turned)).toBe(resolve(events));
        expect(resolve(turned.reverse())).toBe(resolve(events));
      }),
      { numRuns: 1000 },
    );
  });

  it('a further no only ever leaves out', () => {
    const negative = fc.tuple(event, fc.constantFrom('withdrawn', 'refused', 'objected', 'revoked'));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), negative, (events, [no, state]) => {
        if (no.purpose !== 'third_party_sharing' && resolve(events) !== null)
          expect(resolve([...events, { ...no, state: state as ConsentState }])).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it('nobody is admitted without something that speaks for it', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), (events) => {
        const speaks = events.some(
          ({ state, precision, basis }) =>
            ['given', 'renewed', 'opted_in'].includes(state) && precision !== 'future' && basis !== 'none',
        );
        if (!speaks) expect(resolve(events)).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});
