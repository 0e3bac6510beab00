/**
 * What was told before, so that two questions whose answers differ by a few people get one answer: on another day, under
 * another lens, by another run of the command line. A set is remembered as a sketch: people fall into 16,384 buckets by
 * AES-256 of their number under a key that only this memory uses, and of every bucket one bit is kept, whether the
 * number of members in it is odd. Sets that differ by d people differ in at most d buckets, so nearness is never
 * missed; sets that differ by 11 or 12 are taken for near when two of those people share a bucket, once in 250 times. A sketch of the symmetric difference is the XOR of two sketches, which gives complements for nothing.
 *
 * Bounded: MOST_TOLD sets of 2 KiB, the oldest goes first. It compares pairs, and with what is outside them; a sum of
 * three sets can still single somebody out. Only noise composes.
 */
import { createCipheriv, hkdfSync } from 'node:crypto';
import { LEAST_CELL } from '../../../shared/counts.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import type { Vault } from '../../vault/vault.ts';

const BUCKETS = 16_384;
const WORDS = BUCKETS / 32;
const BLOCK = 16;
/** Sets that are remembered. */
export const MOST_TOLD = 8192;

/** Parities of a set's buckets. */
export type Sketch = Uint32Array;
type Known = Pick<Vault, 'db' | 'keys'>;
type Row = { id: number; people: number; bits: Buffer; lost: Buffer | null };

/** The bucket of every person with a number from 0 to `count` - 1. */
export const bucketsOf = (keys: Keys, count: number): Uint16Array => {
  // From the signing key, which outlives epochs of pseudonyms, as that of the release ledger does.
  const key = Buffer.from(hkdfSync('sha256', keys.signing, keys.vaultId, 'told-sets/v1', 32));
  const plain = Buffer.alloc(count * BLOCK);
  for (let person = 0; person < count; person++) plain.writeUInt32BE(person, person * BLOCK + 12);
  const blocks = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(plain);
  const buckets = new Uint16Array(count);
  for (let person = 0; person < count; person++)
    buckets[person] = blocks.readUInt16BE(person * BLOCK) % BUCKETS;
  return buckets;
};

export const emptySketch = (): Sketch => new Uint32Array(WORDS);

/** Puts a person of this bucket into a set, or takes them out. */
export const flip = (sketch: Sketch, bucket: number): void => {
  sketch[bucket >>> 5] ^= 1 << (bucket & 31);
};

const wordsOf = (bytes: Buffer): Sketch => new Uint32Array(Uint8Array.from(bytes).buffer);
const bytesOf = (words: Uint32Array): Buffer => Buffer.from(words.buffer, words.byteOffset, words.byteLength);

const countOnes = (word: number): number => {
  let ones = 0;
  for (let left = word; left !== 0; left &= left - 1) ones += 1;
  return ones;
};

/** Whether two sets differ by fewer than LEAST_CELL people, as far as their sketches tell. */
const isNear = (sketch: Sketch, { bits, lost }: Row): boolean => {
  const other = wordsOf(bits);
  const gone = lost === null ? null : wordsOf(lost);
  let apart = 0;
  for (let at = 0; at < WORDS && apart < LEAST_CELL; at++)
    apart += countOnes((sketch[at] ^ other[at]) & ~(gone === null ? 0 : gone[at]));
  return apart < LEAST_CELL;
};

const near = (db: Connection, sketch: Sketch, people: number): Row | undefined =>
  (
    db
      .prepare('SELECT id, people, bits, lost FROM told_set WHERE people BETWEEN ? AND ? ORDER BY id')
      .all(people - LEAST_CELL + 1, people + LEAST_CELL - 1) as Row[]
  ).find((row) => isNear(sketch, row));

/**
 * Writes to the memory. It is no act, so it is not on the record. On a disk that takes nothing more questions are
 * answered all the same: a vault that can only be read must not become one that cannot.
 * @returns whether it was written
 */
const write = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    if (!/^SQLITE_(FULL|IOERR|READONLY)/.test(String((error as { code?: unknown }).code))) throw error;
    return false;
  }
};

/** A set of people as it is asked about: its sketch and its size. */
export type Asked = { sketch: Sketch; people: number };

const keep = ({ db }: Known, { sketch, people }: Asked): number | null => {
  let id: number | null = null;
  write(() => {
    id = Number(
      db.prepare('INSERT INTO told_set(people, bits) VALUES (?, ?)').run(people, bytesOf(sketch))
        .lastInsertRowid,
    );
    db.prepare('DELETE FROM told_set WHERE id <= ?').run(id - MOST_TOLD);
  });
  return id;
};

