/** Prediction: fits and tests a model for a lens, keeps it, and says what it is worth. */
import { number } from '../../shared/charts/words.ts';
import type { PredictionAnswer } from '../../shared/contract/prediction.ts';
import type { LensChoice } from '../../shared/plan.ts';
import type { PredictionChoice } from '../../shared/prediction.ts';
import { doubtsAbout } from '../analysis/predict/doubts.ts';
import { averagePrecision, brierScore, curveOf, reliability } from '../analysis/predict/measures.ts';
import { SETTINGS } from '../analysis/predict/models.ts';
import { FOLDS, measure, predictOutcome } from '../analysis/predict/predict.ts';
import { now, recordAct } from '../audit/audit.ts';
import type { Run } from '../jobs/job.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { putRecord } from '../vault/records.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import { keptFeatures } from './kept-features.ts';
import {
  keepScores,
  keptPredictions,
  type StoredPrediction,
  scoreOf,
  scoresInJob,
} from './prediction-features.ts';
import { outcomeText, type Side, type Sides, sidesOf } from './prediction-sides.ts';
import {
  bandsOf,
  fairnessOf,
  predictorsOf,
  thresholdOf,
  thresholdsOf,
  toldReliability,
  toldShare,
} from './prediction-told.ts';
import type { Session } from './session.ts';

const LEAST = POLICY_DEFAULT.minCell;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const shareOf = (outcome: Uint8Array): number => outcome.reduce((sum, y) => sum + y, 0) / outcome.length;
const sideAnswer = ({ asOf, outcome }: Side): PredictionAnswer['train'] => ({
  asOf: dayOf(asOf),
  people: outcome.length,
  share: toldShare(outcome),
});

/** How people call the features of a side. */
const labelsOf =
  ({ table }: Side) =>
  (feature: string): string =>
    table.columns.find(({ id }) => id === feature)?.label ?? feature;

const METHOD_TEXT: Record<PredictionChoice['method'], string> = {
  logistic: `Logistic regression with an L2 penalty of ${SETTINGS.logistic.l2} on standardised features, by Newton's method (McCullagh & Nelder 1989).`,
  tree: `One decision tree, Gini impurity, at most ${SETTINGS.tree.maxDepth} questions deep (Breiman et al. 1984).`,
  forest: `A random forest of ${SETTINGS.forest.trees} trees at most ${SETTINGS.forest.maxDepth} questions deep, each on a bootstrap sample, trying the root of the number of columns at every question (Breiman 2001).`,
  boosting: `Histogram gradient boosting of the log loss: ${SETTINGS.boosting.trees} trees of at most ${SETTINGS.boosting.maxLeaves} leaves with at least ${SETTINGS.boosting.minLeaf} people, learning rate ${SETTINGS.boosting.rate}, 256 bins (Friedman 2001; Ke et al. 2017).`,
};

const methodText = (
  sides: Sides,
  choice: PredictionChoice,
  text: string,
  seed: number,
  explained: number,
): string[] => [
  `What is predicted: ${text}.`,
  METHOD_TEXT[choice.method],
  `Predicted from ${sides.features.map(labelsOf(sides.test)).join(', ')}; a missing number takes the median and a mark of its own.`,
  sides.split === 'later'
    ? `Fitted on what was known before ${dayOf(sides.train.asOf)} and what happened in the days after; tested on what was known before ${dayOf(sides.test.asOf)} and what happened after that.`
    : 'Fitted on 70 % of the people and tested on the 30 % that were drawn and kept back.',
  ...(choice.method === 'logistic'
    ? []
    : [
        'Chances put right by a line over their log-odds, learnt on the people of the folds that a model had not seen (Platt 1999).',
      ]),
  `${FOLDS}-fold cross-validation within the people fitted on, each fold with its share of both outcomes. The threshold costs least on the people of the folds that a model had not seen, at ${choice.costs.falsePositive} for a false alarm and ${choice.costs.falseNegative} for a miss.`,
  `Importance: loss of AUC over 5 shuffles, all columns of a feature together (Fisher, Rudin & Dominici 2019). Shapley values: exact, ${choice.method === 'logistic' ? 'of the linear score' : 'by the paths of the trees (Lundberg et al. 2018)'}, on ${number(explained)} of the people tested.`,
  `Seed ${seed}. The same files, choice and seed give the same model.`,
];

