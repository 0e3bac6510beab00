/** `import`: takes files into a vault. */
import { existsSync } from 'node:fs';
import { readYaml } from '../../engine/procedures/read-yaml.ts';
import { counted, money, number } from '../../shared/charts/words.ts';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import { CloisterError, toErrorData } from '../../shared/errors.ts';
import { type OneSource, parseMappings, sourcesOf } from '../../shared/status-files.ts';
import { typedWord } from '../../shared/typed-word.ts';
import { KINDS } from '../../shared/vocabulary.ts';
import { type Command, form } from '../command.ts';
import { FORMAT_OPTIONS, PEOPLE_OPTION, sourceFormat } from '../format-options.ts';
import { dateText, type Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { secondsText } from '../progress.ts';
import { openVault } from './vault.ts';

const MOST_REJECTS = 10;

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const linksText = ({ found, merged, shared }: ImportAnswer['links']): string =>
  [
    `${number(found)} new`,
    merged > 0
      ? `${counted(merged, 'person', 'people')} known before turned out to be one with another`
      : null,
    shared > 0
      ? `${counted(shared, 'identifier', 'identifiers')} with more links than one person has: refused`
      : null,
  ]
    .filter((part) => part !== null)
    .join('; ');

const KNOWN_BY = { number: 'their number', content: 'their content' } as const;

/** What became of records that may have come before; null where there was nothing to compare. */
const repeatsText = ({ repeats, dryRun }: ImportAnswer): string | null => {
  const { by, fresh, same, corrected, replaced, joined, older, late, newest } = repeats;
  if (by === null || same + corrected + joined + older + late === 0) return null;
  const would = dryRun ? 'would take' : 'take';
  return [
    `told by ${KNOWN_BY[by]}: ${number(fresh)} new`,
    `${number(same)} the same as before`,
    ...(corrected > 0
      ? [`${number(corrected)} corrected, which ${would} the place of ${number(replaced)}`]
      : []),
    ...(joined > 0 ? [`${number(joined)} a further part of orders held`] : []),
    ...(older > 0 ? [`${number(older)} older than what is held`] : []),
    ...(late > 0 && newest !== null
      ? [`${number(late)} late: before the newest held, ${dateText(newest)}`]
      : []),
  ].join('; ');
};

/** What became of one file. */
export const showImport = (out: Out, answer: ImportAnswer): void => {
  const { records, accepted, rejected, duplicates, reasons, rejects } = answer;
  out.line(`${answer.file}: ${answer.kind}${answer.dryRun ? ', a trial: nothing was kept' : ''}`);
  out.pairs([
    [
      '  records',
      `${number(records)}: ${number(accepted)} accepted, ${number(rejected)} rejected, ${counted(duplicates, 'duplicate', 'duplicates')}`,
    ],
    ...(repeatsText(answer) === null ? [] : [['  repeats', repeatsText(answer) ?? ''] as const]),
    ['  people', `${number(answer.peopleKnown)} known, ${number(answer.peopleNew)} of them new`],
    ...(answer.consentEvents > 0
      ? [
          [
            '  consent',
            counted(answer.consentEvents, 'entry in the ledger', 'entries in the ledger'),
          ] as const,
        ]
      : []),
    ...(answer.amountTotal !== null ? [['  amounts', `${money(answer.amountTotal)} in all`] as const] : []),
    ...(answer.links.found > 0 ? [['  links', linksText(answer.links)] as const] : []),
    ['  kept', list(answer.stored)],
    ['  dropped', list(answer.dropped)],
    ['  time', secondsText(answer.seconds)],
  ]);
  for (const warning of answer.warnings) out.paragraph(`Warning: ${warning}`, 2);
  const { columns, future, undecoded, unknownPurposes, revoked } = answer.consent;
  if (columns.length > 0) {
    out.line();
    out.table(
      [
        { head: 'consent column', wraps: 1 },
        { head: 'value', wraps: 1 },
        { head: 'taken for' },
        { head: 'records', align: 'right' },
      ],
      columns.flatMap(({ column, values }) =>
        values.map(({ value, words, meaning, records: count }) => [
          column,
          value ?? counted(words, 'other value', 'different values'),
          meaning,
          number(count),
        ]),
      ),
      2,
    );
    for (const [count, what] of [
      [future, 'dated in the future: a yes among them counts for nothing'],
      [undecoded, 'with a consent string that could not be decoded: no consent'],
      [revoked, 'of a batch that was revoked: not taken again; an officer brings it back'],
      [unknownPurposes, 'for a purpose this vault does not have: left out'],
    ] as const)
      if (count > 0) out.paragraph(`${counted(count, 'record', 'records')} ${what}.`, 2);
  }
  if (reasons.length > 0) {
    out.line();
    out.table(
      [
        { head: 'records', align: 'right' },
        { head: 'why they were not taken', wraps: 1 },
      ],
      reasons.map((reason) => [number(reason.records), reason.reason]),
      2,
    );
  }
  if (rejects.length > 0) {
    out.line();
    out.table(
      [
        ...(rejects.some(({ file }) => file !== undefined) ? [{ head: 'file', wraps: 1 } as const] : []),
        { head: 'line', align: 'right' },
        { head: 'record', align: 'right' },
        { head: 'column', wraps: 1 },
        { head: 'reason', wraps: 1 },
      ],
      rejects
        .slice(0, MOST_REJECTS)
        .map(({ file, line, record, column, reason }) => [
          ...(file === undefined ? [] : [file]),
          number(line),
          number(record),
          column ?? '',
          reason,
        ]),
      2,
    );
    if (rejected > MOST_REJECTS)
      out.paragraph(`… and ${number(rejected - MOST_REJECTS)} more; --rejects R.csv lists them all.`, 2);
  }
};

/** An error at one of several files: what was taken before it stays, and the error says so. */
const atFile = (thrown: unknown, file: string, done: ImportAnswer[]): unknown => {
  if (done.length === 0) return thrown;
  const { code, message, next } = toErrorData(thrown);
  const taken = done.map((answer) => answer.file).join(', ');
  return new CloisterError(code, `${message} This was ${file}; taken before it: ${taken}.`, next, {
    cause: thrown,
  });
};

const oneReport = (): CloisterError =>
  new CloisterError(
    'USAGE',
    'One file of rejects cannot serve several imports.',
    'Import the files one by one, or leave --rejects out.',
  );

export const importCommand: Command = {
  name: 'import',
  summary: 'take files into a vault: profiles, orders, events, consents',
  about: [
    'Each file is taken whole or not at all, and the same file again changes nothing. Without a mapping the suggestions of `cloister inspect` hold, except that consent is taken only in the ledger\'s own words (given, refused, withdrawn …); identifiers become keyed pseudonyms before anything is stored. FILE is CSV or other delimited text, fixed width, JSON, XLSX or Parquet, also packed with gzip or zip, told by its content. A folder, or a pattern in quotes such as "orders-*.csv", is one source of several files with the same columns; - is standard input. A zip archive or a folder of the status files of one system, such as the audience of Mailchimp, is a source for each of them: all are known before the first is taken, and what was taken before one that fails stays.',
  ],
  example: 'cloister import shop customers.csv --mapping customers.yaml --rejects rejects.csv',
  forms: [
    form({
      words: ['VAULT', 'FILE…'],
      options: {
        kind: {
          kind: 'choice',
          value: 'K',
          choices: KINDS,
          help: `what the files hold: ${KINDS.join(', ')}`,
        },
        people: PEOPLE_OPTION,
        ...FORMAT_OPTIONS,
        mapping: { kind: 'text', value: 'M.yaml', help: 'what each column is for; see `cloister inspect`' },
        saved: { kind: 'text', value: 'NAME', help: 'a mapping saved in the vault; see `cloister mapping`' },
        again: {
          kind: 'flag',
          help: 'a file that was imported before under another mapping takes the place of what it brought',
        },
        'dry-run': { kind: 'flag', help: 'do everything, keep nothing' },
        rejects: { kind: 'text', value: 'R.csv', help: 'list every record that was not taken in this file' },
        ...VAULT_OPTIONS,
      },
      summary: 'import files',
      run: async ([path, ...files], values, context) => {
        const { kind, people, mapping: mappingFile, saved, 'dry-run': dryRun, rejects, again } = values;
        if (mappingFile !== undefined && saved !== undefined)
          throw new CloisterError('USAGE', 'Two mappings are named.', 'Give --mapping or --saved.');
        if (rejects !== undefined && files.length > 1) throw oneReport();
        if (files.length > 1 && !existsSync(files[0]) && existsSync(files.join(' ')))
          throw new CloisterError(
            'INPUT_MISSING',
            `There is no file or folder at ${files[0]}.`,
            `Put a path with blanks in quotes: ${typedWord(files.join(' '))}.`,
          );
        if (files.filter((file) => file === '-').length > 1)
          throw new CloisterError('USAGE', 'Standard input can be read only once.', 'Give - once.');
        const said =
          mappingFile === undefined
            ? undefined
            : readYaml(mappingFile, 'mapping', parseMappings, 'MAPPING_INVALID');
        const format = sourceFormat(values);
        await Promise.all([context.call('intake.ready', {}), openVault(context, path, values)]);
        const mapping =
          saved === undefined ? said : (await context.call('mapping.show', { name: saved })).mapping;
        const sources: OneSource[] = [];
        const empty: string[] = [];
        for (const file of files) {
          const isSaid =
            file === '-' || mapping !== undefined || kind !== undefined || format?.entry !== undefined;
          const statusFiles = isSaid ? null : await context.call('intake.statusFiles', { file });
          sources.push(...sourcesOf(file, { mapping, format }, statusFiles));
          empty.push(...(statusFiles?.empty ?? []));
        }
        if (rejects !== undefined && sources.length > 1) throw oneReport();
        const imports: ImportAnswer[] = [];
        for (const { name, ...source } of sources) {
          if (imports.length > 0)
            context.told(
              `cancelled, nothing of ${name} was taken; taken before it: ${imports.map((one) => one.file).join(', ')}`,
            );
          try {
            imports.push(
              await context.call('intake.import', {
                ...source,
                dryRun,
                ...(kind === undefined ? {} : { kind }),
                ...(people === undefined ? {} : { people }),
                ...(rejects === undefined ? {} : { rejects }),
                ...(again ? { again } : {}),
              }),
            );
          } catch (error) {
            throw atFile(error, name, imports);
          }
        }
        return {
          json: sources.length === 1 ? imports[0] : { imports },
          show: (out) => {
            imports.forEach((answer, i) => {
              if (i > 0) out.line();
              showImport(out, answer);
            });
            if (empty.length > 0)
              out.paragraph(`Without a record, so nothing of it was taken: ${empty.join(', ')}.`);
          },
        };
      },
    }),
  ],
};
