/** `audit`: the record of every act, and whether it is whole. */
import { counted, number } from '../../shared/charts/words.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

/** Longest list that is written out; the JSON answer has all of it. */
const MOST_ITEMS = 8;

const valueText = (value: unknown): string => {
  if (!Array.isArray(value))
    return typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', ');
  if (value.length === 0) return 'none';
  return value.length > MOST_ITEMS || value.some((one) => typeof one === 'object')
    ? number(value.length)
    : value.join(', ');
};

/** The details of an act in words: names and values, long lists as their number. */
const detailText = (details: string): string =>
  details === ''
    ? ''
    : Object.entries(JSON.parse(details) as Record<string, unknown>)
        .map(([name, value]) => `${name}: ${valueText(value)}`)
        .join('; ');

export const auditCommand: Command = {
  name: 'audit',
  summary: 'the record of every act: verify its chain, or read it',
  about: [
    'Entries form a hash chain with a signed head. A checkpoint, written beside every package and kept elsewhere, proves that the history was not rewritten since. The exit status is 1 where the record does not hold.',
  ],
  example: 'cloister audit shop verify --checkpoint shop-export.checkpoint.json',
  forms: [
    form({
      action: 'verify',
      words: ['VAULT'],
      options: {
        checkpoint: { kind: 'text', value: 'F', help: 'a checkpoint that the record must contain' },
        ...VAULT_OPTIONS,
      },
      summary: 'check the chain, the signature, and a checkpoint',
      run: async ([path], { checkpoint, ...values }, context) => {
        await openVault(context, path, values);
        const answer = await context.call('audit.verify', checkpoint === undefined ? {} : { checkpoint });
        const [fault] = answer.faults;
        return {
          json: answer,
          show: (out) => {
            if (answer.ok)
              out.paragraph(
                `The record holds: ${counted(answer.entries, 'entry', 'entries')}, chain and signed head${checkpoint === undefined ? '' : ', and the checkpoint is in it'}.`,
              );
            out.pairs([
              ['entries', number(answer.entries)],
              ['head', answer.head ?? 'none'],
            ]);
            if (answer.ok) return;
            out.line();
            out.table(
              [{ head: 'entry', align: 'right' }, { head: 'fault' }, { head: 'what is wrong', wraps: 1 }],
              answer.faults.map(({ seq, kind, text }) => [number(seq), kind, text]),
            );
          },
          ...(answer.ok
            ? {}
            : {
                failed: new CloisterError(
                  'AUDIT_BROKEN',
                  `The record does not hold${fault === undefined ? '' : `: ${fault.text}`}`,
                  'Restore the vault from a backup, and find out who changed it.',
                ),
              }),
        };
      },
    }),
    form({
      action: 'log',
      words: ['VAULT'],
      options: {
        limit: { kind: 'integer', from: 1, to: 1_000_000, help: 'how many of the newest entries (200)' },
        ...VAULT_OPTIONS,
      },
      summary: 'read the record',
      run: async ([path], { limit, ...values }, context) => {
        await openVault(context, path, values);
        const entries = await context.call('audit.log', limit === undefined ? {} : { limit });
        return {
          json: { entries },
          show: (out) =>
            out.table(
              [
                { head: 'entry', align: 'right' },
                { head: 'when' },
                { head: 'act' },
                { head: 'what', wraps: 1 },
                { head: 'details', wraps: 1 },
              ],
              entries.map(({ seq, at, action, object, details }) => [
                number(seq),
                at.slice(0, 19).replace('T', ' '),
                action,
                object,
                detailText(details),
              ]),
            ),
        };
      },
    }),
  ],
};
