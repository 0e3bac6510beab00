/**
 * Which numbers are one person, as readers of rows and of the ledger need it: rows keep the number they were said under,
 * and whoever reads them asks here for the person. What decides it is `privacy/identity/settle.ts`.
 */
import type { Connection } from '../vault/database.ts';

/** Person of every number from 0 to the last that was merged; higher numbers are their own. */
export type Merged = { persons: Int32Array; count: number };

const kept = new WeakMap<Connection, { changes: number; merged: Merged | null }>();

const read = (db: Connection): Merged | null => {
  const count = db.prepare('SELECT count(*) FROM merged').pluck().get() as number;
  if (count === 0) return null;
  const last = db.prepare('SELECT max(number) FROM merged').pluck().get() as number;
  const persons = Int32Array.from({ length: last + 1 }, (_, number) => number);
  const rows = db.prepare('SELECT number, person FROM merged').raw().iterate();
  for (const [number, person] of rows as Iterable<[number, number]>) persons[number] = person;
  return { persons, count };
};

/** The merged numbers, null where there is none. A reading connection reads them once for each change. */
export const mergedNumbers = (db: Connection): Merged | null => {
  // A writer may yet roll back what it reads.
  if (!db.readonly) return read(db);
  const changes = db.prepare('SELECT changes FROM identity_setting').pluck().get() as number;
  const found = kept.get(db);
  if (found?.changes === changes) return found.merged;
  const merged = read(db);
  kept.set(db, { changes, merged });
  return merged;
};

/** The person of a number. */
export const personIn = (merged: Merged | null, number: number): number =>
  merged === null || number < 0 || number >= merged.persons.length ? number : merged.persons[number];

/** Puts persons in the place of numbers. */
export const toPersons = (db: Connection, numbers: Int32Array): void => {
  const merged = mergedNumbers(db);
  if (merged === null) return;
  const { persons } = merged;
  for (let i = 0; i < numbers.length; i++)
    if (numbers[i] >= 0 && numbers[i] < persons.length) numbers[i] = persons[numbers[i]];
};

/** All numbers of people, ascending. */
export const numbersOf = (db: Connection, people: readonly number[]): number[] => {
  const find = db.prepare('SELECT number FROM merged WHERE person = ?').pluck();
  return [...new Set(people.flatMap((person) => [person, ...(find.all(person) as number[])]))].sort(
    (a, b) => a - b,
  );
};
