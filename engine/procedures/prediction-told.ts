/** What is told of a prediction: curves, errors by group, what each feature does; of at least a cell of people each. */
import type {
  FairnessAnswer,
  PredictionAnswer,
  PredictorAnswer,
  ThresholdAnswer,
} from '../../shared/contract/prediction.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { PredictionChoice } from '../../shared/prediction.ts';
import { cheapestThreshold, confusionAt, type ReliabilityRow } from '../analysis/predict/measures.ts';
import { aloneOf, featureGroups, type Predicted } from '../analysis/predict/predict.ts';
import { niceStep, onStep } from '../features/coarse.ts';
import type { FeatureColumn, LevelColumn } from '../features/table.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import type { Side, Sides } from './prediction-sides.ts';

const LEAST = POLICY_DEFAULT.minCell;

const isFew = (people: number): boolean => people > 0 && people < LEAST;

/** People by which a share that stands beside a few may be off, so that the few are any number from 1 to 10. */
const AROUND_FEW = 2 * LEAST;

/**
 * A share of people as it is told: on a step that one person does not show in, and so wide that a part of a few people,
 * or all but a few, stays open. Null of fewer than a cell of people.
 * @param around people the share may be off by where the counts beside it are withheld
 */
const rate = (part: number, of: number, around = 1): number | null => {
  if (of < LEAST) return null;
  const apart = isFew(part) || isFew(of - part) ? AROUND_FEW : around;
  return onStep(part / of, niceStep(apart / of));
};

/** The share of some people with the outcome, as it is told. */
export const toldShare = (outcome: Uint8Array): number => {
  const yes = outcome.reduce((sum, y) => sum + y, 0);
  return onStep(yes / outcome.length, niceStep((isFew(yes) ? AROUND_FEW : 1) / outcome.length));
};

/** Tenths by chance as they are told: one in which few had the outcome, or all but a few, is joined with the next. */
export const toldReliability = (rows: readonly ReliabilityRow[]): ReliabilityRow[] => {
  const told: ReliabilityRow[] = [];
  const isClear = ({ people, share }: ReliabilityRow): boolean => {
    const yes = Math.round(share * people);
    return !isFew(yes) && !isFew(people - yes);
  };
  const join = (a: ReliabilityRow, b: ReliabilityRow): ReliabilityRow => {
    const people = a.people + b.people;
    const mean = (of: 'chance' | 'share'): number => (a[of] * a.people + b[of] * b.people) / people;
    return { from: a.from, to: b.to, people, chance: mean('chance'), share: mean('share') };
  };
  let open: ReliabilityRow | null = null;
  for (const row of rows) {
    open = open === null ? row : join(open, row);
    if (!isClear(open)) continue;
    told.push(open);
    open = null;
  }
  // What is left over goes to the tenths before it, until it may be told.
  while (open !== null && told.length > 0) {
    open = join(told.pop() as ReliabilityRow, open);
    if (!isClear(open)) continue;
    told.push(open);
    open = null;
  }
  return told.map((row) => ({ ...row, share: onStep(row.share, niceStep(1 / row.people)) }));
};

type Costs = PredictionChoice['costs'];

/** What a miss may cost, in false alarms. */
const MISS_COSTS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100];

/** What flagging from a chance on does to the people tested. */
const thresholdAt = (
  value: number,
  { outcome }: Side,
  chances: Float64Array,
  { falsePositive, falseNegative }: Costs,
): ThresholdAnswer => {
  const cells = confusionAt(chances, outcome, value);
  const people = outcome.length;
  const yes = cells.truePositive + cells.falseNegative;
  // With one cell withheld every share of the four would give it away.
  const around = Object.values(cells).some(isFew) ? AROUND_FEW : 1;
  const step = niceStep((around * Math.max(falsePositive, falseNegative)) / people);
  return {
    missCost: falseNegative / falsePositive,
    value,
    precision: rate(cells.truePositive, cells.truePositive + cells.falsePositive, around),
    recall: rate(cells.truePositive, yes, around),
    falsePositives: rate(cells.falsePositive, people - yes, around),
    cost: onStep((cells.falsePositive * falsePositive + cells.falseNegative * falseNegative) / people, step),
    costNobody: onStep((yes * falseNegative) / people, step),
    costEverybody: onStep(((people - yes) * falsePositive) / people, step),
    cells: (['truePositive', 'falsePositive', 'falseNegative', 'trueNegative'] as const).map((cell) => ({
      cell,
      people: cells[cell],
    })),
  };
};

