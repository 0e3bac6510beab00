/** What the procedures answer. Plain data: it crosses ports and sockets unchanged. */
import type { DataClass, Evidence } from '../column-policy.ts';
import type { Encoding } from '../encodings.ts';
import type { FORMAT_TYPES, Mapping } from '../mapping.ts';
import type { ClusteringChoice, LensChoice } from '../plan.ts';
import type { Fidelity, ValidityRow, Withheld } from '../release.ts';
import type { Rule } from '../rules/rule.ts';
import type { Exclusion, Kind, Role, Separator } from '../vocabulary.ts';
import type { ConsentPreview } from './consent.ts';
import type { FeaturesAnswer } from './features.ts';
import type { DriftAnswer, MethodAnswer } from './methods.ts';
import type { PredictionAnswer } from './prediction.ts';
import type { SourceQuality } from './quality.ts';
import type { HeldOutcome } from './release.ts';
import type { RepeatsAnswer } from './repeats.ts';
import type { ValueAnswer } from './value.ts';

export type { DistributionAnswer, FeatureInfo, FeaturesAnswer, Histogram } from './features.ts';

export type SourceInfo = {
  id: number;
  name: string;
  kind: Kind;
  sha256: string;
  bytes: number;
  records: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  importedAt: number;
};

export type VaultStatus = {
  name: string;
  folder: string;
  people: number;
  sources: SourceInfo[];
  columns: { kind: Kind; name: string; label: string; type: string; role: Role; class: string | null }[];
  schema: number;
};

/** A column as inspection suggests it; `shapes` are masked, never values. */
export type InspectedColumn = {
  column: string;
  role: Role;
  why: string;
  /** What it is under the column policy, how sure that is (0 to 1), and what speaks for it. */
  classification: { class: DataClass; confidence: number; evidence: Evidence[] };
  shapes: string[];
  warnings: string[];
  /** Formats that fit all values and mean different things; the mapping has to say one. Empty where there is no doubt. */
  readings: { format: string; reads: string }[];
  /** Values that enough of its cells hold several of, by the sign that parts them, with names for a yes or no about each. */
  several: { separator: Separator; values: Record<string, string> }[];
};

export type InspectionAnswer = {
  file: string;
  bytes: number;
  sha256: string;
  /** What form it has: its name, how it is packed, and the evidence in sentences. */
  format: { type: FormatType; name: string; packing: 'gzip' | 'zip' | null; why: string[] };
  /** Files it is made of; one unless a folder, a pattern or all entries of an archive are one source. */
  files: number;
  /** Entries of an archive and sheets of a workbook one can choose from, and what is chosen. */
  choices: { entries: string[]; entry: string | null; sheets: string[]; sheet: string | null };
  /** How its text is written; null where it is no text. */
  encoding: string | null;
  /**
   * Where its bytes prove no encoding: those that fit, likeliest first, why, and what each makes of them: the names of
   * columns beyond ASCII, and the commonest letters. Empty where there is no doubt.
   */
  encodings: { encoding: Encoding; why: string; names: string[]; letters: string[] }[];
  /** Name of the delimiter; null where nothing delimits. */
  delimiter: string | null;
  header: boolean;
  /** The system it was exported from: headers it was known by, how sure that is (0 to 1), and who else it may be. */
  system: { id: string; name: string; because: string[]; confidence: number; rival: string | null } | null;
  kind: Kind;
  why: string;
  /** Of a file that names nobody, and whose columns describe people: why each record may be a person of its own. */
  people: string | null;
  /** Records of the file; null of a stream, whose end is not known. */
  records: number | null;
  /** Whether they were counted; else told by the length of the first ones. */
  counted: boolean;
  columns: InspectedColumn[];
  warnings: string[];
  mapping: Mapping;
};

/** Forms a source may have. */
export type FormatType = (typeof FORMAT_TYPES)[number];

/** One record that was not taken, and why. It never repeats the record's values. */
export type Reject = {
  /** File or entry it stands in, where the source is made of several. */
  file?: string;
  /** Line of a text; row of a sheet or of Parquet. */
  line: number;
  record: number;
  offset: number;
  column: string | null;
  reason: string;
};

export type ImportAnswer = {
  source: number | null;
  file: string;
  kind: Kind;
  records: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  repeats: RepeatsAnswer;
  peopleKnown: number;
  peopleNew: number;
  consentEvents: number;
  /** What the values of the consent columns were taken for. */
  consent: ConsentPreview;
  /** Links between identifiers: new ones, people who turned out to be one, identifiers with too many (refused). */
  links: { found: number; merged: number; shared: number };
  amountTotal: number | null;
  /** Records rejected per reason, most frequent first. */
  reasons: { reason: string; records: number }[];
  rejects: Reject[];
  stored: string[];
  dropped: string[];
  /** What about consent was left out because nobody has read its mapping. */
  warnings: string[];
  dryRun: boolean;
  /** How complete, valid and fresh its columns are, and what would mend them. */
  quality: SourceQuality;
  seconds: number;
};

