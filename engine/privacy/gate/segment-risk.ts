/** The risk that the sizes of a release leave: whoever shares the definition of a segment shares its risk. */
import type { AttackerRisk, RiskFigures } from '../../../shared/risk.ts';
import { riskOfClasses } from '../risk.ts';
import { significant } from './suppress.ts';

/**
 * Risk of the people in the published segments, from the printed sizes alone, so that whoever holds the release can
 * compute it again: a person is one of those who share the definition of a segment.
 */
export const riskOfSegments = (segments: readonly { people: number }[]): RiskFigures => {
  const figures = riskOfClasses({
    of: new Int32Array(0),
    sizes: Int32Array.from(segments, ({ people }) => people),
  });
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
  };
};
