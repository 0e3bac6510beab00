/**
 * What an erasure deletes, in one transaction: rows of every column, words nobody else has, pseudonyms, links in the
 * ledger, memberships, documents that name a value of the person, commitments in the record, tokens of the release
 * ledger. The number of the person stays vacant for ever.
 */
import { NOT_THERE } from '../../../shared/methods.ts';
import { IDENTIFIER_TYPES } from '../../../shared/vocabulary.ts';
import { forgetSubject } from '../../audit/openings.ts';
import { removeRows } from '../../columns/rewrite.ts';
import type { Connection } from '../../vault/database.ts';
import type { Keys } from '../../vault/keystore.ts';
import { IS_LEFT_OF, LEFT_OF_WORDING, WORDING } from '../../vault/schema/ledger.ts';
import { forgetInLedger } from '../gate/ledger-people.ts';
import { POLICY_DEFAULT } from '../gate/policy.ts';
import { forgetTold } from '../gate/told.ts';
import type { Pseudonym } from '../identity/blocks.ts';
import { vacateNumbers } from '../identity/number-blocks.ts';
import { forgetLinks } from '../identity/settle.ts';
import { changePseudonyms } from '../identity/write-blocks.ts';
import { peopleBound } from '../people.ts';

/** Rows removed or changed, by what they were. */
export type Forgotten = {
  profiles: number;
  orders: number;
  events: number;
  chunksRewritten: number;
  words: number;
  pseudonyms: number;
  consentEvents: number;
  memberships: number;
  documents: number;
  clusterings: number;
  commitments: number;
};

/** What stands in a document where a value of an erased person stood. */
export const ERASED = '(erased)';

/** The text with every occurrence of the word as a whole replaced; a short word only where it is all of the text. */
const redactText = (text: string, word: string): string => {
  if (text === word) return ERASED;
  if (word.length < 4 || !text.includes(word)) return text;
  const inWord = /[\p{L}\p{N}]/u;
  let out = '';
  let from = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const whole = !inWord.test(text.charAt(at - 1)) && !inWord.test(text.charAt(at + word.length));
    out += text.slice(from, at) + (whole ? ERASED : word);
    from = at + word.length;
  }
  return out + text.slice(from);
};

const redact = (value: unknown, words: readonly string[]): unknown => {
  if (typeof value === 'string') return words.reduce(redactText, value);
  if (Array.isArray(value)) return value.map((one) => redact(one, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [words.reduce(redactText, key), redact(one, words)]),
  );
};

/** Takes words out of every document; the answer is how many documents changed. */
const redactDocuments = (db: Connection, words: readonly string[]): number => {
  const find = db.prepare('SELECT kind, id, version, body FROM record WHERE instr(body, ?) > 0');
  const write = db.prepare('UPDATE record SET body = ? WHERE kind = ? AND id = ? AND version = ?');
  const touched = new Set<string>();
  for (const word of words) {
    const needle = JSON.stringify(word).slice(1, -1);
    for (const row of find.all(needle) as { kind: string; id: string; version: number; body: string }[]) {
      const body = JSON.stringify(redact(JSON.parse(row.body), [word]));
      if (body === row.body) continue;
      write.run(body, row.kind, row.id, row.version);
      touched.add(`${row.kind}|${row.id}|${row.version}`);
    }
  }
  return touched.size;
};

/** Takes words out of releases that were prepared for the officer: what was shown then is kept with the request. */
const redactRequests = (db: Connection, words: readonly string[]): number => {
  const find = db.prepare(
    'SELECT id, request, answer FROM release_request WHERE instr(request, @word) + instr(answer, @word) > 0',
  );
  const write = db.prepare('UPDATE release_request SET request = ?, answer = ? WHERE id = ?');
  const touched = new Set<number>();
  for (const word of words)
    for (const row of find.all({ word: JSON.stringify(word).slice(1, -1) }) as {
      id: number;
      request: string;
      answer: string;
    }[]) {
      const request = JSON.stringify(redact(JSON.parse(row.request), [word]));
      const answer = JSON.stringify(redact(JSON.parse(row.answer), [word]));
      if (request === row.request && answer === row.answer) continue;
      write.run(request, answer, row.id);
      touched.add(row.id);
    }
  return touched.size;
};

