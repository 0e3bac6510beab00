/** The record of acts: reading it, verifying it, taking a copy or a signed checkpoint of it out of the vault. */
import * as v from 'valibot';
import { mutation, query } from './procedure.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const day = v.pipe(v.string(), v.isoDate());
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

export type AuditAnswer = {
  ok: boolean;
  entries: number;
  /** Hash of the newest entry by the signed head; Merkle root of what was read. */
  head: string | null;
  root: string;
  /** Signed checkpoints kept in the vault, and the newest of them. */
  checkpoints: number;
  lastCheckpoint: { seq: number; at: string; keyId: string } | null;
  /** Entries whose clock stood before that of the entry before: told, no fault. */
  clockBackwards: { seq: number; seconds: number }[];
  faults: { seq: number; kind: string; text: string }[];
};

export type AuditLine = {
  seq: number;
  at: string;
  /** Whose passphrase opened the session, and what they acted as. */
  actor: string;
  role: string;
  action: string;
  /** What it was done to, and what that is called in the vault now; empty where there is no such thing. */
  object: string;
  named: string;
  purpose: string;
  /** Counts and settings as the entry holds them, as JSON; empty where there are none. */
  counts: string;
  details: string;
  /** The entry holds a commitment to one person. */
  aboutOne: boolean;
};

/** What there is to filter by. */
export type AuditSummary = {
  entries: number;
  first: string | null;
  last: string | null;
  actors: string[];
  roles: string[];
  actions: string[];
};

/** One entry as it is hashed, and the path from it to a signed root. */
export type AuditEntryAnswer = {
  line: AuditLine;
  /** Canonical JSON (RFC 8785); its SHA-256 behind a zero byte is `hash`. */
  body: string;
  hash: string;
  /** The reason somebody typed, which stands beside the record and can be erased; null where there is none. */
  note: string | null;
  checkpoint: { seq: number; at: string; root: string; keyId: string; signature: string };
  /** Siblings from the leaf to the root, nearest first. */
  path: string[];
};

export type AuditExportAnswer = { files: { path: string; bytes: number }[]; entries: number; keyId: string };

/** How a promise of `shared/promises.ts` stands in the open vault. */
export type PromiseAnswer = {
  id: string;
  /** `tested`: nothing in a vault to measure; `open`: something the officer may still set. */
  state: 'holds' | 'broken' | 'open' | 'tested';
  finding: string;
};

export const auditProcedures = {
  'audit.verify': query(v.strictObject({ checkpoint: v.optional(path) })).returns<AuditAnswer>(),
  'audit.summary': query(v.strictObject({})).returns<AuditSummary>(),
  'audit.log': query(
    v.strictObject({
      limit: v.optional(whole, 200),
      before: v.optional(whole),
      from: v.optional(day),
      to: v.optional(day),
      actor: v.optional(word),
      role: v.optional(word),
      action: v.optional(word),
      object: v.optional(word),
    }),
  ).returns<AuditLine[]>(),
  'audit.promises': query(v.strictObject({})).returns<PromiseAnswer[]>(),
  'audit.entry': query(v.strictObject({ seq: whole })).returns<AuditEntryAnswer>(),
  /** Writes a signed checkpoint, or the whole log with a checkpoint beside it, to a file outside the vault. */
  'audit.export': mutation(
    v.strictObject({
      what: v.picklist(['log', 'checkpoint']),
      file: path,
      /** An earlier checkpoint: the new one then carries the proof that it only added to it. */
      since: v.optional(path),
      replace: v.optional(v.boolean(), false),
    }),
  ).returns<AuditExportAnswer>(),
};
