/** Words of Identity: who is one person, the links that say so, and records that are probably one person's. */
import type { DuplicateMethod, IdentityLink, IdentitySummary } from '../../shared/contract/identity.ts';
import type { IdentifierType } from '../../shared/vocabulary.ts';
import { count, counted, fixed, THIN } from './format.ts';

export const identifierNames: Record<IdentifierType, string> = {
  customer: 'Customer number',
  email: 'E-mail',
  phone: 'Phone',
  device: 'Device',
};
const typeNames: Record<IdentifierType, string> = {
  customer: 'customer number',
  email: 'e-mail',
  phone: 'phone',
  device: 'device',
};
/** The two ends of a link. */
export const between = (types: readonly [IdentifierType, IdentifierType]): string =>
  types.map((type) => typeNames[type]).join(' – ');
const stateOf = ({ cutAt, holds }: IdentityLink): string =>
  cutAt !== null ? 'cut' : holds ? 'holds' : 'refused: shared';

export const identityWords = {
  tab: 'Identity',
  finding: ({ links, shared }: IdentitySummary): string =>
    links === 0
      ? 'No two identifiers are linked yet.'
      : `${counted(links, 'link', 'links')} between identifiers ${links === 1 ? 'stands' : 'stand'}${shared.length > 0 ? '; those of shared identifiers hold nobody together' : ''}.`,
  sizes: 'People by identifiers',
  sizesHow: 'that rows were said under, after all links',
  sizesLabel: (numbers: string): string => `${numbers} identifiers`,
  sizesNone: 'Nobody is known under several identifiers with rows of their own.',
  sizesColumns: ['Identifiers', 'People'],
  sources: 'Where the links come from',
  sourcesHow: (most: number): string =>
    `up to ${count(most)} of one type to an identifier, ten times as many devices`,
  source: 'Source',
  between: 'Between',
  links: 'Links',
  confirmed: 'confirmed by hand',
  strict:
    'A no under any identifier binds the whole person. A yes holds for the identifier it was said under, and for those linked with it as long as nothing said no.',
  strictTitle: 'The most restrictive consent wins.',
  shared: 'Shared identifiers',
  sharedHow: 'none of their links holds',
  sharedNone: 'No identifier is linked with more others than one person has:',
  sharedColumns: { type: 'Identifier', others: 'With too many of', identifiers: 'How many', why: 'Why' },
  sharedWhy: (others: IdentifierType, most: number): string =>
    `more than ${count(others === 'device' ? most * 10 : most)}: a household, a shop, an inbox`,
  limit: 'Change the limit…',
  limitTitle: 'From how many links on is an identifier shared?',
  limitText:
    'An identifier with more links to one type than this is taken for shared: none of its links holds. Devices may be ten times as many.',
  limitField: 'Links to one type',
  limitWrong: 'A whole number from 1 to 10,000.',
  limitAction: 'Change the limit',
  limited: (most: number): string => `An identifier may have ${counted(most, 'link', 'links')} to one type`,
  log: 'Links one by one',
  logHow: (shown: number, total: number): string => `${count(shown)} of ${count(total)}, the newest first`,
  logOfOne: (links: number): string => `${counted(links, 'link', 'links')} of one person`,
  logNone: 'For the privacy officer: which link was found when and where, and what was cut.',
  showLog: 'Show the links',
  more: 'Show more',
  logColumns: {
    link: 'Link',
    between: 'Between',
    source: 'Found in',
    at: 'Found',
    state: 'State',
    cutAt: 'Cut',
  },
  state: stateOf,
  type: 'Kind',
  identifier: 'Identifier of one person',
  explain: 'Explain',
  explainMissing: 'Type an identifier first.',
  one: 'One person',
  oneColumns: { type: 'Kind', pseudonym: 'Pseudonym', number: 'Number' },
  cut: 'Cut…',
  cutTitle: (link: number): string => `Cut link ${link}?`,
  cutText:
    'Its two ends are two people then, each with what was said under it, unless other links join them. A file that says the link again does not bring it back.',
  cutAction: 'Cut the link',
  putBack: 'Put back…',
  putBackTitle: (link: number): string => `Put link ${link} back?`,
  putBackText: 'Its two ends are one person again, as they were before it was cut.',
  putBackAction: 'Put the link back',
  changed: (link: number, together: boolean): string =>
    `Link ${link}: its ends are ${together ? 'one person' : 'two people'} now`,
  choose: 'Choose a link first.',
};

