/**
 * Statements against people that a file or a declaration brought, beside the keystore: what an older copy of the database
 * would forget of a million people at once. A part holds up to 262,144 of them, encrypted and authenticated under a key
 * of the vault; a person is the first 128 bits of the keyed hash of a pseudonym (`tombstones.ts`). Parts are only
 * appended, and read again only where the database does not know the act they belong to.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import * as v from 'valibot';
import { IDENTIFIER_TYPES, LAWFUL_BASES } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';
import { AGAINST } from '../consent/events.ts';
import { ledgerWriter, subjectOf } from '../consent/ledger.ts';
import { pseudonymsOfType } from '../identity/blocks.ts';
import { createHmacs } from '../kernels/hmac.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import type { Journalled } from './acts-journal.ts';
import { type Kind, type Statements, statementsSince, statementsUnder } from './statements.ts';
import { subjectKey, tombstonePrefix } from './tombstones.ts';

const PER_PART = 262_144;
/** Hash 16, time 8, number of the statement 4, place of its group 2; a missing time is NaN. */
const ENTRY = 30;
const HASH = 16;
/** Mark 4, act 36 (its UUID as text), part 4, parts 4, length 4. */
const HEAD = 52;
const MARK = 'CRF1';

const groupsSchema = v.array(
  v.strictObject({
    /** Type of the hashed pseudonym, and whether it was said under it alone or about the person. */
    type: v.picklist(IDENTIFIER_TYPES),
    own: v.boolean(),
    purpose: v.string(),
    state: v.picklist(AGAINST),
    basis: v.picklist(LAWFUL_BASES),
    method: v.string(),
  }),
);
type Group = v.InferOutput<typeof groupsSchema>[number];
type Part = { groups: Group[]; entries: Buffer };

/** The file beside the keystore. */
export const refusalsPath = ({ keystorePath }: Pick<Journalled, 'keystorePath'>): string =>
  `${keystorePath.replace(/\.json$/, '')}.refusals.bin`;

const additional = ({ keys }: Journalled, act: string, part: number, parts: number): Buffer =>
  Buffer.from(`cloister-refusals|${keys.vaultId}|${act}|${part}|${parts}`, 'utf8');

/** Writes part `part` of `parts` at the end of the file. */
const append = (
  file: number,
  vault: Journalled,
  act: string,
  { groups, entries }: Part,
  part: number,
  parts: number,
): void => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', subjectKey(vault.keys, 'refusals'), iv);
  cipher.setAAD(additional(vault, act, part, parts));
  const names = Buffer.from(JSON.stringify(groups), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(names.length);
  const body = [iv, cipher.update(length), cipher.update(names), cipher.update(entries), cipher.final()];
  const bytes = Buffer.concat([Buffer.alloc(HEAD), ...body, cipher.getAuthTag()]);
  bytes.write(MARK + act, 'latin1');
  bytes.writeUInt32LE(part, 40);
  bytes.writeUInt32LE(parts, 44);
  bytes.writeUInt32LE(bytes.length - HEAD, 48);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
};

/** A function that hashes pseudonyms of one type; digests are there after `flush`. */
const hasher = (vault: Journalled) => {
  const hmac = createHmacs();
  const key = subjectKey(vault.keys, 'tombstone');
  return (type: string) => hmac(key, Buffer.from(tombstonePrefix(type), 'utf8'), HASH);
};

const groupOf = ({ under, ...what }: Kind, type: Group['type']): Group => ({
  type,
  own: under !== null,
  ...what,
});

/** Writes the statements of one type in parts, the first of which is number `part`. @returns the number of the next */
const keepType = (
  file: number,
  vault: Journalled,
  db: Connection,
  act: string,
  type: Group['type'],
  said: Statements,
  { part, parts }: { part: number; parts: number },
): number => {
  const queue = hasher(vault)(type);
  const groups: Group[] = [];
  // The places of the groups that each kind of statement belongs to.
  const placed: number[] = [];
  const entries = Buffer.alloc(PER_PART * ENTRY);
  const fields = new DataView(entries.buffer, entries.byteOffset);
  const digests = new Uint8Array(PER_PART * HASH);
  let used = 0;
  let next = part;
  const close = (): void => {
    if (used === 0) return;
    queue.flush();
    for (let i = 0; i < used; i++)
      for (let byte = 0; byte < HASH; byte++) entries[i * ENTRY + byte] = digests[i * HASH + byte];
    append(file, vault, act, { groups, entries: entries.subarray(0, used * ENTRY) }, next, parts);
    next += 1;
    used = 0;
  };
  statementsUnder(db, type, said, ({ values }, row, i) => {
    if (used === PER_PART) close();
    const at = queue.room(PSEUDONYM_BYTES);
    for (let byte = 0; byte < PSEUDONYM_BYTES; byte++)
      queue.bytes[at + byte] = values[row * PSEUDONYM_BYTES + byte];
    queue.put(PSEUDONYM_BYTES, digests, used * HASH);
    const place = used * ENTRY + HASH;
    const kind = said.kind[i];
    placed[kind] ??= groups.push(groupOf(said.kinds[kind], type)) - 1;
    fields.setFloat64(place, said.at[i], true);
    fields.setUint32(place + 8, said.seqs[i], true);
    fields.setUint16(place + 12, placed[kind], true);
    used += 1;
  });
  close();
  return next;
};

/**
 * Keeps what was said against people since an event of the ledger, for an act of the journal. The caller holds the
 * transaction of the act and calls this before it is committed.
 * @param after number of the last event before the act
 * @returns statements kept
 */
