/**
 * What Cloister promises a privacy officer, in the order of the threat model: each in a sentence, with the test that
 * holds it and a command that an officer can run. The page in the window, the command line and
 * docs/privacy-promises.md say the same, because they read it here.
 */

/** A promise: `limit` is what it does not cover, in a sentence. */
export type PrivacyPromise = {
  id: string;
  title: string;
  promise: string;
  limit: string;
  /** What an officer types; VAULT, PACKAGE and FILE stand for their own. */
  command: string;
  /** Where the tests stand. */
  tests: string;
};

export const PROMISES: readonly PrivacyPromise[] = [
  {
    id: 'P1',
    title: 'No raw identifier is stored',
    promise:
      'E-mail addresses, telephone numbers, customer numbers and free text are never written, only keyed pseudonyms; a column without a role is dropped as it is read.',
    limit:
      'The promise is about what a column is used for. A name hidden in a column that was given another role is found by the scan of every value, but no scan finds all.',
    command: 'cloister scan VAULT --needles FILE',
    tests: 'test/attacks/import.test.ts, test/attacks/residue.test.ts',
  },
  {
    id: 'P2',
    title: 'Without the passphrase the vault is noise',
    promise:
      'Every page of the database is encrypted and authenticated: without the key nothing can be read, and a changed byte is an error, not another number.',
    limit: 'Whoever has the vault, its keystore and the passphrase reads everything.',
    command: 'cloister doctor VAULT',
    tests: 'test/engine/vault/database.test.ts',
  },
  {
    id: 'P3',
    title: 'Nothing is spilt in the clear',
    promise:
      'Sorting and grouping stay in memory, deleted content is overwritten, and no statistics of values are kept.',
    limit: 'Swap, a dump of memory and worn blocks of a solid-state disk are the operating system’s.',
    command: 'cloister doctor VAULT',
    tests: 'test/attacks/storage.test.ts',
  },
  {
    id: 'P4',
    title: 'A pseudonym is worth nothing without its key',
    promise:
      'Pseudonyms are HMAC-SHA-256 under a random key of the vault: a list of every address there is finds nobody, and the same person has another pseudonym in another vault.',
    limit: 'Pseudonymous data is still personal data. With database and key, a guess can be tested.',
    command: 'cloister keys VAULT status',
    tests: 'test/engine/privacy/pseudonyms.test.ts',
  },
  {
    id: 'P5',
    title: 'One door to people',
    promise:
      'Every figure is computed from people whose consent covers the purpose on the date; those left out are counted by reason, and the counts add up to everyone known.',
    limit: 'Consent is what the files and the ledger say; Cloister cannot know what was never recorded.',
    command: 'cloister lens VAULT --purpose P --as-of DATE',
    tests: 'test/engine/privacy/lens.test.ts',
  },
  {
    id: 'P6',
    title: 'A withdrawal holds at once',
    promise:
      'The lens follows a withdrawal immediately, and an export looks again at the moment of writing: if consent moved meanwhile, nothing is written.',
    limit: 'Packages that left earlier cannot be called back.',
    command: 'cloister audit VAULT promises',
    tests: 'test/engine/privacy/consent/, test/attacks/promises-vault.test.ts',
  },
  {
    id: 'P7',
    title: 'Erasure erases, proves it, and lasts',
    promise:
      'An erased person is gone from every table and column, a certificate says what was searched, and the same row does not come back with the next import or an old backup.',
    limit: 'Copies that were made outside Cloister, and aggregates that were released, stay as they are.',
    command: 'cloister subject VAULT erase --identifier X',
    tests: 'test/engine/subjects/erasure.test.ts, test/attacks/residue.test.ts',
  },
  {
    id: 'P8',
    title: 'No figure on fewer than the least number of people',
    promise:
      'What leaves passes one gate: segments of at least 100 people, cells of at least 11, counts rounded; no setting goes below 25 and 5.',
    limit: 'It is a release policy, not a proof that no one can ever be found; see P10.',
    command: 'cloister verify PACKAGE',
    tests: 'test/engine/privacy/gate/',
  },
  {
    id: 'P9',
    title: 'A hidden cell cannot be computed from its own package',
    promise:
      'Cells that would give a hidden one away are hidden with it; linear programs bound what the rest still tells.',
    limit: 'Knowledge from elsewhere can narrow a bound.',
    command: 'cloister attack PACKAGE',
    tests: 'test/engine/privacy/gate/suppress.test.ts, test/attacks/promises.test.ts',
  },
  {
    id: 'P10',
    title: 'Nor from this package and earlier ones',
    promise:
      'Every release is compared with those before it: the people in one and not in the other are nobody, or at least 11.',
    limit:
      'Pairs and simple unions are compared, not every combination of releases; only noise with a budget covers those.',
    command: 'cloister attack PACKAGE PACKAGE',
    tests: 'test/engine/privacy/gate/, test/attacks/promises.test.ts',
  },
  {
    id: 'P11',
    title: 'A rule gives nobody’s value away',
    promise:
      'Thresholds stand on a coarse grid with enough people on both sides, and what is published is counted by the published rule.',
    limit: 'The value of a rare person can still be known to lie above the top cut.',
    command: 'cloister verify PACKAGE',
    tests: 'test/engine/privacy/gate/',
  },
  {
    id: 'P12',
    title: 'No attribute is true of everyone in a segment',
    promise: 'Shares below 5 % and above 95 % are printed as bounds.',
    limit: 'That a segment differs from everyone is what a segment is for.',
    command: 'cloister verify PACKAGE',
    tests: 'test/attacks/disclosure.test.ts, test/attacks/promises.test.ts',
  },
  {
    id: 'P13',
    title: 'The record cannot be changed unseen',
    promise:
      'An entry that is edited, deleted, inserted, moved or cut off shows; a checkpoint kept outside shows an older copy of the whole vault.',
    limit:
      'It cannot prove that what was done was recorded truly, nor stop someone who holds the database, its keys and every checkpoint.',
    command: 'node docs/verify-audit.mjs LOG.jsonl CHECKPOINT.json',
    tests: 'test/attacks/record.test.ts',
  },
  {
    id: 'P14',
    title: 'The record holds nobody, and outlives erasure',
    promise:
      'Entries hold hashes, settings and counts, those under 11 as “<11”. What ties an entry to a person is a commitment whose other half is erased with the person; the chain still verifies.',
    limit: 'Names of segments are as the analyst typed them.',
    command: 'cloister audit VAULT log --export LOG.jsonl',
    tests: 'test/attacks/record.test.ts',
  },
  {
    id: 'P15',
    title: 'A package can be made again and checked by anyone',
    promise:
      'Same data, same plan, same seed: the same bytes. The manifest lists every file by its hash; the seal ties it to the record.',
    limit: 'The seal names a time, a number and a key, so it alone differs from vault to vault.',
    command: 'cloister verify PACKAGE',
    tests: 'test/end-to-end/plan.test.ts',
  },
  {
    id: 'P16',
    title: 'Nothing leaves by the network',
    promise:
      'No part of the engine can open a connection, and the window reaches nothing but its own server on the loopback address.',
    limit: 'Another program on the machine can copy a package you wrote.',
    command: 'npm run prove:offline',
    tests: 'test/window/no-network.test.ts, test/build/offline.test.ts',
  },
  {
    id: 'P17',
    title: 'In doubt, a person is left out',
    promise:
      'No record, an unreadable answer, an expired or contradictory consent: each leaves the person out, and is counted under its own reason.',
    limit: 'A wrong yes in a file is taken for a yes; batches can be traced to their file.',
    command: 'cloister consent VAULT summary',
    tests: 'test/engine/privacy/consent/, test/attacks/promises-vault.test.ts',
  },
  {
    id: 'P18',
    title: 'Only the columns that are needed',
    promise:
      'For every stored column: what it is used for, when it was last used, and what dropping it would change.',
    limit: 'Whether a purpose needs a column is judged by people.',
    command: 'cloister audit VAULT minimization',
    tests: 'test/engine/procedures/policy.test.ts, test/attacks/promises-vault.test.ts',
  },
  {
    id: 'P19',
    title: 'Data grows no older than agreed',
    promise: 'A retention policy shows what it would remove, removes it, and says so on the record.',
    limit: 'It runs when it is told to; Cloister starts nothing by itself.',
    command: 'cloister audit VAULT retention',
    tests: 'test/engine/procedures/policy.test.ts',
  },
  {
    id: 'P20',
    title: 'Special categories are off',
    promise:
      'Health, religion, union membership and the like are dropped unless the officer signs off with a reason.',
    limit:
      'They are known by their names in 33 languages and by their values in most of them; a column with an innocent name and codes for values is not.',
    command: 'cloister inspect FILE',
    tests: 'test/attacks/policy.test.ts',
  },
  {
    id: 'P21',
    title: 'The passphrase is stored nowhere',
    promise:
      'Keys are wrapped under Argon2id of the passphrase; the keychain of the system is used only where you ask, and never its plain-text form on Linux.',
    limit: 'A short passphrase can be guessed; 64 MiB and three passes make each guess slow.',
    command: 'cloister keys VAULT status',
    tests: 'test/engine/vault/keystore.test.ts',
  },
  {
    id: 'P22',
    title: 'Noise is paid for once',
    promise:
      'Where noise is added to counts, its budget is spent before a number is shown, the same question gets the same answer, and neither a copy nor a restart fills it up again.',
    limit:
      'Off unless it is asked for. Someone who restores both vault and journal from an old copy resets both.',
    command: 'cloister audit VAULT promises',
    tests: 'test/attacks/release.test.ts, test/engine/privacy/gate/noisy.test.ts',
  },
];
