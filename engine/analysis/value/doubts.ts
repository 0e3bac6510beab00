/** What speaks against trusting a value model: each doubt as one sentence with the figure behind it. */
import { LEAST_CELL } from '../../../shared/counts.ts';
import type { Histories } from './histories.ts';
import type { Maximum } from './maximise.ts';
import type { PurchaseModel } from './value.ts';

type OddDays = { returned: number; free: number };
export type Doubt = { code: string; text: string };

const percent = (share: number): string => `${Math.round(share * 100)} %`;
/** Above this the Gamma-Gamma's assumption that value does not depend on frequency is in doubt (CLVTools warns likewise). */
const CORRELATED = 0.3;

/** Parameters whose standard errors are as large as they are, or cannot be told. */
const undetermined = (fit: Maximum, names: readonly string[], of: string): Doubt[] => {
  const loose = names.filter((_, i) => {
    const error = fit.standardErrors[i];
    return error === null || error > fit.parameters[i];
  });
  if (loose.length === 0) return [];
  const text = `The data hardly determine ${loose.join(', ')}${of}: the standard error is as large as the value.`;
  return [{ code: 'undetermined', text }];
};

/**
 * Doubts about a purchase model.
 * @param horizon units looked ahead
 */
export const doubtsAboutPurchases = (model: PurchaseModel, h: Histories, horizon: number): Doubt[] => {
  const doubts: Doubt[] = [];
  const oldest = h.age.reduce((most, t) => Math.max(most, t), 0);
  let once = 0;
  for (let i = 0; i < h.frequency.length; i++) if (h.frequency[i] === 0) once += h.weight[i];
  if (!model.converged)
    doubts.push({
      code: 'not-converged',
      text: `The search stopped after ${model.iterations} steps without reaching the top; the figures are provisional.`,
    });
  doubts.push(...undetermined(model, model.names, ''));
  if (model.model === 'bg-nbd' && once > 0)
    doubts.push({
      code: 'once-alive',
      text: `BG/NBD takes everybody who bought once (${percent(once / h.people)}) for alive, however long ago. MBG/NBD does not.`,
    });
  if (horizon > oldest)
    doubts.push({
      code: 'far-ahead',
      text: 'The horizon is longer than anyone has been watched; the model is stretched beyond its evidence.',
    });
  return doubts;
};

/** Share of what happened that a forecast may be off before it is doubted, and purchases that are too few to tell. */
const [OFF, FEW] = [1 / 3, 30];

/** Doubts about a model that was tested on time kept back from its fit. */
export const doubtsAboutHoldout = ({ actual, expected }: { actual: number; expected: number }): Doubt[] =>
  actual + expected < FEW || Math.abs(expected - actual) <= OFF * actual
    ? []
    : [
        {
          code: 'missed',
          text: `It foresaw ${expected > actual ? 'far more' : 'far fewer'} purchases than happened in the time kept back: people buy differently now, or the model does not fit them. Do not count on its figures for the time to come.`,
        },
      ];

/**
 * Doubts about the value of a purchase.
 * @param fit null where there were amounts, but too few to fit it
 * @param correlated correlation of the number and the mean value of repeat purchases
 * @param days purchase days left out because as much came back, and those that cost nothing; how few is not told
 */
export const doubtsAboutMoney = (fit: Maximum | null, correlated: number, days: OddDays): Doubt[] => {
  if (fit === null)
    return [
      {
        code: 'no-value',
        text: 'The value of a purchase was not modelled: too few people bought again for more than nothing.',
      },
    ];
  const doubts: Doubt[] = undetermined(fit, ['p', 'q', 'gamma'], ' of the value of a purchase');
  const counted = (n: number): string => (n < LEAST_CELL ? `Fewer than ${LEAST_CELL}` : String(n));
  if (Math.abs(correlated) > CORRELATED)
    doubts.push({
      code: 'correlated',
      text: `People who buy more often spend ${correlated > 0 ? 'more' : 'less'} per purchase (correlation ${correlated.toFixed(2)}); Gamma-Gamma assumes that the two are independent.`,
    });
  if (fit.parameters[1] <= 1)
    doubts.push({
      code: 'no-mean',
      text: 'Values vary so widely that the model has no mean; the value of a purchase cannot be given.',
    });
  if (!fit.converged)
    doubts.push({
      code: 'not-converged',
      text: `The search for the value of a purchase stopped after ${fit.iterations} steps.`,
    });
  if (days.returned > 0)
    doubts.push({
      code: 'returned',
      text: `${counted(days.returned)} days sum to zero or less, since as much came back as was bought, and were left out.`,
    });
  if (days.free > 0)
    doubts.push({
      code: 'free',
      text: `${counted(days.free)} purchase days cost nothing. They count as purchases, as in the published analyses, and lower the mean of who made them.`,
    });
  return doubts;
};
