/** Words of the clustering methods on Explore: how to cluster, what a method shows of itself, use afterwards. */
import type { DriftVerdictName } from '../../shared/contract/methods.ts';
import { TREE_INFO, type TreeName } from '../../shared/trees.ts';
import { fixed } from './format.ts';

const part = (share: number): string => `${fixed(100 * share, 0)} %`;

export const methods = {
  method: 'Method',
  radius: 'Radius',
  radiusAuto: 'at the bend',
  minPoints: 'Dense from',
  minSize: 'At least',
  people: 'people',
  auto: 'auto',
  covariance: 'Covariance',
  covariances: { full: 'full', diagonal: 'diagonal' },
  silhouettes: 'Silhouettes',
  silhouettesHow: 'each cluster from its surest people to its least sure',
  silhouettesMeans:
    'How much nearer people lie to their own cluster than to the next: 1 is apart, 0 on the border, below 0 in the wrong one. Every point is the mean of at least 11 people (Rousseeuw 1987).',
  tree: 'Tree of clusters',
  treeHow: 'move the cut, then cut',
  treeMeans:
    'Who merges with whom at which height, from the top. Branches with fewer than 11 people are not drawn. Brackets are the clusters as they were cut. The cut decides how many clusters there are; drag it, or use the slider with the arrow keys.',
  cutAt: 'Number of clusters at the cut',
  cutInto: (k: number) => `Cut into ${k}`,
  cutIs: 'This is how the clusters were cut.',
  levels: 'Held together at',
  levelsMeans:
    'A level of the tree holds some of the clusters together: at 2 stands its uppermost split. Its groups become segments too, found by the rules of their clusters, so that each cluster lies inside its group: segments of segments.',
  levelsHow: 'Choose levels of the tree to keep as segments of segments.',
  levelsFull: 'Three levels beside the clusters are the most.',
  levelOf: (level: number) => `${level} groups`,
  levelAlone: 'At this level every cluster stands by itself.',
  holds: (names: readonly string[]) => names.join(' + '),
  keepNested: (levels: number) => `Make segments on ${levels} levels`,
  madeNested: (made: number, groups: number) =>
    `${made} segments were made; ${groups} of them ${groups === 1 ? 'holds' : 'hold'} others.`,
  distances: 'Distance to the nearest people',
  distancesHow: (minPoints: number) => `to the ${minPoints}th nearest, the farthest people first`,
  distancesMeans:
    'Sorted distances of people to their k-th nearest person; every point is the mean of at least 11 people. Left of the bend lies noise: the bend suggests a radius (Ester et al. 1996).',
  radiusAt: (radius: number) => `radius ${radius.toPrecision(3)}`,
  bendAt: (bend: number) => `bend ${bend.toPrecision(3)}`,
  farthest: 'farthest people',
  densest: 'densest',
  criteria: 'Information criteria',
  criteriaHow: 'lower is better; BIC decides',
  criteriaMeans:
    'Schwarz’s and Akaike’s criterion of the mixture for every number of clusters: fit, less a price for every parameter. Lower is better.',
  soft: (share: number) =>
    `${part(share)} of the people belong to their cluster with a probability below 80 %.`,
  noise: 'No cluster',
  keepName: 'Keep it as',
  keep: 'Keep',
  keepEmpty: 'Give it a name first.',
  keepLong: 'At most 64 characters.',
  keptAs: (id: string, version: number) => `Kept as ${id}, version ${version}.`,
  keptNames: (names: readonly string[]) => `Kept beside it: ${names.join(', ')}.`,
  showAgain: 'Make it the current one',
  newcomers: 'Newcomers',
  newcomersHow: (people: string, assigns: string) =>
    `${people} people were not there at the fit; each got ${assigns}`,
  now: 'People now',
  noiseIs: (share: number) => `${part(share)} of the people belong to no cluster. They stay without one.`,
  panel: 'What was done',
  panelHow: 'as text to copy',
  panelMeans:
    'The method, its parameters, what was settled on, the seed and the source, as a text for a paper or a file.',
  doubts: 'What to doubt',
  doubtsNone:
    'No cluster is too small to export or to test, none overlaps or dissolves, and no feature drowns the others.',
  doubtsMeans:
    'Signs of more clusters than the people bear: too few people to export or to test a small difference, overlap (silhouette below .1), no rule, not found again in resamples. Also features that drown the others or say the same.',
  repeatSeeds: (runs: number, mean: number, least: number) =>
    `${runs} other seeds: ARI ${fixed(mean, 2)}, at worst ${fixed(least, 2)}.`,
  repeatParts: (runs: number, mean: number, least: number) =>
    `${runs} times four in five people: ARI ${fixed(mean, 2)}, at worst ${fixed(least, 2)}.`,
  copy: 'Copy',
  copied: 'Copied.',
  seed: (seed: number) => `Seed ${seed}.`,
  featuresOf: (names: string) => `Features: ${names}.`,
  lensOf: (purpose: string, asOf: string) => `People admitted for ${purpose} as of ${asOf}.`,
  rulesBy: (tree: TreeName) =>
    `Rules by ${TREE_INFO[tree].label}. ${TREE_INFO[tree].does} Source: ${TREE_INFO[tree].citation}.`,
  source: (citation: string) => `Source: ${citation}.`,
  cluster: 'Cluster',
  point: 'Point',
  value: 'Value',
  share: 'Share',
  height: 'Height',
  clusters: 'Clusters',
  drift: 'Since the fit',
  driftHow: (before: string, after: string) =>
    before === after ? 'choose a later date on the lens to compare' : `${before} against ${after}`,
  driftMeans:
    'Population stability index between the people of the fit and those of this lens: below .1 stable, to .25 watch, above it moved. A new fit is proposed, never made by itself.',
  figure: 'Feature or cluster',
  psi: 'PSI',
  verdict: 'Verdict',
  verdicts: { stable: 'stable', watch: 'watch', moved: 'moved' } satisfies Record<DriftVerdictName, string>,
  notCompared: 'cannot be compared',
  moves: 'Who moved where',
  movesMeans:
    'People who are there on both dates: the cluster they were in at the fit (rows), and the one they are in now (columns). The shade is the share of the row.',
  both: 'In both',
  movesHow: 'cluster then in rows, now in columns',
  compare: 'Against another clustering',
  compareHow: 'this one in rows, the other in columns',
  compareMeans:
    'Adjusted Rand index between two kept clusterings on the people of this lens: 1 is the same, 0 is chance; and how many people of each cluster are in each other one.',
  compareWith: 'Compare with',
  compareNone: 'Only one clustering was kept. Fit another version or name to compare.',
  version: (version: number) => `version ${version}`,
  ari: (ari: number) => `ARI ${fixed(ari, 2)}.`,
};
