/** What the command line prints of a prediction: its test, its threshold, its features, and what to doubt. */
import { counted, fixed, percent, told } from '../../shared/charts/words.ts';
import type { PredictionAnswer } from '../../shared/contract/prediction.ts';
import type { Column, Out } from '../output.ts';

const right = (head: string): Column => ({ head, align: 'right' });
const share = (value: number | null): string => (value === null ? '' : percent(value));

const showTest = (out: Out, answer: PredictionAnswer): void => {
  const { measures, folds, train, test } = answer;
  const mean = (pick: (fold: (typeof folds)[number]) => number): number =>
    folds.reduce((sum, fold) => sum + pick(fold), 0) / folds.length;
  out.heading('How well it does');
  out.table(
    [{ head: '' }, right('people'), right('with it'), right('AUC'), right('Brier'), right('log loss')],
    [
      [
        `fitted as of ${train.asOf}, ${folds.length} folds`,
        told(train.people),
        percent(train.share),
        fixed(
          mean(({ auc }) => auc),
          4,
        ),
        fixed(
          mean(({ brier }) => brier),
          4,
        ),
        fixed(
          mean(({ logLoss }) => logLoss),
          4,
        ),
      ],
      [
        `tested as of ${test.asOf}`,
        told(test.people),
        percent(test.share),
        fixed(measures.auc, 4),
        fixed(measures.brier, 4),
        fixed(measures.logLoss, 4),
      ],
    ],
  );
  out.line();
  out.paragraph(
    `Average precision ${fixed(measures.precision, 4)}. Giving everybody the same chance has a Brier score of ${fixed(measures.brierOfShare, 4)}.`,
  );
  out.heading('Chances told and what came true');
  out.table(
    [right('chance'), right('people'), right('mean chance'), right('came true')],
    answer.reliability.map((row) => [
      `${fixed(row.from, 2)} to ${fixed(row.to, 2)}`,
      told(row.people),
      fixed(row.chance, 3),
      fixed(row.share, 3),
    ]),
  );
};

const CELLS: Record<PredictionAnswer['threshold']['cells'][number]['cell'], string> = {
  truePositive: 'flagged, and so it was',
  falsePositive: 'flagged for nothing',
  falseNegative: 'missed',
  trueNegative: 'left alone, rightly',
};

const showThreshold = (out: Out, { threshold }: PredictionAnswer): void => {
  out.heading(`Flagged from a chance of ${threshold.value}`);
  out.table(
    [{ head: '' }, right('people')],
    threshold.cells.map(({ cell, people }) => [CELLS[cell], told(people)]),
  );
  out.line();
  out.paragraph(
    `Cost per person ${fixed(threshold.cost, 3)}; flagging nobody costs ${fixed(threshold.costNobody, 3)}, everybody ${fixed(threshold.costEverybody, 3)}.${threshold.precision === null ? '' : ` Precision ${percent(threshold.precision)}.`}${threshold.recall === null ? '' : ` Recall ${percent(threshold.recall)}.`}`,
  );
};

/** A prediction: test, calibration, threshold, features, groups, doubts. */
export const showPrediction = (out: Out, answer: PredictionAnswer): void => {
  out.heading(`${answer.feature}: ${answer.outcome}`);
  showTest(out, answer);
  showThreshold(out, answer);
  out.heading('Features');
  out.table(
    [{ head: 'feature', wraps: 1 }, right('Shapley'), right('loss of AUC'), right('AUC alone')],
    answer.predictors.map((one) => [
      one.label,
      fixed(one.shapley, 4),
      `${fixed(one.loss, 4)} ± ${fixed(one.spread, 4)}`,
      fixed(one.alone, 3),
    ]),
  );
  out.line();
  out.paragraph(
    `Shapley: mean absolute value in ${answer.scoreUnit}, on ${counted(answer.explained, 'person', 'people')}.`,
  );
  if (answer.coefficients !== null) {
    out.heading('Coefficients');
    out.table(
      [{ head: 'column', wraps: 1 }, right('log-odds'), right('standard error')],
      answer.coefficients.map(({ label, value, error }) => [
        label,
        fixed(value, 4),
        error === null ? 'not determined' : fixed(error, 4),
      ]),
    );
  }
  for (const group of answer.fairness) {
    out.heading(`Errors by ${group.label}`);
    out.table(
      [
        { head: 'level', wraps: 1 },
        right('people'),
        right('with it'),
        right('flagged'),
        right('recall'),
        right('flagged for nothing'),
      ],
      group.levels.map((one) => [
        one.level,
        told(one.people),
        share(one.share),
        share(one.flagged),
        share(one.recall),
        share(one.falsePositives),
      ]),
    );
  }
  out.heading('People now, by chance');
  out.table(
    [right('chance'), right('people'), right('mean')],
    answer.bands.map((band) => [
      `${fixed(band.from, 1)} to ${fixed(band.to, 1)}`,
      told(band.people),
      band.chance === null ? '' : fixed(band.chance, 3),
    ]),
  );
  out.heading('Doubts');
  if (answer.doubts.length === 0) out.paragraph('None that the data show.');
  for (const { text } of answer.doubts) out.paragraph(`- ${text}`);
  out.heading('What was done');
  for (const sentence of answer.method) out.paragraph(sentence);
};
