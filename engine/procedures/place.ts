/** Where the files of a source lie, with their bytes where they were handed in. */
import type { Place } from '../intake/source.ts';
import type { Session } from './session.ts';

export const placeOf = (
  { received }: Session,
  file: string,
  also: readonly string[] = [],
): Place & { also: Place[] } => ({
  file,
  bytes: received.find(file),
  also: also.map((one) => ({ file: one, bytes: received.find(one) })),
});
