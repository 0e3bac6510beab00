/** `predict`: fits and tests a model of what people will do, and shows what to think of it. */
import { fixed, number } from '../../shared/charts/words.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { type OutcomeChoice, PREDICTION_METHODS, type PredictionMethod } from '../../shared/prediction.ts';
import { type Command, form } from '../command.ts';
import { LENS_OPTIONS, lensOf, SEED_OPTION, showLens } from '../lens-options.ts';
import { UsageError } from '../options.ts';
import type { Column } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { showPrediction } from './predict-tables.ts';
import { showSegments } from './segment.ts';
import { openVault } from './vault.ts';

const right = (head: string): Column => ({ head, align: 'right' });

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    predictCommand,
    `--${name} is "${text}".`,
    'Give a number above 0, with a point for decimals.',
  );
};

type OutcomeOptions = {
  days?: number | undefined;
  spend?: string | undefined;
  top?: string | undefined;
  attribute?: string | undefined;
};

/** The outcome that was asked for: an attribute, high spending, or (with neither) no order in the days after. */
const outcomeOf = (values: OutcomeOptions): OutcomeChoice => {
  const { attribute, spend, top, days = 90 } = values;
  if ([attribute, spend, top].filter((one) => one !== undefined).length > 1)
    throw new UsageError(
      predictCommand,
      'More than one outcome was asked for.',
      'Give one of --spend, --top and --attribute, or none for no order.',
    );
  if (attribute !== undefined) {
    const at = attribute.indexOf('=');
    if (at < 1 || at === attribute.length - 1 || values.days !== undefined)
      throw new UsageError(
        predictCommand,
        values.days === undefined
          ? `--attribute cannot be read at "${attribute}".`
          : 'An attribute has no days.',
        'Write FEATURE=LEVEL, for example profile.churn=Yes.',
      );
    return { kind: 'attribute', feature: attribute.slice(0, at), level: attribute.slice(at + 1) };
  }
  if (spend !== undefined) return { kind: 'spend', days, least: numberOf('spend', spend) };
  if (top !== undefined) return { kind: 'top-spend', days, share: numberOf('top', top) / 100 };
  return { kind: 'no-purchase', days };
};

const listOf = (text: string | undefined): string[] | undefined =>
  text === undefined
    ? undefined
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');

export const predictCommand: Command = {
  name: 'predict',
  summary: 'predict who will stop buying, or spend much, and how sure that is',
  about: [
    'Learns from what was known before an earlier day and what happened after it, and is tested on later days. The chance then is a feature like any other, NAME_score, for rules and clusters.',
  ],
  example: 'cloister predict shop fit --name churn --days 90 --purpose analytics',
  forms: [
    form({
      words: ['VAULT'],
      action: 'fit',
      options: {
        name: { kind: 'text', value: 'N', help: 'name of the prediction (churn); its feature is N_score' },
        days: { kind: 'integer', from: 1, to: 3650, help: 'days after that are looked at (90)' },
        spend: { kind: 'text', value: 'AMOUNT', help: 'predict who spends at least this much in those days' },
        top: {
          kind: 'text',
          value: 'PERCENT',
          help: 'predict who is among these per cent by spending in those days',
        },
        attribute: { kind: 'text', value: 'F=L', help: 'predict who has level L of the attribute F' },
        method: {
          kind: 'choice',
          value: 'M',
          choices: PREDICTION_METHODS,
          help: 'boosting, forest, tree or logistic (boosting)',
        },
        features: { kind: 'text', value: 'F,…', help: 'features to predict from (all that carry a date)' },
        groups: { kind: 'text', value: 'F,…', help: 'attributes whose levels are compared for errors' },
        'cost-flag': { kind: 'text', value: 'C', help: 'what flagging somebody for nothing costs (1)' },
        'cost-miss': { kind: 'text', value: 'C', help: 'what missing somebody costs (1)' },
        ...SEED_OPTION,
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'fit and test a model and keep it',
      run: async ([path], values, context) => {
        const outcome = outcomeOf(values);
        const features = listOf(values.features);
        const prediction: Input<'prediction.fit'>['prediction'] = {
          outcome,
          ...(values.method === undefined ? {} : { method: values.method as PredictionMethod }),
          ...(features === undefined ? {} : { features }),
          groups: listOf(values.groups) ?? [],
          costs: {
            falsePositive: numberOf('cost-flag', values['cost-flag'] ?? '1'),
            falseNegative: numberOf('cost-miss', values['cost-miss'] ?? '1'),
          },
        };
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('prediction.fit', {
          lens,
          prediction,
          ...(values.name === undefined ? {} : { name: values.name }),
          ...(values.seed === undefined ? {} : { seed: values.seed }),
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values, answer.lens);
            showPrediction(out, answer);
          },
        };
      },
    }),
    form({
      words: ['VAULT'],
      action: 'list',
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'the kept predictions with their tests',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const lens = lensOf(values);
        const predictions = await context.call('prediction.list', { lens });
        return {
          json: { lens, predictions },
          show: (out) => {
            showLens(out, lens, values);
            out.line();
            if (predictions.length === 0) out.line('Nothing is predicted yet.');
            out.table(
              [
                { head: 'feature' },
                { head: 'outcome', wraps: 1 },
                { head: 'method' },
                right('AUC'),
                right('Brier'),
                right('version'),
              ],
              predictions.map((one) => [
                one.feature,
                one.outcome,
                one.fitted.prediction.method,
                fixed(one.measures.auc, 4),
                fixed(one.measures.brier, 4),
                number(one.version),
              ]),
            );
          },
        };
      },
    }),
    form({
      words: ['VAULT'],
      action: 'segment',
      options: {
        name: { kind: 'text', value: 'N', help: 'name of the prediction (churn)' },
        from: {
          kind: 'text',
          value: 'CHANCE',
          help: 'least chance of the band (the threshold of the prediction)',
        },
        to: { kind: 'text', value: 'CHANCE', help: 'chance it stays below; without it there is no limit' },
        segment: { kind: 'text', value: 'N', required: true, help: 'what the segment is called' },
        ...LENS_OPTIONS,
        ...VAULT_OPTIONS,
      },
      summary: 'a band of chances as a segment',
      run: async ([path], values, context) => {
        const name = values.name ?? 'churn';
        const to = values.to === undefined ? null : numberOf('to', values.to);
        await openVault(context, path, values);
        const lens = lensOf(values);
        const kept = (await context.call('prediction.list', { lens })).find((one) => one.name === name);
        if (kept === undefined)
          throw new UsageError(
            predictCommand,
            `There is no prediction ${name}.`,
            'Fit it with `cloister predict VAULT fit`.',
          );
        const from = values.from === undefined ? kept.threshold.value : Number(values.from);
        if (!(from >= 0 && from < (to ?? 1.000001)))
          throw new UsageError(
            predictCommand,
            `--from is "${values.from ?? from}".`,
            'Give a chance from 0 to below --to.',
          );
        const field = kept.feature;
        const answer = await context.call('segment.define', {
          lens,
          name: values.segment,
          rule:
            to === null
              ? { op: 'compare', field, is: '>=', value: from }
              : { op: 'between', field, from, to },
        });
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values);
            out.line();
            showSegments(out, [answer]);
          },
        };
      },
    }),
  ],
};
