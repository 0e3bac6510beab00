/** `inspect`: what a file is and what its columns are for, without taking anything in. */
import { existsSync } from 'node:fs';
import { writeFileAtomic } from '../../engine/vault/files.ts';
import { outsideVault } from '../../engine/vault/outside.ts';
import { number } from '../../shared/charts/words.ts';
import { classReasons, DATA_CLASS_WORDS } from '../../shared/column-policy.ts';
import type { InspectionAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ColumnMapping } from '../../shared/mapping.ts';
import { typedWord } from '../../shared/typed-word.ts';
import { KINDS } from '../../shared/vocabulary.ts';
import { type Command, form } from '../command.ts';
import { FORMAT_OPTIONS, PEOPLE_OPTION, sourceFormat } from '../format-options.ts';
import { mappingsYaml, mappingYaml } from '../mapping-file.ts';
import { bytesText } from '../progress.ts';

/** A role with what belongs to it: `attribute (quasi-identifier)`, `link (email)`. */
const roleText = (column: ColumnMapping | undefined, role: string): string => {
  if (column === undefined) return role;
  const detail =
    column.role === 'attribute'
      ? [
          column.class === 'ordinary' ? undefined : column.class,
          column.type === 'number' ? 'number' : undefined,
        ]
      : column.role === 'consent'
        ? [column.part, column.purpose]
        : [column.identifier, column.format];
  const known = detail.filter((part) => part !== undefined);
  return known.length === 0 ? role : `${role} (${known.join(', ')})`;
};

const formatText = ({ format }: InspectionAnswer): string =>
  format.packing === null ? format.name : `${format.name}, packed with ${format.packing}`;

/** The sheets or entries there are, and which is meant. */
const choicesOf = ({ choices }: InspectionAnswer): [string, string][] => [
  ...(choices.sheet !== null
    ? [['sheet', `${choices.sheet}, of ${choices.sheets.join(', ')}`] as [string, string]]
    : []),
  ...(choices.entry !== null
    ? [['entry', `${choices.entry}, of ${choices.entries.join(', ')}`] as [string, string]]
    : []),
];

/** The system it comes from, why that is thought, and how sure it is. */
const systemOf = ({ system, why }: InspectionAnswer): [string, string][] =>
  system === null
    ? []
    : [['recognised', `${why.replace(/^Recognised as /, '')} Confidence ${system.confidence.toFixed(2)}.`]];

const SAID = ['kind', 'people', 'format', 'encoding', 'sheet', 'entry'] as const;

/** The file and everything that was said or chosen of it, as the next command has to be given to read it alike. */
const sourceWords = (
  file: string,
  values: Readonly<Partial<Record<(typeof SAID)[number], string | undefined>>>,
  { choices: { sheet, sheets, entry, entries } }: InspectionAnswer,
  isStatus: boolean,
): string => {
  const said = {
    ...values,
    sheet: values.sheet ?? (sheets.length > 1 ? sheet : null),
    entry: values.entry ?? (entries.length > 1 && !isStatus ? entry : null),
  };
  const options = SAID.map((name) => [name, said[name] ?? null] as const);
  return [
    typedWord(file),
    ...options.flatMap(([name, value]) => (value === null ? [] : [`--${name} ${typedWord(value)}`])),
  ].join(' ');
};

