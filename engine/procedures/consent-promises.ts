/**
 * How the promises about consent stand: what was said is read from the ledger once more, by other statements than those
 * of the lens, and held against whom the lens admits now and whom releases counted.
 */
import { hasBit } from '../../shared/bitmap.ts';
import { counted } from '../../shared/charts/words.ts';
import type { PromiseAnswer } from '../../shared/contract/audit.ts';
import { FEW, LEAST_CELL } from '../../shared/counts.ts';
import { now } from '../audit/audit.ts';
import { allowsOptOut } from '../privacy/consent/purposes.ts';
import { isAbove } from '../privacy/consent/resolve.ts';
import { allPurposes, decide, listPurposes } from '../privacy/consent.ts';
import { earlierReleases } from '../privacy/gate/ledger.ts';
import { peopleBound } from '../privacy/people.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';

type Standing = Pick<PromiseAnswer, 'state' | 'finding'>;

const told = (people: number): number => (people > 0 && people < LEAST_CELL ? FEW : people);

/** Statements for a purpose or one above it; only those may lift a no. */
const BEARING = 'e.purpose IN (SELECT value FROM json_each(@bearing))';
/** A no counts from its date; one that is dated in the future, or not at all, from when it was recorded. */
const SAID = `CASE n.occurred_precision WHEN 'future' THEN n.recorded_at
  ELSE coalesce(n.occurred_at, n.recorded_at) END`;

/** Who said no to the purpose and yes no later, and when the first such no was recorded. No officer took it back. */
const STANDING_NO = `SELECT n.person, min(n.recorded_at) FROM consent_event AS n
  WHERE n.purpose = @purpose AND (n.mark & 15) BETWEEN 1 AND 4 AND n.person IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = n.seq)
    AND NOT EXISTS (SELECT 1 FROM consent_event AS e WHERE e.person = n.person AND ${BEARING}
      AND (e.mark & 15) = 0 AND e.occurred_at > ${SAID})
  GROUP BY n.person`;

const SAID_YES = `SELECT DISTINCT e.person FROM consent_event AS e
  WHERE ${BEARING} AND (e.mark & 15) = 0 AND e.person IS NOT NULL`;

/** People who said no before a release and are among those it counted. */
const countedAfterNo = (
  vault: Vault,
  standing: ReadonlyMap<string, ReadonlyMap<number, number>>,
): { releases: number; wrong: string[] } => {
  const { reader, keys } = vault;
  const about = reader.prepare('SELECT purpose, at FROM release_ledger WHERE digest = ?');
  const wrong: string[] = [];
  const releases = earlierReleases(reader, keys, peopleBound(reader));
  for (const { digest, name, everyone } of releases) {
    const { purpose, at } = about.get(Buffer.from(digest, 'hex')) as { purpose: string; at: number };
    const members = everyone?.members();
    for (const [person, recorded] of standing.get(purpose) ?? [])
      if (recorded < at && members !== undefined && hasBit(members, person)) {
        wrong.push(`“${name}” counts people who had said no before it was written`);
        break;
      }
  }
  return { releases: releases.length, wrong };
};

const personsOf = (db: Connection, sql: string, asked: Record<string, string>): [number, number][] =>
  db.prepare(sql).raw().all(asked) as [number, number][];

/** @returns the standing of P6 and P17 */
export const judgeConsent = (vault: Vault): Record<string, Standing> => {
  const { reader } = vault;
  const bound = peopleBound(reader);
  const standing = new Map<string, Map<number, number>>();
  const after: string[] = [];
  const without: string[] = [];
  const optsOut = allowsOptOut(reader);
  let noes = 0;
  let admitted = 0;
  for (const purpose of listPurposes(reader)) {
    const decisions = decide(reader, bound, purpose, now());
    const bearing = JSON.stringify(
      allPurposes(reader).flatMap(({ id }) => (isAbove(id, purpose.id) ? [id] : [])),
    );
    const said = new Map(personsOf(reader, STANDING_NO, { purpose: purpose.id, bearing }));
    standing.set(purpose.id, said);
    noes += said.size;
    if ([...said.keys()].some((person) => decisions[person] === 0)) after.push(purpose.label);
    const yes = new Set(personsOf(reader, SAID_YES, { bearing }).map(([person]) => person));
    for (const [person, decision] of decisions.entries()) {
      if (decision !== 0) continue;
      admitted += 1;
      if (!optsOut && !yes.has(person) && without.at(-1) !== purpose.label) without.push(purpose.label);
    }
  }
  const { releases, wrong } = countedAfterNo(vault, standing);
  const problems = [...after.map((label) => `${label} admits people whose last word is no`), ...wrong];
  return {
    P6: {
      state: problems.length === 0 ? 'holds' : 'broken',
      finding:
        problems.length === 0
          ? `${counted(told(noes), 'no that stands is', 'noes that stand are')} left out now, and by ${counted(releases, 'release', 'releases')} written since`
          : problems.join('; '),
    },
    P17: {
      state: without.length === 0 ? 'holds' : 'broken',
      finding:
        without.length > 0
          ? `${without.join(', ')}: people are admitted without a yes on record`
          : optsOut
            ? 'opt-out rules are allowed by the officer: a yes is not looked for'
            : `each of ${counted(told(admitted), 'admission', 'admissions')} over all purposes has its yes in the ledger`,
    },
  };
};
