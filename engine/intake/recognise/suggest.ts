/**
 * recognise: what a file is and what each of its columns is for, as suggestions with reasons. The default is
 * `dropped`: a column is kept only where something speaks for it, and never against the evidence of its
 * values: a word in a header is context, not proof (see the issues of Presidio on columns called "count").
 */
import { stepsProblem } from '../../../shared/steps.ts';
import type { Kind, Separator } from '../../../shared/vocabulary.ts';
import type { ColumnEvidence } from '../values/column-evidence.ts';
import { isQuantity } from './amounts.ts';
import { attribute } from './attribute.ts';
import { classify } from './classify.ts';
import { type Look, lookAt } from './column-role.ts';
import { consentPart, profileConsent, speaksOfConsent } from './consent.ts';
import { currencyColumn, currencyDraft, currencyWarning } from './currency.ts';
import { describing, profileLike } from './describing.ts';
import { type ColumnSuggestion, type Draft, dropped, formatOf } from './draft.ts';
import { guessKind, type KindGuess } from './kind.ts';
import type { Match } from './systems/match.ts';
import { systemDraft, systemGuess } from './systems/roles.ts';
import { TEXT_MARK } from './systems/system.ts';
import { foldedText } from './tokens.ts';
import { UNDONE } from './undone.ts';
import { isUnreadDate, mayCountDays } from './unread-date.ts';

export type { ColumnSuggestion } from './draft.ts';

export type Suggestion = {
  kind: Kind;
  /** False where nothing speaks for the kind or nobody can be told: ask before importing. */
  recognised: boolean;
  kindWhy: string;
  /** What it looks like, where somebody said that it is of another kind; null where nobody did or nothing speaks against it. */
  unlike: string | null;
  /** Why each record may be a person of its own; null where that is not so. */
  people: string | null;
  columns: ColumnSuggestion[];
};

/** A file of customers taken for orders would give everybody an order that nobody made. */
const unlikeTold = ({ kind, amount }: KindGuess, guessed: KindGuess): string =>
  `It looks like ${guessed.kind}, not ${kind}. ${guessed.why}${
    kind === 'orders' && amount === null
      ? ' No column holds an amount: every record counts as an order without one.'
      : ''
  }`;

/** The file as profiles of which each is a person of its own. */
const recordGuess = (guess: KindGuess): KindGuess => ({
  ...guess,
  kind: 'profiles',
  recognised: true,
  why: 'Each record is a person of its own: it was said so.',
  identifier: null,
});

/** Why each record may be a person of its own, where the columns describe people and none tells them apart. */
const recordsWhy = (guess: KindGuess, looks: readonly Look[], said: boolean): string | null => {
  const described = describing(looks);
  if (!said && (guess.kind !== 'profiles' || guess.identifier !== null || !profileLike(looks))) return null;
  const columns = described.slice(0, 3).map(({ header }) => `"${header}"`);
  return [
    'No column says whose record it is',
    ...(columns.length === 0 ? ['.'] : [`, and ${columns.join(', ')} describe people: `]),
    ...(columns.length === 0 ? [] : ['each record may be a person of its own. ']),
    'Nobody in it can be recognised again, in another file or in a later one; so the file can only say one thing on consent, of everybody in it.',
  ].join('');
};

/** What is said of a column of amounts in several currencies. */
export const currenciesTold = (signs: readonly string[]): string =>
  `Amounts in several currencies (${signs.slice(0, 5).join(' ')}) are read as they stand and added up: import one currency at a time.`;

