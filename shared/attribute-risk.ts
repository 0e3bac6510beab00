/** Risk in sentences, as the command line, the report and the window say it. */
import { counted, number, percent } from './charts/words.ts';
import type { AttributeRisk, LeastForms } from './contract/minimization.ts';
import type { PopulationRisk } from './risk.ts';

/** A risk as one in so many people; of many, two digits, because a risk of a release has no more. */
export const oneIn = (risk: number): string => {
  const people = Math.max(1, Math.round(1 / risk));
  return `1 in ${number(people < 100 ? people : Number(people.toPrecision(2)))}`;
};

/** The figures for each assumed fraction; what they mean is said once beside them. */
export const populationLines = (population: readonly PopulationRisk[]): string[] =>
  population.map(
    ({ fraction, share, estimator, highest, average }) =>
      `If they are a random ${percent(fraction)} of a population: ${oneIn(highest)} at worst, ${oneIn(average)} on average; ${percent(share)} of that population is alone${estimator === 'count' ? '' : ` (estimated after ${estimator})`}.`,
  );

const leastLine = ({ k, forms, highest, average }: LeastForms): string => {
  const changed = forms.filter(({ form }) => form !== null);
  if (changed.length === 0) return `Everyone shares their values with at least ${k - 1} others already.`;
  const kept = forms.filter(({ form }) => form === null).map(({ label }) => label);
  return `Least that makes everyone share their values with at least ${k - 1} others: ${changed
    .map(({ label, form }) => `${label}: ${form}`)
    .join(
      '; ',
    )}${kept.length === 0 ? '' : `; unchanged ${kept.join(', ')}`}. Then ${oneIn(highest)} at worst, ${oneIn(average)} on average.`;
};

/** The risk by the attributes of a vault. */
export const attributeRiskLines = ({
  by,
  average,
  highest,
  uniques,
  population,
  diversity,
  least,
}: AttributeRisk): string[] => [
  `By ${by.join(', ')} together: someone who knows all of them of one person finds that person with a chance of ${oneIn(average)} on average and of ${oneIn(highest)} at worst.`,
  uniques === null
    ? 'A few people are alone with their values.'
    : `${percent(uniques)} of the people are alone with their values.`,
  ...populationLines(population),
  ...(population.length === 0 ? [] : ['The fractions are assumptions; nothing in the data tells them.']),
  ...diversity.map(
    ({ label, least: values, sure }) =>
      `${label}: people who are alike in the other attributes have at least ${counted(values, 'value', 'different values')} of it; of ${sure === null ? 'a few people' : `${percent(sure)} of the people`} the value follows from the other attributes.`,
  ),
  ...(least === null ? [] : [leastLine(least)]),
];
