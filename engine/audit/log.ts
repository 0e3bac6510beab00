/** Reading the record: the newest entries that match a filter, one entry with its proof, all of it as a file. */
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { canonical, type Entry, headOf, parseEntry } from './chain.ts';
import { type Checkpoint, listCheckpoints, proofOf, signCheckpoint } from './checkpoint.ts';
import { noteOf } from './openings.ts';

/** Which entries are asked for; all that is given must hold. */
export type LogFilter = {
  /** Newest entries first, at most this many. */
  limit?: number | undefined;
  /** Only entries with a smaller number: the next page. */
  before?: number | undefined;
  /** Days of the entries' own clock, YYYY-MM-DD, both included. */
  from?: string | undefined;
  to?: string | undefined;
  actor?: string | undefined;
  role?: string | undefined;
  action?: string | undefined;
  /** Part of the object's name, in any case. */
  object?: string | undefined;
};

const unreadable = (seq: number): CloisterError =>
  new CloisterError(
    'AUDIT_BROKEN',
    `Entry ${seq} of the audit log cannot be read.`,
    'The vault was altered outside Cloister; run `cloister audit VAULT verify`.',
  );

/** Whose key an act was done under: an officer's by its fingerprint, else that of whoever opened the vault. */
export const actorOf = ({ key }: Pick<Entry, 'key'>): string => key ?? 'holder';

const fits = (entry: Entry, filter: LogFilter): boolean => {
  const day = entry.at.slice(0, 10);
  if (filter.from !== undefined && day < filter.from) return false;
  if (filter.to !== undefined && day > filter.to) return false;
  if (filter.actor !== undefined && actorOf(entry) !== filter.actor) return false;
  if (filter.role !== undefined && entry.role !== filter.role) return false;
  if (filter.action !== undefined && entry.action !== filter.action) return false;
  return (
    filter.object === undefined || (entry.object ?? '').toLowerCase().includes(filter.object.toLowerCase())
  );
};

/** The newest entries that match, oldest first. @throws CloisterError AUDIT_BROKEN when one cannot be read */
export const readLog = (vault: Vault, filter: LogFilter | number = {}): Entry[] => {
  const asked = typeof filter === 'number' ? { limit: filter } : filter;
  const limit = asked.limit ?? 1000;
  const found: Entry[] = [];
  const rows = vault.reader
    .prepare('SELECT seq, body FROM audit_entry WHERE seq < ? ORDER BY seq DESC')
    .raw()
    .iterate(asked.before ?? Number.MAX_SAFE_INTEGER);
  for (const [seq, body] of rows as Iterable<[number, string]>) {
    const entry = parseEntry(body);
    if (entry === null) throw unreadable(seq);
    if (fits(entry, asked)) found.push(entry);
    if (found.length >= limit) break;
  }
  return found.reverse();
};

/** What there is to filter by, and how many entries there are. */
export type LogSummary = {
  entries: number;
  first: string | null;
  last: string | null;
  actors: string[];
  roles: string[];
  actions: string[];
};

export const summariseLog = (vault: Vault): LogSummary => {
  const column = (path: string): string[] =>
    vault.reader
      .prepare(
        `SELECT DISTINCT json_extract(body, ?) FROM audit_entry WHERE json_valid(body) AND json_extract(body, ?) IS NOT NULL ORDER BY 1`,
      )
      .pluck()
      .all(path, path)
      .map(String);
  const time = (order: 'ASC' | 'DESC'): string | null => {
    const body = vault.reader
      .prepare(`SELECT body FROM audit_entry ORDER BY seq ${order} LIMIT 1`)
      .pluck()
      .get() as string | undefined;
    return body === undefined ? null : (parseEntry(body)?.at ?? null);
  };
  return {
    entries: headOf(vault.reader)?.seq ?? 0,
    first: time('ASC'),
    last: time('DESC'),
    actors: ['holder', ...column('$.key').filter((key) => key !== 'holder')],
    roles: column('$.role'),
    actions: column('$.action'),
  };
};

/** One entry, its text, its hash, and the path from it to a signed root. */
export type EntryProof = {
  entry: Entry;
  body: string;
  hash: string;
  note: string | null;
  /** The oldest kept checkpoint that covers it; where none does yet, the record signed as it stands. */
  checkpoint: Checkpoint;
  path: string[];
};

/** @throws CloisterError NOT_FOUND for a number that is not there, AUDIT_BROKEN for an entry that cannot be read */
export const readEntry = (vault: Vault, seq: number): EntryProof => {
  const { reader } = vault;
  const row = reader.prepare('SELECT body, hash FROM audit_entry WHERE seq = ?').get(seq) as
    | { body: string; hash: Buffer }
    | undefined;
  if (row === undefined)
    throw new CloisterError(
      'NOT_FOUND',
      `The record has no entry ${seq}.`,
      `It has entries 1 to ${headOf(reader)?.seq ?? 0}.`,
    );
  const entry = parseEntry(row.body);
  if (entry === null) throw unreadable(seq);
  const covering =
    listCheckpoints(reader).find((kept) => kept.seq >= seq && kept.checkpoint !== null)?.checkpoint ??
    signCheckpoint(reader, vault.keys);
  return {
    entry,
    body: row.body,
    hash: row.hash.toString('hex'),
    note: noteOf(reader, seq),
    checkpoint: covering,
    path: proofOf(reader, seq, covering),
  };
};

/** Every entry with its hash as a line of canonical JSON, for whoever verifies without the product. */
export function* logLines(db: Connection): Generator<string> {
  const rows = db.prepare('SELECT seq, body, hash FROM audit_entry ORDER BY seq').raw().iterate();
  for (const [seq, body, hash] of rows as Iterable<[number, string, Buffer]>) {
    const entry = parseEntry(body);
    if (entry === null) throw unreadable(seq);
    yield `${canonical({ ...entry, hash: hash.toString('hex') })}\n`;
  }
}
