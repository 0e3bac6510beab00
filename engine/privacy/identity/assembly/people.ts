/**
 * Whom pseudonyms lead to, as long as a file brings what most files do: identifiers with a number of their own or none yet,
 * and further identifiers that live with it or nowhere yet. A row with anything else is left to the host, which asks and
 * changes the same table. AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */
import { homeAt, makeNumber, numbers, numbersAt, openSlots, placeIn, setPlace, slotOf, take } from './slots';
import { openWaiting, wait } from './waiting';

export { numbers, numbersAt } from './slots';
export { sorted, wait, waiting } from './waiting';

/** What is added to a place where the number is the identifier's own. */
const OWN: i32 = 1;

/** The first number that is new. */
let first: i32 = 0;
/** What approaches met, told so that they are done at all. */
export let approached: i32 = 0;

/** Columns of a batch: where pseudonyms lie, whether a row has one (a byte each), and their type. */
const MOST_COLUMNS: usize = 64;
const WORDS: usize = memory.data(4 * 64, 16);
const PRESENT: usize = memory.data(4 * 64, 16);
const TYPE: usize = memory.data(4 * 64, 16);

/** First byte the host may use. */
export function free(): usize {
  return __heap_base;
}
export function mostColumns(): i32 {
  return <i32>MOST_COLUMNS;
}

/** Opens a table for about `expected` pseudonyms; of each type `most` wait. New numbers begin with `from`. */
export function open(at: usize, most: i32, expected: u32, from: i32): void {
  first = from;
  openSlots((openWaiting(at, most) + 15) & ~15, expected);
}

export function column(i: i32, words: usize, present: usize, type: i32): void {
  const at = (<usize>i) << 2;
  store<u32>(WORDS + at, <u32>words);
  store<u32>(PRESENT + at, <u32>present);
  store<i32>(TYPE + at, type);
}

/** The place of a pseudonym, or -1. */
export function find(words: usize, type: i32): i32 {
  return placeIn(slotOf(words, type));
}
/** Remembers pseudonyms that are stored, one behind the other. */
export function know(words: usize, places: usize, rows: i32, type: i32): void {
  for (let row: usize = 0; row < <usize>rows; row++) {
    const one = words + (row << 4);
    take(slotOf(one, type), one, type, load<i32>(places + (row << 2)));
  }
}
/** Remembers a pseudonym that `find` did not know and lets it wait to be stored. */
export function add(words: usize, type: i32, place: i32): void {
  wait(type, words, place);
  take(slotOf(words, type), words, type, place);
}
/** Changes the place of a pseudonym that `find` knows. */
export function move(words: usize, type: i32, place: i32): void {
  setPlace(slotOf(words, type), place);
}
/** Makes a number for an identifier of a type. */
export function make(type: i32): i32 {
  return first + makeNumber(<u8>((type + 1) << 4));
}

/** Rows whose slots are looked at together: as many as stay in the nearest cache. */
const WINDOW: i32 = 128;

/**
 * Looks at the slots of some rows, so that they stand in the processor's cache when they are asked for one by one: memory
 * answers many looks at once in the time of one.
 */
function approach(from: i32, to: i32, columns: i32): void {
  let met = 0;
  for (let i: usize = 0; i < <usize>columns; i++) {
    const words = load<u32>(WORDS + (i << 2));
    for (let row: usize = from; row < <usize>to; row++) met += load<i32>(homeAt(words + (row << 4)), 12);
  }
  approached += met;
}

/**
 * Finds or makes the numbers of rows and lets their further identifiers live with them.
 * @param out gets the number of each row
 * @returns the first row that is left to the host, or `rows`; nothing of that row that was done needs to be undone
 */
export function resolve(from: i32, rows: i32, columns: i32, out: usize): i32 {
  const own = <usize>load<u32>(WORDS);
  const isPresent = <usize>load<u32>(PRESENT);
  const code = load<i32>(TYPE);
  for (let row = from; row < rows; row++) {
    if (row % WINDOW == 0) approach(row, min(row + WINDOW, rows), columns);
    if (load<u8>(isPresent + <usize>row) == 0) return row;
    const words = own + ((<usize>row) << 4);
    const slot = slotOf(words, code);
    let place = placeIn(slot);
    if (place < 0) {
      place = make(code) * 2 + OWN;
      wait(code, words, place);
      take(slot, words, code, place);
    } else if ((place & OWN) == 0) return row;
    const number = place >> 1;
    for (let i: usize = 1; i < <usize>columns; i++) {
      if (load<u8>(<usize>load<u32>(PRESENT + (i << 2)) + <usize>row) == 0) continue;
      const type = load<i32>(TYPE + (i << 2));
      const linked = <usize>load<u32>(WORDS + (i << 2)) + ((<usize>row) << 4);
      const at = slotOf(linked, type);
      const where = placeIn(at);
      if (where >= 0) {
        if (where >> 1 != number) return row;
        continue;
      }
      if (number < first) return row;
      const byte = numbersAt + <usize>(number - first);
      const house: u8 = 1 << <u8>type;
      if ((load<u8>(byte) & house) != 0) return row;
      store<u8>(byte, load<u8>(byte) | house);
      wait(type, linked, number * 2);
      take(at, linked, type, number * 2);
    }
    store<i32>(out + ((<usize>row) << 2), number);
  }
  return rows;
}
