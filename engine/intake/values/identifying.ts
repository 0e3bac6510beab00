/**
 * Which values identify somebody, and what makes a column one of identifiers: one rule for what inspection suggests, what an
 * import keeps and what may be shown.
 */
import { BIT, type PersonalCounts, type Sight } from './personal.ts';
import { isPossiblePhone } from './phone.ts';
import { plainText } from './plain-text.ts';

/** Identifiers that a column turned out to hold. */
export type IdentifiersFound = {
  /** Short name of the check. */
  validator: string;
  /** What they are, as a plural. */
  what: string;
  /** Values that hold one. */
  count: number;
};

/** At least three values or one in a thousand: below that a hit may be chance (a number with a right digit). */
export const contains = (hits: number, filled: number): boolean =>
  hits > 0 && (hits >= 3 || hits * 1000 >= filled);

/** What the header of a column says of its values, where those have the form of identifiers by chance. */
export type About = {
  /** They number people, orders or things: other numbers may look the same. */
  numbers: boolean;
  /** They are versions, and no addresses of devices. */
  versions: boolean;
  /** They are names of campaigns or tags, which may begin as a name on a network does. */
  labels: boolean;
  /** They are sums of money: two of them are no point on the map. */
  amounts: boolean;
};
export const NOTHING_SAID: About = { numbers: false, versions: false, labels: false, amounts: false };

/** Share of official numbers from which on a column of numbers holds those. */
const NEARLY_ALL = 0.9;

/**
 * Every kind of identifier that a column holds, commonest first. `filled` is the number of its values that are
 * not empty.
 */
export const identifiersIn = (
  counts: PersonalCounts,
  filled: number,
  scheme: { name: string; share: number } | null = null,
  { numbers, versions, amounts }: About = NOTHING_SAID,
): IdentifiersFound[] => {
  const found: IdentifiersFound[] = [];
  const check = (validator: string, what: string, count: number): void => {
    if (contains(count, filled)) found.push({ validator, what, count });
  };
  // One number in ten has the right check digit of a card by chance.
  if (counts.card * 3 >= counts.cardShape) check('card', 'payment card numbers', counts.card);
  check('ssn', 'social security numbers', counts.ssn);
  check('iban', 'IBANs', counts.iban);
  if (!versions) check('ip', 'IP addresses', counts.ip);
  check('mac', 'device addresses', counts.mac);
  // A number of a customer or an order may happen to follow the rule of an official one, so that all but a few have to.
  if (numbers ? counts.official >= filled * NEARLY_ALL : counts.official * 3 >= counts.officialShape)
    check('official', 'official numbers of people', counts.official);
  check('email', 'e-mail addresses', counts.email + counts.emailIn);
  check('phone', 'telephone numbers', counts.phone + counts.phoneIn + (numbers ? 0 : counts.phoneHome));
  check('field', 'fields of people or keys', counts.field);
  if (!numbers && !amounts) check('place', 'points on the map', counts.place);
  if (!numbers) check('vehicle', 'numbers of vehicles', counts.vehicle);
  if (scheme !== null && !numbers)
    found.push({ validator: 'official', what: scheme.name, count: Math.round(filled * scheme.share) });
  return found.sort((a, b) => b.count - a.count);
};

const CERTAIN = BIT.email | BIT.emailIn | BIT.phoneIn | BIT.ssn | BIT.iban | BIT.mac | BIT.field;
const IN_NUMBERS = BIT.phoneHome | BIT.vehicle;
/** Numbers whose check digit is right by chance now and then. */
const CHECKED = BIT.card | BIT.official;

/**
 * Whether a single value identifies somebody, so that it is not kept even where its column is.
 * @param bits of its sight
 */
export const isSomebody = (text: string, bits: number, { numbers, versions, amounts }: About): boolean => {
  const certain =
    CERTAIN | (versions ? 0 : BIT.ip) | (numbers ? 0 : IN_NUMBERS) | (numbers || amounts ? 0 : BIT.place);
  if ((bits & certain) !== 0) return true;
  return (bits & BIT.phone) !== 0 && isPossiblePhone(plainText(text));
};

/** Whether a value is a number of a card or a person by its check digit, which is right by chance now and then. */
export const isChecked = (bits: number, { numbers }: About): boolean => !numbers && (bits & CHECKED) !== 0;

/** Fewest figures of a number whose check digit may be right by chance. */
const LONG = 9;
/** Whether a value is a number that another check digit could make one of a card or a person. */
export const isFigured = (bits: number, digits: number): boolean =>
  digits >= LONG || (bits & (BIT.cardShape | BIT.officialShape)) !== 0;

/** Values that are keys made elsewhere, or names on a network: among words they name people. */
const KEYS: readonly Sight[] = ['uuid', 'hash', 'keyIn', 'handle'];
const keysOf = ({ labels }: About): Sight[] => KEYS.filter((sight) => sight !== 'handle' || !labels);

/** Whether a value is such a key, by the bits of its sight; and how many values of a column are. */
export const isKey = (bits: number, about: About): boolean =>
  keysOf(about).some((sight) => (bits & BIT[sight]) !== 0);
export const keysIn = (counts: PersonalCounts, about: About): number =>
  keysOf(about).reduce((sum, sight) => sum + counts[sight], 0);
