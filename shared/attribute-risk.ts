/** The risk by attributes in sentences, as the command line and the window say it. */
import { percent } from './charts/words.ts';
import type { AttributeRisk } from './contract/minimization.ts';

export const attributeRiskLines = ({
  by,
  average,
  highest,
  uniques,
  population,
}: AttributeRisk): string[] => [
  `By ${by.join(', ')} together: someone who knows all of them of one person finds that person among 1 in ${Math.max(1, Math.round(1 / average))} on average and 1 in ${Math.max(1, Math.round(1 / highest))} at worst.`,
  uniques === null
    ? 'A few people are alone with their values.'
    : `${percent(uniques)} of the people are alone with their values.`,
  ...population
    .filter(({ estimator }) => estimator !== 'count')
    .map(
      ({ fraction, share, estimator }) =>
        `If they are a random ${percent(fraction)} of a population, about ${percent(share)} of that population are (estimated after ${estimator}; the fraction is an assumption).`,
    ),
];