/** The threshold of least cost, chosen on people fitted on (out of fold), with what it does to those tested. */
export const thresholdOf = (sides: Sides, found: Predicted, costs: Costs): ThresholdAnswer =>
  thresholdAt(
    cheapestThreshold(found.outOfFold, sides.train.outcome, costs),
    sides.test,
    found.chances,
    costs,
  );

const flaggedBy = ({ cells }: ThresholdAnswer): number => cells[0].people + cells[1].people;

/**
 * The same for every price of a miss. Thresholds stand on steps of the curve, so that between two of them
 * there are nobody or at least as many people as a cell holds.
 * @param curve of the people tested
 * @param main the threshold at the costs that were asked for
 */
export const thresholdsOf = (
  sides: Sides,
  found: Predicted,
  curve: PredictionAnswer['curve'],
  main: ThresholdAnswer,
): ThresholdAnswer[] => {
  const at = (value: number, missCost: number): ThresholdAnswer =>
    thresholdAt(value, sides.test, found.chances, { falsePositive: 1, falseNegative: missCost });
  const kept = [{ value: main.value, flagged: flaggedBy(main) }];
  for (const { chance } of curve) {
    const value = Math.floor(chance * 1e4) / 1e4;
    const flagged = flaggedBy(at(value, 1));
    if (kept.every((one) => Math.abs(one.flagged - flagged) >= LEAST)) kept.push({ value, flagged });
  }
  const nearest = (wanted: number): number =>
    kept.reduce(
      (best, { value }) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best),
      main.value,
    );
  return [...new Set([...MISS_COSTS, main.missCost])]
    .sort((a, b) => a - b)
    .map((missCost) => {
      if (missCost === main.missCost) return at(main.value, missCost);
      const costs = { falsePositive: 1, falseNegative: missCost };
      return at(nearest(cheapestThreshold(found.outOfFold, sides.train.outcome, costs)), missCost);
    });
};

