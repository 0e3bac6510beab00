/**
 * What is worth knowing of the quality of a source, in sentences, the gravest first: the same words on the screen and
 * on the command line. A weight is the share of rows concerned, times how much harm such a fault does, from 0 to 1.
 */
import { counted, number, percent, told } from './charts/words.ts';
import type { ColumnProfile, Fix, MendedColumn, QualityChange, QualityPoint } from './contract/quality.ts';
import { isTold } from './counts.ts';

export type Finding = {
  /** Header of the column; null for the whole source. */
  column: string | null;
  weight: number;
  text: string;
  /** The step that would mend it. */
  fix: Fix | null;
};

/** A finding of at least this weight is grave, and one of at least that is worth a look. */
export const GRAVE = 0.25;
export const NOTABLE = 0.02;

/** Harm by fault: what is lost counts whole, what is only odd less. */
const HARM = { lost: 1, wrong: 0.8, mendable: 0.5, absent: 0.4, odd: 0.3, curious: 0.05 } as const;
/** A column is worth a word when so many of its rows are empty. */
const LEAST_EMPTY = 0.05;
/** Stands for a count that is not told: 1 to 10. */
const A_FEW = 5;

const rowsText = (rows: number): string =>
  isTold(rows) ? counted(rows, 'row', 'rows') : `${told(rows)} rows`;
const weigh = (rows: number, of: number, harm: number): number =>
  of <= 0 ? 0 : Math.min(1, (isTold(rows) ? rows : A_FEW) / of) * harm;
const tidy = (value: number): string => number(Number(value.toPrecision(4)));
/** The ends of a column's usual values, as they are written. */
export const endText = (value: number, type: ColumnProfile['type']): string =>
  type === 'time' ? new Date(value).toISOString().slice(0, 10) : tidy(value);

/** Rows rejected because the column, which every one needs, is empty. */
const missingOf = ({ column, rows, missing = 0 }: ColumnProfile): Finding[] =>
  missing === 0
    ? []
    : [
        {
          column,
          weight: weigh(missing, rows, HARM.lost),
          text: `${rowsText(missing)} of ${number(rows)} hold nothing where every row needs a value: they were rejected.`,
          fix: null,
        },
      ];

const invalidOf = ({ column, role, rows, invalid, fixes, type }: ColumnProfile): Finding[] => {
  if (invalid === 0) return [];
  const rest = role === 'link' ? 'they were taken without it' : 'they were rejected';
  return [
    {
      column,
      weight: weigh(invalid, rows, role === 'link' ? HARM.absent : HARM.lost),
      text: `${rowsText(invalid)} of ${number(rows)} hold what the column cannot: ${rest}.`,
      fix: type === 'text' ? null : (fixes[0] ?? null),
    },
  ];
};

/** Steps that mend values which were taken; those of values that were not belong to the finding that says so. */
const mendableOf = ({ column, rows, invalid, type, fixes }: ColumnProfile): Finding[] =>
  fixes.slice(type === 'text' || invalid === 0 ? 0 : 1).map((fix) => ({
    column,
    weight: weigh(fix.rows, rows, HARM.mendable),
    text: `${fix.why} A step mends ${rowsText(fix.rows)}.`,
    fix,
  }));

const absentOf = ({ column, rows, empty, missing, role }: ColumnProfile): Finding[] => {
  const share = rows === 0 ? 0 : empty / rows;
  if (!isTold(empty) || share < LEAST_EMPTY || role === 'identifier' || missing !== undefined) return [];
  return [
    {
      column,
      weight: weigh(empty, rows, HARM.absent),
      text: empty === rows ? 'No row holds a value.' : `${percent(share)} of its rows are empty.`,
      fix: null,
    },
  ];
};

