/** An identifier that lives with another one's number gets a number of its own outside an import, linked with its host. */
import type { Connection } from '../../vault/database.ts';
import { openMovedOut } from '../consent/moved-out.ts';
import { peopleBound } from '../people.ts';
import { type Numbered, OWN, pseudonymsUnder } from './blocks.ts';
import { openLinks } from './links.ts';
import { addNumbers, leaveNumber, madeFor, readNumber, typeCode } from './number-blocks.ts';
import { settleIdentity } from './settle.ts';
import { changePseudonyms } from './write-blocks.ts';

/**
 * Moves an identifier out. Who is one person stays as it was. The caller holds the transaction.
 * @param host whose own the number is
 * @param guest which stands under the same number and is not its own
 */
export const moveOut = (db: Connection, host: Numbered, { type, person }: Numbered): void => {
  const source = readNumber(db, person)?.source;
  if (source === undefined) return;
  const number = peopleBound(db);
  addNumbers(db, source, number, Uint8Array.of(madeFor(typeCode(type))));
  // Of a type one identifier lives with a number; every epoch knows it by another pseudonym.
  const values = pseudonymsUnder(db, new Set([person]))
    .filter((one) => one.type === type && !one.own)
    .map(({ value }) => value);
  changePseudonyms(db, type, values, () => number * 2 + OWN);
  leaveNumber(db, person, type);
  const links = openLinks(db, source);
  links.add(person, host.type, number, type);
  links.flush();
  const moved = openMovedOut(db);
  moved.add({ host: person, number, type, hostType: host.type });
  moved.sayAgain();
  settleIdentity(db);
};
