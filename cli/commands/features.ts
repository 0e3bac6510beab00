/** `features`: what is known of the admitted people, and what it looks like. */
import { number, shareOf, told } from '../../shared/charts/words.ts';
import type { FeatureInfo, FeaturesAnswer } from '../../shared/contract/answers.ts';
import type { CatalogueFeature } from '../../shared/contract/features.ts';
import { type Command, type Context, form } from '../command.ts';
import { LENS_OPTIONS, type LensValues, lensOf, showLens } from '../lens-options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS, type VaultValues } from '../passphrase.ts';
import { openVault } from './vault.ts';

const MOST_LEVELS = 5;

/** At most three decimals: more would not be read. */
export const figure = (value: number | undefined): string =>
  value === undefined
    ? ''
    : number(Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 1000) / 1000);

const levelsText = ({ levels, known }: FeatureInfo): string => {
  if (levels === null) return '';
  const shown = levels
    .slice(0, MOST_LEVELS)
    .map(({ level, people }) => `${level} ${shareOf(people, known)}`.trimEnd());
  const more = levels.length - shown.length;
  return [...shown, ...(more > 0 ? [`${number(more)} more`] : [])].join(', ');
};

const showNumbers = (out: Out, features: readonly FeatureInfo[]): void => {
  if (features.length === 0) return;
  out.heading('Numbers');
  out.table(
    [
      { head: 'feature', wraps: 1 },
      { head: 'unit' },
      { head: 'known', align: 'right' },
      { head: 'missing', align: 'right' },
      { head: 'mean', align: 'right' },
      { head: '10 %', align: 'right' },
      { head: 'median', align: 'right' },
      { head: '90 %', align: 'right' },
    ],
    features.map(({ id, unit, known, missing, mean, centiles }) => [
      id,
      unit,
      told(known),
      told(missing),
      figure(mean ?? undefined),
      figure(centiles?.[0]),
      figure(centiles?.[1]),
      figure(centiles?.[2]),
    ]),
  );
};

const showLevels = (out: Out, features: readonly FeatureInfo[]): void => {
  if (features.length === 0) return;
  out.heading('Levels');
  out.table(
    [
      { head: 'feature', wraps: 1 },
      { head: 'known', align: 'right' },
      { head: 'missing', align: 'right' },
      { head: 'levels', align: 'right' },
      { head: 'most frequent', wraps: 1 },
    ],
    features.map((feature) => [
      feature.id,
      told(feature.known),
      told(feature.missing),
      number(feature.levels?.length ?? 0),
      levelsText(feature),
    ]),
  );
};

/** The segments of the RFM map and their sizes. */
export const showRfm = (out: Out, rfm: FeaturesAnswer['rfm'], admitted: number): void => {
  if (rfm === null) return;
  const { recency, frequency, monetary } = rfm.groups;
  out.heading(
    `RFM segments (recency in ${recency} groups, frequency in ${frequency}, monetary in ${monetary})`,
  );
  out.table(
    [{ head: 'segment' }, { head: 'people', align: 'right' }, { head: 'share', align: 'right' }],
    [
      ...rfm.segments.map(({ name, people }) => [name, told(people), shareOf(people, admitted)]),
      ['without orders', told(rfm.withoutOrders), shareOf(rfm.withoutOrders, admitted)],
    ],
  );
};

const showCatalogue = (out: Out, catalogue: readonly CatalogueFeature[]): void =>
  out.table(
    [
      { head: 'feature', wraps: 1 },
      { head: 'kept' },
      { head: 'unit' },
      { head: 'made of', wraps: 1 },
      { head: 'what it is', wraps: 1 },
    ],
    catalogue.map(({ id, kept, always, unit, sources, lacking, definition }) => [
      id,
      lacking.length > 0 ? `no ${lacking.join(', ')}` : always ? 'always' : kept ? 'yes' : 'no',
      unit,
      sources.join(', '),
      definition,
    ]),
  );

const compute = async (
  path: string,
  values: LensValues & VaultValues,
  context: Context,
): Promise<FeaturesAnswer> => {
  await openVault(context, path, values);
  return context.call('features.compute', { lens: lensOf(values) });
};

export const featuresCommand: Command = {
  name: 'features',
  summary: 'what is known of the admitted people: list it, or compute its figures',
  about: ['These are the names that `cloister cluster --features` and the rules of segments use.'],
  example: 'cloister features shop compute --purpose personalize --as-of 2026-07-01',
  forms: [
    form({
      action: 'list',
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'names, units and definitions',
      run: async ([path], values, context) => {
        const answer = await compute(path, values, context);
        return {
          json: answer,
          show: (out) => {
            showLens(out, lensOf(values), values, answer.lens);
            out.line();
            out.table(
              [
                { head: 'feature', wraps: 1 },
                { head: 'kind' },
                { head: 'unit' },
                { head: 'known', align: 'right' },
                { head: 'what it is', wraps: 1 },
              ],
              answer.features.map(({ id, type, unit, known, definition }) => [
                id,
                type,
                unit,
                told(known),
                definition,
              ]),
            );
          },
        };
      },
    }),
    form({
      action: 'catalogue',
      words: ['VAULT'],
      options: { ...VAULT_OPTIONS },
      summary: 'everything that can be computed, what it is made of, and what is kept',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const answer = await context.call('features.catalogue', {});
        return { json: answer, show: (out) => showCatalogue(out, answer) };
      },
    }),
    form({
      action: 'keep',
      words: ['VAULT', '[FEATURE]…'],
      options: { ...VAULT_OPTIONS },
      summary: 'keep exactly these further features; without a name, none',
      run: async ([path, ...features], values, context) => {
        await openVault(context, path, values);
        const answer = await context.call('features.keep', { features });
        return { json: answer, show: (out) => showCatalogue(out, answer) };
      },
    }),
    form({
      action: 'compute',
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'how many are known, means, centiles, levels, RFM segments',
      run: async ([path], values, context) => {
        const answer = await compute(path, values, context);
        return {
          json: answer,
          show: (out) => {
            showLens(out, lensOf(values), values, answer.lens);
            showNumbers(
              out,
              answer.features.filter(({ type }) => type === 'number'),
            );
            showLevels(
              out,
              answer.features.filter(({ type }) => type === 'level'),
            );
            showRfm(out, answer.rfm, answer.lens.admitted);
          },
        };
      },
    }),
  ],
};
