/** Customer value: fits the models for a lens, tests them on time kept back, and says what to doubt. */
import type { FitAnswer, HoldoutAnswer, ValueAnswer } from '../../shared/contract/value.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ValueChoice } from '../../shared/value.ts';
import { DAY } from '../../shared/vocabulary.ts';
import { doubtsAboutHoldout, doubtsAboutMoney, doubtsAboutPurchases } from '../analysis/value/doubts.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { holdOut, trackingCurve } from '../analysis/value/lifetime.ts';
import type { Maximum } from '../analysis/value/maximise.ts';
import { describeModel } from '../analysis/value/value.ts';
import type { ValueInput, ValueOutput } from '../analysis/value/value-worker.ts';
import { now, recordAct } from '../audit/audit.ts';
import { toldMean } from '../features/coarse.ts';
import { type PurchaseHistory, purchasesBetween } from '../features/purchase-history.ts';
import type { Timeline } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { members } from '../segments/members.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import { bodyOf, remember } from './history.ts';
import type { Session } from './session.ts';
import { explainValue } from './value-explain.ts';
import {
  figuresOf,
  historiesFor,
  horizonOf,
  occasionOf,
  type StoredValue,
  UNIT_DAYS,
  VALUE_NAME,
} from './value-features.ts';
import { valueMatrix } from './value-matrix.ts';

const WORKER = new URL('../analysis/value/value-worker.ts', import.meta.url);
/** Points of the tracking curve. */
const MOST_POINTS = 120;
const TENTHS = 10;

const fitModels = (
  history: PurchaseHistory,
  choice: ValueChoice,
  money: boolean,
  run: Run,
): Promise<ValueOutput> => {
  const { frequency, recency, age, mean } = history;
  const input: ValueInput = { model: choice.model, frequency, recency, age, mean, money };
  return run.pool.run<ValueOutput>(WORKER, input, { signal: run.signal });
};

const described = (
  label: string,
  source: string,
  names: readonly string[],
  found: Maximum & { people: number },
): FitAnswer => ({
  label,
  source,
  parameters: names.map((name, i) => ({ name, value: found.parameters[i], error: found.standardErrors[i] })),
  logLikelihood: found.logLikelihood,
  iterations: found.iterations,
  converged: found.converged,
  people: found.people,
});

/** Neighbouring groups are joined until each has enough people to be shown. */
const joined = (groups: ReturnType<typeof holdOut>['groups'], most: number): HoldoutAnswer['groups'] => {
  const out: HoldoutAnswer['groups'] = [];
  for (const { frequency, people, actual, expected } of groups) {
    const open = out.at(-1);
    if (open !== undefined && open.people < POLICY_DEFAULT.minCell) {
      open.actual = (open.actual * open.people + actual * people) / (open.people + people);
      open.expected = (open.expected * open.people + expected * people) / (open.people + people);
      open.people += people;
      open.to = frequency;
    } else out.push({ from: frequency, to: frequency, people, actual, expected });
  }
  const last = out.at(-1);
  const before = out.at(-2);
  if (last !== undefined && before !== undefined && last.people < POLICY_DEFAULT.minCell) {
    before.actual =
      (before.actual * before.people + last.actual * last.people) / (before.people + last.people);
    before.expected =
      (before.expected * before.people + last.expected * last.people) / (before.people + last.people);
    before.people += last.people;
    before.to = last.to;
    out.pop();
  }
  const top = out.at(-1);
  if (top !== undefined && top.to === most) top.to = null;
  return out;
};

