/**
 * How long data is kept. A rule names a kind, a source or a column and a number of days; rows of orders and events
 * age by their own time, profiles by the import that brought them. The consent ledger and the record of acts are
 * proof and have their own terms; no rule reaches them.
 */
import { CloisterError } from '../../shared/errors.ts';
import { DAY, type Kind } from '../../shared/vocabulary.ts';
import { type ColumnDefinition, listColumns } from '../columns/columns.ts';
import { type RowsToRemove, removeRows } from '../columns/rewrite.ts';
import { blankRows, countRows, peopleOfRows } from '../columns/rows.ts';
import type { Connection } from '../vault/database.ts';

export const RETENTION_SCOPES = ['kind', 'source', 'column'] as const;
export type RetentionScope = (typeof RETENTION_SCOPES)[number];

/** What a rule is offered with: 13 months, so that a season can be held against the one a year before. */
export const OFFERED_DAYS = 395;

/** A rule that holds. `subject` is a kind, the number of a source, or `kind.column`. */
export type RetentionRule = {
  scope: RetentionScope;
  subject: string;
  days: number;
  reason: string;
  setAt: number;
};

/** What a rule would remove on a day. */
export type RetentionEffect = {
  rule: RetentionRule;
  /** Everything before it is too old; UTC epoch milliseconds, the first of a day. */
  before: number;
  rows: number;
  people: number;
};

/** Kinds whose rows can be removed. */
const PURGED_KINDS = ['profiles', 'orders', 'events'] as const;

/** The rules that hold, newest word per subject. */
export const listRetention = (db: Connection): RetentionRule[] =>
  db
    .prepare(
      `SELECT scope, subject, days, reason, set_at AS setAt FROM retention_rule AS r
         WHERE seq = (SELECT max(seq) FROM retention_rule WHERE scope = r.scope AND subject = r.subject)
           AND days IS NOT NULL ORDER BY scope, subject`,
    )
    .all() as RetentionRule[];

/** What a subject names. @throws CloisterError NOT_FOUND when the vault has no such thing */
const targetOf = (
  db: Connection,
  scope: RetentionScope,
  subject: string,
): { kind: Kind; column: string | null; source: number | null } => {
  const known = (kind: string): kind is Kind => (PURGED_KINDS as readonly string[]).includes(kind);
  if (scope === 'kind' && known(subject)) return { kind: subject, column: null, source: null };
  if (scope === 'source') {
    const kind = db.prepare('SELECT kind FROM source WHERE id = ?').pluck().get(Number(subject)) as
      | string
      | undefined;
    if (kind !== undefined && known(kind)) return { kind, column: null, source: Number(subject) };
  }
  if (scope === 'column') {
    const [kind, name] = subject.split('.');
    if (known(kind)) {
      const column = listColumns(db, kind).find((one) => one.name === name);
      // Without its person or time a row is nobody's and of no date: the rows themselves are to be given a rule.
      if (column !== undefined && column.type !== 'person' && column.role !== 'time')
        return { kind, column: name, source: null };
    }
  }
  throw new CloisterError(
    'NOT_FOUND',
    `There is no ${scope} "${subject}" that a rule of retention can be about.`,
    `A kind is one of ${PURGED_KINDS.join(', ')}; a source is its number; a column is written kind.name.`,
  );
};

/** Adds a rule; null days take it back. The caller holds the transaction. */
export const setRetention = (
  db: Connection,
  rule: Omit<RetentionRule, 'days'> & { days: number | null },
): void => {
  targetOf(db, rule.scope, rule.subject);
  db.prepare('INSERT INTO retention_rule(scope, subject, days, reason, set_at) VALUES (?, ?, ?, ?, ?)').run(
    rule.scope,
    rule.subject,
    rule.days,
    rule.reason,
    rule.setAt,
  );
};

/** Sources of a kind whose import is older than a date. */
const sourcesBefore = (db: Connection, kind: Kind, before: number): number[] =>
  db
    .prepare('SELECT id FROM source WHERE kind = ? AND imported_at < ? ORDER BY id')
    .pluck()
    .all(kind, before) as number[];

/** The rows that a rule reaches: by their time, or whole sources where rows have none. */
const reached = (
  db: Connection,
  { scope, subject, days }: RetentionRule,
  today: number,
): { column: string | null; rows: RowsToRemove[]; before: number } => {
  const { kind, column, source } = targetOf(db, scope, subject);
  // Whole days: what goes does not change with the hour, and `before` is the day that a person is told.
  const before = Math.floor(today / DAY) * DAY - days * DAY;
  const timed = listColumns(db, kind).some(({ name }) => name === 'time');
  const rows: RowsToRemove[] =
    timed && source === null
      ? [{ kind, column: 'time', leaves: (time) => time < before }]
      : sourcesBefore(db, kind, before)
          .filter((id) => source === null || id === source)
          .map((id) => ({ kind, column: 'person', leaves: () => true, source: id }));
  return { column, rows, before };
};

/** What the rules would remove on a day, changing nothing. */
export const previewRetention = (db: Connection, today: number): RetentionEffect[] =>
  listRetention(db).map((rule) => {
    const { rows, before, column } = reached(db, rule, today);
    const people = new Set<number>();
    let count = 0;
    for (const wanted of rows) {
      count += countRows(db, wanted, column);
      for (const person of peopleOfRows(db, wanted, column)) people.add(person);
    }
    return { rule, before, rows: count, people: people.size };
  });

/** Does what the preview says. The caller holds the transaction. */
export const purgeRetention = (db: Connection, today: number): RetentionEffect[] =>
  previewRetention(db, today).map((effect) => {
    const { rows, column } = reached(db, effect.rule, today);
    // An earlier rule may have removed some of them already.
    const removed = rows.reduce(
      (sum, wanted) => sum + (column === null ? removeRows(db, wanted).rows : blankRows(db, wanted, column)),
      0,
    );
    return { ...effect, rows: removed };
  });

/** The strictest rule about a column, and when its oldest row was made; null without a rule. */
export const retentionOf = (
  db: Connection,
  { kind, name }: Pick<ColumnDefinition, 'kind' | 'name'>,
): { days: number; oldest: number | null } | null => {
  const sources = new Set(
    (db.prepare('SELECT id FROM source WHERE kind = ?').pluck().all(kind) as number[]).map(String),
  );
  const rules = listRetention(db).filter(
    ({ scope, subject }) =>
      (scope === 'kind' && subject === kind) ||
      (scope === 'column' && subject === `${kind}.${name}`) ||
      (scope === 'source' && sources.has(subject)),
  );
  if (rules.length === 0) return null;
  const days = Math.min(...rules.map((rule) => rule.days));
  const oldest = db.prepare('SELECT min(imported_at) FROM source WHERE kind = ?').pluck().get(kind) as
    | number
    | null;
  return { days, oldest };
};
