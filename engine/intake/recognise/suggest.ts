/**
 * recognise: what a file is and what each of its columns is for, as suggestions with reasons. The default is
 * `dropped`: a column is kept only where something speaks for it, and never against the evidence of its
 * values: a word in a header is context, not proof (see the issues of Presidio on columns called "count").
 */

import type { CONSENT_PARTS } from '../../../shared/mapping.ts';
import type { AttributeClass, IdentifierType, Kind, Role } from '../../../shared/vocabulary.ts';
import { PURPOSES } from '../../../shared/vocabulary.ts';
import type { ColumnEvidence } from '../values/column.ts';
import type { NumberFormat } from '../values/numbers.ts';
import type { TimeFormat } from '../values/times.ts';
import { type Look, lookAt } from './column-role.ts';
import { guessKind, type KindGuess } from './kind.ts';
import { PURPOSE_WORDS, STATE_WORDS } from './lexicon.ts';

export type ValueFormat =
  | { type: 'text' }
  | { type: 'number'; format: NumberFormat }
  | { type: 'time'; format: TimeFormat }
  | { type: 'boolean'; yes: string[]; no: string[] };

export type ConsentSuggestion = {
  part: (typeof CONSENT_PARTS)[number];
  /** The purpose that a state column of profiles is about. */
  purpose?: string;
  /** From the words of the column to states or purposes of the vocabulary; only words whose meaning is plain. */
  values?: Record<string, string>;
};

export type ColumnSuggestion = {
  /** Place of the column, from 0. */
  column: number;
  header: string;
  role: Role;
  identifierType?: IdentifierType;
  attributeClass?: AttributeClass;
  valueFormat?: ValueFormat;
  consent?: ConsentSuggestion;
  why: string;
  warnings: string[];
};

export type Suggestion = {
  kind: Kind;
  /** False where nothing speaks for the kind or nobody can be told: ask before importing. */
  recognised: boolean;
  kindWhy: string;
  columns: ColumnSuggestion[];
};

type Draft = Omit<ColumnSuggestion, 'column' | 'header' | 'warnings'>;

/** Most levels of an attribute: beyond this it tells people apart rather than groups. */
const LEVEL_LIMIT = 200;

/** The format of the values as far as it is certain. */
const formatOf = ({ evidence }: Look, wanted: 'time' | 'number' | 'any'): ValueFormat | undefined => {
  if (wanted !== 'number' && evidence.time !== null)
    return evidence.time.ambiguous ? undefined : { type: 'time', format: evidence.time.format };
  if (wanted === 'any' && evidence.boolean !== null) return { type: 'boolean', ...evidence.boolean };
  if (evidence.number !== null)
    return evidence.number.ambiguous ? undefined : { type: 'number', format: evidence.number.format };
  return wanted === 'any' ? { type: 'text' } : undefined;
};

const warningsOf = (look: Look, draft: Draft): string[] => {
  const { evidence } = look;
  const warnings: string[] = [];
  const read = draft.role === 'time' || draft.role === 'amount' || draft.role === 'attribute';
  const text = draft.valueFormat?.type === 'text' || draft.valueFormat?.type === 'boolean';
  if (read && !text) {
    if (evidence.time?.ambiguous === true) warnings.push(`Say which: ${evidence.time.why}`);
    else if (evidence.time === null && evidence.number?.ambiguous === true)
      warnings.push(`Say which: ${evidence.number.why}`);
    if (evidence.mixed) warnings.push('The values are written in more than one format.');
    if (evidence.misfits > 0) warnings.push(`${evidence.misfits} of the first values do not fit the format.`);
  }
  if (evidence.shortened >= 3)
    warnings.push(`${evidence.shortened} values look like 1.23E+11: a spreadsheet has shortened them.`);
  if (look.identifier !== null && evidence.pointZero > look.filled / 2)
    warnings.push('The identifiers end in ".0": they went through a decimal number and match no others.');
  const proxy = look.has('proxy');
  if (proxy !== undefined) warnings.push(`"${proxy.word}" may tell of belief or health.`);
  return warnings;
};

const dropped = (why: string): Draft => ({ role: 'dropped', why });

/** Where the file is about what happened, columns about people belong to the profiles. */
const OTHER_KIND: Record<Kind, string> = {
  profiles: '',
  orders: 'Orders keep the person, the time, the amount and the number.',
  events: 'Events keep the person, the time, the name and the number.',
  consents: 'Consents keep the person, the time, the purpose and the state.',
};

