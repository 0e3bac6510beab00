/** `value`: fits what people will still buy and what that is worth, and shows what to think of it. */
import { counted, fixed, number, percent, told } from '../../shared/charts/words.ts';
import type { FitAnswer, ValueAnswer, ValueMatrix } from '../../shared/contract/value.ts';
import { type Command, form } from '../command.ts';
import { LENS_OPTIONS, lensOf, showLens } from '../lens-options.ts';
import { UsageError } from '../options.ts';
import type { Column, Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const right = (head: string): Column => ({ head, align: 'right' });
const money = (value: number | null): string => (value === null ? '' : number(Math.round(value * 100) / 100));

const numberOf = (
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(
    valueCommand,
    `--${name} is "${text}".`,
    `Give a number from ${least} to ${most}, with a point for decimals.`,
  );
};

const showFit = (out: Out, title: string, answer: FitAnswer): void => {
  out.heading(`${title}: ${answer.label}`);
  out.table(
    [{ head: 'parameter' }, right('value'), right('standard error')],
    answer.parameters.map(({ name, value, error }) => [
      name,
      value.toPrecision(6),
      error === null ? 'not determined' : error.toPrecision(4),
    ]),
  );
  out.line();
  out.paragraph(
    `Log-likelihood ${fixed(answer.logLikelihood, 3)} over ${counted(answer.people, 'person', 'people')}, ${
      answer.converged
        ? `converged after ${answer.iterations} steps`
        : `not converged after ${answer.iterations} steps`
    }. Maximum likelihood; ${answer.source}.`,
  );
};

const range = ({ from, to }: { from: number; to: number | null }): string =>
  to === null ? `${from} and more` : to === from ? String(from) : `${from} to ${to}`;

const showHoldout = (out: Out, { holdout }: ValueAnswer): void => {
  out.heading('Test on time kept back');
  if (holdout === null) {
    out.paragraph('None: too little time was seen to keep some of it back.');
    return;
  }
  out.table(
    [right('repeats before'), right('people'), right('bought, each'), right('expected, each')],
    holdout.groups.map((group) => [
      range(group),
      told(group.people),
      fixed(group.actual, 3),
      fixed(group.expected, 3),
    ]),
  );
  out.line();
  out.paragraph(
    `In the last ${holdout.days} days ${number(holdout.actual)} purchases happened and ${number(Math.round(holdout.expected))} were expected by the model fitted before them; ${fixed(holdout.error, 3)} off per person on average.`,
  );
};

/** A matrix of the model: rows by silence, columns by repeat purchases. */
const showMatrix = (out: Out, title: string, found: ValueMatrix, of: (number | null)[][], digits: number) => {
  out.heading(title);
  out.table(
    [right('days silent'), ...found.frequencies.map((x) => right(`${x}`))],
    found.silences.map((silence, row) => [
      String(silence),
      ...of[row].map((value) => (value === null ? '' : fixed(value, digits))),
    ]),
  );
};

/** A value fit: parameters, test, tenths of the people, doubts. */
export const showValue = (out: Out, answer: ValueAnswer): void => {
  const { choice } = answer;
  showFit(out, 'Purchases', answer.purchases);
  if (answer.money !== null) showFit(out, 'Value of a purchase', answer.money);
  showHoldout(out, answer);
  out.heading(`The next ${choice.months} months`);
  out.table(
    [
      right('tenth'),
      right('people'),
      right('P(alive)'),
      right('purchases'),
      right('value'),
      right('share'),
      right('so far'),
    ],
    answer.tenths.map((tenth, i) => [
      String(i + 1),
      told(tenth.people),
      fixed(tenth.alive, 3),
      fixed(tenth.purchases, 2),
      money(tenth.value),
      percent(tenth.share),
      money(tenth.historic),
    ]),
  );
  out.line();
  out.paragraph(
    `Means per person, highest first. ${number(Math.round(answer.expectedPurchases))} purchases are expected of ${counted(answer.people, 'person', 'people')}${
      answer.value === null
        ? ''
        : `, worth ${money(answer.value)} at ${choice.discount * 100} % discount a month`
    }${answer.historic === null ? '' : `; they spent ${money(answer.historic)} so far`}. ${
      answer.without === 0 ? '' : `${counted(answer.without, 'person', 'people')} never bought.`
    }`,
  );
  out.heading('Doubts');
  if (answer.doubts.length === 0) out.paragraph('None that the data show.');
  for (const { text } of answer.doubts) out.paragraph(`- ${text}`);
};

export const valueCommand: Command = {
  name: 'value',
  summary: 'model what people will still buy, and what that is worth',
  about: [
    'Fits when people buy (BG/NBD, MBG/NBD, Pareto/NBD, or BG/BB for fixed occasions, one a unit) and what they spend (Gamma-Gamma) by maximum likelihood. P(alive), expected purchases and customer lifetime value then are features like any other, for clusters and rules.',
  ],
  example: 'cloister value shop fit --model mbg-nbd --months 12 --discount 1 --purpose analytics',
  forms: [
    form({
      words: ['VAULT'],
      action: 'fit',
      options: {
        model: {
          kind: 'choice',
          value: 'M',
          choices: ['mbg-nbd', 'bg-nbd', 'pareto-nbd', 'bg-bb'],
          help: 'model of purchases (mbg-nbd); one of mbg-nbd, bg-nbd, pareto-nbd, bg-bb',
        },
        unit: {
          kind: 'choice',
          value: 'U',
          choices: ['day', 'week', 'month'],
          help: 'unit of time: day, week, month (week)',
        },
        months: { kind: 'integer', from: 1, to: 120, help: 'months to look ahead (12)' },
        discount: { kind: 'text', value: 'PERCENT', help: 'discount a month in percent (1)' },
        holdout: { kind: 'integer', from: 1, to: 36_500, help: 'days kept back to test the model (a third)' },
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'fit the models and keep them',
      run: async ([path], values, context) => {
        const { model, unit, months, holdout } = values;
        const discount = numberOf('discount', values.discount, 0, 100);
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('value.fit', {
          lens,
          value: {
            ...(model === undefined ? {} : { model: model as 'mbg-nbd' }),
            ...(unit === undefined ? {} : { unit: unit as 'week' }),
            ...(months === undefined ? {} : { months }),
            ...(discount === undefined ? {} : { discount: discount / 100 }),
            ...(holdout === undefined ? {} : { holdout }),
          },
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values, answer.lens);
            showValue(out, answer);
          },
        };
      },
    }),
    form({
      words: ['VAULT'],
      action: 'matrix',
      options: {
        days: { kind: 'integer', from: 7, to: 36_500, help: 'days since the first purchase (365)' },
        most: { kind: 'integer', from: 1, to: 1000, help: 'largest number of repeat purchases (9)' },
        ...VAULT_OPTIONS,
      },
      summary: 'P(alive) and expected purchases by repeat purchases and days of silence',
      run: async ([path], values, context) => {
        const { days, most } = values;
        await openVault(context, path, values);
        const answer = await context.call('value.matrix', {
          ...(days === undefined ? {} : { days }),
          ...(most === undefined ? {} : { most }),
        });
        return {
          json: answer,
          show: (out) => {
            const first = `first bought ${answer.days} days ago, by repeat purchases`;
            showMatrix(out, `P(alive), ${first}`, answer, answer.alive, 2);
            showMatrix(out, `Purchases to come, ${first}`, answer, answer.purchases, 1);
          },
        };
      },
    }),
    form({
      words: ['VAULT'],
      action: 'explain',
      options: {
        purchases: { kind: 'integer', from: 1, to: 100_000, required: true, help: 'days with a purchase' },
        first: { kind: 'integer', from: 0, to: 36_500, required: true, help: 'days since the first one' },
        last: { kind: 'integer', from: 0, to: 36_500, required: true, help: 'days since the last one' },
        mean: { kind: 'text', value: 'AMOUNT', help: 'mean value of a repeat purchase' },
        ...VAULT_OPTIONS,
      },
      summary: 'how the kept models come from a history to its value, step by step',
      run: async ([path], values, context) => {
        const { purchases, first, last } = values;
        const mean = numberOf('mean', values.mean, 0, 1e12);
        await openVault(context, path, values);
        const answer = await context.call('value.explain', {
          purchases,
          first,
          last,
          ...(mean === undefined ? {} : { mean }),
        });
        return {
          json: answer,
          show: (out) => {
            for (const step of answer.steps) out.paragraph(step);
          },
        };
      },
    }),
  ],
};
