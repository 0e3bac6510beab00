/** From a mapping to what the worker reads. */
import { columnLabel, columnName, WHOSE } from '../../shared/column-name.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type ColumnMapping, type Mapping, parseMapping } from '../../shared/mapping.ts';
import { writtenAfter } from '../../shared/steps.ts';
import type { Kind, Role, Separator } from '../../shared/vocabulary.ts';
import { type ConsentPlan, planConsent } from './consent-plan.ts';
import type { Inspection } from './inspect.ts';
import type { IdentifierField, Layout } from './layout.ts';
import { aboutHeader } from './recognise/column-role.ts';
import { PLAIN } from './values/numbers.ts';
import { TIME_FORMATS } from './values/times.ts';
import { parseNumberFormat, parseTimeFormat } from './values/written.ts';

/** An attribute to be kept and where its values come from in a batch. */
export type AttributePlan = {
  name: string;
  label: string;
  class: ColumnMapping['class'];
  type: 'number' | 'text';
  slot: number;
};

export type ImportPlan = {
  mapping: Mapping;
  layout: Layout;
  time: number | null;
  amount: number | null;
  name: number | null;
  attributes: AttributePlan[];
  /** About how many people may be new: profiles name one each, of other kinds nobody can say. */
  people: number;
  /** About how many records there are; null of a stream. */
  records: number | null;
  consent: ConsentPlan;
  stored: string[];
  dropped: string[];
};

/** Whether whole records are compared. Of an event with a number that alone says that it came before. */
const wholeOf = ({ kind, repeats, columns }: Mapping): Layout['whole'] => {
  if (repeats === 'once') return 'once';
  if (repeats === 'kept' || kind === 'profiles' || kind === 'consents') return null;
  return kind === 'orders' || columns.every(({ role }) => role !== 'reference') ? 'counted' : null;
};

/** Whether a role keeps nothing in this kind: attributes belong to people, what belongs to one of their acts to the acts. */
const hasNoEffect = (kind: Kind, role: Role): boolean =>
  kind === 'profiles' ? ['time', 'name', 'reference'].includes(role) : role === 'attribute';

/** Sentences on columns that a mapping seems to keep and does not; a time may be there to date a consent. */
export const keptByMistake = ({ columns, kind: own }: Mapping, kind: Kind = own): string[] =>
  columns.flatMap(({ column, role }) =>
    role !== 'time' && hasNoEffect(kind, role)
      ? [
          `The column "${column}" is not stored: the role ${role} keeps nothing in a mapping of ${kind}. ${kind === 'profiles' ? 'Give it the role attribute.' : 'Attributes are kept from a mapping of profiles.'}`,
        ]
      : [],
  );

/**
 * Resolves a mapping against the columns of a file.
 * @throws CloisterError MAPPING_INVALID for a column the file does not have, or a format that cannot be told
 */
