/** `column`: the inventory of stored columns, and the decisions about them. */
import { number } from '../../shared/charts/words.ts';
import { DATA_CLASS_WORDS, DATA_CLASSES } from '../../shared/column-policy.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { CloisterError } from '../../shared/errors.ts';
import { KINDS, type Kind, PURPOSES } from '../../shared/vocabulary.ts';
import { type Command, form } from '../command.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import { dateText } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const dayText = (time: number | null): string => (time === null ? 'never' : dateText(time));

/** A column written kind.name. @throws CloisterError USAGE */
const columnOf = (text: string): { kind: Kind; name: string } => {
  const [kind, name, ...rest] = text.split('.');
  const known = KINDS.find((one) => one === kind);
  if (known === undefined || name === undefined || rest.length > 0)
    throw new CloisterError(
      'USAGE',
      `"${text}" does not name a column.`,
      'Write the kind and the name, for example profiles.city.',
    );
  return { kind: known, name };
};

type Purposes = Input<'column.allow'>['purposes'];
const purposesOf = (text: string): Purposes =>
  text === 'every' ? null : text === 'none' ? [] : (text.split(',').map((one) => one.trim()) as Purposes);

const reason = { kind: 'text', value: 'WHY', help: 'why; it goes on the record' } as const;
const PURPOSE_HELP = `every, none, or a list parted by commas: ${PURPOSES.map(({ id }) => id).join(', ')}`;

const requireReason = (given: string | undefined): string => {
  if (given !== undefined) return given;
  throw new CloisterError('USAGE', 'A decision about a column needs a reason.', 'Give --reason "…".');
};

export const columnCommand: Command = {
  name: 'column',
  summary: 'stored columns: their class, purposes, coarsening and removal',
  about: [
    'Every stored column has a class with evidence. A weaker class, a special category (GDPR Art. 9), purposes, coarsening and dropping are the privacy officer’s acts; each needs a reason, which goes on the record.',
  ],
  example: 'cloister column shop drop profiles.city --reason unused',
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'every stored column with its class, purposes and use',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const columns = await context.call('column.list', {});
        return {
          json: { columns },
          show: (out) =>
            out.table(
              [
                { head: 'column', wraps: 1 },
                { head: 'class', wraps: 1 },
                { head: 'sure', align: 'right' },
                { head: 'kept as', wraps: 1 },
                { head: 'for', wraps: 2 },
                { head: 'used by', wraps: 2 },
                { head: 'last used' },
                { head: 'days left', align: 'right' },
              ],
              columns.map((column) => [
                `${column.kind}.${column.name}`,
                DATA_CLASS_WORDS[column.class].label,
                `${Math.round(column.confidence * 100)} %`,
                column.action,
                column.purposes === null ? 'every purpose' : column.purposes.join(', ') || 'no purpose',
                column.uses.map(({ what, name }) => `${what} ${name}`).join(', ') || 'nothing',
                dayText(column.lastUsedAt),
                column.retentionLeft === null ? '' : number(column.retentionLeft),
              ]),
            ),
        };
      },
    }),
    form({
      action: 'classify',
      words: ['VAULT', 'COLUMN'],
      options: {
        class: { kind: 'choice', value: 'C', choices: DATA_CLASSES, help: DATA_CLASSES.join(', ') },
        basis: {
          kind: 'choice',
          value: 'B',
          choices: ['explicit_consent'],
          help: 'what a special category rests on: explicit_consent',
        },
        purposes: { kind: 'text', value: 'P', help: PURPOSE_HELP },
        reason,
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'decide the class of a column, also before it is imported',
      run: async ([path, column], { class: dataClass, basis, purposes, reason: why, ...values }, context) => {
        if (dataClass === undefined)
          throw new CloisterError(
            'USAGE',
            'Which class?',
            `Give --class, one of ${DATA_CLASSES.join(', ')}.`,
          );
        const key = columnOf(column);
        const because = requireReason(why);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const allowed = purposes === undefined ? undefined : purposesOf(purposes);
        await context.call('column.classify', {
          ...key,
          class: dataClass as (typeof DATA_CLASSES)[number],
          reason: because,
          ...(basis === undefined ? {} : { basis: 'explicit_consent' as const }),
          ...(allowed == null ? {} : { purposes: allowed }),
        });
        return {
          json: { ...key, class: dataClass },
          show: (out) =>
            out.paragraph(
              `${column} is ${DATA_CLASS_WORDS[dataClass as (typeof DATA_CLASSES)[number]].label} from now on.`,
            ),
        };
      },
    }),
    form({
      action: 'allow',
      words: ['VAULT', 'COLUMN'],
      options: {
        purposes: { kind: 'text', value: 'P', help: PURPOSE_HELP },
        necessity: { kind: 'text', value: 'WHAT', help: 'what the column is needed for, in words' },
        reason,
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'say for which purposes a column may be used',
      run: async ([path, column], { purposes, necessity, reason: why, ...values }, context) => {
        if (purposes === undefined)
          throw new CloisterError('USAGE', 'For which purposes?', 'Give --purposes every, none, or a list.');
        const key = columnOf(column);
        const because = requireReason(why);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        await context.call('column.allow', {
          ...key,
          purposes: purposesOf(purposes),
          reason: because,
          ...(necessity === undefined ? {} : { necessity }),
        });
        return {
          json: { ...key, purposes: purposesOf(purposes) },
          show: (out) => out.paragraph(`${column} may be used for ${purposes} from now on.`),
        };
      },
    }),
    form({
      action: 'coarsen',
      words: ['VAULT', 'COLUMN'],
      options: { reason, ...OFFICER_OPTIONS, ...VAULT_OPTIONS },
      summary: 'make a stored column one level coarser, for good',
      run: async ([path, column], { reason: why, ...values }, context) => {
        const key = columnOf(column);
        const because = requireReason(why);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('column.coarsen', { ...key, reason: because });
        return {
          json: answer,
          show: (out) => out.paragraph(`${column} now holds ${answer.words}; the finer values are gone.`),
        };
      },
    }),
    form({
      action: 'drop',
      words: ['VAULT', 'COLUMN'],
      options: { reason, ...OFFICER_OPTIONS, ...VAULT_OPTIONS },
      summary: 'delete a stored column, and keep it out of later imports',
      run: async ([path, column], { reason: why, ...values }, context) => {
        const key = columnOf(column);
        const because = requireReason(why);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('column.drop', { ...key, reason: because });
        return {
          json: answer,
          show: (out) => {
            out.paragraph(`${column} is deleted, and later imports leave it out.`);
            if (answer.usedBy.length > 0)
              out.paragraph(`It was used by ${answer.usedBy.join(', ')}: fit and define them again.`);
          },
        };
      },
    }),
  ],
};
