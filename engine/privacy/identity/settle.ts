/**
 * From links to people: the connected components of the graph whose nodes are numbers and whose edges are the links that
 * stand, found by union by the lower number with path halving (Tarjan and van Leeuwen 1984) over typed arrays. A number
 * with more links to identifiers of one type than a person has (a shared device, info@) takes no part: none of its links
 * holds, and a no that is said under it binds everybody it was linked with. All are functions of the set of links alone, so
 * the order of imports does not matter.
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import { mergedNumbers } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { openRows } from '../../vault/many.ts';
import { readNumber, typeCode } from './number-blocks.ts';
import { createPairs } from './pairs.ts';

/** A device is made anew with every browser, so one person has more of them. */
const DEVICES_FOR_ONE = 10;

type Links = { low: Int32Array; high: Int32Array; lowType: Uint8Array; highType: Uint8Array; bound: number };

const standingLinks = (db: Connection): Links => {
  const count = db.prepare('SELECT count(*) FROM identity_link WHERE cut_at IS NULL').pluck().get() as number;
  const links: Links = {
    low: new Int32Array(count),
    high: new Int32Array(count),
    lowType: new Uint8Array(count),
    highType: new Uint8Array(count),
    bound: 0,
  };
  const rows = db.prepare('SELECT low, high, low_type, high_type FROM identity_link WHERE cut_at IS NULL');
  let i = 0;
  for (const row of rows.raw().iterate() as Iterable<[number, number, IdentifierType, IdentifierType]>) {
    links.low[i] = row[0];
    links.high[i] = row[1];
    links.lowType[i] = typeCode(row[2]);
    links.highType[i] = typeCode(row[3]);
    links.bound = Math.max(links.bound, row[1] + 1);
    i += 1;
  }
  return links;
};

export type Shared = { number: number; type: IdentifierType; others: IdentifierType; links: number };

/** Numbers with more links to one type than the setting allows, with the type they have most of. */
const sharedNumbers = (db: Connection, links: Links): Map<number, Shared> => {
  const most = db.prepare('SELECT most FROM identity_setting').pluck().get() as number;
  const typeOf = new Uint8Array(links.bound);
  for (let i = 0; i < links.low.length; i++) {
    typeOf[links.low[i]] = links.lowType[i];
    typeOf[links.high[i]] = links.highType[i];
  }
  const degrees = new Uint32Array(links.bound);
  const shared = new Map<number, Shared>();
  IDENTIFIER_TYPES.forEach((others, code) => {
    degrees.fill(0);
    for (let i = 0; i < links.low.length; i++) {
      if (links.highType[i] === code) degrees[links.low[i]] += 1;
      if (links.lowType[i] === code) degrees[links.high[i]] += 1;
    }
    const allowed = others === 'device' ? most * DEVICES_FOR_ONE : most;
    for (let number = 0; number < degrees.length; number++) {
      if (degrees[number] < allowed) continue;
      const count = degrees[number] + (((readNumber(db, number)?.housed ?? 0) >> code) & 1);
      if (count > allowed && count > (shared.get(number)?.links ?? 0))
        shared.set(number, { number, type: IDENTIFIER_TYPES[typeOf[number]], others, links: count });
    }
  });
  return shared;
};

/**
 * Person of every number below `bound`: the lowest number of its component.
 * @param low and high the ends of every link
 */
