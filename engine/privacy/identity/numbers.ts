/** Numbers that an import makes, each for one identifier, and the types of further identifiers that they house. */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { typeCode } from './settle.ts';

/** Rows written by one statement. */
const ROWS = 4096;

export type Numbers = {
  create(number: number, type: IdentifierType): void;
  /** Houses an identifier with a number; false where one of its type lives there already. */
  house(number: number, type: IdentifierType): boolean;
  leave(number: number, type: IdentifierType): void;
  /** The type of the identifier that the number was made for. */
  typeOf(number: number): IdentifierType;
  /** Writes the new numbers, and what changed of the others. */
  flush(): void;
};

/** Opens the numbers for an import; those from `first` on are new. The caller holds the transaction. */
export const openNumbers = (db: Connection, source: number, first: number): Numbers => {
  // Of a new number the type and the bits of the types it houses, in one byte.
  let made = new Uint8Array(1024);
  let count = 0;
  const known = new Map<number, { type: IdentifierType; housed: number; changed: boolean }>();
  const read = db.prepare('SELECT type, housed FROM person WHERE id = ?');
  const knownOf = (number: number) => {
    const found = known.get(number);
    if (found !== undefined) return found;
    const row = read.get(number) as { type: IdentifierType; housed: number };
    const one = { ...row, changed: false };
    known.set(number, one);
    return one;
  };
  const bitOf = (type: IdentifierType): number => 1 << typeCode(type);
  const setHoused = (number: number, housed: number): void => {
    if (number >= first) made[number - first] = (made[number - first] & 0xf0) | housed;
    else Object.assign(knownOf(number), { housed, changed: true });
  };
  const housedOf = (number: number): number =>
    number >= first ? made[number - first] & 0x0f : knownOf(number).housed;
  return {
    create: (number, type) => {
      const at = number - first;
      if (at >= made.length) {
        const larger = new Uint8Array(made.length * 2);
        larger.set(made);
        made = larger;
      }
      made[at] = typeCode(type) << 4;
      count = at + 1;
    },
    house: (number, type) => {
      const housed = housedOf(number);
      if ((housed & bitOf(type)) !== 0) return false;
      setHoused(number, housed | bitOf(type));
      return true;
    },
    leave: (number, type) => setHoused(number, housedOf(number) & ~bitOf(type)),
    typeOf: (number) =>
      number >= first ? IDENTIFIER_TYPES[made[number - first] >> 4] : knownOf(number).type,
    flush: () => {
      // One statement takes many rows, as a list of their bytes.
      const types = IDENTIFIER_TYPES.map((type) => `WHEN ${typeCode(type)} THEN '${type}'`).join(' ');
      const insert = db.prepare(
        `INSERT INTO person(id, source, type, housed)
         SELECT ? + key, ?, CASE value >> 4 ${types} END, value & 15 FROM json_each(?)`,
      );
      for (let at = 0; at < count; at += ROWS)
        insert.run(first + at, source, JSON.stringify([...made.subarray(at, Math.min(count, at + ROWS))]));
      const update = db.prepare('UPDATE person SET housed = ? WHERE id = ?');
      for (const [number, { housed, changed }] of known) if (changed) update.run(housed, number);
    },
  };
};
