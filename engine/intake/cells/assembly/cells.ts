/**
 * Cells of a batch of records as values, a column at a time, where they are written as most are: identifiers in plain ASCII,
 * numbers in digits, times in ISO's extended form, texts that came before. What is not so is left to whoever reads any
 * cell; this kernel refuses nothing. AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */
export { batch } from './span';
export { identifiers, memoryOfValues, met, settle, words } from './identifiers';
export { learn, texts, textTable } from './texts';
export { numbers, times } from './values';

/** First byte the host may use. */
export function free(): usize {
  return __heap_base;
}
