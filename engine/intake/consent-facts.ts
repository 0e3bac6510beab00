/** What a source says about where people live and whether they are minors, in the table of facts. */
import type { Connection } from '../vault/database.ts';

type Fact = { value: string; place: string | null };
type Kind = 'regime' | 'minor';

export type Facts = {
  add(kind: Kind, person: number, fact: Fact): void;
  /** Writes what is not known yet. @returns how many facts there were */
  finish(): number;
};

/** What is said of millions of people is one of a few things: of each a number stands for the first, the rest are rare. */
const openKind = () => {
  const facts: Fact[] = [];
  const codes = new Map<string, number>();
  const others = new Map<number, number[]>();
  // One more than the code, 0 where nothing was said.
  let first = new Int32Array(1024);
  return {
    add: (person: number, fact: Fact): void => {
      const key = `${fact.value} ${fact.place}`;
      const code = codes.get(key) ?? facts.push(fact) - 1;
      codes.set(key, code);
      if (person >= first.length) {
        const larger = new Int32Array(Math.max(first.length * 2, person + 1));
        larger.set(first);
        first = larger;
      }
      if (first[person] === 0) first[person] = code + 1;
      if (first[person] === code + 1) return;
      const more = others.get(person) ?? [];
      if (!more.includes(code)) others.set(person, [...more, code]);
    },
    /** Everybody of whom something was said, with what. */
    *all(): Generator<[person: number, facts: Fact[]]> {
      for (let person = 0; person < first.length; person++)
        if (first[person] > 0)
          yield [person, [first[person] - 1, ...(others.get(person) ?? [])].map((code) => facts[code])];
    },
  };
};

/** Collects the facts of a source. The caller holds the transaction. */
export const openFacts = (db: Connection, source: number, recordedAt: number): Facts => {
  const facts = { regime: openKind(), minor: openKind() };
  return {
    add: (kind, person, fact) => facts[kind].add(person, fact),
    finish: () => {
      const insert = db.prepare(
        'INSERT INTO person_fact(person, kind, value, jurisdiction, source, recorded_at) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const held = db.prepare(
        'SELECT value, jurisdiction FROM person_fact WHERE kind = ? AND person = ? ORDER BY seq DESC',
      );
      let written = 0;
      for (const kind of ['regime', 'minor'] as const)
        for (const [person, own] of facts[kind].all()) {
          const before = held.all(kind, person) as { value: string; jurisdiction: string | null }[];
          for (const { value, place } of own) {
            const same =
              kind === 'minor'
                ? before[0]?.value === value
                : before.some((fact) => fact.value === value && fact.jurisdiction === place);
            if (same) continue;
            insert.run(person, kind, value, place, source, recordedAt);
            written += 1;
          }
        }
      return written;
    },
  };
};
