/**
 * From the table of a known system to suggestions for the columns of a file. What the values show still counts: a
 * column that the table would keep is dropped where its values name people.
 */
import type { Part } from '../../input/part.ts';
import { namesPeople } from '../../scan.ts';
import { keptFormat } from '../attribute.ts';
import { addressesIn, type Look } from '../column-role.ts';
import { currencyDraft } from '../currency.ts';
import { type Draft, dropped, formatOf } from '../draft.ts';
import type { KindGuess } from '../kind.ts';
import { type Match, plainHeader, ruleOf } from './match.ts';
import type { Everyone, Rule, System } from './system.ts';

/** Most levels of an attribute that a table would keep. */
const MOST_LEVELS = 1000;

const quotedList = (headers: readonly string[]): string =>
  headers.map((header) => `"${header}"`).join(headers.length === 2 ? ' and ' : ', ');

/** Why a file is taken for what it is. */
export const reasonOf = ({ system, because }: Match): string =>
  `Recognised as ${system.name} because it has ${quotedList(because)}.`;

/** How a word is spelt: in capitals, small, both, or as a figure. Words of one dictionary are spelt alike in a file. */
const spelling = (word: string): string =>
  /^\d+$/.test(word)
    ? 'figure'
    : word === word.toUpperCase()
      ? 'capitals'
      : word === word.toLowerCase()
        ? 'small'
        : 'both';

/** Where the columns with a rule stand, in the order of the table. */
const placesOf = (system: System, looks: readonly Look[], as: Rule['as']): number[] => {
  const order = Object.keys(system.columns);
  const rank = (at: number): number => order.indexOf(plainHeader(looks[at].header));
  return looks
    .flatMap(({ header }, at) => (ruleOf(system, header)?.as === as ? [at] : []))
    .sort((a, b) => rank(a) - rank(b));
};

/** What the file is as a whole, by the table. The identifier is the fullest of the columns that tell people. */
export const systemGuess = (match: Match, looks: readonly Look[]): KindGuess => {
  const { system } = match;
  const rules = looks.map(({ header }) => ruleOf(system, header));
  const order = Object.keys(system.columns);
  const share = ({ filled, evidence }: Look): number =>
    evidence.values === 0 ? 0 : filled / evidence.values;
  const named = looks
    .flatMap((look, place) => {
      const rule = rules[place];
      const rank = order.indexOf(plainHeader(look.header));
      return rule?.as === 'person' && look.filled > 0
        ? [{ place, full: share(look), rank, several: rule.several === true }]
        : [];
    })
    .sort((a, b) => b.full - a.full || a.rank - b.rank);
  const single = named.filter(({ several, full }) => !several && full >= 0.5);
  const people = single.length > 0 ? single : named;
  /** The column with a rule; of several the first in the table that holds something. */
  const place = (as: Rule['as']): number | null =>
    placesOf(system, looks, as).find((at) => looks[at].filled > 0) ?? null;
  const identifier = people[0]?.place ?? null;
  const byOrder = identifier === null && place('order') !== null;
  return {
    kind: system.kind,
    recognised: (identifier !== null || byOrder) && match.rival === null,
    why: `${reasonOf(match)}${byOrder ? ' Its records are those of the people of the orders they name.' : identifier === null ? ' No column says whose record it is.' : ''}`,
    identifier,
    time: place('time'),
    amount: place('amount'),
    reference: place('reference'),
    name: place('name'),
    state: null,
    purpose: null,
  };
};

/** Why the values forbid to keep an attribute, or null. Of its header the table knows more than the words in it. */
const against = (look: Look): string | null => {
  const { forbidden, evidence, filled } = look;
  if (forbidden !== null && (forbidden.sensitive || forbidden.by === 'values')) return forbidden.why;
  if (filled === 0) return 'The column is empty.';
  if (evidence.wordy * 5 > filled && evidence.distinct > 50)
    return 'Free text: many values of four words or more.';
  if (evidence.personal.uuid + evidence.personal.hash > filled / 2)
    return 'Every value is a key of its own (UUID or hash): it describes nobody.';
  if (evidence.number === null && evidence.distinct > MOST_LEVELS)
    return `${evidence.distinct} different values are too many for groups.`;
  if (keptFormat(look)?.type === 'text' && namesPeople(evidence.distinct, filled))
    return 'Nearly every value is different: it would name people.';
  return null;
};

