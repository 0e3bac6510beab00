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
import { readNumber, typeCode } from './number-blocks.ts';

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
  const types = IDENTIFIER_TYPES.length;
  const degrees = new Uint32Array(links.bound * types);
  const typeOf = new Uint8Array(links.bound);
  for (let i = 0; i < links.low.length; i++) {
    degrees[links.low[i] * types + links.highType[i]] += 1;
    degrees[links.high[i] * types + links.lowType[i]] += 1;
    typeOf[links.low[i]] = links.lowType[i];
    typeOf[links.high[i]] = links.highType[i];
  }
  const shared = new Map<number, Shared>();
  for (let at = 0; at < degrees.length; at++) {
    const code = at % types;
    const allowed = IDENTIFIER_TYPES[code] === 'device' ? most * DEVICES_FOR_ONE : most;
    if (degrees[at] < allowed) continue;
    const number = (at - code) / types;
    const count = degrees[at] + (((readNumber(db, number)?.housed ?? 0) >> code) & 1);
    if (count > allowed && count > (shared.get(number)?.links ?? 0))
      shared.set(number, {
        number,
        type: IDENTIFIER_TYPES[typeOf[number]],
        others: IDENTIFIER_TYPES[code],
        links: count,
      });
  }
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
  const bonds = new Map<number, Set<number>>();
  const bind = (number: number, to: number): void => {
    if (!shared.has(to)) return;
    const own = bonds.get(to) ?? new Set<number>();
    bonds.set(to, own.add(persons[number]));
  };
  for (let i = 0; i < links.low.length; i++) {
    bind(links.low[i], links.high[i]);
    bind(links.high[i], links.low[i]);
  }
  const before = db.prepare('SELECT person, shared FROM shared_bond').raw().all() as [number, number][];
  const count = [...bonds.values()].reduce((sum, people) => sum + people.size, 0);
  if (before.length === count && before.every(([person, to]) => bonds.get(to)?.has(person))) return false;
  db.exec('DELETE FROM shared_bond');
  const write = db.prepare('INSERT INTO shared_bond(person, shared) VALUES (?, ?)');
  for (const [to, people] of bonds) for (const person of people) write.run(person, to);
  return true;
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
  const write = db.prepare('INSERT OR REPLACE INTO merged(number, person) VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM merged WHERE number = ?');
  const bound = Math.max(persons.length, before?.persons.length ?? 0);
  let changed = 0;
  for (let number = 0; number < bound; number++) {
    const person = number < persons.length ? persons[number] : number;
    const earlier = before !== null && number < before.persons.length ? before.persons[number] : number;
    if (person === earlier) continue;
    if (person === number) drop.run(number);
    else write.run(number, person);
    changed += 1;
  }
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
