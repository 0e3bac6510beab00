/** What is said about one column: its role and what goes with it. */
import type { DataClass } from '../../../shared/column-policy.ts';
import type { CONSENT_PARTS } from '../../../shared/mapping.ts';
import type { Step } from '../../../shared/steps.ts';
import type { AttributeClass, IdentifierType, Role, Separator } from '../../../shared/vocabulary.ts';
import type { NumberFormat } from '../values/numbers.ts';
import type { TimeFormat } from '../values/times.ts';
import type { Classification } from './classify.ts';
import type { Look } from './column-role.ts';

export type ValueFormat =
  | { type: 'text' }
  | { type: 'number'; format: NumberFormat }
  | { type: 'time'; format: TimeFormat }
  | { type: 'boolean'; yes: string[]; no: string[] };

export type ConsentSuggestion = {
  part: (typeof CONSENT_PARTS)[number];
  /** The purpose that a state column of profiles is about. */
  purpose?: string;
  /** From the words of the column to states or purposes of the vocabulary; only words whose meaning is plain. */
  values?: Record<string, string>;
  /** All words of a column of states or purposes, also those without a plain meaning. */
  words?: readonly string[];
  /** Header of the column that says when. */
  dated?: string;
};

export type ColumnSuggestion = {
  /** Place of the column, from 0. */
  column: number;
  header: string;
  role: Role;
  identifierType?: IdentifierType;
  attributeClass?: AttributeClass;
  valueFormat?: ValueFormat;
  consent?: ConsentSuggestion;
  /** See the mapping: what parts several identifiers, what is taken off or multiplies, whose records are left out. */
  steps?: readonly Step[];
  separator?: Separator;
  /** Of an attribute with a separator: the values that each become a yes or no. */
  listed?: readonly string[];
  prefix?: string;
  emails?: true;
  minus?: string;
  times?: string;
  leaveOut?: string[];
  /** The values whose records alone are taken; further columns of the amount; that of its currency, with known rates. */
  only?: string[];
  otherwise?: string[];
  currency?: string;
  rates?: Record<string, number>;
  /** What the table of a known system says of a column that it drops or keeps as a quasi-identifier. */
  known?: { class: DataClass; system: string };
  /** A column that seems to speak of consent, though it was suggested for nothing. */
  aboutConsent?: true;
  /** Its words for orders that came to nothing, which are taken as things stand. */
  undone?: readonly string[];
  /** Its class under the column policy, with the evidence. */
  classification: Classification;
  why: string;
  warnings: string[];
};

export type Draft = Omit<
  ColumnSuggestion,
  'column' | 'header' | 'aboutConsent' | 'undone' | 'classification' | 'warnings'
>;

export const dropped = (why: string): Draft => ({ role: 'dropped', why });

/** The format of the values as far as it is certain. */
export const formatOf = ({ evidence }: Look, wanted: 'time' | 'number' | 'any'): ValueFormat | undefined => {
  if (wanted !== 'number' && evidence.time !== null)
    return evidence.time.ambiguous ? undefined : { type: 'time', format: evidence.time.format };
  if (wanted === 'time') return undefined;
  if (wanted === 'any' && evidence.boolean !== null) return { type: 'boolean', ...evidence.boolean };
  if (evidence.number !== null)
    return evidence.number.ambiguous ? undefined : { type: 'number', format: evidence.number.format };
  return wanted === 'any' ? { type: 'text' } : undefined;
};
