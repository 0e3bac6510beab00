/** `release`: the releases that wait for the privacy officer, and what the officer does with them. */
import { populationLines } from '../../shared/attribute-risk.ts';
import { counted, number, percent } from '../../shared/charts/words.ts';
import type { ApprovalSetting, ReleaseDifference, RequestAnswer } from '../../shared/contract/release.ts';
import { type ReleaseRisk, RISK_DEFINITIONS } from '../../shared/risk.ts';
import { type Command, form, type Outcome } from '../command.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import { UsageError } from '../options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { showExport, showSmall } from './export.ts';
import { showWithheld } from './persona.ts';
import { openVault } from './vault.ts';

/** The three risks, and those in larger populations, each with what it means. */
export const showRisk = (out: Out, risk: ReleaseRisk, of = ''): void => {
  out.heading(`Risk${of}, from the printed sizes of the segments`);
  for (const [label, figure, definition] of [
    [RISK_DEFINITIONS.prosecutor.label, risk.prosecutor.highest, RISK_DEFINITIONS.prosecutor.definition],
    [RISK_DEFINITIONS.journalist.label, risk.journalist.highest, RISK_DEFINITIONS.journalist.definition],
    [RISK_DEFINITIONS.marketer.label, risk.marketer, RISK_DEFINITIONS.marketer.definition],
    [
      `${RISK_DEFINITIONS.atRisk.label} (above ${percent(risk.threshold)})`,
      risk.prosecutor.atRisk,
      RISK_DEFINITIONS.atRisk.definition,
    ],
  ] as const)
    out.paragraph(`${label}: ${percent(figure)}. ${definition}`, 2);
  const { sampled, alone } = RISK_DEFINITIONS;
  for (const { label, definition } of [sampled, alone]) out.paragraph(`${label}: ${definition}`, 2);
  for (const line of populationLines(risk.population)) out.paragraph(`- ${line}`, 4);
};

const differenceLines = (difference: ReleaseDifference | null): string[] =>
  difference === null
    ? ['Nothing was released before.']
    : [
        ...difference.added.map((name) => `new: ${name}`),
        ...difference.removed.map((name) => `gone: ${name}`),
        ...difference.changed.map(
          ({ name, peopleBefore, people, ruleChanged }) =>
            `${name}: ${number(peopleBefore)} people before, ${number(people)} now${ruleChanged ? ', by another rule' : ''}`,
        ),
      ];

const showRequest = (out: Out, { answer, ...request }: RequestAnswer): void => {
  const { release, difference, compared } = answer;
  out.pairs([
    ['release', `${request.id}, “${request.name}”, ${request.state}`],
    ['lens', `${request.purpose} as of ${request.asOf}`],
    ['folder', request.folder],
    ['definition', `SHA-256 ${answer.digest}`],
    ...(request.reason === null ? [] : [['reason', request.reason] as [string, string]]),
  ]);
  out.heading('What would leave (people rounded by the gate)');
  out.table(
    [
      { head: 'segment', wraps: 1 },
      { head: 'people', align: 'right' },
      { head: 'rule', wraps: 2 },
    ],
    release.segments.map(({ name, people, text }) => [name, number(people), text]),
  );
  showSmall(out, release.segments);
  showRisk(out, release.protection.risk);
  showWithheld(out, release.withheld);
  out.heading(
    difference === null ? 'Difference to the last release' : `Difference to “${difference.earlier}”`,
  );
  const lines = differenceLines(difference);
  for (const line of lines.length === 0 ? ['None.'] : lines) out.paragraph(`- ${line}`, 2);
  out.paragraph(
    `Compared with ${counted(compared, 'earlier release', 'earlier releases')}: each set with each other set, with everyone outside it and with the sum of two. Other combinations are not checked.`,
  );
};

const shownRequest = (answer: RequestAnswer): Outcome => ({
  json: answer,
  show: (out) => showRequest(out, answer),
});

const shownSetting = (setting: ApprovalSetting): Outcome => ({
  json: setting,
  show: (out) =>
    out.line(
      setting.needed
        ? 'Releases wait for the privacy officer.'
        : 'Releases are written without asking the privacy officer.',
    ),
});

