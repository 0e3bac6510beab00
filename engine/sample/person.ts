/** One made-up customer: who they are, and the kind of customer they will be. */
import type { Random } from '../../shared/random.ts';
import { ARCHETYPES, type Archetype, CHANNELS, PLANS } from './archetypes.ts';
import { DAYS } from './calendar.ts';
import { COUNTRIES, type Country } from './countries.ts';
import { csvField } from './csv.ts';
import { between, chance, choose, cumulate, pick } from './draw.ts';
import type { PhonePlan } from './phones.ts';

export const CUSTOMER_COLUMNS = [
  'customer_id',
  'email',
  'first_name',
  'last_name',
  'phone',
  'birth_year',
  'gender',
  'country',
  'city',
  'plan',
  'acquisition_channel',
  'signup_date',
  'loyalty_points',
  'newsletter',
  'notes',
] as const;

/** Share of empty fields in every column that may be empty. */
export const MISSING = 0.012;

/** `text`, or nothing once in a while. */
export const orMissing = (random: Random, text: string): string => (chance(random, MISSING) ? '' : text);

export type Person = {
  id: string;
  archetype: Archetype;
  /** Index of the archetype, for what is prepared per archetype. */
  kind: number;
  country: Country;
  city: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  birthYear: number;
  gender: string;
  plan: string;
  channel: string;
  /** Day of signup, and the day after the last one on which the person does anything. */
  signup: number;
  until: number;
};

const ARCHETYPE_SHARES = cumulate(ARCHETYPES.map(({ share }) => share));
const COUNTRY_SHARES = cumulate(COUNTRIES.map(({ share }) => share));
const CITY_SHARES = COUNTRIES.map(({ cities }) => cumulate(cities.map((_, rank) => 1 / (rank + 1))));
const GENDERS = ['female', 'male', 'non-binary'];
const GENDER_SHARES = cumulate([49, 48, 3]);
/** Reserved by RFC 2606: mail to them reaches nobody. */
const DOMAINS = ['example.com', 'example.org', 'example.net', 'mail.test', 'post.test'];
const DOMAIN_SHARES = cumulate([40, 20, 16, 14, 10]);
const LAST_YEAR = 2026;

const PLAIN: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', ı: 'i', đ: 'd', æ: 'ae' };

/** A name as it stands in an e-mail address: lower case ASCII. */
const mailbox = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[ßłøıđæ]/g, (letter) => PLAIN[letter])
    .normalize('NFD')
    .replace(/[^a-z]/g, '');

/** Draws the person with the given number, counted from 1. Addresses and telephone numbers are never shared. */
export const drawPerson = (random: Random, number: number, phone: (plan: PhonePlan) => string): Person => {
  const kind = pick(random, ARCHETYPE_SHARES);
  const archetype = ARCHETYPES[kind];
  const at = pick(random, COUNTRY_SHARES);
  const country = COUNTRIES[at];
  const gender = pick(random, GENDER_SHARES);
  const women = gender === 0 || (gender === 2 && chance(random, 0.5));
  const firstName = choose(random, women ? country.women : country.men);
  const lastName = choose(random, country.families);
  const domain = DOMAINS[pick(random, DOMAIN_SHARES)];
  const age = archetype.age[0] + archetype.age[1] * random.normal();
  const tenure = between(random, archetype.tenure[0], Math.min(archetype.tenure[1], DAYS));
  const silence = chance(random, archetype.silent)
    ? Math.min(between(random, archetype.silence[0], archetype.silence[1]), tenure - 1)
    : 0;
  return {
    id: `C${String(number).padStart(7, '0')}`,
    archetype,
    kind,
    country,
    city: country.cities[pick(random, CITY_SHARES[at])],
    firstName,
    lastName,
    email: `${mailbox(firstName)}.${mailbox(lastName)}${number}@${domain}`,
    phone: phone(country.phones),
    birthYear: LAST_YEAR - Math.round(Math.min(88, Math.max(17, age))),
    gender: GENDERS[gender],
    plan: PLANS[pick(random, archetype.plans)],
    channel: CHANNELS[pick(random, archetype.channels)],
    signup: DAYS - tenure,
    until: DAYS - silence,
  };
};

const NOTES: readonly ((person: Person) => string)[] = [
  () => 'Prefers e-mail, not the phone',
  ({ city }) => `Picks up in ${city}, usually on Saturdays`,
  () => 'Asked about the "Trail Pro" boots, size 44',
  () => 'Parcel: leave with the neighbour,\nsecond door on the left',
  ({ firstName }) => `Spelled "${firstName}" on the account, please keep it that way`,
  () => 'Returned skis; refund paid, receipt kept',
  ({ email }) => `Second contact: ${email}`,
  () => 'Club member',
  () => 'Wants the paper catalogue\n\n"spring, not autumn"',
];

/** A note by customer service, empty for most people. It may name the person, as such notes do. */
export const drawNote = (random: Random, person: Person): string =>
  chance(random, 0.12) ? csvField(choose(random, NOTES)(person)) : '';

/** The e-mail address as a second system may have stored it: other case, stray spaces. */
export const respell = (random: Random, email: string): string => {
  const how = random.int(4);
  if (how === 0) return email.toUpperCase();
  if (how === 1) return ` ${email}`;
  if (how === 2) return `${email[0].toUpperCase()}${email.slice(1)} `;
  return `  ${email.toUpperCase()} `;
};
