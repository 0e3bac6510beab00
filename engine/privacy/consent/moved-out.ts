/**
 * What was said against somebody, one by one, while an identifier lived with their number: it is said under the number that
 * the identifier gets of its own, too, so that it holds for both when the link between them is cut.
 */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { SAID } from './batches.ts';
import { AGAINST } from './events.ts';

/** An identifier that got a number of its own, and whose number it had lived with. */
export type MovedOut = { host: number; number: number; type: IdentifierType; hostType: IdentifierType };

const SAID_ONE_BY_ONE = `e.method = 'officer' AND e.state IN (${AGAINST.map((state) => `'${state}'`).join(', ')})`;

/** Collects identifiers that move out of numbers against which something was said, of which there are few. */
export const openMovedOut = (
  db: Connection,
): {
  add(moved: MovedOut): void;
  /** Says it again for those that moved out. The caller holds the transaction. */
  sayAgain(): void;
} => {
  let hosts: ReadonlySet<number> | null = null;
  const all: MovedOut[] = [];
  return {
    add: (moved) => {
      hosts ??= new Set(
        db
          .prepare(`SELECT DISTINCT person FROM consent_event AS e WHERE ${SAID_ONE_BY_ONE}`)
          .pluck()
          .all() as number[],
      );
      if (hosts.has(moved.host)) all.push(moved);
    },
    sayAgain: () => {
      if (all.length === 0) return;
      const say = db.prepare(
        `INSERT INTO consent_entry(person, wording, ${SAID}) SELECT @number, wording, ${SAID}
         FROM consent_event AS e WHERE e.person = @host AND ${SAID_ONE_BY_ONE} AND NOT EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)
         ORDER BY e.seq`,
      );
      const follow = db.prepare(
        "UPDATE tombstone SET person = @number WHERE kind = 'objected' AND person = @host AND pid_type = @type",
      );
      for (const { host, number, type, hostType } of all) {
        say.run({ host, number });
        // Where both are of one type it is not told apart whose place on the list is whose; it stays with the host.
        if (type !== hostType) follow.run({ host, number, type });
      }
    },
  };
};
