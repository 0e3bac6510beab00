/**
 * The profile of a source, made in the intake worker from the batches it sends: no second pass, no raw identifier, and
 * nothing in it that fewer than LEAST_CELL people stand behind.
 */
import type { ColumnProfile, SourceQuality } from '../../../shared/contract/quality.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import type { Converted, Field, Layout, Pseudonyms } from '../layout.ts';
import { identifierIn } from '../scan.ts';
import { type Span, textOf } from '../texts.ts';
import { shapeOf } from '../values/shape.ts';
import { clearedColumn } from './cleared.ts';
import { type Counting, startCounting } from './counting.ts';
import { openDistinct } from './distinct.ts';
import { fixesOf, type Known, regionIn } from './fixes.ts';
import { openSketch } from './sketch.ts';
import { openTally } from './tally.ts';

const MOST_LEVELS = 12;
const MOST_SHAPED = 1000;
/** Values that did not fit, remembered per column to say what would mend them; they stay in the worker. */
const MOST_FAILED = 1000;

type Told = Omit<ColumnProfile, 'rows' | 'invalid' | 'column' | 'fixes'>;
type Column = {
  field: Field;
  /** As it is called where it is not the whole of its column. */
  called?: string;
  take(batch: Converted): void;
  told(): Told;
  texts(): Known | null;
};

const NOTHING: Omit<Told, 'name' | 'role' | 'type' | 'empty' | 'distinct'> = {
  range: null,
  quartiles: null,
  bars: [],
  levels: [],
  others: 0,
  outliers: null,
  fresh: null,
  shapes: [],
};

const keys = (
  field: Field,
  role: Role,
  counting: Counting,
  pick: (batch: Converted) => Pseudonyms & { present?: Uint8Array; toldBy?: Uint8Array },
): Column => {
  const distinct = openDistinct(counting);
  let empty = 0;
  return {
    field,
    take: (batch) => {
      const { bytes, present, toldBy } = pick(batch);
      empty += distinct.add(bytes, present ?? toldBy ?? null, present !== undefined);
    },
    told: () => ({ ...NOTHING, name: null, role, type: 'identifier', empty, distinct: distinct.count() }),
    texts: () => null,
  };
};

const figures = (
  field: Field,
  look: { name: string | null; role: Role; type: 'number' | 'time' },
  now: number,
  counting: Counting,
  pick: (batch: Converted) => Float64Array,
): Column => {
  const distinct = openDistinct(counting);
  const sketch = openSketch(counting, distinct, look.type === 'time' ? now : null);
  let empty = 0;
  return {
    field,
    take: (batch) => {
      empty += sketch.add(pick(batch));
    },
    told: () => {
      const { range, quartiles, bars } = sketch.distribution();
      let outliers: ColumnProfile['outliers'] = null;
      if (look.type === 'number' && quartiles !== null) {
        // J. W. Tukey, Exploratory Data Analysis (1977): the inner fences, 1.5 quartile ranges out.
        const reach = 1.5 * (quartiles[2] - quartiles[0]);
        const [low, high] = [quartiles[0] - reach, quartiles[2] + reach];
        outliers = { rows: sketch.outside(low, high), low, high };
      }
      return {
        ...NOTHING,
        ...look,
        empty,
        distinct: distinct.count(),
        range,
        quartiles: look.type === 'number' ? quartiles : null,
        bars,
        outliers,
        fresh: look.type === 'time' ? sketch.fresh() : null,
      };
    },
    texts: () => null,
  };
};

const words = (
  field: Layout['texts'][number],
  role: Role,
  counting: Counting,
  pick: (batch: Converted) => Converted['texts'][number],
): Column => {
  const tally = openTally(counting);
  const texts: string[] = [];
  let empty = 0;
  /** The commonest values that enough people have and that name nobody, as words of consent that are not kept might; the rest together have enough people, or there is none. */
  const levels = (): Pick<Told, 'levels' | 'others'> => {
    const rows = tally.rows();
    const codes = texts.map((_, code) => code).filter((code) => rows[code] > 0);
    codes.sort((a, b) => rows[b] - rows[a] || (texts[a] < texts[b] ? -1 : 1));
    const shown: number[] = [];
    for (let i = 0; i < codes.length && shown.length < MOST_LEVELS; i++)
      if (tally.enough([codes[i]]) && identifierIn(texts[codes[i]]) === null) shown.push(codes[i]);
    const isShown = new Set(shown);
    const rest = codes.filter((code) => !isShown.has(code));
    while (shown.length > 0 && rest.length > 0 && !tally.enough(rest)) rest.push(shown.pop() as number);
    return {
      levels: shown.map((code) => ({ value: texts[code], rows: rows[code] })),
      others: rest.reduce((sum, code) => sum + rows[code], 0),
    };
  };
  const shapes = (): string[] => {
    const counts = new Map<string, number>();
    const rows = tally.rows();
    texts.slice(0, MOST_SHAPED).forEach((text, code) => {
      const shape = shapeOf(text);
      counts.set(shape, (counts.get(shape) ?? 0) + (rows[code] ?? 0));
    });
    return [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 3)
      .map(([shape]) => shape);
  };
  return {
    field,
    ...(field.holds === null ? {} : { called: `${field.header}: ${field.holds.value}` }),
    take: (batch) => {
      const { codes, added } = pick(batch);
      for (const text of added) texts.push(text);
      // A consent string may differ for everyone, and is nobody's level.
      if (!field.long) empty += tally.add(codes);
      else for (let row = 0; row < batch.rows; row++) if (codes[row] < 0) empty += 1;
    },
    told: () => ({
      ...NOTHING,
      name: field.name,
      role,
      type: 'text',
      empty,
      distinct: texts.length,
      ...(field.long ? {} : { ...levels(), shapes: shapes() }),
    }),
    texts: () => (field.long ? null : { texts, rows: tally.rows() }),
  };
};

