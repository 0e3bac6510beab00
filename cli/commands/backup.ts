/** `backup`, `restore` and `scan`: keeping a vault safe, and looking for what must not be in it. */
import { counted, number } from '../../shared/charts/words.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { actAsOfficer, givenPassphrase, OFFICER_OPTIONS } from '../officer.ts';
import { askHidden, passphraseFor, VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'an encrypted copy of a vault',
  about: [
    'The copy is of one moment and encrypted as the vault is; without the keystore it is worthless, and the keystore is left out unless asked for. Keep the two apart. Destroy backups older than 90 days: they outlive erasures.',
  ],
  example: 'cloister backup shop backups/shop-2026-07-01.db',
  forms: [
    form({
      words: ['VAULT', 'FILE'],
      options: {
        'with-keystore': { kind: 'flag', help: 'copies the keystore too, to FILE.keys.json' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'write a backup',
      run: async ([path, file], { 'with-keystore': keystore, ...values }, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('vault.backup', { file, keystore });
        return {
          json: answer,
          show: (out) =>
            out.pairs([
              ['backup', answer.file],
              ['bytes', number(answer.bytes)],
              ['sha256', answer.sha256],
              ['keystore', answer.keystore ?? 'not copied: keep a copy of it apart from the backup'],
            ]),
        };
      },
    }),
  ],
};

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'a vault from an encrypted backup',
  about: [
    'The keystore is taken from --keystore, else from keys.json in the folder of the vault, else from FILE.keys.json. The erasure journal (keys.erasures.jsonl) lies beside the keystore: put it there first. Whoever was erased since the backup was made is erased again before the vault opens; withdrawals and objections since are done again from the journal of acts (keys.acts.jsonl) and the refusals that files brought (keys.refusals.bin).',
  ],
  example: 'cloister restore backups/shop-2026-07-01.db shop --replace',
  forms: [
    form({
      words: ['FILE', 'VAULT'],
      options: {
        replace: { kind: 'flag', help: 'puts the backup in the place of the database that is there' },
        old: { kind: 'flag', help: 'restores a backup that is older than 90 days' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'restore a backup',
      run: async ([file, path], { replace, old, ...values }, context) => {
        const input = {
          file,
          path,
          passphrase: await passphraseFor(values, false),
          ...(values.keystore === undefined ? {} : { keystore: values.keystore }),
          replace,
          old,
        };
        const restore = (officer: string | null) =>
          context.call('vault.restore', { ...input, ...(officer === null ? {} : { officer }) });
        const given = givenPassphrase(values['officer-passphrase-file'], 'CLOISTER_OFFICER_PASSPHRASE');
        // Whether an officer is appointed shows only once the keystore is open.
        const answer = await restore(given).catch(async (error: unknown) => {
          const needed = error instanceof CloisterError && error.code === 'OFFICER_NEEDED';
          const typed = needed ? await askHidden('Passphrase of the privacy officer: ') : null;
          if (typed === null) throw error;
          return restore(typed);
        });
        return {
          json: answer,
          show: (out) =>
            out.pairs([
              ['vault', answer.folder],
              [
                'state of',
                `${answer.state.slice(0, 19).replace('T', ' ')}, ${counted(answer.days, 'day', 'days')} old`,
              ],
              ['erased again', counted(answer.erasuresReplayed, 'person', 'people')],
              [
                'done again',
                `${counted(answer.actsRepeated, 'act', 'acts')} since: withdrawals, objections, officers`,
              ],
              ...(answer.lost.releases + answer.lost.files === 0
                ? []
                : [
                    [
                      'not in it',
                      `${counted(answer.lost.releases, 'release', 'releases')} and ${counted(answer.lost.files, 'file with refusals', 'files with refusals')}: nothing is released until the files are imported again and an officer says \`cloister release VAULT acknowledge\``,
                    ] as [string, string],
                  ]),
              ['people', number(answer.people)],
            ]),
        };
      },
    }),
  ],
};

export const scanCommand: Command = {
  name: 'scan',
  summary: 'look for values that must not be in a vault',
  about: [
    'Looks for every line of a file (four bytes or more) in the decrypted database, its log, and every file of the vault and its keystore, and prints counts alone. The exit status is 3 where anything was found.',
  ],
  example: 'cloister scan shop --needles addresses.txt',
  forms: [
    form({
      words: ['VAULT'],
      options: {
        needles: { kind: 'text', value: 'F', required: true, help: 'a file with one value a line' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'count the places where a value stands',
      run: async ([path], { needles, ...values }, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('vault.scan', { needles });
        return {
          json: answer,
          show: (out) => {
            out.paragraph(`${counted(answer.needles, 'value', 'values')} looked for.`);
            out.line();
            out.table(
              [
                { head: 'place', wraps: 1 },
                { head: 'bytes', align: 'right' },
                { head: 'found', align: 'right' },
              ],
              answer.places.map(({ place, bytes, hits }) => [place, number(bytes), number(hits)]),
            );
          },
          ...(answer.hits === 0
            ? {}
            : {
                failed: new CloisterError(
                  'PRIVACY_REFUSED',
                  `A value that must not be in the vault was found ${counted(answer.hits, 'time', 'times')} (rule: no raw identifier is stored).`,
                  'Find the column it came from in Sources and drop it.',
                ),
              }),
        };
      },
    }),
  ],
};