const warningsOf = (look: Look, draft: Draft, kind: Kind): string[] => {
  const { evidence } = look;
  const warnings: string[] = [];
  const read = draft.role === 'time' || draft.role === 'amount' || draft.role === 'attribute';
  const text = draft.valueFormat?.type === 'text' || draft.valueFormat?.type === 'boolean';
  if (read && !text) {
    if (evidence.time?.ambiguous === true) warnings.push(`Say which: ${evidence.time.why}`);
    else if (evidence.time === null && evidence.number?.ambiguous === true)
      warnings.push(`Say which: ${evidence.number.why}`);
    if (evidence.currencies.length > 1) warnings.push(currenciesTold(evidence.currencies));
    if (evidence.mixed)
      warnings.push(
        'The values are written in more than one format, or their years are of another calendar (2569 in Thailand is 2026).',
      );
    if (evidence.misfits > 0) warnings.push(`${evidence.misfits} of the first values do not fit the format.`);
  }
  // Orders and events leave out every date but their own.
  const isUsed = draft.role !== 'dropped' || kind === 'profiles' || kind === 'consents';
  if (mayCountDays(look) && look.has('time') !== undefined)
    warnings.push(
      'The values look like days as a spreadsheet counts them (45000 is 2023-03-15): give the column the format excel-days, or export it as dates.',
    );
  else if (isUsed && isUnreadDate(look))
    warnings.push(
      `No one format reads its dates (${evidence.shapes.join(', ')}): ${draft.role === 'dropped' ? 'they are left out.' : 'say which format fits, mend them in the file (a month needs its day), or drop the column.'}`,
    );
  if (draft.role === 'amount' && evidence.number === null)
    warnings.push(
      `No number format reads its values (${evidence.shapes.join(', ')}): write them in the file in the figures 0 to 9, with a currency sign at most.`,
    );
  if (evidence.shortened >= 3)
    warnings.push(`${evidence.shortened} values look like 1.23E+11: a spreadsheet has shortened them.`);
  if (look.identifier !== null && evidence.pointZero > look.filled / 2)
    warnings.push('The identifiers end in ".0": they went through a decimal number and match no others.');
  const proxy = look.has('proxy');
  if (proxy !== undefined) warnings.push(`"${proxy.word}" may tell of belief or health.`);
  return warnings;
};

/** The words of a column of orders that tell of those that came to nothing, where it leaves none of them out. */
const undoneIn = ({ evidence }: Look, { leaveOut, only }: Draft): string[] =>
  leaveOut !== undefined || only !== undefined
    ? []
    : evidence.levels.filter((level) => UNDONE.has(foldedText(level).trim()));

/** What is said of orders that came to nothing. */
export const undoneTold = (words: readonly string[]): string =>
  `Some of its records say ${words.map((word) => `"${word}"`).join(', ')}: if they are no purchases, leave out the records with such a word (in a mapping, leaveOut: [${words.join(', ')}]).`;

/** Where the file is about what happened, columns about people belong to the profiles. */
const OTHER_KIND: Record<Kind, string> = {
  profiles: '',
  orders: 'Orders keep the person, the time, the amount and the number.',
  events: 'Events keep the person, the time, the name and the number.',
  consents: 'Consents keep the person, the time, the purpose and the state.',
};

/** The column of how many pieces, where the amount is the price of one. */
const quantityOf = (looks: readonly Look[]): string | undefined =>
  looks.find((look) => isQuantity(look) && look.evidence.number !== null)?.header;

const decide = (
  look: Look,
  place: number,
  guess: KindGuess,
  looks: readonly Look[],
  separator: Separator | null,
): Draft => {
  const { kind } = guess;
  if (look.forbidden !== null) {
    const { why, sensitive } = look.forbidden;
    return sensitive ? { role: 'dropped', attributeClass: 'sensitive', why } : dropped(why);
  }
  if (place === guess.identifier)
    return {
      role: 'identifier',
      identifierType: look.identifier?.type ?? 'customer',
      ...(look.identifier?.emails === true ? { emails: true } : {}),
      why: look.identifier?.why ?? 'The number that tells people apart.',
    };
  if (look.identifier !== null) {
    const primary = guess.identifier === null ? null : looks[guess.identifier];
    const type = look.identifier.type;
    if (type === (primary?.identifier?.type ?? 'customer') || guess.identifier === null)
      return dropped(`${look.identifier.why} One identifier of this type is enough.`);
    // Its people would become one.
    const asFull = look.filled * 10 >= (primary?.filled ?? 0) * 9;
    if (type === 'customer' && asFull && look.evidence.distinct * 2 < (primary?.evidence.distinct ?? 0))
      return dropped(`${look.identifier.why} It stands beside many people: it tells what they share.`);
    const { why, emails } = look.identifier;
    return { role: 'link', identifierType: type, ...(emails === true ? { emails } : {}), why };
  }
  if (kind === 'consents') {
    const part = consentPart(look, place, guess);
    if (part !== null) return part;
  }
  if (place === guess.time && kind !== 'profiles') {
    const format = formatOf(look, 'time');
    return {
      role: 'time',
      ...(format === undefined ? {} : { valueFormat: format }),
      why: look.evidence.time?.why ?? 'It says when; how it is written is to be said.',
    };
  }
  if (place === guess.amount && kind === 'orders') {
    const format = formatOf(look, 'number');
    const currency = currencyDraft(currencyColumn(looks));
    const said = look.has('amount', 'price');
    const times = look.has('price') === undefined ? undefined : quantityOf(looks);
    const why =
      said === undefined ? 'The only column of decimal numbers.' : `The header says "${said.word}".`;
    return {
      role: 'amount',
      ...(format === undefined ? {} : { valueFormat: format }),
      ...(times === undefined ? {} : { times }),
      ...currency,
      why: times === undefined ? why : `${why} It is the price of one piece and is multiplied by "${times}".`,
    };
  }
  if (place === guess.reference && (kind === 'orders' || kind === 'events'))
    return { role: 'reference', why: 'The number of the order or event.' };
  if (place === guess.name && kind === 'events') return { role: 'name', why: 'The name of the event.' };
  if (kind !== 'profiles') {
    const quasi = look.has('quasi');
    return quasi === undefined
      ? dropped(OTHER_KIND[kind])
      : {
          role: 'dropped',
          attributeClass: 'quasi-identifier',
          why: `${OTHER_KIND[kind]} What describes people belongs to the profiles.`,
        };
  }
  const described = look.hits.find(
    ({ concept, word }) => concept === 'quasi' && word !== 'state' && word !== 'status',
  );
  if (speaksOfConsent(look) && described === undefined && look.has('amount', 'count') === undefined)
    return profileConsent(look);
  return attribute(look, separator);
};