export const planImport = (given: Mapping, inspection: Inspection): ImportPlan => {
  const mapping = parseMapping(given);
  const named = mapping.format?.columns;
  const columns = inspection.columns.map((column, i) => ({ ...column, name: named?.[i] ?? column.name }));
  const twice = columns.find(({ name }, i) => columns.some((other, j) => j < i && other.name === name));
  if (twice !== undefined)
    throw new CloisterError(
      'MAPPING_INVALID',
      `The mapping's format.columns gives the name "${twice.name}" to two columns of the file.`,
      'Give every column a name of its own.',
    );
  const find = (name: string): (typeof columns)[number] => {
    const found = columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw new CloisterError(
      'MAPPING_INVALID',
      `The file has no column "${name}".`,
      `Name one it has in the mapping, or give the mapping that was made for this file. Its columns are ${columns
        .map((column) => `"${column.name}"`)
        .join(', ')
        .slice(0, 600)}.`,
    );
  };
  const times: Layout['times'] = [];
  const numbers: Layout['numbers'] = [];
  const texts: Layout['texts'] = [];
  const undecided = (column: ColumnMapping, what: string, examples: string): CloisterError =>
    new CloisterError(
      'MAPPING_INVALID',
      `How the ${what} in the column "${column.column}" are written cannot be told from its values.`,
      `Say it in the mapping: format: ${examples}.`,
    );
  const addTime = (column: ColumnMapping, required: boolean): number => {
    const { column: at, timeFormat, timeChoices } = find(column.column);
    const format =
      writtenAfter(column.steps) === 'time'
        ? 'iso'
        : column.format === undefined
          ? timeFormat
          : parseTimeFormat(column.format, column.column);
    if (format === null && timeChoices.length === 0)
      throw new CloisterError(
        'MAPPING_INVALID',
        `The times in the column "${column.column}" are written in more than one format, in none that is known, or in years of another calendar.`,
        `Say how they are written, and what is not is rejected (years such as 2569 or 1405 have to be turned into 2026 in the file); in a mapping as format: ${TIME_FORMATS.join(', or ')}; or several: steps: [{step: date, from: [iso, dmy]}].`,
      );
    if (format === null) throw undecided(column, 'times', timeChoices.join(', or '));
    return times.push({ at, header: column.column, steps: column.steps, format, required }) - 1;
  };
  const addNumber = (column: ColumnMapping, name: string): number => {
    const { column: at, numberFormat } = find(column.column);
    const format =
      writtenAfter(column.steps) === 'number'
        ? PLAIN
        : column.format === undefined
          ? numberFormat
          : parseNumberFormat(column.format, column.column);
    if (format === null) throw undecided(column, 'numbers', '1234.56, or 1.234,56');
    const placeOf = (header: string | undefined): number | null =>
      header === undefined ? null : find(header).column;
    const [minus, times] = [placeOf(column.minus), placeOf(column.times)];
    const otherwise = (column.otherwise ?? []).map((header) => find(header).column);
    const currency =
      column.currency === undefined
        ? null
        : { at: find(column.currency).column, header: column.currency, rates: column.rates ?? {} };
    return (
      numbers.push({
        at,
        header: column.column,
        steps: column.steps,
        format,
        name,
        minus,
        times,
        otherwise,
        currency,
        about: aboutHeader(column.column),
      }) - 1
    );
  };
  const addText = (
    column: ColumnMapping,
    name: string | null,
    stored = true,
    long = false,
    holds: Layout['texts'][number]['holds'] = null,
  ): number =>
    texts.push({
      at: find(column.column).column,
      header: column.column,
      steps: column.steps,
      name,
      stored,
      long,
      holds,
      about: aboutHeader(column.column),
    }) - 1;
  /** One attribute for each value that is listed of a column with several a cell. */
  const listed = (column: ColumnMapping, separator: Separator): AttributePlan[] =>
    Object.entries(column.values ?? {}).map(([value, name]) => ({
      name,
      label: `${columnLabel(column.column)}: ${value}`,
      class: column.class ?? 'ordinary',
      type: 'text',
      slot: addText(column, name, true, false, { value, separator }),
    }));

  const withRole = (role: ColumnMapping['role']): ColumnMapping[] =>
    mapping.columns.filter((column) => column.role === role);
  const [identifier] = withRole('identifier');
  const [order] = withRole('order');
  const rows = mapping.kind !== 'profiles';
  const [timeColumn] = withRole('time');
  const time = timeColumn === undefined || !rows ? null : addTime(timeColumn, mapping.kind !== 'consents');
  const [amountColumn] = withRole('amount');
  const [nameColumn] = withRole('name');
  const attributes =
    mapping.kind !== 'profiles'
      ? []
      : withRole('attribute').flatMap((column): AttributePlan[] => {
          if (column.separator !== undefined) return listed(column, column.separator);
          const { valueFormat } = find(column.column);
          const type =
            column.type ??
            (writtenAfter(column.steps) === 'number' || valueFormat?.type === 'number' ? 'number' : 'text');
          const name = column.name ?? columnName(column.column);
          return [
            {
              name,
              label: columnLabel(column.column),
              class: column.class ?? 'ordinary',
              type,
              slot: type === 'number' ? addNumber(column, name) : addText(column, name),
            },
          ];
        });
  const identifierField = (column: ColumnMapping, type: ColumnMapping['identifier']): IdentifierField => ({
    at: find(column.column).column,
    header: column.column,
    steps: column.steps,
    type: column.identifier ?? type ?? 'customer',
    separator: column.separator ?? null,
    prefix: column.prefix ?? '',
  });
  const amount = amountColumn === undefined ? null : addNumber(amountColumn, 'amount');
  const consent = planConsent(mapping, time, { addText, addTime: (column) => addTime(column, false) });
  const taken = [WHOSE, ...(amount === null ? [] : ['amount'])];
  const duplicate = attributes.find(
    ({ name }, i) => taken.includes(name) || attributes.some((other, j) => j < i && other.name === name),
  );
  if (duplicate !== undefined)
    throw new CloisterError(
      'MAPPING_INVALID',
      duplicate.name === WHOSE
        ? `No attribute may be kept under the name ${WHOSE}: it says whose a row is.`
        : `Two columns would be kept under the name ${duplicate.name}.`,
      'Give one of them another name (in a mapping, name).',
    );
  const [reference] = withRole('reference');
  const kept = new Set(
    mapping.columns
      .filter(({ role }) => role !== 'dropped' && !hasNoEffect(mapping.kind, role))
      .map(({ column }) => column),
  );
  return {
    mapping,
    layout: {
      identifier: identifier === undefined ? null : identifierField(identifier, 'customer'),
      people:
        order === undefined
          ? (mapping.people ?? null)
          : { order: { at: find(order.column).column, header: order.column } },
      links: [
        ...withRole('link').map((column) => identifierField(column, 'email')),
        // An address in a column of numbers is also the address that another source has.
        ...mapping.columns
          .filter(({ role, emails }) => emails === true && (role === 'identifier' || role === 'link'))
          .map((column) => ({
            ...identifierField(column, 'email'),
            type: 'email' as const,
            prefix: '',
            isMixed: true,
          })),
      ],
      times,
      numbers,
      texts,
      reference:
        reference === undefined || !rows
          ? null
          : { at: find(reference.column).column, header: reference.column },
      whole: wholeOf(mapping),
      leftOut: mapping.columns.flatMap(({ column, leaveOut, only }) => {
        const field = { at: (leaveOut ?? only) ? find(column).column : -1, header: column };
        return [
          ...(leaveOut === undefined ? [] : [{ ...field, values: leaveOut, only: false }]),
          ...(only === undefined ? [] : [{ ...field, values: only, only: true }]),
        ];
      }),
      orderLines: mapping.orderLines === true ? { amount } : null,
      footer: mapping.format?.footer === true,
    },
    time,
    amount,
    name:
      nameColumn === undefined || (mapping.kind !== 'events' && mapping.kind !== 'orders')
        ? null
        : addText(nameColumn, 'name'),
    attributes,
    people: mapping.kind === 'profiles' ? (inspection.records ?? 0) : 0,
    records: inspection.records,
    consent,
    stored: columns.map(({ name }) => name).filter((name) => kept.has(name)),
    dropped: columns.map(({ name }) => name).filter((name) => !kept.has(name)),
  };
};
