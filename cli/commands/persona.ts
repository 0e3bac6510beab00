/** `persona`: portraits of segments, shown as the gate clears them, and what the analyst writes about them. */
import * as v from 'valibot';
import { readYaml } from '../../engine/procedures/read-yaml.ts';
import { number, ratio, shareText, withUnit } from '../../shared/charts/words.ts';
import type { ReleaseAnswer } from '../../shared/contract/release.ts';
import { CloisterError } from '../../shared/errors.ts';
import { ideaSchema, type LensChoice } from '../../shared/plan.ts';
import type { Difference, ReleasePersona, ReleaseSegment, Withheld } from '../../shared/release.ts';
import { type Command, type Context, form } from '../command.ts';
import { readNamed } from '../inputs.ts';
import { LENS_OPTIONS, type LensValues, lensOf, SEED_OPTION, showLens } from '../lens-options.ts';
import { didYouMean } from '../nearest.ts';
import { UsageError } from '../options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';
import { figure } from './features.ts';
import { openVault } from './vault.ts';

const POLICY_OPTION = {
  policy: {
    kind: 'text',
    value: 'F.yaml',
    help: 'limits of disclosure that are stricter or wider, within the floors',
  },
} as const;

type Values = LensValues & VaultValues & { seed?: number | undefined; policy?: string | undefined };

const preview = async (path: string, values: Values, context: Context): Promise<ReleaseAnswer> => {
  const policy = values.policy === undefined ? {} : readNamed(values.policy, 'policy', 'PLAN_INVALID');
  await openVault(context, path, values);
  return context.call('release.preview', {
    lens: lensOf(values),
    export: { name: 'Preview', policy },
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  });
};

/** What the gate held back, with its reasons: all of it. */
export const showWithheld = (out: Out, withheld: readonly Withheld[]): void => {
  if (withheld.length === 0) {
    out.heading('Nothing was withheld.');
    return;
  }
  out.heading(`Withheld by the gate: ${number(withheld.length)}`);
  out.table(
    [
      { head: 'what', wraps: 1 },
      { head: 'why', wraps: 1 },
    ],
    withheld.map(({ item, reason }) => [item, reason]),
  );
};

/** A figure of a difference: a percentage for a level, a mean for a number. */
const differenceFigure = ({ level, unit }: Difference, value: number): string =>
  withUnit(value, level === null ? unit : '%');

const showDifferences = (out: Out, { differences }: ReleasePersona): void => {
  if (differences.length === 0) return;
  out.heading('What sets them apart (lift: the segment over everyone admitted)');
  out.table(
    [
      { head: 'feature', wraps: 1 },
      { head: 'here', align: 'right' },
      { head: 'everyone', align: 'right' },
      { head: 'lift', align: 'right' },
      { head: '95 % interval', align: 'right' },
      { head: '' },
    ],
    differences.map((one) => [
      one.level === null ? one.label : `${one.label}: ${one.level}`,
      differenceFigure(one, one.segment),
      differenceFigure(one, one.lens),
      ratio(one.lift),
      one.interval === null ? '–' : one.interval.map(ratio).join(' to '),
      one.inRule ? 'in the rule' : '',
    ]),
  );
};

const showUsual = (out: Out, { usual }: ReleasePersona): void => {
  if (usual.length === 0) return;
  out.heading('What is usual (10th centile, median, 90th centile)');
  const range = ([low, middle, high]: [number, number, number]): string =>
    `${figure(low)} · ${figure(middle)} · ${figure(high)}`;
  out.table(
    [
      { head: 'feature', wraps: 1 },
      { head: 'unit' },
      { head: 'here', align: 'right' },
      { head: 'everyone', align: 'right' },
    ],
    usual.map(({ label, unit, segment, lens }) => [label, unit, range(segment), range(lens)]),
  );
};

const showPersona = (
  out: Out,
  { id, people, share, spend, text, persona, version }: ReleaseSegment,
): void => {
  out.heading(`${persona.name} (${id}, version ${version})`);
  out.pairs([
    ['people', `${number(people)}, ${shareText(share)} of those admitted`],
    ['spend', spend === null ? 'withheld or unknown' : `${shareText(spend)} of all`],
    ['rule', text],
    ['summary', persona.summary],
  ]);
  showDifferences(out, persona);
  showUsual(out, persona);
  if (persona.reach.length > 0) {
    out.heading('Reach');
    out.table(
      [{ head: 'channel' }, { head: 'people', align: 'right' }, { head: 'share', align: 'right' }],
      persona.reach.map((one) => [
        one.label,
        one.people === null ? 'withheld' : number(one.people),
        one.share === null ? '' : shareText(one.share),
      ]),
    );
  }
  if (persona.plan.length > 0) {
    out.heading('Content plan');
    out.table(
      [
        { head: 'content', wraps: 1 },
        { head: 'channel', wraps: 1 },
        { head: 'timing', wraps: 1 },
        { head: 'why', wraps: 1 },
      ],
      persona.plan.map(({ content, channel, timing, why }) => [content, channel, timing, why]),
    );
  }
};

