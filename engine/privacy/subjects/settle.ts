/**
 * What happens before anybody may look into a vault that was just unlocked: erasures that were begun are finished, and
 * those that only the journal knows, because the database is an older copy, are done again.
 */
import { randomUUID } from 'node:crypto';
import { mergedNumbers, personIn } from '../../columns/merged.ts';
import { compact } from '../../vault/compact.ts';
import type { Vault } from '../../vault/vault.ts';
import { beginErasure, proceed, suppressMarks, type Told } from './erase.ts';
import { appendJournal, readJournal } from './journal.ts';
import { repeatReadmissions, unknownReadmissions } from './readmit.ts';
import { type Mark, pseudonymsBehind } from './tombstones.ts';

type TombstoneRow = { pid: Buffer; bucket: number; pid_type: Mark['type']; epoch: number; at: number };

/** Tombstones of erased people as marks. */
const tombstones = ({ db }: Vault): (Mark & { at: number })[] =>
  (
    db
      .prepare("SELECT pid, bucket, pid_type, epoch, at FROM tombstone WHERE kind = 'erased'")
      .all() as TombstoneRow[]
  ).map(({ pid, bucket, pid_type, epoch, at }) => ({ pid, bucket, type: pid_type, epoch, at }));

const hex = ({ pid }: Mark): string => pid.toString('hex');

/** How journal and suppression list agree: marks that only one of them has, and lines that do not hold. */
export const compareJournal = (
  vault: Vault,
): { onlyJournal: Mark[]; onlyVault: (Mark & { at: number })[]; broken: number; known: number } => {
  const { entries, broken } = readJournal(vault);
  const here = tombstones(vault);
  const inVault = new Set(here.map(hex));
  const inJournal = new Set(entries.map(({ mark }) => hex(mark)));
  return {
    onlyJournal: entries.map(({ mark }) => mark).filter((mark) => !inVault.has(hex(mark))),
    onlyVault: here.filter((mark) => !inJournal.has(hex(mark))),
    broken,
    known: inVault.size,
  };
};

/**
 * Finishes and repeats erasures.
 * @returns how many people were erased again because the journal says so
 */
export const settleErasures = async (vault: Vault, tell: Told): Promise<number> => {
  const unfinished = vault.db
    .prepare("SELECT id FROM erasure WHERE stage <> 'done' ORDER BY at, id")
    .pluck()
    .all() as string[];
  for (const id of unfinished) await proceed(vault, id, tell);
  const lifted = unknownReadmissions(vault);
  const { onlyJournal, onlyVault } = compareJournal(vault);
  // A journal that was lost is written again from what the vault knows.
  const lost = onlyVault.filter((mark) => !lifted.some(({ pid }) => pid.equals(mark.pid)));
  if (lost.length > 0) {
    const at = lost.reduce((first, mark) => Math.min(first, mark.at), Number.POSITIVE_INFINITY);
    appendJournal(vault, randomUUID(), at, lost);
  }
  if (onlyJournal.length + lifted.length === 0) return 0;
  const behind = pseudonymsBehind(vault.db, vault.keys, [...onlyJournal, ...lifted]);
  // Exactly what was erased: whom the older copy takes for one with it, or where it still lived, may have been parted since.
  const gone = new Set(behind.flatMap(({ person, own }) => (own ? [person] : [])));
  const numbers = [...gone].sort((a, b) => a - b);
  const housed = behind.filter(({ person }) => !gone.has(person));
  const merged = mergedNumbers(vault.db);
  const people = new Set(numbers.map((number) => personIn(merged, number))).size;
  if (people > 0) {
    const id = randomUUID();
    await beginErasure(vault, id, { people, numbers }, { reference: '', replayed: true });
    await proceed(vault, id, tell);
  }
  // Marks of people the older copy did not know yet: they are kept out all the same.
  const left = compareJournal(vault).onlyJournal;
  if (left.length + housed.length > 0) await suppressMarks(vault, left, housed);
  if (housed.length > 0) compact(vault);
  await repeatReadmissions(vault, lifted);
  return people;
};
