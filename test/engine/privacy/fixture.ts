/** An import without files: people, ledger events and rows, written the way the intake writes them. */
import { createHmac, randomBytes } from 'node:crypto';
import {
  type ColumnArray,
  type ColumnDefinition,
  ensureColumn,
  openDictionary,
  writeRun,
} from '../../../engine/columns/columns.ts';
import { type ConsentEvent, ledgerWriter } from '../../../engine/privacy/consent.ts';
import { openPeople, type PseudonymColumn } from '../../../engine/privacy/people.ts';
import { PSEUDONYM_BYTES } from '../../../engine/privacy/pseudonyms.ts';
import type { Connection } from '../../../engine/vault/database.ts';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { addSource } from '../vault/fixture.ts';

const digestOf = (type: string, text: string): Buffer =>
  createHmac('sha256', type).update(text).digest().subarray(0, PSEUDONYM_BYTES);

/** Pseudonyms of texts under a fixed key, for tests where only their equality matters. */
export const pseudonymColumn = (type: IdentifierType, texts: readonly (string | null)[]): PseudonymColumn => {
  const bytes = new Uint8Array(texts.length * PSEUDONYM_BYTES);
  texts.forEach((text, row) => {
    if (text !== null) bytes.set(digestOf(type, text), row * PSEUDONYM_BYTES);
  });
  return { type, bytes, present: Uint8Array.from(texts, (text) => (text === null ? 0 : 1)) };
};

/** Makes people with the numbers 0 to count - 1. */
export const addPeople = (db: Connection, count: number): void => {
  const people = openPeople(db, addSource(db, 'profiles'));
  const bytes = new Uint8Array(randomBytes(count * PSEUDONYM_BYTES));
  const column: PseudonymColumn = { type: 'customer', bytes, present: new Uint8Array(count).fill(1) };
  people.resolve(column, [], count, new Int32Array(count));
  people.flush();
};

export const consent = (event: Partial<ConsentEvent> & { person: number }): ConsentEvent => ({
  purpose: 'analytics',
  state: 'given',
  basis: 'consent',
  occurredAt: 0,
  validUntil: null,
  method: 'test',
  notice: null,
  grade: 1,
  row: null,
  reason: null,
  ...event,
});

/** When the fixture's events are recorded: late enough that none of them is dated after it. */
const RECORDED_AT = Date.UTC(2100, 0, 1);

export const addConsents = (db: Connection, events: readonly ConsentEvent[]): void => {
  const write = ledgerWriter(db, addSource(db, 'consents'), RECORDED_AT);
  for (const event of events) write(event);
};

export type Order = {
  person: number;
  time: number;
  amount?: number | null | undefined;
  reference?: number | null | undefined;
};
export type Event = { person: number; time: number; name?: string | null | undefined };
export type Profile = { person: number; [attribute: string]: number | string | null };

const write = (
  db: Connection,
  kind: 'orders' | 'events' | 'profiles',
  columns: { definition: ColumnDefinition; array: ColumnArray }[],
  rows: number,
): void => {
  const run = writeRun(
    db,
    addSource(db, kind),
    kind,
    columns.map(({ definition }) => definition),
  );
  run.append(
    columns.map(({ array }) => array),
    rows,
  );
  run.finish();
};

export const addOrders = (db: Connection, orders: readonly Order[]): void => {
  const define = (name: string, type: ColumnDefinition['type'], role: ColumnDefinition['role']) =>
    ensureColumn(db, { kind: 'orders', name, label: name, type, role, class: null });
  const hashes = new Uint32Array(orders.length * 2);
  orders.forEach(({ reference }, row) => {
    if (reference !== null && reference !== undefined)
      hashes.set([reference * 2_654_435_761, reference + 1], row * 2);
  });
  const columns = [
    {
      definition: define('person', 'person', 'identifier'),
      array: Int32Array.from(orders, ({ person }) => person),
    },
    { definition: define('time', 'time', 'time'), array: Float64Array.from(orders, ({ time }) => time) },
    {
      definition: define('amount', 'number', 'amount'),
      array: Float64Array.from(orders, ({ amount }) => amount ?? Number.NaN),
    },
  ];
  const numbered = orders.some(({ reference }) => reference !== undefined);
  write(
    db,
    'orders',
    numbered
      ? [...columns, { definition: define('reference', 'hash', 'reference'), array: hashes }]
      : columns,
    orders.length,
  );
};

const coded = (
  db: Connection,
  definition: ColumnDefinition,
  texts: readonly (string | null | undefined)[],
): Int32Array => {
  const dictionary = openDictionary(db, definition.id);
  const codes = Int32Array.from(texts, (text) =>
    text === null || text === undefined ? -1 : dictionary.code(text),
  );
  dictionary.flush();
  return codes;
};

export const addEvents = (db: Connection, events: readonly Event[]): void => {
  const define = (name: string, type: ColumnDefinition['type'], role: ColumnDefinition['role']) =>
    ensureColumn(db, { kind: 'events', name, label: name, type, role, class: null });
  const name = define('name', 'code', 'name');
  write(
    db,
    'events',
    [
      {
        definition: define('person', 'person', 'identifier'),
        array: Int32Array.from(events, ({ person }) => person),
      },
      { definition: define('time', 'time', 'time'), array: Float64Array.from(events, ({ time }) => time) },
      {
        definition: name,
        array: coded(
          db,
          name,
          events.map((event) => event.name),
        ),
      },
    ],
    events.length,
  );
};

/** Attributes whose first known value is a number become numbers, the others levels. */
export const addProfiles = (
  db: Connection,
  profiles: readonly Profile[],
  types: Record<string, 'number' | 'code'>,
): void => {
  const define = (name: string, type: ColumnDefinition['type'], role: ColumnDefinition['role']) =>
    ensureColumn(db, {
      kind: 'profiles',
      name,
      label: name,
      type,
      role,
      class: role === 'attribute' ? 'ordinary' : null,
    });
  write(
    db,
    'profiles',
    [
      {
        definition: define('person', 'person', 'identifier'),
        array: Int32Array.from(profiles, ({ person }) => person),
      },
      ...Object.entries(types).map(([name, type]) => {
        const definition = define(name, type, 'attribute');
        const values = profiles.map((profile) => profile[name] ?? null);
        return {
          definition,
          array:
            type === 'number'
              ? Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
              : coded(db, definition, values as (string | null)[]),
        };
      }),
    ],
    profiles.length,
  );
};