export type LensAnswer = {
  purpose: string;
  label: string;
  asOf: string;
  known: number;
  admitted: number;
  leftOut: { reason: Exclusion; people: number }[];
};

export type ConsentSummary = { asOf: string; known: number; purposes: LensAnswer[] };

/**
 * What was recorded, and how many people a declaration reached: null where that would tell how few it did not, and for
 * a change by identifier, of which an analyst is not told whether it reached anybody.
 */
export type ConsentChange = { purpose: string; state: string; people: number | null };

export type ClusterInfo = {
  label: number;
  people: number;
  /**
   * Whether `people` is what was told before, of this set or of one that differs by fewer than LEAST_CELL people. Which of
   * the two is not told: it would single people out.
   */
  near: boolean;
  rule: Rule | null;
  text: string | null;
  fidelity: Fidelity | null;
  /** Whether it is there again among other people of the same kind; from 0 to 1, and in words. */
  stability: { jaccard: number; verdict: string };
};

export type PcaAnswer = {
  columns: string[];
  variances: number[];
  explained: number[];
  /** Components x columns. */
  loadings: number[][];
};

export type ClusteringAnswer = {
  id: string;
  version: number;
  lens: LensAnswer;
  /** What was asked for: the lens, the features and their scaling, k or its range, the seed. */
  fitted: { lens: LensChoice; clustering: ClusteringChoice; seed: number };
  features: string[];
  k: number;
  why: string;
  elbow: number | null;
  candidates: ValidityRow[];
  /** Standard errors of the candidates’ silhouettes, 0 where exact; people they were measured on. */
  silhouetteErrors: number[];
  silhouetteSample: number;
  secondOpinion: { sample: number; ari: number; inertiaRatio: number } | null;
  /** Resamples of a sample of the people, and the mean adjusted Rand index of their clusterings with this one. */
  stability: { sample: number; resamples: number; agreement: number };
  /** The gap statistic; null where the analyst fixed k. */
  gap: { rows: { k: number; gap: number; error: number }[]; suggested: number; sample: number } | null;
  clusters: ClusterInfo[];
  /** People without a cluster: noise, and those left out. */
  noise: number;
  /** People left out of the fit because a value is missing. */
  leftOut: number;
  pca: PcaAnswer;
  /** What the method shows of itself. */
  shown: MethodAnswer;
};

export type SegmentAnswer = {
  id: string;
  name: string;
  version: number;
  origin: 'rule' | 'cluster' | 'selection';
  /** Which of the group colours is its own, from 0. */
  colour: number;
  rule: Rule;
  text: string;
  /** 0 where it cannot be counted: `needs` says what for. */
  people: number;
  /** A column it asks for that was dropped since, in words; null where it can be counted. */
  needs: string | null;
  /** How well the rule stands for the cluster it came from, or for the people who were drawn around. */
  fidelity: Fidelity | null;
  /** The cluster it came from. */
  cluster: { clustering: string; version: number; label: number } | null;
  /** The smallest segment that this one lies inside by its rule. */
  parent: string | null;
};

export type RefreshAnswer = {
  id: string;
  name: string;
  people: number;
  entered: number | null;
  left: number | null;
  previousAsOf: string | null;
  /** Why it was not counted; null where it was. */
  needs: string | null;
};

export type ExportAnswer = HeldOutcome & {
  folder: string;
  /** The file that binds the package to the record: entry, path and signed root. */
  seal: string;
  files: { path: string; bytes: number; sha256: string }[];
  segments: { id: string; name: string; people: number }[];
  withheld: Withheld[];
  /** Segments that a target cannot say, and why. */
  notExpressed: { target: string; segment: string; reason: string }[];
  raised: string[];
  changedCuts: string[];
};

export type CheckAnswer = { check: string; passed: boolean; detail: string };

export type StepReport = {
  step: string;
  made: string;
  where: string;
  seconds: number;
  /** Highest memory of the process so far, in MB. */
  peakMb: number;
};

export type RunAnswer = {
  steps: StepReport[];
  imports: ImportAnswer[];
  lens: LensAnswer;
  predictions: Pick<PredictionAnswer, 'name' | 'feature' | 'outcome' | 'measures' | 'doubts'>[];
  value: ValueAnswer | null;
  clustering: ClusteringAnswer | null;
  /** Where the clustering was kept as it was: how far people have moved since its fit. */
  drift: DriftAnswer | null;
  rfm: FeaturesAnswer['rfm'];
  segments: SegmentAnswer[];
  export: ExportAnswer | null;
};

export type OverlapAnswer = {
  segments: { id: string; name: string; people: number; colour: number }[];
  overlaps: { a: string; b: string; people: number }[];
};

/** What undo and redo would take back or do again, in words; null where there is nothing to. */
export type HistoryAnswer = { undo: string | null; redo: string | null };

export type BrowseAnswer = {
  folder: string;
  parent: string | null;
  entries: { name: string; path: string; kind: 'folder' | 'file' | 'vault'; bytes: number }[];
};
