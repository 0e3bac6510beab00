/**
 * What can be done to the keys of a vault, in the words that command line, window and guide share: what each does, and,
 * as plainly, what it does not do.
 */

export type KeyAct =
  | 'passphrase'
  | 'move'
  | 'rekey'
  | 'epoch'
  | 'shred-earlier'
  | 'shred-pseudonyms'
  | 'shred-vault';

export type KeyActWords = { title: string; verb: string; done: string; does: string; doesNot: string };

export const KEY_ACTS: Readonly<Record<KeyAct, KeyActWords>> = {
  passphrase: {
    title: 'Another passphrase',
    verb: 'Change the passphrase',
    done: 'The vault has another passphrase.',
    does: 'Wraps the same keys under the new passphrase; only keys.json is written anew. The one of before is kept beside it until the vault is next opened.',
    doesNot:
      'Change the keys themselves: a copy of the old keys.json still opens the vault with the old passphrase. Where that may have been copied, encrypt the database anew as well.',
  },
  rekey: {
    title: 'Another database key',
    verb: 'Encrypt the database anew',
    done: 'The database is encrypted under a new key.',
    does: 'Writes every page of the database under a new random key, without what was deleted from it. Old copies of keys.json no longer open it. It needs as much free disk space as the database takes.',
    doesNot:
      'Change pseudonyms or the passphrase, nor anything about backups: a copy of the old database still opens with a copy of the old keys.json.',
  },
  move: {
    title: 'Another place for the keystore',
    verb: 'Move the keystore',
    done: 'The keystore lies in its new place.',
    does: 'Moves keys.json and the journals beside it, and leaves a note of the place in the folder of the vault. On a disk that is taken away the vault cannot be opened without it.',
    doesNot:
      'Change the keys or the passphrase: copies of the old keys.json still open the vault, and old blocks of the disk may hold it.',
  },
  epoch: {
    title: 'New epoch of pseudonyms',
    verb: 'Begin a new epoch',
    done: 'A new epoch of pseudonyms has begun.',
    does: 'Writes pseudonyms under a new random key from the next import on. People known from before are still recognised, and get a new pseudonym when they are imported again.',
    doesNot:
      'Rewrite pseudonyms that are stored: raw identifiers are not kept, so they cannot be computed again. An order that is imported again counts as another order.',
  },
  'shred-earlier': {
    title: 'Earlier epochs',
    verb: 'Destroy the keys of earlier epochs',
    done: 'The keys and the pseudonyms of earlier epochs are destroyed.',
    does: 'Removes the keys of earlier epochs and the pseudonyms written under them. Who was imported since the newest epoch began is still found.',
    doesNot:
      'Remove rows or figures. Who was not imported since can never be found by an identifier again: not to answer a request, not to record a withdrawal, not to erase; and who was erased before is not recognised when a file brings them back. Backups keep what they hold.',
  },
  'shred-pseudonyms': {
    title: 'All pseudonyms',
    verb: 'Destroy every pseudonym',
    done: 'Every pseudonym, and the keys of all of them, is destroyed.',
    does: 'Unlinks everyone in the vault from their identifiers for ever; rows and figures stay. The next import starts with new pseudonyms and takes everyone for a new person.',
    doesNot:
      'Make the rows any less personal data: together they may still single a person out. Nobody can be found by an identifier any more, also not to erase them, and who was erased before is not recognised when a file brings them back. Backups keep what they hold.',
  },
  'shred-vault': {
    title: 'The whole vault',
    verb: 'Destroy the vault',
    done: 'The keys of the vault are destroyed and its database is removed.',
    does: 'Overwrites and removes keys.json, then removes the database and the journals. Without a copy of keys.json no backup of the database can be read any more, by anyone.',
    doesNot:
      'Reach copies of keys.json, packages that were written, or old blocks that a solid-state disk keeps; where a copy of keys.json and the passphrase survive, so does what they open.',
  },
};

/** What the officer’s right is and is not. */
export const officerMeans =
  'The officer’s passphrase gives the right to act as officer and the key to sign with; acts carry it in the record. It is no second lock on the data: who holds the vault and its passphrase can read everything in it with other software. Without the officer’s passphrase no officer’s act is possible in this vault any more, and nobody can reset it.';
