/** What is chosen for a column in one list: a role, or for an attribute its privacy class; names that are free for it. */
import { columnName } from '../../../shared/column-name.ts';
import type { ColumnMapping, Mapping } from '../../../shared/mapping.ts';
import { type Step, stepsProblem } from '../../../shared/steps.ts';
import type { AttributeClass, IdentifierType, Role } from '../../../shared/vocabulary.ts';

/** What a person chooses for a column: a role, or for an attribute its privacy class. */
export type RoleChoice = Exclude<Role, 'attribute'> | AttributeClass;
/** What a mapping chooses for a column. */
export const choiceIn = (mapping: Mapping | null, column: string): RoleChoice => {
  const entry = mapping?.columns.find((one) => one.column === column);
  if (entry === undefined) return 'dropped';
  return entry.role === 'attribute' ? (entry.class ?? 'ordinary') : entry.role;
};

/** Whether a column in this role tells people apart or joins them. */
const tellsPeople = (role: Role): boolean => role === 'identifier' || role === 'link';

/**
 * A column in the role somebody chose: as it was suggested for that role (an identifier and a link identify by the same),
 * else with what the role needs to begin with.
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
  const isSuggested =
    suggested !== undefined &&
    (suggested.role === role || (tellsPeople(suggested.role) && tellsPeople(role)));
  const base: ColumnMapping = isSuggested ? { ...suggested, role } : { column, role };
  const next: ColumnMapping = isClass ? { ...base, class: choice } : { ...base };
  if (before?.leaveOut !== undefined) next.leaveOut = before.leaveOut;
  if (role === 'link' && next.identifier === undefined) next.identifier = 'email';
  if (role === 'consent' && next.values === undefined && next.part === undefined) {
    next.values = {};
    next.purpose = 'personalize';
  }
  return next;
};

/** Whether values of this type may be e-mail addresses now and then: numbers and devices, as where a tracker was given some. */
export const mayHoldEmails = (type: IdentifierType): boolean => type === 'customer' || type === 'device';

/**
 * What changes with what a column identifies by: steps and a prefix that do not fit go; whether its e-mail addresses join
 * the person with that address is as it was suggested.
 */
export const identifiedBy = (
  entry: ColumnMapping,
  identifier: IdentifierType,
  suggested: ColumnMapping | undefined,
): Partial<ColumnMapping> => {
  const steps = (entry.steps ?? []).filter(
    (step: Step) => stepsProblem({ role: entry.role, identifier, steps: [step] }) === null,
  );
  return {
    identifier,
    steps: steps.length === 0 ? undefined : steps,
    emails: mayHoldEmails(identifier) ? suggested?.emails : undefined,
    ...(identifier === 'customer' ? {} : { prefix: undefined }),
  };
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
