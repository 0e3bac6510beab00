/**
 * The release ledger: what every release published, so that the next one can be compared with it. A person is kept
 * as a token, the first 64 bits of AES-256 of their number under a key that only the ledger uses: a pseudorandom
 * function as HMAC is, a hundred times faster over a million people. A set is one bit per token.
 *
 * When people are erased their tokens are taken out of every row, and each set keeps how many it lost: without that
 * number the erasure itself would hide the one person by whom two releases differ.
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { type Bitmap, createBitmap, forEachBit, hasBit, setBit } from '../../../shared/bitmap.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import type { PublishedSet } from './differences.ts';

/** Releases a new one is compared with: the newest ones. */
export const MOST_COMPARED = 24;
const TOKEN = 8;
const BLOCK = 16;

/** Tokens in ascending order and the person behind each. */
type Tokens = { bytes: Buffer; persons: Uint32Array };

/** From the signing key, which outlives epochs of pseudonyms: earlier releases stay comparable. */
const ledgerKey = (keys: Keys): Buffer =>
  Buffer.from(hkdfSync('sha256', keys.signing, keys.vaultId, 'release-ledger/v1', 32));

const encryptAll = (keys: Keys, count: number): Buffer => {
  const plain = Buffer.alloc(count * BLOCK);
  for (let person = 0; person < count; person++) plain.writeUInt32BE(person, person * BLOCK + 12);
  const cipher = createCipheriv('aes-256-ecb', ledgerKey(keys), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
};

/** Tokens of the people with the numbers 0 to `count` - 1: a radix sort, 16 bits a pass, the least significant first. */
export const tokensOf = (keys: Keys, count: number): Tokens => {
  const blocks = encryptAll(keys, count);
  let from = { high: new Uint32Array(count), low: new Uint32Array(count), persons: new Uint32Array(count) };
  let to = { high: new Uint32Array(count), low: new Uint32Array(count), persons: new Uint32Array(count) };
  for (let i = 0; i < count; i++) {
    from.high[i] = blocks.readUInt32BE(i * BLOCK);
    from.low[i] = blocks.readUInt32BE(i * BLOCK + 4);
    from.persons[i] = i;
  }
  for (const [half, shift] of [
    ['low', 0],
    ['low', 16],
    ['high', 0],
    ['high', 16],
  ] as const) {
    const digits = from[half];
    const starts = new Uint32Array(65_537);
    for (let i = 0; i < count; i++) starts[((digits[i] >>> shift) & 0xffff) + 1] += 1;
    for (let value = 0; value < 65_536; value++) starts[value + 1] += starts[value];
    for (let i = 0; i < count; i++) {
      const at = starts[(digits[i] >>> shift) & 0xffff]++;
      to.high[at] = from.high[i];
      to.low[at] = from.low[i];
      to.persons[at] = from.persons[i];
    }
    [from, to] = [to, from];
  }
  const bytes = Buffer.alloc(count * TOKEN);
  for (let i = 0; i < count; i++) {
    bytes.writeUInt32BE(from.high[i], i * TOKEN);
    bytes.writeUInt32BE(from.low[i], i * TOKEN + 4);
  }
  return { bytes, persons: from.persons };
};

/** For every token of an older universe the person it stands for, or -1 for one that is gone. */
const personsOf = (older: Buffer, current: Tokens): Int32Array => {
  if (older.equals(current.bytes)) return Int32Array.from(current.persons);
  const found = new Int32Array(older.length / TOKEN).fill(-1);
  let at = 0;
  for (let i = 0; i < found.length; i++) {
    const token = older.readBigUInt64BE(i * TOKEN);
    while (at < current.persons.length && current.bytes.readBigUInt64BE(at * TOKEN) < token) at += 1;
    if (at < current.persons.length && current.bytes.readBigUInt64BE(at * TOKEN) === token)
      found[i] = current.persons[at];
  }
  return found;
};

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

const bitAt = (bytes: Uint8Array, at: number): boolean => (bytes[at >> 3] & (1 << (at & 7))) !== 0;

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

/**
 * Takes erased people out of every row of the ledger and counts them there.
 * @param erased their numbers in the vault
 * @returns names of the releases that had published a set with one of them, newest first
 */
export const forgetInLedger = (db: Connection, keys: Keys, erased: readonly number[]): string[] => {
  if (erased.length === 0) return [];
  const highest = erased.reduce((most, person) => Math.max(most, person), 0);
  const blocks = encryptAll(keys, highest + 1);
  const gone = new Set(erased.map((person) => blocks.readBigUInt64BE(person * BLOCK)));
  const touched = new Map<number, string>();
  const universes = db.prepare('SELECT id, tokens FROM release_universe').all() as {
    id: number;
    tokens: Buffer;
  }[];
  for (const { id, tokens } of universes) {
    const kept: number[] = [];
    const dropped: number[] = [];
    for (let at = 0; at < tokens.length / TOKEN; at++)
      (gone.has(tokens.readBigUInt64BE(at * TOKEN)) ? dropped : kept).push(at);
    if (dropped.length === 0) continue;
    const bytes = Buffer.alloc(kept.length * TOKEN);
    kept.forEach((at, i) => {
      tokens.copy(bytes, i * TOKEN, at * TOKEN, (at + 1) * TOKEN);
    });
    // Two universes can become alike; the hash tells them apart by their number then.
    const sha256 = createHash('sha256').update(bytes).update(`erased|${id}`).digest();
    db.prepare('UPDATE release_universe SET tokens = ?, sha256 = ? WHERE id = ?').run(bytes, sha256, id);
    const rows = db
      .prepare(
        `SELECT s.release, s.kind, s.name, s.members, l.name AS release_name FROM release_set AS s
         JOIN release_ledger AS l ON l.id = s.release WHERE l.universe = ? AND s.members IS NOT NULL`,
      )
      .all(id) as { release: number; kind: string; name: string; members: Buffer; release_name: string }[];
    const update = db.prepare(
      `UPDATE release_set SET members = ?, erased_since = erased_since + ?
       WHERE release = ? AND kind = ? AND name = ?`,
    );
    for (const { release, kind, name, members, release_name } of rows) {
      const lost = dropped.filter((at) => bitAt(members, at)).length;
      if (lost > 0) touched.set(release, release_name);
      const bits = Buffer.alloc(Math.ceil(kept.length / 8));
      kept.forEach((at, i) => {
        if (bitAt(members, at)) bits[i >> 3] |= 1 << (i & 7);
      });
      update.run(bits, lost, release, kind, name);
    }
  }
  return [...touched].sort(([a], [b]) => b - a).map(([, name]) => name);
};

/** Names of the releases that published a set with one of these people, newest first. */
export const releasesWith = (db: Connection, keys: Keys, people: readonly number[]): string[] => {
  if (people.length === 0) return [];
  const highest = people.reduce((most, person) => Math.max(most, person), 0);
  const blocks = encryptAll(keys, highest + 1);
  const wanted = new Set(people.map((person) => blocks.readBigUInt64BE(person * BLOCK)));
  const rows = db
    .prepare(
      `SELECT l.id, l.name, s.members, u.tokens FROM release_ledger AS l
       JOIN release_universe AS u ON u.id = l.universe JOIN release_set AS s ON s.release = l.id
       WHERE s.members IS NOT NULL ORDER BY l.id DESC`,
    )
    .iterate() as Iterable<{ id: number; name: string; members: Buffer; tokens: Buffer }>;
  const found = new Map<number, string>();
  for (const { id, name, members, tokens } of rows) {
    if (found.has(id)) continue;
    for (let at = 0; at < tokens.length / TOKEN; at++)
      if (bitAt(members, at) && wanted.has(tokens.readBigUInt64BE(at * TOKEN))) found.set(id, name);
  }
  return [...found.values()];
};