/** The cleared segment. @throws CloisterError PRIVACY_REFUSED where the gate holds it back, NOT_FOUND */
const findCleared = async (
  { release }: ReleaseAnswer,
  id: string,
  lens: LensChoice,
  context: Context,
): Promise<ReleaseSegment> => {
  const found = release.segments.find((segment) => segment.id === id);
  if (found !== undefined) return found;
  const segments = await context.call('segment.list', { lens });
  const held = segments.find((segment) => segment.id === id);
  if (held !== undefined) {
    const reason = release.withheld.find(({ item }) => item === held.name)?.reason;
    throw new CloisterError(
      'PRIVACY_REFUSED',
      `The gate does not clear the segment ${id}${reason === undefined ? '.' : `: ${reason}.`}`,
      'See `cloister persona VAULT list` for all that is withheld; widen the segment, or merge it with another.',
    );
  }
  const ids = segments.map((segment) => segment.id);
  throw new CloisterError(
    'NOT_FOUND',
    `There is no segment "${id}"${didYouMean(id, ids)}`,
    `Segments: ${ids.join(', ')}.`,
  );
};

const parseIdeas = (value: unknown): v.InferOutput<typeof ideaSchema>[] => {
  const ideas = typeof value === 'object' && value !== null && 'plan' in value ? value.plan : value;
  const parsed = v.safeParse(v.array(ideaSchema), ideas);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  throw new CloisterError(
    'PLAN_INVALID',
    `The content plan is not valid${where === null ? '' : ` at ${where}`}: ${issue.message}`,
    'Write a list of entries with content, channel, timing and, if you like, why.',
  );
};

export const personaCommand: Command = {
  name: 'persona',
  summary: 'portraits of segments: list, show, edit',
  about: [
    'Only figures that the gate clears are shown: what stands here may be shown to others. Names of personas are those of `cloister segment VAULT list`.',
  ],
  example: "cloister persona shop edit lapsed-regulars --name 'Quiet Quentin' --plan-file plan.yaml",
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...POLICY_OPTION, ...SEED_OPTION, ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'every persona the gate clears',
      run: async ([path], values, context) => {
        const answer = await preview(path, values, context);
        const { segments, withheld } = answer.release;
        return {
          json: answer,
          show: (out) => {
            showLens(out, lensOf(values), values);
            out.line();
            if (segments.length === 0) out.line('The gate clears no persona.');
            out.table(
              [
                { head: 'id', wraps: 1 },
                { head: 'name', wraps: 1 },
                { head: 'people', align: 'right' },
                { head: 'share', align: 'right' },
                { head: 'summary', wraps: 1 },
              ],
              segments.map(({ id, people, share, persona }) => [
                id,
                persona.name,
                number(people),
                shareText(share),
                persona.summary,
              ]),
            );
            showWithheld(out, withheld);
          },
        };
      },
    }),
    form({
      action: 'show',
      words: ['VAULT', 'ID'],
      options: { ...POLICY_OPTION, ...SEED_OPTION, ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'one persona: differences, usual ranges, reach, content plan',
      run: async ([path, id], values, context) => {
        const answer = await preview(path, values, context);
        const lens = lensOf(values);
        const segment = await findCleared(answer, id, lens, context);
        const withheld = answer.release.withheld.filter(
          ({ item }) => item === segment.name || item === segment.persona.name,
        );
        return {
          json: { lens, segment, withheld },
          show: (out) => {
            showLens(out, lensOf(values), values);
            showPersona(out, segment);
            showWithheld(out, withheld);
          },
        };
      },
    }),
    form({
      action: 'edit',
      words: ['VAULT', 'ID'],
      options: {
        name: { kind: 'text', value: 'N', help: 'another name' },
        summary: { kind: 'text', value: 'TEXT', help: 'another summary' },
        'plan-file': { kind: 'text', value: 'F', help: 'another content plan: a list in YAML or JSON' },
        ...VAULT_OPTIONS,
      },
      summary: 'change its name, summary or content plan',
      run: async ([path, id], values, context) => {
        const { name, summary, 'plan-file': planFile } = values;
        if (name === undefined && summary === undefined && planFile === undefined)
          throw new UsageError(
            personaCommand,
            'There is nothing to change.',
            'Give --name, --summary or --plan-file.',
          );
        const plan = planFile === undefined ? undefined : readYaml(planFile, 'content plan', parseIdeas);
        await openVault(context, path, values);
        await context.call('persona.edit', {
          segment: id,
          ...(name === undefined ? {} : { name }),
          ...(summary === undefined ? {} : { summary }),
          ...(plan === undefined ? {} : { plan }),
        });
        return { json: { edited: id }, show: (out) => out.line(`The persona of ${id} is changed.`) };
      },
    }),
  ],
};
