/**
 * Cells of a batch as values, a column at a time, by the kernel of `assembly/cells.ts`: what is written as most is. The kernel
 * refuses no cell; records with one that it leaves to others are odd, and read by whoever reads any cell. A batch is
 * copied into its memory, tables of values that were met before stand there for as long as an import takes.
 */
import { reach, startKernel } from '../../jobs/kernel.ts';
import type { HmacQueue } from '../../privacy/kernels/hmac.ts';
import { PSEUDONYM_BYTES } from '../../privacy/pseudonyms.ts';
import { type Batch, STRIDE } from '../csv/batch.ts';
import { extentOf } from '../csv/fields.ts';
import type { Field, IdentifierField, Layout } from '../layout.ts';
import { NOT_KEPT } from '../texts.ts';
import { NOBODY } from '../values/nobody.ts';
import { MISSING, type NumberFormat } from '../values/numbers.ts';
import { WASM } from './cells.wasm.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  words(): number;
  memoryOfValues(): number;
  textTable(): number;
  batch(text: number, fields: number, width: number, count: number, odd: number): void;
  identifiers(
    column: number,
    kind: number,
    required: boolean,
    table: number,
    messages: number,
    offsets: number,
    places: number,
    source: number,
    present: number,
    digests: number,
  ): number;
  met: { value: number };
  settle(made: number, fresh: number, places: number, source: number, digests: number): void;
  numbers(column: number, decimal: number, out: number): number;
  times(column: number, required: boolean, out: number): void;
  texts(column: number, table: number, taken: number, rows: number, codes: number, unknown: number): number;
  learn(column: number, table: number, record: number, code: number): void;
};

/** The kernel looks at whole blocks, beyond the end of a cell too. */
const SLACK = 128;
/** What the kernel takes; of telephone numbers none is plain. */
const KINDS = { email: 0, customer: 1, device: 2, phone: 0 } as const;
/** Remembering values pays where one in so many came before; else it rests for so many batches. */
const WORTH = 4;
const REST = 15;
/** What is no byte. */
const NO_MARK = -1;

/**
 * Reads a column of identifiers: hashed in each queue into one of `to`, 32 bytes a record, and which records have one into
 * `present`; where that is null, a record without one is odd.
 */
export type ReadIdentifiers = (
  queues: readonly HmacQueue[],
  to: readonly Uint8Array[],
  present: Uint8Array | null,
) => void;

/** Reads the codes of the records `taken` into `codes`; where a text is not known, `codeOf` tells it. */
export type ReadTexts = (taken: Int32Array, codes: Int32Array, codeOf: (record: number) => number) => void;

/** Whether records of such a layout may be read by columns; each column may still have odd cells. */
export const isPlain = ({
  identifier,
  people,
  links,
  times,
  numbers,
  leftOut,
  orderLines,
}: Layout): boolean => {
  const isKey = ({ type, separator, prefix, steps = [] }: IdentifierField): boolean =>
    type !== 'phone' && separator === null && prefix === '' && steps.length === 0;
  return (
    identifier !== null &&
    people === null &&
    leftOut.length === 0 &&
    orderLines === null &&
    [identifier, ...links].every(isKey) &&
    times.every(({ format, steps = [] }) => format === 'iso' && steps.length === 0) &&
    numbers.every(
      ({ format, steps = [], minus, times: by, otherwise, currency }) =>
        !format.percent &&
        steps.length === 0 &&
        minus === null &&
        by === null &&
        currency === null &&
        otherwise.length === 0,
    )
  );
};

export type Cells = ReturnType<typeof createCells>;