export const duplicateWords = {
  title: 'Probable duplicates',
  how: 'compared in memory; nothing is kept but what you confirm',
  none: 'Nothing was compared yet.',
  noneText:
    'Choose a file with names, addresses or birthdays: its records are compared with each other, or with those of a second file. None of that is stored; your yes links two identifiers, nothing else.',
  file: 'Choose a file…',
  other: 'Second file…',
  without: 'Without the second',
  chooseTitle: 'Choose a file with people',
  chooseAction: 'Compare its records',
  method: 'How records are compared',
  methods: { fields: 'Field by field', clk: 'Bloom filters' } satisfies Record<DuplicateMethod, string>,
  methodText: {
    fields: 'Weights of Fellegi and Sunter, learnt from this file: each pair is explained.',
    clk: 'Only keyed filters stay in memory: a pair is explained by what agrees, and no value is shown.',
  } satisfies Record<DuplicateMethod, string>,
  search: 'Compare',
  again: 'Compare again',
  searching: 'Comparing…',
  job: (file: string): string => `Duplicates of ${file}`,
  noPairs: 'No two records are probably one person’s: there is nothing to look at.',
  found: (pairs: number, records: number): string =>
    `${counted(pairs, 'pair', 'pairs')} among ${counted(records, 'record', 'records')}`,
  foundHow: (compared: number, fields: readonly string[]): string =>
    `${count(compared)} pairs compared by ${fields.join(', ')}`,
  passedOver: (values: number): string =>
    `${counted(values, 'value is', 'values are')} too common to bring records together by; pairs that share nothing else were not compared.`,
  columns: { pair: 'Pair', records: 'Records', score: 'Sure', agrees: 'Agrees in', says: 'Your word' },
  through: (record: string): string => `through record ${record}`,
  agrees: (equal: number, alike: number, of: number): string =>
    `${count(equal)} equal, ${count(alike)} alike of ${count(of)}`,
  says: { yes: 'one person', no: 'two people', open: '' },
  onePair: 'One pair',
  pair: (pair: number): string => `Pair ${pair}`,
  pairHow: ([one, other]: readonly [string, string]): string =>
    `records ${one} and ${other}; values are masked`,
  noPair: 'Choose a pair of probable duplicates first.',
  command: {
    yes: 'The pair is one person',
    no: 'The pair is two people',
    open: 'Take back what was said of the pair',
  },
  pairNone: 'Choose a pair; Y says one person, N two people, U takes it back.',
  fieldColumns: {
    field: 'Field',
    one: 'One',
    other: 'Other',
    agreement: 'Agreement',
    strength: 'Strength',
    weight: 'Weight',
  },
  noValue: 'in the filter',
  weight: (bits: number): string => (bits > 0 ? `+${fixed(bits, 1)}` : fixed(bits, 1)),
  yes: 'One person',
  no: 'Two people',
  undecided: 'Take back',
  rest: (pairs: number): string => `Say yes to the other ${counted(pairs, 'pair', 'pairs')}`,
  said: (yes: number, no: number, open: number): string =>
    `${count(yes)} one person, ${count(no)} two people, ${count(open)} open`,
  confirm: (pairs: number): string => `Link ${counted(pairs, 'pair', 'pairs')}…`,
  confirmTitle: (pairs: number): string => `Link the identifiers of ${counted(pairs, 'pair', 'pairs')}?`,
  confirmText:
    'Each pair becomes a link, kept with your reason; it can be cut again. Nothing of the values that were compared is kept, nor of the pairs you denied.',
  confirmAction: (pairs: number): string => `Link ${counted(pairs, 'pair', 'pairs')}`,
  nothingSaid: 'Say of a pair that it is one person first.',
  confirmed: (linked: number, unknown: number): string =>
    `${counted(linked, 'new link', 'new links')}${unknown > 0 ? `; ${counted(unknown, 'pair has', 'pairs have')} an identifier that is not imported yet` : ''}`,
};

/** Words of the same search on the way in, before the file is loaded. */
export const wayInWords = {
  title: (files: number): string =>
    files > 1 ? 'Probable duplicates in these files' : 'Probable duplicates in this file',
  how: 'only if you ask; compared in memory, and nothing of it is kept',
  text: (files: number): string =>
    `Looks for people who stand in ${files > 1 ? 'these files' : 'this file'} more than once under different identifiers. You say of each pair whether it is one person; those are linked once ${files > 1 ? 'they are' : 'the file is'} loaded.`,
  search: 'Look for duplicates',
  confirmText:
    'Each pair becomes a link as soon as the file is loaded, kept with your reason; it can be cut again. Leave the file, and nothing happens.',
  held: (pairs: number): string =>
    `${counted(pairs, 'pair is', 'pairs are')} linked once this file is loaded.`,
};

/** A score as it is shown: no pair is certain. */
export const sure = (score: number): string =>
  score > 0.999 ? `> 99.9${THIN}%` : `${fixed(100 * score, 1)}${THIN}%`;

export const identityMeans = {
  finding:
    'Links between identifiers that stand: named by one record of a file, or confirmed by hand. Identifiers with too many links are counted apart. Counts from 1 to 10 are not told.',
  sizes:
    'People by how many of their identifiers have rows of their own, after every link that holds. An identifier that was only ever named beside another is not counted. Counts from 1 to 10 are not told.',
  links:
    'Links that stand, by the file that said them and the kinds of identifier they join. Counts from 1 to 10 are not told.',
  most: 'How many identifiers of one type another may be linked with before all of its links are refused.',
  shared:
    'Identifiers with more links to one type than the limit: shared devices, inboxes like info@. None of their links holds.',
  log: 'Every link that was ever found, cut ones included: which kinds of identifier, in which file, when.',
  link: 'The number of the link, in the order in which links were found.',
  number:
    'The number in the vault that rows of this identifier stand under. Identifiers with one number are housed together.',
  found:
    'Pairs of records that are probably one person’s: with a probability of 90 per cent and more, or of 50 and more where strangers stay below four in a thousand of all; and pairs that follow from two others.',
  compared:
    'Pairs of records that share at least one key, such as a birthday or a surname and a postcode, and were compared field by field.',
  pair: 'The number of the pair, the surest first; pairs that follow from others come last.',
  records: 'The places of the two records in their files, from 1.',
  score:
    'Probability that both records are one person’s, from the agreement of all fields (Fellegi and Sunter 1969). Pairs that follow from two others have the product of both.',
  agrees:
    'Fields whose values are equal, and those that differ by an error or two, of the fields that both records have.',
  weight:
    'How much the agreement of this field speaks for one person, as a power of two: +7 makes it 128 times as probable, −3 an eighth. Learnt from the pairs themselves.',
  says: 'Your word on the pairs, in this window alone. Only pairs that you link are kept.',
};
