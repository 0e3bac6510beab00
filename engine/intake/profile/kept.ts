/** Profiles as the vault keeps them, one for every import. */
import type {
  ColumnProfile,
  MendedColumn,
  QualityChange,
  QualityPoint,
  SourceQuality,
} from '../../../shared/contract/quality.ts';
import type { Kind } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';

/** What is told of a column whose values are kept coarser than they came: how many, not which. */
const withoutValues = (column: ColumnProfile): ColumnProfile => ({
  ...column,
  range: null,
  quartiles: null,
  bars: [],
  levels: [],
  others: 0,
  outliers: null,
});

/**
 * Keeps the profile of an import. The caller holds the transaction.
 * @param coarser names of columns of which only coarser values are stored
 */
export const keepProfile = (
  db: Connection,
  source: number,
  quality: SourceQuality,
  coarser: { has(name: string): boolean },
): void => {
  db.prepare('INSERT INTO source_quality(source, complete, valid, mended) VALUES (?, ?, ?, ?)').run(
    source,
    quality.complete,
    quality.valid,
    JSON.stringify(quality.mended),
  );
  const insert = db.prepare('INSERT INTO column_profile(source, place, name, body) VALUES (?, ?, ?, ?)');
  quality.columns.forEach((column, place) => {
    // Times and amounts are coarsened under the names of their roles.
    const kept = coarser.has(column.name ?? column.role) ? withoutValues(column) : column;
    insert.run(source, place, column.name, JSON.stringify(kept));
  });
};

/** Takes the values of a column out of what was told of it: they are kept coarser from now on. */
export const coarsenProfiles = (db: Connection, kind: Kind, name: string): void => {
  const rows = db
    .prepare(
      `SELECT source, place, body FROM column_profile WHERE source IN (SELECT id FROM source WHERE kind = ?)`,
    )
    .all(kind) as { source: number; place: number; body: string }[];
  const update = db.prepare('UPDATE column_profile SET body = ? WHERE source = ? AND place = ?');
  for (const { source, place, body } of rows) {
    const column = JSON.parse(body) as ColumnProfile;
    if ((column.name ?? column.role) === name)
      update.run(JSON.stringify(withoutValues(column)), source, place);
  }
};

/** Every import that has a profile, oldest first. */
export const readProfiles = (db: Connection): QualityPoint[] => {
  const imports = db
    .prepare(
      `SELECT s.id AS source, s.name, s.kind, s.imported_at AS importedAt, s.records, s.rejected, s.duplicates,
         q.complete, q.valid, q.mended
       FROM source s JOIN source_quality q ON q.source = s.id ORDER BY s.id`,
    )
    .all() as (Omit<QualityPoint, 'quality'> & {
    complete: number;
    valid: number;
    mended: string;
  })[];
  const columns = db.prepare('SELECT body FROM column_profile WHERE source = ? ORDER BY place').pluck();
  return imports.map(({ complete, valid, mended, ...point }) => ({
    ...point,
    quality: {
      complete,
      valid,
      mended: JSON.parse(mended) as MendedColumn[],
      columns: (columns.all(point.source) as string[]).map((body) => JSON.parse(body) as ColumnProfile),
    },
  }));
};

/** A fall of at least this share is told. */
const LEAST_FALL = 0.05;

const completeOf = ({ rows, empty }: ColumnProfile): number => (rows === 0 ? 1 : 1 - empty / rows);
const validOf = ({ rows, empty, invalid }: ColumnProfile): number =>
  rows === empty ? 1 : 1 - invalid / (rows - empty);

/** The earlier import that one is compared with: the newest of its kind that shares most of its columns. */
const predecessor = (points: readonly QualityPoint[], at: number): QualityPoint | null => {
  const own = new Set(points[at].quality.columns.map(({ column }) => column));
  for (let i = at - 1; i >= 0; i--) {
    const { kind, quality } = points[i];
    const shared = quality.columns.filter(({ column }) => own.has(column)).length;
    if (kind === points[at].kind && shared * 2 > quality.columns.length) return points[i];
  }
  return null;
};

/** Columns that are less complete or less valid than in the import before, or gone. */
export const changesOf = (points: readonly QualityPoint[]): QualityChange[] =>
  points.flatMap((point, at): QualityChange[] => {
    const before = predecessor(points, at);
    if (before === null) return [];
    const { source, name, kind, quality } = point;
    return before.quality.columns.flatMap((old): QualityChange[] => {
      const now = quality.columns.find(({ column }) => column === old.column);
      const base = { source, name, kind, column: old.column };
      if (now === undefined) return [{ ...base, what: 'gone', before: completeOf(old), after: 0 }];
      const pairs = [
        ['complete', completeOf(old), completeOf(now)],
        ['valid', validOf(old), validOf(now)],
      ] as const;
      return pairs
        .filter(([, was, is]) => was - is >= LEAST_FALL)
        .map(([what, was, is]) => ({ ...base, what, before: was, after: is }));
    });
  });
