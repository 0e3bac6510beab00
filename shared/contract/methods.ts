/** Clustering methods in the contract: what every method shows of itself, and the use of a clustering afterwards. */
import * as v from 'valibot';
import type { ToldCount } from '../counts.ts';
import type { MethodName } from '../methods.ts';
import { lensSchema } from '../plan.ts';
import { mutation, query } from './procedure.ts';

/** Adjusted Rand indices of several runs with the clustering. */
export type RepeatsAnswer = { runs: number; mean: number; least: number };
/** A branch of a drawn tree; the first is everyone. Shares are rounded to whole per cent. */
export type BranchAnswer = {
  share: number;
  /** The cluster that it is, as it was cut; null for a branch above or below. */
  label: number | null;
  /** Null for a branch that is not split further; `k`: clusters there are once it has split. */
  split: { height: number; larger: number; smaller: number; k: number } | null;
};

/** What a method shows beside its clusters; null where it has no such thing. */
export type MethodAnswer = {
  method: MethodName;
  /** What was done, in sentences: parameters that were settled on, samples, how later people are assigned. */
  done: string[];
  dendrogram: { branches: BranchAnswer[] } | null;
  /** Distances to the k-th nearest person, largest first; means of at least 11 people. */
  distances: { minPoints: number; curve: number[]; bend: number | null; radius: number | null } | null;
  /** Of a mixture its own, of other methods those of round clusters of one width; empty where nothing varies. */
  criteria: { k: number; bic: number; aic: number }[];
  /** Share of people whose likeliest cluster has a posterior below .8, of everyone and of each cluster. */
  soft: { share: number; clusters: number[] } | null;
  /** Silhouettes of each cluster, highest first; means of at least 11 people. */
  silhouettes: { label: number; mean: number | null; profile: number[] }[];
  /** Agreement with fits from other seeds (null for methods that draw nothing) and of four in five people. */
  repeats: { seeds: RepeatsAnswer | null; subsamples: RepeatsAnswer };
  /** What to doubt about the number of clusters. */
  doubts: {
    code:
      | 'small'
      | 'export'
      | 'test'
      | 'apart'
      | 'rule'
      | 'unstable'
      | 'noise'
      | 'flat'
      | 'drowned'
      | 'twins';
    text: string;
  }[];
};

export type KeptClustering = {
  id: string;
  version: number;
  method: MethodName;
  k: number;
  purpose: string;
  asOf: string;
  features: string[];
};

/** One clustering as rows and another as columns; of fewer than 11 people, and of what would give them away, marks. */
export type CrossTable = {
  rows: { clustering: string; version: number; labels: number[] };
  columns: { clustering: string; version: number; labels: number[] };
  /** People by row and column. */
  cells: ToldCount[][];
  /** How many cells are withheld and why, in a sentence; null where none is. */
  withheld: string | null;
};
export type CompareAnswer = { people: number; ari: number; words: string; table: CrossTable };

export type DriftVerdictName = 'stable' | 'watch' | 'moved';
export type DriftFigure = { name: string; psi: number | null; verdict: DriftVerdictName | null };
export type DriftAnswer = {
  clustering: string;
  version: number;
  /** Dates compared: that of the fit and that of the lens asked for. */
  before: string;
  after: string;
  people: { before: ToldCount; after: ToldCount; both: ToldCount };
  features: DriftFigure[];
  /** How the people are spread over the clusters. */
  sizes: DriftFigure;
  clusters: {
    label: number;
    before: ToldCount;
    after: ToldCount;
    psi: number | null;
    verdict: DriftVerdictName | null;
  }[];
  /** Who is there on both dates: their cluster then (rows) and now (columns). */
  migration: CrossTable;
  /** A sentence where a new fit is proposed; it is never made without being asked for. */
  proposal: string | null;
};

/** Everyone of a lens in the clusters of a kept model, and those among them who were not there when it was fitted. */
export type AssignAnswer = {
  clustering: string;
  version: number;
  /** How a person who comes later gets a cluster. */
  assigns: string;
  clusters: (ToldCount & { label: number })[];
  /** People without a cluster. */
  noise: number;
  newcomers: ToldCount & { clusters: (ToldCount & { label: number })[]; noise: number };
};

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const version = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));

export const methodProcedures = {
  'clustering.list': query(v.strictObject({})).returns<KeptClustering[]>(),
  /** Keeps a version under a name, as its newest version; under `clustering` it is the one that Explore shows. */
  'clustering.keep': mutation(
    v.strictObject({
      from: v.strictObject({ id, version }),
      name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
    }),
  ).returns<KeptClustering>(),
  /** The people of a lens in the clusters of a kept model, newcomers apart. */
  'clustering.assign': query(
    v.strictObject({ lens: lensSchema, clustering: v.optional(id, 'clustering'), version }),
  ).returns<AssignAnswer>(),
  /** Two kept clusterings on the people of one lens. */
  'clustering.compare': query(
    v.strictObject({
      lens: lensSchema,
      first: v.strictObject({ id, version }),
      second: v.strictObject({ id, version }),
    }),
  ).returns<CompareAnswer>(),
  /** Whether people now are still like those of the fit, and who moved where. */
  'clustering.drift': query(
    v.strictObject({ lens: lensSchema, clustering: v.optional(id, 'clustering') }),
  ).returns<DriftAnswer>(),
} as const;
