/**
 * Lists and maps of Parquet, record by record, as the JSON text that they are in a file of JSON, so that one reader lays
 * both flat. The levels of each column say where a list begins, goes on and is empty (Parquet format, "Nested Encoding",
 * after Melnik et al., Dremel, VLDB 2010); columns whose levels contradict each other are damaged.
 */
import type { ColumnReader } from './column.ts';
import { PageFault } from './fault.ts';
import type { Leaf, Shape } from './schema.ts';
import { jsonWriterOf, quoted, type Writer, type Written } from './values.ts';

/** Most bytes of one list or map of a record. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Text that grows up to `MOST_BYTES`; from there on it is only known to be too long. */
export type Text = {
  put(piece: Written): void;
  /** Begins it again. */
  clear(): void;
  /** What was put, until the next call; null where it is too long. */
  bytes(): Uint8Array | null;
};

/** One text for all the lists of a file, since only one is made at a time. */
export const createText = (): Text => {
  let buffer = Buffer.allocUnsafeSlow(64 * 1024);
  let used = 0;
  let isTooLong = false;
  return {
    put: (piece) => {
      if (isTooLong) return;
      if (used + piece.length > buffer.length) {
        if (used + piece.length > MOST_BYTES) {
          isTooLong = true;
          return;
        }
        const larger = Buffer.allocUnsafeSlow(
          Math.min(MOST_BYTES, Math.max(used + piece.length, buffer.length * 2)),
        );
        larger.set(buffer.subarray(0, used));
        buffer = larger;
      }
      if (typeof piece === 'string') buffer.write(piece, used, 'latin1');
      else buffer.set(piece, used);
      used += piece.length;
    },
    clear: () => {
      used = 0;
      isTooLong = false;
    },
    bytes: () => (isTooLong ? null : buffer.subarray(0, used)),
  };
};

/** A part of a record with the columns below it. */
type Part = {
  first: ColumnReader;
  columns: readonly ColumnReader[];
  /** Writes what is there; all of its columns stand at its beginning, with the repetition level given. */
  write(repetition: number): void;
};

const contradiction = (): PageFault => new PageFault('the levels of its lists contradict each other');

/**
 * Holds a column to the levels that the columns beside it have.
 * @throws PageFault where it has others
 */
const requireLevels = (column: ColumnReader, repetition: number, definition: number): void => {
  if (column.repetition !== repetition || column.definition !== definition) throw contradiction();
};

/** Goes over what is missing or empty in all of its columns. */
const pass = (columns: readonly ColumnReader[], repetition: number, definition: number): void => {
  for (const column of columns) {
    requireLevels(column, repetition, definition);
    column.advance();
  }
};

/**
 * Opens a list or map in the columns of one row group.
 * @param open opens a column before its first value
 * @param text where the JSON is put
 * @returns `next` puts what the next record holds and says whether there is any; `end` holds the columns to their end
 * @throws PageFault from both where the columns are damaged
 */
export const openNested = (
  root: Shape,
  open: (leaf: Leaf, write: Writer) => ColumnReader,
  text: Text,
): { next(): boolean; end(): void } => {
  const { put } = text;
  const columnOf = (leaf: Leaf, isKey: boolean): ColumnReader => {
    const column = open(leaf, jsonWriterOf(leaf.element, isKey));
    column.advance();
    return column;
  };
  const value = (column: ColumnReader, { definition }: Leaf, repetition: number): void => {
    requireLevels(column, repetition, definition);
    put(column.value());
    column.advance();
  };
  /** The elements of a list or map: none, or one after the other as long as the level of the next one says so. */
  const elements = (
    { first, columns }: Part,
    shape: { definition: number; repetition: number },
    repetition: number,
    write: (repetition: number) => void,
  ): void => {
    if (first.definition === shape.definition) {
      pass(columns, repetition, shape.definition);
      return;
    }
    write(repetition);
    while (first.repetition === shape.repetition) {
      put(',');
      write(shape.repetition);
    }
  };
  const inside = (shape: Shape): Part => {
    if (shape.kind === 'value') {
      const first = columnOf(shape.leaf, false);
      return { first, columns: [first], write: (repetition) => value(first, shape.leaf, repetition) };
    }
    if (shape.kind === 'object') {
      const members = shape.members.map(({ name, shape: one }, i) => ({
        head: Buffer.concat([Buffer.from(i === 0 ? '{' : ','), quoted(Buffer.from(name)), Buffer.from(':')]),
        part: partOf(one),
      }));
      return {
        first: members[0].part.first,
        columns: members.flatMap(({ part }) => part.columns),
        write: (repetition) => {
          for (const { head, part } of members) {
            put(head);
            part.write(repetition);
          }
          put('}');
        },
      };
    }
    if (shape.kind === 'list') {
      const element = partOf(shape.element);
      return {
        ...element,
        write: (repetition) => {
          put('[');
          elements(element, shape, repetition, element.write);
          put(']');
        },
      };
    }
    const key = columnOf(shape.key, true);
    const held = partOf(shape.value);
    const pair: Part = {
      first: key,
      columns: [key, ...held.columns],
      write: (repetition) => {
        if (key.definition < shape.key.definition) throw new PageFault('a key of its map is missing');
        value(key, shape.key, repetition);
        put(':');
        held.write(repetition);
      },
    };
    return {
      ...pair,
      write: (repetition) => {
        put('{');
        elements(pair, shape, repetition, pair.write);
        put('}');
      },
    };
  };
  const partOf = (shape: Shape): Part => {
    const part = inside(shape);
    const { first, columns, write } = part;
    if (!shape.optional) return part;
    return {
      first,
      columns,
      write: (repetition) => {
        if (first.definition >= shape.definition) return write(repetition);
        pass(columns, repetition, shape.definition - 1);
        put('null');
      },
    };
  };
  const { first, columns, write } = inside(root);
  return {
    next: () => {
      if (first.repetition < 0) throw new PageFault('a column ends before its rows do');
      const isThere = first.definition >= root.definition;
      if (isThere) write(0);
      // It is missing itself, or one of the structures around it is.
      else pass(columns, 0, first.definition);
      return isThere;
    },
    end: () => {
      if (columns.some(({ repetition }) => repetition >= 0)) throw contradiction();
    },
  };
};