/** Opens the reading of plain cells for one import. */
export const createCells = () => {
  const kernel = startKernel<Kernel>(WASM);
  const { memory } = kernel;
  let next = (kernel.free() + 15) & ~15;
  const at = { text: 0, fields: 0, odd: 0, messages: 0, offsets: 0, places: 0, source: 0, present: 0 };
  const out = { fresh: 0, digests: 0, values: 0, taken: 0, codes: 0, unknown: 0 };
  let size = { text: 0, fields: 0, records: 0 };
  let count = 0;
  /** Where the kernel puts numbers and times of a batch. */
  let values = new Float64Array(0);
  const words = new Uint8Array(memory.buffer, kernel.words(), 64 * 256);
  for (const word of [...MISSING, ...NOBODY]) {
    const first = word.charCodeAt(0);
    if (word.length === 0) continue;
    words[word.length * 256 + first] = 1;
    if (first >= 97 && first <= 122) words[word.length * 256 + first - 32] = 1;
  }
  /** Room that stays: batches are laid out behind it anew. */
  const keep = (bytes: number): number => {
    const from = next;
    next += (bytes + 15) & ~15;
    size = { text: 0, fields: 0, records: 0 };
    return from;
  };
  const layOut = (text: number, fields: number, records: number): void => {
    if (text <= size.text && fields <= size.fields && records <= size.records) return;
    size = {
      text: Math.max(text, size.text),
      fields: Math.max(fields, size.fields),
      records: Math.max(records, size.records),
    };
    let end = next;
    const room = (bytes: number): number => {
      const from = end;
      end = (end + bytes + SLACK + 15) & ~15;
      return from;
    };
    const each = (bytes: number): number => room(bytes * (size.records + 1));
    Object.assign(at, { text: room(size.text), fields: room(4 * size.fields), messages: room(size.text) });
    Object.assign(at, { odd: each(1), offsets: each(4), places: each(4), source: each(4), present: each(1) });
    Object.assign(out, { fresh: each(PSEUDONYM_BYTES), digests: each(PSEUDONYM_BYTES), values: each(8) });
    Object.assign(out, { taken: each(4), codes: each(4), unknown: each(4) });
    reach(memory, end);
  };
  const bytesAt = (from: number, length: number): Uint8Array => new Uint8Array(memory.buffer, from, length);
  const wordsAt = (from: number, length: number): Int32Array => new Int32Array(memory.buffer, from, length);

  return {
    /** Takes a batch in; false where it holds no record. */
    begin: (batch: Batch): boolean => {
      const { bytes, fields, width } = batch;
      count = batch.count;
      if (count === 0) return false;
      const cells = count * width * STRIDE;
      const [first, end] = extentOf(batch, count);
      const text = end - first;
      layOut(text, cells, count);
      bytesAt(at.text, text).set(bytes.subarray(first, first + text));
      wordsAt(at.fields, cells).set(fields.subarray(0, cells));
      bytesAt(at.odd, count).fill(0);
      values = new Float64Array(memory.buffer, out.values, count);
      kernel.batch(at.text - first, at.fields, width, count, at.odd);
      return true;
    },
    /** Of each record 1 where a column that was read so far is left to others; a view. */
    odd: (): Uint8Array => bytesAt(at.odd, count),
    /** Opens a column of identifiers, before the first batch. */
    identifiers: ({ at: column, type }: IdentifierField): ReadIdentifiers => {
      const values = kernel.memoryOfValues();
      const table = keep(values);
      reach(memory, table + values);
      // Every page of it is soon used, and one that is read before it is written is mapped twice.
      bytesAt(table, values).fill(0);
      let resting = 0;
      let made = 0;
      let met = 0;
      return (queues, to, present) => {
        if (resting > 0) resting -= 1;
        else if (met * WORTH < made) resting = REST;
        // What is remembered is the pseudonym of one epoch.
        const used = resting > 0 || queues.length > 1 ? 0 : table;
        const { messages, offsets, places, source } = at;
        made = kernel.identifiers(
          column,
          KINDS[type],
          present === null,
          used,
          messages,
          offsets,
          places,
          source,
          at.present,
          out.digests,
        );
        met = kernel.met.value;
        const bounds = wordsAt(offsets, made + 1);
        const forms = bytesAt(messages, bounds[made]);
        // Where nothing came again and nothing is missing the digests lie as the records do.
        const isWhole = used === 0 && made === count;
        queues.forEach((queue, i) => {
          queue.digestAll(forms, bounds, bytesAt(out.fresh, made * PSEUDONYM_BYTES));
          if (!isWhole) kernel.settle(made, out.fresh, places, source, out.digests);
          to[i].set(bytesAt(isWhole ? out.fresh : out.digests, count * PSEUDONYM_BYTES));
        });
        present?.set(bytesAt(at.present, count));
      };
    },
    /** Reads a column of numbers; the answer is how many cells hold one. Of whole ones any mark is looked at elsewhere. */
    numbers: (column: number, { decimal, whole }: NumberFormat, to: Float64Array): number => {
      const filled = kernel.numbers(column, whole === true ? NO_MARK : decimal.charCodeAt(0), out.values);
      to.set(values);
      return filled;
    },
    times: (column: number, required: boolean, to: Float64Array): void => {
      kernel.times(column, required, out.values);
      to.set(values);
    },
    /** Opens a column of texts, before the first batch. */
    texts: ({ at: column }: Pick<Field, 'at'>): ReadTexts => {
      const table = keep(kernel.textTable());
      return (taken, codes, codeOf) => {
        if (count === 0) {
          for (let row = 0; row < taken.length; row++) codes[row] = codeOf(taken[row]);
          return;
        }
        wordsAt(out.taken, taken.length).set(taken);
        const missed = kernel.texts(column, table, out.taken, taken.length, out.codes, out.unknown);
        codes.set(wordsAt(out.codes, taken.length));
        for (const row of wordsAt(out.unknown, missed)) {
          codes[row] = codeOf(taken[row]);
          if (codes[row] !== NOT_KEPT) kernel.learn(column, table, taken[row], codes[row]);
        }
      };
    },
  };
};
