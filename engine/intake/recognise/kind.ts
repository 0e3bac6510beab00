/** What a file holds as a whole: profiles, orders, events or consents, and which column says who. */
import type { Kind } from '../../../shared/vocabulary.ts';
import { amountPoints } from './amounts.ts';
import type { Look } from './column-role.ts';
import { purposeOf, turnsRound } from './consent.ts';
import { STATE_WORDS } from './consent-words.ts';
import { profileLike } from './describing.ts';
import { isUnreadDate } from './unread-date.ts';

export type KindGuess = {
  kind: Kind;
  /** False where nothing in the file speaks for the kind, or nobody can be told by it. */
  recognised: boolean;
  why: string;
  identifier: number | null;
  time: number | null;
  amount: number | null;
  reference: number | null;
  name: number | null;
  state: number | null;
  /** The column of a consent file that says what the consent is for. */
  purpose: number | null;
};

const best = (looks: readonly Look[], rate: (look: Look, place: number) => number): number | null => {
  let found: number | null = null;
  let top = 0;
  looks.forEach((look, place) => {
    const points = rate(look, place);
    if (points > top) {
      top = points;
      found = place;
    }
  });
  return found;
};

const isTime = (look: Look): boolean =>
  look.evidence.time !== null || (look.evidence.mixed && look.evidence.number === null) || isUnreadDate(look);

/** Bare figures are a time only where the header says so. */
const timePoints = (look: Look): number => {
  const { evidence } = look;
  if (look.forbidden !== null || look.identifier !== null || !isTime(look)) return 0;
  const said = look.has('time');
  const bare =
    evidence.integers &&
    (evidence.time === null || (!evidence.time.ambiguous && evidence.time.format !== 'yyyymmdd'));
  if (said === undefined && bare) return 0;
  const main = look.facets.has('main');
  const late = look.facets.has('late');
  // Of two that say the same, the one that can be read.
  const unread = isUnreadDate(look) ? 1 : 0;
  return 10 + (said === undefined ? 0 : 5) + (main ? 5 : 0) - (late ? 6 : 0) - unread;
};

const namesPoints = (look: Look): number => {
  const { evidence } = look;
  if (look.forbidden !== null || evidence.number !== null || evidence.time !== null) return 0;
  if (look.has('event-name') === undefined || look.has('id', 'count', 'order-id', 'time') !== undefined)
    return 0;
  return evidence.distinctRatio <= 0.5 || look.filled < 20 ? 10 : 0;
};

const stateWords = (look: Look): boolean => {
  const levels = look.evidence.levels.map((level) => level.toLowerCase().replaceAll(/[ -]/g, '_'));
  const known = levels.filter((level) => STATE_WORDS.has(level)).length;
  return levels.length > 0 && levels.length <= 8 && known === levels.length;
};

const VOCABULARY: ReadonlySet<string> = new Set(
  'given granted refused withdrawn objected subscribe unsubscribe opted_in opted_out opt_in opt_out denied revoked'.split(
    ' ',
  ),
);

const statePoints = (look: Look): number => {
  if (look.forbidden !== null || look.identifier !== null || !stateWords(look)) return 0;
  const plain = look.evidence.levels.some((level) =>
    VOCABULARY.has(level.toLowerCase().replaceAll(/[ -]/g, '_')),
  );
  const said = look.has('state', 'consent', 'event-name') ?? look.hits.find(({ word }) => word === 'state');
  if (look.has('refusal') !== undefined || turnsRound(look)) return 0;
  return (plain ? 10 : 0) + (said === undefined && !look.tokens.includes('state') ? 0 : 5);
};

/** A column of customers that stands beside several times as many addresses tells their accounts or groups. */
const sharedByMany = (look: Look, looks: readonly Look[]): boolean =>
  look.identifier?.type === 'customer' &&
  looks.some(
    ({ identifier, filled, evidence }) =>
      identifier?.type === 'email' && filled >= look.filled && evidence.distinct > 2 * look.evidence.distinct,
  );

/** One number on every record is that of a shop or a site; still, one person may have a file of their own. */
const isShared = ({ evidence, filled }: Look): boolean => evidence.distinct === 1 && filled >= 20;

const chooseIdentifier = (looks: readonly Look[], orderLike: boolean): number | null =>
  best(looks, (look) => {
    if (look.forbidden !== null || sharedByMany(look, looks)) return 0;
    const { evidence } = look;
    const alone = isShared(look) ? 0.1 : 1;
    const worth = look.filled * 2 < evidence.values || look.filled === 0 ? 0.3 : alone;
    if (look.identifier !== null) {
      const hashed = look.identifier.type === 'customer' && look.has('customer') === undefined;
      const points = { customer: hashed ? 30 : 60, email: 50, device: 25, phone: 20 }[look.identifier.type];
      const staff = look.tokens.includes('user') && looks.some(({ tokens }) => tokens.includes('customer'));
      return (points - (staff ? 40 : 0)) * worth;
    }
    // A bare "id" is the person's in a list of people, and the record's own in a list of orders.
    if (
      look.has('id') !== undefined &&
      look.hits.length === 1 &&
      look.filled > 0 &&
      (evidence.time === null || evidence.integers)
    )
      return (orderLike && evidence.distinctRatio > 0.98 ? 0 : 55) * worth;
    return 0;
  });

