/**
 * The erasure journal: a file beside the keystore that says, by keyed hashes alone, who was erased. It lies outside
 * the database on purpose: a database restored from an old backup knows nothing of later erasures, the journal does,
 * and they are done again before anybody can look. It is written before anything is deleted, so that an erasure that
 * was begun is always finished.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { IDENTIFIER_TYPES } from '../../../shared/vocabulary.ts';
import type { Keys } from '../../vault/keystore.ts';
import { appendLines, readLines } from '../../vault/lines.ts';
import type { Vault } from '../../vault/vault.ts';
import { type Mark, subjectKey } from './tombstones.ts';

const hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const lineSchema = v.strictObject({
  v: v.literal(1),
  vault: v.string(),
  erasure: v.pipe(v.string(), v.uuid()),
  at: count,
  type: v.picklist(IDENTIFIER_TYPES),
  epoch: count,
  bucket: v.pipe(count, v.maxValue(65_535)),
  pid: hex32,
  /** An officer let the person in again. */
  lifted: v.optional(v.literal(true)),
  mac: hex32,
});
type Line = v.InferOutput<typeof lineSchema>;

/** One pseudonym of one erasure; `begun` is when the last erasure was that the file knows it by, 0 where its line does not hold. */
export type JournalEntry = { erasure: string; at: number; begun: number; mark: Mark };
/** What the file says: erasures that hold, those an officer lifted since, and how many lines do not hold. */
export type Journal = { entries: JournalEntry[]; lifted: JournalEntry[]; broken: number };

/** Where the journal of a vault lies. */
export const journalPath = ({ keystorePath }: Pick<Vault, 'keystorePath'>): string =>
  `${keystorePath.replace(/\.json$/, '')}.erasures.jsonl`;

const macOf = (keys: Keys, { mac: _, ...line }: Line | (Omit<Line, 'mac'> & { mac?: string })): Buffer =>
  createHmac('sha256', subjectKey(keys, 'journal'))
    .update(
      [
        line.v,
        line.vault,
        line.erasure,
        line.at,
        line.type,
        line.epoch,
        line.bucket,
        line.pid,
        ...(line.lifted === true ? ['lifted'] : []),
      ].join('|'),
    )
    .digest();

const parse = (text: string): Line | null => {
  try {
    const parsed = v.safeParse(lineSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/**
 * Reads the journal. A last line without its end is what a kill left of it: the erasure it belongs to was not begun
 * and it does not count. Lines that do not carry the vault's own code are counted as broken.
 */
export const readJournal = (vault: Pick<Vault, 'keystorePath' | 'keys'>): Journal => {
  // The last word about a pseudonym holds.
  const last = new Map<string, JournalEntry & { lifted: boolean }>();
  let broken = 0;
  for (const text of readLines(journalPath(vault))) {
    const line = parse(text);
    if (
      line === null ||
      line.vault !== vault.keys.vaultId ||
      !timingSafeEqual(macOf(vault.keys, line), Buffer.from(line.mac, 'hex'))
    ) {
      broken += 1;
      continue;
    }
    const { erasure, at, type, epoch, bucket, pid } = line;
    const mark = { type, epoch, bucket, pid: Buffer.from(pid, 'hex') };
    const lifted = line.lifted === true;
    last.set(pid, { erasure, at, begun: lifted ? (last.get(pid)?.begun ?? 0) : at, mark, lifted });
  }
  const all = [...last.values()];
  return { entries: all.filter(({ lifted }) => !lifted), lifted: all.filter(({ lifted }) => lifted), broken };
};

/**
 * Appends marks of one erasure and flushes them to the disk; marks that are there already are left out.
 * @param lifted the erasure is lifted: an officer let the person in again
 */
export const appendJournal = (
  vault: Pick<Vault, 'keystorePath' | 'keys'>,
  erasure: string,
  at: number,
  marks: readonly Mark[],
  lifted = false,
): void => {
  const journal = readJournal(vault);
  const known = new Set(
    (lifted ? journal.lifted : journal.entries).map(({ mark }) => mark.pid.toString('hex')),
  );
  const lines = marks
    .filter(({ pid }) => !known.has(pid.toString('hex')))
    .map(({ type, epoch, bucket, pid }) => {
      const line = {
        v: 1 as const,
        vault: vault.keys.vaultId,
        erasure,
        at,
        type,
        epoch,
        bucket,
        pid: pid.toString('hex'),
        ...(lifted ? { lifted: true as const } : {}),
      };
      return JSON.stringify({ ...line, mac: macOf(vault.keys, line).toString('hex') });
    });
  appendLines(journalPath(vault), lines);
};
