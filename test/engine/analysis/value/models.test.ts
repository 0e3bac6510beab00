/** What holds of the value models whatever the data: identities, simulation, order, bad input. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bgAlive,
  bgConditional,
  bgExpected,
  bgProbability,
} from '../../../../engine/analysis/value/bg-nbd.ts';
import {
  doubtsAboutHoldout,
  doubtsAboutMoney,
  doubtsAboutPurchases,
} from '../../../../engine/analysis/value/doubts.ts';
import { fitGammaGamma } from '../../../../engine/analysis/value/gamma-gamma.ts';
import { compressHistories } from '../../../../engine/analysis/value/histories.ts';
import { trackingCurve } from '../../../../engine/analysis/value/lifetime.ts';
import { digamma, hypergeometric, logGamma } from '../../../../engine/analysis/value/special.ts';
import {
  aliveOf,
  conditionalOf,
  expectedOf,
  fitPurchases,
  PURCHASE_MODELS,
} from '../../../../engine/analysis/value/value.ts';
import { purchaseHistory, purchasesBetween } from '../../../../engine/features/purchase-history.ts';
import type { Timeline } from '../../../../engine/features/table.ts';
import { createRandom } from '../../../../shared/random.ts';

const positive = (most: number): fc.Arbitrary<number> => fc.double({ min: 0.05, max: most, noNaN: true });
const parameters = fc.tuple(positive(5), positive(20), positive(5), positive(20));
/** x, recency, age that a person can have. */
const history = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), positive(200))
  .map(([x, share, age]) => [x, x === 0 ? 0 : share * age, age] as const);

describe('special functions', () => {
  test('ln Gamma: recurrence, reflection at a half, factorials', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 10);
    fc.assert(
      fc.property(positive(1e4), (x) => {
        expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(
          1e-13 * (1 + Math.abs(logGamma(x + 1))),
        );
        expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThan(1e-12 * (1 + 1 / x));
      }),
    );
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
  });
  test('2F1 where it is elementary (Abramowitz & Stegun 15.1)', () => {
    for (const z of [0.01, 0.3, 0.7, 0.95]) {
      expect(hypergeometric(1, 1, 2, z)).toBeCloseTo(-Math.log1p(-z) / z, 11);
      expect(hypergeometric(2.5, 3, 3, z) * (1 - z) ** 2.5).toBeCloseTo(1, 11);
    }
  });
});

describe('every purchase model', () => {
  test.each(PURCHASE_MODELS)(
    '%s: P(alive) is a chance, expectations grow with time and start at 0',
    (model) => {
      fc.assert(
        fc.property(parameters, history, ([p0, p1, p2, p3], [x, recency, age]) => {
          const fit = { model, parameters: [p0, p1, p2, p3] };
          const [n, last] = [
            Math.max(x, Math.ceil(age)),
            x === 0 ? 0 : Math.min(Math.max(x, Math.ceil(recency)), Math.max(x, Math.ceil(age))),
          ];
          const at = model === 'bg-bb' ? ([x, last, n] as const) : ([x, recency, age] as const);
          const alive = aliveOf(fit, ...at);
          expect(alive).toBeGreaterThanOrEqual(0);
          expect(alive).toBeLessThanOrEqual(1 + 1e-9);
          const [near, far] = [conditionalOf(fit, 2, ...at), conditionalOf(fit, 9, ...at)];
          expect(near).toBeGreaterThanOrEqual(-1e-9);
          expect(far).toBeGreaterThanOrEqual(near - 1e-9 * (1 + near));
          expect(Number.isFinite(far)).toBe(true);
          expect(conditionalOf(fit, 0, ...at)).toBe(0);
          expect(expectedOf(fit, 0)).toBe(0);
          expect(expectedOf(fit, 9)).toBeGreaterThanOrEqual(expectedOf(fit, 2) - 1e-9);
        }),
        { numRuns: 300 },
      );
    },
  );
  test('a history of length 0 is a new person, for BG/NBD and Pareto/NBD', () => {
    fc.assert(
      fc.property(parameters, positive(50), ([p0, p1, p2, p3], t) => {
        for (const model of ['bg-nbd', 'pareto-nbd'] as const) {
          const fit = { model, parameters: [p0, p1, p2, p3] };
          const [whole, fresh] = [conditionalOf(fit, t, 0, 0, 0), expectedOf(fit, t)];
          expect(Math.abs(whole - fresh)).toBeLessThan(1e-7 * (1 + fresh));
        }
      }),
    );
  });
  test('the chances of BG/NBD add up to 1 and their mean is the expectation', () => {
    const p = [0.5, 6, 1.2, 3.3] as const;
    let [sum, mean] = [0, 0];
    for (let x = 0; x < 200; x++) {
      const chance = bgProbability(p, 20, x);
      sum += chance;
      mean += x * chance;
    }
    expect(sum).toBeCloseTo(1, 8);
    expect(mean).toBeCloseTo(bgExpected(p, 0, 20), 6);
  });
  test('a = 1 is the limit from both sides', () => {
    const at = (a: number): number => bgConditional([0.5, 6, a, 3], 0, 10, 3, 5, 8);
    expect(at(1)).toBeCloseTo((at(1 - 1e-4) + at(1 + 1e-4)) / 2, 6);
  });
});

