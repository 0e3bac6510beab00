/**
 * The pseudonyms that an import meets: where each stands, and the bytes of the numbers it makes, in the memory of a kernel
 * (`assembly/people.ts`). The first 96 bits decide: 10^7 people collide with a chance below 10^-14. New ones wait whole
 * until there are many, and are then written, so that what waits does not grow with the file.
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import { reach, startKernel } from '../../jobs/kernel.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import { blocksOf, ENTRY, PSEUDONYM_WORDS } from './blocks.ts';
import { typeCode } from './number-blocks.ts';
import { WASM } from './people.wasm.ts';
import { addBlocks, takeSmallBlocks, writePlaces } from './write-blocks.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  mostColumns(): number;
  open(at: number, most: number, expected: number, first: number): void;
  column(i: number, words: number, present: number, type: number): void;
  find(words: number, type: number): number;
  know(words: number, places: number, rows: number, type: number): void;
  add(words: number, type: number, place: number): void;
  move(words: number, type: number, place: number): void;
  make(type: number): number;
  resolve(from: number, rows: number, columns: number, out: number): number;
  waiting(type: number): number;
  wait(type: number, words: number, place: number): void;
  sorted(type: number): number;
  numbers: { value: number };
  numbersAt: { value: number };
};

/** A column of pseudonyms: of each row the words and whether it has one. */
export type WordColumn = { type: IdentifierType; words: Int32Array; present: Uint8Array };

/** Pseudonyms are given by their type, the words they lie in and the place of the first. */
export type Table = {
  /** The place of a pseudonym, or -1. */
  find(type: IdentifierType, words: Int32Array, at: number): number;
  /** Remembers a pseudonym that `find` did not know. */
  add(type: IdentifierType, words: Int32Array, at: number, place: number): void;
  /** Changes the place of a pseudonym that `find` knows. */
  move(type: IdentifierType, words: Int32Array, at: number, place: number): void;
  /**
   * Finds or makes the number of each row by its first column, and lets what the others hold live with it. `left` gets the
   * rows, in their order among the others, where more is to be done.
   */
  resolve(columns: readonly WordColumn[], rows: number, out: Int32Array, left: (row: number) => void): void;
  /** Makes a number for an identifier of a type, by its code. */
  make(code: number): number;
  /** The bytes of the numbers that were made; a view until more are made. */
  made(): Uint8Array;
  /** Writes what was added and moved. */
  flush(): void;
};

/** How many new pseudonyms may come, and how many records bring them: null where nobody knows. */
export type Expected = { expected: number; records: number | null };
const NOT_MANY: Expected = { expected: 0, records: 0 };
const LEAST_EXPECTED = 1024;
/** Most pseudonyms that room is made for before they come. */
const MOST_EXPECTED = 1 << 21;
/** A table is made larger when three of four slots are taken. */
const FULL = 3 / 4;
/** Pseudonyms of a type that wait before they are written, at most and at least. */
const MOST_WAITING = 1 << 17;
const LEAST_WAITING = 4096;
/** Rows and cells that are resolved at a time. */
const MOST_ROWS = 8192;
const MOST_CELLS = 4 * MOST_ROWS;

/**
 * Opens the pseudonyms for an import. The caller holds the transaction.
 * @param first the first number that is new
 * @param size what is known of what comes: room for it costs less made at once
 */