const POSTCODES: ReadonlySet<string> = new Set([
  'postcode',
  'postal code',
  'zip',
  'zip code',
  'zip postal code',
  'plz',
  'postleitzahl',
  'code postal',
  'codigo postal',
  'cap',
]);

const attribute = (look: Look): Draft => {
  const { evidence, filled } = look;
  if (filled === 0) return dropped('The column is empty.');
  const quasi = look.has('quasi');
  const text = look.has('free-text');
  if (text !== undefined && evidence.boolean === null && evidence.number === null)
    return dropped(`The header says "${text.word}": free text is not kept.`);
  if (evidence.wordy * 5 > filled && evidence.distinct > LEVEL_LIMIT / 4)
    return dropped('Free text: many values of four words or more.');
  const person = look.has('name');
  if (person !== undefined && evidence.number === null)
    return dropped(`The header says "${person.word}": names are not kept.`);
  const web = look.has('web-address');
  if (web !== undefined && evidence.boolean === null)
    return dropped(`The header says "${web.word}": addresses of pages are not kept.`);
  const foreign = look.has('foreign-id', 'order-id', 'id');
  if (foreign !== undefined)
    return dropped(`The header says "${foreign.word}": the number of a thing describes nobody.`);
  if (evidence.time !== null && !(evidence.integers && look.has('time') === undefined))
    return dropped('A date: profiles keep none.');
  if (evidence.mixed && evidence.number === null) return dropped('Dates in more than one format.');
  if (evidence.personal.uuid + evidence.personal.hash > filled / 2)
    return dropped('Every value is a key of its own (UUID or hash): it describes nobody.');

  // Figures among words ("3+") are levels, and a postcode is a name of a place.
  const levelled = evidence.misfits > 0 && evidence.levels.length > 0;
  const isNumber =
    evidence.number !== null && evidence.leadingZeros === 0 && !levelled && !POSTCODES.has(quasi?.word ?? '');
  const format: ValueFormat | undefined =
    isNumber || evidence.boolean !== null ? formatOf(look, 'any') : { type: 'text' };
  if (evidence.distinct === 1 && filled > 1) return dropped('Every value is the same: it describes nobody.');
  const keep = (attributeClass: AttributeClass, why: string): Draft => ({
    role: 'attribute',
    attributeClass,
    ...(format === undefined ? {} : { valueFormat: format }),
    why,
  });
  if (quasi !== undefined) {
    if (!isNumber && evidence.distinct > 5000 && evidence.distinctRatio > 0.9)
      return dropped(
        `The header says "${quasi.word}", but nearly every value is different: it would name people.`,
      );
    return keep(
      'quasi-identifier',
      `The header says "${quasi.word}": with others it narrows down who someone is.`,
    );
  }
  if (evidence.boolean !== null) return keep('ordinary', 'Two answers.');
  if (isNumber) {
    const key =
      evidence.integers &&
      filled >= 20 &&
      evidence.distinctRatio > 0.9 &&
      look.has('amount', 'count', 'total') === undefined;
    return key
      ? dropped('Nearly every value is a different whole number: it looks like a number of something.')
      : keep('ordinary', 'A measured value.');
  }
  if (filled >= 20 && evidence.distinctRatio > 0.9)
    return dropped('Nearly every value is different: it would name people.');
  if (evidence.distinct > LEVEL_LIMIT)
    return dropped(`${evidence.distinct} different values are too many for groups.`);
  if (filled < 20 && evidence.distinctRatio > 0.5)
    return dropped('Too few records to tell groups from names.');
  if (evidence.maxLength > 100) return dropped('Long text is not kept.');
  return keep('ordinary', `${evidence.distinct} different values.`);
};

const words = (levels: readonly string[], map: ReadonlyMap<string, string>): Record<string, string> => {
  const out: [string, string][] = [];
  for (const level of levels) {
    const meaning =
      map.get(level.toLowerCase().replaceAll(/[ -]/g, '_')) ??
      map.get(level.toLowerCase().replaceAll(/[^a-z]/g, ''));
    if (meaning !== undefined) out.push([level, meaning]);
  }
  // fromEntries defines own properties, so that a level called "__proto__" stays a level.
  return Object.fromEntries(out);
};

