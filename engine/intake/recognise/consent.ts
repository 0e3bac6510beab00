/** Columns about consent. Only words whose meaning is plain are suggested; a refusal is never turned round. */
import { PURPOSES, SAYABLE_STATES } from '../../../shared/vocabulary.ts';
import { NO, YES } from '../values/yes-no.ts';
import type { Look } from './column-role.ts';
import { PURPOSE_WORDS, STATE_WORDS } from './consent-words.ts';
import { type Draft, dropped } from './draft.ts';
import { facetsOf } from './facets.ts';
import type { KindGuess } from './kind.ts';
import { findWords, foldedText, tokensOf } from './tokens.ts';

/** A word as the lists of states have it: one form of each sign, small letters, no blanks. */
const spelt = (level: string): string =>
  level.normalize('NFKC').trim().toLowerCase().replaceAll(/[ -]/g, '_');

/** The word is taken whole, marks and all: of "не active" no part means anything. */
const words = (levels: readonly string[], map: ReadonlyMap<string, string>): Record<string, string> => {
  const out: [string, string][] = [];
  for (const level of levels) {
    const meaning = map.get(spelt(level)) ?? map.get(foldedText(level).replaceAll(/[^\p{L}\p{M}]/gu, ''));
    if (meaning !== undefined) out.push([level, meaning]);
  }
  // fromEntries defines own properties, so that a level called "__proto__" stays a level.
  return Object.fromEntries(out);
};

/** The purpose that a header names, if it names one. */
export const purposeOf = ({ tokens }: Look): string | undefined =>
  findWords(tokens, PURPOSE_WORDS)[0]?.concept;

/** "Whether" in Chinese and Japanese, which has a sign of "not" in it; and signs of "not" within words. */
const WHETHER = /是否|可否|[与與]否|有[无無]|の有無|無料/gu;
const TURNED = /[不未非否拒]|しない|ない|안함|않|비동의|ไม่/u;

/** "Yes/no" behind a question, which is no "no". */
const EITHER = new RegExp(`(^|[^\\p{L}])(${YES.join('|')}) ?[/|,] ?(${NO.join('|')})(?!\\p{L})`, 'giu');

/** Whether a header says "not": a yes under it is none, and what a no says is for a person to tell. */
export const turnsRound = ({ header, facets }: Pick<Look, 'header' | 'facets'>): boolean => {
  const said = header.normalize('NFKC').replace(WHETHER, ' ').replace(EITHER, ' ');
  return TURNED.test(said) || (facets.has('negation') && facetsOf(tokensOf(said)).has('negation'));
};

/** The ledger's own words mean themselves, whatever else they could be taken for. */
const STATES: ReadonlyMap<string, string> = new Map([
  ...STATE_WORDS,
  ...SAYABLE_STATES.map((state): [string, string] => [state, state]),
]);

/** Words that stand for an answer, whatever the column is called ("Status: Active, Held, Unsubscribed"). */
const ANSWERS: ReadonlySet<string> = new Set(
  `subscribed unsubscribed unsubscribe not_subscribed never_subscribed non_subscribed nonsubscribed opted_in opted_out
  not_opted_in opt_in opt_out optin optout single_opt_in double_opt_in abonniert abgemeldet abonne desabonne inscrit
  desinscrit suscrito iscritto disiscritto ingeschreven uitgeschreven`.split(/\s+/),
);
const SAYS_CONSENT =
  /(^|[^\p{L}])(consent|consents|consented|einwilligung|zustimmung|consentement|consentimiento|consentimento|consenso|toestemming)([^\p{L}]|$)/iu;
/** Words of a header over yes and no that ask for an answer. */
const ASKED = new Set(
  'marketing mailing mailings newsletters offers promotions promotional werbung publicite publicidad'.split(
    ' ',
  ),
);
/** "Do not allow bulk emails" */
const DO_NOT =
  /\b(do|does) not (allow|bulk|call|contact|e?mail|e mail|fax|market|phone|post|sell|send|share|sms|text|track)\b/;
/** Most words of a column of answers. */
const MOST_ANSWERS = 20;

const plainWord = (level: string): string =>
  level.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(/[ -]/g, '_');

/** Whether a column speaks of consent, by its header or by its words, whatever it was suggested for. */
export const speaksOfConsent = ({ has, tokens, evidence }: Look): boolean =>
  has('consent', 'refusal') !== undefined ||
  tokens.some((token) => token.startsWith('consent')) ||
  DO_NOT.test(tokens.join(' ')) ||
  (evidence.boolean !== null && tokens.some((token) => ASKED.has(token))) ||
  (evidence.levels.length <= MOST_ANSWERS &&
    evidence.levels.some((level) => ANSWERS.has(plainWord(level)) || SAYS_CONSENT.test(level)));

/** A column about consent in a list of people. */
export const profileConsent = (look: Look): Draft => {
  const { evidence } = look;
  const values = words(evidence.levels, STATES);
  const known = Object.keys(values).length;
  if (look.has('refusal') !== undefined)
    return dropped('It says who refused; a "no" there is no consent. Map it by hand if you need it.');
  if (turnsRound(look)) return dropped('Its header says "not": a "yes" there is no consent. Map it by hand.');
  if (evidence.time !== null)
    return dropped('A date about consent; name it as the date of a consent column by hand.');
  if (known === 0 || known < evidence.levels.length || evidence.levels.length === 0)
    return dropped('It is about consent, but its words are not plain. Map it by hand.');
  const purpose = purposeOf(look);
  if (purpose === undefined)
    return dropped('It is about consent, but does not say for which purpose. Map it by hand.');
  return {
    role: 'consent',
    consent: { part: 'state', purpose, values, words: evidence.levels },
    why: `The header says "${(look.has('consent') ?? look.hits[0])?.word ?? look.header}".`,
  };
};

/** The part of a consent record that a column holds, or null. */
export const consentPart = (look: Look, place: number, guess: KindGuess): Draft | null => {
  const purpose = purposeOf(look);
  if (place === guess.state)
    return {
      role: 'consent',
      consent: {
        part: 'state',
        ...(guess.purpose !== null || purpose === undefined ? {} : { purpose }),
        values: words(look.evidence.levels, STATES),
        words: look.evidence.levels,
      },
      why: 'Its words are states of consent.',
    };
  if (place === guess.purpose) {
    const known = new Set(PURPOSES.map(({ id }) => id));
    const values = words(
      look.evidence.levels.filter((level) => !known.has(level)),
      PURPOSE_WORDS,
    );
    const same = look.evidence.levels
      .filter((level) => known.has(level))
      .map((level): [string, string] => [level, level]);
    return {
      role: 'consent',
      consent: {
        part: 'purpose',
        values: Object.fromEntries([...same, ...Object.entries(values)]),
        words: look.evidence.levels,
      },
      why: 'It says what the consent is for.',
    };
  }
  for (const part of ['notice', 'until', 'method'] as const)
    if (look.has(part) !== undefined)
      return { role: 'consent', consent: { part }, why: `The header says "${look.has(part)?.word}".` };
  return null;
};