/** The draft of a column whose values are marked as text for spreadsheets, with the step that takes the marks off. */
const withoutMarks = ({ evidence, filled }: Look, draft: Draft): Draft => {
  const steps = [TEXT_MARK, ...(draft.steps ?? []).filter(({ step }) => step !== TEXT_MARK.step)];
  const isMarked = evidence.marked * 2 > filled && draft.listed === undefined;
  return isMarked && stepsProblem({ role: draft.role, identifier: draft.identifierType, steps }) === null
    ? { ...draft, steps, why: `${draft.why} Marks that make spreadsheets take its values for text go.` }
    : draft;
};

/**
 * What a file is and what its columns are for.
 * @param headers one per column; empty texts where the file has no header
 * @param evidence one per column, from as many records as could be read
 * @param given the kind, where a person said it
 * @param match the system the file comes from, where it is known
 * @param people that each record is a person of its own, where a person said it
 */
export const suggest = (
  headers: readonly string[],
  evidence: readonly ColumnEvidence[],
  given?: Kind,
  match: Match | null = null,
  people?: 'records',
): Suggestion => {
  const looks = headers.map((header, column) => lookAt(header, evidence[column]));
  const headless = headers.every((header) => header === '');
  // Somebody who says that it is something else knows better than the table.
  const isKnown = match !== null && (given === undefined || given === match.system.kind);
  const known = isKnown && people === undefined ? match : null;
  const judged = known === null ? guessKind(looks, headless) : systemGuess(known, looks);
  const guessed = people === undefined ? judged : recordGuess(judged);
  const guess: KindGuess =
    given === undefined || given === guessed.kind
      ? guessed
      : { ...guessed, kind: given, recognised: guessed.identifier !== null, why: 'It was said so.' };
  const columns = looks.map((look, column): ColumnSuggestion => {
    const told = known === null ? null : systemDraft(known, look, column, guess, looks);
    const draft = withoutMarks(
      look,
      told ?? decide(look, column, guess, looks, known?.system.separator ?? null),
    );
    const warnings = [...warningsOf(look, draft, guess.kind), ...currencyWarning(looks, draft)];
    const undone = guess.kind === 'orders' ? undoneIn(look, draft) : [];
    if (undone.length > 0) warnings.push(undoneTold(undone));
    const isPrice = look.has('price') !== undefined && draft.times === undefined;
    if (column === guess.amount && draft.role === 'amount' && isPrice)
      warnings.push('A price of one piece: it is not multiplied by the quantity.');
    const aboutConsent = draft.role === 'dropped' && look.filled > 0 && speaksOfConsent(look);
    if (aboutConsent && told === null && guess.kind !== 'consents')
      warnings.push(
        'It speaks of consent and is left out, until it is given the role consent and its words a meaning.',
      );
    return {
      column,
      header: look.header,
      ...draft,
      ...(aboutConsent ? { aboutConsent } : {}),
      ...(undone.length > 0 ? { undone } : {}),
      classification: classify(look, draft),
      warnings,
    };
  });
  return {
    kind: guess.kind,
    recognised: guess.recognised,
    kindWhy: guess.why,
    unlike: guess.kind !== guessed.kind && guessed.recognised ? unlikeTold(guess, guessed) : null,
    people: known === null ? recordsWhy(guess, looks, people !== undefined) : null,
    columns,
  };
};