export type Profile = {
  /** A record failed for a column, with this value, or because the column holds nothing. */
  failed(column: string, value: Span, isEmpty: boolean): void;
  /** Looks at a batch that is ready to be sent. */
  take(batch: Converted): void;
  /** Of a column of texts that are not long the rows so far that hold each; a text that none holds may be missing. */
  rows(column: number): Float64Array;
  finish(): Omit<SourceQuality, 'mended'>;
};

/** Watches everything an import takes. @param now UTC milliseconds of the import, for freshness */
export const createProfile = (
  layout: Layout,
  roles: Readonly<Record<string, Role>>,
  now: number,
): Profile => {
  const { links, times, numbers } = layout;
  const counting = startCounting(links.length + times.length + numbers.length + layout.texts.length);
  const roleOf = ({ header }: Field): Role => roles[header] ?? 'dropped';
  const own = layout.identifier === null ? [] : [layout.identifier];
  const texts = layout.texts.map((field, i) =>
    words(field, roleOf(field), counting, (batch) => batch.texts[i]),
  );
  const columns: Column[] = [
    ...own.map((field) => keys(field, 'identifier', counting, ({ identifiers }) => identifiers)),
    ...layout.links.flatMap((field, i) =>
      field.isMixed === true ? [] : [keys(field, 'link', counting, ({ links }) => links[i])],
    ),
    ...layout.times.map((field, i) =>
      figures(
        field,
        { name: null, role: roleOf(field), type: 'time' },
        now,
        counting,
        ({ times }) => times[i],
      ),
    ),
    ...layout.numbers.map((field, i) =>
      figures(
        field,
        { name: field.name, role: roleOf(field), type: 'number' },
        now,
        counting,
        ({ numbers }) => numbers[i],
      ),
    ),
    ...texts,
  ];
  const failures = new Map<string, { rows: number; missing: number; texts: Map<string, number> }>();
  let taken = 0;
  return {
    failed: (column, value, isEmpty) => {
      // What the mapping leaves out is no fault of its column.
      if (layout.leftOut.some(({ header }) => header === column)) return;
      // No identifier becomes a text, but a telephone number, of which it can be told what would mend it.
      const key = [...own, ...layout.links].find(({ header }) => header === column);
      const text = !isEmpty && (key === undefined || key.type === 'phone') ? textOf(value) : '';
      const failure = failures.get(column) ?? { rows: 0, missing: 0, texts: new Map<string, number>() };
      failures.set(column, failure);
      failure[isEmpty ? 'missing' : 'rows'] += 1;
      if (text !== '' && (failure.texts.has(text) || failure.texts.size < MOST_FAILED))
        failure.texts.set(text, (failure.texts.get(text) ?? 0) + 1);
    },
    take: (batch) => {
      counting.begin(batch.identifiers.bytes, batch.rows);
      taken += batch.rows;
      for (const column of columns) column.take(batch);
    },
    rows: (column) => texts[column].texts()?.rows ?? new Float64Array(0),
    finish: () => {
      const region = regionIn(columns.map((column) => column.texts()));
      const profiled = columns.map((column) => {
        const { header } = column.field;
        const failure = failures.get(header);
        const { rows: invalid = 0, missing = 0 } = failure ?? {};
        const told = column.told();
        // A record without its link is taken all the same; for any other column it was rejected.
        const isTaken = told.role === 'link';
        return {
          ...told,
          column: column.called ?? header,
          rows: taken + (isTaken ? 0 : invalid) + missing,
          invalid,
          empty: isTaken ? Math.max(0, told.empty - invalid) : told.empty + missing,
          ...(missing === 0 ? {} : { missing }),
          fixes: fixesOf(column.field, told.type, column.texts(), failure?.texts ?? new Map(), region),
        };
      });
      const share = (
        part: (column: ColumnProfile) => number,
        of: (column: ColumnProfile) => number,
      ): number => {
        const all = profiled.reduce((sum, column) => sum + of(column), 0);
        const lacking = profiled.reduce((sum, column) => sum + part(column), 0);
        return all === 0 ? 1 : Math.floor(100 - (100 * lacking) / all) / 100;
      };
      return {
        complete: share(
          ({ empty }) => empty,
          ({ rows }) => rows,
        ),
        valid: share(
          ({ invalid }) => invalid,
          ({ rows, empty }) => rows - empty,
        ),
        columns: profiled.map((column) => clearedColumn(column, taken)),
      };
    },
  };
};
