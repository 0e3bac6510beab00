/** The batch that is being filled, in the memory of the host. AssemblyScript, compiled with scan.ts. */

/** Bytes of a field in the list: start, end, flags. */
const FIELD: usize = 12;

/** Fields of every record; 0 until the first record was seen. */
export let width: i32 = 0;
let capacity: i32 = 0;
let fields: usize = 0;
let numbers: usize = 0;
let lines: usize = 0;
let offsets: usize = 0;
/** Records in the batch; the host sets it back. */
export let count: i32 = 0;

/** Tells where batches of `most` records of `fieldsEach` are written. */
export function shape(
  fieldsEach: i32,
  most: i32,
  fieldsAt: usize,
  numbersAt: usize,
  linesAt: usize,
  offsetsAt: usize,
): void {
  width = fieldsEach;
  capacity = most;
  fields = fieldsAt;
  numbers = numbersAt;
  lines = linesAt;
  offsets = offsetsAt;
}

/** Where the fields of the next record are written. */
@inline
export function nextFields(): usize {
  return fields + <usize>(count * width) * FIELD;
}

/** Writes a field. @returns where the next one is written */
@inline
export function writeField(at: usize, start: usize, end: usize, flags: u32): usize {
  store<u64>(at, (<u64>start) | ((<u64>end) << 32));
  store<u32>(at, flags, 8);
  return at + FIELD;
}

/** Takes in the record whose fields were written. @returns whether the batch is full */
@inline
export function take(number: f64, line: f64, offset: f64): bool {
  const place = <usize>count << 3;
  store<f64>(numbers + place, number);
  store<f64>(lines + place, line);
  store<f64>(offsets + place, offset);
  return ++count == capacity;
}