export const keepRefusals = (vault: Journalled, db: Connection, act: string, after: number): number => {
  const said = statementsSince(db, after);
  if (said.count === 0) return 0;
  // Each part says how many there are, so they are counted first.
  const counted = IDENTIFIER_TYPES.map((type) => {
    let count = 0;
    statementsUnder(db, type, said, () => {
      count += 1;
    });
    return { type, count };
  });
  const parts = counted.reduce((sum, { count }) => sum + Math.ceil(count / PER_PART), 0);
  const file = openSync(refusalsPath(vault), 'a', 0o600);
  try {
    let part = 0;
    for (const { type, count } of counted)
      if (count > 0) part = keepType(file, vault, db, act, type, said, { part, parts });
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return said.count;
};

/** The parts of an act in their order; null where one is missing or was altered. */
const partsOf = (vault: Journalled, act: string): Part[] | null => {
  if (!existsSync(refusalsPath(vault))) return null;
  const found: (Part | undefined)[] = [];
  let expected = 0;
  const file = openSync(refusalsPath(vault), 'r');
  try {
    const head = Buffer.alloc(HEAD);
    for (let at = 0; readSync(file, head, 0, HEAD, at) === HEAD; ) {
      // What a kill left of a part hides the ones after it: they are missed, and that shows.
      if (head.toString('latin1', 0, 4) !== MARK) break;
      const length = head.readUInt32LE(48);
      if (head.toString('latin1', 4, 40) === act) {
        const body = Buffer.alloc(length);
        if (readSync(file, body, 0, length, at + HEAD) !== length) break;
        expected = head.readUInt32LE(44);
        found[head.readUInt32LE(40)] = decrypted(vault, act, head, body);
      }
      at += HEAD + length;
    }
  } finally {
    closeSync(file);
  }
  const whole = Array.from({ length: expected }, (_, i) => found[i]).filter((part) => part !== undefined);
  return expected > 0 && whole.length === expected ? whole : null;
};

const decrypted = (vault: Journalled, act: string, head: Buffer, body: Buffer): Part | undefined => {
  if (body.length < 32) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', subjectKey(vault.keys, 'refusals'), body.subarray(0, 12));
  decipher.setAAD(additional(vault, act, head.readUInt32LE(40), head.readUInt32LE(44)));
  decipher.setAuthTag(body.subarray(-16));
  let text: Buffer;
  try {
    text = Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
  } catch {
    // The code does not fit: whatever node says of it means the same.
    return undefined;
  }
  const names = text.readUInt32LE(0);
  const groups = v.parse(groupsSchema, JSON.parse(text.toString('utf8', 4, 4 + names)));
  return { groups, entries: text.subarray(4 + names) };
};

type Wanted = { group: Group; at: number; statement: number };

/** What was said under each hash, by type. */
const wantedBy = (parts: readonly Part[]): { wanted: Map<string, Wanted[]>; statements: Set<number> } => {
  const wanted = new Map<string, Wanted[]>();
  const statements = new Set<number>();
  for (const { groups, entries } of parts)
    for (let at = 0; at < entries.length; at += ENTRY) {
      const group = groups[entries.readUInt16LE(at + 28)];
      const statement = entries.readUInt32LE(at + 24);
      const key = `${group.type}|${entries.toString('latin1', at, at + HASH)}`;
      const one = { group, at: entries.readDoubleLE(at + HASH), statement };
      const before = wanted.get(key);
      if (before === undefined) wanted.set(key, [one]);
      else before.push(one);
      statements.add(statement);
    }
  return { wanted, statements };
};

/**
 * Says again what stands beside the keystore for an act that this database does not know; what it holds already is not
 * said twice. The caller holds the transaction.
 * @returns how many statements are about people who are not here; null where the file beside the keystore does not have
 *   all of them
 */
export const repeatRefusals = (vault: Journalled, db: Connection, act: string): number | null => {
  const parts = partsOf(vault, act);
  if (parts === null) return null;
  const { wanted, statements } = wantedBy(parts);
  const write = ledgerWriter(db, null, now());
  const there = db
    .prepare(
      'SELECT 1 FROM consent_event WHERE purpose = ? AND person = ? AND state = ? AND occurred_at IS ?',
    )
    .pluck();
  const hash = hasher(vault);
  const batch: { value: Buffer; person: number }[] = [];
  const digests = Buffer.alloc(4096 * HASH);
  const said = new Set<number>();
  const sayAll = (type: string, queue: ReturnType<typeof hash>): void => {
    queue.flush();
    batch.forEach(({ value, person }, i) => {
      const key = `${type}|${digests.toString('latin1', i * HASH, (i + 1) * HASH)}`;
      for (const { group, at, statement } of wanted.get(key) ?? []) {
        if (said.has(statement)) continue;
        said.add(statement);
        const occurredAt = Number.isNaN(at) ? null : at;
        const { purpose, state, basis, method, own } = group;
        if (there.get(purpose, person, state, occurredAt) !== undefined) continue;
        write({
          person,
          purpose,
          state,
          basis,
          occurredAt,
          validUntil: null,
          method,
          notice: null,
          grade: 1,
          row: null,
          reason: null,
          ...(own ? { subject: subjectOf(value, 0), identifierType: type } : {}),
        });
      }
    });
    batch.length = 0;
  };
  for (const type of IDENTIFIER_TYPES) {
    const queue = hash(type);
    for (const [value, person] of pseudonymsOfType(db, type)) {
      if (batch.length === 4096) sayAll(type, queue);
      queue.add(value, digests, batch.length * HASH);
      batch.push({ value, person });
    }
    sayAll(type, queue);
  }
  return statements.size - said.size;
};
