/** What is chosen for a column in one list: a role, or for an attribute its privacy class. */
import type { Mapping } from '../../../shared/mapping.ts';
import type { AttributeClass, Role } from '../../../shared/vocabulary.ts';

/** What a person chooses for a column: a role, or for an attribute its privacy class. */
export type RoleChoice = Exclude<Role, 'attribute'> | AttributeClass;
/** What a mapping chooses for a column. */
export const choiceIn = (mapping: Mapping | null, column: string): RoleChoice => {
  const entry = mapping?.columns.find((one) => one.column === column);
  if (entry === undefined) return 'dropped';
  return entry.role === 'attribute' ? (entry.class ?? 'ordinary') : entry.role;
};
