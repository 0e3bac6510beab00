/**
 * The release ledger: what every release published, so that the next one can be compared with it. A person is kept
 * as a token (`ledger-tokens.ts`), a set as one bit per token. Erased people are taken out (`ledger-people.ts`).
 */
import { createHash } from 'node:crypto';
import { type Bitmap, createBitmap, forEachBit, hasBit, setBit } from '../../../shared/bitmap.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import type { PublishedSet } from './differences.ts';
import { personsOf, type Tokens, tokensOf } from './ledger-tokens.ts';

/** Releases a new one is compared with: the newest ones. */
export const MOST_COMPARED = 24;
/** What a number of people in a release counts. */
export type SetKind = 'known' | 'admitted' | 'left-out' | 'segment';
/** A published number of people; `members` counts people by their number in the vault, null for a count alone. */
export type LedgerSet = {
  kind: SetKind;
  name: string;
  people: number;
  members: Bitmap | null;
};

/** An earlier release as a new one is compared with it. */
export type EarlierRelease = {
  digest: string;
  name: string;
  /** Null where the number of everyone admitted left with noise alone: then nothing can be subtracted from it. */
  everyone: PublishedSet | null;
  segments: PublishedSet[];
  /** Counts without members, by kind and name. */
  counts: { kind: SetKind; name: string; people: number }[];
};

type ReleaseRow = { id: number; digest: Buffer; name: string; universe: number };
type SetRow = Omit<LedgerSet, 'members'> & { erased_since: number; members: Buffer | null };

/**
 * The newest releases, with their sets over the people of the vault as it is.
 * @param known how many people the vault knows; their numbers run from 0
 */
export const earlierReleases = (db: Connection, keys: Keys, known: number): EarlierRelease[] => {
  const releases = db
    .prepare('SELECT id, digest, name, universe FROM release_ledger ORDER BY id DESC LIMIT ?')
    .all(MOST_COMPARED) as ReleaseRow[];
  if (releases.length === 0) return [];
  const sets = db.prepare(
    'SELECT kind, name, people, erased_since, members FROM release_set WHERE release = ?',
  );
  // Most sets are never looked into, because none of a similar size would be published; the others often are the same.
  let current: Tokens | undefined;
  const universes = new Map<number, Int32Array>();
  const personsIn = (universe: number): Int32Array => {
    const found = universes.get(universe);
    if (found !== undefined) return found;
    current ??= tokensOf(keys, known);
    const tokens = db.prepare('SELECT tokens FROM release_universe WHERE id = ?').pluck().get(universe);
    const persons = personsOf(tokens as Buffer, current);
    universes.set(universe, persons);
    return persons;
  };
  const bitmaps = new Map<string, Bitmap>();
  const bitmapOf = (universe: number, bytes: Buffer): Bitmap => {
    const key = `${universe}|${createHash('sha256').update(bytes).digest('hex')}`;
    const found = bitmaps.get(key);
    if (found !== undefined) return found;
    const persons = personsIn(universe);
    const made = createBitmap(known);
    for (let byte = 0; byte < bytes.length; byte++)
      for (let rest = bytes[byte]; rest !== 0; rest &= rest - 1) {
        const person = persons[byte * 8 + 31 - Math.clz32(rest & -rest)];
        if (person >= 0) setBit(made, person);
      }
    bitmaps.set(key, made);
    return made;
  };
  return releases.map(({ id, digest, name, universe }) => {
    const rows = sets.all(id) as SetRow[];
    const published = (row: SetRow, words: string): PublishedSet => {
      let made: Bitmap | undefined;
      return {
        name: words,
        people: row.people - row.erased_since,
        erased: row.erased_since,
        members: () => {
          made ??= bitmapOf(universe, row.members ?? Buffer.alloc(0));
          return made;
        },
      };
    };
    const everyone = rows.find(({ kind, members }) => kind === 'admitted' && members !== null);
    return {
      digest: digest.toString('hex'),
      name,
      everyone: everyone === undefined ? null : published(everyone, `everyone admitted to “${name}”`),
      segments: rows
        .filter(({ kind }) => kind === 'segment')
        .map((row) => published(row, `“${row.name}” of “${name}”`)),
      counts: rows.filter(({ members }) => members === null),
    };
  });
};

/** The ledger's answer about a release that was written before: what it was compared with then. */
export const comparedWith = (db: Connection, digest: Buffer): string[] | null => {
  const text = db.prepare('SELECT compared FROM release_ledger WHERE digest = ?').pluck().get(digest);
  return text === undefined ? null : (JSON.parse(String(text)) as string[]);
};

/** Writes what a release published; the same release again is the same row. The caller holds the transaction. */
export const recordRelease = (
  db: Connection,
  keys: Keys,
  release: {
    digest: Buffer;
    name: string;
    purpose: string;
    asOf: string;
    known: number;
    compared: readonly string[];
    sets: readonly LedgerSet[];
  },
  at: number,
): void => {
  if (comparedWith(db, release.digest) !== null) return;
  const { bytes, persons } = tokensOf(keys, release.known);
  const sha256 = createHash('sha256').update(bytes).digest();
  db.prepare('INSERT INTO release_universe(sha256, tokens) VALUES (?, ?) ON CONFLICT(sha256) DO NOTHING').run(
    sha256,
    bytes,
  );
  const universe = db.prepare('SELECT id FROM release_universe WHERE sha256 = ?').pluck().get(sha256);
  const { lastInsertRowid } = db
    .prepare(
      'INSERT INTO release_ledger(digest, name, purpose, as_of, universe, compared, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      release.digest,
      release.name,
      release.purpose,
      release.asOf,
      universe,
      JSON.stringify(release.compared),
      at,
    );
  const insert = db.prepare(
    'INSERT INTO release_set(release, kind, name, people, members) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { kind, name, people, members } of release.sets) {
    let bits: Buffer | null = null;
    if (members !== null) {
      bits = Buffer.alloc(Math.ceil(persons.length / 8));
      for (let i = 0; i < persons.length; i++) if (hasBit(members, persons[i])) bits[i >> 3] |= 1 << (i & 7);
    }
    insert.run(lastInsertRowid, kind, name, people, bits);
  }
};

/**
 * From members over the people of a lens to members over those of the vault; each set is made once.
 * @param persons numbers of the lens's people in the vault
 */
export const overVault = (
  persons: Int32Array,
  known: number,
): ((members: { readonly bitmap: Bitmap }) => Bitmap) => {
  const made = new WeakMap<Bitmap, Bitmap>();
  return ({ bitmap }) => {
    const found = made.get(bitmap);
    if (found !== undefined) return found;
    const all = createBitmap(known);
    forEachBit(bitmap, (i) => setBit(all, persons[i]));
    made.set(bitmap, all);
    return all;
  };
};
