/** Watched folders: which, under which mapping, and a look into them. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { parseMapping } from '../../shared/mapping.ts';
import { now, recordAct } from '../audit/audit.ts';
import { listWatches, look, type Sightings } from '../intake/watch.ts';
import type { Vault } from '../vault/vault.ts';
import type { Handlers } from './handler.ts';

/** What was seen of half-written files, as long as a vault is open. */
const sightings = new WeakMap<Vault, Sightings>();

export const watchHandlers: Handlers<'watch.list' | 'watch.set' | 'watch.switch' | 'watch.look'> = {
  'watch.list': (_, session) => listWatches(session.vault().reader),
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
      const id = db.prepare('SELECT id FROM watch WHERE folder = ?').pluck().get(folder) as number;
      // What another mapping could not take, this one may.
      db.prepare("DELETE FROM watch_file WHERE watch = ? AND outcome IN ('foreign', 'failed')").run(id);
      return {
        result: null,
        act: { action: 'watch.set', object: `watch ${id}`, details: { kind: mapping.kind } },
      };
    });
    return listWatches(vault.reader);
  },
  'watch.switch': async ({ folder: given, on }, session) => {
    const vault = session.vault();
    const folder = resolve(given);
    await recordAct(vault, (db) => {
      const { changes } = db.prepare('UPDATE watch SET is_on = ? WHERE folder = ?').run(on ? 1 : 0, folder);
      if (changes === 0)
        throw new CloisterError('NOT_FOUND', `The folder ${folder} is not watched.`, 'Watch it first.');
      const id = db.prepare('SELECT id FROM watch WHERE folder = ?').pluck().get(folder) as number;
      return { result: null, act: { action: 'watch.switch', object: `watch ${id}`, details: { on } } };
    });
    return listWatches(vault.reader);
  },
  'watch.look': (_, session, run) => {
    const vault = session.vault();
    const seen = sightings.get(vault) ?? new Map();
    sightings.set(vault, seen);
    return look(vault, seen, run);
  },
};
