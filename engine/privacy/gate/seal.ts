/**
 * The seal behind `Cleared<T>`. Types alone can be cast away, so the gate also remembers, by identity, every
 * object it cleared, and writers ask before they write.
 */
import { CloisterError } from '../../../shared/errors.ts';
import type { Cleared } from '../../../shared/release.ts';

const sealed = new WeakSet<object>();

/** Freezes all the way down, also below what was frozen by itself before. */
const freeze = (value: unknown, seen: Set<object>): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner, seen);
};

/** Marks a value as cleared and freezes it. For the gate alone; `architecture.test.ts` checks who imports it. */
export const seal = <T extends object>(value: T): Cleared<T> => {
  freeze(value, new Set());
  sealed.add(value);
  return value as Cleared<T>;
};

/** @throws CloisterError PRIVACY_REFUSED when the value never passed the gate */
export const requireCleared = (value: object): void => {
  if (!sealed.has(value))
    throw new CloisterError(
      'PRIVACY_REFUSED',
      'This result did not pass the gate and is not written.',
      'Release it through the gate.',
    );
};
