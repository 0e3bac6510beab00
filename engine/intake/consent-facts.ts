/** What a source says about where people live and whether they are minors, in the table of facts. */
import type { Connection } from '../vault/database.ts';

type Fact = { value: string; place: string | null };
type Kind = 'regime' | 'minor';

export type Facts = {
  add(kind: Kind, person: number, fact: Fact): void;
  /** Writes what is not known yet. @returns how many facts there were */
  finish(): number;
};

/** Collects the facts of a source. The caller holds the transaction. */
export const openFacts = (db: Connection, source: number, recordedAt: number): Facts => {
  const facts = { regime: new Map<number, Map<string, Fact>>(), minor: new Map<number, Map<string, Fact>>() };
  return {
    add: (kind, person, fact) => {
      const own = facts[kind].get(person) ?? new Map<string, Fact>();
      facts[kind].set(person, own);
      own.set(`${fact.value} ${fact.place}`, fact);
    },
    finish: () => {
      const insert = db.prepare(
        'INSERT INTO person_fact(person, kind, value, jurisdiction, source, recorded_at) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const held = db.prepare(
        'SELECT value, jurisdiction FROM person_fact WHERE kind = ? AND person = ? ORDER BY seq DESC',
      );
      let written = 0;
      for (const kind of ['regime', 'minor'] as const)
        for (const [person, own] of facts[kind]) {
          const before = held.all(kind, person) as { value: string; jurisdiction: string | null }[];
          for (const { value, place } of own.values()) {
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
