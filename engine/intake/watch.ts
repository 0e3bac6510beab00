/**
 * Watched folders. A file is taken when it was found unchanged twice, at least a second apart, so that a half-written one
 * is waited for; what is cut all the same fails, is named, and is tried again only after it changed.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import type { WatchedFile, WatchedFolder, WatchNews } from '../../shared/contract/watch.ts';
import { toErrorData } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { now, recordAct } from '../audit/audit.ts';
import { cancelled, type Run, stopwatch } from '../jobs/job.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord } from '../vault/records.ts';
import type { Vault } from '../vault/vault.ts';
import { type ImportOptions, importFile } from './import.ts';
import { stampOf } from './input/part.ts';
import { statusFilesAt } from './status-files.ts';

const SETTLED_SECONDS = 1;
const MOST_SHOWN = 50;
/** Files looked at before other calls have their turn: the system takes some 20 microseconds for each. */
const AT_ONCE = 250;
/** Names of what other programs have not finished. */
const UNFINISHED = /^[.~]|~$|\.(tmp|temp|part|partial|crdownload|download|swp|filepart)$/i;
/** Errors that are not the file's: they end the look, and the file waits for the next one. */
const NOT_THE_FILE = /^(CANCELLED|DISK_FULL|VAULT_|ENGINE_|FOLDER_)/;

type Row = { id: number; folder: string; name: string; mapping: string; is_on: number; since: number };

/** What a session remembers of its looks: files as they were seen, and how each folder was found. */
export type Watching = {
  sightings: Map<string, { stamp: string; seconds: () => number }>;
  looks: Map<number, { at: number; readable: boolean; waiting: string[] }>;
};
export const createWatching = (): Watching => ({ sightings: new Map(), looks: new Map() });

/** Every watched folder with how it was found last and what became of its files. */
export const listWatches = (db: Connection, { looks }: Watching): WatchedFolder[] => {
  const files = db.prepare(
    `SELECT name, outcome, source, reason, at FROM watch_file WHERE watch = ? ORDER BY at DESC, name LIMIT ?`,
  );
  return (db.prepare('SELECT * FROM watch ORDER BY id').all() as Row[]).map((row) => {
    const look = looks.get(row.id);
    return {
      id: row.id,
      folder: row.folder,
      name: row.name,
      kind: (JSON.parse(row.mapping) as Mapping).kind,
      on: row.is_on === 1,
      since: row.since,
      lookedAt: look?.at ?? null,
      readable: look?.readable ?? true,
      waiting: look?.waiting ?? [],
      files: files.all(row.id, MOST_SHOWN) as WatchedFile[],
    };
  });
};

/**
 * The mapping of a folder: the newest version that is saved under its name, so that a step which mends a source is in
 * force for the next file; else the one it was given.
 */
const mappingOf = (db: Connection, { name, mapping: given }: Row): Mapping => {
  const own = parseMapping(JSON.parse(given));
  const saved = getRecord<Mapping>(db, 'mapping', name)?.body;
  return saved?.kind === own.kind ? parseMapping(saved) : own;
};

/** Whether the system says that something is not there any more, or not for us. */
const isOutOfReach = (thrown: unknown): boolean =>
  /^(ENOENT|ENOTDIR|EACCES|EPERM|EIO)$/.test((thrown as NodeJS.ErrnoException).code ?? '');

/** Files of a folder that may be data, by name; null where it cannot be read. */
const filesIn = (folder: string): string[] | null => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (thrown) {
    // Gone, no folder any more, or closed to us: told as a folder that cannot be read, and tried again.
    if (isOutOfReach(thrown)) return null;
    throw thrown;
  }
};

/** The state of a file; null where it went meanwhile, or has a name that no program can call it by. */
const stateOf = (path: string): string | null => {
  try {
    return stampOf(path);
  } catch (thrown) {
    if (isOutOfReach(thrown)) return null;
    throw thrown;
  }
};

type Found = { row: Row; ready: { name: string; path: string; stamp: string }[] };

