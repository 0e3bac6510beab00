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
    .all() as (Omit<QualityPoint, 'quality' | 'before'> & {
    complete: number;
    valid: number;
    mended: string;
  })[];
  const columns = db.prepare('SELECT body FROM column_profile WHERE source = ? ORDER BY place').pluck();
  const points = imports.map(({ complete, valid, mended, ...point }) => ({
    ...point,
    before: null as number | null,
    quality: {
      complete,
      valid,
      mended: JSON.parse(mended) as MendedColumn[],
      columns: (columns.all(point.source) as string[]).map((body) => JSON.parse(body) as ColumnProfile),
    },
  }));
  return points.map((point, at) => ({ ...point, before: predecessor(points, at)?.source ?? null }));
};

/** A change of at least this share of rows is told, and of a level of at least twice as much. */
const LEAST_SHARE = 0.05;
/** A median has moved when it did so by half of the width of the middle half. */
const LEAST_MOVE = 0.5;

type Change = Pick<QualityChange, 'what' | 'level' | 'before' | 'after'>;

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

/** Completeness and validity, where they rose or fell. */
const sharesOf = (old: ColumnProfile, now: ColumnProfile): Change[] =>
  (
    [
      ['complete', completeOf(old), completeOf(now)],
      ['valid', validOf(old), validOf(now)],
    ] as const
  )
    .filter(([, was, is]) => Math.abs(was - is) >= LEAST_SHARE)
    .map(([what, was, is]) => ({ what, level: null, before: was, after: is }));

/** The level whose part of the filled rows changed most, where it did by enough. */
const levelOf = (old: ColumnProfile, now: ColumnProfile): Change[] => {
  const parts = ({ levels, others }: ColumnProfile): Map<string, number> => {
    const all = levels.reduce((sum, { rows }) => sum + rows, others);
    return new Map(levels.map(({ value, rows }) => [value, rows / all]));
  };
  const [was, is] = [parts(old), parts(now)];
  if (was.size === 0 || is.size === 0) return [];
  // A level that one of the two does not tell may be among its others.
  const moved = [...was]
    .flatMap(([level, before]) => (is.has(level) ? [{ level, before, after: is.get(level) ?? 0 }] : []))
    .sort((a, b) => Math.abs(b.before - b.after) - Math.abs(a.before - a.after))[0];
  return moved !== undefined && Math.abs(moved.before - moved.after) >= 2 * LEAST_SHARE
    ? [{ what: 'level', ...moved }]
    : [];
};

const medianOf = (old: ColumnProfile, now: ColumnProfile): Change[] => {
  if (old.quartiles === null || now.quartiles === null) return [];
  const [low, before, high] = old.quartiles;
  const after = now.quartiles[1];
  // The sketch is right to 1.6 %: less is no move.
  const least = Math.max(LEAST_MOVE * (high - low), 0.04 * Math.abs(before));
  return Math.abs(after - before) > least ? [{ what: 'median', level: null, before, after }] : [];
};

/** What changed in the columns of one import against the one before it. */
const changesBetween = (before: QualityPoint, point: QualityPoint): QualityChange[] => {
  const { source, name, kind, quality } = point;
  const told = (column: string, changes: Change[]): QualityChange[] =>
    changes.map((change) => ({ source, name, kind, column, ...change }));
  const old = new Map(before.quality.columns.map((column) => [column.column, column]));
  const now = new Map(quality.columns.map((column) => [column.column, column]));
  return [
    ...before.quality.columns.flatMap((column) => {
      const is = now.get(column.column);
      return told(
        column.column,
        is === undefined
          ? [{ what: 'gone', level: null, before: completeOf(column), after: 0 }]
          : [...sharesOf(column, is), ...levelOf(column, is), ...medianOf(column, is)],
      );
    }),
    ...quality.columns
      .filter(({ column }) => !old.has(column))
      .flatMap((column) =>
        told(column.column, [{ what: 'new', level: null, before: 0, after: completeOf(column) }]),
      ),
  ];
};

/** What changed from each import to the next of the same data. */
export const changesOf = (points: readonly QualityPoint[]): QualityChange[] =>
  points.flatMap((point) => {
    const before = points.find(({ source }) => source === point.before);
    return before === undefined ? [] : changesBetween(before, point);
  });
