/** What consent means for a person: age and objection, several identifiers and purposes, whatever is on record. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PurposeRule } from '../../../../engine/privacy/consent/purposes.ts';
import type { About } from '../../../../engine/privacy/consent/resolve.ts';
import type { Said } from '../../../../engine/privacy/consent.ts';
import { CONSENT_STATES, type ConsentState, DAY, type Exclusion } from '../../../../shared/vocabulary.ts';

import { AS_OF, PURPOSE, resolve, said } from './said.ts';

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
    ['consent where nothing else counts', [said('given', '2026-08-01')], {}, { needsConsent: true }, null],
    [
      'a contract where only consent counts',
      [said('given', '2026-08-01', { basis: 'contract' })],
      {},
      { needsConsent: true },
      'WEAK_EVIDENCE',
    ],
    ['opt-out rules where only consent counts', [], { optOut: true }, { needsConsent: true }, 'NO_RECORD'],
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