/** What the table says of a column; null where it does not know it, and its words and values have to tell. */
export const systemDraft = (
  { system }: Match,
  look: Look,
  place: number,
  guess: KindGuess,
  looks: readonly Look[],
): Draft | null => {
  const rule = ruleOf(system, look.header);
  if (rule === undefined) return null;
  const why = `A column of ${system.name}.`;
  const headerOf = (wanted: string | undefined): string | undefined =>
    looks.find(({ header }) => plainHeader(header) === wanted)?.header;
  switch (rule.as) {
    case 'person':
    case 'link': {
      if (look.filled === 0) return dropped('The column is empty.');
      const beside = guess.identifier === null ? undefined : ruleOf(system, looks[guess.identifier].header);
      const isSeveral = (one: Rule | undefined): boolean => one?.as === 'person' && one.several === true;
      if (rule.as === 'person' && place !== guess.identifier && isSeveral(rule) !== isSeveral(beside))
        return dropped(
          isSeveral(rule)
            ? 'It tells what several people share; another column tells the person.'
            : 'It tells one of several people, and of most records it does not.',
        );
      const addresses = addressesIn(look, rule.type);
      if (addresses?.all === true)
        return {
          role: place === guess.identifier ? 'identifier' : 'link',
          identifierType: 'email',
          why: `${why} ${addresses.why}`,
        };
      return {
        role: place === guess.identifier ? 'identifier' : 'link',
        identifierType:
          rule.type === 'email' && look.evidence.personal.hash * 2 > look.filled ? 'customer' : rule.type,
        ...(addresses === null ? {} : { emails: true }),
        ...(rule.steps === undefined ? {} : { steps: rule.steps }),
        ...(rule.as === 'person' && rule.separator !== undefined ? { separator: rule.separator } : {}),
        ...(rule.as === 'person' && rule.prefix !== undefined ? { prefix: rule.prefix } : {}),
        why: `${place === guess.identifier ? `It tells people apart in ${system.name}.` : why}${
          rule.as === 'person' && rule.prefix !== undefined
            ? ` Other systems count alike, so it is kept apart as "${rule.prefix}…".`
            : ''
        }${addresses === null ? '' : ` ${addresses.why}`}`,
      };
    }
    case 'time': {
      const format = formatOf(look, 'time');
      const said = rule.format === undefined ? format : ({ type: 'time', format: rule.format } as const);
      return { role: 'time', ...(said === undefined ? {} : { valueFormat: said }), why };
    }
    case 'amount': {
      if (place !== guess.amount && look.filled > 0) return dropped('Another column says the amount.');
      const format = formatOf(look, 'number');
      const minus = headerOf(rule.minus);
      const otherwise = placesOf(system, looks, 'amount')
        .filter((at) => at !== place && looks[at].filled > 0)
        .map((at) => looks[at].header);
      const currency = looks.find(({ header }) => plainHeader(header) === rule.currency);
      return {
        role: 'amount',
        ...(format === undefined ? {} : { valueFormat: format }),
        ...(minus === undefined ? {} : { minus }),
        ...(otherwise.length === 0 ? {} : { otherwise }),
        ...currencyDraft(currency),
        why: minus === undefined ? why : `${why} What "${minus}" says was paid back is taken off.`,
      };
    }
    case 'kept': {
      const no = against(look);
      if (no !== null)
        return {
          role: 'dropped',
          ...(look.forbidden?.sensitive ? { attributeClass: 'sensitive' } : {}),
          why: no,
        };
      const format = keptFormat(look);
      return {
        role: 'attribute',
        attributeClass: look.has('quasi', 'proxy') === undefined ? rule.class : 'quasi-identifier',
        ...(rule.class === 'quasi-identifier' ? { known: { class: 'quasi_id', system: system.name } } : {}),
        ...(rule.steps === undefined ? {} : { steps: rule.steps }),
        ...(format === undefined ? {} : { valueFormat: format }),
        why: rule.unit === undefined ? why : `${why} Measured in ${rule.unit}.`,
      };
    }
    case 'consent': {
      if (look.filled === 0) return dropped('The column is empty.');
      // Also words that the first records lack: the refusal of a later one, or of the next file, must be read. A yes that
      // nobody has seen is not: unread it counts as no.
      const spellings = new Set(look.evidence.levels.map(spelling));
      const known = Object.entries(rule.values).filter(
        ([word, meaning]) =>
          look.evidence.levels.includes(word) || (meaning !== 'given' && spellings.has(spelling(word))),
      );
      const dated = headerOf(rule.dated);
      return {
        role: 'consent',
        consent: {
          part: 'state',
          purpose: rule.purpose,
          values: Object.fromEntries(known),
          words: look.evidence.levels,
          ...(dated === undefined ? {} : { dated }),
        },
        why: dated === undefined ? why : `${why} "${dated}" says when.`,
      };
    }
    case 'evidence':
      if (look.filled === 0) return dropped('The column is empty.');
      return { role: 'consent', consent: { part: rule.part }, why: `${why} It goes with the answer.` };
    case 'dropped': {
      // All of its words, whether the first records have them or not.
      const { leaveOut } = rule;
      const seen = leaveOut?.filter((word) => look.evidence.levels.includes(word)) ?? [];
      const told = seen.length > 0 ? seen : (leaveOut ?? []);
      return {
        role: 'dropped',
        known: { class: rule.class, system: system.name },
        ...(leaveOut === undefined ? {} : { leaveOut: [...leaveOut] }),
        ...(rule.only === undefined ? {} : { only: [...rule.only] }),
        why: told.length === 0 ? rule.why : `${rule.why} Records with ${quotedList(told)} are left out.`,
      };
    }
    case 'reference':
      if (place !== guess.reference && look.filled > 0) return dropped('Another column is the number.');
      return { role: 'reference', why };
    default:
      return { role: rule.as, why };
  }
};

/** The own name of a part: in an archive that of its entry, whatever the archive is called. */
const ownName = ({ name, entry }: Pick<Part, 'name' | 'entry'>): string =>
  (entry ?? name).split(/[\\/]/).pop() ?? name;

/**
 * What a source says of everybody in it, by its name or by a column that only this file has; null where its parts do not
 * say the same.
 */
export const everyoneIn = (
  { files = [] }: System,
  headers: readonly string[],
  parts: readonly Pick<Part, 'name' | 'entry'>[],
): Everyone | null => {
  const byColumn = files.find(
    ({ column }) => column !== undefined && headers.some((header) => plainHeader(header) === column),
  );
  const [found, ...others] = new Set(
    parts.map((part) => files.find(({ name }) => name.test(ownName(part))) ?? byColumn),
  );
  if (found === undefined || others.length > 0) return null;
  const headerOf = (wanted: string | undefined): string =>
    headers.find((header) => plainHeader(header) === wanted) ?? '';
  return { ...found.everyone, dated: headerOf(found.everyone.dated), asked: headerOf(found.everyone.asked) };
};
