/**
 * Squared distances of a group of rows to four others, in doubles or singles: the loop in which most of the time of
 * clustering passes, in one form for the nearest centre, for candidates and for every row against every other.
 *
 * A group is what fills 32 bytes a column: four rows of doubles, eight of singles.
 */

/** Packs the group of rows that begin at `values` + number * `stride`, for the numbers in `list`. */
@inline
export function packGroup<T>(values: usize, list: usize, stride: usize, columns: i32, to: usize): void {
  const end = to + ((columns as usize) << 5);
  let r0 = values + (load<u32>(list) as usize) * stride;
  let r1 = values + (load<u32>(list, 4) as usize) * stride;
  let r2 = values + (load<u32>(list, 8) as usize) * stride;
  let r3 = values + (load<u32>(list, 12) as usize) * stride;
  if (sizeof<T>() === 8) {
    for (; to < end; to += 32) {
      v128.store(to, v128.load64_lane(r1, v128.load64_zero(r0), 1));
      v128.store(to, v128.load64_lane(r3, v128.load64_zero(r2), 1), 16);
      r0 += 8;
      r1 += 8;
      r2 += 8;
      r3 += 8;
    }
  } else {
    let r4 = values + (load<u32>(list, 16) as usize) * stride;
    let r5 = values + (load<u32>(list, 20) as usize) * stride;
    let r6 = values + (load<u32>(list, 24) as usize) * stride;
    let r7 = values + (load<u32>(list, 28) as usize) * stride;
    for (; to < end; to += 32) {
      let x = v128.load32_lane(r1, v128.load32_zero(r0), 1);
      x = v128.load32_lane(r3, v128.load32_lane(r2, x, 2), 3);
      v128.store(to, x);
      x = v128.load32_lane(r5, v128.load32_zero(r4), 1);
      x = v128.load32_lane(r7, v128.load32_lane(r6, x, 2), 3);
      v128.store(to, x, 16);
      r0 += 4;
      r1 += 4;
      r2 += 4;
      r3 += 4;
      r4 += 4;
      r5 += 4;
      r6 += 4;
      r7 += 4;
    }
  }
}

/**
 * Squared distances of the group packed at `rows` to the four rows packed at `four`: 32 bytes for each of the four,
 * at `out`, `out` + `stride` and so on.
 */
@inline
export function tile<T>(rows: usize, four: usize, columns: i32, out: usize, stride: usize): void {
  const size = sizeof<T>();
  let a0 = v128.splat<T>(0);
  let a1 = v128.splat<T>(0);
  let b0 = v128.splat<T>(0);
  let b1 = v128.splat<T>(0);
  let c0 = v128.splat<T>(0);
  let c1 = v128.splat<T>(0);
  let d0 = v128.splat<T>(0);
  let d1 = v128.splat<T>(0);
  const end = rows + ((columns as usize) << 5);
  for (; rows < end; rows += 32, four += 4 * size) {
    const x0 = v128.load(rows);
    const x1 = v128.load(rows, 16);
    let c = v128.load_splat<T>(four);
    let e = v128.sub<T>(x0, c);
    a0 = v128.add<T>(a0, v128.mul<T>(e, e));
    e = v128.sub<T>(x1, c);
    a1 = v128.add<T>(a1, v128.mul<T>(e, e));
    c = v128.load_splat<T>(four + size);
    e = v128.sub<T>(x0, c);
    b0 = v128.add<T>(b0, v128.mul<T>(e, e));
    e = v128.sub<T>(x1, c);
    b1 = v128.add<T>(b1, v128.mul<T>(e, e));
    c = v128.load_splat<T>(four + 2 * size);
    e = v128.sub<T>(x0, c);
    c0 = v128.add<T>(c0, v128.mul<T>(e, e));
    e = v128.sub<T>(x1, c);
    c1 = v128.add<T>(c1, v128.mul<T>(e, e));
    c = v128.load_splat<T>(four + 3 * size);
    e = v128.sub<T>(x0, c);
    d0 = v128.add<T>(d0, v128.mul<T>(e, e));
    e = v128.sub<T>(x1, c);
    d1 = v128.add<T>(d1, v128.mul<T>(e, e));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  out += stride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  out += stride;
  v128.store(out, c0);
  v128.store(out, c1, 16);
  out += stride;
  v128.store(out, d0);
  v128.store(out, d1, 16);
}
