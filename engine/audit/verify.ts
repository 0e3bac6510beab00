/**
 * Verifying the record: walks all of it once, rebuilds chain and Merkle tree, and holds them to the signed head, to
 * every checkpoint the vault keeps and to one from outside.
 */
import type { Vault } from '../vault/vault.ts';
import { GENESIS, glance, headHolds, headOf, parseEntry } from './chain.ts';
import { type Checkpoint, listCheckpoints, readCheckpoint, signatureHolds } from './checkpoint.ts';
import { addLeaf, emptyFrontier, frontierRoot, leafHash } from './merkle.ts';

/** Why a record does not verify. */
export type Fault = {
  seq: number;
  kind: 'edited' | 'missing' | 'reordered' | 'truncated' | 'forged' | 'diverged';
  text: string;
};
export type Verification = {
  ok: boolean;
  entries: number;
  /** Hash of the newest entry by the signed head, and the Merkle root of what was read. */
  head: string | null;
  root: string;
  /** Signed checkpoints inside the vault, and the newest of them. */
  checkpoints: number;
  lastCheckpoint: { seq: number; at: string; keyId: string } | null;
  /** Entries whose clock stood before the one of the entry before. That is told, and no fault. */
  clockBackwards: { seq: number; seconds: number }[];
  faults: Fault[];
};

/** Faults beyond this many say nothing more. */
const MOST_FAULTS = 100;

/**
 * Finds an edited entry (its hash no longer fits), a missing one (a gap in the numbers), a reordering (an entry
 * under another's number, or a link that does not fit), a truncation (the signed head or a checkpoint names a later
 * entry), a forgery (a signature that does not hold) and, given a checkpoint from outside, an older copy or another
 * history.
 */
export const verifyAudit = (vault: Vault, outside?: unknown): Verification => {
  const faults: Fault[] = [];
  const add = (seq: number, kind: Fault['kind'], text: string): void => {
    if (faults.length < MOST_FAULTS) faults.push({ seq, kind, text });
  };
  const kept = listCheckpoints(vault.reader);
  const given = outside === undefined ? null : readCheckpoint(outside);
  const awaited = new Map<number, { root: string; head: string } | null>();
  for (const { seq } of kept) awaited.set(seq, null);
  if (given !== null) awaited.set(given.seq, null);

  const frontier = emptyFrontier();
  const clockBackwards: Verification['clockBackwards'] = [];
  let expected = 1;
  let previous = GENESIS;
  let clock = '';
  let last: Buffer | null = null;
  const rows = vault.reader.prepare('SELECT seq, body, hash FROM audit_entry ORDER BY seq').raw().iterate();
  for (const [seq, body, stored] of rows as Iterable<[number, string, Buffer]>) {
    if (seq !== expected) add(expected, 'missing', `Entries ${expected} to ${seq - 1} are missing.`);
    const actual = leafHash(body);
    if (!actual.equals(stored)) add(seq, 'edited', `Entry ${seq} was edited.`);
    // What was hashed is what was written, so a glance is enough; where something does not fit, all of it is read.
    const seen = actual.equals(stored) ? glance(body) : null;
    const entry = seen ?? parseEntry(body);
    if (entry === null) add(seq, 'edited', `Entry ${seq} is not readable.`);
    else {
      if (entry.seq !== seq) add(seq, 'reordered', `Entry ${entry.seq} stands in the place of entry ${seq}.`);
      else if (seq === expected && entry.prev !== previous)
        add(seq, 'reordered', `Entry ${seq} does not follow the entry before it.`);
      if (entry.at < clock)
        clockBackwards.push({ seq, seconds: (Date.parse(clock) - Date.parse(entry.at)) / 1000 });
      clock = entry.at;
    }
    addLeaf(frontier, stored);
    previous = stored.toString('hex');
    if (awaited.has(seq)) awaited.set(seq, { root: frontierRoot(frontier).toString('hex'), head: previous });
    last = stored;
    expected = seq + 1;
  }

  const head = headOf(vault.reader);
  if (head === undefined) add(expected, 'truncated', 'The signed head of the log is missing.');
  else {
    if (!headHolds(vault.keys, head.seq, head.hash, head.signature))
      add(head.seq, 'forged', 'The signature of the head does not hold.');
    if (head.seq >= expected)
      add(
        expected,
        'truncated',
        `The log ends at entry ${expected - 1}, but its signed head is entry ${head.seq}.`,
      );
    else if (head.seq < expected - 1 || last === null || !head.hash.equals(last))
      add(head.seq, 'forged', `The log goes on after its signed head, entry ${head.seq}.`);
  }
  const judge = ({ seq, root, head: signed }: Checkpoint, whose: string): void => {
    const found = awaited.get(seq) ?? null;
    if (found === null)
      add(
        seq,
        'truncated',
        `The checkpoint ${whose} knows entry ${seq}, which the log no longer has: it ends at ${expected - 1}. It was cut, or an older copy was put in its place.`,
      );
    else if (found.root !== root || found.head !== signed)
      add(
        seq,
        'diverged',
        `The history up to entry ${seq} is not the one that the checkpoint ${whose} signed.`,
      );
  };
  for (const { seq, checkpoint } of kept) {
    if (
      checkpoint === null ||
      checkpoint.seq !== seq ||
      !signatureHolds(checkpoint, vault.keys.signingPublic)
    )
      add(seq, 'forged', `The checkpoint of entry ${seq} was not signed by this vault.`);
    else judge(checkpoint, 'kept in the vault');
  }
  if (outside !== undefined && given === null) add(0, 'diverged', 'The checkpoint is not one.');
  else if (given !== null) {
    if (given.vaultId !== vault.keys.vaultId || !signatureHolds(given, vault.keys.signingPublic))
      add(given.seq, 'diverged', 'The checkpoint was not signed by this vault.');
    else judge(given, 'from outside');
  }
  const newest = kept.at(-1)?.checkpoint ?? null;
  return {
    ok: faults.length === 0,
    entries: frontier.size,
    head: head?.hash.toString('hex') ?? null,
    root: frontierRoot(frontier).toString('hex'),
    checkpoints: kept.length,
    lastCheckpoint: newest === null ? null : { seq: newest.seq, at: newest.at, keyId: newest.keyId },
    clockBackwards,
    faults,
  };
};
