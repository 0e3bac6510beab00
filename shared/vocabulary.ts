/** One word for one thing, everywhere: the closed lists of DESIGN's vocabulary. */

/** What a source holds. */
export const KINDS = ['profiles', 'orders', 'events', 'consents'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What a column is for. `reference` is the number of an order or event (not of a person): it is kept only as
 * a keyed 64-bit hash, to join the lines of one order and to recognise a repeated row. `order` is the number of the
 * order that a record belongs to, of a file that names nobody: its person is that of the order. `name` is the name of
 * an event, or the category of an order.
 */
export const ROLES = [
  'identifier',
  'link',
  'attribute',
  'time',
  'amount',
  'name',
  'reference',
  'order',
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
/** Signs that part several values in one cell. */
export const SEPARATORS = [';', '|', ','] as const;
export type Separator = (typeof SEPARATORS)[number];
/** What may stand before customer numbers, which more than one system counts up from 1. */
export const PREFIX = /^[a-z][a-z0-9-]{0,30}:$/;

/**
 * A purpose every vault begins with. Its id is a data use of the fideslang taxonomy (`taxonomy.ts`); an officer
 * adds others. What else holds for a purpose (terms, flags, evidence) is a setting of the vault.
 */
export type Purpose = { id: string; label: string; ttlMonths: number | null };
export const PURPOSES: readonly Purpose[] = [
  { id: 'analytics', label: 'Analytics', ttlMonths: null },
  { id: 'personalize', label: 'Personalisation', ttlMonths: 24 },
  { id: 'marketing.communications.email', label: 'E-mail marketing', ttlMonths: 24 },
  { id: 'marketing.communications.sms', label: 'SMS marketing', ttlMonths: 24 },
  { id: 'marketing.advertising', label: 'Advertising', ttlMonths: 24 },
];
/** What a purpose id looks like: words joined by dots; each prefix is a wider purpose. */
export const PURPOSE_ID = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,5}$/;
/** The purpose that an opt-out signal of a browser speaks about (CCPA regulations §7025). */
export const SIGNAL_PURPOSE = 'third_party_sharing';

/** State of one consent event: the states of the W3C Data Privacy Vocabulary, and those of opt-out regimes. */
export const CONSENT_STATES = [
  'given',
  'renewed',
  'opted_in',
  'requested',
  'refused',
  'withdrawn',
  'revoked',
  'objected',
  'opted_out',
  'expired',
  'invalidated',
  'unknown',
] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];
/** States that a file or a person may say; `invalidated` is what revoking a batch writes. */
export const SAYABLE_STATES = CONSENT_STATES.filter((state) => state !== 'invalidated');

/** A word of a file that is no answer, as an empty cell is none: a refusal's "false" neither gives nor takes a yes. */
export const SAYS_NOTHING = 'nothing';
/** What a word of a file may mean for consent. */
export const CONSENT_MEANINGS = [...SAYABLE_STATES, SAYS_NOTHING] as const;
export type ConsentMeaning = (typeof CONSENT_MEANINGS)[number];

/**
 * Lawful basis: GDPR Art. 6(1), with consent that is explicit (Art. 9(2)(a)) told apart, the opt-out regimes of
 * the United States, and none.
 */
export const LAWFUL_BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interest',
  'explicit_consent',
  'us_opt_out_regime',
  'none',
] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/** Which rules hold for a person: opt-in, or opt-out once the officer allows it. Unknown is read as the strictest. */
export const REGIMES = ['UNKNOWN', 'EU-GDPR', 'UK-GDPR', 'US'] as const;
export type Regime = (typeof REGIMES)[number];

/** How well an event can be shown: 0 asserted, 1 dated, 2 with its notice, 3 with a hash of the artefact. */
export const EVIDENCE_GRADES = [0, 1, 2, 3] as const;

/**
 * Why a person is left out by a lens: the first reason that applies, named by a closed list. The order here is
 * the fixed order in which screens and reports list them.
 */
export const EXCLUSIONS = [
  'NO_RECORD',
  'WITHDRAWN',
  'REFUSED',
  'EXPIRED',
  'OBJECTED',
  'UNKNOWN',
  'OPTED_OUT',
  'WEAK_EVIDENCE',
  'REVOKED',
  'MINOR',
  'ART9',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** Days in milliseconds; all times are UTC epoch milliseconds. */
export const DAY = 86_400_000;
