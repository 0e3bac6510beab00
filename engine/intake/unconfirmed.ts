/**
 * What of a suggested mapping holds when nobody has read it. What a column is for may be suggested; what a word of
 * consent means may not: a yes that nobody gave would open the one door to people's data. Without a mapping only
 * the ledger's own words are taken, and whatever else speaks of consent is left out aloud. Figures that can be read in two
 * ways stop the import.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { ColumnMapping, Mapping } from '../../shared/mapping.ts';
import { typedWord } from '../../shared/typed-word.ts';
import { SAYABLE_STATES } from '../../shared/vocabulary.ts';
import type { InspectedColumn, Inspection } from './inspect.ts';
import { currenciesTold, undoneTold } from './recognise/suggest.ts';
import { suggestedMapping } from './suggested.ts';
import { numberFormatText } from './values/written.ts';

const OWN: ReadonlySet<string> = new Set(SAYABLE_STATES);

/** Only words of the lexicon are named: any other value might be somebody's. */
const namedWords = ({ consent }: InspectedColumn): string => {
  const words = consent?.words ?? [];
  const known = words.filter((word) => Object.hasOwn(consent?.values ?? {}, word));
  const others = words.length - known.length;
  const named = known.map((word) => `"${word}"`).join(', ');
  if (named === '') return 'words that are not plain';
  return others > 0 ? `${named} and ${others} more` : named;
};

/** What `cloister inspect` is given to look at a source: the file it lies in, and which entry of it. */
const inspected = (place: string, { entry, entries }: Inspection): string =>
  entry === null || entries.length < 2 ? typedWord(place) : `${typedWord(place)} --entry ${typedWord(entry)}`;

const nextStep = (source: string): string =>
  `Let \`cloister inspect ${source} --mapping-out M.yaml\` write the dictionary it would suggest, read what each value is taken for, and import with --mapping M.yaml (in a plan, mapping: M.yaml).`;

/** Whether the dictionary turns every word of the column into itself. */
const isOwn = ({ consent }: InspectedColumn, own: (word: string, meaning: string) => boolean): boolean =>
  (consent?.words ?? []).length > 0 &&
  (consent?.words ?? []).every((word) => own(word, consent?.values?.[word] ?? ''));

const saysItself = (word: string, meaning: string): boolean =>
  OWN.has(meaning) && word.toLowerCase() === meaning;
/** A purpose that is none of the usual ones has no entry: it may be one of the vault's own. */
const namesItself = (word: string, meaning: string): boolean => meaning === '' || word === meaning;

/**
 * The suggested mapping as far as it may be used unread.
 * @param file what the source is called
 * @param place the path that was given for it
 * @returns the mapping, and a sentence for everything about consent that was left out of it
 * @throws CloisterError MAPPING_INVALID for a file of consents in other words than the ledger's
 */
export const unconfirmedMapping = (
  file: string,
  place: string,
  inspection: Inspection,
): { mapping: Mapping; warnings: string[] } => {
  const suggested = suggestedMapping(inspection);
  const warnings: string[] = [];
  const source = inspected(place, inspection);
  const next = nextStep(source);
  const inspectedColumns = new Map(inspection.columns.map((column) => [column.name, column]));
  const columns = suggested.columns.map((mapped): ColumnMapping => {
    const column = inspectedColumns.get(mapped.column);
    if (column === undefined) return mapped;
    const leftOut = (why: string): void => {
      warnings.push(`The column "${column.name}" was left out: ${why} ${next}`);
    };
    if (mapped.role === 'dropped' && column.aboutConsent === true)
      leftOut('it seems to speak of consent, and what it means is not guessed.');
    if (column.undone !== undefined)
      warnings.push(`The column "${column.name}": ${undoneTold(column.undone)}`);
    if (mapped.role === 'attribute' && column.valueFormat === undefined && column.numberChoices.length > 0)
      throw new CloisterError(
        'MAPPING_INVALID',
        `How the numbers in the column "${column.name}" of ${file} are written cannot be told from its values.`,
        `Let \`cloister inspect ${source} --mapping-out M.yaml\` write a mapping, say there type: number and format: ${column.numberChoices.map(numberFormatText).join(', or ')}, and import with --mapping M.yaml.`,
      );
    if ((mapped.role === 'amount' || mapped.type === 'number') && column.currencies.length > 1)
      warnings.push(`The column "${column.name}": ${currenciesTold(column.currencies)}`);
    const part = mapped.role === 'consent' ? mapped.part : undefined;
    if (part !== 'state' && part !== 'purpose') return mapped;
    if (isOwn(column, part === 'state' ? saysItself : namesItself)) return mapped;
    const own =
      part === 'state' ? `the ledger's own words (${SAYABLE_STATES.join(', ')})` : 'names of purposes';
    const why = `it holds ${namedWords(column)}, not only ${own}; what they mean is not guessed.`;
    if (inspection.kind === 'consents')
      throw new CloisterError(
        'MAPPING_INVALID',
        `The consent column "${column.name}" of ${file} cannot be taken without a mapping: ${why}`,
        next,
      );
    leftOut(why);
    return { column: mapped.column, role: 'dropped' };
  });
  const { consent, ...rest } = suggested;
  // That everybody left may be told by the name of a file; that everybody agreed may not.
  const isGrant = consent?.everyone?.state === 'given';
  if (isGrant)
    warnings.push(`That everybody in ${file} agreed was not taken from its name and headers. ${next}`);
  return {
    mapping: { ...rest, columns, ...(consent === undefined || isGrant ? {} : { consent }) },
    warnings,
  };
};
