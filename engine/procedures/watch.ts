/** Watched folders: which, under which mapping, and a look into them. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { parseMapping } from '../../shared/mapping.ts';
import { now, recordAct } from '../audit/audit.ts';
import { createWatching, listWatches, look, peek, type Watching } from '../intake/watch.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';

/** What was seen of half-written files, as long as a vault is open. */
const remembered = new WeakMap<Vault, Watching>();
const watchingOf = (vault: Vault): Watching => {
  const watching = remembered.get(vault) ?? createWatching();
  remembered.set(vault, watching);
  return watching;
};

/** @throws CloisterError NOT_FOUND */
const watchOf = (db: Connection, folder: string): number => {
  const id = db.prepare('SELECT id FROM watch WHERE folder = ?').pluck().get(folder) as number | undefined;
  if (id === undefined)
    throw new CloisterError('NOT_FOUND', `The folder ${folder} is not watched.`, 'Watch it first.');
  return id;
};

export const watchHandlers: Handlers<
  'watch.list' | 'watch.set' | 'watch.switch' | 'watch.remove' | 'watch.peek' | 'watch.look'
> = {
  'watch.list': (_, session) => listWatches(session.vault().reader, watchingOf(session.vault())),
  'watch.set': async ({ folder: given, name, mapping: said }, session) => {
    const vault = session.vault();
    const folder = resolve(given);
    const mapping = parseMapping(said);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new CloisterError(
        'INPUT_MISSING',
        `There is no folder ${folder}.`,
        'Make it, or choose another.',
      );
    await recordAct(vault, (db) => {
      db.prepare(
        `INSERT INTO watch(folder, name, mapping, is_on, since) VALUES (?, ?, ?, 1, ?)
         ON CONFLICT(folder) DO UPDATE SET name = excluded.name, mapping = excluded.mapping, is_on = 1`,
      ).run(folder, name, JSON.stringify(mapping), now());
      const id = watchOf(db, folder);
      // What another mapping could not take, this one may.
      db.prepare("DELETE FROM watch_file WHERE watch = ? AND outcome IN ('foreign', 'failed')").run(id);
      return {
        result: null,
        act: { action: 'watch.set', object: `watch ${id}`, details: { kind: mapping.kind } },
      };
    });
    return listWatches(vault.reader, watchingOf(vault));
  },
  'watch.switch': async ({ folder, on }, session) => {
    const vault = session.vault();
    await recordAct(vault, (db) => {
      const id = watchOf(db, resolve(folder));
      db.prepare('UPDATE watch SET is_on = ? WHERE id = ?').run(on ? 1 : 0, id);
      return { result: null, act: { action: 'watch.switch', object: `watch ${id}`, details: { on } } };
    });
    return listWatches(vault.reader, watchingOf(vault));
  },
  'watch.remove': async ({ folder }, session) => {
    const vault = session.vault();
    await recordAct(vault, (db) => {
      const id = watchOf(db, resolve(folder));
      db.prepare('DELETE FROM watch WHERE id = ?').run(id);
      watchingOf(vault).looks.delete(id);
      return { result: null, act: { action: 'watch.remove', object: `watch ${id}` } };
    });
    return listWatches(vault.reader, watchingOf(vault));
  },
  'watch.peek': async (_, session) => ({
    ready: await peek(session.vault().reader, watchingOf(session.vault())),
  }),
  'watch.look': (_, session, run) => look(session.vault(), watchingOf(session.vault()), run),
};
