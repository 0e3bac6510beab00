/** `segment`: named rules over the people of a lens. */
import { parseYaml, readYaml } from '../../engine/procedures/read-yaml.ts';
import { counted, fixed, number, shareOf, told } from '../../shared/charts/words.ts';
import type { SegmentAnswer } from '../../shared/contract/answers.ts';
import type { LensChoice } from '../../shared/plan.ts';
import { nested } from '../../shared/rules/nesting.ts';
import { parseRule, type Rule } from '../../shared/rules/rule.ts';
import { type Command, type Context, form, type Outcome } from '../command.ts';
import { LENS_OPTIONS, type LensValues, lensOf, showLens } from '../lens-options.ts';
import { UsageError } from '../options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';
import { openVault } from './vault.ts';

const RULE_OPTIONS = {
  rule: { kind: 'text', value: 'JSON', help: 'the rule; see docs/rules.md' },
  'rule-file': { kind: 'text', value: 'F', help: 'the rule in a file, YAML or JSON' },
} as const;

const ruleOf = (values: { rule?: string | undefined; 'rule-file'?: string | undefined }): Rule => {
  const { rule, 'rule-file': file } = values;
  if ((rule === undefined) === (file === undefined))
    throw new UsageError(
      segmentCommand,
      rule === undefined ? 'There is no rule.' : 'There are two rules.',
      'Give either --rule or --rule-file.',
    );
  return file === undefined
    ? parseYaml(rule as string, { named: 'rule', file: null, code: 'RULE_INVALID' }, parseRule)
    : readYaml(file, 'rule', parseRule, 'RULE_INVALID');
};

const levelsOf = (text: string | undefined): number[] | undefined => {
  if (text === undefined) return undefined;
  const levels = text.split(',').map((part) => Number(part.trim() === '' ? Number.NaN : part));
  if (levels.every((level) => Number.isInteger(level) && level >= 2 && level <= 30)) return levels;
  throw new UsageError(
    segmentCommand,
    `--levels is "${text}".`,
    'Give whole numbers from 2 to 30, for example --levels 2,4.',
  );
};

/** Most characters of a rule in a table. */
const MOST_RULE = 300;
const shorten = (text: string): string =>
  text.length <= MOST_RULE ? text : `${text.slice(0, MOST_RULE).replace(/ \S*$/, '')} …`;

/** Segments with their sizes and rules; the share is of the people the lens admits, where that is known. */
export const showSegments = (out: Out, segments: readonly SegmentAnswer[], admitted?: number): void => {
  if (segments.length === 0) {
    out.line('There is no segment. Define one, or take them from-clusters or from-rfm.');
    return;
  }
  out.table(
    [
      { head: 'id', wraps: 1 },
      { head: 'name', wraps: 1 },
      { head: 'version', align: 'right' },
      { head: 'from' },
      { head: 'people', align: 'right' },
      ...(admitted === undefined ? [] : [{ head: 'share', align: 'right' as const }]),
      { head: 'fidelity', align: 'right' },
    ],
    nested(segments).map(({ segment: { id, name, version, origin, people, needs, fidelity }, depth }) => [
      id,
      depth === 0 ? name : `${'  '.repeat(depth - 1)}└ ${name}`,
      String(version),
      origin,
      needs === null ? told(people) : '',
      ...(admitted === undefined ? [] : [shareOf(people, admitted)]),
      fidelity === null ? '' : fixed(fidelity.jaccard, 2),
    ]),
  );
  for (const { name, needs } of segments)
    if (needs !== null) out.paragraph(`“${name}” ${needs}; it is left out until it is defined anew.`);
  out.heading('Rules');
  out.pairs(segments.map(({ id, text }): [string, string] => [`  ${id}`, shorten(text)]));
  if (segments.some(({ text }) => text !== shorten(text)))
    out.paragraph('Long rules are cut here; --json has them whole.');
};

type Common = LensValues & VaultValues;

const listed = (lens: LensChoice, values: LensValues, segments: SegmentAnswer[]): Outcome => ({
  json: { lens, segments },
  show: (out) => {
    showLens(out, lens, values);
    out.line();
    showSegments(out, segments);
  },
});

const withLens = async <T>(
  path: string,
  values: Common,
  context: Context,
  work: (lens: LensChoice) => Promise<T>,
): Promise<T> => {
  await openVault(context, path, values);
  return work(lensOf(values));
};