const idOf = (text: string): number => {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError(
    releaseCommand,
    `"${text}" is not the number of a release.`,
    'See `cloister release VAULT list`.',
  );
};

export const releaseCommand: Command = {
  name: 'release',
  summary: 'releases that wait for the privacy officer: list, show, approve, deny',
  about: [
    'Where a privacy officer is appointed, `export` prepares a release and the officer decides; the setting `approval` says otherwise. What is approved is what was shown: if data, consent or segments changed since, it is refused.',
  ],
  example: "cloister release shop approve 3 --reason 'checked with legal'",
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...VAULT_OPTIONS },
      summary: 'list what was prepared, newest first',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const requests = await context.call('release.list', {});
        return {
          json: { releases: requests },
          show: (out) => {
            if (requests.length === 0) out.line('Nothing was prepared yet.');
            out.table(
              [
                { head: 'no', align: 'right' },
                { head: 'name', wraps: 1 },
                { head: 'state' },
                { head: 'prepared' },
                { head: 'segments', align: 'right' },
                { head: 'withheld', align: 'right' },
              ],
              requests.map(({ id, name, state, preparedAt, segments, withheld }) => [
                String(id),
                name,
                state,
                preparedAt.slice(0, 16).replace('T', ' '),
                number(segments),
                number(withheld),
              ]),
            );
          },
        };
      },
    }),
    form({
      action: 'show',
      words: ['VAULT', 'NUMBER'],
      options: { ...VAULT_OPTIONS },
      summary:
        'show what would leave, what is withheld and why, the risk, the difference to the last release',
      run: async ([path, id], values, context) => {
        await openVault(context, path, values);
        return shownRequest(await context.call('release.show', { id: idOf(id) }));
      },
    }),
    form({
      action: 'approve',
      words: ['VAULT', 'NUMBER'],
      options: {
        out: {
          kind: 'text',
          value: 'DIR',
          help: 'the folder to write, where it is another than the one prepared',
        },
        replace: { kind: 'flag', help: 'replace an earlier package in the folder' },
        reason: { kind: 'text', value: 'T', help: 'why; kept beside the record' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'write it (privacy officer)',
      run: async ([path, id], values, context) => {
        const release = idOf(id);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('release.approve', {
          id: release,
          ...(values.out === undefined ? {} : { folder: values.out }),
          ...(values.replace ? { replace: true } : {}),
          ...(values.reason === undefined ? {} : { reason: values.reason }),
        });
        return { json: answer, show: (out) => showExport(out, answer) };
      },
    }),
    form({
      action: 'deny',
      words: ['VAULT', 'NUMBER'],
      options: {
        reason: { kind: 'text', value: 'T', required: true, help: 'why; kept beside the record' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'refuse it, with a reason (privacy officer)',
      run: async ([path, id], values, context) => {
        const release = idOf(id);
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('release.deny', { id: release, reason: values.reason });
        return {
          json: answer,
          show: (out) => out.line(`Release ${answer.id} was denied. Nothing was written.`),
        };
      },
    }),
    form({
      action: 'acknowledge',
      words: ['VAULT'],
      options: {
        reason: { kind: 'text', value: 'T', required: true, help: 'why; kept beside the record' },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary:
        'after a restore: releases may leave although the backup does not know the last ones (privacy officer)',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        await actAsOfficer(context, values);
        const answer = await context.call('release.acknowledge', { reason: values.reason });
        return {
          json: answer,
          show: (out) =>
            out.line(
              `${counted(answer.acknowledged, 'loss', 'losses')} acknowledged; releases may leave again.`,
            ),
        };
      },
    }),
    form({
      action: 'approval',
      words: ['VAULT'],
      options: {
        needed: {
          kind: 'choice',
          choices: ['yes', 'no'],
          help: 'whether releases wait for the officer (privacy officer); without it, say what holds',
        },
        ...OFFICER_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'say or set whether releases wait for the privacy officer',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        if (values.needed === undefined) return shownSetting(await context.call('release.approval', {}));
        await actAsOfficer(context, values);
        return shownSetting(await context.call('release.setApproval', { needed: values.needed === 'yes' }));
      },
    }),
  ],
};
