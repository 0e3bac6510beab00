/**
 * A mapping says what every column of a source is for. It starts from suggestions, is edited by a person, and
 * is kept with the source. A column that is not mentioned is dropped. This file: what must hold across its parts.
 */
import * as v from 'valibot';
import { listedName } from './column-name.ts';
import { CloisterError } from './errors.ts';
import { invalidPart } from './invalid-part.ts';
import {
  ATTRIBUTE_NAME,
  type ColumnMapping,
  FLAG_WORDS,
  type Mapping,
  mappingSchema,
} from './mapping-schema.ts';
import { stepsProblem } from './steps.ts';
import { CONSENT_MEANINGS, PURPOSE_ID } from './vocabulary.ts';

export {
  CONSENT_PARTS,
  type ColumnMapping,
  FLAG_WORDS,
  FORMAT_TYPES,
  formatSchema,
  type Mapping,
  mappingSchema,
  type SourceFormat,
} from './mapping-schema.ts';

const invalid = (message: string, next: string): CloisterError =>
  new CloisterError('MAPPING_INVALID', message, next);

const only = (mapping: Mapping, role: ColumnMapping['role'], most: number): ColumnMapping[] => {
  const found = mapping.columns.filter((column) => column.role === role);
  if (found.length > most)
    throw invalid(
      `The mapping gives the role ${role} to ${found.length} columns (${found.map(({ column }) => column).join(', ')}).`,
      `Keep ${most} and drop the others, or map them as link or attribute.`,
    );
  return found;
};

const requireDictionary = (column: ColumnMapping, meanings: readonly string[], example: string): void => {
  if (column.values === undefined)
    throw invalid(
      `The consent column "${column.column}" has no dictionary of values.`,
      `Say what each value means, for example values: ${example}. Meanings: ${meanings.join(', ')}.`,
    );
  for (const [from, to] of Object.entries(column.values))
    if (!meanings.includes(to))
      throw invalid(
        `The consent column "${column.column}" maps "${from}" to "${to}", which is not a state.`,
        `Meanings: ${meanings.join(', ')}.`,
      );
};

/** A state needs a dictionary and a purpose, a string the signals that are looked for; nothing is guessed. */
const checkConsent = (mapping: Mapping): void => {
  const parts = mapping.columns.filter(({ role }) => role === 'consent');
  const withPart = (...wanted: string[]): ColumnMapping[] =>
    parts.filter(({ part }) => wanted.includes(part ?? 'state'));
  const states = withPart('state');
  const signals = withPart('gpc', 'tcf', 'gpp');
  if (mapping.kind === 'consents' && (states.length > 1 || states.length + signals.length === 0))
    throw invalid(
      'A mapping of consents needs exactly one column with the consent state, or a consent string.',
      'Give it the role consent with part: state.',
    );
  const [purposeColumn] = withPart('purpose');
  for (const state of states) {
    requireDictionary(state, CONSENT_MEANINGS, '{yes: given, no: refused}');
    if (state.purpose === undefined && purposeColumn === undefined)
      throw invalid(
        `The consent column "${state.column}" does not say for which purpose.`,
        'Add purpose:, or map a column with part: purpose.',
      );
  }
  for (const column of withPart('minor'))
    requireDictionary(column, FLAG_WORDS.minor, '{yes: minor, no: adult}');
  for (const column of withPart('gpc')) requireDictionary(column, FLAG_WORDS.gpc, '{1: "on", 0: "off"}');
  for (const column of withPart('tcf', 'gpp'))
    if (column.signals === undefined || Object.keys(column.signals).length === 0)
      throw invalid(
        `The consent strings in "${column.column}" have no signals: what they mean for which purpose.`,
        'Say it, for example signals: {personalize: [5, 6], third_party_sharing: [sale, gpc]}.',
      );
  for (const [from, to] of Object.entries(purposeColumn?.values ?? {}))
    if (!PURPOSE_ID.test(to))
      throw invalid(
        `The purpose column maps "${from}" to "${to}", which is not a purpose.`,
        'A purpose is written in words joined by dots.',
      );
};

/** A column with several values a cell becomes one attribute a value: which, and under which names, is said. */
const checkListed = (
  mapping: Mapping,
  { column, separator, values, name, type, format }: ColumnMapping,
): void => {
  const names = Object.entries(values ?? {});
  const example = `values: {Running: ${listedName(column, 'Running')}}`;
  const problem =
    separator === undefined
      ? 'has a list of values and no sign that parts them'
      : mapping.kind !== 'profiles'
        ? 'has several values a cell, which only attributes of profiles may have'
        : names.length === 0
          ? `has several values a cell, and no list of those that are kept: ${example}`
          : name !== undefined || type === 'number' || format !== undefined
            ? 'has a name, type or format of its own, and becomes a yes or no for each of its values'
            : undefined;
  if (problem !== undefined)
    throw invalid(
      `The column "${column}" ${problem}.`,
      `Say separator: ";" and ${example}, and leave name, type and format out.`,
    );
  for (const [value, to] of names)
    if (!ATTRIBUTE_NAME.test(to) || value.trim() === '' || value.includes(separator ?? ';'))
      throw invalid(
        `The column "${column}" keeps "${value}" as "${to}", which is no value of a list or no name of an attribute.`,
        'A name has small letters, digits and underscores; a value holds no sign that parts values.',
      );
};

