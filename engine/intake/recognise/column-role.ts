/**
 * What one column is, from the words of its header and the evidence of its values. The values decide where
 * they can: a header never makes an attribute of a column that holds e-mail addresses.
 */

import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { identifierIn } from '../scan.ts';
import type { ColumnEvidence } from '../values/column-evidence.ts';
import { type About, type IdentifiersFound, identifiersIn } from '../values/identifying.ts';
import { type Facet, facetsOf } from './facets.ts';
import { areGivenNames } from './given-names.ts';
import { type Concept, LEXICON } from './lexicon.ts';
import { SENSITIVE_STEMS, SENSITIVE_VALUES } from './special-words.ts';
import { type Hit, searchWords, tokensOf } from './tokens.ts';

/** What a column looks like before the kind of the file is known. */
export type Look = {
  header: string;
  tokens: string[];
  hits: Hit<Concept>[];
  /** What its words say beside that: how many pieces, what is taken off, which of several dates. */
  facets: ReadonlySet<Facet>;
  /** Whether a word of another writing than Latin is not known here. */
  unknown: boolean;
  evidence: ColumnEvidence;
  /** Values that are not empty. */
  filled: number;
  has(...concepts: Concept[]): Hit<Concept> | undefined;
  /** Why the column must not be kept in any form, and whether its header or its values say so; or null. */
  forbidden: { why: string; by: 'header' | 'values'; sensitive: boolean } | null;
  /** Kind of identifier that the values or the header show, or null. */
  identifier: { type: 'customer' | 'email' | 'phone' | 'device'; why: string; emails?: true } | null;
};

const quoted = (hit: Hit<Concept>): string => `The header says "${hit.word}"`;

const CONTENT: readonly [Concept, string][] = [
  ['birth', 'a date of birth'],
  ['card', 'a payment card'],
  ['iban', 'a bank account'],
  ['national-id', 'an official number of a person'],
  ['secret', 'a secret'],
  ['ip', 'an IP address'],
  ['location', 'a place on the map'],
  ['address', 'an address'],
  ['account-name', 'the name of an account'],
];

/** A figure or a flag about the thing, not the thing: `token_count`. */
const headerIsCounting = (look: Pick<Look, 'has' | 'evidence'>): boolean =>
  look.evidence.number !== null || look.evidence.boolean !== null;

/** Words that end a header of groups ("agent type"), and those that begin it in Romance languages; of others see `kind`. */
const KIND_LAST =
  /^(type|types|kind|category|segment|group|tier|level|class|size|team|discount|channel|typ|art|kategorie|gruppe|soort|kategoria)$/;
const KIND_FIRST =
  /^(tipo|type|categoria|categorie|canal|canale|nivel|niveau|grupo|gruppo|groupe|rodzaj|favourite|favorite)$/;

/** Whether a header names groups of people or things ("company size"), not one of them, and the values are groups. */
export const namesKind = (look: Pick<Look, 'tokens' | 'facets' | 'filled' | 'evidence'>): boolean =>
  (look.facets.has('kind') ||
    (look.tokens.length > 1 &&
      (KIND_LAST.test(look.tokens.at(-1) ?? '') || KIND_FIRST.test(look.tokens[0])))) &&
  tellsGroups(look);

/** Words of headers whose values are figures in groups: codes of things, sizes, hours. */
const THINGS =
  /^(?:isbn|issn|gtin|ean|eans|upc|asin|sku|skus|plu|barcode|lot|batch|charge|tracking|sendungsnummer|checksum|etag|size|sizes|groesse|grosse|hours|offnungszeiten|oeffnungszeiten)$/;
/** The same where a word for a number follows: "part number", "Artikel-Nr.". */
const NUMBERED =
  /^(?:part|article|artikel|product|produkt|item|serial|serien|invoice|rechnung|shipment|model)$/;
const LABELS =
  /^(?:campaigns?|kampagnen?|campagnes?|campana|campanas|promos?|promotions?|tags?|labels?|hashtags?)$/;

