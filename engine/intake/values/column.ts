/**
 * What columns hold, told from their values: types with their format, personal data with counts, how many differ. Formats are
 * judged on the first values; personal data on all of them, because three e-mail addresses in fifty thousand notes are
 * still three people. The kernel of `assembly/look.ts` looks at the cells as bytes, a column of a batch at a time, and raises
 * the texts that need a closer look: code in JavaScript would be compiled only when most of the cells were seen.
 */
import { startKernel } from '../../jobs/kernel.ts';
import { type Quote, STRIDE } from '../csv/batch.ts';
import { extentOf, type Fields, fieldText, quoteByte } from '../csv/fields.ts';
import { createCloserLook } from './closer-look.ts';
import { type ColumnEvidence, evidenceOf } from './column-evidence.ts';
import { WASM } from './look.wasm.ts';
import { MISSING_FIRST } from './numbers.ts';
import { createSeveral } from './several.ts';
import { MORE, PLAIN, shapeOf } from './shape.ts';
import { asBytes, SPAN, type Values } from './values.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  /** Forgets everything. */
  clear(): void;
  room(bytes: number): number;
  /** Bytes that were given out, for whatever. */
  used(): number;
  open(): number;
  signs(): number;
  firstOfMissing(): number;
  look(
    column: number,
    at: number,
    stride: number,
    count: number,
    base: number,
    quote: number,
    plain: number,
  ): number;
  one(column: number, start: number, end: number): void;
  settle(column: number, from: number): number;
  raisedAt(): number;
  told(): number;
  /** 1 where `look` stopped before a cell that is not UTF-8. */
  faulty: { value: number };
};

/** Words of what is raised: start, end, why, how often it came, whether it is ASCII; and why. */
const RAISED = 5;
const LOOK = 1;
const PART = 2;
const LEVEL = 4;
const SHAPE = 8;
/** Words of a column. */
const WORD = {
  values: 0,
  empty: 1,
  marked: 2,
  longest: 3,
  different: 4,
  closed: 5,
  sample: 6,
  samples: 7,
  kinds: 9,
  counts: 10,
  often: 13,
  shapes: 14,
  late: 15,
  lates: 16,
} as const;
/** Bits of a text in the order of the kernel's counts. */
const WORDY = 0;
const INTEGER = 1;
const FRACTION = 2;
const LEADING_ZERO = 3;
const POINT_ZERO = 4;
const EMAIL = 5;
const UUID = 6;
const HASH = 7;
/** Words of an entry of a table of texts: start, length, how often it came. */
const ENTRY = 5;
const BLANK = 32;
const LEVELS = 50;
const LONGEST_LEVEL = 200;
/** Most bytes that are kept of all columns, looked at after every so many cells: how batches are cut decides nothing. */
const MOST_KEPT = 64 * 1024 * 1024;
const STEP_CELLS = 65_536;
/** In the kernel a shape is a byte for each sign; this one stands for all that follow. */
const MORE_SIGN = '\x85';

/** Kernels that may be used again, small ones. */
const idle: Kernel[] = [];
const SMALL = 4 * 1024 * 1024;

const takeKernel = (): Kernel => {
  const before = idle.pop();
  if (before !== undefined) return before;
  const kernel = startKernel<Kernel>(WASM);
  const signs = Buffer.from([...PLAIN, MORE_SIGN].join(''), 'latin1');
  const memory = new Uint8Array(kernel.memory.buffer);
  memory.set(signs, kernel.signs());
  memory.set(MISSING_FIRST, kernel.firstOfMissing());
  // A value that begins with a blank may be such a word too.
  memory.fill(1, kernel.firstOfMissing(), kernel.firstOfMissing() + BLANK + 1);
  return kernel;
};

export type Columns = {
  /** Takes in the first records of a batch; the answer is how many, which are fewer once enough is known. */
  add(batch: Fields, records: number, quote: Quote): number;
  /** What the columns hold. Ends the collecting. */
  evidence(): ColumnEvidence[];
};

