/**
 * Watched folders. A file is taken when it was found unchanged twice, at least a second apart, so that a half-written one
 * is waited for; what is cut all the same fails, is named, and is tried again only after it changed.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WatchedFile, WatchedFolder, WatchNews } from '../../shared/contract/watch.ts';
import { toErrorData } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { now, recordAct } from '../audit/audit.ts';
import { type Run, stopwatch } from '../jobs/job.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import { importFile } from './import.ts';
import { stampOf } from './input/part.ts';

const SETTLED_SECONDS = 1;
const MOST_SHOWN = 50;
/** Names of what other programs have not finished. */
const UNFINISHED = /^[.~]|~$|\.(tmp|temp|part|partial|crdownload|download|swp|filepart)$/i;
/** Errors that are not the file's: they end the look, and the file waits for the next one. */
const NOT_THE_FILE = /^(CANCELLED|DISK_FULL|VAULT_|ENGINE_|FOLDER_)/;

type Row = { id: number; folder: string; name: string; mapping: string; is_on: number; since: number };

/** Every watched folder with what became of its files. */
export const listWatches = (db: Connection): WatchedFolder[] => {
  const files = db.prepare(
    `SELECT name, outcome, source, reason, at FROM watch_file WHERE watch = ? ORDER BY at DESC, name LIMIT ?`,
  );
  return (db.prepare('SELECT * FROM watch ORDER BY id').all() as Row[]).map((row) => ({
    id: row.id,
    folder: row.folder,
    name: row.name,
    kind: (JSON.parse(row.mapping) as Mapping).kind,
    on: row.is_on === 1,
    since: row.since,
    files: files.all(row.id, MOST_SHOWN) as WatchedFile[],
  }));
};

/** Files as an earlier look of this session saw them. */
export type Sightings = Map<string, { stamp: string; seconds: () => number }>;

type Tried = Omit<WatchedFile, 'name' | 'at'> & { accepted: number; rejected: number };

const tryFile = async (vault: Vault, file: string, mapping: Mapping, run: Run): Promise<Tried> => {
  const nothing = { source: null, reason: null, accepted: 0, rejected: 0 };
  try {
    const { source, accepted, rejected, duplicates, records } = await importFile(
      vault,
      { file, mapping, dryRun: false },
      run,
    );
    const isKnown = accepted === 0 && duplicates === records;
    return { ...nothing, outcome: isKnown ? 'known' : 'imported', source, accepted, rejected };
  } catch (thrown) {
    const { code, message } = toErrorData(thrown);
    if (NOT_THE_FILE.test(code)) throw thrown;
    return { ...nothing, outcome: code === 'MAPPING_INVALID' ? 'foreign' : 'failed', reason: message };
  }
};

/** Files of a folder that may be data, by name. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name))
    .map(({ name }) => name)
    .sort();

/**
 * Looks once into every folder that is watched, and imports what is new and settled, each file once.
 * @throws CloisterError CANCELLED, DISK_FULL: what was taken before stays
 */
export const look = async (vault: Vault, sightings: Sightings, run: Run): Promise<WatchNews> => {
  const news: WatchNews = { files: [], waiting: [], unreadable: [] };
  const watches = vault.reader.prepare('SELECT * FROM watch WHERE is_on = 1 ORDER BY id').all() as Row[];
  for (const { id, folder, mapping } of watches) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      news.unreadable.push(folder);
      continue;
    }
    for (const name of filesIn(folder)) {
      run.check();
      const path = join(folder, name);
      const stamp = stampOf(path) ?? '';
      const done = vault.reader
        .prepare('SELECT stamp FROM watch_file WHERE watch = ? AND name = ?')
        .pluck()
        .get(id, name);
      if (done === stamp) continue;
      const seen = sightings.get(path);
      if (seen?.stamp !== stamp) sightings.set(path, { stamp, seconds: stopwatch() });
      if (seen?.stamp !== stamp || seen.seconds() < SETTLED_SECONDS) {
        news.waiting.push(path);
        continue;
      }
      const { accepted, rejected, ...tried } = await tryFile(
        vault,
        path,
        parseMapping(JSON.parse(mapping)),
        run,
      );
      sightings.delete(path);
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
