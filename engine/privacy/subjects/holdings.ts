/**
 * Everything held on one person (GDPR Art. 15), as tables of text: rows of every column, ledger events with their
 * evidence, sources, memberships, acts on the record, releases. Consent does not matter here: the person asks, and
 * is answered about all of it.
 */
import type { HeldTable, SubjectAccess } from '../../../shared/contract/subjects.ts';
import { KINDS, type Kind } from '../../../shared/vocabulary.ts';
import { entriesAbout } from '../../audit/openings.ts';
import { type ColumnDefinition, readDictionary } from '../../columns/columns.ts';
import { numbersOf } from '../../columns/merged.ts';
import { type Selected, selectRows } from '../../columns/select.ts';
import type { Connection } from '../../vault/database.ts';
import { numbersOfPerson } from '../../vault/schema/identity.ts';
import type { Vault } from '../../vault/vault.ts';
import { allPurposes } from '../consent/purposes.ts';
import { releasesWith } from '../gate/ledger-people.ts';
import type { Pseudonym } from '../identity/blocks.ts';
import { readNumber } from '../identity/number-blocks.ts';
import { sharedObjections } from './objection.ts';

/** What is held as it is, before anything is computed from it. */
export type Holdings = Pick<
  SubjectAccess,
  | 'pseudonyms'
  | 'objected'
  | 'sharedObjections'
  | 'sources'
  | 'profile'
  | 'orders'
  | 'events'
  | 'consents'
  | 'memberships'
  | 'releases'
  | 'acts'
>;

const NOTHING = '–';

const timeText = (time: number): string =>
  new Date(time)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');

/** One value in words: dates in ISO 8601, words of a dictionary, keyed hashes in hexadecimal. */
const valueText = (
  words: readonly string[],
  definition: ColumnDefinition,
  held: Selected,
  row: number,
): string => {
  const values = held.columns.get(definition.name)!;
  const value = values[row];
  switch (definition.type) {
    case 'code':
      return value < 0 ? NOTHING : words[value];
    case 'time':
      return Number.isNaN(value) ? NOTHING : timeText(value);
    case 'hash': {
      const parts = [values[2 * row], values[2 * row + 1]];
      if (parts.every((part) => part === 0)) return NOTHING;
      return `keyed hash ${parts.map((part) => part.toString(16).padStart(8, '0')).join('')}`;
    }
    default:
      return Number.isNaN(value) ? NOTHING : String(value);
  }
};

const sourceNames = (db: Connection): Map<number, string> =>
  new Map(
    (db.prepare('SELECT id, name FROM source').all() as { id: number; name: string }[]).map(
      ({ id, name }) => [id, name],
    ),
  );

/** Rows of a kind as text, column by column; the column of persons is left out. */
const textsOf = (db: Connection, held: Selected): { definition: ColumnDefinition; texts: string[] }[] =>
  held.definitions
    .filter(({ type }) => type !== 'person')
    .map((definition) => {
      const words = definition.type === 'code' ? readDictionary(db, definition.id) : [];
      const texts = Array.from({ length: held.rows }, (_, row) => valueText(words, definition, held, row));
      return { definition, texts };
    });

const tableOf = (db: Connection, held: Selected, names: Map<number, string>): HeldTable => {
  if (held.rows === 0) return { columns: [], rows: [] };
  const columns = textsOf(db, held);
  return {
    columns: [...columns.map(({ definition }) => definition.label), 'source'],
    rows: Array.from({ length: held.rows }, (_, row) => [
      ...columns.map(({ texts }) => texts[row]),
      names.get(held.sources[row]) ?? NOTHING,
    ]),
  };
};

const profileOf = (db: Connection, held: Selected, names: Map<number, string>): SubjectAccess['profile'] =>
  textsOf(db, held)
    .flatMap(({ definition, texts }) =>
      texts.map((value, row) => ({
        attribute: definition.label,
        class: definition.class ?? 'ordinary',
        value,
        source: names.get(held.sources[row]) ?? NOTHING,
      })),
    )
    .filter(({ value }) => value !== NOTHING);

const isTime = (column: string): boolean => /(_at|_until|_from|_to)$/.test(column);

/** Ledger events of the person with all that is kept as evidence; columns that are empty everywhere are left out. */
const consentsOf = (db: Connection, person: number, names: Map<number, string>): HeldTable => {
  const event = db.prepare(
    `SELECT * FROM consent_record WHERE purpose_id = ? AND person IN ${numbersOfPerson('?')}`,
  );
  const rows = allPurposes(db)
    .flatMap(({ id }) => event.all(id, person) as Record<string, unknown>[])
    .sort((a, b) => Number(a['seq']) - Number(b['seq']));
  const keys = Object.keys(rows[0] ?? {}).filter(
    (key) => key !== 'person' && key !== 'schema_version' && rows.some((row) => row[key] !== null),
  );
  const text = (key: string, value: unknown): string => {
    if (value === null || value === undefined) return NOTHING;
    if (Buffer.isBuffer(value)) return value.toString('hex');
    if (key === 'import_id') return names.get(Number(value)) ?? NOTHING;
    return isTime(key) && typeof value === 'number' ? timeText(value) : String(value);
  };
  return {
    columns: keys.map((key) =>
      key === 'import_id' ? 'file' : key.replaceAll('_', ' ').replace(/ (id|json)$/, ''),
    ),
    rows: rows.map((row) => keys.map((key) => text(key, row[key]))),
  };
};

