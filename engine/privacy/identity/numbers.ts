/** Numbers of an import, known and new: for which type each was made, and the types of further identifiers it houses. */
import type { Connection } from '../../vault/database.ts';
import { addNumbers, codeIn, housedIn, readNumbers, rewriteNumbers, withHoused } from './number-blocks.ts';

/** Types of identifiers are given by their codes. */
export type Numbers = {
  /** Houses an identifier with a number; false where one of its type lives there already. */
  house(number: number, type: number): boolean;
  leave(number: number, type: number): void;
  /** The type of the identifier that the number was made for. */
  codeOf(number: number): number;
  /** Whether a number from before houses more or less than it did. */
  readonly changed: boolean;
  /** Writes the new numbers, and what changed of the others. */
  flush(): void;
};

/**
 * Opens the numbers for an import. The caller holds the transaction.
 * @param made the bytes of those from `first` on, which are new
 */
export const openNumbers = (
  db: Connection,
  source: number,
  first: number,
  made: () => Uint8Array,
): Numbers => {
  let known: Uint8Array | null = null;
  let changed = false;
  const byteOf = (number: number): number => {
    if (number >= first) return made()[number - first];
    known ??= readNumbers(db, first);
    return known[number];
  };
  const setHoused = (number: number, housed: number): void => {
    const byte = withHoused(byteOf(number), housed);
    if (number >= first) made()[number - first] = byte;
    else if (known !== null) {
      known[number] = byte;
      changed = true;
    }
  };
  return {
    house: (number, type) => {
      const housed = housedIn(byteOf(number));
      if (((housed >> type) & 1) !== 0) return false;
      setHoused(number, housed | (1 << type));
      return true;
    },
    leave: (number, type) => setHoused(number, housedIn(byteOf(number)) & ~(1 << type)),
    codeOf: (number) => codeIn(byteOf(number)),
    get changed() {
      return changed;
    },
    flush: () => {
      addNumbers(db, source, first, made());
      if (changed && known !== null) rewriteNumbers(db, known);
    },
  };
};