/** What lies in the watched folders that was not looked at before; unsettled files wait for a later look. */
const survey = async (db: Connection, { sightings, looks }: Watching): Promise<Found[]> => {
  const done = db.prepare('SELECT stamp FROM watch_file WHERE watch = ? AND name = ?').pluck();
  const found: Found[] = [];
  for (const row of db.prepare('SELECT * FROM watch WHERE is_on = 1 ORDER BY id').all() as Row[]) {
    const names = filesIn(row.folder);
    const waiting: string[] = [];
    const ready: Found['ready'] = [];
    for (const [i, name] of (names ?? []).entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await setImmediate();
      // The vault was closed meanwhile.
      if (!db.open) throw cancelled();
      const path = join(row.folder, name);
      const stamp = stateOf(path);
      if (stamp === null) {
        waiting.push(name);
        continue;
      }
      if (done.get(row.id, name) === stamp) continue;
      const seen = sightings.get(path);
      if (seen?.stamp !== stamp) sightings.set(path, { stamp, seconds: stopwatch() });
      if (seen?.stamp !== stamp || seen.seconds() < SETTLED_SECONDS) waiting.push(name);
      else ready.push({ name, path, stamp });
    }
    looks.set(row.id, { at: now(), readable: names !== null, waiting });
    found.push({ row, ready });
  }
  return found;
};

/** How many files a look would take now. */
export const peek = async (db: Connection, watching: Watching): Promise<number> =>
  (await survey(db, watching)).reduce((sum, { ready }) => sum + ready.length, 0);

type Tried = Omit<WatchedFile, 'name' | 'at'> & { accepted: number; rejected: number };

/**
 * What is imported of a file. A mapping that says something of everybody is for the file of those of whom it is true: one
 * of another status, alone or in an archive with it, speaks for itself, and nobody has read that it says yes.
 */
const partsOf = async (file: string, mapping: Mapping, run: Run): Promise<ImportOptions[]> => {
  const everyone = mapping.consent?.everyone;
  const found = everyone === undefined ? null : await statusFilesAt({ file }, run, 1);
  if (found === null) return [{ file, mapping, dryRun: false }];
  return found.files.map(({ entry, state }) => ({
    file,
    dryRun: false,
    ...(entry === null ? {} : { format: { entry } }),
    ...(state === everyone?.state ? { mapping } : {}),
  }));
};

const tryFile = async (vault: Vault, file: string, mapping: Mapping, run: Run): Promise<Tried> => {
  const taken: ImportAnswer[] = [];
  /** What came in, also where a later part of the file failed: what was taken before it stays. */
  const tried = (outcome: Tried['outcome'], reason: string | null): Tried => ({
    outcome,
    reason,
    source: taken.at(-1)?.source ?? null,
    accepted: taken.reduce((sum, { accepted }) => sum + accepted, 0),
    rejected: taken.reduce((sum, { rejected }) => sum + rejected, 0),
  });
  try {
    for (const part of await partsOf(file, mapping, run)) taken.push(await importFile(vault, part, run));
    const isKnown = taken.every(
      ({ accepted, duplicates, records }) => accepted === 0 && duplicates === records,
    );
    return tried(isKnown ? 'known' : 'imported', null);
  } catch (thrown) {
    const { code, message } = toErrorData(thrown);
    if (NOT_THE_FILE.test(code)) throw thrown;
    return tried(code === 'MAPPING_INVALID' && taken.length === 0 ? 'foreign' : 'failed', message);
  }
};

/**
 * Looks once into every folder that is watched, and imports what is new and settled, each file once.
 * @throws CloisterError CANCELLED, DISK_FULL: what was taken before stays
 */
export const look = async (vault: Vault, watching: Watching, run: Run): Promise<WatchNews> => {
  const news: WatchNews = { files: [], waiting: [], unreadable: [] };
  for (const { row, ready } of await survey(vault.reader, watching)) {
    const { id, folder } = row;
    const found = watching.looks.get(id);
    if (found?.readable === false) news.unreadable.push(folder);
    news.waiting.push(...(found?.waiting ?? []).map((name) => join(folder, name)));
    for (const { name, path, stamp } of ready) {
      run.check();
      // Another file was imported meanwhile; this one may have gone on.
      if (stateOf(path) !== stamp) continue;
      const { accepted, rejected, ...tried } = await tryFile(vault, path, mappingOf(vault.reader, row), run);
      watching.sightings.delete(path);
      const at = now();
      await recordAct(vault, (db) => {
        db.prepare(
          `INSERT INTO watch_file(watch, name, stamp, outcome, source, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT(watch, name) DO UPDATE SET stamp = excluded.stamp, outcome = excluded.outcome,
             source = excluded.source, reason = excluded.reason, at = excluded.at`,
        ).run(id, name, stamp, tried.outcome, tried.source, tried.reason, at);
        return {
          result: null,
          // The name of a file may be that of a person; the record only says what became of it.
          act: { action: 'watch.file', object: `watch ${id}`, details: { outcome: tried.outcome } },
        };
      });
      news.files.push({ ...tried, name, at, folder, accepted, rejected });
    }
  }
  return news;
};
