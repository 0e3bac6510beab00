/** Files that name nobody. */
import type { Mapping } from '../../../../shared/mapping.ts';

/** Whether no column of profiles tells people apart. */
export const namesNobody = (mapping: Mapping | null): boolean =>
  mapping?.kind === 'profiles' &&
  mapping.columns.every(({ role }) => role !== 'identifier' && role !== 'link');
