/** Facts about people beside the ledger: who objected, who is a minor, and whether opt-out rules hold for them. */
import type { Connection } from '../../vault/database.ts';
import { allowsOptOut } from './purposes.ts';
import type { About } from './resolve.ts';

const OF_NOBODY: About = { objected: false, minor: false, optOut: false };

/** What is known about everyone, as a function of the person; most people have no fact at all. */
export const factsOf = (db: Connection, people: number): ((person: number) => About) => {
  const flags = new Uint8Array(people);
  let any = false;
  const mark = (sql: string, flag: number): void => {
    for (const person of db.prepare(sql).pluck().iterate() as Iterable<number>)
      if (person < people) {
        flags[person] |= flag;
        any = true;
      }
  };
  mark("SELECT person FROM tombstone WHERE kind = 'objected' AND person IS NOT NULL", 1);
  mark(
    `SELECT person FROM person_fact AS f WHERE kind = 'minor' AND value = 'minor' AND person IS NOT NULL
       AND seq = (SELECT max(seq) FROM person_fact WHERE kind = 'minor' AND person = f.person)`,
    2,
  );
  if (allowsOptOut(db))
    mark(
      `SELECT person FROM person_fact WHERE kind = 'regime' AND person IS NOT NULL
         GROUP BY person HAVING min(value) = 'US' AND max(value) = 'US'`,
      4,
    );
  if (!any) return () => OF_NOBODY;
  const known = Array.from({ length: 8 }, (_, bits) => ({
    objected: (bits & 1) !== 0,
    minor: (bits & 2) !== 0,
    optOut: (bits & 4) !== 0,
  }));
  return (person) => known[flags[person]];
};

/** What is known about one person. */
export const aboutPerson = (db: Connection, person: number): About => {
  const has = (sql: string): boolean => db.prepare(sql).get(person) !== undefined;
  const regimes = db
    .prepare("SELECT DISTINCT value FROM person_fact WHERE kind = 'regime' AND person = ?")
    .pluck()
    .all(person) as string[];
  return {
    objected: has("SELECT 1 FROM tombstone WHERE person = ? AND kind = 'objected'"),
    minor:
      db
        .prepare(
          "SELECT value FROM person_fact WHERE kind = 'minor' AND person = ? ORDER BY seq DESC LIMIT 1",
        )
        .pluck()
        .get(person) === 'minor',
    optOut: regimes.length === 1 && regimes[0] === 'US' && allowsOptOut(db),
  };
};