/** Errors by the levels of the chosen attributes, on the people tested. @throws CloisterError NOT_FOUND */
export const fairnessOf = (
  { table, rows, outcome }: Side,
  chances: Float64Array,
  threshold: number,
  groups: readonly string[],
): FairnessAnswer[] =>
  groups.map((feature) => {
    const column = table.columns.find(
      (one): one is LevelColumn => one.id === feature && one.type === 'level',
    );
    if (column === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no attribute ${feature} to compare groups by.`,
        'Choose an attribute with levels, as `cloister features VAULT list` names it.',
      );
    const byLevel = column.levels.map((_, code) =>
      Uint32Array.from(rows.keys()).filter((i) => column.codes[rows[i]] === code),
    );
    // The levels add up to everyone tested: with a few people in one the others are told less finely.
    const around = byLevel.some(({ length }) => isFew(length)) ? LEAST : 1;
    const levels = column.levels.flatMap((level, code) => {
      const own = byLevel[code];
      if (own.length === 0) return [];
      const pick = Float64Array.from(own, (i) => chances[i]);
      const truth = Uint8Array.from(own, (i) => outcome[i]);
      const cells = confusionAt(pick, truth, threshold);
      const yes = cells.truePositive + cells.falseNegative;
      return [
        {
          level,
          people: own.length,
          share: rate(yes, own.length, around),
          flagged: rate(cells.truePositive + cells.falsePositive, own.length, around),
          recall: rate(cells.truePositive, yes, around),
          falsePositives: rate(cells.falsePositive, own.length - yes, around),
        },
      ];
    });
    return { feature, label: column.label, levels: levels.sort((a, b) => b.people - a.people) };
  });

const STRETCHES = 5;
type Effect = PredictorAnswer['effect'];

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Mean Shapley value along a feature: by fifths of its values, or by level. */
const effectOf = (column: FeatureColumn, rows: Uint32Array, values: Float64Array): Effect => {
  const mean = (of: readonly number[]): number => of.reduce((sum, i) => sum + values[i], 0) / of.length;
  const all = [...rows.keys()];
  const told = (label: string, of: number[]): Effect =>
    of.length < LEAST ? [] : [{ label, people: of.length, mean: mean(of) }];
  if (column.type === 'level')
    return column.levels
      .flatMap((level, code) =>
        told(
          level,
          all.filter((i) => column.codes[rows[i]] === code),
        ),
      )
      .sort((a, b) => b.people - a.people)
      .slice(0, 8);
  const known = all
    .filter((i) => !Number.isNaN(column.values[rows[i]]))
    .sort((a, b) => column.values[rows[a]] - column.values[rows[b]] || a - b);
  const effect: Effect = [];
  let from = 0;
  while (from < known.length) {
    let to = Math.min(known.length, from + Math.max(LEAST, Math.ceil(known.length / STRETCHES)));
    while (to < known.length && column.values[rows[known[to]]] === column.values[rows[known[to - 1]]]) to++;
    if (known.length - to < LEAST) to = known.length;
    const [low, high] = [column.values[rows[known[from]]], column.values[rows[known[to - 1]]]];
    effect.push(
      ...told(low === high ? short(low) : `${short(low)} to ${short(high)}`, known.slice(from, to)),
    );
    from = to;
  }
  return [
    ...effect,
    ...told(
      'missing',
      all.filter((i) => Number.isNaN(column.values[rows[i]])),
    ),
  ];
};

/** Features by what they are worth, the most important first. */
export const predictorsOf = (sides: Sides, found: Predicted): PredictorAnswer[] => {
  const alone = aloneOf(sides.test);
  const { explained, worth } = found.worth;
  const rows = explained.map((i) => sides.test.rows[i]);
  return featureGroups({ columns: sides.columns })
    .map(({ feature }, at): PredictorAnswer => {
      const column = sides.test.table.columns.find(({ id }) => id === feature) as FeatureColumn;
      const { loss, spread, shapley, values } = worth[at];
      return {
        feature,
        label: column.label,
        unit: column.type === 'number' ? column.unit : '',
        loss,
        spread,
        shapley,
        alone: alone[at].auc,
        effect: effectOf(column, rows, values),
      };
    })
    .sort((a, b) => b.shapley - a.shapley || (a.feature < b.feature ? -1 : 1));
};

/** People by their chance in tenths from 0 to 1; those with too few people are joined with the next. */
export const bandsOf = (scores: Float64Array): PredictionAnswer['bands'] => {
  const known = scores.filter((score) => !Number.isNaN(score));
  const bands: PredictionAnswer['bands'] = [];
  for (let at = 9; at >= 0; at--) {
    const own = known.filter((score) => Math.min(9, Math.floor(score * 10)) === at);
    const sum = own.reduce((all, score) => all + score, 0);
    const open = bands.at(-1);
    if (open !== undefined && open.people < LEAST) {
      open.chance =
        open.people + own.length === 0
          ? null
          : ((open.chance ?? 0) * open.people + sum) / (open.people + own.length);
      open.people += own.length;
      open.from = at / 10;
    } else
      bands.push({
        from: at / 10,
        to: (at + 1) / 10,
        people: own.length,
        chance: own.length === 0 ? null : sum / own.length,
      });
  }
  const [last, before] = [bands.at(-1), bands.at(-2)];
  if (last !== undefined && before !== undefined && last.people < LEAST) {
    const people = before.people + last.people;
    before.chance =
      people === 0
        ? null
        : ((before.chance ?? 0) * before.people + (last.chance ?? 0) * last.people) / people;
    before.people = people;
    before.from = last.from;
    bands.pop();
  }
  return bands;
};
