/**
 * Looking for what must be gone. A needle is kept as a keyed hash with its length and first 16 bits, so that a scan
 * can be made, or made again after a kill, without keeping what it looks for: one pass over the image, and only where
 * the first two bytes fit is the rest hashed. Values of fewer than four bytes are found everywhere and are no needles.
 *
 * What the scan cannot see: a value cut in two by the end of a page, and copies outside this machine's vault.
 */
import { createHmac } from 'node:crypto';
import type { Connection } from '../../vault/database.ts';
import { bucketOf, type SubjectRoots, subjectKey } from './tombstones.ts';

/** Fewest bytes of a needle. */
export const LEAST_NEEDLE = 4;

export type Needle = { hash: Buffer; bucket: number; bytes: number };

const needleHash = (key: Buffer, bytes: Uint8Array): Buffer =>
  createHmac('sha256', key).update(bytes).digest();

/** Needles for values; shorter ones than LEAST_NEEDLE are left out, equal ones are one. */
export const needlesOf = (keys: SubjectRoots, values: readonly Uint8Array[]): Needle[] => {
  const key = subjectKey(keys, 'needle');
  const found = new Map<string, Needle>();
  for (const value of values) {
    if (value.length < LEAST_NEEDLE) continue;
    const hash = needleHash(key, value);
    found.set(hash.toString('hex'), { hash, bucket: bucketOf(value), bytes: value.length });
  }
  return [...found.values()];
};

/**
 * How often any of the needles stands in a haystack.
 * @param haystack decrypted bytes
 */
export const countHits = (keys: SubjectRoots, needles: readonly Needle[], haystack: Uint8Array): number => {
  if (needles.length === 0) return 0;
  const key = subjectKey(keys, 'needle');
  const heads = new Uint8Array(65_536);
  const lengths = new Map<number, number[]>();
  for (const { bucket, bytes } of needles) {
    heads[bucket] = 1;
    lengths.set(bucket, [...new Set([...(lengths.get(bucket) ?? []), bytes])]);
  }
  const hashes = new Set(needles.map(({ hash }) => hash.toString('hex')));
  let hits = 0;
  const end = haystack.length - 1;
  for (let at = 0, head = haystack[0]; at < end; at++) {
    head = ((head << 8) | haystack[at + 1]) & 0xffff;
    if (heads[head] === 0) continue;
    // Empty pages are long runs of zeros; no needle begins with four of them.
    if (head === 0 && haystack[at + 2] === 0 && haystack[at + 3] === 0) continue;
    for (const bytes of lengths.get(head) ?? [])
      if (
        at + bytes <= haystack.length &&
        hashes.has(needleHash(key, haystack.subarray(at, at + bytes)).toString('hex'))
      )
        hits += 1;
  }
  return hits;
};

/** Keeps the needles of an erasure until its scan is done. The caller holds the transaction. */
export const keepNeedles = (db: Connection, erasure: string, needles: readonly Needle[]): void => {
  const insert = db.prepare(
    'INSERT INTO erasure_needle(erasure, hash, bucket, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { hash, bucket, bytes } of needles) insert.run(erasure, hash, bucket, bytes);
};

export const readNeedles = (db: Connection, erasure: string): Needle[] =>
  db.prepare('SELECT hash, bucket, bytes FROM erasure_needle WHERE erasure = ?').all(erasure) as Needle[];
