/** `audit`: the record of every act, and whether it is whole. */
import { basename } from 'node:path';
import { counted, number } from '../../shared/charts/words.ts';
import type { AuditAnswer, AuditExportAnswer, AuditLine } from '../../shared/contract/audit.ts';
import { CloisterError } from '../../shared/errors.ts';
import { PROMISES } from '../../shared/promises.ts';
import { type Command, form, type Outcome } from '../command.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { policyForms } from './audit-policy.ts';
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

/** An act and what it was done to, as one cell. */
const whatText = ({ object, named, purpose }: AuditLine): string =>
  [named === '' ? object : `${object} (${named})`, purpose].filter((part) => part !== '').join(' · ');

const verified = (answer: AuditAnswer, checkpoint: string | undefined): Outcome => {
  const [fault] = answer.faults;
  const { lastCheckpoint: last, clockBackwards } = answer;
  return {
    json: answer,
    show: (out) => {
      if (answer.ok)
        out.paragraph(
          `The record holds: ${counted(answer.entries, 'entry', 'entries')}, chain, signed head and ${counted(answer.checkpoints, 'checkpoint', 'checkpoints')}${checkpoint === undefined ? '' : ', and the checkpoint from outside is in it'}.`,
        );
      out.pairs([
        ['entries', number(answer.entries)],
        ['head', answer.head ?? 'none'],
        ['root', answer.root],
        ['checkpoint', last === null ? 'none yet' : `entry ${last.seq}, key ${last.keyId}`],
        [
          'clock',
          clockBackwards.length === 0
            ? 'never ran backwards'
            : `ran backwards at entry ${clockBackwards.map(({ seq }) => seq).join(', ')}; the order is the number of the entry`,
        ],
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
};

const exported = (answer: AuditExportAnswer): Outcome => ({
  json: answer,
  show: (out) => {
    out.pairs(answer.files.map(({ path, bytes }) => [path, `${number(bytes)} bytes`] as [string, string]));
    out.line();
    out.pairs([
      ['entries', number(answer.entries)],
      ['key', answer.keyId],
    ]);
    out.heading(
      `Next: node docs/verify-audit.mjs ${answer.files.map(({ path }) => basename(path)).join(' ')}`,
    );
  },
});

const FILTERS = {
  from: { kind: 'date', help: 'first day of the entries' },
  to: { kind: 'date', help: 'last day of the entries' },
  actor: { kind: 'text', value: 'A', help: 'whose passphrase: holder or officer' },
  role: { kind: 'text', value: 'R', help: 'as what they acted: analyst or officer' },
  action: { kind: 'text', value: 'A', help: 'the act, such as source.import' },
  object: { kind: 'text', value: 'T', help: 'part of what it was done to' },
} as const;

const REPLACE = { kind: 'flag', help: 'replace files of this name' } as const;

export const auditCommand: Command = {
  name: 'audit',
  summary: 'the record of every act: verify it, read it, take it out',
  about: [
    'Entries form a hash chain with a signed head, and a Merkle tree whose roots are signed every 256 entries and with every export. A checkpoint kept elsewhere proves that the history was not cut, rewritten or replaced by an older copy since. An exported log and a checkpoint are verified without Cloister by docs/verify-audit.mjs. The exit status is 1 where the record does not hold.',
  ],
  example: 'cloister audit shop verify --checkpoint shop-2026-07.checkpoint.json',
  forms: [
    form({
      action: 'verify',
      words: ['VAULT'],
      options: {
        checkpoint: {
          kind: 'text',
          value: 'F',
          help: 'a checkpoint, or the seal.json of a package, that the record must contain',
        },
        ...VAULT_OPTIONS,
      },
      summary: 'check chain, signatures, checkpoints, and one from outside',
      run: async ([path], { checkpoint, ...values }, context) => {
        await openVault(context, path, values);
        return verified(
          await context.call('audit.verify', checkpoint === undefined ? {} : { checkpoint }),
          checkpoint,
        );
      },
    }),
    form({
      action: 'log',
      words: ['VAULT'],
      options: {
        limit: { kind: 'integer', from: 1, to: 1_000_000, help: 'how many of the newest entries (200)' },
        ...FILTERS,
        export: {
          kind: 'text',
          value: 'F.jsonl',
          help: 'write every entry to this file, and a checkpoint beside it',
        },
        replace: REPLACE,
        ...VAULT_OPTIONS,
      },
      summary: 'read the record, or write all of it to a file',
      run: async ([path], { limit, export: file, replace, ...values }, context) => {
        await openVault(context, path, values);
        if (file !== undefined)
          return exported(await context.call('audit.export', { what: 'log', file, replace }));
        const asked = Object.keys(FILTERS).flatMap((name) => {
          const value = values[name as keyof typeof FILTERS];
          return value === undefined ? [] : [[name, value]];
        });
        const entries = await context.call('audit.log', {
          ...(limit === undefined ? {} : { limit }),
          ...Object.fromEntries(asked),
        });
        return {
          json: { entries },
          show: (out) =>
            out.table(
              [
                { head: 'entry', align: 'right' },
                { head: 'when' },
                { head: 'who' },
                { head: 'act' },
                { head: 'what', wraps: 1 },
                { head: 'details', wraps: 1 },
              ],
              entries.map((line) => [
                number(line.seq),
                line.at.slice(0, 19).replace('T', ' '),
                line.role,
                line.action,
                whatText(line),
                [detailText(line.counts), detailText(line.details)].filter((text) => text !== '').join('; '),
              ]),
            ),
        };
      },
    }),
    form({
      action: 'entry',
      words: ['VAULT', 'NUMBER'],
      options: VAULT_OPTIONS,
      summary: 'one entry as it is hashed, with its proof',
      run: async ([path, which], values, context) => {
        await openVault(context, path, values);
        const answer = await context.call('audit.entry', { seq: Number(which) });
        return {
          json: answer,
          show: (out) => {
            out.line(answer.body);
            out.line();
            out.pairs([
              ['hash', answer.hash],
              ['checkpoint', `entry ${answer.checkpoint.seq}, root ${answer.checkpoint.root}`],
              ['path', answer.path.length === 0 ? 'none: it is the only entry' : answer.path.join(' ')],
              ['reason', answer.note ?? 'none'],
            ]);
          },
        };
      },
    }),
    form({
      action: 'promises',
      words: ['VAULT'],
      options: VAULT_OPTIONS,
      summary: 'every promise, how it stands in this vault, and the command that proves it',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const answers = await context.call('audit.promises', {});
        const promises = PROMISES.map((one) => ({
          ...one,
          ...(answers.find(({ id }) => id === one.id) ?? { state: 'tested' as const, finding: '' }),
        }));
        const broken = promises.find(({ state }) => state === 'broken');
        return {
          json: { ok: broken === undefined, promises },
          show: (out) =>
            out.table(
              [
                { head: '' },
                { head: 'promise', wraps: 1 },
                { head: 'here' },
                { head: 'finding', wraps: 1 },
                { head: 'proof', wraps: 1 },
              ],
              promises.map(({ id, title, state, finding, command }) => [id, title, state, finding, command]),
            ),
          ...(broken === undefined
            ? {}
            : {
                failed: new CloisterError(
                  'VAULT_DAMAGED',
                  `A promise does not hold: ${broken.title} (${broken.finding}).`,
                  'Do not work with this vault until it does.',
                ),
              }),
        };
      },
    }),
    form({
      action: 'checkpoint',
      words: ['VAULT'],
      options: {
        out: {
          kind: 'text',
          value: 'F',
          required: true,
          help: 'where to write it; keep it outside the vault',
        },
        since: {
          kind: 'text',
          value: 'F',
          help: 'an earlier checkpoint: proves that the record only grew since',
        },
        replace: REPLACE,
        ...VAULT_OPTIONS,
      },
      summary: 'sign the record as it stands, for a file you keep',
      run: async ([path], { out: file, since, replace, ...values }, context) => {
        await openVault(context, path, values);
        return exported(
          await context.call('audit.export', {
            what: 'checkpoint',
            file,
            replace,
            ...(since === undefined ? {} : { since }),
          }),
        );
      },
    }),
    ...policyForms,
  ],
};
