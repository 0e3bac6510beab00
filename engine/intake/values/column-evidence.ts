/** What is said of a column, from what was counted of its values. */
import { differentCurrencies } from './currency.ts';
import type { NumberEvidence } from './numbers.ts';
import { isMissing } from './numbers.ts';
import type { PersonalCounts } from './personal.ts';
import type { Several } from './several.ts';
import type { TimeEvidence } from './time-format.ts';
import type { Values } from './values.ts';
import { writtenAs } from './written-as.ts';
import { NO, YES } from './yes-no.ts';

/** Words of truth values, and their meaning. */
const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ...[...YES, 'true', 't', '1', 'on', 'wahr', 'vrai', 'vero'].map((word): [string, boolean] => [word, true]),
  ...[...NO, 'false', 'f', '0', 'off', 'falsch', 'faux', 'falso'].map((word): [string, boolean] => [
    word,
    false,
  ]),
]);

export type ColumnEvidence = {
  /** Values looked at, and how many of them are empty. */
  values: number;
  empty: number;
  /** Different values among those that are not empty; exact up to 2^32 hash collisions. */
  distinct: number;
  /** distinct / (values - empty); 0 where all are empty. */
  distinctRatio: number;
  maxLength: number;
  number: NumberEvidence | null;
  time: TimeEvidence | null;
  /** The words for true and false as they stand in the file, or null. */
  boolean: { yes: string[]; no: string[] } | null;
  /** Nearly all values (49 of 50) are whole numbers in plain digits. */
  integers: boolean;
  /** Values with a figure and a point or comma. */
  fractions: number;
  /** Values of the sample that look like a number or time but fit no one format. */
  misfits: number;
  /** Numbers (or times) were seen in more than one format. */
  mixed: boolean;
  /** Currencies that were seen before or behind figures, each in one of its spellings, sorted. */
  currencies: string[];
  /** Digits with a leading zero: not a quantity. */
  leadingZeros: number;
  /** Long figures a spreadsheet has shortened (1.23E+11). */
  shortened: number;
  /** Figures ending in ".0": identifiers that went through a decimal type. */
  pointZero: number;
  /** Values marked as text for spreadsheets; the rest of the evidence is about what is marked. */
  marked: number;
  /** Values of four words or more. */
  wordy: number;
  personal: PersonalCounts;
  /** The scheme of official numbers in plain digits that the column follows, or null. */
  scheme: { name: string; share: number } | null;
  /** The values where there are few of them; raw, for recognition only, never to be shown. */
  levels: string[];
  /** What each sign that parts its cells parts them into; raw as well. */
  several: Several[];
  /** The commonest masked shapes. */
  shapes: string[];
};

/** What was counted of a column. */
export type Gathered = Pick<
  ColumnEvidence,
  | 'values'
  | 'empty'
  | 'distinct'
  | 'maxLength'
  | 'fractions'
  | 'leadingZeros'
  | 'shortened'
  | 'pointZero'
  | 'marked'
  | 'wordy'
  | 'personal'
  | 'scheme'
  | 'levels'
  | 'several'
> & {
  /** Values that are whole numbers in plain digits. */
  whole: number;
  /** As they were written. */
  found: ReadonlySet<string>;
  /** How often each masked shape came. */
  masks: ReadonlyMap<string, number>;
  /** The first values, and how many of them are of each kind (`KIND`). */
  sample: Values;
  kinds: Int32Array;
  /** The first of those behind them that have figures and a full stop or comma. */
  late: Values;
};

/** The words for true and false, where a column holds nothing else. */
const truthsIn = (levels: readonly string[]): ColumnEvidence['boolean'] => {
  const words = levels.filter((level) => !isMissing(level));
  const truths = words.map((word) => TRUTH.get(word.toLowerCase()));
  if (words.length < 1 || words.length > 4 || truths.includes(undefined)) return null;
  return {
    yes: words.filter((_, i) => truths[i] === true).sort(),
    no: words.filter((_, i) => truths[i] === false).sort(),
  };
};

export const evidenceOf = ({
  whole,
  found,
  masks,
  sample,
  kinds,
  late,
  ...counts
}: Gathered): ColumnEvidence => {
  const filled = counts.values - counts.empty;
  return {
    ...counts,
    ...writtenAs(sample, kinds, late),
    distinctRatio: filled === 0 ? 0 : counts.distinct / filled,
    boolean: truthsIn(counts.levels),
    currencies: differentCurrencies(found),
    integers: filled > 0 && whole * 50 >= filled * 49,
    shapes: [...masks]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 3)
      .map(([shape]) => shape),
  };
};
