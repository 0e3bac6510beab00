/** `audit minimization`, `retention`, `processing`, `controller`: what is kept, whether it is needed, and who answers for it. */
import { existsSync } from 'node:fs';
import { writeFileAtomic } from '../../engine/vault/files.ts';
import { outsideVault } from '../../engine/vault/outside.ts';
import { attributeRiskLines } from '../../shared/attribute-risk.ts';
import { number } from '../../shared/charts/words.ts';
import { DATA_CLASS_WORDS } from '../../shared/column-policy.ts';
import type { ColumnEffect, MinimizationAnswer } from '../../shared/contract/minimization.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Form, form } from '../command.ts';
import { LENS_OPTIONS, lensOf } from '../lens-options.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { showRetention } from './retention.ts';
import { openVault } from './vault.ts';

const small = (value: number | null, least: number): string => (value === null ? `<${least}` : number(value));
const percent = (share: number | null): string =>
  share === null ? '' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
const effect = (found: ColumnEffect | null): string =>
  found === null ? '' : `${found.ari.toFixed(3)}, ${signed(found.silhouette)}`;

const showMinimization = (out: Out, answer: MinimizationAnswer): void => {
  const { clustering, columns, minCell, people } = answer;
  out.paragraph(
    clustering === null
      ? 'No clustering is kept under this name, so the effect of leaving a column out cannot be measured.'
      : `Measured on the clustering ${clustering.id} (${clustering.k} clusters, silhouette ${clustering.silhouette.toFixed(3)}), fitted again for ${number(answer.measuredOn)} of ${number(answer.admitted)} people. Effects: agreement with the kept groups (adjusted Rand index, 1 is the same), then the change of the silhouette.`,
  );
  out.line();
  out.table(
    [
      { head: 'column', wraps: 1 },
      { head: 'class', wraps: 1 },
      { head: 'filled', align: 'right' },
      { head: 'tells apart', align: 'right' },
      { head: 'left out' },
      { head: 'coarser' },
      { head: 'advice' },
      { head: 'why', wraps: 3 },
    ],
    columns.map((column) => [
      `${column.kind}.${column.name}`,
      DATA_CLASS_WORDS[column.class].label,
      column.filled === null ? `<${minCell}` : percent(column.rows === 0 ? 0 : column.filled / column.rows),
      percent(column.alone?.separation ?? null),
      effect(column.dropped),
      effect(column.coarser),
      column.recommendation,
      column.why,
    ]),
  );
  if (answer.risk !== null) {
    out.heading('How well the kept attributes tell people apart, inside the vault');
    for (const line of attributeRiskLines(answer.risk)) out.paragraph(line, 2);
  }
  out.heading('Purposes');
  out.table(
    [
      { head: 'purpose', wraps: 1 },
      { head: 'allowed', align: 'right' },
      { head: 'used', align: 'right' },
      { head: 'allowed and not used', wraps: 3 },
    ],
    answer.purposes.map(({ label, allowed, used, unused }) => [
      label,
      number(allowed),
      number(used.length),
      used.length === 0 ? 'all of them' : unused.join(', '),
    ]),
  );
  out.heading('People');
  out.pairs([
    ['known', number(people.known)],
    [
      'without any purpose',
      `${small(people.withoutPurpose, minCell)} (nothing may be done with them: they should be erased)`,
    ],
    ...people.olderThan.map(({ months, share }): [string, string] => [
      `consents older than ${months} months`,
      share === null ? 'not told' : percent(share),
    ]),
  ]);
};

const FORMATS = ['markdown', 'html', 'json'] as const;

/** Forms of `audit` about what is kept and why. */
export const policyForms: readonly Form[] = [
  form({
    action: 'minimization',
    words: ['VAULT'],
    options: {
      ...LENS_OPTIONS,
      clustering: { kind: 'text', value: 'NAME', help: 'the clustering to measure on (clustering)' },
      ...VAULT_OPTIONS,
    },
    summary: 'whether every column is needed for what it is kept for',
    run: async ([path], { clustering, ...values }, context) => {
      await openVault(context, path, values);
      const answer = await context.call('minimization.audit', {
        lens: lensOf(values),
        ...(clustering === undefined ? {} : { clustering }),
      });
      return { json: answer, show: (out) => showMinimization(out, answer) };
    },
  }),
  form({
    action: 'retention',
    words: ['VAULT'],
    options: VAULT_OPTIONS,
    summary: 'how long things are kept, and what a purge would remove now',
    run: async ([path], values, context) => {
      await openVault(context, path, values);
      const answer = await context.call('retention.list', {});
      return { json: answer, show: (out) => showRetention(out, answer) };
    },
  }),
  form({
    action: 'processing',
    words: ['VAULT'],
    options: {
      format: { kind: 'choice', value: 'F', choices: FORMATS, help: `${FORMATS.join(', ')} (markdown)` },
      out: { kind: 'text', value: 'FILE', help: 'write it to this file instead of standard output' },
      replace: { kind: 'flag', help: 'replace a file of this name' },
      ...VAULT_OPTIONS,
    },
    summary: 'the record of processing activities (GDPR Art. 30)',
    run: async ([path], { format, out: target, replace, ...values }, context) => {
      if (target !== undefined) outsideVault(target);
      if (target !== undefined && existsSync(target) && !replace)
        throw new CloisterError(
          'INPUT_DUPLICATE',
          `There already is a file ${target}.`,
          'Choose another name, or give --replace.',
        );
      await openVault(context, path, values);
      const { record, text } = await context.call('processing.record', {
        format: (format ?? 'markdown') as (typeof FORMATS)[number],
      });
      if (target !== undefined) writeFileAtomic(target, text);
      return {
        json: record,
        show: (out) => {
          if (target !== undefined) out.paragraph(`The record of processing is written to ${target}.`);
          else for (const line of text.trimEnd().split('\n')) out.line(line);
        },
      };
    },
  }),
  form({
    action: 'controller',
    words: ['VAULT'],
    options: {
      name: { kind: 'text', value: 'N', help: 'name of the controller (needed)' },
      contact: { kind: 'text', value: 'C', help: 'address of the controller (needed)' },
      officer: {
        kind: 'text',
        value: 'O',
        help: 'data protection officer and how to reach them, where there is one',
      },
      ...OFFICER_OPTIONS,
      ...VAULT_OPTIONS,
    },
    summary: 'say who answers for the data, for the record of processing',
    run: async ([path], { name, contact, officer, ...values }, context) => {
      if (name === undefined || contact === undefined)
        throw new CloisterError(
          'USAGE',
          'The controller is not described.',
          'Give --name and --contact, and --officer where there is a data protection officer.',
        );
      await openVault(context, path, values);
      await actAsOfficer(context, values);
      await context.call('processing.describe', { name, contact, officer });
      return {
        json: { name, contact, officer },
        show: (out) => out.paragraph('The controller is on the record of processing.'),
      };
    },
  }),
];
