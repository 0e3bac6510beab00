/**
 * The scan of every value that an import would store: a column that turns out to hold identifiers stops the
 * import, and a single value that identifies somebody is not kept. Inspection sees a sample; this sees all.
 */
import type { ColumnPolicy } from '../../shared/column-policy.ts';
import { CloisterError } from '../../shared/errors.ts';
import {
  type About,
  contains,
  type IdentifiersFound,
  identifiersIn,
  isChecked,
  isFigured,
  isKey,
  isSomebody,
  keysIn,
  NOTHING_SAID,
} from './values/identifying.ts';
import { createPersonalData, digitsOf } from './values/personal.ts';
import { isPossiblePhone } from './values/phone.ts';

/** What was seen in one stored column. */
export type ColumnScan = {
  /** Name the column would have in the vault; null for parts of a consent. */
  name: string | null;
  header: string;
  /** Values that are not empty. */
  filled: number;
  /** Different texts among them; 0 for numbers. */
  distinct: number;
  /** Values of four words or more. */
  wordy: number;
  /** Values that identify somebody and were not kept. */
  withheld: number;
  identifiers: IdentifiersFound[];
};

/** Watches one column. */
export type ColumnWatch = {
  /**
   * Looks at a value that was not seen before; the answer is given to `again` when it comes back. One with WITHHELD in it
   * must not be kept, whatever becomes of its column.
   */
  first(text: string): number;
  again(bits: number, times: number): void;
  finish(): ColumnScan;
};

/** What an identifier is called that stands in the name of a column or in one value, or null. */
export const identifierIn = (text: string, about: About = NOTHING_SAID): string | null => {
  const personal = createPersonalData();
  personal.look(text, digitsOf(text));
  return identifiersIn(personal.counts, 1, null, about)[0]?.what ?? null;
};

const WORDY = 1 << 30;
/** The value is a number whose check digit may be right by chance. */
const FIGURED = 1 << 28;
/** The value identifies somebody. */
export const WITHHELD = 1 << 29;
const isWordy = (text: string): boolean => {
  let blanks = 0;
  for (let i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) if (++blanks >= 3) return true;
  return false;
};

/** A telephone number has the form by chance too; most of the first ones must belong to a numbering plan. */
const areTelephones = (candidates: readonly string[]): boolean =>
  candidates.filter(isPossiblePhone).length * 2 >= candidates.length;

/** A watch over one column that would be stored as texts or numbers. @param about what its header says of them */
export const watchColumn = (name: string | null, header: string, about: About): ColumnWatch => {
  const personal = createPersonalData();
  let filled = 0;
  let distinct = 0;
  let wordy = 0;
  let withheld = 0;
  /** Different texts that are keys made elsewhere, and of them those that are kept. */
  const keys = { seen: 0, kept: 0 };
  /** Values that are numbers in many figures, and those kept that were right by their check digit. */
  const numbers = { figured: 0, kept: 0 };
  /** Whether keys stand among words: a column of keys groups people, or `namesPeople` tells that it does not. */
  const areAmongWords = (): boolean => keys.seen > 0 && keys.seen * 2 <= distinct;
  /** Whether a number in many figures stands among words or small numbers, where its check digit is no chance. */
  const isAlone = (): boolean => numbers.figured * 2 <= filled;
  /** Whether a text that comes for the first time is withheld. */
  const withholds = (text: string, bits: number): boolean => {
    if (isSomebody(text, bits, about)) return true;
    if (isChecked(bits, about)) {
      if (isAlone()) return true;
      numbers.kept += 1;
    }
    if (!isKey(bits, about)) return false;
    keys.seen += 1;
    if (areAmongWords()) return true;
    keys.kept += 1;
    return false;
  };
  const keysFound = (): IdentifiersFound[] => {
    const count = keysIn(personal.counts, about);
    const isWithheld = keys.kept < keys.seen;
    // A few keys that came before all words were kept: in the end their records tell.
    const areAmong = areAmongWords() || count * 2 <= filled;
    const areFound = (areAmong && keys.kept > 0) || (isWithheld && contains(count, filled));
    return areFound
      ? [{ validator: 'key', what: 'keys among words (UUIDs, hashes or names on a network)', count }]
      : [];
  };
  /** Numbers that were kept because they came first, and turned out to stand among words. */
  const checkedFound = (): IdentifiersFound[] => {
    const { card, cardShape, official, officialShape } = personal.counts;
    const areRight = (card > 0 && card * 3 >= cardShape) || (official > 0 && official * 3 >= officialShape);
    return numbers.kept > 0 && isAlone() && areRight
      ? [
          {
            validator: 'official',
            what: 'numbers of payment cards or of people among words',
            count: Math.max(card, official),
          },
        ]
      : [];
  };
  return {
    first: (text) => {
      filled += 1;
      distinct += 1;
      const digits = digitsOf(text);
      let bits = personal.look(text, digits);
      if (isFigured(bits, digits)) {
        bits |= FIGURED;
        numbers.figured += 1;
      }
      if (bits !== 0 && withholds(text, bits)) bits |= WITHHELD;
      if (isWordy(text)) bits |= WORDY;
      if ((bits & WORDY) !== 0) wordy += 1;
      if ((bits & WITHHELD) !== 0) withheld += 1;
      return bits;
    },
    again: (bits, times) => {
      filled += times;
      if (bits === 0) return;
      if ((bits & WORDY) !== 0) wordy += times;
      if ((bits & WITHHELD) !== 0) withheld += times;
      if ((bits & FIGURED) !== 0) numbers.figured += times;
      personal.add(bits & ~(WORDY | WITHHELD | FIGURED), times);
    },
    finish: () => {
      if (contains(personal.counts.phone, filled) && !areTelephones(personal.phones))
        personal.counts.phone = 0;
      return {
        name,
        header,
        filled,
        distinct,
        wordy,
        withheld,
        identifiers: [
          ...identifiersIn(personal.counts, filled, personal.scheme(), about),
          ...keysFound(),
          ...checkedFound(),
        ],
      };
    },
  };
};

