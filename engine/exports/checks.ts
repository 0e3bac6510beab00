/**
 * What a package is checked for, both before it is written and by whoever receives it. The checks read the
 * definition as untrusted data; of the gate they know only the floors that no policy may go below.
 */
import * as v from 'valibot';
import { CloisterError, toErrorData } from '../../shared/errors.ts';
import { METHODS } from '../../shared/methods.ts';
import { type ExportFile, type Share, smallSegmentWarning } from '../../shared/release.ts';
import { parseRule } from '../../shared/rules/rule.ts';
import { EXCLUSIONS } from '../../shared/vocabulary.ts';
import { POLICY_FLOOR } from '../privacy/gate/policy.ts';
import { riskOfSegments } from '../privacy/gate/segment-risk.ts';
import { csvCells, isFormula } from './csv.ts';
import { CONVENTIONS, canonicalText, DEFINITION_FORMAT } from './definition.ts';

export type Check = { check: string; passed: boolean; detail: string };

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const share = v.strictObject({
  percent: v.pipe(whole, v.maxValue(100)),
  bound: v.picklist(['exact', 'below', 'above']),
});
const text = v.string();
const triple = v.tuple([v.number(), v.number(), v.number()]);
const checkedRule = v.custom<unknown>((rule) => {
  try {
    parseRule(rule);
    return true;
  } catch (thrown) {
    if (thrown instanceof CloisterError) return false;
    throw thrown;
  }
}, 'not a rule of the segment language');

const segmentSchema = v.strictObject({
  id: v.pipe(text, v.minLength(1), v.maxLength(80)),
  name: text,
  version: v.pipe(whole, v.minValue(1)),
  origin: v.picklist(['rule', 'cluster']),
  colour: whole,
  rule: checkedRule,
  text,
  people: whole,
  share,
  spend: v.nullable(share),
  fidelity: v.nullable(v.strictObject({ jaccard: fraction, precision: fraction, recall: fraction })),
  persona: v.strictObject({
    name: text,
    summary: text,
    differences: v.array(
      v.strictObject({
        field: text,
        label: text,
        unit: text,
        level: v.nullable(text),
        lift: v.number(),
        interval: v.nullable(v.tuple([v.number(), v.number()])),
        segment: v.number(),
        lens: v.number(),
        inRule: v.boolean(),
      }),
    ),
    usual: v.array(v.strictObject({ field: text, label: text, unit: text, segment: triple, lens: triple })),
    reach: v.array(
      v.strictObject({ purpose: text, label: text, people: v.nullable(whole), share: v.nullable(share) }),
    ),
    plan: v.array(v.strictObject({ content: text, channel: text, timing: text, why: text })),
  }),
});

const clusteringSchema = v.strictObject({
  method: v.picklist(METHODS),
  k: whole,
  why: text,
  features: v.array(text),
  candidates: v.array(
    v.strictObject({
      k: whole,
      inertia: v.number(),
      silhouette: v.number(),
      daviesBouldin: v.number(),
      calinskiHarabasz: v.number(),
    }),
  ),
  silhouetteSample: whole,
  secondOpinion: v.nullable(v.number()),
  columns: v.array(v.strictObject({ feature: text, label: text, unit: text })),
  centroids: v.array(v.strictObject({ segment: text, values: v.array(v.nullable(v.number())) })),
});

const attacker = v.strictObject({ highest: fraction, average: fraction, atRisk: fraction });
export const protectionSchema = v.strictObject({
  risk: v.strictObject({
    people: whole,
    classes: whole,
    k: whole,
    uniques: whole,
    threshold: fraction,
    prosecutor: attacker,
    journalist: attacker,
    marketer: fraction,
    population: v.array(
      v.strictObject({
        fraction,
        share: fraction,
        estimator: v.picklist(['Pitman', 'Zayatz', 'count']),
        highest: fraction,
        average: fraction,
      }),
    ),
  }),
  suppressed: v.strictObject({ primary: whole, complementary: whole, collapsed: whole }),
});

const definitionSchema = v.strictObject({
  format: v.literal(DEFINITION_FORMAT),
  version: v.literal(1),
  conventions: v.strictObject({
    asOf: v.literal(CONVENTIONS.asOf),
    window: v.literal(CONVENTIONS.window),
    missing: v.literal(CONVENTIONS.missing),
    orders: v.literal(CONVENTIONS.orders),
  }),
  name: text,
  purpose: v.strictObject({ id: text, label: text }),
  asOf: v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  seed: v.number(),
  population: v.strictObject({
    known: whole,
    admitted: whole,
    leftOut: v.array(v.strictObject({ reason: v.picklist(EXCLUSIONS), people: v.nullable(whole) })),
  }),
  policy: v.strictObject({
    minCell: whole,
    minSegment: whole,
    roundTo: v.pipe(whole, v.minValue(1)),
    shareBounds: v.tuple([fraction, fraction]),
    dominance: fraction,
  }),
  fields: v.array(
    v.strictObject({
      id: text,
      type: v.picklist(['number', 'level']),
      label: text,
      unit: text,
      definition: text,
    }),
  ),
  segments: v.array(segmentSchema),
  clustering: v.nullable(clusteringSchema),
  protection: protectionSchema,
  noise: v.nullable(v.strictObject({ epsilon: text, scale: text })),
  withheld: v.array(v.strictObject({ item: text, reason: text })),
});
export type ReadDefinition = v.InferOutput<typeof definitionSchema>;

