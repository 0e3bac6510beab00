/** `identity VAULT duplicates` and `confirm`: records of a file that are probably one person's, and what somebody says of them. */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { readYaml } from '../../engine/procedures/read-yaml.ts';
import { counted, number } from '../../shared/charts/words.ts';
import type { Input } from '../../shared/contract/contract.ts';
import {
  DUPLICATE_METHODS,
  type DuplicatePair,
  type DuplicatesAnswer,
} from '../../shared/contract/identity.ts';
import { eachPair, manyPairs, pairAt, recordWords } from '../../shared/duplicate-pairs.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import { form, type Values } from '../command.ts';
import { actAsOfficer, OFFICER_OPTIONS } from '../officer.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const MOST_SHOWN = 20;
const MAPPING = { kind: 'text', value: 'M.yaml', help: 'the mapping the file is imported with' } as const;
const SHA256 = /^# sha256 ([0-9a-f]{64})$/m;

const mappingOf = (path: string | undefined): { mapping?: Mapping } =>
  path === undefined ? {} : { mapping: readYaml(path, 'mapping', parseMapping, 'MAPPING_INVALID') };

const SEARCH = {
  mapping: MAPPING,
  'other-mapping': { kind: 'text', value: 'M.yaml', help: 'the mapping the second file is imported with' },
  method: {
    kind: 'choice',
    value: 'M',
    choices: DUPLICATE_METHODS,
    help: 'fields: weights of Fellegi and Sunter, explained; clk: Bloom filters under a key of this search, so that no value stays in memory',
  },
} as const;

/** What to search: one file, or pairs across two. */
const searchOf = (
  [file, other]: readonly (string | undefined)[],
  values: Values<typeof SEARCH>,
): Input<'identity.duplicates'> => {
  const otherMapping = mappingOf(values['other-mapping']);
  return {
    file: file ?? '',
    ...mappingOf(values.mapping),
    ...(other === undefined ? {} : { other: { file: other, ...otherMapping } }),
    ...(values.method === undefined ? {} : { method: values.method }),
  };
};

/** No pair is certain. */
const percent = (score: number): string => (score > 0.999 ? '> 99.9 %' : `${(score * 100).toFixed(1)} %`);
const explained = (pair: DuplicatePair): string =>
  [
    ...(pair.through === null ? [] : [`through record ${recordWords(pair, number).through}`]),
    ...pair.fields
      .filter(({ agreement }) => agreement !== 'missing')
      .map(({ field, agreement, values }) =>
        agreement === 'equal'
          ? `${field} =`
          : `${field} ${agreement}${values === null ? '' : ` (${values.join(' / ')})`}`,
      ),
  ].join(', ');

/** Lines that are written to a list at a time. */
const LINES = 50;

/** Writes the list for whoever decides: a pair a line, its number first. */
const writeList = (path: string, { sha256, pairs }: DuplicatesAnswer): void => {
  const list = openSync(path, 'wx', 0o600);
  let lines = [
    '# Pairs that are probably one person, the most probable first, those that follow from others last. Remove the lines of those that are not.',
    `# sha256 ${sha256}`,
  ];
  const write = (): void => {
    writeFileSync(list, `${lines.join('\n')}\n`);
    lines = [];
  };
  try {
    for (const pair of eachPair(pairs)) {
      lines.push(
        `${pair.pair}  # records ${recordWords(pair, String).both.join(' and ')}: ${explained(pair)}`,
      );
      if (lines.length === LINES) write();
    }
    if (lines.length > 0) write();
  } finally {
    closeSync(list);
  }
};

const show = (out: Out, answer: DuplicatesAnswer, path: string | undefined): void => {
  const { pairs } = answer;
  out.paragraph(
    `${counted(pairs.count, 'pair', 'pairs')} among ${number(answer.records)} records, compared by ${answer.fields.join(', ')}. Nothing of this was kept.`,
  );
  out.paragraph(
    `${counted(answer.compared, 'pair of records was', 'pairs of records were')} compared; ${counted(answer.passedOver, 'value was', 'values were')} too common to bring records together by.`,
  );
  const many = manyPairs(answer);
  if (many !== null) out.paragraph(many);
  out.table(
    [
      { head: 'pair', align: 'right' },
      { head: 'records' },
      { head: 'probability', align: 'right' },
      { head: 'why', wraps: 1 },
    ],
    Array.from({ length: Math.min(MOST_SHOWN, pairs.count) }, (_, place) => {
      const pair = pairAt(pairs, place);
      return [
        String(pair.pair),
        recordWords(pair, number).both.join(' – '),
        percent(pair.score),
        explained(pair),
      ];
    }),
  );
  if (pairs.count > MOST_SHOWN)
    out.paragraph(`… and ${number(pairs.count - MOST_SHOWN)} more; --out PAIRS.txt lists them all.`);
  if (path !== undefined) out.paragraph(`The list is at ${path}; its values are masked.`);
};

/** The numbers in a list, and the file they hold for. */
const readList = (path: string): { sha256: string; pairs: number[] } => {
  const text = readFileSync(path, 'utf8');
  const sha256 = SHA256.exec(text)?.[1];
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const pairs = lines.map(Number);
  if (sha256 === undefined || pairs.length === 0 || pairs.some((pair) => !Number.isInteger(pair) || pair < 1))
    throw new CloisterError(
      'INPUT_VALUE',
      `${path} is no list of pairs: a line "# sha256 …" and the number of a pair on every other.`,
      'Write one with `cloister identity VAULT duplicates FILE --out PAIRS.txt`.',
    );
  return { sha256, pairs };
};

export const duplicateForms = [
  form({
    action: 'duplicates',
    words: ['VAULT', 'FILE', '[OTHER]'],
    options: {
      ...SEARCH,
      out: {
        kind: 'text',
        value: 'PAIRS.txt',
        help: 'writes the whole list, with masked values, for deciding',
      },
      ...VAULT_OPTIONS,
    },
    summary: 'records of a file that are probably one person’s, or of two files across them; in memory alone',
    run: async ([path, ...files], { out: list, ...values }, context) => {
      await openVault(context, path, values);
      const answer = await context.call('identity.duplicates', searchOf(files, values));
      if (list !== undefined) writeList(list, answer);
      return { json: { ...answer, pairs: eachPair(answer.pairs) }, show: (out) => show(out, answer, list) };
    },
  }),
  form({
    action: 'confirm',
    words: ['VAULT', 'FILE', '[OTHER]'],
    options: {
      ...SEARCH,
      pairs: {
        kind: 'text',
        value: 'PAIRS.txt',
        required: true,
        help: 'the list with the pairs that are one person',
      },
      reason: { kind: 'text', value: 'TEXT', required: true, help: 'why; it is kept beside the record' },
      ...OFFICER_OPTIONS,
      ...VAULT_OPTIONS,
    },
    summary: 'officer: link the identifiers of pairs that somebody looked at',
    run: async ([path, ...files], { pairs, reason, ...values }, context) => {
      const list = readList(pairs);
      await openVault(context, path, values);
      await actAsOfficer(context, values);
      const answer = await context.call('identity.confirm', { ...searchOf(files, values), ...list, reason });
      return {
        json: answer,
        show: (out) =>
          out.paragraph(
            `${counted(answer.confirmed, 'pair', 'pairs')} confirmed: ${counted(answer.linked, 'new link', 'new links')}, ${number(answer.unknown)} with an identifier this vault does not know. The vault knows ${counted(answer.people, 'person', 'people')}.`,
          ),
      };
    },
  }),
];
