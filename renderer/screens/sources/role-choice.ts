/** What is chosen for a column in one list: a role, or for an attribute its privacy class; names that are free for it. */
import { columnName } from '../../../shared/column-name.ts';
import type { ColumnMapping, Mapping } from '../../../shared/mapping.ts';
import type { AttributeClass, Role } from '../../../shared/vocabulary.ts';

/** What a person chooses for a column: a role, or for an attribute its privacy class. */
export type RoleChoice = Exclude<Role, 'attribute'> | AttributeClass;
/** What a mapping chooses for a column. */
export const choiceIn = (mapping: Mapping | null, column: string): RoleChoice => {
  const entry = mapping?.columns.find((one) => one.column === column);
  if (entry === undefined) return 'dropped';
  return entry.role === 'attribute' ? (entry.class ?? 'ordinary') : entry.role;
};

/**
 * A column in the role somebody chose: as it was suggested for that role, else with what the role needs to begin with.
 * @param before how it was mapped; the values it leaves out stay
 */
export const columnAs = (
  column: string,
  choice: RoleChoice,
  suggested: ColumnMapping | undefined,
  before: ColumnMapping | undefined,
): ColumnMapping => {
  const isClass = choice === 'ordinary' || choice === 'quasi-identifier' || choice === 'sensitive';
  const role: Role = isClass ? 'attribute' : choice;
  const base: ColumnMapping = suggested?.role === role ? suggested : { column, role };
  const next: ColumnMapping = isClass ? { ...base, class: choice } : { ...base };
  if (before?.leaveOut !== undefined) next.leaveOut = before.leaveOut;
  if (role === 'link' && next.identifier === undefined) next.identifier = 'email';
  if (role === 'consent' && next.values === undefined && next.part === undefined) {
    next.values = {};
    next.purpose = 'personalize';
  }
  return next;
};

/** Puts a column into a mapping in the place of what it said of it, which of a list of values may be several entries. */
export const setEntry = (mapping: Mapping, next: ColumnMapping): void => {
  const at = mapping.columns.findIndex(({ column }) => column === next.column);
  const others = mapping.columns.filter(({ column }) => column !== next.column);
  others.splice(at < 0 ? others.length : at, 0, next);
  mapping.columns = others;
};

/** Names that the other columns of a mapping give their attributes. */
export const namesBeside = (mapping: Mapping | null, column: string): Set<string> =>
  new Set(
    (mapping?.columns ?? []).flatMap((one) => {
      if (one.column === column || one.role !== 'attribute') return [];
      return one.separator === undefined
        ? [one.name ?? columnName(one.column)]
        : Object.values(one.values ?? {});
    }),
  );
