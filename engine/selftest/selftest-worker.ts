/** The thread side of the self-test: what is one long computation, so that the engine answers meanwhile. */
import { hashFigures, regressionFigures } from './primitives.ts';
import type { Figure } from './published.ts';
import { donorFigures, formulaFigures, valueFigures } from './value.ts';

const COMPUTE = {
  hashes: hashFigures,
  regression: regressionFigures,
  formulas: formulaFigures,
  value: valueFigures,
  donors: donorFigures,
} as const;

export type SelftestPart = keyof typeof COMPUTE;

export const task = (part: SelftestPart): Figure[] => COMPUTE[part]();
