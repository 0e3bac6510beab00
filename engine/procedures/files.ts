/** A local file chooser for the shell that has no native one: names and sizes only, nothing is read. */
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { BrowseAnswer } from '../../shared/contract/answers.ts';
import type { Handlers } from './handler.ts';

type Entry = BrowseAnswer['entries'][number];

const entryOf = (folder: string, name: string): Entry | null => {
  const path = join(folder, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || name.startsWith('.')) return null;
  if (found.isDirectory())
    return { name, path, kind: name.endsWith('.cloister') ? 'vault' : 'folder', bytes: 0 };
  return found.isFile() ? { name, path, kind: 'file', bytes: found.size } : null;
};

const ORDER = { folder: 0, vault: 1, file: 2 } as const;

export const filesHandlers: Handlers<'files.browse'> = {
  'files.browse': ({ folder, kinds }): BrowseAnswer => {
    const here = resolve(folder ?? homedir());
    const above = dirname(here);
    const entries = readdirSync(here)
      .map((name) => entryOf(here, name))
      .filter((entry): entry is Entry => entry !== null && kinds.includes(entry.kind))
      .sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.name < b.name ? -1 : 1));
    return { folder: here, parent: above === here ? null : above, entries };
  },
};
