/** `mapping`: mappings kept in a vault under a name, version by version, and as files in YAML. */
import { existsSync } from 'node:fs';
import { readYaml } from '../../engine/procedures/read-yaml.ts';
import { writeFileAtomic } from '../../engine/vault/files.ts';
import { outsideVault } from '../../engine/vault/outside.ts';
import { number } from '../../shared/charts/words.ts';
import { CloisterError } from '../../shared/errors.ts';
import { parseMapping } from '../../shared/mapping.ts';
import { type Command, form } from '../command.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

export const mappingCommand: Command = {
  name: 'mapping',
  summary: 'what columns are for, saved under a name to be used again',
  about: [
    'Saving under a name that is there makes its next version; every version is kept. `cloister import VAULT FILE --saved NAME` imports under it.',
  ],
  example: 'cloister mapping shop save monthly orders.yaml',
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...VAULT_OPTIONS },
      summary: 'list what is saved',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const mappings = await context.call('mapping.list', {});
        return {
          json: { mappings },
          show: (out) => {
            if (mappings.length === 0) return out.paragraph('No mapping is saved in this vault.');
            out.table(
              [
                { head: 'name', wraps: 1 },
                { head: 'version', align: 'right' },
                { head: 'kind' },
                { head: 'columns kept', align: 'right' },
              ],
              mappings.map(({ name, version, mapping }) => [
                name,
                number(version),
                mapping.kind,
                number(mapping.columns.filter(({ role }) => role !== 'dropped').length),
              ]),
            );
          },
        };
      },
    }),
    form({
      action: 'save',
      words: ['VAULT', 'NAME', 'M.yaml'],
      options: { ...VAULT_OPTIONS },
      summary: 'save a mapping file under a name',
      run: async ([path, name, file], values, context) => {
        const mapping = readYaml(file, 'mapping', parseMapping, 'MAPPING_INVALID');
        await openVault(context, path, values);
        const answer = await context.call('mapping.save', { name, mapping });
        return {
          json: answer,
          show: (out) => out.paragraph(`${answer.name} is saved, version ${answer.version}.`),
        };
      },
    }),
    form({
      action: 'show',
      words: ['VAULT', 'NAME'],
      options: {
        version: { kind: 'integer', from: 1, to: 1_000_000, help: 'another version than the newest' },
        out: { kind: 'text', value: 'M.yaml', help: 'write it to this file' },
        replace: { kind: 'flag', help: 'replace a file that is there already' },
        ...VAULT_OPTIONS,
      },
      summary: 'show a mapping as YAML, or write it to a file',
      run: async ([path, name], { version, out: target, replace, ...values }, context) => {
        if (target !== undefined) outsideVault(target);
        if (target !== undefined && existsSync(target) && !replace)
          throw new CloisterError(
            'INPUT_DUPLICATE',
            `There already is a file ${target}; someone may have edited it.`,
            'Choose another name, or give --replace.',
          );
        await openVault(context, path, values);
        const answer = await context.call('mapping.show', {
          name,
          ...(version === undefined ? {} : { version }),
        });
        const { yaml } = await context.call('mapping.write', { mapping: answer.mapping });
        if (target !== undefined) writeFileAtomic(target, yaml);
        return {
          json: answer,
          show: (out) => {
            if (target !== undefined)
              out.paragraph(`${answer.name}, version ${answer.version}, is in ${target}.`);
            else for (const line of yaml.trimEnd().split('\n')) out.line(line);
          },
        };
      },
    }),
  ],
};
