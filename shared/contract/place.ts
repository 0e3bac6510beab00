/** Where the files of a source lie. */
import * as v from 'valibot';

export const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
/** Further files of the same source, with the same columns. */
export const moreFiles = v.optional(v.pipe(v.array(path), v.maxLength(10_000)));
