/** `rfm`: the map of named segments over recency, frequency and monetary scores, and what it leaves out. */
import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { RfmMapAnswer } from '../../shared/contract/rfm.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type RfmSettings, uncoveredByRecency } from '../../shared/rfm.ts';
import { type Command, form } from '../command.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const range = (of: readonly [number, number] | undefined): string =>
  of === undefined ? '' : of[0] === of[1] ? String(of[0]) : `${of[0]}–${of[1]}`;

const readMap = (path: string): RfmSettings => {
  try {
    return parse(readFileSync(path, 'utf8')) as RfmSettings;
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new CloisterError('INPUT_VALUE', `${path}: ${error.message}`, 'Mend the file and try again.');
    throw new CloisterError(
      'NOT_FOUND',
      `${path} cannot be read.`,
      'Give the path of a YAML file with a map.',
    );
  }
};

const groupsText = ({ groups: { recency, frequency, monetary } }: RfmSettings): string =>
  recency === frequency && frequency === monetary
    ? `Scores from 1 to ${recency}`
    : `Scores from 1 to ${recency} (recency), ${frequency} (frequency) and ${monetary} (monetary)`;

const showMap = (out: Out, { settings, usual, lint }: RfmMapAnswer): void => {
  out.heading(usual ? 'The usual RFM map' : 'The RFM map of this vault');
  out.table(
    [
      { head: 'id' },
      { head: 'segment' },
      { head: 'recency' },
      { head: 'freq. & monetary' },
      { head: 'frequency' },
      { head: 'monetary' },
      { head: 'cells', wraps: 1 },
    ],
    settings.segments.map(({ id, name, r, fm, f, m, cells }) => [
      lint.unreachable.includes(id) ? `${id} (unreachable)` : id,
      name,
      range(r),
      range(fm),
      range(f),
      range(m),
      cells?.join(' ') ?? '',
    ]),
  );
  out.line();
  out.paragraph(
    `${groupsText(settings)}, by ${settings.cuts === null ? 'quantiles of those with an order' : 'cuts of your own'}; a value equal to a cut belongs to the part ${settings.ties} it. The first row that covers a person is theirs.`,
  );
  if (settings.cuts !== null) {
    out.table(
      [{ head: 'measure' }, { head: 'cuts', wraps: 1 }],
      (['recency', 'frequency', 'monetary'] as const).map((score) => [
        score,
        (settings.cuts?.[score] ?? []).join('  '),
      ]),
    );
    out.line();
  }
  if (lint.unreachable.length > 0)
    out.paragraph(
      `Unreachable, because they have no cell that is not covered by a row above: ${lint.unreachable.join(', ')}.`,
    );
  if (lint.uncovered.length > 0) {
    out.paragraph(
      `${lint.uncovered.length} of ${lint.combinations} combinations of scores belong to no segment:`,
    );
    out.table(
      [
        { head: 'recency', align: 'right' },
        { head: 'frequency and monetary', wraps: 1 },
      ],
      uncoveredByRecency(lint.uncovered).map(({ r, fm }) => [String(r), fm.join(' ')]),
    );
  }
};

export const rfmCommand: Command = {
  name: 'rfm',
  summary: 'the map of RFM segments: show, define, go back to the usual one',
  about: [
    'A map is a YAML file: `segments`, a list of `id`, `name` and ranges of scores (`r`, and `fm` or `f` and `m`) or `cells` (recency and the mean of the others as two digits); `groups` (3, 4, 5 or 10; one number, or `recency`, `frequency`, `monetary`); `ties` (below, above); `cuts`, one less than groups for each. The usual eleven segments are for five groups. `cloister segment VAULT from-rfm` makes segments of it.',
  ],
  example: 'cloister rfm shop define map.yaml',
  forms: [
    form({
      words: ['VAULT'],
      action: 'show',
      options: { ...VAULT_OPTIONS },
      summary: 'the map, what it leaves out, what it cannot reach',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const answer = await context.call('rfm.get', {});
        return { json: answer, show: (out) => showMap(out, answer) };
      },
    }),
    form({
      words: ['VAULT', 'FILE'],
      action: 'define',
      options: { ...VAULT_OPTIONS },
      summary: 'replace the map by one of your own',
      run: async ([path, file], values, context) => {
        const map = readMap(file);
        await openVault(context, path, values);
        const answer = await context.call('rfm.define', { map });
        return { json: answer, show: (out) => showMap(out, answer) };
      },
    }),
    form({
      words: ['VAULT'],
      action: 'reset',
      options: { ...VAULT_OPTIONS },
      summary: 'go back to the usual map',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const answer = await context.call('rfm.define', { map: null });
        return { json: answer, show: (out) => showMap(out, answer) };
      },
    }),
  ],
};
