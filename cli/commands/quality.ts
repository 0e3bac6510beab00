/** `quality`: how complete, valid and fresh the sources of a vault were when they came, and what would mend them. */
import { counted, number, told } from '../../shared/charts/words.ts';
import type {
  ColumnProfile,
  ConsistencyAnswer,
  QualityAnswer,
  QualityPoint,
  RejectsAnswer,
} from '../../shared/contract/quality.ts';
import { CloisterError } from '../../shared/errors.ts';
import { endText, findingsOf, stepText } from '../../shared/findings.ts';
import { type Command, type Context, form } from '../command.ts';
import { didYouMean } from '../nearest.ts';
import { dateText, type Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const MOST_FINDINGS = 20;
const shareText = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

const rangeText = ({ range, type, levels }: ColumnProfile): string =>
  range === null
    ? levels
        .map(({ value }) => value)
        .slice(0, 4)
        .join(', ')
    : `${endText(range.low, type)} to ${endText(range.high, type)}`;

const showImports = (out: Out, { imports }: QualityAnswer): void => {
  if (imports.length === 0) {
    out.paragraph('No source has been imported yet.');
    return;
  }
  out.table(
    [
      { head: 'source', align: 'right' },
      { head: 'name', wraps: 1 },
      { head: 'kind' },
      { head: 'rows', align: 'right' },
      { head: 'rejected', align: 'right' },
      { head: 'complete', align: 'right' },
      { head: 'valid', align: 'right' },
      { head: 'imported' },
    ],
    imports.map(({ source, name, kind, records, rejected, quality, importedAt }) => [
      String(source),
      name,
      kind,
      number(records),
      number(rejected),
      shareText(quality.complete),
      shareText(quality.valid),
      dateText(importedAt),
    ]),
  );
};

/** Different values are counted one by one up to so many, and estimated beyond; of a wide table sooner. */
const EXACT = { usual: 4096, wide: 256, wideFrom: 200 };

const showColumns = (out: Out, { quality }: QualityPoint): void => {
  const exact = quality.columns.length > EXACT.wideFrom ? EXACT.wide : EXACT.usual;
  out.table(
    [
      { head: 'column', wraps: 1 },
      { head: 'holds' },
      { head: 'empty', align: 'right' },
      { head: 'invalid', align: 'right' },
      { head: 'different', align: 'right' },
      { head: 'usual values', wraps: 2 },
    ],
    quality.columns.map((column) => [
      column.column,
      column.type,
      told(column.empty),
      told(column.invalid),
      `${column.distinct > exact ? '≈ ' : ''}${told(column.distinct)}`,
      rangeText(column),
    ]),
  );
  for (const { column, steps, rows, unread } of quality.mended)
    out.paragraph(
      `${column}: ${steps.join(', ')} changed ${told(rows)} rows; ${told(unread)} could not be read.`,
    );
};

/** The gravest findings of every import that is shown. */
const showFindings = (out: Out, { imports, changes }: QualityAnswer, named: boolean): void => {
  for (const point of imports) {
    const findings = findingsOf(point, changes);
    for (const { column, text, fix } of findings.slice(0, MOST_FINDINGS)) {
      const where = [named ? `${point.name} (${point.source})` : null, column].filter((one) => one !== null);
      out.paragraph(
        `${where.join(', ')}: ${text}${fix === null ? '' : ` --mend ${JSON.stringify(column)} makes the mapping ${stepText(fix.step)}.`}`,
      );
    }
  }
};

const showConsistency = (out: Out, { people, anywhere, columns }: ConsistencyAnswer): void => {
  out.paragraph(`${told(anywhere)} of its ${told(people)} people are in sources of other kinds too.`);
  for (const { column, people: both, same } of columns)
    out.paragraph(
      `${column}: ${told(same)} of ${told(both)} people with a value in another source too have the same one.`,
    );
};

const showRejects = (out: Out, { rejected, kept, reasons }: RejectsAnswer): void => {
  if (rejected === 0) return;
  out.paragraph(
    `${counted(rejected, 'row was', 'rows were')} rejected; --rejects R.csv writes where ${number(kept)} of them stand.`,
  );
  for (const { column, reason, records } of reasons)
    out.line(`  ${number(records)}  ${column === null ? reason : `${column}: ${reason}`}`);
};

/**
 * The source a word names: its number, or the name of its file as it was imported.
 * @throws CloisterError NOT_FOUND for a name that none has, USAGE for one that several have
 */
const sourceIn = async ({ call }: Context, word: string): Promise<number> => {
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  const { imports } = await call('quality.history', {});
  const named = imports.filter(({ name }) => name === word);
  if (named.length === 1) return named[0].source;
  if (named.length === 0)
    throw new CloisterError(
      'NOT_FOUND',
      `There is no source "${word}"${didYouMean(word, [...new Set(imports.map(({ name }) => name))])}`,
      'See `cloister quality VAULT` for their names and numbers.',
    );
  throw new CloisterError(
    'USAGE',
    `${named.length} sources have the name "${word}": ${named.map(({ source }) => source).join(', ')}.`,
    'Give the number of the one that is meant.',
  );
};

/** Puts the step that a column was found to need into the mapping of the source. */
const mend = async (context: Context, point: QualityPoint, column: string, wanted: string | undefined) => {
  const fixes = point.quality.columns.find((one) => one.column === column)?.fixes ?? [];
  const fix = wanted === undefined ? fixes[0] : fixes.find(({ step }) => step.step === wanted);
  if (fix === undefined)
    throw new CloisterError(
      'NOT_FOUND',
      `No step${wanted === undefined ? '' : ` ${wanted}`} is suggested for ${column} of source ${point.source}.`,
      'See `cloister quality VAULT SOURCE` for those that are.',
    );
  const saved = await context.call('quality.mend', { source: point.source, column, step: fix.step });
  return { ...saved, column, fix };
};

export const qualityCommand: Command = {
  name: 'quality',
  summary: 'how complete, valid and fresh the sources of a vault are',
  about: [
    'Every import is profiled as it is read. Values, ranges and parts are told only where at least 11 people are behind them.',
    'A step that would mend a column goes into the mapping of its source with --mend: its next version is saved under the name of the source (`cloister mapping`), for `cloister import --saved NAME` and for watched folders. What was imported stays as it is.',
    'Rejected rows are kept by place and reason, never with what they hold. --rejects writes them as CSV, at most 10,000, for the owner of the file to mend.',
  ],
  example: 'cloister quality shop 2',
  forms: [
    form({
      words: ['VAULT', '[SOURCE]'],
      options: {
        rejects: { kind: 'text', value: 'R.csv', help: 'write where its rejected rows stand, and why' },
        mend: {
          kind: 'text',
          value: 'COLUMN',
          help: 'put the step suggested for this column into its mapping',
        },
        step: { kind: 'text', value: 'NAME', help: 'which of the steps suggested; the first unless given' },
        ...VAULT_OPTIONS,
      },
      summary: 'all sources, or the columns of one (its name or its number)',
      run: async ([path, word], { rejects: target, mend: column, step, ...values }, context) => {
        if (word === undefined && (target !== undefined || column !== undefined))
          throw new CloisterError(
            'USAGE',
            'Say of which source.',
            'Its name and its number stand in `cloister quality VAULT`.',
          );
        await openVault(context, path, values);
        const source = word === undefined ? undefined : await sourceIn(context, word);
        const history = await context.call('quality.history', source === undefined ? {} : { source });
        if (source === undefined)
          return {
            json: history,
            show: (out) => {
              showImports(out, history);
              showFindings(out, history, true);
            },
          };
        const consistency = await context.call('quality.consistency', { source });
        const rejects = await context.call('quality.rejects', { source });
        const report =
          target === undefined ? undefined : await context.call('quality.report', { source, file: target });
        const mended =
          column === undefined ? undefined : await mend(context, history.imports[0], column, step);
        return {
          json: {
            ...history,
            consistency,
            rejects,
            ...(report === undefined ? {} : { report }),
            ...(mended === undefined ? {} : { mended }),
          },
          show: (out) => {
            showImports(out, history);
            out.line();
            showColumns(out, history.imports[0]);
            showFindings(out, history, false);
            showConsistency(out, consistency);
            showRejects(out, rejects);
            if (report !== undefined)
              out.paragraph(`${counted(report.records, 'row is', 'rows are')} listed in ${report.file}.`);
            if (mended !== undefined)
              out.paragraph(
                `The mapping ${mended.name}, version ${mended.version}, will ${stepText(mended.fix.step)} in ${mended.column}.`,
              );
          },
        };
      },
    }),
  ],
};
