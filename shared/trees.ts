/** The trees that put clusters into words: what each is called, what it does, and whose it is. */

export const TREES = ['cart', 'imm', 'exkmc'] as const;
export type TreeName = (typeof TREES)[number];
/** The one that is used unless another is chosen. */
export const DEFAULT_TREE: TreeName = 'cart';

export type TreeInfo = {
  label: string;
  /** What it does, in one sentence. */
  does: string;
  /** When to take it. */
  when: string;
  citation: string;
};

export const TREE_INFO: Readonly<Record<TreeName, TreeInfo>> = {
  cart: {
    label: 'CART',
    does: 'Asks what lowers the mixture of clusters (Gini impurity) most, as deep as it is worth.',
    when: 'The default: it looks at who is in which cluster alone, so it serves every method and also tells noise apart.',
    citation: 'L. Breiman, J. Friedman, R. Olshen and C. Stone, Classification and Regression Trees, 1984',
  },
  imm: {
    label: 'IMM',
    does: 'One leaf for every cluster: each question parts centres with as few people on the wrong side as can be.',
    when: 'For the shortest rules: one list of conditions for each cluster.',
    citation: 'M. Moshkovitz, S. Dasgupta, C. Rashtchian and N. Frost, ICML 2020',
  },
  exkmc: {
    label: 'ExKMC',
    does: 'IMM, then twice as many leaves: each further question saves most of the distance to the centres.',
    when: 'For the lowest price with centres, at the cost of rules with several parts.',
    citation: 'N. Frost, M. Moshkovitz and C. Rashtchian, arXiv:2006.02399, 2020',
  },
};