export const openTable = (db: Connection, epoch: number, first = 0, size: Expected = NOT_MANY): Table => {
  const { expected, records } = size;
  const kernel = startKernel<Kernel>(WASM);
  const { memory } = kernel;
  const at = { one: (kernel.free() + 15) & ~15, words: 0, present: 0, out: 0 };
  at.words = at.one + PSEUDONYM_BYTES;
  at.present = at.words + MOST_CELLS * PSEUDONYM_BYTES;
  at.out = at.present + MOST_CELLS;
  const end = at.out + MOST_ROWS * 4;
  reach(memory, end);
  const slots = Math.ceil(Math.max(LEAST_EXPECTED, Math.min(expected, MOST_EXPECTED)) / FULL) + 1;
  // A little more than there are, since their number may be an estimate.
  const room = Math.min(MOST_WAITING, Math.max(LEAST_WAITING, Math.ceil((records ?? MOST_WAITING) * 1.1)));
  kernel.open(end, room, slots, first);
  const opened = new Set<number>();
  const moved = new Set<number>();
  const bytes = (from: number, length: number): Uint8Array => new Uint8Array(memory.buffer, from, length);
  /** Puts a pseudonym where the kernel reads one. */
  const show = (words: Int32Array, from: number): void =>
    new Int32Array(memory.buffer, at.one, PSEUDONYM_WORDS).set(words.subarray(from, from + PSEUDONYM_WORDS));

  const write = (code: number): void => {
    const type = IDENTIFIER_TYPES[code];
    takeSmallBlocks(db, type, epoch, room - kernel.waiting(code), (words, places) => {
      places.forEach((place, row) => {
        show(words, row * PSEUDONYM_WORDS);
        kernel.wait(code, at.one, place);
      });
    });
    const count = kernel.waiting(code);
    addBlocks(db, type, epoch, bytes(kernel.sorted(code), count * ENTRY));
  };
  /**
   * Writes the places of what moved. All blocks of the type are read again as when it was opened: a file in which everybody
   * tells themselves by an address that an earlier one only linked moves every pseudonym, and a list of them would take more memory
   * than they do.
   */
  const writeMoved = (code: number): void => {
    for (const block of blocksOf(db, IDENTIFIER_TYPES[code])) {
      bytes(at.words, block.values.length).set(block.values);
      let changed = false;
      for (let row = 0; row < block.rows; row++) {
        const place = kernel.find(at.words + row * PSEUDONYM_BYTES, code);
        if (place === block.places[row]) continue;
        block.places[row] = place;
        changed = true;
      }
      if (changed) writePlaces(db, block);
    }
  };
  /** The code of a type, once what is stored of it stands in the table. */
  const open = (type: IdentifierType): number => {
    const code = typeCode(type);
    if (opened.has(code)) return code;
    opened.add(code);
    for (const { values, rows, places } of blocksOf(db, type)) {
      bytes(at.words, values.length).set(values);
      new Int32Array(memory.buffer, at.out, rows).set(places);
      kernel.know(at.words, at.out, rows, code);
    }
    return code;
  };
  const find = (type: IdentifierType, words: Int32Array, from: number): number => {
    const code = open(type);
    show(words, from);
    return kernel.find(at.one, code);
  };
  /** Resolves as many rows as there is room for, from `begin` on. */
  const resolveSome = (
    columns: readonly WordColumn[],
    begin: number,
    rows: number,
    out: Int32Array,
    left: (row: number) => void,
  ): void => {
    const codes = columns.map(({ type }) => open(type));
    for (const code of new Set(codes)) if (kernel.waiting(code) + rows * columns.length > room) write(code);
    columns.forEach(({ words, present }, i) => {
      const [to, marks] = [at.words + i * rows * PSEUDONYM_BYTES, at.present + i * rows];
      new Int32Array(memory.buffer, to, rows * PSEUDONYM_WORDS).set(
        words.subarray(begin * PSEUDONYM_WORDS, (begin + rows) * PSEUDONYM_WORDS),
      );
      bytes(marks, rows).set(present.subarray(begin, begin + rows));
      kernel.column(i, to, marks, codes[i]);
    });
    for (let row = 0; row < rows; row++) {
      const from = row;
      row = kernel.resolve(from, rows, columns.length, at.out);
      out.set(new Int32Array(memory.buffer, at.out + 4 * from, row - from), begin + from);
      if (row < rows) left(begin + row);
    }
  };
  return {
    find,
    add: (type, words, from, place) => {
      const code = open(type);
      if (kernel.waiting(code) === room) write(code);
      show(words, from);
      kernel.add(at.one, code, place);
    },
    move: (type, words, from, place) => {
      const code = open(type);
      show(words, from);
      kernel.move(at.one, code, place);
      moved.add(code);
    },
    resolve: (columns, rows, out, left) => {
      if (columns.length > kernel.mostColumns()) {
        for (let row = 0; row < rows; row++) left(row);
        return;
      }
      const most = Math.min(MOST_ROWS, Math.floor(Math.min(MOST_CELLS, room) / columns.length));
      for (let begin = 0; begin < rows; begin += most)
        resolveSome(columns, begin, Math.min(most, rows - begin), out, left);
    },
    make: (code) => kernel.make(code),
    made: () => bytes(kernel.numbersAt.value, kernel.numbers.value),
    flush: () => {
      for (const code of opened) {
        write(code);
        if (moved.has(code)) writeMoved(code);
      }
      moved.clear();
    },
  };
};