const coefficientsOf = ({
  model,
  matrix,
}: Pick<StoredPrediction, 'model' | 'matrix'>): PredictionAnswer['coefficients'] =>
  model.method !== 'logistic'
    ? null
    : [
        { label: 'Intercept', value: model.intercept, error: model.standardErrors[0] },
        ...matrix.map(({ label }, t) => ({
          label,
          value: model.coefficients[t],
          error: model.standardErrors[t + 1],
        })),
      ];

type Asked = { lens: LensChoice; name: string; prediction: PredictionChoice; seed: number };

/** The prediction as it is kept, and the scores of everyone under the lens. */
type Fitted = { stored: StoredPrediction; scores: Float64Array };

const fitPrediction = async (session: Session, asked: Asked, run: Run): Promise<Fitted> => {
  const { lens, name, prediction: choice, seed } = asked;
  const view = session.view(lens);
  run.progress('Features as of earlier days', 0, null, 'people');
  const sides = sidesOf(view.lens, choice, seed, keptFeatures(session.vault().reader));
  const found = await predictOutcome(sides.train, sides.test, { method: choice.method, seed }, run);
  const { outcome } = sides.test;
  const threshold = thresholdOf(sides, found, choice.costs);
  const curve = curveOf(found.chances, outcome, LEAST);
  const share = shareOf(outcome);
  const measures = {
    ...measure(found.chances, outcome),
    precision: averagePrecision(found.chances, outcome),
    // Everybody is given the share of the people fitted on, which was known beforehand.
    brierOfShare: brierScore(new Float64Array(outcome.length).fill(shareOf(sides.train.outcome)), outcome),
  };
  const table = reliability(found.chances, outcome, LEAST);
  const predictors = predictorsOf(sides, found);
  const text = outcomeText(choice.outcome, sides.bar, labelsOf(sides.test));
  const kept = { choice, features: sides.features, matrix: sides.columns, model: found.model };
  const explained = found.worth.explained.length;
  const answer: StoredPrediction['answer'] = {
    name,
    feature: scoreOf(name),
    fitted: { lens, prediction: choice, seed },
    outcome: text,
    train: sideAnswer(sides.train),
    test: sideAnswer(sides.test),
    split: sides.split,
    measures,
    folds: found.folds,
    curve,
    reliability: toldReliability(table),
    threshold,
    thresholds: thresholdsOf(sides, found, curve, threshold),
    scoreUnit: choice.method === 'logistic' || choice.method === 'boosting' ? 'log-odds' : 'chance',
    explained,
    predictors,
    coefficients: coefficientsOf(kept),
    fairness: fairnessOf(sides.test, found.chances, threshold.value, choice.groups),
    bands: [],
    doubts: doubtsAbout({
      test: measures,
      folds: found.folds,
      share,
      people: outcome.length,
      split: sides.split,
      alone: predictors.map(({ feature, label, alone }) => ({ feature, label, auc: alone })),
      reliability: table,
      converged: found.model.method !== 'logistic' || found.model.converged,
      dated: sides.dated,
      unused: sides.unused,
    }),
    method: methodText(sides, choice, text, seed, explained),
  };
  const scores = await scoresInJob(kept, view.table(), run);
  return { stored: { ...kept, answer: { ...answer, bands: bandsOf(scores) } }, scores };
};

export const predictionHandlers: Handlers<'prediction.fit' | 'prediction.list'> = {
  'prediction.fit': async (asked, session, run) => {
    const { stored, scores } = await fitPrediction(session, asked, run);
    const version = await recordAct(session.vault(), (db) => ({
      result: putRecord(db, 'prediction', asked.name, stored, now()),
      act: {
        action: 'prediction.fit',
        object: `prediction ${asked.name}`,
        purpose: asked.lens.purpose,
        counts: { fitted: stored.answer.train.people, tested: stored.answer.test.people },
        details: {
          asOf: asked.lens.asOf,
          seed: asked.seed,
          method: asked.prediction.method,
          outcome: asked.prediction.outcome.kind,
          features: stored.features,
        },
      },
    }));
    const view = session.view(asked.lens);
    keepScores(view.table(), asked.name, scores);
    return { ...stored.answer, version, lens: lensAnswer(session, view) };
  },
  'prediction.list': ({ lens }, session) => {
    const view = session.view(lens);
    return keptPredictions(session.vault().reader).map(({ body, version }) => ({
      ...body.answer,
      // One that was kept before a miss could be priced anew has its own threshold alone.
      thresholds: body.answer.thresholds ?? [
        {
          ...body.answer.threshold,
          missCost: body.choice.costs.falseNegative / body.choice.costs.falsePositive,
          falsePositives: null,
        },
      ],
      version,
      lens: lensAnswer(session, view),
    }));
  },
};
