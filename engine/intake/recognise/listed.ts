/**
 * A column whose cells hold several values of a list: each value that enough records hold may become a yes or no of its
 * own. What is rare, special (GDPR Art. 9) or somebody's is left out and told.
 */
import { LEAST_CELL } from '../../../shared/counts.ts';
import type { Separator } from '../../../shared/vocabulary.ts';
import { detectColumn } from '../values/column.ts';
import type { ColumnEvidence } from '../values/column-evidence.ts';
import { PERSONAL, sightOf } from '../values/personal.ts';
import type { Several } from '../values/several.ts';
import { type Classification, classify } from './classify.ts';
import { lookAt } from './column-role.ts';
import { SENSITIVE_VALUES } from './special-words.ts';

/** Most values of one column that are suggested; more may be named by hand. */
const MOST_LISTED = 30;

/** What a column of yes and no shows; told when it is first asked for. */
let answers: ColumnEvidence | null = null;

/** What a yes or no about one value of a column is under the column policy. */
export const listedClass = (header: string, value: string): Classification => {
  if ((sightOf(value) & PERSONAL) !== 0)
    return { class: 'direct_id', evidence: [{ kind: 'values', what: 'an identifier' }], confidence: 0.95 };
  const words = value.toLowerCase().split(/[^\p{L}-]+/u);
  if (words.some((word) => SENSITIVE_VALUES.has(word)))
    return {
      class: 'sensitive',
      evidence: [{ kind: 'values', what: 'words of belief, health, origin or the like' }],
      confidence: 0.75,
    };
  answers ??= detectColumn(['yes', 'no']);
  return classify(lookAt(`${header} ${value}`, answers), { role: 'attribute', why: '' });
};

/** Values of a column that may be shown and kept, commonest first, and how many of the others there are and why. */
export type Listed = {
  separator: Separator;
  values: string[];
  /** Held by fewer than LEAST_CELL records; special or somebody's; beyond the most that are suggested. */
  rare: number;
  withheld: number;
  more: number;
};

/** What may be shown of the values that a sign parts a column into. */
export const listedIn = (header: string, { separator, held }: Several): Listed => {
  const common = [...held].filter(([, records]) => records >= LEAST_CELL);
  const kept = common
    .filter(([value]) => !['direct_id', 'sensitive', 'free_text'].includes(listedClass(header, value).class))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([value]) => value);
  return {
    separator,
    values: kept.slice(0, MOST_LISTED),
    rare: held.size - common.length,
    withheld: common.length - kept.length,
    more: Math.max(0, kept.length - MOST_LISTED),
  };
};

/** Why each value becomes a yes or no, and which do not. */
export const listedWhy = ({ separator, values, rare, withheld, more }: Listed): string =>
  [
    `Cells hold several values parted by "${separator}": each of ${values.length} becomes a yes or no.`,
    ...(rare > 0 ? [`Not taken: ${rare} that fewer than ${LEAST_CELL} records hold.`] : []),
    ...(withheld > 0 ? [`Not taken: ${withheld} that tell of belief or health, or name somebody.`] : []),
    ...(more > 0 ? [`Not taken: ${more} that are less common than the first ${MOST_LISTED}.`] : []),
  ].join(' ');
