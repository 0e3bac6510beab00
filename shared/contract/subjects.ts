/**
 * Requests of data subjects: access, objection, erasure; the encrypted backup of a vault, and the search for values
 * that must not be in it. All are acts of the privacy officer.
 */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import { type Exclusion, IDENTIFIER_TYPES, type IdentifierType } from '../vocabulary.ts';
import { job, mutation, query } from './procedure.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const identifier = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const type = v.optional(v.picklist(IDENTIFIER_TYPES), 'customer');
const reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400));
/** The number of the request in the officer's own books; an e-mail address cannot be spelled with these letters. */
const reference = v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9 ._/-]{0,64}$/)), '');

/** A table of what is held: headings and rows of text, ready to be read. */
export type HeldTable = { columns: string[]; rows: string[][] };

/** Columns of the ledger that are read at a glance; the JSON answer has all of them. */
const GLANCE = [
  'purpose',
  'state',
  'lawful basis',
  'occurred at',
  'valid until',
  'method',
  'notice',
  'evidence grade',
  'file',
];

/** A table of ledger events with the columns that are read at a glance. */
export const atAGlance = ({ columns, rows }: HeldTable): HeldTable => {
  const places = columns.flatMap((name, at) => (GLANCE.includes(name) ? [at] : []));
  return { columns: places.map((at) => columns[at]), rows: rows.map((row) => places.map((at) => row[at])) };
};

/** Everything held on one person. */
export type SubjectAccess = {
  v: 1;
  vault: string;
  /** As-of date (YYYY-MM-DD) of what is computed from the data. */
  asOf: string;
  /** How the vault knows the person: keyed hashes. `pseudonym` is the hash itself, hex. */
  pseudonyms: { type: string; epoch: number; pseudonym: string }[];
  objected: boolean;
  /** Types of identifiers, shared with others, under which an objection was made that binds the person too. */
  sharedObjections: IdentifierType[];
  sources: { id: number; name: string; kind: string; importedAt: string; rows: number }[];
  profile: { attribute: string; class: string; value: string; source: string }[];
  orders: HeldTable;
  events: HeldTable;
  consents: HeldTable;
  /** For every purpose whether the person is admitted on the as-of date, and why not. */
  purposes: { purpose: string; label: string; admitted: boolean; reason: Exclusion | '' }[];
  /** Computed when asked, for purposes that admit the person; not stored. */
  features: { purpose: string; feature: string; value: string; unit: string; definition: string }[];
  segments: { id: string; name: string; rule: string; purpose: string }[];
  /** Memberships kept by a refresh. */
  memberships: { segment: string; version: number; purpose: string; asOf: string }[];
  /** Releases whose published sets counted the person; they hold counts and rules, no people. */
  releases: string[];
  /** Acts on the record that were about this person alone. */
  acts: { seq: number; at: string; action: string }[];
};

export type AccessAnswer = {
  access: SubjectAccess;
  files: { path: string; bytes: number; sha256: string }[];
};

/**
 * Entries of the ledger that were declared invalid; how many other people the objection had bound, because they are linked
 * with the identifier it was made under; and what binds this person still, as in `SubjectAccess`.
 */
export type LiftAnswer = { events: number; others: number; shared: IdentifierType[] };

export type ObjectionAnswer = { purposes: string[]; events: number };

/** What an erasure did, signed with the key of the vault. It names nobody. */
export type ErasureCertificate = {
  v: 1;
  kind: 'erasure-certificate';
  vaultId: string;
  erasure: string;
  reference: string;
  /** Where a backup was restored and the journal said that the erasure is to be done again. */
  replayed: boolean;
  begunAt: string;
  deletedAt: string;
  people: number;
  removed: Record<string, number>;
  suppressed: number;
  journal: string;
  residue: { needles: number; bytesScanned: number; hits: number; logBytes: number };
  releases: string[];
  record: { seq: number; hash: string };
  limits: string[];
  publicKey: string;
  signature: string;
};

export type ErasureAnswer = {
  /** Null where nobody was found. */
  certificate: ErasureCertificate | null;
  /** Identifiers asked for, found, of people who were erased before, and unknown. */
  asked: number;
  found: number;
  erasedBefore: number;
  unknown: number;
  file: string | null;
};

/** Identifiers asked for, of those how many were on the suppression list and are not any more. */
export type ReadmissionAnswer = { asked: number; readmitted: number };

export type ErasureInfo = { id: string; at: string; stage: string; certificate: ErasureCertificate | null };

export type BackupAnswer = { file: string; bytes: number; sha256: string; keystore: string | null };
/**
 * What the journal knows and the restored database does not: releases, and files with refusals. Nothing is released until
 * an officer acknowledges it. `waiting`: acts about people who are not in the database yet.
 */
export type LostSince = { releases: number; files: number; waiting: number };

export type RestoreAnswer = {
  folder: string;
  /** Time of the newest act in the backup. */
  state: string;
  days: number;
  erasuresReplayed: number;
  /** Withdrawals, objections and the like that were done after the backup and are done again. */
  actsRepeated: number;
  lost: LostSince;
  people: number;
};

/** Where needles were found: counts alone. */
export type ScanAnswer = {
  needles: number;
  places: { place: string; bytes: number; hits: number }[];
  hits: number;
};

export const subjectProcedures = {
  'subject.access': mutation(
    v.strictObject({ identifier, type, asOf: lensSchema.entries.asOf, folder: v.optional(path) }),
  )
    .officer()
    .returns<AccessAnswer>(),
  'subject.object': mutation(
    v.strictObject({
      identifier,
      type,
      at: lensSchema.entries.asOf,
      reference,
    }),
  )
    .officer()
    .returns<ObjectionAnswer>(),
  'subject.erase': job(
    v.strictObject({
      identifiers: v.pipe(v.array(identifier), v.minLength(1), v.maxLength(100_000)),
      type,
      reference,
      /** Where the certificate is written too. */
      certificate: v.optional(path),
    }),
  )
    .officer()
    .returns<ErasureAnswer>(),
  /** The person took their objection back: what they said besides decides again. */
  'subject.lift': mutation(v.strictObject({ identifier, type, reason })).officer().returns<LiftAnswer>(),
  /** Lets identifiers of erased people in again. What was erased stays erased. */
  'subject.readmit': mutation(
    v.strictObject({
      identifiers: v.pipe(v.array(identifier), v.minLength(1), v.maxLength(1000)),
      type,
      reason,
    }),
  )
    .officer()
    .returns<ReadmissionAnswer>(),
  'subject.erasures': query(v.strictObject({})).returns<ErasureInfo[]>(),
  'vault.backup': job(v.strictObject({ file: path, keystore: v.optional(v.boolean(), false) }))
    .officer()
    .returns<BackupAnswer>(),
  'vault.restore': job(
    v.strictObject({
      file: path,
      path,
      passphrase: v.pipe(v.string(), v.maxLength(1024)),
      /** The officer's passphrase; needed where the keystore holds the key of an officer. */
      officer: v.optional(v.pipe(v.string(), v.maxLength(1024))),
      keystore: v.optional(path),
      replace: v.optional(v.boolean(), false),
      /** Restores a backup that is older than the limit. */
      old: v.optional(v.boolean(), false),
    }),
  ).returns<RestoreAnswer>(),
  'vault.scan': query(v.strictObject({ needles: path }))
    .officer()
    .returns<ScanAnswer>(),
};