const oddOf = ({ column, rows, empty, distinct, outliers, fresh, type, range }: ColumnProfile): Finding[] => {
  const found: Finding[] = [];
  const add = (weight: number, text: string): void => void found.push({ column, weight, text, fix: null });
  if (outliers?.rows)
    add(
      weigh(outliers.rows, rows, HARM.odd),
      `${rowsText(outliers.rows)} are farther out than ${tidy(outliers.low)} to ${tidy(outliers.high)}.`,
    );
  if (fresh !== null && fresh.future !== 0)
    add(weigh(fresh.future, rows, HARM.wrong), `${rowsText(fresh.future)} lie after the day of the import.`);
  if (fresh !== null && fresh.days365 === 0 && fresh.future === 0 && rows > 0)
    add(
      HARM.odd,
      `Nothing is younger than a year${range === null ? '' : `; it ends about ${endText(range.high, type)}`}.`,
    );
  if (distinct === 1 && type !== 'identifier' && rows - empty > 1)
    add(HARM.curious, 'Every filled row holds the same value: it tells people apart by nothing.');
  return found;
};

const unreadOf = ({ column, steps, rows, unread }: MendedColumn): Finding[] =>
  unread === 0
    ? []
    : [
        {
          column,
          weight: weigh(unread, Math.max(rows, unread), HARM.wrong),
          text: `Its steps (${steps.join(', ')}) could not read ${rowsText(unread)}.`,
          fix: null,
        },
      ];

const WORDS = { complete: 'filled', valid: 'valid' } as const;
const changeOf = (change: QualityChange): Finding => {
  const { column, what, level, before, after } = change;
  const moved = Math.abs(after - before);
  const told = ((): { weight: number; text: string } => {
    if (what === 'gone') return { weight: HARM.wrong, text: 'The column is gone since the import before.' };
    if (what === 'new') return { weight: HARM.curious, text: 'The column is new since the import before.' };
    if (what === 'median')
      return { weight: HARM.odd, text: `Its median is ${tidy(after)}; it was ${tidy(before)}.` };
    if (what === 'level')
      return {
        weight: moved * HARM.absent,
        text: `“${level}” is ${percent(after)} of the filled rows; it was ${percent(before)}.`,
      };
    return {
      weight: moved * (after < before ? HARM.lost : HARM.curious),
      text: `${percent(after)} of its rows are ${WORDS[what]}; it was ${percent(before)}.`,
    };
  })();
  return { column, ...told, fix: null };
};

/**
 * Everything worth a word about one import, the gravest first.
 * @param changes of this import against the one before it
 */
export const findingsOf = (point: QualityPoint, changes: readonly QualityChange[]): Finding[] => {
  const { columns, mended } = point.quality;
  const own = changes.filter(({ source }) => source === point.source);
  /** A column that became emptier is told by that. */
  const fell = new Set(own.filter(({ what }) => what === 'complete').map(({ column }) => column));
  return [
    ...columns.flatMap((column) => [
      ...missingOf(column),
      ...invalidOf(column),
      ...mendableOf(column),
      ...(fell.has(column.column) ? [] : absentOf(column)),
      ...oddOf(column),
    ]),
    ...mended.flatMap(unreadOf),
    ...own.map(changeOf),
  ].sort(
    (a, b) =>
      b.weight - a.weight ||
      Number((a.column ?? '') > (b.column ?? '')) - Number((a.column ?? '') < (b.column ?? '')) ||
      (a.text < b.text ? -1 : 1),
  );
};

/** What a step does to values, in words. */
export const stepText = (step: Fix['step']): string => {
  switch (step.step) {
    case 'trim':
      return 'take out doubled blanks and characters that cannot be seen';
    case 'case':
      return `write in ${step.to === 'title' ? 'title case' : step.to === 'lower' ? 'small letters' : 'capitals'}`;
    case 'map':
      return `replace ${counted(Object.keys(step.values).length, 'value', 'values')}`;
    case 'text-mark':
      return 'take off what makes a spreadsheet take figures for text';
    case 'salesforce-id':
      return 'write ids of Salesforce with 18 characters';
    case 'country':
      return `write countries as ISO 3166-1 ${step.to}`;
    case 'phone':
      return `write telephone numbers as E.164, those without a country as of ${step.region}`;
    case 'date':
      return `read dates written ${step.from.join(' or ')}`;
    case 'number':
      return `read numbers written ${step.format}`;
    case 'unit':
      return `turn figures with units into ${step.to}`;
    case 'currency':
      return `read amounts with a currency as ${step.to}`;
  }
};