/** Collects evidence about columns, batch by batch in file order. */
export const createColumns = (width: number): Columns => {
  const kernel = takeKernel();
  const { memory } = kernel;
  let bytes = Buffer.from(memory.buffer);
  let words = new Int32Array(memory.buffer);
  /** Renews the views, which end when the memory grows. */
  const see = (): void => {
    if (bytes.buffer === memory.buffer) return;
    bytes = Buffer.from(memory.buffer);
    words = new Int32Array(memory.buffer);
  };
  /** Bytes of the rooms, which are no part of what is kept. */
  let passing = 0;
  /** Room that is used again, larger where that is needed. */
  const createRoom = () => {
    let at = 0;
    let size = 0;
    return (length: number): number => {
      if (length > size) {
        const before = kernel.used();
        size = Math.ceil(length * 1.25);
        at = kernel.room(size);
        passing += kernel.used() - before;
        see();
      }
      return at;
    };
  };
  const rooms = { text: createRoom(), plain: createRoom(), fields: createRoom(), odd: createRoom() };
  const columns = Array.from({ length: width }, () => ({
    at: kernel.open() >> 2,
    closer: createCloserLook(),
    several: createSeveral(),
    levels: new Set<string>(),
    masks: new Map<string, number>(),
  }));
  see();
  type Column = (typeof columns)[number];

  /** Looks at what was raised. */
  const attend = (column: Column): void => {
    const { closer, several, levels, masks } = column;
    const end = kernel.told() * RAISED;
    const from = kernel.raisedAt() >> 2;
    for (let i = from; i < from + end; i += RAISED) {
      const text = bytes.toString(words[i + 4] === 1 ? 'latin1' : 'utf8', words[i], words[i + 1]);
      const why = words[i + 2];
      const times = words[i + 3];
      if ((why & LOOK) !== 0) closer.look(text, times);
      if ((why & PART) !== 0) several.add(text, times);
      if ((why & LEVEL) !== 0 && levels.size <= LEVELS) levels.add(text.slice(0, LONGEST_LEVEL));
      if ((why & SHAPE) !== 0) {
        const shape = shapeOf(text);
        masks.set(shape, (masks.get(shape) ?? 0) + 1);
      }
    }
    words[column.at + WORD.closed] = (several.isOpen() ? 0 : PART) | (levels.size > LEVELS ? LEVEL : 0);
  };

  /** The texts of a table of the kernel, and how often they came. */
  const textsAt = (table: number, encoding: 'utf8' | 'latin1'): [string, number][] => {
    const at = words[table >> 2] >> 2;
    return Array.from({ length: words[(table >> 2) + 1] }, (_, number) => {
      const entry = at + number * ENTRY;
      const start = words[entry];
      return [bytes.toString(encoding, start, start + words[entry + 1]), words[entry + 2]];
    });
  };

  const close = (column: Column): ColumnEvidence => {
    const { at, closer, several, levels, masks } = column;
    const often = words[at + WORD.often];
    const remembered = words[(often >> 2) + 1];
    for (let from = -1, next = 0; next !== from; ) {
      from = next;
      next = kernel.settle(at << 2, from);
      see();
      attend(column);
    }
    const few = remembered + levels.size <= LEVELS;
    for (const [mask, times] of textsAt(words[at + WORD.shapes], 'latin1')) {
      const shape = mask.replace(MORE_SIGN, MORE);
      masks.set(shape, (masks.get(shape) ?? 0) + times);
    }
    const counts = words.subarray(words[at + WORD.counts] >> 2);
    const { personal } = closer;
    const kept = (place: number, count: number): Values => {
      const from = words[at + place] >> 2;
      return { bytes, spans: words.subarray(from, from + SPAN * words[at + count]) };
    };
    return evidenceOf({
      values: words[at + WORD.values],
      empty: words[at + WORD.empty],
      marked: words[at + WORD.marked],
      maxLength: words[at + WORD.longest],
      distinct: words[at + WORD.different],
      wordy: counts[WORDY] + closer.counts.wordy,
      whole: counts[INTEGER] + closer.counts.integers,
      fractions: counts[FRACTION] + closer.counts.fractions,
      leadingZeros: counts[LEADING_ZERO] + closer.counts.leadingZeros,
      pointZero: counts[POINT_ZERO] + closer.counts.pointZero,
      shortened: closer.counts.shortened,
      personal: {
        ...personal.counts,
        email: counts[EMAIL] + personal.counts.email,
        uuid: counts[UUID] + personal.counts.uuid,
        hash: counts[HASH] + personal.counts.hash,
      },
      scheme: personal.scheme(),
      found: closer.currencies,
      levels: few ? [...levels, ...textsAt(often, 'utf8').map(([text]) => text)].sort() : [],
      several: several.found(),
      masks,
      sample: kept(WORD.sample, WORD.samples),
      late: kept(WORD.late, WORD.lates),
      kinds: words.subarray(words[at + WORD.kinds] >> 2),
    });
  };
  /** Cells that are not UTF-8 are what becomes of them when they are read. */
  const takeFaulty = (column: Column, text: string): void => {
    const length = Buffer.byteLength(text);
    const at = rooms.odd(length);
    bytes.write(text, at, 'utf8');
    kernel.one(column.at << 2, at, at + length);
    see();
    attend(column);
  };

  let taken = 0;
  const step = Math.max(16, Math.floor(STEP_CELLS / width));
  const isEnough = (): boolean => taken % step === 0 && kernel.used() - passing > MOST_KEPT;

  return {
    add: (batch, records, quote) => {
      if (records === 0 || isEnough()) return 0;
      const [first, end] = extentOf(batch, records);
      const cells = records * width * STRIDE;
      const text = rooms.text(end - first);
      const plain = rooms.plain(end - first);
      const fields = rooms.fields(4 * cells);
      bytes.set(batch.bytes.subarray(first, end), text);
      words.set(batch.fields.subarray(0, cells), fields >> 2);
      const stride = 4 * STRIDE * width;
      const sign = quoteByte(quote);
      const before = taken;
      for (let from = 0; from < records && !(from > 0 && isEnough()); from = taken - before) {
        const to = Math.min(records, from + step - (taken % step));
        columns.forEach((column, place) => {
          for (let record = from; record < to; ) {
            const cell = fields + 4 * STRIDE * (record * width + place);
            const left = to - record;
            const looked = kernel.look(column.at << 2, cell, stride, left, text - first, sign, plain);
            see();
            attend(column);
            record += looked;
            if (kernel.faulty.value === 1) takeFaulty(column, fieldText(batch, record++, place, quote));
          }
        });
        taken += to - from;
      }
      return taken - before;
    },
    evidence: () => {
      const all: ColumnEvidence[] = [];
      // What was collected of a column is let go as soon as it is told.
      for (let column = columns.shift(); column !== undefined; column = columns.shift())
        all.push(close(column));
      if (memory.buffer.byteLength <= SMALL) {
        kernel.clear();
        idle.push(kernel);
      }
      return all;
    },
  };
};

/** The evidence of one column from its values. */
export const detectColumn = (samples: readonly string[]): ColumnEvidence => {
  const { bytes, spans } = asBytes(samples);
  const columns = createColumns(1);
  const fields = new Int32Array(samples.length * STRIDE);
  samples.forEach((_, at) => {
    fields.set(spans.subarray(SPAN * at, SPAN * at + 2), at * STRIDE);
  });
  columns.add({ bytes, fields, width: 1, extents: null }, samples.length, 'none');
  return columns.evidence()[0];
};
