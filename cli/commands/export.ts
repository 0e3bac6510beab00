/** `export`: writes what the gate clears, and says what it held back. */
import { counted, number, percent } from '../../shared/charts/words.ts';
import type { ExportAnswer } from '../../shared/contract/answers.ts';
import type { HeldOutcome } from '../../shared/contract/release.ts';
import { noiseSentence } from '../../shared/noise.ts';
import { HELD_CHOICES, TARGETS } from '../../shared/plan.ts';
import { smallSegmentWarning } from '../../shared/release.ts';
import { type Command, form } from '../command.ts';
import { readNamed } from '../inputs.ts';
import { LENS_OPTIONS, lensOf, SEED_OPTION, showLens } from '../lens-options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { bytesText } from '../progress.ts';
import { showWithheld } from './persona.ts';
import { openVault } from './vault.ts';

const showList = (out: Out, heading: string, lines: readonly string[]): void => {
  if (lines.length === 0) return;
  out.heading(heading);
  for (const line of lines) out.paragraph(`- ${line}`, 2);
};

/** What became of the segments that are too near to an earlier release, and what the noise does. */
export const showHeld = (out: Out, { held, coarser, noise }: HeldOutcome): void => {
  showList(
    out,
    'Made coarser, because they were too near to an earlier release',
    coarser.map(
      ({ segment, name, mergedWith, after, people, precision }) =>
        `${segment}: ${mergedWith === null ? after : `together with ${mergedWith} as “${name}”: ${after}`} ${number(people)} people, ${percent(precision)} of them its own`,
    ),
  );
  showList(
    out,
    'Too near to an earlier release (--held coarsen or --held noise lets them leave otherwise)',
    held.map(({ name, with: near }) => `${name}: differs by a few people from ${near}`),
  );
  if (noise !== null) {
    out.heading('Noise');
    out.paragraph(noiseSentence(noise), 2);
  }
};

/** The warning beside segments of few people. */
export const showSmall = (out: Out, segments: readonly { name: string; people: number }[]): void => {
  const warning = smallSegmentWarning(segments, ({ name }) => name);
  if (warning !== null) out.paragraph(warning, 2);
};

/** Files, segments, and everything that was withheld, raised or made coarse. */
export const showExport = (out: Out, answer: ExportAnswer): void => {
  out.line(`Written to ${answer.folder}: ${counted(answer.files.length, 'file', 'files')}`);
  out.line();
  out.table(
    [{ head: 'file', wraps: 1 }, { head: 'size', align: 'right' }, { head: 'SHA-256' }],
    answer.files.map(({ path, bytes, sha256 }) => [path, bytesText(bytes), `${sha256.slice(0, 16)}…`]),
  );
  out.heading('Segments (people rounded by the gate)');
  out.table(
    [
      { head: 'id', wraps: 1 },
      { head: 'name', wraps: 1 },
      { head: 'people', align: 'right' },
    ],
    answer.segments.map(({ id, name, people }) => [id, name, number(people)]),
  );
  showSmall(out, answer.segments);
  showHeld(out, answer);
  showWithheld(out, answer.withheld);
  showList(
    out,
    'Not written for a target, which cannot say the rule',
    answer.notExpressed.map(({ target, segment, reason }) => `${target}, ${segment}: ${reason}`),
  );
  showList(out, 'Limits that were raised to their floors', answer.raised);
  showList(out, 'Cut points that were made coarse', [...new Set(answer.changedCuts)]);
  out.heading(
    `Sealed by the record: ${answer.seal}. A copy kept elsewhere shows if the record is rewritten.`,
  );
};

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a package: definitions, aggregates and a report, cleared by the gate',
  about: [
    'No person and no pseudonym leaves: definitions and cleared aggregates do. The neutral definition and the manifest are always in the package. What the gate holds back is listed with its reason.',
  ],
  example:
    'cloister export shop --name Summer --target hubspot,report --out summer \\\n  --purpose personalize --as-of 2026-07-01',
  forms: [
    form({
      words: ['VAULT'],
      options: {
        name: { kind: 'text', value: 'N', required: true, help: 'the name of the release' },
        out: {
          kind: 'text',
          value: 'DIR',
          required: true,
          help: 'the folder to write, which does not exist yet',
        },
        target: {
          kind: 'list',
          value: 'T',
          choices: TARGETS,
          help: `what to write (all of them): ${TARGETS.join(', ')}`,
        },
        policy: {
          kind: 'text',
          value: 'F.yaml',
          help: 'limits of disclosure: minCell, minSegment, roundTo, shareBounds, dominance',
        },
        noise: {
          kind: 'text',
          value: 'E',
          help: 'adds exact discrete Laplace noise of this ε (1, 0.5, 1/3) to every number of people',
        },
        held: {
          kind: 'choice',
          value: 'H',
          choices: HELD_CHOICES,
          help: 'a segment too near to an earlier release: wait (it does not leave yet), coarsen (a coarser rule leaves), noise (its rule and a noisy size leave)',
        },
        fields: { kind: 'text', value: 'F.yaml', help: 'for each CRM, the property that holds a field' },
        warehouse: { kind: 'text', value: 'F.yaml', help: 'names of tables and columns, for SQL' },
        replace: { kind: 'flag', help: 'replace an earlier package in the folder' },
        ...SEED_OPTION,
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'write a package',
      run: async ([path], values, context) => {
        const { name, target, seed, out: folder, replace } = values;
        const settings = {
          ...(values.policy === undefined
            ? {}
            : { policy: readNamed(values.policy, 'policy', 'PLAN_INVALID') }),
          ...(values.noise === undefined ? {} : { noise: values.noise }),
          ...(values.held === undefined ? {} : { held: values.held }),
          ...(values.fields === undefined
            ? {}
            : { fields: readNamed(values.fields, 'field map', 'PLAN_INVALID') }),
          ...(values.warehouse === undefined
            ? {}
            : { warehouse: readNamed(values.warehouse, 'warehouse map', 'PLAN_INVALID') }),
        };
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('release.write', {
          lens,
          export: { name, ...(target === undefined ? {} : { targets: target }), ...settings },
          folder,
          replace,
          ...(seed === undefined ? {} : { seed }),
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values);
            showExport(out, answer);
            out.line(`Next: cloister verify ${folder}`);
          },
        };
      },
    }),
  ],
};
