/**
 * Labelled columns for measuring the detectors: what people call such columns in seven languages and under names
 * that say nothing, with values made from a seed whose check digits are right, and columns that only look so.
 */
import { createRandom, type Random } from '../../../../shared/random.ts';

export type Labelled = {
  header: string;
  values: string[];
  label: 'personal' | 'sensitive' | 'harmless';
  what: string;
};

const ROWS = 400;

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random.int(10))).join('');
const pick = <T>(random: Random, from: readonly T[]): T => from[random.int(from.length)];

/** Appends the digit that makes the Luhn sum right. */
const luhn = (body: string): string => {
  let sum = 0;
  [...body].reverse().forEach((digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return body + ((10 - (sum % 10)) % 10);
};

const mod97 = (text: string): bigint => BigInt(text) % 97n;
const until = (make: () => string | null): string => {
  for (;;) {
    const made = make();
    if (made !== null) return made;
  }
};

const iban = (random: Random, country: string, length: number): string => {
  const body = digits(random, length);
  const number = [...country].map((letter) => String(letter.charCodeAt(0) - 55)).join('');
  const check = 98n - mod97(`${body}${number}00`);
  return `${country}${String(check).padStart(2, '0')}${body}`;
};

const bsn = (random: Random): string =>
  until(() => {
    const text = digits(random, 9);
    const sum = [...text].reduce((all, digit, i) => all + Number(digit) * (i === 8 ? -1 : 9 - i), 0);
    return text[0] !== '0' && sum % 11 === 0 ? text : null;
  });

const cpf = (random: Random): string => {
  let text = digits(random, 9);
  for (let n = 0; n < 2; n++) {
    const sum = [...text].reduce((all, digit, i) => all + Number(digit) * (text.length + 1 - i), 0);
    text += String(((sum * 10) % 11) % 10);
  }
  return text;
};

const nhs = (random: Random): string =>
  until(() => {
    const text = digits(random, 9);
    const sum = [...text].reduce((all, digit, i) => all + Number(digit) * (10 - i), 0);
    const check = (11 - (sum % 11)) % 11;
    return check === 10 ? null : `${text}${check}`;
  });

const nir = (random: Random): string => {
  const body = `${1 + random.int(2)}${digits(random, 2)}${String(1 + random.int(12)).padStart(2, '0')}${digits(random, 8)}`;
  return body + String(97n - mod97(body)).padStart(2, '0');
};

const FIRST = ['anna', 'jan', 'li', 'maria', 'omar', 'petra', 'tom'];
const mail = (random: Random): string =>
  `${pick(random, FIRST)}.${digits(random, 4)}@${pick(random, ['gmail.com', 'web.de', 'orange.fr', 'shop.example.co.uk'])}`;
const phone = (random: Random): string =>
  pick(random, [
    () => `+49 151 ${digits(random, 8)}`,
    () => `+1 (212) 555-${digits(random, 4)}`,
    () => `+33 6 ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)}`,
    () => `+44 7${digits(random, 9)}`,
  ])();

/** Identifiers: how one is made, and what the column may be called. */
const IDENTIFIERS: Record<string, { make: (random: Random) => string; headers: string[] }> = {
  email: {
    make: mail,
    headers: ['E-Mail', 'courriel', 'correo', 'indirizzo email', 'e-mailadres', 'endereço de email'],
  },
  phone: {
    make: phone,
    headers: ['phone', 'Telefonnummer', 'téléphone', 'móvil', 'cellulare', 'telefoon', 'telemóvel'],
  },
  iban: {
    make: (random) =>
      pick(random, [
        () => iban(random, 'DE', 18),
        () => iban(random, 'BE', 12),
        () => iban(random, 'ES', 20),
      ])(),
    headers: ['IBAN', 'Bankverbindung', 'cuenta bancaria', 'rekeningnummer'],
  },
  card: {
    make: (random) => luhn(pick(random, ['4', '51', '55', '2221']).padEnd(6, '0') + digits(random, 9)),
    headers: ['credit card', 'Kreditkartennummer', 'numéro de carte', 'tarjeta'],
  },
  ssn: {
    make: (random) => `${100 + random.int(500)}-${10 + random.int(80)}-${1000 + random.int(8000)}`,
    headers: ['SSN', 'social security number'],
  },
  ip: {
    make: (random) => `${1 + random.int(222)}.${random.int(256)}.${random.int(256)}.${random.int(256)}`,
    headers: ['ip address', 'IP-Adresse', 'adresse IP'],
  },
  mac: {
    make: (random) =>
      Array.from({ length: 6 }, () => random.int(256).toString(16).padStart(2, '0')).join(':'),
    headers: ['mac', 'hardware'],
  },
  dni: {
    make: (random) => {
      const number = digits(random, 8);
      return number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23];
    },
    headers: ['DNI', 'NIF'],
  },
  nino: {
    make: (random) =>
      `A${pick(random, ['B', 'C', 'E'])}${digits(random, 6)}${pick(random, ['A', 'B', 'C', 'D'])}`,
    headers: ['nino'],
  },
  bsn: { make: bsn, headers: ['BSN'] },
  cpf: { make: cpf, headers: ['CPF'] },
  'cpf, written': {
    make: (random) => cpf(random).replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4'),
    headers: ['cpf'],
  },
  nhs: { make: nhs, headers: ['nhs number'] },
  nir: { make: nir, headers: ['NIR', 'numéro de sécurité sociale'] },
};

/** Names that say nothing (I9), or something else. */
const INNOCENT = ['ref', 'field_7', 'c3', 'value', 'extra', 'info2'];

const NOTES = ['ok', 'called back', 'wants an offer', 'none', 'moved', 'vip', 'new', 'old'];

const SENSITIVE: [string[], string[]][] = [
  [
    ['religion', 'Konfession', 'religión', 'religione', 'godsdienst', 'religião'],
    ['a', 'b', 'c'],
  ],
  [
    ['union member', 'Gewerkschaft', 'syndicat', 'sindicato', 'vakbond'],
    ['yes', 'no'],
  ],
  [
    ['health', 'Krankheit', 'santé', 'salud', 'malattia', 'gezondheid', 'saúde'],
    ['1', '2', '3'],
  ],
  [
    ['ethnicity', 'Herkunft', 'ethnie', 'etnia', 'etniciteit'],
    ['x', 'y'],
  ],
  [
    ['political party', 'Partei', 'partido politico', 'politiek'],
    ['x', 'y', 'z'],
  ],
  [
    ['sexual orientation', 'sexuelle Orientierung'],
    ['x', 'y'],
  ],
  [
    ['criminal record', 'Vorstrafen', 'casier judiciaire'],
    ['yes', 'no'],
  ],
  [INNOCENT.slice(0, 3), ['catholic', 'muslim', 'none']],
  [INNOCENT.slice(3), ['diabetes', 'asthma', 'healthy']],
];

/** Columns that look like personal data and are none. */
const harmless = (random: Random): [string, () => string][] => [
  ['email_count', () => String(random.int(40))],
  ['phone_calls', () => String(random.int(40))],
  ['public_policy', () => pick(random, ['yes', 'no'])],
  ['plan', () => pick(random, ['basic', 'plus', 'pro'])],
  ['app version', () => `3.${random.int(5)}.${random.int(3)}.${random.int(9)}`],
  [
    'guid',
    () =>
      `${digits(random, 8)}-${digits(random, 4)}-4${digits(random, 3)}-8${digits(random, 3)}-${digits(random, 12)}`,
  ],
  ['revenue', () => `${random.int(9000)}.${digits(random, 2)}`],
  ['Umsatz', () => `${random.int(9000)},${digits(random, 2)}`],
  ['score', () => String(random.int(1_000_000_000))],
  ['big number', () => `1${digits(random, 8)}`],
  ['order number', () => `7${digits(random, 12)}`],
  ['epoch', () => `16${digits(random, 11)}`],
  ['sku', () => `${pick(random, ['AB', 'CD'])}-${digits(random, 4)}`],
  ['store code', () => `1000${1000 + random.int(60)}${pick(random, ['A', 'B', 'C'])}`],
  ['first seen', () => `2025-0${1 + random.int(9)}-1${random.int(10)}`],
  ['visit window', () => `1${random.int(5)}:00-1${5 + random.int(5)}:30`],
  ['size', () => `${30 + random.int(10)}/${28 + random.int(10)}`],
  ['share', () => `${random.int(100)}%`],
  ['colour', () => pick(random, ['#ff0000', '#00ff00', '#0000ff'])],
  ['greeting', () => pick(random, ['@home', '@work', 'n@a'])],
  ['category', () => pick(random, ['toys', 'books', 'garden', 'music'])],
  ['Kanal', () => pick(random, ['Filiale', 'Netz', 'Telefon'])],
  ['device count', () => String(random.int(5))],
  ['points', () => String(100_000_000 + random.int(900_000_000))],
];

const column = (header: string, label: Labelled['label'], what: string, make: () => string): Labelled => ({
  header,
  label,
  what,
  values: Array.from({ length: ROWS }, make),
});

/** The labelled set: the same for the same seed. */
export const labelledColumns = (seed: number): Labelled[] => {
  const random = createRandom(seed);
  const set: Labelled[] = [];
  for (const [what, { make, headers }] of Object.entries(IDENTIFIERS)) {
    for (const header of [...headers, ...INNOCENT])
      set.push(column(header, 'personal', what, () => make(random)));
    // Plain digits in a column of other things cannot be told from chance; everything else can.
    if (['bsn', 'cpf', 'nhs', 'nir', 'nino', 'dni'].includes(what)) continue;
    const among = column('remark2', 'personal', `three ${what} among words`, () => pick(random, NOTES));
    for (const row of [7, 199, 398]) among.values[row] = make(random);
    set.push(among);
  }
  for (const [headers, values] of SENSITIVE)
    for (const header of headers) set.push(column(header, 'sensitive', header, () => pick(random, values)));
  for (let round = 0; round < 4; round++)
    for (const [header, make] of harmless(random)) set.push(column(header, 'harmless', header, make));
  return set;
};