/** Amounts of several currencies are never added up as they stand. */
const checkAmount = (amount: ColumnMapping | undefined): void => {
  if (amount === undefined) return;
  const { column, currency, rates } = amount;
  if ((currency === undefined) !== (rates === undefined))
    throw invalid(
      currency === undefined
        ? `The amount "${column}" has rates, but no column says its currency.`
        : `The amount "${column}" stands in the currency of "${currency}", and nothing says what each is worth.`,
      currency === undefined
        ? 'Name the column: currency: Currency.'
        : 'Give the rates, for example rates: {EUR: 1, USD: 0.92}; a record in a currency without a rate is rejected. Or take one currency alone: only: [eur] of that column, and rates: {EUR: 1}.',
    );
  if (rates !== undefined && !Object.values(rates).includes(1))
    throw invalid(
      `None of the rates of "${column}" is 1, so nothing says which currency the amounts are kept in.`,
      'Give the currency that they are kept in the rate 1.',
    );
};

/** Somebody has to be told by every record; the answer is whether its order does. */
const checkWhose = (mapping: Mapping): boolean => {
  const { kind, people } = mapping;
  const rows = kind === 'orders' || kind === 'events';
  const identifiers = only(mapping, 'identifier', 1);
  const orders = only(mapping, 'order', 1);
  const named = [...identifiers, ...mapping.columns.filter(({ role }) => role === 'link')];
  if (people === 'records' && (kind !== 'profiles' || named.length > 0))
    throw invalid(
      kind === 'profiles'
        ? `The mapping says people: records, and that "${named[0].column}" tells people apart.`
        : `The mapping says people: records, but a record of ${kind} is no person.`,
      'Leave people out where a column tells people apart; it is for profiles that name nobody.',
    );
  if (orders.length > 0 && (!rows || named.length > 0))
    throw invalid(
      rows
        ? `The mapping says that "${orders[0].column}" tells whose a record is, and "${named[0].column}", too.`
        : `The mapping gives "${orders[0].column}" the role order, which only orders and events have.`,
      'Give the role order to the number of the order in a file of order lines, refunds or the like that names nobody.',
    );
  if (identifiers.length === 0 && people === undefined && orders.length === 0)
    throw invalid(
      `The mapping has no identifier, so the ${kind} belong to nobody.`,
      kind === 'profiles'
        ? 'Give one column the role identifier, or, where each record is a person of its own, say people: records.'
        : 'Give one column the role identifier, or the number of the order the role order.',
    );
  return orders.length > 0;
};

/**
 * Checks an untrusted value and what must hold across columns: one identifier, a time where the kind needs
 * one, a dictionary for every consent state and only known states and purposes in it.
 * @throws CloisterError MAPPING_INVALID naming the column
 */
export const parseMapping = (value: unknown): Mapping => {
  const parsed = v.safeParse(mappingSchema, value);
  if (!parsed.success) throw invalidPart('MAPPING_INVALID', 'mapping', parsed.issues);
  const mapping = parsed.output;
  // A column with several values a cell may stand in several entries, each with values and a class of its own.
  const names = new Map<string, 'whole' | 'listed'>();
  for (const entry of mapping.columns) {
    const { column } = entry;
    if (entry.prefix !== undefined && (entry.identifier ?? 'customer') !== 'customer')
      throw invalid(
        `The prefix of "${column}" stands before what is no customer number.`,
        'Say identifier: customer, or leave the prefix out: an address, a telephone or a device is the same in every system.',
      );
    if (entry.emails === true && (entry.identifier === 'email' || entry.identifier === 'phone'))
      throw invalid(
        `The column "${column}" says emails, and identifies by ${entry.identifier}.`,
        'Leave emails out: it is for numbers and devices that are e-mail addresses now and then.',
      );
    const problem = stepsProblem(entry);
    if (problem !== null)
      throw invalid(
        `The steps of "${column}" cannot be done: ${problem}.`,
        'See docs/plan.md for the steps.',
      );
    const isListed = entry.role === 'attribute' && (entry.separator ?? entry.values) !== undefined;
    if (isListed) checkListed(mapping, entry);
    if (names.has(column) && !(isListed && names.get(column) === 'listed'))
      throw invalid(`The mapping names the column "${column}" twice.`, 'Keep one of the two entries.');
    names.set(column, isListed ? 'listed' : 'whole');
  }
  const byOrder = checkWhose(mapping);
  const times = only(mapping, 'time', 1);
  if ((mapping.kind === 'orders' || mapping.kind === 'events') && times.length === 0 && !byOrder)
    throw invalid(
      `The mapping of ${mapping.kind} has no time.`,
      'Give the column that says when the role time.',
    );
  checkAmount(only(mapping, 'amount', 1)[0]);
  const references = only(mapping, 'reference', 1);
  if (mapping.orderLines === true && (mapping.kind !== 'orders' || references.length === 0))
    throw invalid(
      'The mapping says orderLines, but not by which number the lines of an order belong together.',
      'Give the column with the number of the order the role reference, in a mapping of orders.',
    );
  if (
    (mapping.repeats === 'joined' || mapping.repeats === 'replaced') &&
    !(mapping.kind === 'orders' && references.length > 0)
  )
    throw invalid(
      `The mapping says repeats: ${mapping.repeats}, which is about the lines of orders with a number.`,
      'Give the column with the number of the order the role reference, in a mapping of orders, or leave repeats out.',
    );
  if (mapping.repeats === 'once' && mapping.kind === 'events' && references.length > 0)
    throw invalid(
      'The mapping says repeats: once, but its events have a number: of those with the same the last holds.',
      'Leave repeats out.',
    );
  const called = only(mapping, 'name', 1);
  if (mapping.called !== undefined && (mapping.kind !== 'events' || called.length > 0))
    throw invalid(
      `The mapping says called: ${mapping.called}, which is for events without a column of names.`,
      'Leave it out.',
    );
  checkConsent(mapping);
  return mapping;
};