/**
 * Removes clusterings with a group so small that its centre tells of single people; they are fitted again in seconds.
 */
const dropSmallClusterings = (db: Connection): number => {
  const rows = db.prepare(
    "SELECT id, version, body FROM record WHERE kind = 'clustering' AND body <> 'null'",
  );
  const drop = db.prepare("DELETE FROM record WHERE kind = 'clustering' AND id = ? AND version = ?");
  const dropLabels = db.prepare('DELETE FROM clustering_label WHERE id = ? AND version = ?');
  let dropped = 0;
  for (const { id, version, body } of rows.all() as { id: string; version: number; body: string }[]) {
    const { model } = JSON.parse(body) as { model?: { sizes?: number[] } };
    if (!(model?.sizes ?? []).some((size) => size < POLICY_DEFAULT.minCell)) continue;
    drop.run(id, version);
    dropLabels.run(id, version);
    dropped += 1;
  }
  return dropped;
};

/** Takes people out of the labels that are kept with clusterings. */
const clearLabels = (db: Connection, people: readonly number[]): void => {
  const rows = db.prepare('SELECT id, version, labels FROM clustering_label').all() as {
    id: string;
    version: number;
    labels: Buffer;
  }[];
  const write = db.prepare('UPDATE clustering_label SET labels = ? WHERE id = ? AND version = ?');
  for (const { id, version, labels } of rows) {
    for (const person of people) if (person < labels.length) labels[person] = NOT_THERE;
    write.run(labels, id, version);
  }
};

/** Clears the bits of people in every kept membership; the answer is how many memberships changed. */
const clearMemberships = (db: Connection, people: readonly number[]): number => {
  const rows = db
    .prepare('SELECT segment, version, purpose, as_of, people, members FROM membership')
    .all() as {
    segment: string;
    version: number;
    purpose: string;
    as_of: number;
    people: number;
    members: Buffer;
  }[];
  const write = db.prepare(
    'UPDATE membership SET people = ?, members = ? WHERE segment = ? AND version = ? AND purpose = ? AND as_of = ?',
  );
  let changed = 0;
  for (const { segment, version, purpose, as_of, people: before, members } of rows) {
    let left = 0;
    for (const person of people) {
      const bit = 1 << (person & 7);
      if (((members[person >> 3] ?? 0) & bit) === 0) continue;
      members[person >> 3] &= ~bit;
      left += 1;
    }
    if (left === 0) continue;
    write.run(before - left, members, segment, version, purpose, as_of);
    changed += 1;
  }
  return changed;
};

/** A function that finds, or keeps, what is left of a wording in the entry of an erased person. */
const wordingLeft = (db: Connection): ((wording: number) => number) => {
  const find = db
    .prepare(
      `SELECT n.id FROM consent_wording AS o JOIN consent_wording AS n ON ${IS_LEFT_OF} WHERE o.id = ? ORDER BY n.id LIMIT 1`,
    )
    .pluck();
  const keep = db.prepare(
    `INSERT INTO consent_wording(${WORDING}) SELECT ${LEFT_OF_WORDING} FROM consent_wording WHERE id = ?`,
  );
  const known = new Map<number, number>();
  return (wording) => {
    const left =
      known.get(wording) ??
      (find.get(wording) as number | undefined) ??
      Number(keep.run(wording).lastInsertRowid);
    known.set(wording, left);
    return left;
  };
};

