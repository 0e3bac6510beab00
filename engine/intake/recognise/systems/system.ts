/**
 * systems: exports of named systems, known by their headers. One small table a system says what each of its columns
 * is for; `match.ts` finds the table, `roles.ts` turns it into suggestions. This file: what a table says.
 */
import type { Step } from '../../../../shared/steps.ts';
import type {
  AttributeClass,
  ConsentMeaning,
  IdentifierType,
  Kind,
  Separator,
} from '../../../../shared/vocabulary.ts';
import type { TimeFormat } from '../../values/times.ts';

/** What a column of a known system is for. */
export type Rule =
  /**
   * Tells the person. Of several the fullest becomes the identifier, the others links. `several`: it tells a firm or a
   * household, which stands for its people only where less than half of the records name one of them.
   */
  | {
      as: 'person';
      type: IdentifierType;
      several?: true;
      separator?: ';';
      prefix?: string;
      steps?: readonly Step[];
    }
  /** Another pseudonym of the same person. */
  | { as: 'link'; type: IdentifierType; steps?: readonly Step[] }
  | { as: 'time'; format?: TimeFormat }
  /** `minus`: the column of what was paid back. */
  | { as: 'amount'; minus?: string; currency?: string }
  | { as: 'reference' }
  /** The number of the order that the record belongs to: its person is that of the order. */
  | { as: 'order' }
  | { as: 'name' }
  | { as: 'kept'; class: AttributeClass; unit?: string; steps?: readonly Step[] }
  | { as: 'consent'; purpose: string; values: Readonly<Record<string, ConsentMeaning>>; dated?: string }
  /** What goes with a consent: how it was said, or why. */
  | { as: 'evidence'; part: 'method' | 'reason' }
  | {
      as: 'dropped';
      class: DroppedClass;
      why: string;
      leaveOut?: readonly string[];
      only?: readonly string[];
    };

/** Why a column is not kept. */
export type DroppedClass = 'direct_id' | 'free_text' | 'technical' | 'quasi_id' | 'consent' | 'behavioural';

/** What a file of a system says by being that file: everybody in it has this state. */
export type Everyone = {
  state: ConsentMeaning;
  purpose: string;
  dated: string;
  /** The column that says when they were asked. */
  asked?: string;
  why: string;
};

export type System = {
  id: string;
  /** As it reads behind "recognised as". */
  name: string;
  kind: Kind;
  /** Headers that must all be there, in lower case. `x.*` is any name within x. */
  required: readonly string[];
  /** Of each of these at least one. */
  oneOf?: readonly (readonly string[])[];
  /** Headers that speak against it. */
  forbidden?: readonly string[];
  /** By header in lower case; `x.*` stands for everything within x that is not listed. */
  columns: Readonly<Record<string, Rule>>;
  /** By what its cells part several values of a list. */
  separator?: Separator;
  /** Several records are one order; see the mapping's `orderLines`. */
  orderLines?: true;
  /** The name of its events, where no column holds one. */
  called?: string;
  /** Lines of one field may stand behind the last record. */
  footer?: true;
  /** By the name of the file, else by a column that only this file has. */
  files?: readonly { name: RegExp; column?: string; everyone: Everyone }[];
  /** It is the second thing that such a file holds, and meant only where somebody says its kind. */
  beside?: true;
  /** What to look at, whatever the file holds. */
  traps?: readonly string[];
};

export const EMAIL_MARKETING = 'marketing.communications.email';
export const SMS_MARKETING = 'marketing.communications.sms';

export const person = (type: IdentifierType, ...steps: Step[]): Rule => ({
  as: 'person',
  type,
  ...(steps.length === 0 ? {} : { steps }),
});
/** Figures that the system marks as text, for spreadsheets. */
export const TEXT_MARK: Step = { step: 'text-mark' };
/** A number that the system counts up from 1: another system has the same numbers for other people. */
export const counted = (prefix: string): Rule => ({ as: 'person', type: 'customer', prefix });
export const link = (type: IdentifierType): Rule => ({ as: 'link', type });
export const ordinary: Rule = { as: 'kept', class: 'ordinary' };
export const quasi: Extract<Rule, { as: 'kept' }> = { as: 'kept', class: 'quasi-identifier' };
export const measured = (unit: string): Rule => ({ as: 'kept', class: 'ordinary', unit });
/** Names, streets and whatever else is somebody's. */
export const direct: Rule = { as: 'dropped', class: 'direct_id', why: 'It says who somebody is.' };
export const internal: Rule = {
  as: 'dropped',
  class: 'technical',
  why: 'A number or setting of the system; it describes nobody.',
};
export const free: Rule = { as: 'dropped', class: 'free_text', why: 'Free text may hold anything.' };
export const page: Rule = {
  as: 'dropped',
  class: 'free_text',
  why: 'Addresses of pages carry e-mail addresses and keys in their query.',
};
export const proof: Rule = {
  as: 'dropped',
  class: 'consent',
  why: 'It belongs to a consent column, which says when by it.',
};
export const dropped = (why: string, dataClass: DroppedClass = 'behavioural'): Rule => ({
  as: 'dropped',
  class: dataClass,
  why,
});

/** The same rule for several headers. */
export const all = (rule: Rule, ...headers: string[]): Record<string, Rule> =>
  Object.fromEntries(headers.map((header): [string, Rule] => [header, rule]));

/** yes and no as exports write them. */
export const YES_NO: Readonly<Record<string, ConsentMeaning>> = {
  yes: 'given',
  no: 'refused',
  true: 'given',
  false: 'refused',
  TRUE: 'given',
  FALSE: 'refused',
  Yes: 'given',
  No: 'refused',
  True: 'given',
  False: 'refused',
  '1': 'given',
  '0': 'refused',
};
/** A refusal in a flag: its "no" says nothing, and leaves standing what was said elsewhere. */
export const OPTED_OUT: Readonly<Record<string, ConsentMeaning>> = {
  true: 'withdrawn',
  false: 'nothing',
  TRUE: 'withdrawn',
  FALSE: 'nothing',
  yes: 'withdrawn',
  no: 'nothing',
  Yes: 'withdrawn',
  No: 'nothing',
  True: 'withdrawn',
  False: 'nothing',
  '1': 'withdrawn',
  '0': 'nothing',
};
