/**
 * Procedures and answers about who is one person: the links between identifiers, the people that follow from them, and
 * links cut and put back. What names single people is for the privacy officer.
 */
import * as v from 'valibot';
import { mappingSchema } from '../mapping.ts';
import { IDENTIFIER_TYPES, type IdentifierType } from '../vocabulary.ts';
import { moreFiles, path } from './place.ts';
import { job, mutation, query } from './procedure.ts';

const reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400));
const link = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Counts from 1 to 10 are FEW, those that would give one away HIDDEN (`shared/counts.ts`). */
export type IdentitySummary = {
  /** How many identifiers of one type another may be linked with before its links are refused. */
  most: number;
  /** Links that stand, and links that were cut. */
  links: number;
  cut: number;
  /** People known under two numbers and more, by how many. */
  merged: { numbers: string; people: number }[];
  /** Where the links come from, and what they join: a file, or null for pairs that somebody confirmed. */
  sources: { source: string | null; types: [IdentifierType, IdentifierType]; links: number }[];
  /** Identifiers whose links are refused: of a type, with too many of another. */
  shared: { type: IdentifierType; others: IdentifierType; identifiers: number }[];
};

export type IdentityLink = {
  link: number;
  types: [IdentifierType, IdentifierType];
  kind: 'record' | 'confirmed';
  source: string | null;
  /** When it was found, and when it was cut (ISO 8601). */
  at: string;
  cutAt: string | null;
  /** Whether it holds its two ends together: neither cut nor at a shared identifier. */
  holds: boolean;
};

/** One person: every identifier with the beginning of its pseudonym, the number it stands under, and the links. */
export type IdentityOfOne = {
  identifiers: { type: IdentifierType; pseudonym: string; number: number }[];
  links: (IdentityLink & { numbers: [number, number] })[];
};

/** After a change: how many people the vault knows, and whether the two ends of the link are one person. */
export type IdentityChange = { link: number; people: number; together: boolean };

/**
 * How records are compared, with the weights of Fellegi and Sunter (1969): value by value, or by the overlap of Bloom filters
 * made under a key of this search alone (cryptographic long-term keys: Schnell, Bachteler and Reiher 2009).
 */
export const DUPLICATE_METHODS = ['fields', 'clk'] as const;
export type DuplicateMethod = (typeof DUPLICATE_METHODS)[number];

/** How the values of a field agree; `missing` where a record has none. */
export const AGREEMENTS = ['differs', 'alike', 'equal', 'missing'] as const;

/** Two records that are probably one person's; values are masked. */
export type DuplicatePair = {
  pair: number;
  /** Numbers of the records, each in its file, from 1. */
  records: [number, number];
  /** Files the two records stand in, and the one both are paired with, where a source is made of several. */
  files?: string[];
  /** The probability that they are one person's: 0 to 1. */
  score: number;
  /** The record that both are paired with, where they are not alike enough by themselves. */
  through: number | null;
  /**
   * The weight is the logarithm (base 2) of how much the agreement speaks for one person. Filters keep no values, and weigh
   * columns of one sort together.
   */
  fields: {
    field: string;
    agreement: (typeof AGREEMENTS)[number];
    weight: number;
    values: [string, string] | null;
  }[];
};

/** Most pairs that are told, the surest: nobody decides more of them by hand. */
export const MOST_PAIRS = 200_000;

/** Pairs in columns, of which `pairAt` (`shared/duplicate-pairs.ts`) makes the one that is asked for. */
export type DuplicatePairs = {
  count: number;
  /** Numbers of the records, two a pair. */
  records: Uint32Array;
  /** The record that both are paired with; 0 where there is none. */
  through: Uint32Array;
  /** Of both records and the one between the place in `fileNames`, three a pair; none where each source is one file. */
  files: Uint32Array;
  fileNames: string[];
  score: Float64Array;
  /** Which of the ways to agree a pair has. */
  agreement: Uint32Array;
  /** Headers of the fields; of each way to agree and each of them the place in AGREEMENTS and the weight. */
  fields: string[];
  levels: Uint8Array;
  weights: Float64Array;
  /** Masked values, and the places among them of those of each pair and field, two and two; null where filters keep none. */
  values: { texts: string[]; places: Uint32Array } | null;
};

/** Records of one file, or of two, that are probably one person's, the most probable first. */
export type DuplicatesAnswer = {
  /** SHA-256 of what was searched and how: the numbers of pairs hold for it. */
  sha256: string;
  method: DuplicateMethod;
  records: number;
  /** Columns that were compared. */
  fields: string[];
  /** Pairs that were compared, and values too common to bring records together by. */
  compared: number;
  passedOver: number;
  pairs: DuplicatePairs;
  /** Pairs less sure than these, which are not told. */
  more: number;
};
/** What became of pairs that were confirmed; `unknown` have an identifier that the vault does not know. */
export type ConfirmAnswer = { confirmed: number; linked: number; unknown: number; people: number };

const named = { file: path, also: moreFiles, mapping: v.optional(mappingSchema) };
/** One source, or two between which pairs lie; each is a file, or several with the same columns. */
const search = {
  ...named,
  other: v.optional(v.strictObject(named)),
  method: v.optional(v.picklist(DUPLICATE_METHODS), 'fields'),
};

export const identityProcedures = {
  'identity.summary': query(v.strictObject({})).returns<IdentitySummary>(),
  /** The newest links first. */
  'identity.list': query(
    v.strictObject({
      before: v.optional(link),
      most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
    }),
  )
    .officer()
    .returns<{ total: number; links: IdentityLink[] }>(),
  'identity.explain': mutation(
    v.strictObject({
      identifier: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
      type: v.optional(v.picklist(IDENTIFIER_TYPES), 'customer'),
    }),
  )
    .officer()
    .returns<IdentityOfOne>(),
  /** Rows stay with the identifier they came under; a link that is cut stays cut when a file says it again. */
  'identity.cut': mutation(v.strictObject({ link, reason })).officer().returns<IdentityChange>(),
  'identity.restore': mutation(v.strictObject({ link, reason })).officer().returns<IdentityChange>(),
  'identity.limit': mutation(
    v.strictObject({ most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), reason }),
  )
    .officer()
    .returns<IdentitySummary>(),
  /** In memory alone: of what is found nothing is kept. */
  'identity.duplicates': job(v.strictObject(search)).returns<DuplicatesAnswer>(),
  /** Links the identifiers of pairs that somebody looked at. Other files than those they were found in are refused. */
  'identity.confirm': job(
    v.strictObject({
      ...search,
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      pairs: v.pipe(
        v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
        v.minLength(1),
        v.maxLength(MOST_PAIRS),
      ),
      reason,
    }),
  )
    .officer()
    .returns<ConfirmAnswer>(),
} as const;
