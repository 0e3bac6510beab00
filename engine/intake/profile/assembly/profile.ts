/**
 * What is counted of every row of an import for the profile of its source: rows and people by value, different values.
 * AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript. Memory ends with the import.
 */
import { countLess } from './distinct';
import { sketchLess } from './sketch';

export { distinct, few, harmonic, mostExact, pseudonyms, registers, vacant } from './distinct';
export { figures, isExact, shift, sketch, tallyOf } from './sketch';
export { codes, LEAST, peopleOf, sizeOf, tally } from './tally';

/** For thousands of columns: counts them in a tenth of the memory, and estimates sooner. Before the first is opened. */
export function less(): void {
  countLess();
  sketchLess();
}

/** Memory for what is counted, all zero. */
export function room(bytes: i32): usize {
  return heap.alloc(<usize>bytes);
}