const purposeOf = (look: Look): string | undefined => {
  for (const token of [...look.hits.map(({ word }) => word.replaceAll(' ', '')), ...look.tokens]) {
    const purpose = PURPOSE_WORDS.get(token);
    if (purpose !== undefined) return purpose;
  }
  return undefined;
};

const profileConsent = (look: Look): Draft => {
  const { evidence } = look;
  const values = words(evidence.levels, STATE_WORDS);
  const known = Object.keys(values).length;
  if (look.has('refusal') !== undefined)
    return dropped('It says who refused; a "no" there is no consent. Map it by hand if you need it.');
  if (evidence.time !== null)
    return dropped('A date about consent; name it as the date of a consent column by hand.');
  if (known === 0 || known < evidence.levels.length || evidence.levels.length === 0)
    return dropped('It is about consent, but its words are not plain. Map it by hand.');
  const purpose = purposeOf(look);
  if (purpose === undefined)
    return dropped('It is about consent, but does not say for which purpose. Map it by hand.');
  return {
    role: 'consent',
    consent: { part: 'state', purpose, values },
    why: `The header says "${(look.has('consent') ?? look.hits[0]).word}".`,
  };
};

const consentPart = (look: Look, place: number, guess: KindGuess): Draft | null => {
  if (place === guess.state)
    return {
      role: 'consent',
      consent: { part: 'state', values: words(look.evidence.levels, STATE_WORDS) },
      why: 'Its words are states of consent.',
    };
  if (look.has('purpose') !== undefined) {
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
      consent: { part: 'purpose', values: Object.fromEntries([...same, ...Object.entries(values)]) },
      why: 'It says what the consent is for.',
    };
  }
  for (const part of ['notice', 'until', 'method'] as const)
    if (look.has(part) !== undefined)
      return { role: 'consent', consent: { part }, why: `The header says "${look.has(part)?.word}".` };
  return null;
};

const decide = (look: Look, place: number, guess: KindGuess, looks: readonly Look[]): Draft => {
  const { kind } = guess;
  if (look.forbidden !== null) {
    const { why, sensitive } = look.forbidden;
    return sensitive ? { role: 'dropped', attributeClass: 'sensitive', why } : dropped(why);
  }
  if (place === guess.identifier)
    return {
      role: 'identifier',
      identifierType: look.identifier?.type ?? 'customer',
      why: look.identifier?.why ?? 'The number that tells people apart.',
    };
  if (look.identifier !== null) {
    const primary = guess.identifier === null ? null : looks[guess.identifier];
    const type = look.identifier.type;
    if (type === (primary?.identifier?.type ?? 'customer') || guess.identifier === null)
      return dropped(`${look.identifier.why} One identifier of this type is enough.`);
    return { role: 'link', identifierType: type, why: look.identifier.why };
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
      why: look.evidence.time?.why ?? 'It says when.',
    };
  }
  if (place === guess.amount && kind === 'orders') {
    const format = formatOf(look, 'number');
    const said = look.has('amount', 'price');
    return {
      role: 'amount',
      ...(format === undefined ? {} : { valueFormat: format }),
      why: said === undefined ? 'The only column of decimal numbers.' : `The header says "${said.word}".`,
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
  const about = look.has('consent', 'refusal');
  const described = look.hits.find(
    ({ concept, word }) => concept === 'quasi' && word !== 'state' && word !== 'status',
  );
  if (about !== undefined && described === undefined && look.has('amount', 'count') === undefined)
    return profileConsent(look);
  return attribute(look);
};

/**
 * What a file is and what its columns are for.
 * @param headers one per column; empty texts where the file has no header
 * @param evidence one per column, from as many records as could be read
 */
export const suggest = (headers: readonly string[], evidence: readonly ColumnEvidence[]): Suggestion => {
  const looks = headers.map((header, column) => lookAt(header, evidence[column]));
  const headless = headers.every((header) => header === '');
  const guess = guessKind(looks, headless);
  const columns = looks.map((look, column): ColumnSuggestion => {
    const draft = decide(look, column, guess, looks);
    const warnings = warningsOf(look, draft);
    if (column === guess.amount && draft.role === 'amount' && look.has('price') !== undefined)
      warnings.push('A price of one piece: it is not multiplied by the quantity.');
    return { column, header: look.header, ...draft, warnings };
  });
  return { kind: guess.kind, recognised: guess.recognised, kindWhy: guess.why, columns };
};
