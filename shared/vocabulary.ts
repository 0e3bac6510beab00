/** One word for one thing, everywhere: the closed lists of DESIGN's vocabulary. */

/** What a source holds. */
export const KINDS = ['profiles', 'orders', 'events', 'consents'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What a column is for. `reference` is the number of an order or event (not of a person): it is kept only as
 * a keyed 64-bit hash, to join the lines of one order and to recognise a repeated row. `name` is the name of
 * an event.
 */
export const ROLES = [
  'identifier',
  'link',
  'attribute',
  'time',
  'amount',
  'name',
  'reference',
  'consent',
  'dropped',
] as const;
export type Role = (typeof ROLES)[number];

/** Privacy class of an attribute. */
export const CLASSES = ['ordinary', 'quasi-identifier', 'sensitive'] as const;
export type AttributeClass = (typeof CLASSES)[number];

/** What an identifier identifies by; decides its normalisation and its key. */
export const IDENTIFIER_TYPES = ['customer', 'email', 'phone', 'device'] as const;
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

/** A purpose of processing; keys follow the fideslang taxonomy of data uses. */
export type Purpose = { id: string; label: string; ttlMonths: number | null };
export const PURPOSES: readonly Purpose[] = [
  { id: 'analytics', label: 'Analytics', ttlMonths: null },
  { id: 'personalize', label: 'Personalisation', ttlMonths: 24 },
  { id: 'marketing.communications.email', label: 'E-mail marketing', ttlMonths: 24 },
  { id: 'marketing.communications.sms', label: 'SMS marketing', ttlMonths: 24 },
  { id: 'marketing.advertising', label: 'Advertising', ttlMonths: 24 },
];

/** State of one consent event. */
export const CONSENT_STATES = ['given', 'refused', 'withdrawn', 'objected', 'unknown'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** Lawful basis under GDPR Art. 6(1). */
export const LAWFUL_BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interest',
] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/** Why a person is left out by a lens, in the fixed order in which screens and reports list them. */
export const EXCLUSIONS = ['NO_RECORD', 'WITHDRAWN', 'REFUSED', 'EXPIRED', 'OBJECTED', 'UNKNOWN'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Days in milliseconds; all times are UTC epoch milliseconds. */
export const DAY = 86_400_000;