/** What words of a header say of values that have the form of identifiers by chance. */
export const aboutOf = ({ has, tokens }: Pick<Look, 'has' | 'tokens'>): About => ({
  numbers:
    has('customer', 'id', 'order-id', 'foreign-id') !== undefined ||
    tokens.some((token) => THINGS.test(token)) ||
    (tokens.some((token) => NUMBERED.test(token)) && facetsOf(tokens).has('number')),
  versions: has('version') !== undefined,
  labels: tokens.some((token) => LABELS.test(token)),
  amounts: has('amount') !== undefined || tokens.some((token) => /^(?:prices?|preise?)$/.test(token)),
});

/** The same of a header alone. */
export const aboutHeader = (header: string): About => {
  const tokens = tokensOf(header);
  const { hits } = searchWords(tokens, LEXICON);
  return aboutOf({
    tokens,
    has: (...concepts) => hits.find(({ concept }) => concepts.includes(concept)),
  });
};

/** Identifiers that the values show. */
export const identifiersOf = (look: Look): IdentifiersFound[] =>
  identifiersIn(look.evidence.personal, look.filled, look.evidence.scheme, aboutOf(look));

const forbid = (look: Look): Look['forbidden'] => {
  const { evidence, filled } = look;
  const { personal } = evidence;
  const sensitive = look.has('sensitive');
  if (sensitive !== undefined)
    return {
      why: `${quoted(sensitive)}: special data (GDPR Art. 9 or 10) is not kept.`,
      by: 'header',
      sensitive: true,
    };
  const named = identifierIn(look.header);
  if (named !== null)
    return { why: `The header itself holds ${named}: it is not kept.`, by: 'header', sensitive: false };
  const [parted] = evidence.several;
  const levels =
    evidence.levels.length > 0 || parted === undefined ? evidence.levels : [...parted.held.keys()];
  const special = levels.filter((level) =>
    level
      .toLowerCase()
      .split(/[^\p{L}-]+/u)
      .some((word) => SENSITIVE_VALUES.has(word)),
  ).length;
  if (special >= 2 || (special === 1 && levels.length <= 3))
    return {
      why: 'The values tell of belief, health, origin or the like (GDPR Art. 9).',
      by: 'values',
      sensitive: true,
    };
  if (areGivenNames(levels))
    return { why: 'Most of the values are given names of people.', by: 'values', sensitive: false };
  for (const { validator, what, count } of identifiersOf(look)) {
    // A column of addresses or telephone numbers is an identifier; some of them in a column are a leak.
    if (validator === 'email' && personal.email >= filled * 0.5) continue;
    if (validator === 'phone' && (personal.phone >= filled * 0.5 || look.has('phone') !== undefined))
      continue;
    return {
      why: `Contains identifiers: ${count} of ${filled} values hold ${what}.`,
      by: 'values',
      sensitive: false,
    };
  }
  // Whether somebody has an account, a card or an address is none of these.
  for (const [concept, what] of evidence.boolean === null ? CONTENT : []) {
    const hit = look.has(concept);
    // A birth year is a band, not a date.
    if (hit === undefined || (concept === 'address' && look.has('email') !== undefined)) continue;
    if (concept === 'address' && namesKind(look)) continue;
    if (
      (concept === 'secret' || concept === 'account-name') &&
      headerIsCounting(look) &&
      look.has('count') !== undefined
    )
      continue;
    return { why: `${quoted(hit)}: ${what} is not kept.`, by: 'header', sensitive: false };
  }
  return null;
};

/** Few values for many records: groups of people, whatever the column is called. */
export const tellsGroups = ({ filled, evidence }: Pick<Look, 'filled' | 'evidence'>): boolean =>
  filled >= 20 && evidence.distinct <= 50 && evidence.distinctRatio < 0.2;

/** Whether a header with a word for people names their number ("customer no"), not what they share ("customer group"). */
export const namesNumber = ({ tokens, facets }: Pick<Look, 'tokens' | 'facets'>): boolean =>
  tokens.length === 1 || facets.has('number');

/**
 * E-mail addresses among numbers or devices, as where a shop gives its own name of a person to a tracker: whether all
 * values are, and why they matter. Null where there are none, or the column is known by something else.
 */