const refused = (file: string, header: string, what: string, next: string): CloisterError =>
  new CloisterError(
    'PRIVACY_REFUSED',
    `The column "${header}" of ${file} ${what}. Nothing was imported.`,
    next,
  );

/** What other values look like by chance, as the header of their column can tell. */
const BY_CHANCE: ReadonlySet<string> = new Set(['ip', 'official', 'phone', 'place', 'vehicle', 'key']);

/** Fewest values of which "nearly all differ" says something. */
const ENOUGH = 100;

/** Whether texts in a column name people rather than group them: nearly every one is different. */
export const namesPeople = (distinct: number, filled: number): boolean =>
  filled >= ENOUGH && distinct > filled * 0.9;

/**
 * Stops an import whose stored columns hold what must not be stored. What a check shows to be an identifier
 * cannot be signed off; free text and columns where nearly every value differs can, by the officer.
 * @param signedOff the decisions of the officer, by name of the column
 * @throws CloisterError PRIVACY_REFUSED naming the column and the count
 */
export const requireClean = (
  file: string,
  scans: readonly ColumnScan[],
  signedOff: ReadonlyMap<string, ColumnPolicy>,
): void => {
  for (const { name, header, filled, distinct, wordy, identifiers } of scans) {
    const [worst] = identifiers;
    if (worst !== undefined)
      throw refused(
        file,
        header,
        `holds ${worst.what}: ${worst.count} of its ${filled} values`,
        `Give it the role identifier or link, where it becomes a keyed pseudonym, or drop it.${BY_CHANCE.has(worst.validator) ? ' If its values only look like that, let its name in the file say what they are, such as version, part number, price or campaign.' : ''}`,
      );
    const decision = name === null ? undefined : signedOff.get(name);
    const isFreeText = wordy * 5 > filled && distinct > 50;
    if (isFreeText && (decision === undefined || decision.class === 'free_text'))
      throw refused(
        file,
        header,
        `holds free text: ${wordy} of its ${filled} values have four words or more`,
        'Drop it. If it names groups, the privacy officer can sign its class off, with a reason.',
      );
    if (namesPeople(distinct, filled) && (decision === undefined || decision.class === 'direct_id'))
      throw refused(
        file,
        header,
        `holds ${distinct} different values in ${filled} records: it would name people`,
        'Drop it, or map it as an identifier. If it does not name people, the privacy officer can sign its class off, with a reason.',
      );
  }
};

/** What is said of values that were not kept because they identify somebody, in columns that are. */
export const withheldTold = (scans: readonly ColumnScan[]): string[] =>
  scans
    .filter(({ withheld }) => withheld > 0)
    .map(
      ({ header, withheld, filled }) =>
        `Values of "${header}" that hold an identifier, such as an e-mail address, were not kept and count as empty: ${withheld} of ${filled}.`,
    );