/** Fits on the time before the held-out part and compares; null where too little would be left to fit. */
const testOnHoldout = async (
  orders: Timeline,
  asOf: number,
  choice: ValueChoice,
  run: Run,
): Promise<HoldoutAnswer | null> => {
  const unit = UNIT_DAYS[choice.unit];
  const earliest = orders.times.reduce((low, time) => Math.min(low, time), asOf);
  const span = Math.floor((asOf - earliest) / DAY);
  const days = choice.holdout ?? Math.floor(span / 3);
  const cut = asOf - days * DAY;
  if (days < unit || cut <= earliest) return null;
  const before = historiesFor(choice, orders, cut);
  if (!before.frequency.some((x) => x > 0)) return null;
  const { purchases } = await fitModels(before, choice, false, run);
  const most = 7;
  const actual = purchasesBetween(orders, before.person, cut, asOf, occasionOf(choice));
  const h = compressHistories(before.frequency, before.recency, before.age);
  const found = holdOut(purchases, h, days / unit, actual, most);
  return {
    days,
    ...found,
    groups: joined(found.groups, most),
    tracking: track(orders, before, purchases, asOf, cut, choice),
  };
};

const track = (
  orders: Timeline,
  before: PurchaseHistory,
  model: ValueOutput['purchases'],
  asOf: number,
  cut: number,
  choice: ValueChoice,
): HoldoutAnswer['tracking'] => {
  const unit = UNIT_DAYS[choice.unit];
  const firsts = Array.from(before.first);
  const start = firsts.reduce((low, day) => Math.min(low, day), Number.POSITIVE_INFINITY);
  const units = Math.floor((asOf / DAY - start) / unit);
  const expected = trackingCurve(
    model,
    firsts.map((day) => (day - start) / unit),
    units,
  );
  const step = Math.max(1, Math.ceil(units / MOST_POINTS));
  const points: HoldoutAnswer['tracking'] = [];
  for (let i = step; i <= units; i += step) {
    const until = (start + i * unit) * DAY;
    const sofar = purchasesBetween(orders, before.person, 0, until, occasionOf(choice));
    const started = firsts.reduce((sum, day) => sum + (day * DAY < until ? 1 : 0), 0);
    const actual = sofar.reduce((sum, n) => sum + n, 0) - started;
    // A few purchases are those of a few people.
    if (actual >= POLICY_DEFAULT.minCell)
      points.push({ unit: i, actual, expected: expected[i - 1], seen: until <= cut });
  }
  return points;
};

/** A mean on the step that hides each person in it; every group here has enough people to be told. */
const meanOf = (values: Float64Array): number => toldMean(values.slice().sort()) ?? Number.NaN;

const tenthsOf = (
  alive: Float64Array,
  purchases: Float64Array,
  value: Float64Array | null,
  historic: Float64Array | null,
): ValueAnswer['tenths'] => {
  const by = value ?? purchases;
  const order = Uint32Array.from(by.keys()).sort((a, b) => by[b] - by[a] || a - b);
  const parts = Math.min(TENTHS, Math.floor(order.length / POLICY_DEFAULT.minCell));
  const made = Array.from({ length: parts }, (_, part) => {
    const rows = order.subarray(
      Math.floor((part * order.length) / parts),
      Math.floor(((part + 1) * order.length) / parts),
    );
    const mean = (of: Float64Array): number => meanOf(Float64Array.from(rows, (i) => of[i]));
    return {
      people: rows.length,
      alive: mean(alive),
      purchases: mean(purchases),
      value: value === null ? null : mean(value),
      historic: historic === null ? null : mean(historic),
      held: mean(by) * rows.length,
    };
  });
  const whole = made.reduce((sum, { held }) => sum + held, 0);
  return made.map(({ held, ...tenth }) => ({ ...tenth, share: whole > 0 ? held / whole : 0 }));
};

type Kept = { stored: StoredValue; answer: Omit<ValueAnswer, 'version'> };

