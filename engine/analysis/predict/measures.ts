/**
 * How good chances are, against what happened: ROC and precision-recall, Brier score, log loss, reliability, and the
 * threshold of least cost. Curves are told at steps of at least `least` people, so that no step is one person's.
 */

/** People from the highest chance down. Ties in the order of the rows, which no measure here depends on. */
const byChance = (chances: Float64Array): Uint32Array =>
  Uint32Array.from(chances.keys()).sort((a, b) => chances[b] - chances[a] || a - b);

const count = (outcome: Uint8Array): number => outcome.reduce((sum, y) => sum + y, 0);

/** Calls `tell` after each group of equal chances, highest first, with the positives and people so far. */
const walk = (
  chances: Float64Array,
  outcome: Uint8Array,
  tell: (chance: number, positives: number, people: number) => void,
): void => {
  const order = byChance(chances);
  let positives = 0;
  for (let i = 0; i < order.length; i++) {
    positives += outcome[order[i]];
    if (i + 1 === order.length || chances[order[i + 1]] !== chances[order[i]])
      tell(chances[order[i]], positives, i + 1);
  }
};

/**
 * Area under the ROC curve: the chance that a yes scores above a no, ties counted half (Hanley & McNeil 1982).
 * NaN where one of the two does not occur.
 */
export const areaUnderRoc = (chances: Float64Array, outcome: Uint8Array): number => {
  const yes = count(outcome);
  const no = outcome.length - yes;
  let area = 0;
  let [lastYes, lastNo] = [0, 0];
  walk(chances, outcome, (_, positives, people) => {
    const negatives = people - positives;
    area += ((negatives - lastNo) * (positives + lastYes)) / 2;
    [lastYes, lastNo] = [positives, negatives];
  });
  return area / (yes * no);
};

/** Average precision: precision weighted by the gain in recall, as in scikit-learn. */
export const averagePrecision = (chances: Float64Array, outcome: Uint8Array): number => {
  const yes = count(outcome);
  let sum = 0;
  let last = 0;
  walk(chances, outcome, (_, positives, people) => {
    sum += ((positives - last) / yes) * (positives / people);
    last = positives;
  });
  return sum;
};

/** Mean squared difference of chance and outcome (Brier 1950). */
export const brierScore = (chances: Float64Array, outcome: Uint8Array): number =>
  chances.reduce((sum, p, i) => sum + (p - outcome[i]) ** 2, 0) / chances.length;

/** Mean negative log-likelihood; chances are kept 1e-15 away from 0 and 1. */
export const logLoss = (chances: Float64Array, outcome: Uint8Array): number =>
  -chances.reduce((sum, p, i) => {
    const safe = Math.min(1 - 1e-15, Math.max(1e-15, p));
    return sum + (outcome[i] === 1 ? Math.log(safe) : Math.log(1 - safe));
  }, 0) / chances.length;

/** What flagging from a chance on does, as shares. */
export type CurvePoint = { chance: number; falsePositives: number; recall: number; precision: number };

/**
 * Points of both curves as shares, at least a hundredth of everyone apart. Between two of them, before the first and after
 * the last, there are of those with the outcome nobody or at least `least`, and so of those without it.
 */
export const curveOf = (chances: Float64Array, outcome: Uint8Array, least: number): CurvePoint[] => {
  const people = outcome.length;
  const yes = count(outcome);
  const step = Math.max(least, people / 100);
  const points: CurvePoint[] = [];
  let [toldYes, toldNo] = [0, 0];
  const enough = (part: number): boolean => part === 0 || part >= least;
  walk(chances, outcome, (chance, positives, sofar) => {
    const negatives = sofar - positives;
    if (!enough(positives - toldYes) || !enough(negatives - toldNo)) return;
    if (sofar < people && sofar - toldYes - toldNo < step) return;
    if (!enough(yes - positives) || !enough(people - yes - negatives)) return;
    [toldYes, toldNo] = [positives, negatives];
    points.push({
      chance,
      falsePositives: negatives / Math.max(1, people - yes),
      recall: positives / Math.max(1, yes),
      precision: positives / sofar,
    });
  });
  return points;
};

export type ReliabilityRow = { from: number; to: number; people: number; chance: number; share: number };

/** Tenths of the people by chance, lowest first: the mean chance told and the share that came true. */
export const reliability = (chances: Float64Array, outcome: Uint8Array, least: number): ReliabilityRow[] => {
  const order = byChance(chances).reverse();
  const parts = Math.max(1, Math.min(10, Math.floor(order.length / Math.max(1, least))));
  const edge = (part: number): number => {
    let at = Math.floor((part * order.length) / parts);
    // Equal chances stay together: they cannot be told apart.
    while (at > 0 && at < order.length && chances[order[at]] === chances[order[at - 1]]) at++;
    return at;
  };
  const rows: ReliabilityRow[] = [];
  let from = 0;
  for (let part = 1; part <= parts; part++) {
    const to = part === parts ? order.length : edge(part);
    if (to - from < least && part < parts) continue;
    const held = order.subarray(from, to);
    if (held.length === 0) continue;
    const row = {
      from: chances[held[0]],
      to: chances[held[held.length - 1]],
      people: held.length,
      chance: held.reduce((sum, i) => sum + chances[i], 0) / held.length,
      share: held.reduce((sum, i) => sum + outcome[i], 0) / held.length,
    };
    const before = rows.at(-1);
    if (held.length < least && before !== undefined) {
      const all = before.people + row.people;
      before.chance = (before.chance * before.people + row.chance * row.people) / all;
      before.share = (before.share * before.people + row.share * row.people) / all;
      before.people = all;
      before.to = row.to;
    } else rows.push(row);
    from = to;
  }
  return rows;
};

export type Confusion = {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
  trueNegative: number;
};

/** Who is flagged at a chance of at least `threshold`, and rightly. */
export const confusionAt = (chances: Float64Array, outcome: Uint8Array, threshold: number): Confusion => {
  const cells = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
  for (let i = 0; i < chances.length; i++) {
    if (chances[i] >= threshold) cells[outcome[i] === 1 ? 'truePositive' : 'falsePositive'] += 1;
    else cells[outcome[i] === 1 ? 'falseNegative' : 'trueNegative'] += 1;
  }
  return cells;
};

/** What a mistake of each kind costs, in any one unit. */
export type Costs = { falsePositive: number; falseNegative: number };

/** The threshold with the least cost on these people, the highest of several; to four decimals, rounded down. */
export const cheapestThreshold = (chances: Float64Array, outcome: Uint8Array, costs: Costs): number => {
  const yes = count(outcome);
  let best = 1;
  let least = yes * costs.falseNegative;
  walk(chances, outcome, (chance, positives, people) => {
    const cost = (people - positives) * costs.falsePositive + (yes - positives) * costs.falseNegative;
    if (cost >= least) return;
    least = cost;
    best = chance;
  });
  return Math.floor(best * 1e4) / 1e4;
};