/** People who buy and leave as BG/NBD says (shift 0) or MBG/NBD (shift 1). */
const simulate = (people: number, [r, alpha, a, b]: readonly number[], shift: 0 | 1, seed: number) => {
  const random = createRandom(seed);
  const gamma = (shape: number): number => {
    // Marsaglia & Tsang 2000; below 1 by the usual power.
    if (shape < 1) return gamma(shape + 1) * random.next() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - random.next()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const rows = { x: [] as number[], recency: [] as number[], age: [] as number[], alive: 0 };
  for (let i = 0; i < people; i++) {
    const rate = gamma(r) / alpha;
    const [g, h] = [gamma(a), gamma(b)];
    const leave = g / (g + h);
    const age = 20 + Math.floor(random.next() * 30);
    let [x, last, here] = [0, 0, shift === 0 || random.next() >= leave];
    for (let t = 0; here; ) {
      t += -Math.log(1 - random.next()) / rate;
      if (t > age) break;
      x += 1;
      last = t;
      here = random.next() >= leave;
    }
    rows.x.push(x);
    rows.recency.push(last);
    rows.age.push(age);
    rows.alive += here ? 1 : 0;
  }
  return rows;
};

describe('made-up people', () => {
  test.each([
    ['bg-nbd', 0],
    ['mbg-nbd', 1],
  ] as const)('%s finds the parameters they were made with, and how many are left', (model, shift) => {
    const truth = [0.8, 5, 0.9, 2.5];
    const made = simulate(30_000, truth, shift, 7);
    const h = compressHistories(made.x, made.recency, made.age);
    const fit = fitPurchases(model, h);
    expect(fit.converged).toBe(true);
    fit.parameters.forEach((value, i) => {
      const error = fit.standardErrors[i] as number;
      expect(Math.abs(value - truth[i])).toBeLessThan(4 * error);
    });
    let alive = 0;
    h.historyOf.forEach((at) => {
      alive += aliveOf(fit, h.frequency[at], h.recency[at], h.age[at]);
    });
    expect(Math.abs(alive / made.alive - 1)).toBeLessThan(0.02);
  });
  test('the order of people changes nothing; weights stand for repeated rows', () => {
    const made = simulate(400, [0.8, 5, 0.9, 2.5], 0, 5);
    const forward = fitPurchases('bg-nbd', compressHistories(made.x, made.recency, made.age));
    const twice = fitPurchases(
      'bg-nbd',
      compressHistories(
        made.x,
        made.recency,
        made.age,
        made.x.map(() => 2),
      ),
    );
    twice.parameters.forEach((value, i) => {
      expect(value / forward.parameters[i]).toBeCloseTo(1, 4);
    });
    expect(twice.logLikelihood / forward.logLikelihood).toBeCloseTo(2, 9);
  });
  test('Gamma-Gamma finds the same in cents as in euros', () => {
    const random = createRandom(2);
    const x = Float64Array.from({ length: 500 }, () => 1 + Math.floor(random.next() * 6));
    const m = Float64Array.from({ length: 500 }, () => 20 * Math.exp(0.7 * random.normal()));
    const [euros, cents] = [
      fitGammaGamma(x, m),
      fitGammaGamma(
        x,
        m.map((v) => v * 100),
      ),
    ];
    expect(cents.parameters[2] / euros.parameters[2]).toBeCloseTo(100, 3);
    expect(cents.parameters[0]).toBeCloseTo(euros.parameters[0], 4);
  });
  test('doubts are said of the value of a purchase: parameters that are not determined, and none that was fitted', () => {
    // Everybody spends the same each time: nothing tells how people differ.
    const x = Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 4));
    const alike = fitGammaGamma(
      x,
      x.map((n, i) => 30 + (i % 7) / Math.sqrt(n)),
    );
    const none = { returned: 0, free: 0 };
    const codes = (fit: typeof alike | null): string[] =>
      doubtsAboutMoney(fit, 0, none).map(({ code }) => code);
    expect(codes(alike)).toContain('undetermined');
    expect(codes(null)).toEqual(['no-value']);
  });
  test('doubts are said of a model that missed the time kept back, in either direction', () => {
    const said = (actual: number, expected: number) =>
      doubtsAboutHoldout({ actual, expected }).map(({ text }) => text.slice(0, 20));
    expect(said(1770, 86)).toEqual(['It foresaw far fewer']);
    expect(said(100, 140)).toEqual(['It foresaw far more ']);
    expect(said(0, 200)).toEqual(['It foresaw far more ']);
    expect([...said(4088, 3928), ...said(100, 70), ...said(2, 12), ...said(0, 0)]).toEqual([]);
  });
  test('doubts are said: once-only buyers, a horizon beyond the evidence', () => {
    const h = compressHistories([0, 0, 1], [0, 0, 3], [9, 8, 7]);
    const codes = doubtsAboutPurchases(fitPurchases('bg-nbd', h), h, 52).map(({ code }) => code);
    expect(codes).toContain('once-alive');
    expect(codes).toContain('far-ahead');
  });
  test('the tracking curve is the sum of everyone’s expectation since their own start', () => {
    const fit = {
      ...fitPurchases('bg-nbd', compressHistories([2, 0], [3, 0], [9, 8])),
      parameters: [0.243, 4.414, 0.793, 2.426],
    };
    const curve = trackingCurve(fit, [0, 1.5, 1.5], 3);
    const e = (t: number): number => expectedOf(fit, t);
    expect(curve[2]).toBeCloseTo(e(3) + 2 * e(1.5), 12);
    expect(curve[0]).toBeCloseTo(e(1), 12);
  });
});

