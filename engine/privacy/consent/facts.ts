/** Facts about people beside the ledger: who objected, who is a minor, and whether opt-out rules hold for them. */
import { mergedNumbers, numbersOf, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { allowsOptOut } from './purposes.ts';
import type { About } from './resolve.ts';

const OF_NOBODY: About = { objected: false, minor: false, optOut: false };

/** What is known about everyone, as a function of the person; most people have no fact at all. */
export const factsOf = (db: Connection, people: number): ((person: number) => About) => {
  const flags = new Uint8Array(people);
  const merged = mergedNumbers(db);
  let any = false;
  const mark = (sql: string, flag: number): void => {
    for (const number of db.prepare(sql).pluck().iterate() as Iterable<number>) {
      const person = personIn(merged, number);
      if (person >= people) continue;
      flags[person] |= flag;
      any = true;
    }
  };
  mark("SELECT person FROM tombstone WHERE kind = 'objected' AND person IS NOT NULL", 1);
  mark(
    `SELECT x.person FROM tombstone AS t JOIN shared_bond AS x ON x.shared = t.person WHERE t.kind = 'objected'`,
    1,
  );
  mark(
    `SELECT person FROM person_fact AS f WHERE kind = 'minor' AND value = 'minor' AND person IS NOT NULL
       AND seq = (SELECT max(seq) FROM person_fact WHERE kind = 'minor' AND person = f.person)`,
    2,
  );
  if (allowsOptOut(db)) {
    mark("SELECT person FROM person_fact WHERE kind = 'regime' AND value = 'US' AND person IS NOT NULL", 4);
    mark("SELECT person FROM person_fact WHERE kind = 'regime' AND value <> 'US' AND person IS NOT NULL", 8);
  }
  if (!any) return () => OF_NOBODY;
  const known = Array.from({ length: 16 }, (_, bits) => ({
    objected: (bits & 1) !== 0,
    minor: (bits & 2) !== 0,
    optOut: (bits & 12) === 4,
  }));
  return (person) => known[flags[person]];
};

/** What is known about one person, under any of their numbers. */
export const aboutPerson = (db: Connection, person: number): About => {
  const numbers = numbersOf(db, [person]);
  const bonds = db.prepare('SELECT shared FROM shared_bond WHERE person = ?').pluck().all(person) as number[];
  const all = <T>(sql: string): T[] =>
    numbers.flatMap((number) => db.prepare(sql).pluck().all(number) as T[]);
  const regimes = new Set(all<string>("SELECT value FROM person_fact WHERE kind = 'regime' AND person = ?"));
  return {
    objected: [...numbers, ...bonds].some(
      (number) =>
        db.prepare("SELECT 1 FROM tombstone WHERE person = ? AND kind = 'objected'").get(number) !==
        undefined,
    ),
    minor: all<string>(
      "SELECT value FROM person_fact WHERE kind = 'minor' AND person = ? ORDER BY seq DESC LIMIT 1",
    ).includes('minor'),
    optOut: regimes.size === 1 && regimes.has('US') && allowsOptOut(db),
  };
};