export const segmentCommand: Command = {
  name: 'segment',
  summary: 'named rules over people: list, define, count, refresh',
  about: [
    'A definition belongs to the vault, not to a lens: the same rule is counted anew for every purpose and date. A changed definition is a new version; fidelity (Jaccard) says how well a rule stands for its cluster.',
  ],
  example: `cloister segment shop define --name 'Lapsed regulars' --purpose personalize --as-of 2026-07-01 \\
    --rule '{"op":"all","of":[{"op":"compare","field":"recency","is":">=","value":180},
                              {"op":"compare","field":"frequency","is":">=","value":4}]}'`,
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'every segment with its size under the lens',
      run: async ([path], values, context) =>
        withLens(path, values, context, async (lens) =>
          listed(lens, values, await context.call('segment.list', { lens })),
        ),
    }),
    form({
      action: 'define',
      words: ['VAULT'],
      options: {
        name: { kind: 'text', value: 'N', required: true, help: 'what people call it' },
        id: { kind: 'text', value: 'ID', help: 'a stable short name (made from the name)' },
        ...RULE_OPTIONS,
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'define or redefine a segment by a rule',
      run: async ([path], values, context) => {
        const rule = ruleOf(values);
        return withLens(path, values, context, async (lens) => {
          const { name, id } = values;
          const answer = await context.call('segment.define', {
            lens,
            name,
            rule,
            ...(id === undefined ? {} : { id }),
          });
          return {
            json: answer,
            show: (out) => {
              showLens(out, lens, values);
              out.line();
              showSegments(out, [answer]);
            },
          };
        });
      },
    }),
    form({
      action: 'count',
      words: ['VAULT'],
      options: { ...RULE_OPTIONS, ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'how many people a rule finds, without keeping it',
      run: async ([path], values, context) => {
        const rule = ruleOf(values);
        return withLens(path, values, context, async (lens) => {
          const answer = await context.call('segment.count', { lens, rule });
          return {
            json: { lens, ...answer },
            show: (out) => {
              showLens(out, lens, values);
              out.line();
              const share = shareOf(answer.people, answer.of);
              out.paragraph(
                `${told(answer.people)} of ${counted(answer.of, 'person', 'people')}${share === '' ? '' : ` (${share})`}: ${answer.text}`,
              );
            },
          };
        });
      },
    }),
    form({
      action: 'refresh',
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'keep who is in each segment on this date, and tell who entered and left',
      run: async ([path], values, context) =>
        withLens(path, values, context, async (lens) => {
          const segments = await context.call('segment.refresh', { lens });
          const moved = (count: number | null): string => (count === null ? '–' : number(count));
          return {
            json: { lens, segments },
            show: (out) => {
              showLens(out, lens, values);
              out.line();
              if (segments.length === 0) out.line('There is no segment to refresh.');
              out.table(
                [
                  { head: 'id', wraps: 1 },
                  { head: 'name', wraps: 1 },
                  { head: 'people', align: 'right' },
                  { head: 'entered', align: 'right' },
                  { head: 'left', align: 'right' },
                  { head: 'since' },
                ],
                segments.map(({ id, name, people, entered, left, previousAsOf, needs }) => [
                  id,
                  name,
                  needs === null ? told(people) : '',
                  moved(entered),
                  moved(left),
                  needs ?? previousAsOf ?? 'first refresh',
                ]),
              );
            },
          };
        }),
    }),
    form({
      action: 'remove',
      words: ['VAULT', 'ID'],
      options: VAULT_OPTIONS,
      summary: 'remove a segment; its versions stay on the record',
      run: async ([path, id], values, context) => {
        await openVault(context, path, values);
        await context.call('segment.remove', { id });
        return { json: { removed: id }, show: (out) => out.line(`The segment ${id} is removed.`) };
      },
    }),
    form({
      action: 'from-clusters',
      words: ['VAULT'],
      options: {
        clustering: { kind: 'text', value: 'NAME', help: 'which clustering (clustering)' },
        levels: {
          kind: 'text',
          value: 'K,…',
          help: 'levels of its tree whose groups become segments too: 2 is its uppermost split',
        },
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'make a segment of every cluster that a rule tells apart',
      run: async ([path], values, context) =>
        withLens(path, values, context, async (lens) => {
          const { clustering } = values;
          const levels = levelsOf(values.levels);
          return listed(
            lens,
            values,
            await context.call('segment.fromClustering', {
              lens,
              ...(clustering === undefined ? {} : { clustering }),
              ...(levels === undefined ? {} : { levels }),
            }),
          );
        }),
    }),
    form({
      action: 'from-rfm',
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'make the usual segments of recency, frequency and monetary',
      run: async ([path], values, context) =>
        withLens(path, values, context, async (lens) =>
          listed(lens, values, await context.call('segment.fromRfm', { lens })),
        ),
    }),
  ],
};
