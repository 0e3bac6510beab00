/** The column that says in which currency an amount stands. */
import type { Look } from './column-role.ts';
import type { Draft } from './draft.ts';

const CODE = /^[A-Za-z]{3}$/;

/** Currencies by their codes of ISO 4217, as a column of nothing else has them; none in any other column. */
const codesIn = ({ evidence: { levels } }: Look): string[] =>
  levels.every((level) => CODE.test(level))
    ? [...new Set(levels.map((level) => level.toUpperCase()))].sort()
    : [];

/** The column of currencies of a file, by its header and its values. */
export const currencyColumn = (looks: readonly Look[]): Look | undefined =>
  looks.find((look) => look.facets.has('currency') && codesIn(look).length > 0);

/**
 * What is said of an amount whose currency a column says: of one currency its rate of 1, so that another that comes later
 * is told; of several nothing, because what each is worth is for a person to say.
 */
export const currencyDraft = (column: Look | undefined): Pick<Draft, 'currency' | 'rates'> => {
  const codes = column === undefined ? [] : codesIn(column);
  if (column === undefined || codes.length === 0) return {};
  return { currency: column.header, ...(codes.length === 1 ? { rates: { [codes[0]]: 1 } } : {}) };
};

/** What to look at where amounts stand in several currencies. */
export const currencyWarning = (looks: readonly Look[], { currency, rates }: Draft): string[] => {
  const column = looks.find(({ header }) => header === currency);
  if (column === undefined || rates !== undefined) return [];
  const codes = codesIn(column).slice(0, 8).join(', ');
  return [
    `Its amounts stand in the currencies of "${column.header}" (${codes}): they are not added up before it is said what one of each is worth, or that one alone is taken.`,
  ];
};
