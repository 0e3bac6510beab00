/** Starting a kernel: WebAssembly that a `*.wasm.ts` beside its user holds as text. */
import { CloisterError } from '../../shared/errors.ts';

const compiled = new Map<string, WebAssembly.Module>();

/**
 * A new instance of a kernel, with a memory of its own; compiled once a thread.
 * @param base64 the kernel's bytes as text
 * @returns its exports, as the caller declares them
 */
export const startKernel = <Kernel extends { memory: WebAssembly.Memory }>(base64: string): Kernel => {
  const module = compiled.get(base64) ?? new WebAssembly.Module(Buffer.from(base64, 'base64'));
  compiled.set(base64, module);
  const abort = (): never => {
    throw new CloisterError('FAULT', 'A kernel stopped.', 'Report this with the command that led to it.');
  };
  return new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Kernel;
};

/** Makes a kernel's memory reach the byte `end`. Views of it made before are empty afterwards. */
export const reach = (memory: WebAssembly.Memory, end: number): void => {
  const missing = Math.ceil((end - memory.buffer.byteLength) / 65_536);
  if (missing > 0) memory.grow(missing);
};