export const components = (bound: number, low: Int32Array, high: Int32Array): Int32Array => {
  const parent = Int32Array.from({ length: bound }, (_, number) => number);
  const root = (number: number): number => {
    let at = number;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  for (let i = 0; i < low.length; i++) {
    const [a, b] = [root(low[i]), root(high[i])];
    if (a < b) parent[b] = a;
    else parent[a] = b;
  }
  for (let number = 0; number < bound; number++) parent[number] = root(number);
  return parent;
};

/**
 * Writes whom each shared identifier was linked with: it makes nobody one person any more, and what was said against
 * somebody under it must not be lost by that. Answers whether anything changed.
 */
const bindShared = (
  db: Connection,
  links: Links,
  shared: ReadonlyMap<number, Shared>,
  persons: Int32Array,
): boolean => {
  const bonds = createPairs();
  for (let i = 0; i < links.low.length; i++) {
    const [low, high] = [links.low[i], links.high[i]];
    if (shared.has(high)) bonds.add(high, persons[low]);
    if (shared.has(low)) bonds.add(low, persons[high]);
  }
  const held = db.prepare('SELECT shared, person FROM shared_bond ORDER BY shared, person').raw().iterate();
  let isSame = true;
  bonds.each((to, person) => {
    const [heldTo, heldPerson] = (held.next().value ?? []) as (number | undefined)[];
    if (heldTo !== to || heldPerson !== person) isSame = false;
  });
  if (held.next().done !== true) isSame = false;
  held.return?.();
  if (isSame) return false;
  db.exec('DELETE FROM shared_bond');
  const write = openRows(db, 2, (values) => `INSERT INTO shared_bond(shared, person) VALUES ${values}`);
  bonds.each((to, person) => write.add(to, person));
  write.flush();
  return true;
};

/** Ranges of persons that are written one after the other, at most, and numbers of people in one at least. */
const RANGES = 64;
const LEAST_RANGE = 1 << 16;

/** Writes whose person is another now. Numbers beyond an array are their own person. @returns how many numbers */
const writePersons = (db: Connection, persons: Int32Array, before: Int32Array): number => {
  const write = openRows(db, 2, (values) => `INSERT OR REPLACE INTO merged(number, person) VALUES ${values}`);
  const drop = db.prepare('DELETE FROM merged WHERE number = ?');
  const bound = Math.max(persons.length, before.length);
  const range = Math.max(LEAST_RANGE, Math.ceil(bound / RANGES));
  let changed = 0;
  // The table lies by number and its index by person: range by range of persons, what is written of both stays in memory.
  for (let from = 0; from < bound; from += range)
    // Nobody's person is a higher number than their own.
    for (let number = from; number < bound; number++) {
      const person = number < persons.length ? persons[number] : number;
      if (person < from || person >= from + range) continue;
      const earlier = number < before.length ? before[number] : number;
      if (person === earlier) continue;
      if (person === number) drop.run(number);
      else write.add(number, person);
      changed += 1;
    }
  write.flush();
  return changed;
};

/**
 * Works out anew who is one person, and writes what changed. The caller holds the transaction.
 * @returns numbers whose person changed, and identifiers whose links are refused
 */
export const settleIdentity = (db: Connection): { changed: number; shared: number } => {
  const links = standingLinks(db);
  const before = mergedNumbers(db);
  const none = links.low.length === 0 && before === null;
  if (none && db.prepare('SELECT 1 FROM identity_shared').get() === undefined)
    return { changed: 0, shared: 0 };
  const shared = sharedNumbers(db, links);
  const held = (i: number): boolean => !shared.has(links.low[i]) && !shared.has(links.high[i]);
  const of = (ends: Int32Array): Int32Array => (shared.size === 0 ? ends : ends.filter((_, i) => held(i)));
  const persons = components(links.bound, of(links.low), of(links.high));
  const changed = writePersons(db, persons, before?.persons ?? new Int32Array(0));
  db.exec('DELETE FROM identity_shared');
  const note = db.prepare('INSERT INTO identity_shared(number, type, others, links) VALUES (?, ?, ?, ?)');
  for (const one of [...shared.values()].sort((a, b) => a.number - b.number))
    note.run(one.number, one.type, one.others, one.links);
  const isBound = bindShared(db, links, shared, persons);
  if (changed > 0) db.exec('UPDATE identity_setting SET changes = changes + 1 WHERE id = 1');
  if (changed > 0 || isBound) db.exec('UPDATE consent_setting SET changes = changes + 1 WHERE id = 1');
  return { changed, shared: shared.size };
};

/** From how many links on an identifier counts as shared. The caller holds the transaction. @returns as settling does */
export const setLinkLimit = (db: Connection, most: number): ReturnType<typeof settleIdentity> => {
  db.prepare('UPDATE identity_setting SET most = ? WHERE id = 1').run(most);
  return settleIdentity(db);
};

/** Removes the links of numbers that are erased, and settles what is left. The caller holds the transaction. */
export const forgetLinks = (db: Connection, numbers: readonly number[]): void => {
  const gone = 'IN (SELECT value FROM json_each(@numbers))';
  const { changes } = db
    .prepare(`DELETE FROM identity_link WHERE low ${gone} OR high ${gone}`)
    .run({ numbers: JSON.stringify(numbers) });
  if (changes > 0) settleIdentity(db);
};