/** Whether no record says whose it is, as far as can be told. */
const namesNobody = ({ columns, mapping }: InspectionAnswer): boolean =>
  mapping.people === undefined && columns.every(({ role }) => role !== 'identifier' && role !== 'order');

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'what a file is, and what each of its columns would be kept for',
  about: [
    'Nothing is taken in and no value is shown: examples are masked, letters as a and digits as 9. Each column is told with its class under the column policy, how sure that is, and the evidence; special categories (GDPR Art. 9) stay out unless the privacy officer signs them off. --mapping-out writes the suggestions with their reasons, to be edited and given to `cloister import --mapping`.',
  ],
  example: 'cloister inspect customers.csv --mapping-out customers.yaml',
  forms: [
    form({
      words: ['FILE'],
      options: {
        kind: {
          kind: 'choice',
          value: 'K',
          choices: KINDS,
          help: `what the file holds: ${KINDS.join(', ')}`,
        },
        people: PEOPLE_OPTION,
        ...FORMAT_OPTIONS,
        'mapping-out': { kind: 'text', value: 'M.yaml', help: 'write the suggested mapping to this file' },
        replace: { kind: 'flag', help: 'replace a mapping file that is there already' },
      },
      summary: 'inspect a file',
      run: async ([file], values, context) => {
        const { kind, people, 'mapping-out': target, replace } = values;
        const format = sourceFormat(values);
        if (target !== undefined) outsideVault(target);
        if (target !== undefined && existsSync(target) && !replace)
          throw new CloisterError(
            'INPUT_DUPLICATE',
            `There already is a file ${target}; someone may have edited it.`,
            'Choose another name, or give --replace.',
          );
        const answer = await context.call('intake.inspect', {
          file,
          ...(kind === undefined ? {} : { kind }),
          ...(people === undefined ? {} : { people }),
          ...(format === undefined ? {} : { format }),
        });
        const isSaid = file === '-' || kind !== undefined || format?.entry !== undefined;
        const statusFiles =
          isSaid || answer.choices.entries.length < 2
            ? null
            : await context.call('intake.statusFiles', { file });
        const entries: InspectionAnswer[] = [];
        for (const { entry } of target === undefined ? [] : (statusFiles?.files ?? []))
          if (entry !== null)
            entries.push(await context.call('intake.inspect', { file, format: { ...format, entry } }));
        if (target !== undefined)
          writeFileAtomic(target, entries.length > 0 ? mappingsYaml(entries) : mappingYaml(answer));
        const mapped = new Map(answer.mapping.columns.map((column) => [column.column, column]));
        return {
          json: statusFiles === null ? answer : { ...answer, statusFiles },
          show: (out) => {
            out.pairs([
              [
                'file',
                `${answer.file}, ${bytesText(answer.bytes)}${answer.files > 1 ? `, ${number(answer.files)} files as one source` : ''}`,
              ],
              ['format', `${formatText(answer)}. ${answer.format.why.join(' ')}`],
              ...choicesOf(answer),
              [
                'records',
                answer.records === null
                  ? 'not known: a stream says it at its end'
                  : `${answer.counted ? '' : 'about '}${number(answer.records)}`,
              ],
              ...systemOf(answer),
              ['kind', `${answer.kind}. ${answer.system === null ? answer.why : ''}`.trim()],
              ...(answer.people === null ? [] : [['people', answer.people] as [string, string]]),
              [
                'written as',
                [
                  answer.encoding,
                  answer.delimiter,
                  answer.format.type === 'json' || answer.format.type === 'parquet'
                    ? 'each value with its name'
                    : `${answer.header ? 'with' : 'without'} a header`,
                ]
                  .filter((part) => part !== null)
                  .join(', '),
              ],
              ['SHA-256', answer.sha256],
            ]);
            out.line();
            out.table(
              [
                { head: 'column', wraps: 1 },
                { head: 'suggested role', wraps: 1 },
                { head: 'looks like', wraps: 1 },
                { head: 'why', wraps: 3 },
              ],
              answer.columns.map(({ column, role, why, shapes, warnings, readings }) => [
                column,
                roleText(mapped.get(column), role),
                shapes[0] ?? '',
                [
                  why,
                  ...warnings.map((warning) => `Look: ${warning}`),
                  ...readings.map(({ format, reads }) => `format: "${format}" reads ${reads}.`),
                ].join(' '),
              ]),
            );
            if (answer.encodings.length > 0) {
              out.heading('Its bytes prove no encoding; say with --encoding which is meant');
              out.table(
                [
                  { head: 'encoding' },
                  { head: 'names of columns', wraps: 1 },
                  { head: 'commonest letters', wraps: 1 },
                  { head: 'why', wraps: 2 },
                ],
                answer.encodings.map((one) => [
                  one.encoding,
                  one.names.join(', '),
                  one.letters.join(' '),
                  one.why,
                ]),
              );
            }
            out.heading('What each column is under the column policy');
            out.table(
              [
                { head: 'column', wraps: 1 },
                { head: 'class', wraps: 1 },
                { head: 'sure', align: 'right' },
                { head: 'evidence', wraps: 3 },
              ],
              answer.columns.map(({ column, classification: { class: is, confidence, evidence } }) => [
                column,
                DATA_CLASS_WORDS[is].label,
                `${number(Math.round(confidence * 100))} %`,
                [
                  classReasons(evidence),
                  ...(is === 'sensitive' ? [DATA_CLASS_WORDS.sensitive.definition] : []),
                ].join(' '),
              ]),
            );
            if (statusFiles !== null) {
              out.heading(`Status files of ${statusFiles.system}; the columns above are those of the first`);
              out.table(
                [
                  { head: 'file', wraps: 1 },
                  { head: 'everybody in it', wraps: 1 },
                  { head: 'why', wraps: 2 },
                ],
                statusFiles.files.map((one) => [one.entry ?? one.file, one.state, one.why]),
              );
              out.paragraph(
                'One import takes all of them, each as a source of its own under its own mapping; --entry NAME looks at another.',
              );
            }
            if (answer.warnings.length > 0) out.heading('Look at');
            for (const warning of answer.warnings) out.paragraph(`- ${warning}`, 2);
            if (target === undefined) {
              out.heading('Next');
              const source = sourceWords(file, values, answer, statusFiles !== null);
              const write = `  cloister inspect ${source} --mapping-out M.yaml     `;
              // An import of it as it is would be refused.
              if (namesNobody(answer)) out.line(`${write}to give one of its columns the role identifier`);
              else {
                out.line(`  cloister import VAULT ${source}`);
                out.line(`${write}to change these suggestions first`);
              }
              return;
            }
            out.heading(`The mapping is written to ${target}. Look at it, change it, then`);
            out.line(`  cloister import VAULT ${typedWord(file)} --mapping ${typedWord(target)}`);
          },
        };
      },
    }),
  ],
};
