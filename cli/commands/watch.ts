/** `watch`: imports new files of folders as they arrive, while it runs; lists what is watched, and ends it. */
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readYaml } from '../../engine/procedures/read-yaml.ts';
import { counted, number } from '../../shared/charts/words.ts';
import type { WatchedFolder, WatchNews } from '../../shared/contract/watch.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { type Command, type Context, form } from '../command.ts';
import { harmless, type Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

/** The mapping saved under this name, or that of a source of it, else the one in the file of this name. */
const mappingOf = async (context: Context, name: string): Promise<Mapping> => {
  const saved = await context.call('mapping.list', {});
  const kept = await context.call('mapping.kept', {});
  return (
    saved.find((one) => one.name === name)?.mapping ??
    kept.find(({ source }) => source === name)?.mapping ??
    readYaml(name, 'mapping', parseMapping, 'MAPPING_INVALID')
  );
};

type File = WatchNews['files'][number];
const told = ({ name, outcome, accepted, rejected, reason }: File): string =>
  outcome === 'imported'
    ? `${name}: imported, ${number(accepted)} records accepted, ${number(rejected)} rejected`
    : outcome === 'known'
      ? `${name}: was imported before, nothing changed`
      : `${name}: ${outcome === 'foreign' ? 'left alone' : 'failed, and is not tried again until it changes'}: ${reason ?? ''}${accepted === 0 ? '' : ` ${number(accepted)} records of it were accepted before that, and stay.`}`;

const showFolders = (out: Out, folders: readonly WatchedFolder[]): void => {
  if (folders.length === 0) {
    out.paragraph('No folder is watched.');
    return;
  }
  out.table(
    [
      { head: 'folder', wraps: 2 },
      { head: 'mapping', wraps: 1 },
      { head: 'watched' },
      { head: 'imported', align: 'right' },
      { head: 'failed', align: 'right' },
      { head: 'left alone', align: 'right' },
    ],
    folders.map(({ folder, name, on, files }) => [
      folder,
      name,
      on ? 'yes' : 'paused',
      ...(['imported', 'failed', 'foreign'] as const).map((outcome) =>
        number(files.filter((file) => file.outcome === outcome).length),
      ),
    ]),
  );
  for (const { files } of folders)
    for (const { name, outcome, reason } of files)
      if (outcome === 'failed' || outcome === 'foreign') out.paragraph(`${name}: ${reason ?? ''}`);
};

/** Looks again and again; the answer is what was found, once the looks are done. */
const lookOn = async (
  context: Context,
  every: number,
  looks: number | undefined,
  folder: string | undefined,
): Promise<File[]> => {
  const files: File[] = [];
  for (let done = 0; looks === undefined || done < looks; done++) {
    if (done > 0) await wait(every * 1000);
    context.told('no longer watching; what was imported stays');
    const news = await context.call('watch.look', {});
    for (const file of news.files) process.stderr.write(`${harmless(told(file))}\n`);
    files.push(...news.files);
    if (folder !== undefined && news.unreadable.length > 0)
      throw new CloisterError('INPUT_MISSING', `The folder ${news.unreadable[0]} is gone.`, 'Make it again.');
  }
  return files;
};

export const watchCommand: Command = {
  name: 'watch',
  summary: 'import new files of a folder as they arrive',
  about: [
    'Runs until Ctrl-C. A file is taken once it has stopped growing, each file once; one that fails is named and tried again only after it changed; one that the mapping does not fit is left alone. What was imported stays.',
    'Without FOLDER it looks into every folder that is watched in the window.',
  ],
  example: 'cloister watch shop inbox --mapping orders.csv',
  forms: [
    form({
      words: ['VAULT', '[FOLDER]'],
      options: {
        mapping: {
          kind: 'text',
          value: 'NAME',
          help: 'a saved mapping, or the name of an imported source to map files as it was, or a mapping file',
        },
        every: { kind: 'integer', from: 1, to: 3600, help: 'seconds between two looks; 3 unless given' },
        looks: { kind: 'integer', from: 1, to: 1_000_000, help: 'end after so many looks, for schedulers' },
        list: { kind: 'flag', help: 'say what is watched and what became of its files, and end' },
        remove: { kind: 'flag', help: 'watch the folder no longer, and end; what was imported stays' },
        ...VAULT_OPTIONS,
      },
      summary: 'watch a folder',
      run: async ([path, folder], { mapping: name, every = 3, looks, list, remove, ...values }, context) => {
        if (folder === undefined && (remove || name !== undefined))
          throw new CloisterError('USAGE', 'Say which folder.', 'It stands after the vault.');
        if (folder !== undefined && name === undefined && !list && !remove)
          throw new CloisterError(
            'USAGE',
            'Say under which mapping its files are imported.',
            'Give --mapping with the name of a saved mapping, of an imported source, or of a file.',
          );
        await openVault(context, path, values);
        if (list || remove) {
          const folders =
            remove && folder !== undefined
              ? await context.call('watch.remove', { folder })
              : await context.call('watch.list', {});
          return { json: { folders }, show: (out) => showFolders(out, folders) };
        }
        let wasOn = true;
        if (folder !== undefined && name !== undefined) {
          const place = resolve(folder);
          // A folder that the window watches goes on being watched there.
          wasOn = (await context.call('watch.list', {})).some((one) => one.folder === place && one.on);
          await context.call('watch.set', { folder, name, mapping: await mappingOf(context, name) });
        }
        try {
          const files = await lookOn(context, every, looks, folder);
          return {
            json: { files },
            show: (out) => out.paragraph(`${counted(files.length, 'file was', 'files were')} looked at.`),
          };
        } finally {
          if (folder !== undefined && !wasOn)
            await context.call('watch.switch', { folder, on: false }).catch(() => null);
        }
      },
    }),
  ],
};
