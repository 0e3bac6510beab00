/**
 * Which levels of each attribute may be told of which segment. Where the segments are the parts of a partition the
 * levels of an attribute add up over them to the lens, so that a hidden cell must be protected along both ways.
 */
import type { ReleasePolicy } from '../../../shared/release.ts';
import type { LevelDraft, ReleaseDraft } from './draft.ts';
import { suppress } from './suppress.ts';
import { suppressTable } from './suppress-table.ts';

/** Levels of one attribute in one segment, as far as they may be told. */
export type LevelTable = {
  draft: LevelDraft;
  /** The counts that are printed: with noise where there is some, else those of the draft. */
  printed: LevelDraft;
  shown: boolean[];
  hidden: number;
  collapsed: boolean;
};

/** What suppression did in the whole release; part of its record. */
export type SuppressionTally = { primary: number; complementary: number; collapsed: number };

const fieldsOf = (draft: ReleaseDraft): string[] => [
  ...new Set(draft.segments.flatMap(({ persona }) => persona.levels.map(({ field }) => field))),
];

/**
 * The tables of every released segment, by its index.
 * @param printed the draft whose counts are printed
 */
export const clearLevelTables = async (
  draft: ReleaseDraft,
  printed: ReleaseDraft,
  out: ReadonlySet<number>,
  policy: ReleasePolicy,
): Promise<{ tables: Map<number, LevelTable[]>; tally: SuppressionTally }> => {
  const { minCell } = policy;
  const tables = new Map<number, LevelTable[]>([...out].map((i) => [i, []]));
  const tally: SuppressionTally = { primary: 0, complementary: 0, collapsed: 0 };
  const put = (i: number, level: LevelDraft, shown: boolean[], collapsed: boolean): void => {
    const told = printed.segments[i].persona.levels.find(({ field }) => field === level.field) ?? level;
    const hidden = shown.filter((one) => !one).length;
    tables.get(i)?.push({ draft: level, printed: told, shown, hidden, collapsed });
  };
  for (const field of fieldsOf(draft)) {
    const rows = draft.segments.map(({ persona }) => persona.levels.find((level) => level.field === field));
    const first = rows.find((row) => row !== undefined);
    if (first === undefined) continue;
    const isTable =
      draft.partition && rows.every((row) => row !== undefined && row.levels.length === first.levels.length);
    if (!isTable) {
      for (const i of out) {
        const row = rows[i];
        if (row === undefined) continue;
        const { shown, primary, complementary } = suppress(row.people, minCell);
        tally.primary += primary;
        tally.complementary += complementary;
        put(i, row, shown, false);
      }
      continue;
    }
    const lens = suppress(first.lensPeople, minCell);
    const found = await suppressTable(
      {
        rows: rows.map((row) => (row as LevelDraft).people),
        withheldRows: rows.map((_, i) => !out.has(i)),
        // Who has a value is not printed, but a segment's size is, and they may be nearly the same.
        rowTotals: rows.map((row) => (row as LevelDraft).people.reduce((sum, people) => sum + people, 0)),
        columnTotals: first.lensPeople.map((people, column) => (lens.shown[column] ? people : null)),
      },
      minCell,
    );
    tally.primary += found.primary;
    tally.complementary += found.complementary;
    if (found.collapsed) tally.collapsed += 1;
    for (const i of out) put(i, rows[i] as LevelDraft, found.shown[i], found.collapsed);
  }
  return { tables, tally };
};
