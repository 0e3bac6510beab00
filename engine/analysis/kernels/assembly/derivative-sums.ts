/**
 * Sums of derivatives over the bins of columns: the hot loop of growing trees. A cell is four numbers (sum of g, sum of
 * h, rows, unused), so that g and h are added in one step. AssemblyScript: compiled to WebAssembly by
 * `npm run kernels`, never run as TypeScript.
 */

/** First byte the host may use. */
export function free(): usize {
  return __heap_base;
}

/** Bytes of a cell, as a shift. */
const CELL: usize = 5;

/**
 * Gathers g and h of rows, so that they are read in order once a column.
 * @param rows numbers of `count` rows
 * @param g first and @param h second derivative by row
 * @param near where pairs of g and h are written
 */
export function gather(rows: usize, count: usize, g: usize, h: usize, near: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const row: usize = load<u32>(rows + (i << 2));
    store<f64>(near + (i << 4), load<f64>(g + (row << 3)));
    store<f64>(near + (i << 4) + 8, load<f64>(h + (row << 3)));
  }
}

@inline
function add(cell: usize, pair: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), pair));
  store<f64>(cell + 16, load<f64>(cell + 16) + 1);
}

/** Adds `count` rows to the cells of one column. */
export function one(cells: usize, bins: usize, rows: usize, count: usize, near: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const row: usize = load<u32>(rows + (i << 2));
    const pair = v128.load(near + (i << 4));
    add(cells + (<usize>load<u8>(bins + row) << CELL), pair);
  }
}

/**
 * Adds `count` rows to the cells of four columns.
 * @param span bytes from the cells of one column to those of the next, @param height bytes from bins to bins
 */
export function four(
  cells: usize,
  span: usize,
  bins: usize,
  height: usize,
  rows: usize,
  count: usize,
  near: usize,
): void {
  const cells2 = cells + span;
  const cells3 = cells2 + span;
  const cells4 = cells3 + span;
  for (let i: usize = 0; i < count; i++) {
    const pair = v128.load(near + (i << 4));
    let at: usize = bins + <usize>load<u32>(rows + (i << 2));
    add(cells + (<usize>load<u8>(at) << CELL), pair);
    at += height;
    add(cells2 + (<usize>load<u8>(at) << CELL), pair);
    at += height;
    add(cells3 + (<usize>load<u8>(at) << CELL), pair);
    at += height;
    add(cells4 + (<usize>load<u8>(at) << CELL), pair);
  }
}
