/** The risk that the sizes of a release leave: whoever shares the definition of a segment shares its risk. */
import { ASSUMED_FRACTIONS, type AttackerRisk, type ReleaseRisk } from '../../../shared/risk.ts';
import { populationRisk } from '../population.ts';
import { riskOfClasses } from '../risk.ts';
import { significant } from './suppress.ts';

/**
 * Risk of the people in the published segments, from the printed sizes alone, so that whoever holds the release can
 * compute it again: a person is one of those who share the definition of a segment.
 */
export const riskOfSegments = (segments: readonly { people: number }[]): ReleaseRisk => {
  const sizes = Int32Array.from(segments, ({ people }) => people);
  const figures = riskOfClasses({ of: new Int32Array(0), sizes });
  const round = (risk: AttackerRisk): AttackerRisk => ({
    highest: significant(risk.highest, 2),
    average: significant(risk.average, 2),
    atRisk: significant(risk.atRisk, 2),
  });
  return {
    ...figures,
    prosecutor: round(figures.prosecutor),
    journalist: round(figures.journalist),
    marketer: significant(figures.marketer, 2),
    population: ASSUMED_FRACTIONS.map((fraction) => {
      const found = populationRisk(sizes, fraction);
      return {
        ...found,
        highest: significant(found.highest, 2),
        average: significant(found.average, 2),
        share: significant(found.share, 2),
      };
    }),
  };
};
