/**
 * The clustering methods: what each is called, what it may be told, how a later person is assigned, and whose it is.
 * Contract, command line, plan and screen all read this one table.
 */

export const METHODS = [
  'kmeans',
  'pam',
  'ward',
  'single',
  'complete',
  'average',
  'dbscan',
  'hdbscan',
  'mixture',
  'kprototypes',
] as const;
export type MethodName = (typeof METHODS)[number];

/** The label of people who belong to no cluster. */
export const NOISE = 255;
/** Stands in kept labels for people who were not there when the clustering was made, or are erased. */
export const NOT_THERE = 254;
/** Most clusters that a method may give; more tell nobody anything. */
export const MOST_CLUSTERS = 60;

export type MethodParameter = 'k' | 'radius' | 'minPoints' | 'minSize' | 'covariance' | 'gamma' | 'distance';

export type MethodInfo = {
  label: string;
  /** What it does, in one sentence. */
  does: string;
  /** What it may be told. `k` stands for a number of clusters or a range of them. */
  takes: readonly MethodParameter[];
  /** How a person who comes later gets a cluster. */
  assigns: string;
  /** What happens with many people. */
  limit: string;
  citation: string;
};

const NEAREST_MEAN = 'the cluster whose mean is nearest';
const CHAIN = 'At most 10,000 people: it keeps the distance of every pair.';

export const METHOD_INFO: Readonly<Record<MethodName, MethodInfo>> = {
  kmeans: {
    label: 'k-means',
    does: 'Clusters around means, with the least sum of squared distances to them.',
    takes: ['k'],
    assigns: NEAREST_MEAN,
    limit: 'Any number of people; restarts run on samples of 8,000 to 100,000, the final passes on everyone.',
    citation:
      'S. Lloyd, IEEE Trans. Inf. Theory 28(2), 1982; D. Arthur and S. Vassilvitskii, SODA 2007 (k-means++); G. Hamerly, SDM 2010',
  },
  pam: {
    label: 'k-medoids (PAM)',
    does: 'Clusters around typical people, with the least sum of distances to them; levels by Gower’s distance.',
    takes: ['k', 'distance'],
    assigns:
      'the nearest typical profile: the mean of the 11 members nearest to the medoid, so that no single person is kept',
    limit: 'Exact up to 3,000 people; above that the best of five samples (CLARA).',
    citation:
      'L. Kaufman and P. Rousseeuw, Finding Groups in Data, 1990, chapters 2 and 3; E. Schubert and P. Rousseeuw, Information Systems 101, 2021; J. Gower, Biometrics 27, 1971',
  },
  ward: {
    label: 'Ward',
    does: 'Merges the two clusters whose union adds least to the squared distances, from everyone alone to all together.',
    takes: ['k'],
    assigns: `${NEAREST_MEAN}, which is not how the tree was built`,
    limit: 'Exact up to 50,000 people; above that Ward on 250 small k-means clusters.',
    citation: 'J. Ward, JASA 58, 1963; F. Murtagh and P. Legendre, Journal of Classification 31, 2014',
  },
  single: {
    label: 'Single linkage',
    does: 'Merges the two clusters with the nearest pair of people; follows chains.',
    takes: ['k'],
    assigns: `${NEAREST_MEAN}, which is not how the tree was built`,
    limit: 'At most 50,000 people.',
    citation: 'R. Sibson, Computer Journal 16, 1973; J. Gower and G. Ross, Applied Statistics 18, 1969',
  },
  complete: {
    label: 'Complete linkage',
    does: 'Merges the two clusters whose farthest pair of people is nearest; keeps clusters compact.',
    takes: ['k'],
    assigns: `${NEAREST_MEAN}, which is not how the tree was built`,
    limit: CHAIN,
    citation: 'D. Defays, Computer Journal 20, 1977',
  },
  average: {
    label: 'Average linkage',
    does: 'Merges the two clusters with the least mean distance between their people.',
    takes: ['k'],
    assigns: `${NEAREST_MEAN}, which is not how the tree was built`,
    limit: CHAIN,
    citation: 'R. Sokal and C. Michener, Univ. Kansas Science Bulletin 38, 1958',
  },
  dbscan: {
    label: 'DBSCAN',
    does: 'Clusters are dense regions; who lies in none is noise and stays unassigned.',
    takes: ['radius', 'minPoints'],
    assigns:
      'the cluster of the nearest dense place within the radius, else none; dense places are means of at least 11 people',
    limit: 'At most 1,000,000 people, the fewer the neighbours within the radius the faster.',
    citation: 'M. Ester, H.-P. Kriegel, J. Sander and X. Xu, KDD 1996',
  },
  hdbscan: {
    label: 'HDBSCAN',
    does: 'Dense regions of any density, kept where they last longest; who lies in none is noise.',
    takes: ['minSize', 'minPoints'],
    assigns: 'the cluster of the nearest dense place within its own reach, else none',
    limit: 'At most 50,000 people.',
    citation: 'R. Campello, D. Moulavi and J. Sander, PAKDD 2013; R. Campello et al., ACM TKDD 10(1), 2015',
  },
  mixture: {
    label: 'Gaussian mixture',
    does: 'Everyone belongs to every cluster to a degree; the label is the likeliest one.',
    takes: ['k', 'covariance'],
    assigns: 'the cluster with the highest posterior probability',
    limit: 'Needs memory for people times clusters.',
    citation:
      'A. Dempster, N. Laird and D. Rubin, JRSS B 39, 1977; G. Schwarz, Annals of Statistics 6, 1978 (BIC)',
  },
  kprototypes: {
    label: 'k-prototypes',
    does: 'k-means for mixed features: means of numbers, the most frequent level of levels.',
    takes: ['k', 'gamma'],
    assigns: 'the nearest prototype',
    limit: 'Any number of people; restarts run on a sample of 20,000.',
    citation: 'Z. Huang, Data Mining and Knowledge Discovery 2, 1998',
  },
};

/** Whether a method is told how many clusters to look for. */
export const takesK = (method: MethodName): boolean => METHOD_INFO[method].takes.includes('k');
