/** What the graph of identity holds, for those who look at it: counts of the whole, the links, one person's own. */
import type { IdentityLink, IdentityOfOne, IdentitySummary } from '../../../shared/contract/identity.ts';
import { FEW, LEAST_CELL } from '../../../shared/counts.ts';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { numbersOf } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { markCells } from '../gate/cells.ts';
import { pseudonymsOfPeople } from '../subjects/tombstones.ts';

const cleared = (count: number): number => (count > 0 && count < LEAST_CELL ? FEW : count);

/** Counts that add up to a number that is told. */
const parts = (counts: readonly number[]): number[] => markCells(counts, LEAST_CELL);

/** Groups of people by how many numbers they have; the last group is open. */
const GROUPS = ['2', '3', '4', '5 or more'];

/** Counts of the whole, those from 1 to 10 as FEW. */
export const identitySummary = (db: Connection): IdentitySummary => {
  const one = (sql: string): number => db.prepare(sql).pluck().get() as number;
  const sizes = db
    .prepare(
      'SELECT min(size, 5), count(*) FROM (SELECT 1 + count(*) AS size FROM merged GROUP BY person) GROUP BY 1',
    )
    .raw()
    .all() as [number, number][];
  const counts = new Map(sizes);
  const merged = parts(GROUPS.map((_, i) => counts.get(i + 2) ?? 0));
  const sources = db
    .prepare(
      `SELECT s.name AS source, min(low_type, high_type) AS one, max(low_type, high_type) AS other, count(*) AS links
       FROM identity_link AS l LEFT JOIN source AS s ON s.id = l.source
       WHERE l.cut_at IS NULL GROUP BY l.source, one, other ORDER BY l.source, one, other`,
    )
    .all() as { source: string | null; one: IdentifierType; other: IdentifierType; links: number }[];
  const bySource = parts(sources.map(({ links }) => links));
  const shared = db
    .prepare('SELECT type, others, count(*) AS identifiers FROM identity_shared GROUP BY 1, 2 ORDER BY 1, 2')
    .all() as IdentitySummary['shared'];
  return {
    most: one('SELECT most FROM identity_setting'),
    links: cleared(one('SELECT count(*) FROM identity_link WHERE cut_at IS NULL')),
    cut: cleared(one('SELECT count(*) FROM identity_link WHERE cut_at IS NOT NULL')),
    merged: GROUPS.map((numbers, i) => ({ numbers, people: merged[i] })),
    sources: sources.map(({ source, one, other }, i) => ({
      source,
      types: [one, other],
      links: bySource[i],
    })),
    shared: shared.map((row) => ({ ...row, identifiers: cleared(row.identifiers) })),
  };
};

type Row = {
  id: number;
  low: number;
  high: number;
  low_type: IdentifierType;
  high_type: IdentifierType;
  kind: 'record' | 'confirmed';
  source: string | null;
  at: number;
  cut_at: number | null;
  shared: number;
};

const LINKS = `SELECT l.id, low, high, low_type, high_type, l.kind, s.name AS source, at, cut_at,
    EXISTS (SELECT 1 FROM identity_shared WHERE number IN (low, high)) AS shared
  FROM identity_link AS l LEFT JOIN source AS s ON s.id = l.source`;

const linkOf = (row: Row): IdentityLink => ({
  link: row.id,
  types: [row.low_type, row.high_type],
  kind: row.kind,
  source: row.source,
  at: new Date(row.at).toISOString(),
  cutAt: row.cut_at === null ? null : new Date(row.cut_at).toISOString(),
  holds: row.cut_at === null && row.shared === 0,
});

/** Links, the newest first. @param before only links with a lower id */
export const listLinks = (
  db: Connection,
  before: number | null,
  most: number,
): { total: number; links: IdentityLink[] } => ({
  total: db.prepare('SELECT count(*) FROM identity_link').pluck().get() as number,
  links: (
    db
      .prepare(`${LINKS} WHERE @before IS NULL OR l.id < @before ORDER BY l.id DESC LIMIT @most`)
      .all({ before, most }) as Row[]
  ).map(linkOf),
});

/** Hexadecimal digits of a pseudonym that tell one person's identifiers apart. */
const SHOWN = 12;

/** The identifiers and links of one person; links that were cut or refused are told too. */
export const identityOf = (db: Connection, person: number): IdentityOfOne => {
  const numbers = JSON.stringify(numbersOf(db, [person]));
  const links = db
    .prepare(
      `${LINKS} WHERE low IN (SELECT value FROM json_each(@numbers)) OR high IN (SELECT value FROM json_each(@numbers)) ORDER BY l.id`,
    )
    .all({ numbers }) as Row[];
  return {
    identifiers: pseudonymsOfPeople(db, new Set([person])).map(({ type, value, person: number }) => ({
      type,
      pseudonym: Buffer.from(value).toString('hex').slice(0, SHOWN),
      number,
    })),
    links: links.map((row) => ({ ...linkOf(row), numbers: [row.low, row.high] })),
  };
};
