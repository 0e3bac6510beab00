/** What a plan says of its steps: what each made, where, and how long it took. */
import { number } from '../../shared/charts/words.ts';
import type { ImportAnswer, StepReport } from '../../shared/contract/answers.ts';
import { stopwatch } from '../jobs/job.ts';

/** Collects what every step made and how long it took. */
export const createSteps = () => {
  const steps: StepReport[] = [];
  return {
    steps,
    run: async <T>(
      step: string,
      where: string,
      work: () => Promise<T> | T,
      made: (result: T) => string,
    ): Promise<T> => {
      const seconds = stopwatch();
      const result = await work();
      steps.push({
        step,
        made: made(result),
        where,
        seconds: seconds(),
        peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      });
      return result;
    },
  };
};

/** What became of the records of a source. */
export const describeImport = (answer: ImportAnswer): string =>
  `${number(answer.accepted)} of ${number(answer.records)} records, ${number(answer.rejected)} rejected, ${number(answer.duplicates)} duplicates`;

/** Said of what was not fitted again: the date it was fitted for. */
export const since = (fitted: string, asOf: string): string =>
  fitted === asOf ? '' : ` as fitted for ${fitted}`;
