/** Words of the keys of a vault, of acting as privacy officer, and of the keychain. */
import { count, counted } from './format.ts';

export const officerWords = {
  title: 'This needs the privacy officer',
  appointed: (key: string): string => `The officer of this vault has the key ${key}.`,
  none: 'No privacy officer is appointed: the passphrase of the vault, typed once more, stands in.',
  passphrase: 'Officer’s passphrase',
  vaultPassphrase: 'Passphrase of the vault',
  holds: (minutes: number): string =>
    `It holds until you give it back, the vault is locked, or ${count(minutes)} minutes pass without an act. What is done meanwhile is on the record as the officer’s.`,
  enter: 'Act as officer',
  entering: 'Checking…',
  acting: 'Officer',
  actingMeans: 'You act as privacy officer. Press to give the right back.',
  left: 'You act as analyst again.',
} as const;

export const keychainWords = {
  keep: 'Keep in this computer’s keychain',
  keepMeans:
    'Whoever is signed in here then opens the vault without typing it, and so can other programs that run as them.',
  kept: 'Its passphrase is in this computer’s keychain.',
  open: 'Open with the keychain',
  forget: 'Forget it there',
  forgotten: 'The keychain has forgotten the passphrase.',
} as const;

export const keysWords = {
  menu: 'Keys…',
  command: 'Keys, passphrase and officer',
  title: (vault: string): string => `Keys of ${vault}`,
  keystore: 'Keystore',
  inside: 'inside the vault: back it up apart from the database',
  outside: 'outside the vault',
  database: 'Database',
  cipher: (cipher: string): string => `${cipher}, every page encrypted and authenticated`,
  passphrase: 'Passphrase',
  kdf: (mebibytes: number, passes: number): string =>
    `Argon2id, ${count(mebibytes)} MiB, ${count(passes)} passes`,
  previous: 'Before the last change',
  previousMeans: 'keys.json.previous still opens with the old passphrase, until the vault is next opened',
  epochs: 'Pseudonyms',
  epoch: (epoch: number, pseudonyms: number, earlier: number): string =>
    `epoch ${count(epoch)}; ${count(pseudonyms)} stored${earlier === 0 ? '' : `, ${count(earlier)} of earlier epochs`}`,
  officer: 'Officer',
  officerNone: 'none appointed: the passphrase of the vault stands in',
  officerSince: (key: string, since: string): string => `key ${key}, since ${since}`,
  acts: 'What can be done',
  does: 'It does',
  doesNot: 'It does not',
  officerTitle: 'Privacy officer',
  appoint: 'Appoint an officer',
  reappoint: 'Give the officer a new key',
  appointed: 'The officer is appointed.',
  dismiss: 'Let the officer go',
  dismissMeans:
    'The officer’s key goes out of the keystore, and the passphrase of the vault stands in again. It takes the officer’s own passphrase. What was signed and recorded stays.',
  dismissed: 'The officer was let go.',
  place: 'New place of keys.json (left empty: back into the vault)',
  present: 'Passphrase of the vault',
  next: 'New passphrase',
  nextOfficer: 'The officer’s new passphrase',
  again: 'New passphrase again',
  name: (vault: string): string => `Type ${vault}: this cannot be undone`,
  working: 'Working…',
  checkpoint: 'The last signed head of the record. Keep it: there is no other trace of it.',
  pseudonyms: (removed: number): string => `${counted(removed, 'pseudonym was', 'pseudonyms were')} removed.`,
} as const;
