/**
 * The warehouse schema a definition is written against: three tables with one key, and a name for everything,
 * so that an analyst can point the same definition at their own tables.
 */
import { CloisterError } from '../../../shared/errors.ts';
import type { Release } from '../../../shared/release.ts';
import type { Dialect } from './dialect.ts';

export type WarehouseNames = {
  /** The table of people: one row per person, everyone the definition may admit. */
  people: {
    /** A table name, or its parts such as `['crm', 'people']`. */
    table: string | readonly string[];
    key: string;
    /** A boolean column that is true where the person consents to the purpose; null when the table holds only such people. */
    consent: string | null;
    /** Columns of attributes by field id; an attribute that is not named here has its slug as column. */
    attributes: Readonly<Record<string, string>>;
  };
  orders: {
    table: string | readonly string[];
    key: string;
    orderedAt: string;
    amount: string;
    /** The order number that joins the lines of one order; null when every row is an order of its own. */
    reference: string | null;
  };
  events: { table: string | readonly string[]; key: string; name: string; occurredAt: string };
};

/** The schema that the guide describes. */
export const DEFAULT_NAMES: WarehouseNames = {
  people: { table: 'people', key: 'person_key', consent: null, attributes: {} },
  orders: {
    table: 'orders',
    key: 'person_key',
    orderedAt: 'ordered_at',
    amount: 'amount',
    reference: 'order_reference',
  },
  events: { table: 'events', key: 'person_key', name: 'name', occurredAt: 'occurred_at' },
};

/** Names that a definition gives to its own parts; no table of the warehouse may be called so. */
export const OWN_PREFIX = 'cloister_';

export const tableParts = (table: string | readonly string[]): readonly string[] =>
  typeof table === 'string' ? [table] : table;

/** The column of an attribute `profile.<slug>`. */
export const attributeColumn = (names: WarehouseNames, field: string): string =>
  names.people.attributes[field] ?? field.replace(/^profile\./, '');

const refuse = (name: string, why: string): never => {
  throw new CloisterError(
    'MAPPING_INVALID',
    `The warehouse name “${name.slice(0, 80)}” cannot be used: ${why}.`,
    'Give the table or column another name in the warehouse map.',
  );
};

/** @throws CloisterError MAPPING_INVALID when a name cannot be quoted in this dialect */
export const checkName = (name: string, dialect: Dialect): string => {
  if (name.trim() === '') refuse(name, 'it is empty');
  if (/\p{Cc}/u.test(name)) refuse(name, 'it holds control characters');
  if (!name.isWellFormed()) refuse(name, 'it is not valid text');
  if (Buffer.byteLength(name) > dialect.maxNameBytes)
    refuse(name, `it is longer than the ${dialect.maxNameBytes} bytes that ${dialect.title} keeps`);
  return name;
};

/**
 * Checks every name that statements for this release may use, so that nothing outside this list is ever quoted.
 * @throws CloisterError MAPPING_INVALID with the name that cannot be used
 */
export const checkNames = (names: WarehouseNames, release: Release, dialect: Dialect): void => {
  for (const { table } of [names.people, names.orders, names.events]) {
    const parts = tableParts(table);
    if (parts.length < 1 || parts.length > 3) refuse(parts.join('.'), 'a table name has one to three parts');
    for (const part of parts) checkName(part, dialect);
    if (parts.at(-1)?.toLowerCase().startsWith(OWN_PREFIX))
      refuse(parts.join('.'), `names that begin with ${OWN_PREFIX} are used by the definition itself`);
  }
  const columns = [
    names.people.key,
    names.people.consent,
    names.orders.key,
    names.orders.orderedAt,
    names.orders.amount,
    names.orders.reference,
    names.events.key,
    names.events.name,
    names.events.occurredAt,
  ];
  for (const name of columns) if (name !== null) checkName(name, dialect);
  for (const field of release.fields)
    if (field.id.startsWith('profile.')) checkName(attributeColumn(names, field.id), dialect);
};