/** Files without a header that look like a log of purchases: number, day, quantity, money. */
const chooseBareIdentifier = (looks: readonly Look[]): number | null =>
  best(looks, (look) => {
    const { evidence } = look;
    if (look.forbidden !== null || look.hits.length > 0 || evidence.time !== null || look.filled === 0)
      return 0;
    if (evidence.personal.uuid * 2 > look.filled) return 30;
    const long = evidence.integers && evidence.shapes.every((shape) => shape.length >= 3);
    if (!long) return 0;
    // The number that tells more people apart is the person's.
    return evidence.leadingZeros > 0
      ? 20 + evidence.distinctRatio
      : evidence.distinctRatio > 0.02
        ? 10 + evidence.distinctRatio
        : 0;
  });

const bareAmount = (looks: readonly Look[], taken: readonly (number | null)[]): number | null =>
  best(looks, ({ evidence, hits, forbidden }, place) => {
    if (taken.includes(place) || hits.length > 0 || forbidden !== null || evidence.number === null) return 0;
    return evidence.integers || evidence.time !== null ? 0 : 10;
  });

/** What the file holds. `headless` says that its columns have no names of their own. */
export const guessKind = (looks: readonly Look[], headless: boolean): KindGuess => {
  let time = best(looks, timePoints);
  let amount = best(looks, amountPoints);
  const name = best(looks, namesPoints);
  const state = best(looks, statePoints);
  const orderNumber = best(looks, (look) => {
    if (look.forbidden !== null || look.has('order-id') === undefined || isShared(look)) return 0;
    const { fractions, pointZero, distinctRatio, time: when } = look.evidence;
    return fractions > look.filled / 2 && pointZero <= look.filled / 2
      ? 0
      : when !== null && !look.evidence.integers
        ? 0
        : 10 + distinctRatio;
  });
  let identifier = chooseIdentifier(
    looks,
    time !== null && (amount !== null || name !== null || orderNumber !== null),
  );
  if (identifier === null && headless) {
    identifier = chooseBareIdentifier(looks);
    if (identifier !== null && time !== null) amount ??= bareAmount(looks, [identifier, time]);
  }
  const bareId = best(looks, (look, place) =>
    place !== identifier &&
    look.has('id') !== undefined &&
    look.hits.length === 1 &&
    look.forbidden === null &&
    !isShared(look)
      ? 1
      : 0,
  );
  if (time === identifier) time = best(looks, (look, place) => (place === identifier ? 0 : timePoints(look)));
  if (amount === identifier || amount === time)
    amount = best(looks, (look, place) => (place === identifier || place === time ? 0 : amountPoints(look)));
  const purpose = best(looks, (look, place) =>
    look.has('purpose') !== undefined &&
    look.forbidden === null &&
    look.identifier === null &&
    look.evidence.time === null &&
    look.evidence.levels.length > 0 &&
    ![identifier, state].includes(place)
      ? 1
      : 0,
  );
  const base = { identifier, time, amount, name, state, purpose, reference: orderNumber ?? bareId };
  const called = (place: number): string => (headless ? `column ${place + 1}` : `"${looks[place].header}"`);
  const nobody = identifier === null ? ' No column says whose record it is.' : '';

  const consentHeaders = looks.filter((look) => look.has('consent') !== undefined).length;
  if (
    state !== null &&
    state !== identifier &&
    (purpose !== null ||
      looks[state].has('event-name', 'state') !== undefined ||
      consentHeaders * 3 >= looks.length) &&
    amount === null &&
    statePoints(looks[state]) >= 10
  )
    return {
      ...base,
      kind: 'consents',
      recognised: identifier !== null && (purpose !== null || purposeOf(looks[state]) !== undefined),
      why: `${called(state)} holds words of consent${purpose === null ? ', but nothing says for which purpose' : ` and ${called(purpose)} their purpose`}.${nobody}`,
    };

  const person = identifier === null ? null : looks[identifier];
  const unique = person === null || person.filled === 0 || person.evidence.distinctRatio >= 0.9;
  // A list of people may hold dates and sums too; what tells is that each person stands in it once.
  const lone = orderNumber === null && name === null && unique;
  if (time !== null && amount !== null && !(lone && profileLike(looks)))
    return {
      ...base,
      kind: 'orders',
      recognised: identifier !== null,
      why: `Every record has a time (${called(time)}) and an amount (${called(amount)}).${nobody}`,
    };
  if (time !== null && !(lone && profileLike(looks)) && (name !== null || !unique || orderNumber !== null))
    return {
      ...base,
      kind: 'events',
      recognised: identifier !== null,
      why: `Every record has a time (${called(time)})${name === null ? '' : ` and a name (${called(name)})`}, and no amount.${nobody}`,
    };
  const repeated = person !== null && !unique;
  return {
    ...base,
    kind: 'profiles',
    recognised: identifier !== null && !repeated,
    why:
      identifier === null
        ? `Nothing in it speaks for orders, events or consents.${nobody}`
        : repeated
          ? `No column says when, so it is no list of orders or events, although people come more than once.`
          : `Each person (${called(identifier)}) stands in it once.`,
  };
};
