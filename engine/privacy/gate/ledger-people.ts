/**
 * Single people in the release ledger: which releases counted them, and taking the erased out. Their tokens leave every
 * row, and each set keeps how many it lost: without that number the erasure itself would hide the one person by whom
 * two releases differ.
 */
import { createHash } from 'node:crypto';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import { BLOCK, encryptAll, TOKEN } from './ledger-tokens.ts';

const bitAt = (bytes: Uint8Array, at: number): boolean => (bytes[at >> 3] & (1 << (at & 7))) !== 0;

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
