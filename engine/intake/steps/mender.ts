/** Steps at work in the intake worker: a value is mended where it stands, and what that did is counted by shapes. */
import type { MendedColumn } from '../../../shared/contract/quality.ts';
import { clearCount } from '../../../shared/counts.ts';
import type { Batch, Quote } from '../csv/batch.ts';
import type { Field, Layout } from '../layout.ts';
import { spanOf } from '../spans.ts';
import { type Span, textOf } from '../texts.ts';
import { shapeOf } from '../values/shape.ts';
import { compileSteps } from './steps.ts';

/** Values remembered per column; beyond it they are mended anew each time. */
const MOST_KEPT = 20_000;
const MOST_SHAPES = 200;
const SHOWN = 3;

type Kept = { bytes: Uint8Array | null; shape: string | null; unread: boolean };

/** Mends the values of one column. */
const mendColumn = ({ header, steps = [] }: Field) => {
  const mend = compileSteps(steps, header);
  const kept = new Map<string, Kept>();
  const shapes = new Map<string, number>();
  let rows = 0;
  let unread = 0;
  const look = (text: string): Kept => {
    const mended = mend(text);
    if (mended.text === text) return { bytes: null, shape: null, unread: mended.unread };
    const shape = `${shapeOf(text)}\n${shapeOf(mended.text)}`;
    return { bytes: Buffer.from(mended.text, 'utf8'), shape, unread: mended.unread };
  };
  return {
    apply: (span: Span): void => {
      const text = textOf(span);
      let found = kept.get(text);
      if (found === undefined) {
        found = look(text);
        if (kept.size < MOST_KEPT) kept.set(text, found);
      }
      if (found.unread) unread += 1;
      if (found.bytes === null || found.shape === null) return;
      rows += 1;
      if (shapes.has(found.shape) || shapes.size < MOST_SHAPES)
        shapes.set(found.shape, (shapes.get(found.shape) ?? 0) + 1);
      span.bytes = found.bytes;
      span.start = 0;
      span.end = found.bytes.length;
    },
    told: (): MendedColumn => ({
      column: header,
      steps: steps.map(({ step }) => step),
      rows: clearCount(rows),
      unread: clearCount(unread),
      shapes: [...shapes]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, SHOWN)
        .map(([shape]) => {
          const [before, after] = shape.split('\n');
          return { before, after };
        }),
    }),
  };
};

export type Mender = {
  /** The trimmed value of a field, mended where its column has steps. An empty one has nothing to mend. */
  read(batch: Batch, record: number, column: number, quote: Quote, span: Span): void;
  told(): MendedColumn[];
};

/** Mends the columns of a layout that have steps. */
export const createMender = ({ identifier, links, times, numbers, texts }: Layout): Mender => {
  const own = identifier === null ? [] : [identifier];
  const fields: readonly Field[] = [...own, ...links, ...times, ...numbers, ...texts];
  const columns = new Map<number, ReturnType<typeof mendColumn>>();
  for (const field of fields)
    if ((field.steps ?? []).length > 0 && !columns.has(field.at)) columns.set(field.at, mendColumn(field));
  return {
    read: (batch, record, column, quote, span) => {
      spanOf(batch, record, column, quote, span);
      if (columns.size > 0 && span.end > span.start) columns.get(column)?.apply(span);
    },
    told: () => [...columns.values()].map((column) => column.told()),
  };
};
