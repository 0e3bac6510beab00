/**
 * What was said against somebody, one by one, while an identifier lived with their number: it is said under the number that
 * the identifier gets of its own, too, so that it holds for both when the link between them is cut.
 */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { SAID } from './batches.ts';

/** An identifier that got a number of its own, and whose number it had lived with. */
export type MovedOut = { host: number; number: number; type: IdentifierType; hostType: IdentifierType };

const AGAINST = `e.method = 'officer' AND e.state IN ('refused', 'withdrawn', 'revoked', 'objected', 'opted_out')`;

/** Says it again for those that moved out. The caller holds the transaction. */
export const sayAgain = (db: Connection, moved: readonly MovedOut[]): void => {
  if (moved.length === 0) return;
  const hosts = new Set(
    db.prepare(`SELECT DISTINCT person FROM consent_event AS e WHERE ${AGAINST}`).pluck().all() as number[],
  );
  const say = db.prepare(
    `INSERT INTO consent_event(recorded_at, person, ${SAID})
     SELECT e.recorded_at, @number, ${SAID.replace(/\w+/g, 'e.$&')}
     FROM purpose AS p CROSS JOIN consent_event AS e ON e.purpose = p.id AND e.person = @host
     WHERE ${AGAINST} AND NOT EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)`,
  );
  const follow = db.prepare(
    "UPDATE tombstone SET person = @number WHERE kind = 'objected' AND person = @host AND pid_type = @type",
  );
  for (const { host, number, type, hostType } of moved) {
    if (!hosts.has(host)) continue;
    say.run({ host, number });
    // Where both are of one type it is not told apart whose place on the list is whose; it stays with the host.
    if (type !== hostType) follow.run({ host, number, type });
  }
};
