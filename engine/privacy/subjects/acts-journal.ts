/**
 * The journal of acts: a file beside the keystore that holds what an older copy of the database would forget to
 * somebody's harm: withdrawals, objections, batches taken back, who is and is not one person, releases that left, officers
 * who came and went. Each line
 * is encrypted and authenticated under a key of the vault, and names people by the keyed hashes of `tombstones.ts` alone,
 * so it holds no pseudonym. A line is written before its act is committed: what a kill leaves undone is done at the next
 * opening, which errs on the side of the person.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { IDENTIFIER_TYPES } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import { appendLines, readLines } from '../../vault/lines.ts';
import { noticeSchema, purposeSchema } from '../consent/purposes.ts';
import { type Mark, subjectKey } from './tombstones.ts';

const count = v.pipe(v.number(), v.integer());
const hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const marks = v.array(
  v.strictObject({ type: v.picklist(IDENTIFIER_TYPES), epoch: count, bucket: count, pid: hex32 }),
);
/** The identifiers at the two ends of a link. */
const ends = v.tuple([marks, marks]);
const head = { id: v.pipe(v.string(), v.uuid()), at: count };

const actSchema = v.variant('kind', [
  /** One person said no to a purpose, under the identifier the marks stand for. */
  v.strictObject({
    ...head,
    kind: v.literal('no'),
    marks,
    purpose: v.string(),
    state: v.picklist(['refused', 'withdrawn', 'objected']),
    occurredAt: count,
    notice: v.nullable(v.string()),
    officer: v.boolean(),
  }),
  v.strictObject({ ...head, kind: v.literal('objected'), marks, occurredAt: count }),
  v.strictObject({ ...head, kind: v.literal('lifted'), marks }),
  /** A batch was taken back; the file is named by its kind and SHA-256. */
  v.strictObject({
    ...head,
    kind: v.literal('revoked'),
    source: v.string(),
    sha256: hex32,
    scope: v.picklist(['grants', 'all']),
  }),
  /** What an officer brought back of a batch that was taken back. */
  v.strictObject({ ...head, kind: v.literal('reinstated'), source: v.string(), sha256: hex32 }),
  /** A file with statements against people was imported; they stand in `refusals.ts` under the number of the act. */
  v.strictObject({ ...head, kind: v.literal('imported'), source: v.string(), sha256: hex32 }),
  /** A no was declared for everyone known; their statements stand there too. */
  v.strictObject({ ...head, kind: v.literal('declared') }),
  /** What the officer settled: a purpose, a version of a notice, whether opt-out rules hold in the United States. */
  v.strictObject({ ...head, kind: v.literal('purpose'), purpose: purposeSchema }),
  v.strictObject({ ...head, kind: v.literal('notice'), notice: noticeSchema }),
  v.strictObject({ ...head, kind: v.literal('opt-out'), allow: v.boolean() }),
  /** A link between two identifiers was cut, or put back. */
  v.strictObject({ ...head, kind: v.literal('cut'), ends }),
  v.strictObject({ ...head, kind: v.literal('uncut'), ends }),
  /** Pairs of identifiers that somebody confirmed to be one person's. */
  v.strictObject({ ...head, kind: v.literal('joined'), pairs: v.array(ends) }),
  /** From how many links on an identifier counts as shared. */
  v.strictObject({ ...head, kind: v.literal('link-limit'), most: count }),
  v.strictObject({ ...head, kind: v.literal('released'), digest: hex32 }),
  /** An officer was appointed (the public half of the key) or let go (null). */
  v.strictObject({ ...head, kind: v.literal('officer'), public: v.nullable(v.string()) }),
  /** A wrong passphrase of the officer, given where no database was open to record it. */
  v.strictObject({ ...head, kind: v.literal('refused') }),
]);
export type JournalAct = v.InferOutput<typeof actSchema>;
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An act as it is said; its number and time are added. */
export type SaidAct = Without<JournalAct, 'id' | 'at'>;

/** What this journal needs of a vault. */
export type Journalled = { keystorePath: string; keys: Pick<Keys, 'signing' | 'vaultId'> };

export const actsPath = ({ keystorePath }: Pick<Journalled, 'keystorePath'>): string =>
  `${keystorePath.replace(/\.json$/, '')}.acts.jsonl`;

const additional = ({ keys }: Journalled): Buffer => Buffer.from(`cloister-acts|${keys.vaultId}|1`, 'utf8');

const encrypt = (vault: Journalled, act: JournalAct): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', subjectKey(vault.keys, 'acts'), iv);
  cipher.setAAD(additional(vault));
  const text = Buffer.concat([cipher.update(JSON.stringify(act), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64');
};

/** Null for a line that is not of this vault or was altered. */
const decrypt = (vault: Journalled, line: string): JournalAct | null => {
  const bytes = Buffer.from(line, 'base64');
  if (bytes.length < 29) return null;
  const decipher = createDecipheriv('aes-256-gcm', subjectKey(vault.keys, 'acts'), bytes.subarray(0, 12));
  decipher.setAAD(additional(vault));
  decipher.setAuthTag(bytes.subarray(-16));
  let text: string;
  try {
    text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    // The code does not fit: whatever node says of it means the same.
    return null;
  }
  const parsed = v.safeParse(actSchema, JSON.parse(text));
  return parsed.success ? parsed.output : null;
};

/** What the journal says, oldest first, and how many lines do not hold. */
export const readActs = (vault: Journalled): { acts: JournalAct[]; broken: number } => {
  const read = readLines(actsPath(vault)).map((line) => decrypt(vault, line));
  const acts = read.filter((act) => act !== null);
  return { acts, broken: read.length - acts.length };
};

/** Appends an act and flushes it to the disk. @returns its number */
export const appendAct = (vault: Journalled, said: SaidAct, id: string = randomUUID()): string => {
  appendLines(actsPath(vault), [encrypt(vault, { id, at: now(), ...said } as JournalAct)]);
  return id;
};

/** Marks as a journal holds them, and back. */
export const marksOut = (
  all: readonly Mark[],
): { type: Mark['type']; epoch: number; bucket: number; pid: string }[] =>
  all.map(({ pid, ...rest }) => ({ ...rest, pid: pid.toString('hex') }));
export const marksIn = (all: ReturnType<typeof marksOut>): Mark[] =>
  all.map(({ pid, ...rest }) => ({ ...rest, pid: Buffer.from(pid, 'hex') }));

/** Whether the database knows of an act, and what became of it. */
export type ActState = 'done' | 'waiting' | 'missing' | 'acknowledged';

export const setActState = (
  db: Connection,
  { id, kind }: { id: string; kind: string },
  state: ActState,
): void => {
  db.prepare(
    'INSERT INTO journaled(id, kind, state) VALUES (?, ?, ?) ON CONFLICT(id) DO UPDATE SET state = excluded.state',
  ).run(id, kind, state);
};

/** Journals an act that is being done. The caller holds the transaction of the act. @returns its number */
export const journalAct = (vault: Journalled, db: Connection, said: SaidAct): string => {
  const id = appendAct(vault, said);
  setActState(db, { id, kind: said.kind }, 'done');
  return id;
};

/**
 * Does an act that speaks for people or loosens a rule, and journals it after its commit: a kill in between leaves it out
 * of what a restore does again, which harms nobody.
 */
export const journalAfter = async <T>(
  vault: Journalled,
  said: SaidAct,
  act: (keep: (db: Connection) => void) => Promise<T>,
): Promise<T> => {
  const id = randomUUID();
  const result = await act((db) => setActState(db, { id, kind: said.kind }, 'done'));
  appendAct(vault, said, id);
  return result;
};