/** A check that passes when nothing is wrong. */
export const checkOf = (name: string, wrong: string[], right: string): Check => ({
  check: name,
  passed: wrong.length === 0,
  detail: wrong.length === 0 ? right : wrong.slice(0, 5).join(' '),
});

/** The document, or why it cannot be read as one. */
export const readDefinition = (content: string): { definition: ReadDefinition | null; check: Check } => {
  const name = 'the definition keeps to its schema';
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (thrown) {
    return { definition: null, check: checkOf(name, [`It is not JSON: ${toErrorData(thrown).message}`], '') };
  }
  const parsed = v.safeParse(definitionSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue) ?? 'the document';
    return { definition: null, check: checkOf(name, [`At ${where}: ${issue.message}.`], '') };
  }
  const wrong = canonicalText(value) === content ? [] : ['It is not in canonical form (RFC 8785).'];
  return { definition: parsed.output, check: checkOf(name, wrong, 'Valid and canonical.') };
};

const shareWrong = (where: string, published: Share, [low, high]: [number, number]): string[] =>
  published.bound === 'exact' &&
  (published.percent < Math.round(low * 100) || published.percent > Math.round(high * 100))
    ? [`${where} publishes ${published.percent}%, outside the bounds of the policy.`]
    : [];

/** The floors of the policy, held against every count and share of a definition. */
export const policyChecks = (definition: ReadDefinition): Check[] => {
  const { policy, population, segments } = definition;
  const { minCell, minSegment, roundTo, shareBounds } = policy;
  const floors: string[] = [];
  for (const name of ['minCell', 'minSegment', 'roundTo'] as const)
    if (policy[name] < POLICY_FLOOR[name])
      floors.push(`${name} is ${policy[name]}, below its floor of ${POLICY_FLOOR[name]}.`);
  const [low, high] = POLICY_FLOOR.shareBounds;
  if (shareBounds[0] < low || shareBounds[1] > high)
    floors.push(`shareBounds are ${shareBounds.join(' to ')}, wider than ${low} to ${high}.`);
  if (policy.dominance > POLICY_FLOOR.dominance)
    floors.push(`dominance is ${policy.dominance}, above ${POLICY_FLOOR.dominance}.`);

  // Rounding may carry a permitted count just below its floor.
  const slack = roundTo / 2;
  const cells: { where: string; people: number; least: number }[] = [
    { where: 'people known', people: population.known, least: minCell },
    { where: 'people included', people: population.admitted, least: minCell },
  ];
  for (const { reason, people } of population.leftOut)
    if (people !== null && people !== 0)
      cells.push({ where: `people left out as ${reason}`, people, least: minCell });
  const shares: string[] = [];
  for (const segment of segments) {
    cells.push({ where: `segment ${segment.id}`, people: segment.people, least: minSegment });
    shares.push(...shareWrong(`Segment ${segment.id}`, segment.share, shareBounds));
    if (segment.spend !== null)
      shares.push(...shareWrong(`The spend of segment ${segment.id}`, segment.spend, shareBounds));
    for (const { purpose, people, share: reached } of segment.persona.reach) {
      const where = `segment ${segment.id}, reach by ${purpose}`;
      if (people !== null && people !== 0) cells.push({ where, people, least: minCell });
      if (reached !== null) shares.push(...shareWrong(where, reached, shareBounds));
    }
  }
  const small = cells.filter(({ people, least }) => people + slack < least);
  const loose = cells.filter(({ people }) => people % roundTo !== 0);
  return [
    checkOf('the policy is at or above the floors', floors, `Cells ${minCell}, segments ${minSegment}.`),
    checkOf(
      'every count is at or above the policy',
      small.map(({ where, people, least }) => `${where}: ${people}, fewer than ${least}.`),
      [`${cells.length} counts.`, smallSegmentWarning(segments, ({ id }) => id) ?? ''].join(' ').trim(),
    ),
    checkOf(
      'every count is rounded',
      loose.map(({ where, people }) => `${where}: ${people} is no multiple of ${roundTo}.`),
      `To multiples of ${roundTo}.`,
    ),
    checkOf('every share is within the bounds of the policy', shares, 'Or coded as a bound.'),
    checkOf(
      'the risk is that of the printed segments',
      canonicalText(riskOfSegments(segments)) === canonicalText(definition.protection.risk)
        ? []
        : ['The figures of risk do not follow from the sizes of the segments.'],
      `Highest risk of one person 1 in ${definition.protection.risk.k}.`,
    ),
  ];
};

/** No cell of a CSV file would run in a spreadsheet. */
export const formulaCheck = (files: readonly ExportFile[]): Check => {
  const wrong: string[] = [];
  for (const { path, content } of files) {
    if (!path.endsWith('.csv')) continue;
    const cells = csvCells(typeof content === 'string' ? content : Buffer.from(content).toString('utf8'));
    if (cells === null) wrong.push(`${path} is not RFC 4180.`);
    else if (cells.flat().some(isFormula)) wrong.push(`${path} holds a cell that begins like a formula.`);
  }
  return checkOf('no cell runs as a formula', wrong, 'Cells that begin with a sign carry an apostrophe.');
};
