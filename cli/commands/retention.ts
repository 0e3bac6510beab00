/** `retention`: rules about how long data is kept, and the purge of what is too old. */
import { number } from '../../shared/charts/words.ts';
import type { RetentionAnswer, RetentionInfo } from '../../shared/contract/retention.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const rulesTable = (out: Out, rules: readonly RetentionInfo[], minCell: number, head: string): void =>
  out.table(
    [
      { head: 'what', wraps: 1 },
      { head: 'days', align: 'right' },
      { head: 'too old before' },
      { head, align: 'right' },
      { head: 'people', align: 'right' },
      { head: 'why', wraps: 2 },
    ],
    rules.map((rule) => [
      `${rule.scope} ${rule.label}`,
      number(rule.days),
      rule.before,
      rule.rows === null ? 'few' : number(rule.rows),
      rule.people === null ? `<${minCell}` : number(rule.people),
      rule.reason,
    ]),
  );

/** The rules, and what a purge today would remove. */
export const showRetention = (out: Out, { today, rules, minCell, withoutRule }: RetentionAnswer): void => {
  if (rules.length === 0)
    out.paragraph('No rule of retention is set: everything is kept until it is removed by hand.');
  else {
    out.paragraph(`What a purge on ${today} would remove; nothing is removed by looking.`);
    out.line();
    rulesTable(out, rules, minCell, 'rows to go');
  }
  if (withoutRule.length > 0) out.paragraph(`Without a rule: ${withoutRule.join(', ')}.`);
};

const SCOPES = ['kind', 'source', 'column'] as const;

export const retentionCommand: Command = {
  name: 'retention',
  summary: 'how long data is kept: rules, and the purge of what is too old',
  about: [
    'Rows of orders and events age by their own time, profiles by the import that brought them. Setting a rule removes nothing; a purge does, for good, as an act of the privacy officer. `cloister audit VAULT retention` shows what it would remove. The consent ledger and the record of acts are proof, and no rule reaches them.',
  ],
  example: 'cloister retention shop set kind events --days 395 --reason seasons',
  forms: [
    form({
      action: 'set',
      words: ['VAULT', 'SCOPE', 'SUBJECT'],
      options: {
        days: { kind: 'integer', from: 1, to: 36_500, help: 'how long it is kept' },
        none: { kind: 'flag', help: 'take the rule back' },
        reason: { kind: 'text', value: 'WHY', help: 'why; it stands in the record of processing' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'set a rule for a kind, a source (its number) or a column (kind.name)',
      run: async ([path, scope, subject], { days, none, reason, ...values }, context) => {
        const known = SCOPES.find((one) => one === scope);
        if (known === undefined)
          throw new CloisterError(
            'USAGE',
            `"${scope}" is no scope of a rule.`,
            `Use one of ${SCOPES.join(', ')}.`,
          );
        if ((days === undefined) !== none)
          throw new CloisterError('USAGE', 'How long?', 'Give --days N, or --none to take the rule back.');
        if (reason === undefined)
          throw new CloisterError('USAGE', 'A rule needs a reason.', 'Give --reason "…".');
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        await context.call('retention.set', { scope: known, subject, days: days ?? null, reason });
        const answer = await context.call('retention.list', {});
        return { json: answer, show: (out) => showRetention(out, answer) };
      },
    }),
    form({
      action: 'purge',
      words: ['VAULT'],
      options: { ...OFFICER_OPTIONS, ...VAULT_OPTIONS },
      summary: 'remove what the rules say is too old, for good',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('retention.purge', {});
        return {
          json: answer,
          show: (out) => {
            out.paragraph(
              answer.rows === null ? 'A few rows were removed.' : `${number(answer.rows)} rows were removed.`,
            );
            if (answer.rules.length > 0) rulesTable(out, answer.rules, 11, 'rows removed');
          },
        };
      },
    }),
  ],
};
