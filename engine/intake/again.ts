/**
 * The same file again under another mapping, in place of what it brought before: its rows leave and come anew, as if it
 * had been imported under this mapping. It may follow no other import whose rows would then stand behind its own.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { removeChosen } from '../columns/rewrite.ts';
import type { Connection } from '../vault/database.ts';

const isThere = (db: Connection, sql: string, ...values: (number | string)[]): boolean =>
  db
    .prepare(`SELECT EXISTS(${sql})`)
    .pluck()
    .get(...values) === 1;

/**
 * Whether a source is read again: not where its mapping is the same.
 * @param mapping as it would be kept (`keptMapping`)
 * @throws CloisterError INPUT_DUPLICATE where its rows cannot give way
 */
export const mayComeAgain = (db: Connection, source: number, mapping: Mapping): boolean => {
  const {
    name,
    kind,
    mapping: earlier,
  } = db.prepare('SELECT name, kind, mapping FROM source WHERE id = ?').get(source) as {
    name: string;
    kind: Kind;
    mapping: string;
  };
  if (earlier === JSON.stringify(mapping)) return false;
  const hasConsents =
    mapping.columns.some(({ role }) => role === 'consent') ||
    isThere(db, 'SELECT 1 FROM consent_event WHERE source = ?', source);
  if (hasConsents)
    throw new CloisterError(
      'INPUT_DUPLICATE',
      `${name} holds consents, and the ledger is only added to: it cannot be read again. Nothing was changed.`,
      'Import the next file under the mapping.',
    );
  const later = db
    .prepare(
      `SELECT s.name FROM run r JOIN source s ON s.id = r.source
       WHERE r.kind = ? AND r.id > (SELECT max(id) FROM run WHERE source = ?) ORDER BY r.id LIMIT 1`,
    )
    .pluck()
    .get(kind, source) as string | undefined;
  if (later !== undefined)
    throw new CloisterError(
      'INPUT_DUPLICATE',
      `${later} was imported after ${name}: read again, the older rows would take the place of the newer. Nothing was changed.`,
      'Import the next file under the mapping.',
    );
  return true;
};

/** The columns by which a mapping tells people, and as what. */
const toldBy = ({ columns }: Mapping): string =>
  JSON.stringify(
    columns.flatMap(({ column, role, identifier, prefix }) =>
      role === 'identifier' || role === 'link' ? [[role, column, identifier, prefix]] : [],
    ),
  );

/**
 * Takes out what a source brought, but for its people and its links. The caller holds the transaction.
 * @returns a sentence where people are told by other columns now, since those known by the earlier ones stay
 */
export const giveWay = (db: Connection, source: number, mapping: Mapping): string[] => {
  const earlier = db.prepare('SELECT mapping FROM source WHERE id = ?').pluck().get(source) as string;
  const runs = db.prepare('SELECT id FROM run WHERE source = ?').pluck().all(source) as number[];
  removeChosen(db, mapping.kind, runs, (_, __, rows) => new Uint8Array(rows));
  for (const table of ['run', 'source_quality', 'column_profile', 'kept_reject', 'reject_reason'])
    db.prepare(`DELETE FROM ${table} WHERE source = ?`).run(source);
  return toldBy(JSON.parse(earlier) as Mapping) === toldBy(mapping)
    ? []
    : [
        'People are told by other columns than when this file was first imported. Who was known by the earlier ones alone stays known, without a record of this file, and links between identifiers stay: an officer erases the first and cuts the others where they were wrong.',
      ];
};