export const addressesIn = (
  { evidence, filled }: Pick<Look, 'evidence' | 'filled'>,
  type: IdentifierType,
): { all: boolean; why: string } | null => {
  const { email } = evidence.personal;
  if ((type !== 'customer' && type !== 'device') || email === 0) return null;
  return email === filled
    ? { all: true, why: `Each of its ${filled} values is an e-mail address, so it is one here, too.` }
    : {
        all: false,
        why: `${email} of ${filled} values are e-mail addresses: those are linked with that address, too.`,
      };
};

const identify = (look: Look): Look['identifier'] => {
  const { evidence, filled } = look;
  const { personal } = evidence;
  const share = (count: number): number => (filled === 0 ? 0 : count / filled);
  const found = (type: 'customer' | 'email' | 'phone' | 'device', why: string) => ({ type, why });
  const numbered = look.has('email') === undefined && look.has('customer') !== undefined && namesNumber(look);
  const addresses = numbered ? addressesIn(look, 'customer') : null;
  if (share(personal.email) >= 0.5 && addresses?.all === false)
    return { type: 'customer', why: addresses.why, emails: true };
  if (share(personal.email) >= 0.5)
    return found('email', `${personal.email} of ${filled} values are e-mail addresses.`);
  const email = look.has('email');
  if (email !== undefined && share(personal.hash) >= 0.5)
    return found(
      'customer',
      `${quoted(email)}, and the values are hashes made elsewhere: a key, not an address.`,
    );
  if (email !== undefined && filled === 0) return found('email', `${quoted(email)}; the column is empty.`);
  const phone = look.has('phone');
  if (share(personal.phone) >= 0.5)
    return found('phone', `${personal.phone} of ${filled} values are telephone numbers with country code.`);
  const digits = evidence.integers || personal.phoneMaybe + personal.phone > filled * 0.5;
  if (phone !== undefined && look.hits.length === 1 && (filled === 0 || (digits && evidence.maxLength >= 7)))
    return found('phone', `${quoted(phone)}.`);
  const device = look.has('device');
  if (device !== undefined && evidence.boolean === null && (evidence.time === null || evidence.integers))
    return found('device', `${quoted(device)}.`);
  const customer = look.has('customer');
  // A measure about customers ("user count"), or a word for them, is not their number.
  const measured = look.has(
    'count',
    'total',
    'amount',
    'time',
    'consent',
    'free-text',
    'name',
    'web-address',
  );
  if (
    customer !== undefined &&
    measured === undefined &&
    (namesNumber(look) || !tellsGroups(look)) &&
    evidence.boolean === null &&
    (evidence.time === null || evidence.integers)
  ) {
    const fractions = evidence.number !== null && !evidence.integers && evidence.pointZero < filled;
    if (!fractions || evidence.personal.hash > 0) return found('customer', `${quoted(customer)}.`);
  }
  return null;
};

/** Letters that are not Latin; a single Greek one stands for a unit or a difference. */
const OTHER_WRITING = /[^\P{L}\p{Script=Latin}\p{Script=Greek}µ]|\p{Script=Greek}{2}/u;

/** Words that begin as those of special data do. */
const bentWords = (tokens: readonly string[], found: readonly Hit<Concept>[]): Hit<Concept>[] =>
  tokens.flatMap((word, from) =>
    SENSITIVE_STEMS.test(word) && !found.some((hit) => hit.from <= from && from < hit.to)
      ? [{ concept: 'sensitive' as const, word, from, to: from + 1 }]
      : [],
  );

/** Looks at one column. */
export const lookAt = (header: string, evidence: ColumnEvidence): Look => {
  const tokens = tokensOf(header);
  const { hits: found, rest } = searchWords(tokens, LEXICON);
  const hits = [...found.filter(({ concept }) => concept !== 'ordinary'), ...bentWords(tokens, found)];
  const look: Look = {
    header,
    tokens,
    hits,
    facets: facetsOf(tokens),
    unknown: rest.some((word) => OTHER_WRITING.test(word)),
    evidence,
    filled: evidence.values - evidence.empty,
    has: (...concepts) => hits.find(({ concept }) => concepts.includes(concept)),
    forbidden: null,
    identifier: null,
  };
  look.forbidden = forbid(look);
  if (look.forbidden === null) look.identifier = identify(look);
  return look;
};
