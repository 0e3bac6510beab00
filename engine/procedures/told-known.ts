/** Of how many people a feature is known, and of how many it is not: counted in one way wherever it is told. */
import type { FeatureColumn } from '../features/table.ts';
import { members } from '../segments/members.ts';
import type { View } from './session.ts';

export const isKnown = (column: FeatureColumn, person: number): boolean =>
  column.type === 'number' ? !Number.isNaN(column.values[person]) : column.codes[person] >= 0;

/** Both as they are told; they add up to everyone as told. */
export const toldKnown = (view: View, column: FeatureColumn): { known: number; missing: number } => {
  const known = view.told(members(view.lens.people, (person) => isKnown(column, person)));
  return { known, missing: Math.max(0, view.told(view.everyone()) - known) };
};
