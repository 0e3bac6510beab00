/** Whether there is room for what a fit will hold, asked before it starts. */
import { CloisterError } from '../../../shared/errors.ts';

const MB = 1024 * 1024;

/**
 * Refuses work that would need more memory than this machine has left.
 * @param bytes what will be held at once
 * @param free bytes that may be taken; what the system says is available by default
 * @throws CloisterError INPUT_VALUE with both figures
 */
export const requireMemory = (bytes: number, what: string, free = process.availableMemory()): void => {
  if (bytes <= free) return;
  throw new CloisterError(
    'INPUT_VALUE',
    `${what} needs about ${Math.ceil(bytes / MB)} MB of memory; ${Math.floor(free / MB)} MB are free.`,
    'Choose a narrower lens or k-means, which needs little, or close other programs.',
  );
};
