/**
 * The hot loops of analysis in 128-bit SIMD, two doubles or four singles a vector. AssemblyScript: compiled to WebAssembly by
 * `npm run kernels`, never run as TypeScript. Every sum of squares is sum((x - c)^2) in column order, without
 * fused multiplication, so that each lane gives what plain TypeScript gives, to the last bit.
 *
 * Rows stand in groups of four ("packed"): value t of row r is at ((r >> 2) * columns + t) * 4 + (r & 3).
 */
export { nearest64 } from './nearest';
export { doubtful, relabel, weigh } from './bounds';
export { inertia, runSample } from './runs';
export { drawRows, exchangeSample, seedSample, standSample, tryRows } from './seeds';
export { silhouetteTile } from './pairs';
export { nearestGroup, reach } from './linkage';
export { addProducts } from './covariance';
export { squares, shares, addMoments } from './mixture';

/** Where the host may put its data. */
export function free(): usize {
  return __heap_base;
}
