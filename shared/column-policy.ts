/**
 * The column policy: what a stored column is, on which evidence, what may be done with it and for which
 * purposes. The words here are those of the screens, the command line and the documents.
 */
import { number } from './charts/words.ts';
import type { AttributeClass, Kind, Role } from './vocabulary.ts';

/** What a column holds, as the policy sees it; strictest first. */
export const DATA_CLASSES = [
  'direct_id',
  'sensitive',
  'free_text',
  'unclassified',
  'quasi_id',
  'consent',
  'behavioural',
  'technical',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

export const DATA_CLASS_WORDS: Readonly<Record<DataClass, { label: string; definition: string }>> = {
  direct_id: {
    label: 'direct identifier',
    definition:
      'Names one person: an address, a number, an account. Kept only as a keyed pseudonym, or not at all.',
  },
  sensitive: {
    label: 'special category',
    definition:
      'Belief, health, origin, sex life, union, politics or crime (GDPR Art. 9 and 10). Off unless the privacy officer signs it off; then it is used only for people who gave explicit consent.',
  },
  free_text: {
    label: 'free text',
    definition: 'Words that people wrote. Nobody knows what is in it; not kept.',
  },
  unclassified: { label: 'unclassified', definition: 'Not understood, and therefore not kept.' },
  quasi_id: {
    label: 'quasi-identifier',
    definition: 'Harmless alone; together with others it narrows down who someone is.',
  },
  consent: { label: 'consent', definition: 'What a person agreed to. Kept in the consent ledger.' },
  behavioural: { label: 'behavioural', definition: 'What a person did, bought or chose.' },
  technical: {
    label: 'technical',
    definition: 'Holds rows together, such as the number of an order; says nothing of a person.',
  },
};

/** What is done with a column. */
export const COLUMN_ACTIONS = ['hmac', 'keep', 'coarsen', 'drop'] as const;
export type ColumnAction = (typeof COLUMN_ACTIONS)[number];

/** How a column is made coarser. Numbers to steps, times to days or months, words to groups. */
export type Coarsening =
  | { how: 'step'; step: number; top: number | null }
  | { how: 'day' | 'month' }
  | { how: 'prefix'; length: number }
  | { how: 'group_rare'; kept: string[] };

/** One reason for a class. */
export type Evidence =
  | { kind: 'header'; word: string; concept: string }
  | { kind: 'validator'; name: string; valid: number; of: number }
  | { kind: 'cardinality'; distinct: number; of: number }
  | { kind: 'values'; what: string }
  | { kind: 'system'; name: string }
  | { kind: 'mapping'; said: string };

/** One reason for a class, as a sentence. It holds a word of the header and counts, never a value of a person. */
export const evidenceText = (evidence: Evidence): string => {
  switch (evidence.kind) {
    case 'header':
      return `The header says “${evidence.word}”.`;
    case 'validator':
      return `${number(evidence.valid)} of ${number(evidence.of)} values pass the check “${evidence.name}”.`;
    case 'system':
      return `It is a column of ${evidence.name}.`;
    case 'cardinality':
      return `${number(evidence.distinct)} different values in ${number(evidence.of)}.`;
    case 'mapping':
      return `The mapping said “${evidence.said}”.`;
    default:
      return `Values: ${evidence.what}.`;
  }
};

/** The reasons for a class in words. */
export const classReasons = (evidence: readonly Evidence[]): string =>
  evidence.length === 0 ? 'Nothing speaks for a class but its role.' : evidence.map(evidenceText).join(' ');

export type Decider = 'auto' | 'analyst' | 'officer';

/** What holds for one column. */
export type ColumnPolicy = {
  kind: Kind;
  /** Name in the vault. */
  name: string;
  /** As the source called it. */
  header: string;
  class: DataClass;
  evidence: Evidence[];
  /** From 0 to 1: how sure the class is. */
  confidence: number;
  action: ColumnAction;
  coarsening: Coarsening | null;
  /** Purposes the column may be used for, null for every purpose. */
  purposes: string[] | null;
  /** Of a special category: the condition of GDPR Art. 9(2) it rests on. */
  specialBasis: 'explicit_consent' | null;
  /** What it is needed for, in words. */
  necessity: string;
  decidedBy: Decider;
  /** UTC epoch milliseconds. */
  decidedAt: number;
  reason: string | null;
};

/** Whether `to` is a weaker protection than `from`. */
export const isDowngrade = (from: DataClass, to: DataClass): boolean =>
  DATA_CLASSES.indexOf(to) > DATA_CLASSES.indexOf(from);

/** The policy's class of a column by its role and, for an attribute, its class in the mapping. */
export const classOfRole = (role: Role, attribute: AttributeClass | null): DataClass => {
  switch (role) {
    case 'identifier':
    case 'link':
      return 'direct_id';
    case 'reference':
    case 'order':
      return 'technical';
    case 'consent':
      return 'consent';
    case 'dropped':
      return 'unclassified';
    case 'attribute':
      return attribute === 'sensitive'
        ? 'sensitive'
        : attribute === 'quasi-identifier'
          ? 'quasi_id'
          : 'behavioural';
    default:
      return 'behavioural';
  }
};

/** The class of the vault's attribute that stands for a class of the policy. */
export const attributeClassOf = (dataClass: DataClass): AttributeClass =>
  dataClass === 'sensitive' ? 'sensitive' : dataClass === 'quasi_id' ? 'quasi-identifier' : 'ordinary';

/** Whether a list of purposes covers a purpose: itself, or a purpose above it. */
export const coversPurpose = (allowed: readonly string[] | null, purpose: string): boolean =>
  allowed === null || allowed.some((one) => purpose === one || purpose.startsWith(`${one}.`));
