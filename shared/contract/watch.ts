/**
 * Watched folders: while a vault is open, new files that a mapping fits are imported. Whoever has the vault open asks
 * every few seconds whether something is ready, and for a look when it is.
 */
import * as v from 'valibot';
import { mappingSchema } from '../mapping.ts';
import type { Kind } from '../vocabulary.ts';
import { job, mutation, query } from './procedure.ts';

/** `known`: it was imported before. `foreign`: the mapping does not fit it. `failed`: it is not tried again until it changes. */
export type WatchOutcome = 'imported' | 'known' | 'foreign' | 'failed';
export type WatchedFile = {
  name: string;
  outcome: WatchOutcome;
  /** The import it became. */
  source: number | null;
  reason: string | null;
  at: number;
};
export type WatchedFolder = {
  id: number;
  folder: string;
  /** Of the mapping. */
  name: string;
  kind: Kind;
  on: boolean;
  since: number;
  /** When it was looked into last since the vault was opened; null where it was not. */
  lookedAt: number | null;
  /** Whether it could be read then. */
  readable: boolean;
  /** Names of files that were still being written then. */
  waiting: string[];
  /** The newest first. */
  files: WatchedFile[];
};

/** What one look found. */
export type WatchNews = {
  files: (WatchedFile & { folder: string; accepted: number; rejected: number })[];
  /** Files that are still being written, or were only seen now. */
  waiting: string[];
  /** Folders that cannot be read now. */
  unreadable: string[];
};

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
export const watchProcedures = {
  'watch.list': query(v.strictObject({})).returns<WatchedFolder[]>(),
  /** Watches a folder under a mapping, or under another one than before. */
  'watch.set': mutation(
    v.strictObject({
      folder: path,
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      mapping: mappingSchema,
    }),
  ).returns<WatchedFolder[]>(),
  'watch.switch': mutation(v.strictObject({ folder: path, on: v.boolean() })).returns<WatchedFolder[]>(),
  /** Watches a folder no longer, and forgets what became of its files; what was imported stays. */
  'watch.remove': mutation(v.strictObject({ folder: path })).returns<WatchedFolder[]>(),
  /** How many files of all watched folders a look would take now. Takes none. */
  'watch.peek': query(v.strictObject({})).returns<{ ready: number }>(),
  'watch.look': job(v.strictObject({})).returns<WatchNews>(),
} as const;
