/** Whether a column of profiles may be kept as an attribute, and of which class. */
import type { AttributeClass, Separator } from '../../../shared/vocabulary.ts';
import { namesPeople } from '../scan.ts';
import { contains, keysIn } from '../values/identifying.ts';
import { aboutOf, type Look, namesKind } from './column-role.ts';
import { type Draft, dropped, formatOf, type ValueFormat } from './draft.ts';
import { type Listed, listedIn, listedWhy } from './listed.ts';
import { isUnreadDate } from './unread-date.ts';

/** Most levels of an attribute: beyond this it tells people apart rather than groups. */
const LEVEL_LIMIT = 200;

/** Whether the values are quantities: figures among words ("3+") are levels, and a postcode is a name of a place. */
const isQuantity = (look: Look): boolean => {
  const { evidence } = look;
  const levelled = evidence.misfits > 0 && evidence.levels.length > 0;
  return evidence.number !== null && evidence.leadingZeros === 0 && !levelled && !look.facets.has('postcode');
};

/** How the values of an attribute are kept; undefined where two readings fit. */
export const keptFormat = (look: Look): ValueFormat | undefined =>
  isQuantity(look) || look.evidence.boolean !== null ? formatOf(look, 'any') : { type: 'text' };

/** The address of a page, or a path with a query. */
const isPage = (text: string): boolean =>
  /^[a-z][a-z+.-]*:\/\//i.test(text) || /^[^\s?]*\?[^\s=]+=/.test(text);

/** Two figures around full hundreds, the larger behind the smaller: "25000-49999". */
const isBand = (text: string): boolean => {
  const [from, to, more] = text.split(/\s*[-–]\s*/).map(Number);
  return more === undefined && from < to && [from, to].every((end) => (end + 1) % 100 <= 2);
};

/** Most values are parted digits as national telephone numbers are, and no numbers, times or bands ("25000-50000"). */
const looksTelephoned = ({ evidence, filled }: Look): boolean =>
  (evidence.levels.length === 0 || !evidence.levels.every(isBand)) &&
  (evidence.personal.phoneMaybe + evidence.personal.phone) * 2 > filled &&
  (evidence.number === null || evidence.leadingZeros * 2 > filled) &&
  evidence.time === null;

/**
 * The list of choices that a column holds several of a cell; null where it holds none. A comma also stands within a value
 * ("Bern, Switzerland"), so it counts only where the system is known to part values by it.
 */
const choices = ({ header, evidence, filled }: Look, separator: Separator | null): Listed | null => {
  const found = evidence.several.find((one) =>
    separator === null
      ? one.separator !== ',' && one.parted * 20 >= filled && one.held.size <= evidence.distinct
      : one.separator === separator,
  );
  const listed = found === undefined || evidence.time !== null ? null : listedIn(header, found);
  return listed === null || listed.values.length === 0 ? null : listed;
};

/**
 * The draft of a column that is neither an identifier nor forbidden.
 * @param separator by what the system that the file comes from parts several values of a cell
 */
export const attribute = (look: Look, separator: Separator | null = null): Draft => {
  const { evidence, filled } = look;
  if (filled === 0) return dropped('The column is empty.');
  const quasi = look.has('quasi', 'proxy');
  const text = look.has('free-text');
  if (text !== undefined && evidence.boolean === null && evidence.number === null)
    return dropped(`The header says "${text.word}": free text is not kept.`);
  const listed = choices(look, separator);
  if (listed === null && evidence.wordy * 5 > filled && evidence.distinct > LEVEL_LIMIT / 4)
    return dropped('Free text: many values of four words or more.');
  if (evidence.time !== null && !(evidence.integers && look.has('time') === undefined))
    return dropped('A date: profiles keep none.');
  const person = look.has('name') ?? (namesKind(look) ? undefined : look.has('person'));
  if (person !== undefined && evidence.number === null && evidence.boolean === null)
    return dropped(`The header says "${person.word}": names are not kept.`);
  if (look.unknown) return dropped('The words of its header are not known here: say by hand what it is.');
  const contact = look.has('email', 'phone');
  const named = look.tokens.filter((token) => !/^\d+$/.test(token)).length;
  if (contact !== undefined && contact.to - contact.from >= named && evidence.boolean === null)
    return dropped(`The header says "${contact.word}", and the values are none that could be read as such.`);
  const web = look.has('web-address');
  if (web !== undefined && evidence.boolean === null)
    return dropped(`The header says "${web.word}": addresses of pages are not kept.`);
  if (evidence.levels.some(isPage) || evidence.shapes.some((shape) => /^a+:\/\//.test(shape)))
    return dropped('Addresses of pages are not kept: they carry e-mail addresses and keys.');
  if (looksTelephoned(look)) return dropped('The values look like telephone numbers without a country code.');
  const foreign = look.has('foreign-id', 'order-id', 'id');
  if (foreign !== undefined)
    return dropped(`The header says "${foreign.word}": the number of a thing describes nobody.`);
  if (evidence.mixed && evidence.number === null) return dropped('Dates in more than one format.');
  if (isUnreadDate(look)) return dropped('A date, though in no format that is read: profiles keep none.');
  const keys = keysIn(evidence.personal, aboutOf(look));
  if (keys > filled / 2)
    return dropped(
      'Its values are keys of their own (UUIDs, hashes, names on a network): they describe nobody.',
    );
  if (contains(keys, filled))
    return dropped(`Contains keys: ${keys} of ${filled} values hold UUIDs, hashes or names on a network.`);

  if (listed !== null)
    return {
      role: 'attribute',
      attributeClass: quasi === undefined ? 'ordinary' : 'quasi-identifier',
      valueFormat: { type: 'text' },
      separator: listed.separator,
      listed: listed.values,
      why: listedWhy(listed),
    };

  const isNumber = isQuantity(look);
  const format = keptFormat(look);
  if (evidence.distinct === 1 && filled > 1) return dropped('Every value is the same: it describes nobody.');
  const keep = (attributeClass: AttributeClass, why: string): Draft => ({
    role: 'attribute',
    attributeClass,
    ...(format === undefined ? {} : { valueFormat: format }),
    why,
  });
  if (quasi !== undefined) {
    if (!isNumber && namesPeople(evidence.distinct, filled))
      return dropped(
        `The header says "${quasi.word}", but nearly every value is different: it would name people.`,
      );
    return keep(
      'quasi-identifier',
      `The header says "${quasi.word}": with others it narrows down who someone is.`,
    );
  }
  if (evidence.boolean !== null) return keep('ordinary', 'Two answers.');
  if (isNumber) {
    const key =
      evidence.integers &&
      filled >= 20 &&
      evidence.distinctRatio > 0.9 &&
      look.has('amount', 'count', 'total') === undefined;
    return key
      ? dropped('Nearly every value is a different whole number: it looks like a number of something.')
      : keep('ordinary', 'A measured value.');
  }
  if (filled >= 20 && evidence.distinctRatio > 0.9)
    return dropped('Nearly every value is different: it would name people.');
  if (evidence.distinct > LEVEL_LIMIT)
    return dropped(`${evidence.distinct} different values are too many for groups.`);
  if (filled < 20 && evidence.distinctRatio > 0.5)
    return dropped('Too few records to tell groups from names.');
  if (evidence.maxLength > 100) return dropped('Long text is not kept.');
  return keep('ordinary', `${evidence.distinct} different values.`);
};
