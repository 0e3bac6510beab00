/** What is to be predicted, as it is typed in, and as the engine takes it. */
import type { Input } from '../../../../shared/contract/contract.ts';
import type { PredictionAnswer } from '../../../../shared/contract/prediction.ts';
import type { OutcomeChoice, PredictionMethod } from '../../../../shared/prediction.ts';
import { predict as words } from '../../../messages/predict.ts';

export type Typed = {
  outcome: OutcomeChoice['kind'];
  days: string;
  top: string;
  amount: string;
  attribute: string;
  level: string;
  method: PredictionMethod;
  groups: string;
  costFlag: string;
  costMiss: string;
};

export const usual = (): Typed => ({
  outcome: 'no-purchase',
  days: '60',
  top: '20',
  amount: '100',
  attribute: '',
  level: '',
  method: 'boosting',
  groups: '',
  costFlag: '1',
  costMiss: '1',
});

/** A kept prediction as it would be typed in. */
export const typedOf = ({ fitted: { prediction } }: PredictionAnswer): Typed => {
  const { outcome, method, groups, costs } = prediction;
  return {
    ...usual(),
    outcome: outcome.kind,
    ...(outcome.kind === 'attribute'
      ? { attribute: outcome.feature, level: outcome.level }
      : { days: String(outcome.days) }),
    ...(outcome.kind === 'spend' ? { amount: String(outcome.least) } : {}),
    ...(outcome.kind === 'top-spend' ? { top: String(Math.round(outcome.share * 100)) } : {}),
    method,
    groups: groups[0] ?? '',
    costFlag: String(costs.falsePositive),
    costMiss: String(costs.falseNegative),
  };
};

const positive = (text: string): boolean =>
  text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) > 0;

/** Fields that cannot be read; none of them is guessed. */
export const wrongFields = (typed: Typed): (keyof Typed)[] => {
  const asked: (keyof Typed)[] = ['costFlag', 'costMiss'];
  if (typed.outcome !== 'attribute') asked.push('days');
  if (typed.outcome === 'top-spend') asked.push('top');
  if (typed.outcome === 'spend') asked.push('amount');
  const wrong = asked.filter((field) => !positive(typed[field]));
  if (typed.outcome !== 'attribute' && !Number.isInteger(Number(typed.days))) wrong.push('days');
  if (typed.outcome === 'attribute' && (typed.attribute === '' || typed.level === ''))
    wrong.push('attribute');
  return wrong;
};

const outcomeOf = (typed: Typed): OutcomeChoice => {
  const days = Number(typed.days);
  if (typed.outcome === 'attribute')
    return { kind: 'attribute', feature: typed.attribute, level: typed.level };
  if (typed.outcome === 'spend') return { kind: 'spend', days, least: Number(typed.amount) };
  if (typed.outcome === 'top-spend') return { kind: 'top-spend', days, share: Number(typed.top) / 100 };
  return { kind: 'no-purchase', days };
};

/** The typed choice for the engine, and the name it is kept under. */
export const askedOf = (typed: Typed): Pick<Input<'prediction.fit'>, 'name' | 'prediction'> => ({
  name: words.names[typed.outcome],
  prediction: {
    outcome: outcomeOf(typed),
    method: typed.method,
    groups: typed.groups === '' ? [] : [typed.groups],
    costs: { falsePositive: Number(typed.costFlag), falseNegative: Number(typed.costMiss) },
  },
});
