/** Products of columns: the upper triangle of a scatter matrix in blocks of four by four. */

/**
 * Adds, for every pair of columns of `rows` rows (row-major, `width` columns, a multiple of four; those that only
 * fill up are 0), the sum of products to `products`: width x width, row-major, the blocks on and above the
 * diagonal. Rows should fit the nearest cache.
 */
export function addProducts(rows: usize, count: i32, width: i32, products: usize): void {
  const bytes = (width as usize) << 3;
  const last = rows + (count as usize) * bytes;
  for (let a: usize = 0; a < bytes; a += 32) {
    for (let b: usize = a; b < bytes; b += 32) {
      let p00 = f64x2.splat(0);
      let p01 = f64x2.splat(0);
      let p10 = f64x2.splat(0);
      let p11 = f64x2.splat(0);
      let p20 = f64x2.splat(0);
      let p21 = f64x2.splat(0);
      let p30 = f64x2.splat(0);
      let p31 = f64x2.splat(0);
      for (let row = rows; row < last; row += bytes) {
        const y0 = v128.load(row + b);
        const y1 = v128.load(row + b, 16);
        let x = v128.load64_splat(row + a);
        p00 = f64x2.add(p00, f64x2.mul(x, y0));
        p01 = f64x2.add(p01, f64x2.mul(x, y1));
        x = v128.load64_splat(row + a, 8);
        p10 = f64x2.add(p10, f64x2.mul(x, y0));
        p11 = f64x2.add(p11, f64x2.mul(x, y1));
        x = v128.load64_splat(row + a, 16);
        p20 = f64x2.add(p20, f64x2.mul(x, y0));
        p21 = f64x2.add(p21, f64x2.mul(x, y1));
        x = v128.load64_splat(row + a, 24);
        p30 = f64x2.add(p30, f64x2.mul(x, y0));
        p31 = f64x2.add(p31, f64x2.mul(x, y1));
      }
      let to = products + ((a * bytes) >> 3) + b;
      v128.store(to, f64x2.add(v128.load(to), p00));
      v128.store(to, f64x2.add(v128.load(to, 16), p01), 16);
      to += bytes;
      v128.store(to, f64x2.add(v128.load(to), p10));
      v128.store(to, f64x2.add(v128.load(to, 16), p11), 16);
      to += bytes;
      v128.store(to, f64x2.add(v128.load(to), p20));
      v128.store(to, f64x2.add(v128.load(to, 16), p21), 16);
      to += bytes;
      v128.store(to, f64x2.add(v128.load(to), p30));
      v128.store(to, f64x2.add(v128.load(to, 16), p31), 16);
    }
  }
}