const fitValue = async (
  session: Session,
  lens: Parameters<Session['view']>[0],
  choice: ValueChoice,
  run: Run,
): Promise<Kept> => {
  const view = session.view(lens);
  const { orders, asOf, people } = view.table();
  const history = historiesFor(choice, orders, asOf);
  if (history.person.length < POLICY_DEFAULT.minCell)
    throw new CloisterError(
      'NO_DATA',
      `Fewer than ${POLICY_DEFAULT.minCell} people under this lens have a purchase; a value model needs more.`,
      'Import orders, or choose a purpose and a date that admit more people.',
    );
  const priced = orders.amounts.length > 0;
  run.progress('Model of purchases', 0, null, 'people');
  const { purchases, money, correlation } = await fitModels(history, choice, priced, run);
  run.progress('Test on time kept back', 0, null, 'people');
  const holdout = await testOnHoldout(orders, asOf, choice, run);
  run.progress('Figures of everyone', 0, null, 'people');
  const stored: StoredValue = { choice, purchases, money: money?.parameters ?? null };
  const figures = figuresOf(stored, history);
  const horizon = horizonOf(choice);
  const compressed = compressHistories(history.frequency, history.recency, history.age);
  const { label, source, parameters } = describeModel(choice.model);
  const bought = new Set(history.person);
  const buyers = view.told(members(people, (person) => bought.has(person)));
  const sum = (of: Float64Array): number => meanOf(of) * buyers;
  return {
    stored,
    answer: {
      lens: lensAnswer(session, view),
      choice,
      people: buyers,
      without: Math.max(0, view.told(view.everyone()) - buyers),
      purchases: { ...described(label, source, parameters, purchases), people: buyers },
      money:
        money === null
          ? null
          : described(
              'Gamma-Gamma',
              'Fader & Hardie, "The gamma-gamma model of monetary value", 2013',
              ['p', 'q', 'gamma'],
              money,
            ),
      alive: meanOf(figures.alive),
      expectedPurchases: sum(figures.purchases),
      historic: priced ? sum(history.total) : null,
      value: figures.value === null ? null : sum(figures.value),
      tenths: tenthsOf(figures.alive, figures.purchases, figures.value, priced ? history.total : null).map(
        (tenth, i, all) =>
          // They add up to the people as they are told.
          i < all.length - 1 ? tenth : { ...tenth, people: tenth.people + buyers - history.person.length },
      ),
      holdout,
      doubts: [
        ...doubtsAboutPurchases(purchases, compressed, horizon.periods * horizon.unitsPerPeriod),
        ...(holdout === null ? [] : doubtsAboutHoldout(holdout)),
        ...(priced ? doubtsAboutMoney(money, correlation, history) : []),
      ],
    },
  };
};

const kept = (session: Session): { body: Kept; version: number } | undefined => {
  const found = getRecord<Kept | null>(session.vault().reader, 'value', VALUE_NAME);
  return found === undefined || found.body === null
    ? undefined
    : { body: found.body, version: found.version };
};

const fitted = (session: Session): Kept => {
  const found = kept(session);
  if (found === undefined)
    throw new CloisterError(
      'NOT_FOUND',
      'No value model was fitted yet.',
      'Fit one with `cloister value VAULT fit`.',
    );
  return found.body;
};

export const valueHandlers: Handlers<'value.fit' | 'value.get' | 'value.explain' | 'value.matrix'> = {
  'value.fit': async ({ lens, value }, session, run) => {
    const made = await fitValue(session, lens, value as ValueChoice, run);
    const version = await recordAct(session.vault(), (db) => {
      const before = bodyOf(db, 'value', VALUE_NAME);
      const result = putRecord(db, 'value', VALUE_NAME, made, now());
      remember(db, 'Customer value fitted', [{ kind: 'value', id: VALUE_NAME, before, after: made }]);
      return {
        result,
        act: {
          action: 'value.fit',
          object: VALUE_NAME,
          purpose: lens.purpose,
          details: { asOf: lens.asOf, model: value.model, months: value.months, people: made.answer.people },
        },
      };
    });
    return { ...made.answer, version };
  },
  'value.get': (_, session) => {
    const found = kept(session);
    return found === undefined ? null : { ...found.body.answer, version: found.version };
  },
  'value.explain': (asked, session) => explainValue(fitted(session).stored, asked),
  'value.matrix': (asked, session) => valueMatrix(fitted(session).stored, asked),
};
