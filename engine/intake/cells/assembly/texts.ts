/**
 * Codes of short texts that were met before, by their bytes: a table of fixed size for each column. What does not find room
 * in it is looked for elsewhere every time. AssemblyScript, compiled with cells.ts.
 */
import { cell, DOUBLED, endOf, head, mix, startOf } from './span';

/** A slot: 32 bytes of text, its length and one (0: free), its code. */
const SLOT: usize = 48;
const LONGEST: i32 = 32;
const SLOTS: usize = 1 << 15;
/** Slots that are looked at before a text is given up. */
const TRIED: usize = 8;

/** Bytes of a table. It begins as zeros. */
export function textTable(): usize {
  return SLOTS * SLOT;
}

@inline
function slotIn(table: usize, a: v128, b: v128, length: i32): usize {
  let h = mix(<u64>length, a);
  if (length > 16) h = mix(h, b);
  let slot = <usize>h & (SLOTS - 1);
  for (let tried: usize = 0; tried < TRIED; tried++) {
    const at = table + slot * SLOT;
    const held = load<i32>(at, 32);
    if (held == 0) return at;
    if (
      held == length + 1 &&
      !v128.any_true(v128.or(v128.xor(v128.load(at), a), v128.xor(v128.load(at, 16), b)))
    )
      return at;
    slot = (slot + 1) & (SLOTS - 1);
  }
  return 0;
}

/**
 * Reads the codes of some records' cells.
 * @param taken the records, a word each
 * @param codes gets the codes of texts that are known
 * @param unknown gets the places in `taken` of those that are not
 * @returns how many are not
 */
export function texts(column: i32, table: usize, taken: usize, rows: i32, codes: usize, unknown: usize): i32 {
  let missed = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const span = cell(load<i32>(taken + (row << 2)), column);
    const start = startOf(span);
    const length = <i32>(endOf(span) - start);
    if (span != DOUBLED) {
      if (length == 0) {
        store<i32>(codes + (row << 2), -1);
        continue;
      }
      if (length <= LONGEST) {
        const at = slotIn(table, head(start, length), head(start + 16, length - 16), length);
        if (at != 0 && load<i32>(at, 32) != 0) {
          store<i32>(codes + (row << 2), load<i32>(at, 36));
          continue;
        }
      }
    }
    store<i32>(unknown + ((<usize>missed) << 2), <i32>row);
    missed++;
  }
  return missed;
}

/** Remembers the code of a record's cell, where there is room. */
export function learn(column: i32, table: usize, record: i32, code: i32): void {
  const span = cell(record, column);
  if (span == DOUBLED) return;
  const start = startOf(span);
  const length = <i32>(endOf(span) - start);
  if (length > LONGEST) return;
  const a = head(start, length);
  const b = head(start + 16, length - 16);
  const at = slotIn(table, a, b, length);
  if (at == 0) return;
  v128.store(at, a);
  v128.store(at, b, 16);
  store<i32>(at, length + 1, 32);
  store<i32>(at, code, 36);
}
