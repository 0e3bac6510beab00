/** What is wrong with a plan or a mapping that somebody wrote: where it stands in it, and what was expected there. */
import * as v from 'valibot';
import { CloisterError, type ErrorCode } from './errors.ts';

/** A part that is not as it has to be; `path` leads to it, so that whoever read it from a file can name the line. */
export class InvalidPart extends CloisterError {
  readonly path: readonly unknown[];
  constructor(code: ErrorCode, message: string, next: string, path: readonly unknown[]) {
    super(code, message, next);
    this.path = path;
  }
}

/** What a bound asks for, in words; texts are measured in characters, lists in entries. */
const BOUNDS: Readonly<Record<string, (requirement: unknown, input: unknown) => string>> = {
  min_length: (least, input) =>
    input === '' || (Array.isArray(input) && input.length === 0)
      ? 'it is empty'
      : `it is too short: ${String(least)} ${Array.isArray(input) ? 'entries' : 'characters'} or more`,
  max_length: (most, input) =>
    `it is too long: ${String(most)} ${Array.isArray(input) ? 'entries' : 'characters'} or fewer`,
  min_value: (least) => `it is too small: ${String(least)} or more`,
  max_value: (most) => `it is too large: ${String(most)} or less`,
  integer: () => 'it is no whole number',
};

/** What is wrong with a value that a schema refused: a clause without a stop. */
export const issueWords = (issue: v.BaseIssue<unknown>): string =>
  issue.kind === 'schema' && issue.received === 'undefined'
    ? 'it is missing'
    : (BOUNDS[issue.type]?.(issue.requirement, issue.input) ?? issue.message).replace(/\.$/, '');

const isUnknown = (issue: v.BaseIssue<unknown>): boolean => issue.expected === 'never';

/**
 * The error of a value that a schema refused. Of several faults a name that does not belong there comes first: mostly it
 * is misspelt, and that another is missing follows from it.
 * @param what is refused, "plan", "mapping" or "rule"
 */
export const invalidPart = (
  code: ErrorCode,
  what: string,
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): InvalidPart => {
  // In a list nothing has a name.
  const isList = Array.isArray(issues[0].path?.[0]?.input);
  const issue = issues.find(isUnknown) ?? issues[0];
  const place = isList ? null : v.getDotPath(issue);
  const why = isList
    ? 'it is a list, not names with values'
    : isUnknown(issue)
      ? 'nothing of this name stands here'
      : issueWords(issue);
  return new InvalidPart(
    code,
    `The ${what} is not valid${place === null ? '' : ` at ${place}`}: ${why}.`,
    `See docs/${what === 'rule' ? 'rules' : 'plan'}.md for what a ${what} may say.`,
    (issue.path ?? []).map(({ key }) => key),
  );
};