/** Sources of ledger events and facts about the person, one entry for each of them. */
const sourcesOf = (db: Connection, person: number): number[] => {
  const event = db
    .prepare(
      `SELECT source FROM consent_event WHERE purpose = ? AND person IN ${numbersOfPerson('?')} AND source IS NOT NULL`,
    )
    .pluck();
  return allPurposes(db).flatMap(({ id }) => event.all(id, person) as number[]);
};

/** What decides which rules hold for the person. */
const factsOf = (db: Connection, person: number, names: Map<number, string>): SubjectAccess['profile'] =>
  (
    db
      .prepare(
        `SELECT kind, value, jurisdiction, source FROM person_fact WHERE person IN ${numbersOfPerson('?')} ORDER BY seq`,
      )
      .all(person) as {
      kind: string;
      value: string;
      jurisdiction: string | null;
      source: number | null;
    }[]
  ).map(({ kind, value, jurisdiction, source }) => ({
    attribute: kind,
    class: 'decides which rules hold',
    value: jurisdiction === null ? value : `${value} (${jurisdiction})`,
    source: names.get(source ?? -1) ?? NOTHING,
  }));

const membershipsOf = (db: Connection, numbers: readonly number[]): SubjectAccess['memberships'] =>
  (
    db.prepare('SELECT segment, version, purpose, as_of, members FROM membership').all() as {
      segment: string;
      version: number;
      purpose: string;
      as_of: number;
      members: Buffer;
    }[]
  )
    .filter(({ members }) =>
      numbers.some((number) => ((members[number >> 3] ?? 0) & (1 << (number & 7))) !== 0),
    )
    .map(({ segment, version, purpose, as_of }) => ({ segment, version, purpose, asOf: timeText(as_of) }));

const actsOf = (db: Connection, pseudonyms: readonly Pseudonym[]): SubjectAccess['acts'] => {
  const body = db.prepare('SELECT body FROM audit_entry WHERE seq = ?').pluck();
  return entriesAbout(
    db,
    pseudonyms.map(({ value }) => value),
  ).map((seq) => {
    const { at, action } = JSON.parse(String(body.get(seq))) as { at: string; action: string };
    return { seq, at, action };
  });
};

/** Everything held on a person. @throws CloisterError VAULT_DAMAGED on a wrong checksum */
export const holdingsOf = (
  { reader: db, keys }: Pick<Vault, 'reader' | 'keys'>,
  person: number,
  pseudonyms: readonly Pseudonym[],
): Holdings => {
  const names = sourceNames(db);
  const held = Object.fromEntries(
    (['profiles', 'orders', 'events'] as const).map((kind) => [
      kind,
      selectRows(db, kind, (one) => one === person),
    ]),
  ) as Record<'profiles' | 'orders' | 'events', Selected>;
  const consents = consentsOf(db, person, names);
  const rows = new Map<number, number>();
  const count = (source: number): void => void rows.set(source, (rows.get(source) ?? 0) + 1);
  for (const { sources } of Object.values(held)) sources.forEach(count);
  for (const source of sourcesOf(db, person)) count(source);
  for (const number of numbersOf(db, [person])) {
    const first = readNumber(db, number)?.source;
    if (first !== undefined && !rows.has(first)) rows.set(first, 0);
  }
  const sources = (
    db.prepare('SELECT id, name, kind, imported_at FROM source ORDER BY id').all() as {
      id: number;
      name: string;
      kind: Kind;
      imported_at: number;
    }[]
  )
    .filter(({ id, kind }) => rows.has(id) && KINDS.includes(kind))
    .map(({ id, name, kind, imported_at }) => ({
      id,
      name,
      kind,
      importedAt: timeText(imported_at),
      rows: rows.get(id) ?? 0,
    }));
  return {
    pseudonyms: pseudonyms.map(({ type, epoch, value }) => ({
      type,
      epoch,
      pseudonym: Buffer.from(value).toString('hex'),
    })),
    objected:
      db
        .prepare(`SELECT 1 FROM tombstone WHERE kind = 'objected' AND person IN ${numbersOfPerson('?')}`)
        .get(person) !== undefined,
    sharedObjections: sharedObjections(db, person),
    sources,
    profile: [...profileOf(db, held.profiles, names), ...factsOf(db, person, names)],
    orders: tableOf(db, held.orders, names),
    events: tableOf(db, held.events, names),
    consents,
    memberships: membershipsOf(db, numbersOf(db, [person])),
    releases: releasesWith(db, keys, numbersOf(db, [person])),
    acts: actsOf(db, pseudonyms),
  };
};
