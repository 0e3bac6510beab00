/** What speaks against trusting a prediction: each doubt as one sentence with the figure behind it. */
import type { Measured } from './predict.ts';

export type Doubt = { code: string; text: string };

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const digits = (value: number): string => value.toFixed(3);

/** A single feature that tells the outcome this well was probably written after it. */
const TOO_GOOD = 0.95;
const VERY_GOOD = 0.85;
const RARE = 0.05;
/** Words in the name of a column that tell what became of somebody. */
const AFTER = /churn|cancel|clos|terminat|lapse|left|exit|unsub|deactiv|refund|winback|last_|end_/i;

export type Doubtful = {
  test: Measured & { brierOfShare: number };
  folds: readonly Measured[];
  share: number;
  people: number;
  split: 'later' | 'drawn';
  alone: readonly { feature: string; label: string; auc: number }[];
  reliability: readonly { chance: number; share: number; people: number }[];
  converged: boolean;
  /** Features that were left out because they tell nobody apart. */
  unused: readonly string[];
  /** Whether the outcome lies in a span of days, so that a feature without a date may be from after it. */
  dated: boolean;
};

/** Doubts, the gravest first. */
export const doubtsAbout = (found: Doubtful): Doubt[] => {
  const { test, folds, alone } = found;
  const doubts: Doubt[] = [];
  for (const { label, auc } of alone)
    if (auc >= TOO_GOOD)
      doubts.push({
        code: 'leak',
        text: `${label} alone tells the outcome almost perfectly (AUC ${digits(auc)}). Such a feature was often written after the outcome; leave it out unless it was not.`,
      });
  for (const { feature, label, auc } of alone) {
    if (!feature.startsWith('profile.') || auc >= TOO_GOOD) continue;
    if (AFTER.test(feature))
      doubts.push({
        code: 'after-outcome',
        text: `The name of ${label} sounds like something that is known only afterwards. If so, leave it out.`,
      });
    else if (found.dated)
      doubts.push({
        code: 'no-date',
        text: `${label} carries no date: it is as last imported, perhaps from after the days that were predicted${auc >= VERY_GOOD ? `, and tells a lot by itself (AUC ${digits(auc)})` : ''}.`,
      });
  }
  if (!found.converged)
    doubts.push({
      code: 'not-converged',
      text: 'The regression did not converge: some feature tells the outcome exactly, or two say the same. Coefficients and errors are provisional.',
    });
  const cross = folds.reduce((sum, { auc }) => sum + auc, 0) / folds.length;
  if (test.auc < 0.6)
    doubts.push({
      code: 'weak',
      text: `The model hardly tells the two apart (AUC ${digits(test.auc)}; 0.5 is chance).`,
    });
  if (cross - test.auc > 0.05)
    doubts.push({
      code: 'worse-later',
      text: `Cross-validation promised AUC ${digits(cross)}, the test gave ${digits(test.auc)}: ${found.split === 'later' ? 'the later days differ from those it was fitted on' : 'the model may have learnt by heart'}.`,
    });
  if (test.brier >= test.brierOfShare)
    doubts.push({
      code: 'no-better',
      text: `Its chances are no better than giving everybody the same (Brier ${digits(test.brier)} against ${digits(test.brierOfShare)}).`,
    });
  if (found.unused.length > 0)
    doubts.push({
      code: 'unused',
      text: `Left out, for they are the same for everyone or have too many levels to tell groups apart: ${found.unused.join(', ')}.`,
    });
  const off = found.reliability.reduce((sum, row) => sum + row.people * Math.abs(row.chance - row.share), 0);
  const people = found.reliability.reduce((sum, row) => sum + row.people, 0);
  if (people > 0 && off / people > 0.05)
    doubts.push({
      code: 'calibration',
      text: `The chances are ${percent(off / people)} off on average: read them as an order, not as chances.`,
    });
  const rare = Math.min(found.share, 1 - found.share);
  if (rare < RARE)
    doubts.push({
      code: 'imbalance',
      text: `Only ${rare < 0.01 ? 'under 1 %' : percent(rare)} of the people are on the rarer side: look at precision and recall, not at the share that is right.`,
    });
  if (found.split === 'drawn')
    doubts.push({
      code: 'not-later',
      text: 'It was tested on people kept back, not on later days: how it does on days to come was not measured.',
    });
  if (found.people < 500)
    doubts.push({
      code: 'few',
      text: 'It was tested on fewer than 500 people: the AUC of another such group may well be several hundredths off.',
    });
  return doubts;
};
