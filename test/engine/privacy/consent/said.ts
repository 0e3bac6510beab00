/** What people are made to say in the tests of the meaning of consent. */
import type { PurposeRule } from '../../../../engine/privacy/consent/purposes.ts';
import { type About, exclusionOf, type NoticeRule } from '../../../../engine/privacy/consent/resolve.ts';
import type { Said } from '../../../../engine/privacy/consent.ts';
import type { ConsentState, Exclusion } from '../../../../shared/vocabulary.ts';

export const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
export const AS_OF = at('2026-09-01');
export const PURPOSE: PurposeRule = {
  id: 'marketing.advertising',
  label: 'Advertising',
  ttlMonths: 24,
  fidesKey: 'marketing.advertising',
  marketing: true,
  saleOrShare: true,
  profiling: true,
  needsExplicit: false,
  needsConsent: false,
  minGrade: 1,
  listed: true,
};
export const NOBODY: About = { objected: false, minor: false, optOut: false };
export const NOTICES = new Map<string, NoticeRule>([
  ['old', { endsAt: at('2026-06-01'), covers: new Set() }],
  ['next', { endsAt: at('2026-10-01'), covers: new Set() }],
  ['wide', { endsAt: null, covers: new Set(['marketing.advertising']) }],
]);

export const said = (state: ConsentState, date: string | null, more: Partial<Said> = {}): Said => ({
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
export const resolve = (
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
