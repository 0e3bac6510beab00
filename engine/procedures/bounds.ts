/**
 * Bounds of what comes from outside, checked before any schema: schemas recurse, and an input nested ten thousand
 * deep, or one that holds itself, would end in an overflow instead of a sentence.
 */
import { CloisterError } from '../../shared/errors.ts';

/** Deepest nesting and most values of an input; a plan of 2,000 mapped columns has a tenth of them. */
export const BOUNDS = { depth: 64, values: 200_000 } as const;

/** @throws CloisterError USAGE when `value` is nested too deeply or holds too much; `what` begins the sentence */
export const requireBounded = (value: unknown, what: string): void => {
  let level: unknown[] = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > BOUNDS.depth)
      throw new CloisterError(
        'USAGE',
        `${what} is nested deeper than ${BOUNDS.depth} levels.`,
        'Flatten it and try again.',
      );
    values += level.length;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null || ArrayBuffer.isView(one)) continue;
      for (const inner of Object.values(one)) {
        next.push(inner);
        if (values + next.length > BOUNDS.values)
          throw new CloisterError(
            'USAGE',
            `${what} holds more than ${BOUNDS.values} values.`,
            'Split it and try again.',
          );
      }
    }
    level = next;
  }
};

/** @throws CloisterError USAGE unless `value` is a plain object: to a schema without keys a list is one, too */
export const requirePlain = (value: unknown, what: string): void => {
  const kind = Object.prototype.toString.call(value);
  const prototype = kind === '[object Object]' ? Object.getPrototypeOf(value) : undefined;
  // Of another realm the prototype is another object, but it has none of its own either.
  if (prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null)) return;
  throw new CloisterError('USAGE', `${what} is not an object.`, 'Give its values by name and try again.');
};
