/**
 * What is counted of every row of an import for the profile of its source: rows and people by value, different values.
 * AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript. Memory is never given back; it ends
 * with the import.
 */
export { distinct, few, harmonic, MOST_EXACT, pseudonyms, vacant } from './distinct';
export { figures, isExact, sketch, tallyOf } from './sketch';
export { codes, LEAST, peopleOf, sizeOf, tally } from './tally';

/** Memory for what is counted, all zero. */
export function room(bytes: i32): usize {
  return heap.alloc(<usize>bytes);
}
