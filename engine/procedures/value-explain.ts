/** Says in words how a history becomes P(alive), purchases to come and a value. The history is typed in. */
import type { ExplainedValue } from '../../shared/contract/value.ts';
import { CloisterError } from '../../shared/errors.ts';
import { expectedValue, type GammaGammaParameters, meanValue } from '../analysis/value/gamma-gamma.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { lookAhead } from '../analysis/value/lifetime.ts';
import { describeModel } from '../analysis/value/value.ts';
import { horizonOf, type StoredValue, UNIT_DAYS } from './value-features.ts';

type Asked = { purchases: number; first: number; last: number; mean?: number | undefined };

const figure = (value: number): string => String(Number(value.toPrecision(4)));

/**
 * The figures of one typed-in history, with the way to them.
 * @throws CloisterError INPUT_VALUE when the dates contradict each other
 */
export const explainValue = ({ choice, purchases, money }: StoredValue, asked: Asked): ExplainedValue => {
  if (asked.last > asked.first || (asked.purchases === 1 && asked.last !== asked.first))
    throw new CloisterError(
      'INPUT_VALUE',
      `The last purchase (${asked.last} days ago) does not fit the first (${asked.first} days ago).`,
      'The last purchase is not before the first; with one purchase both are the same.',
    );
  const unit = UNIT_DAYS[choice.unit];
  const x = asked.purchases - 1;
  // A model of fixed occasions counts whole ones.
  const whole = choice.model === 'bg-bb' ? Math.floor : (value: number): number => value;
  const [recency, age] = [whole((asked.first - asked.last) / unit), whole(asked.first / unit)];
  if (choice.model === 'bg-bb' && (x > recency || (x === 0 && recency > 0)))
    throw new CloisterError(
      'INPUT_VALUE',
      `${asked.purchases} purchases do not fit into ${recency} ${choice.unit}s after the first.`,
      `BG/BB counts one purchase a ${choice.unit}: give the ${choice.unit}s with a purchase, the first one counted.`,
    );
  const history = compressHistories([x], [recency], [age]);
  const { alive, purchases: ahead, discounted } = lookAhead(purchases, history, horizonOf(choice));
  const known = money as unknown as GammaGammaParameters | null;
  const usable = known !== null && !Number.isNaN(meanValue(known));
  const own = asked.mean === undefined || asked.mean <= 0 || x === 0 ? null : asked.mean;
  const perPurchase = usable ? expectedValue(known, own === null ? 0 : x, own ?? 0) : null;
  const value = perPurchase === null ? null : perPurchase * discounted[0];
  const { label } = describeModel(purchases.model);
  return {
    alive: alive[0],
    purchases: ahead[0],
    perPurchase,
    value,
    steps: [
      `${asked.purchases} purchases, of which ${x} repeats over ${figure(recency)} ${choice.unit}s, watched for ${figure(age)} ${choice.unit}s.`,
      `${label}: after ${asked.last} days of silence the chance of still being a customer is ${figure(alive[0])}.`,
      `In the next ${choice.months} months ${figure(ahead[0])} purchases are expected.`,
      ...(perPurchase === null || !usable
        ? ['The value of a purchase is not modelled, so there is no value in money.']
        : [
            own === null
              ? `Without a repeat purchase of a known value, a purchase is expected to be worth what everyone's is: ${figure(perPurchase)}.`
              : `A purchase is expected to be worth ${figure(perPurchase)}: between the own mean of ${figure(own)} and everyone's ${figure(meanValue(known))}.`,
            `Each month's purchases are discounted by ${figure(choice.discount * 100)} % a month, which leaves ${figure(discounted[0])}; times ${figure(perPurchase)} that is ${figure(value ?? 0)}.`,
          ]),
    ],
  };
};
