/** `watch`: imports new files of a folder as they arrive, while it runs. */
import { setTimeout as wait } from 'node:timers/promises';
import { number } from '../../shared/charts/words.ts';
import type { WatchNews } from '../../shared/contract/watch.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { type Command, type Context, form } from '../command.ts';
import { readSettings } from '../inputs.ts';
import { harmless } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

/** The mapping under which a source of this name came, else the one in the file of this name. */
const mappingOf = async (context: Context, name: string): Promise<Mapping> => {
  const kept = await context.call('mapping.kept', {});
  return (
    kept.find(({ source }) => source === name)?.mapping ??
    parseMapping(readSettings(name, 'mapping', 'MAPPING_INVALID'))
  );
};

type File = WatchNews['files'][number];
const told = ({ name, outcome, accepted, rejected, reason }: File): string =>
  outcome === 'imported'
    ? `${name}: imported, ${number(accepted)} records accepted, ${number(rejected)} rejected`
    : outcome === 'known'
      ? `${name}: was imported before, nothing changed`
      : `${name}: ${outcome === 'foreign' ? 'left alone' : 'failed, and is not tried again until it changes'}: ${reason ?? ''}`;

export const watchCommand: Command = {
  name: 'watch',
  summary: 'import new files of a folder as they arrive',
  about: [
    'Runs until Ctrl-C. A file is taken once it has stopped growing, each file once; one that fails is named and tried again only after it changed; one that the mapping does not fit is left alone. What was imported stays.',
  ],
  example: 'cloister watch shop inbox --mapping orders.csv',
  forms: [
    form({
      words: ['VAULT', 'FOLDER'],
      options: {
        mapping: {
          kind: 'text',
          value: 'NAME',
          required: true,
          help: 'the name of an imported source, to map files as it was; or a mapping file',
        },
        every: { kind: 'integer', from: 1, to: 3600, help: 'seconds between two looks; 3 unless given' },
        looks: { kind: 'integer', from: 1, to: 1_000_000, help: 'end after so many looks, for schedulers' },
        ...VAULT_OPTIONS,
      },
      summary: 'watch a folder',
      run: async ([path, folder], { mapping: name, every = 3, looks, ...values }, context) => {
        await openVault(context, path, values);
        const mapping = await mappingOf(context, name);
        await context.call('watch.set', { folder, name, mapping });
        const files: File[] = [];
        try {
          for (let done = 0; looks === undefined || done < looks; done++) {
            if (done > 0) await wait(every * 1000);
            context.told('no longer watching; what was imported stays');
            const news = await context.call('watch.look', {});
            for (const file of news.files) process.stderr.write(`${harmless(told(file))}\n`);
            files.push(...news.files);
            if (news.unreadable.length > 0)
              throw new CloisterError('INPUT_MISSING', `The folder ${folder} is gone.`, 'Make it again.');
          }
        } finally {
          await context.call('watch.switch', { folder, on: false }).catch(() => null);
        }
        return {
          json: { files },
          show: (out) => out.paragraph(`${number(files.length)} files were looked at.`),
        };
      },
    }),
  ],
};