/** A count as it is told, and whether it is one that was told before, of this set or of one near to it. */
export type Told = { people: number; near: boolean };

/**
 * The count of a set as it may be told: of a set that nearly was told before, what was told of that one. `near` says so
 * without telling an equal set from a near one. One person more or less moves a set from 10 people apart to 11, which is
 * odd, so that the counts differ where `near` does: it tells no more than they.
 * @param everyone the people the set was taken from: what is outside the set is told by subtraction
 */
export const tellSize = (known: Known, asked: Asked, everyone: Asked | null = null): Told => {
  const { sketch, people } = asked;
  const before = near(known.db, sketch, people);
  const found = before?.people ?? people;
  // Nobody is told as few people are: a rule that describes one person would say by 0 that they are not admitted.
  if (found < LEAST_CELL) return { people: Math.max(1, found), near: before !== undefined };
  if (before !== undefined) return { people: found, near: true };
  if (everyone !== null) {
    const whole = tellCount(known, everyone);
    const outside = near(
      known.db,
      sketch.map((word, at) => word ^ everyone.sketch[at]),
      everyone.people - people,
    );
    if (outside !== undefined) return { people: whole - outside.people, near: true };
  }
  keep(known, asked);
  return { people, near: false };
};

/** The count of a set as it may be told: `tellSize` without the mark. */
export const tellCount = (known: Known, asked: Asked, everyone: Asked | null = null): number =>
  tellSize(known, asked, everyone).people;

const NOBODY: Asked = { sketch: emptySketch(), people: 0 };

/**
 * Counts of the parts that people are divided into, each told like the count of any set. A part that was told to be
 * empty is told so until it holds LEAST_CELL people: the first one in it would be the one of whom something was recorded.
 * @param name of the division, under which it is remembered what was told to be empty
 * @param partOf the part of every person by number; people of another part than 0 to `parts` - 1 are in none
 */
export const tellParts = (known: Known, name: string, partOf: Uint8Array, parts: number): number[] => {
  const buckets = bucketsOf(known.keys, partOf.length);
  const asked = Array.from({ length: parts }, () => ({ sketch: emptySketch(), people: 0 }));
  for (let person = 0; person < partOf.length; person++) {
    const part = partOf[person];
    if (part >= parts) continue;
    flip(asked[part].sketch, buckets[person]);
    asked[part].people += 1;
  }
  return asked.map((part, i) =>
    part.people < LEAST_CELL && tellFigure(known, NOBODY, `empty|${name}|${i}`, () => part.people === 0)
      ? 0
      : tellCount(known, part),
  );
};

/**
 * A figure about a set: what was told under this name of a set that is nearly the same, else what `make` computes.
 * @param name of the figure, with everything it depends on but the people
 */
export const tellFigure = <T>(known: Known, asked: Asked, name: string, make: () => T): T => {
  const { db } = known;
  const told = near(db, asked.sketch, asked.people)?.id ?? keep(known, asked);
  const before = db
    .prepare('SELECT value FROM told_figure WHERE told = ? AND name = ?')
    .pluck()
    .get(told, name);
  if (typeof before === 'string') return JSON.parse(before) as T;
  const value = make();
  if (told !== null)
    write(() =>
      db
        .prepare('INSERT INTO told_figure(told, name, value) VALUES (?, ?, ?)')
        .run(told, name, JSON.stringify(value)),
    );
  return value;
};

/** Takes erased people out of every sketch: their buckets tell nothing any more. The caller holds the transaction. */
export const forgetTold = (db: Connection, keys: Keys, erased: readonly number[]): void => {
  if (erased.length === 0) return;
  const buckets = bucketsOf(keys, 1 + erased.reduce((most, person) => Math.max(most, person), 0));
  const gone = emptySketch();
  for (const person of erased) gone[buckets[person] >>> 5] |= 1 << (buckets[person] & 31);
  db.prepare('DELETE FROM told_figure').run();
  const update = db.prepare('UPDATE told_set SET bits = ?, lost = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM told_set WHERE id = ?');
  for (const { id, bits, lost } of db.prepare('SELECT id, people, bits, lost FROM told_set').all() as Row[]) {
    const before = lost === null ? emptySketch() : wordsOf(lost);
    const all = before.map((word, at) => word | gone[at]);
    const left = wordsOf(bits).map((word, at) => word & ~all[at]);
    // With most buckets lost every set of its size would be near.
    if (all.reduce((sum, word) => sum + countOnes(word), 0) > BUCKETS / 2) drop.run(id);
    else update.run(bytesOf(left), bytesOf(all), id);
  }
};