describe('bad input', () => {
  test.each([
    [[1.5], [1], [2]],
    [[-1], [0], [2]],
    [[1], [3], [2]],
    [[0], [1], [2]],
    [[1], [Number.NaN], [2]],
    [[1], [1], [Number.POSITIVE_INFINITY]],
  ])('a history that nobody can have is refused: %j %j %j', (x, recency, age) => {
    expect(() => compressHistories(x, recency, age)).toThrow(/purchase history of person 1/);
  });
  test('nobody, a value of zero, too few people', () => {
    expect(() => compressHistories([], [], [])).toThrow(/nothing to fit/);
    expect(() => fitGammaGamma(Float64Array.of(1, 1), Float64Array.of(3, 0))).toThrow(/row 2 is 0/);
    expect(() => fitGammaGamma(Float64Array.of(1), Float64Array.of(3))).toThrow(/Fewer than two/);
  });
  test('all people the same: an answer that says it is not determined, never a wrong certainty', () => {
    const h = compressHistories([1, 1, 1, 1], [3, 3, 3, 3], [5, 5, 5, 5]);
    const fit = fitPurchases('mbg-nbd', h);
    expect(doubtsAboutPurchases(fit, h, 1).length).toBeGreaterThan(0);
  });
});

describe('purchase histories from orders', () => {
  const DAY = 86_400_000;
  const at = (day: number, hour = 0): number => day * DAY + hour * 3_600_000;
  const orders: Timeline = {
    offsets: Uint32Array.of(0, 5, 5, 6, 8),
    // One day with two orders; a returned order; nobody; a single order; an order of no value and a real one.
    times: Float64Array.of(at(10, 9), at(10, 17), at(24), at(31), at(60), at(12), at(5), at(20)),
    amounts: Float64Array.of(10, 5, 20, -20, 99, 7, 0, 8),
    codes: new Int32Array(0),
    names: [],
    references: new Uint32Array(0),
  };
  test('days merge, what came back does not count, what cost nothing does, the date is the end of the day before', () => {
    const found = purchaseHistory(orders, at(45), 7);
    expect([...found.person]).toEqual([0, 2, 3]);
    expect([...found.frequency]).toEqual([1, 0, 1]);
    expect([...found.recency]).toEqual([2, 0, 15 / 7]);
    expect([...found.age]).toEqual([34 / 7, 32 / 7, 39 / 7]);
    expect(found.mean[0]).toBe(20);
    expect(found.mean[1]).toBeNaN();
    // What came back is taken off what was spent, on whichever day it did.
    expect([...found.total]).toEqual([15, 7, 8]);
    expect([found.returned, found.free]).toEqual([1, 1]);
  });
  test('later rows never change an earlier history', () => {
    const before = purchaseHistory(orders, at(45), 7);
    const later = { ...orders, times: orders.times.map((t) => (t >= at(45) ? t + at(100) : t)) };
    expect(purchaseHistory(later, at(45), 7)).toEqual(before);
  });
  test('purchases of the held-out time', () => {
    expect([...purchasesBetween(orders, Int32Array.of(0, 2, 3), at(20), at(100))]).toEqual([2, 0, 1]);
  });
  test('P(alive) of a person who bought once: 1 in BG/NBD, below in MBG/NBD', () => {
    expect(bgAlive([0.5, 6, 1.2, 3.3], 0, 0, 0, 20)).toBe(1);
    expect(bgAlive([0.5, 6, 1.2, 3.3], 1, 0, 0, 20)).toBeLessThan(1);
  });
});
