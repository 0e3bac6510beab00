/** `quality`: how complete, valid and fresh the sources of a vault were when they came, and what would mend them. */
import { counted, number } from '../../shared/charts/words.ts';
import type { ColumnProfile, QualityPoint } from '../../shared/contract/quality.ts';
import { isTold, untold } from '../../shared/counts.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { dateText, type Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const count = (rows: number): string => (isTold(rows) ? number(rows) : untold(rows));
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;
const tidy = (value: number): string => number(Number(value.toPrecision(3)));

const rangeText = ({ range, type, levels }: ColumnProfile): string => {
  if (range === null)
    return levels
      .map(({ value }) => value)
      .slice(0, 4)
      .join(', ');
  const write = type === 'time' ? dateText : tidy;
  return `${write(range.low)} to ${write(range.high)}`;
};

const showColumns = (out: Out, { quality }: QualityPoint): void => {
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
      count(column.empty),
      count(column.invalid),
      count(column.distinct),
      rangeText(column),
    ]),
  );
  for (const { column, steps, rows, unread } of quality.mended)
    out.paragraph(
      `${column}: ${steps.join(', ')} changed ${count(rows)} rows; ${count(unread)} could not be read.`,
    );
  for (const { column, fixes } of quality.columns)
    for (const { step, rows, why } of fixes)
      out.paragraph(`${column}: the step ${JSON.stringify(step)} would mend ${count(rows)} rows. ${why}`);
};

export const qualityCommand: Command = {
  name: 'quality',
  summary: 'how complete, valid and fresh the sources of a vault are',
  about: [
    'Every import is profiled as it is read. Values, ranges and parts are told only where at least 11 people are behind them. Steps that would mend a column go into its mapping: `steps:`, see docs/plan.md.',
  ],
  example: 'cloister quality shop 2',
  forms: [
    form({
      words: ['VAULT', '[SOURCE]'],
      options: { ...VAULT_OPTIONS },
      summary: 'all sources, or the columns of one (its number)',
      run: async ([path, word], values, context) => {
        const source = word === undefined ? undefined : Number(word);
        if (source !== undefined && !(Number.isInteger(source) && source > 0))
          throw new CloisterError(
            'USAGE',
            `"${word}" is no number of a source.`,
            'See `cloister quality VAULT`.',
          );
        await openVault(context, path, values);
        const history = await context.call('quality.history', source === undefined ? {} : { source });
        const known = source === undefined ? null : await context.call('quality.consistency', { source });
        return {
          json: known === null ? history : { ...history, consistency: known },
          show: (out) => {
            if (history.imports.length === 0) out.paragraph('No source has been imported yet.');
            else
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
                history.imports.map((one) => [
                  String(one.source),
                  one.name,
                  one.kind,
                  number(one.records),
                  number(one.rejected),
                  percent(one.quality.complete),
                  percent(one.quality.valid),
                  dateText(one.importedAt),
                ]),
              );
            for (const { name, column, what, before, after } of history.changes)
              out.paragraph(
                what === 'gone'
                  ? `${name} has no column ${column} any more.`
                  : `${column} of ${name} is ${percent(after)} ${what}; the import before was ${percent(before)}.`,
              );
            if (source !== undefined) {
              out.line();
              showColumns(out, history.imports[0]);
            }
            if (known !== null)
              out.paragraph(
                `${count(known.anywhere)} of its ${isTold(known.people) ? counted(known.people, 'person', 'people') : `${untold(known.people)} people`} are in sources of other kinds too.`,
              );
          },
        };
      },
    }),
  ],
};
