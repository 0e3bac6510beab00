/** Words of the desk for requests of data subjects. */
import type { LiftAnswer } from '../../shared/contract/subjects.ts';
import type { IdentifierType } from '../../shared/vocabulary.ts';
import { count, counted } from './format.ts';

const sharedTypes: Record<IdentifierType, string> = {
  customer: 'a customer number',
  email: 'an e-mail address',
  phone: 'a telephone number',
  device: 'a device',
};
const list = (words: readonly string[]): string => words.join(' and ');

export const requests = {
  desk: 'Requests',
  finding: (erasures: number): string =>
    erasures === 0
      ? 'Nobody was erased so far.'
      : `${counted(erasures, 'erasure', 'erasures')}, each with a certificate.`,
  title: 'A person asks',
  how: 'The identifier is hashed on the spot and kept nowhere.',
  identifier: 'Identifier',
  type: 'Kind',
  types: { customer: 'Customer number', email: 'E-mail', phone: 'Phone', device: 'Device' },
  show: 'Show what is held',
  showing: 'Looking…',
  missing: 'Type an identifier first.',
  held: 'What is held',
  heldHow: (asOf: string): string => `on one person, as of ${asOf}`,
  none: 'Nobody was looked up yet.',
  noneText: 'Type an identifier above. What you see then is on the record as an act about one person.',
  objectedTitle: 'This person objected.',
  objectedText: 'No lens admits them, for any purpose.',
  sharedTitle: 'An objection under a shared identifier binds this person.',
  sharedText: (types: readonly IdentifierType[]): string =>
    `It was made under ${list(types.map((type) => sharedTypes[type]))} that they share with others. Any of them may have said it, so it binds everybody linked with it. Look that identifier up to lift it, once it was taken back there; where it is not theirs, cut the link under Identity in Sources.`,
  facts: {
    sources: 'Files',
    orders: 'Orders',
    events: 'Events',
    consents: 'Ledger entries',
    admitted: 'Admitted for',
    leftOut: 'Left out for',
    segments: 'Segments',
    releases: 'Releases that counted them',
  },
  nothing: 'none',
  everyPurpose: (why: string): string => `every purpose (${why})`,
  attributes: 'Attributes',
  consents: 'Consent and objections',
  columns: { attribute: 'Attribute', value: 'Value', class: 'Class', source: 'File' },
  write: 'Write for the person…',
  writeTitle: 'Choose a folder for the answer',
  writeAction: 'Write the answer here',
  written: (files: number): string => `${counted(files, 'file was', 'files were')} written for the person`,
  writtenText: 'Hand them over on a safe way, then delete them.',
  lift: 'Lift the objection…',
  liftTitle: 'Lift the objection?',
  liftText:
    'Only when the person took it back. What they said besides decides again; a no of theirs still holds, and so does an objection under an identifier that they share with others.',
  liftAction: 'Lift the objection',
  lifted: ({ others, shared }: LiftAnswer): string =>
    [
      others === 0
        ? 'The objection is lifted.'
        : `The objection is lifted, for ${counted(others, 'other person', 'other people')} linked with the identifier, too.`,
      ...(shared.length === 0 ? [] : ['One under a shared identifier still binds this person.']),
    ].join(' '),
  readmit: 'Let someone in again…',
  readmitTitle: 'Let somebody in again who was erased?',
  readmitText:
    'Only when the person wishes it. This identifier is taken off the suppression list; what was erased stays erased, and the next file may bring them as somebody new.',
  readmitAction: 'Let them in again',
  readmitted: 'The identifier may come in again.',
  object: 'Record an objection',
  objectTitle: 'Record an objection to every purpose?',
  objectText:
    'From now on no lens admits this person, whatever a later file says. Releases have to be made again.',
  objectDone: 'The objection holds from now on.',
  erase: 'Erase…',
  aboutTitle: 'What each act does',
  aboutAccess: [
    'Access',
    'Everything held on one person, and where it came from; on demand as files for them.',
  ],
  aboutObject: 'Objection',
  aboutErase: 'Erasure',
  aboutBack: 'Taking back',
  aboutBackText:
    'Only on the person’s own wish: an objection is lifted, or somebody who was erased may come in again.',
  eraseTitle: 'Erase this person?',
  eraseText:
    'Everything held on them goes and cannot be brought back. Keyed hashes stay, to stop a return. The certificate is kept here.',
  eraseJob: 'Erasing a person',
  erased: 'Erased, and nothing was found afterwards.',
  erasedFound: (hits: number): string => `Erased, but something was still found ${count(hits)} times.`,
  reference: 'Number of the request in your own books',
  referenceWrong: 'Letters, digits, blanks and . _ / - only; no address.',
  erasures: 'Erasures',
  erasuresHow: (all: number): string =>
    all === 0 ? 'none yet' : `${counted(all, 'certificate', 'certificates')}, newest first`,
  erasureColumns: {
    at: 'When',
    reference: 'Request',
    people: 'People',
    removed: 'Rows removed',
    residue: 'Found afterwards',
    releases: 'Releases that had counted them',
  },
  unfinished: 'is finished when the vault is opened next',
  meansHeld:
    'Counted in the rows that files brought about this one person; admitted for and segments are as of today.',
  meansResidue:
    'How often a pseudonym, or a word that only this person had, still stood in the decrypted database after it was compacted. It should be 0.',
} as const;
