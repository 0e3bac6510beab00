/**
 * Which columns of a file describe a person well enough to be compared, told by their headers: names, address, postcode,
 * date of birth, telephone, e-mail, numbers that states give. And the form in which their values are compared, in memory alone.
 */
import { tokensOf } from '../recognise/tokens.ts';

/** What a field is compared as. */
export const FIELD_KINDS = [
  'given name',
  'family name',
  'name',
  'birth',
  'official number',
  'email',
  'phone',
  'house number',
  'address',
  'town',
  'postcode',
  'region',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
/** A field and the columns that make it up. */
export type Field = { kind: FieldKind; header: string; at: number };

/** Headers as whole words joined, in the order in which a kind is looked for. */
const PATTERNS: readonly [FieldKind, RegExp][] = [
  ['given name', /^(first|given|fore|middle)(name)?s?$|^(vorname|prenom|nombre|voornaam)$/],
  [
    'family name',
    /^(last|family|sur)(name)?s?$|^(nachname|familienname|nomdefamille|apellidos?|cognome|achternaam)$/,
  ],
  ['name', /^(full|customer|contact|person)?name$|^(nom|nome|naam)$/],
  [
    'birth',
    /^(dob|bday|birth(date|day)?|dateofbirth|geburts(datum|tag)|(datede)?naissance|(fechade)?nacimiento|geboortedatum)$/,
  ],
  [
    'official number',
    /^(ssn|sin|nino|soc(ial)?sec(urity)?|((soc(ial)?sec(urity)?|national(insurance)?|tax(payer)?|passport|identitycard|steuer)(id|no|nr|number|nummer)))$/,
  ],
  ['email', /^e?mail(address|adresse)?$|^courriel$|^correo$/],
  [
    'phone',
    /^(tele|mobile|cell|home|work)?phone(number)?$|^(tel|mobile|cell|telefon(nummer)?|telefono|telefoon)$/,
  ],
  ['house number', /^(street|house)(number|no|nr)$|^hausnummer$|^huisnummer$/],
  ['address', /^(street)?address(line)?\d?$|^street(name)?$|^(strasse|rue|calle|via|straat|adresse\d?)$/],
  ['town', /^(suburb|city|town|place|locality)$|^(ort|stadt|ville|ciudad|citta|plaats)$/],
  ['postcode', /^(post(al)?code|zip(code)?|plz|postleitzahl|codepostal|codigopostal)$/],
  ['region', /^(state|province|region|county|bundesland|provincia)$/],
];

/** Most fields that are compared. */
const MOST_FIELDS = 15;

/** The fields of a file, in the order of its columns; columns that describe nobody are left out. */
export const fieldsOf = (headers: readonly string[]): Field[] =>
  headers.flatMap((header, at): Field[] => {
    const joined = tokensOf(header).join('');
    const found = PATTERNS.find(([, pattern]) => pattern.test(joined));
    return found === undefined ? [] : [{ kind: found[0], header, at }];
  });

/**
 * The fields that every file has: of each kind the first columns, the second ones and so on.
 * @returns for each field its column in every file
 */
export const alignFields = (files: readonly (readonly Field[])[]): Field[][] =>
  files[0]
    .map((field) => {
      const nth = files[0].filter(({ kind, at }) => kind === field.kind && at < field.at).length;
      return files.map((fields) => fields.filter(({ kind }) => kind === field.kind)[nth]);
    })
    .filter((columns) => columns.every((column) => column !== undefined))
    .slice(0, MOST_FIELDS);

const isDigits = (kind: FieldKind): boolean =>
  ['birth', 'official number', 'phone', 'postcode', 'house number'].includes(kind);
/** Whether values of a kind are compared as words, not for single errors. */
export const isWords = (kind: FieldKind): boolean => !isDigits(kind) && kind !== 'region';

/**
 * A value as it is compared: without accents, case and punctuation, words parted by one blank; of numbers the digits and
 * letters alone, of a telephone number the last nine.
 */
export const comparable = (kind: FieldKind, value: string): string => {
  const plain = value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').trim();
  if (kind === 'email') return plain;
  if (!isDigits(kind)) return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const joined = plain.replace(/[^\p{L}\p{N}]+/gu, '');
  return kind === 'phone' ? joined.slice(-9) : joined;
};

/**
 * A value that shows what it is without saying it: the first character where at least two follow, and the others as a, 9 or
 * their own mark; of an official number not even that.
 */
export const masked = (kind: FieldKind, value: string): string => {
  const shown = value.length > 2 && kind !== 'official number' ? 1 : 0;
  return value.slice(0, shown) + value.slice(shown).replace(/\p{L}/gu, 'a').replace(/\p{N}/gu, '9');
};