const unlinkConsents = (db: Connection, people: readonly number[]): number => {
  const left = wordingLeft(db);
  const wordings = db.prepare('SELECT DISTINCT wording FROM consent_entry WHERE person = ?').pluck();
  const unlink = db.prepare(
    `UPDATE consent_entry SET person = NULL, row_number = NULL, subject = NULL, signal = NULL, evidence_sha256 = NULL,
       reason = NULL, wording = @left WHERE person = @person AND wording = @wording`,
  );
  const signals = db
    .prepare('SELECT DISTINCT signal FROM consent_entry WHERE person = ? AND signal IS NOT NULL')
    .pluck();
  // A consent string may be its person's alone; it goes unless somebody else's consent rests on it too.
  const dropSignal = db.prepare(
    'DELETE FROM consent_signal WHERE id = ? AND NOT EXISTS (SELECT 1 FROM consent_entry WHERE signal = consent_signal.id)',
  );
  // So may be a wording, with the place where they live in it.
  const dropWording = db.prepare(
    'DELETE FROM consent_wording WHERE id = ? AND NOT EXISTS (SELECT 1 FROM consent_entry WHERE wording = consent_wording.id)',
  );
  const touched = new Set<number>();
  let events = 0;
  for (const person of people) {
    const held = signals.all(person) as number[];
    for (const wording of wordings.all(person) as number[]) {
      touched.add(wording);
      events += unlink.run({ person, wording, left: left(wording) }).changes;
    }
    for (const signal of held) dropSignal.run(signal);
  }
  for (const wording of touched) dropWording.run(wording);
  return events;
};

/**
 * Deletes everything held on people, given by all their numbers. The caller holds the transaction, and the people stand in `erasure_subject`.
 * @returns counts, the words that only they had, and the releases whose sets had counted one of them
 */
export const forgetPeople = (
  db: Connection,
  keys: Keys,
  people: readonly number[],
  pseudonyms: readonly Pseudonym[],
): { counts: Forgotten; words: string[]; releases: string[] } => {
  const gone = new Uint8Array(peopleBound(db));
  for (const person of people) gone[person] = 1;
  const leaves = (person: number): boolean => gone[person] === 1;
  const [profiles, orders, events] = (['profiles', 'orders', 'events'] as const).map((kind) =>
    removeRows(db, { kind, column: 'person', leaves }),
  );
  const words = [...new Set([...profiles.words, ...orders.words, ...events.words])];
  const memberships = clearMemberships(db, people);
  clearLabels(db, people);
  const consentEvents = unlinkConsents(db, people);
  const commitments = forgetSubject(
    db,
    pseudonyms.map(({ value }) => value),
  );
  const releases = forgetInLedger(db, keys, people);
  forgetTold(db, keys, people);
  for (const one of IDENTIFIER_TYPES) {
    const values = pseudonyms.filter(({ type }) => type === one).map(({ value }) => value);
    if (values.length > 0) changePseudonyms(db, one, values, () => -1);
  }
  for (const sql of [
    "DELETE FROM tombstone WHERE kind = 'objected' AND person = ?",
    'DELETE FROM person_fact WHERE person = ?',
    'DELETE FROM replaced_row WHERE person = ?',
    'DELETE FROM merged WHERE number = ?',
    'DELETE FROM identity_shared WHERE number = ?',
    'DELETE FROM shared_bond WHERE ? IN (person, shared)',
    'INSERT INTO vacated(person) VALUES (?) ON CONFLICT DO NOTHING',
  ]) {
    const statement = db.prepare(sql);
    for (const person of people) statement.run(person);
  }
  vacateNumbers(db, people);
  forgetLinks(db, people);
  return {
    counts: {
      profiles: profiles.rows,
      orders: orders.rows,
      events: events.rows,
      chunksRewritten: profiles.chunks + orders.chunks + events.chunks,
      words: words.length,
      pseudonyms: pseudonyms.length,
      consentEvents,
      memberships,
      documents: redactDocuments(db, words) + redactRequests(db, words),
      clusterings: dropSmallClusterings(db),
      commitments,
    },
    words,
    releases,
  };
};

/** Whether a word stands in the vault for another reason too: as a part of another word, a header, a file's name. */
export const standsElsewhere = (db: Connection, word: string): boolean =>
  db
    .prepare(
      `SELECT 1 FROM dictionary_value WHERE instr(value, @word) > 0
       UNION ALL SELECT 1 FROM column_definition WHERE instr(label, @word) > 0 OR instr(name, @word) > 0
       UNION ALL SELECT 1 FROM source WHERE instr(name, @word) > 0 OR instr(mapping, @word) > 0
       UNION ALL SELECT 1 FROM consent_event WHERE instr(coalesce(reason, ''), @word) > 0
       UNION ALL SELECT 1 FROM record WHERE instr(body, @word) > 0 LIMIT 1`,
    )
    .get({ word }) !== undefined;
