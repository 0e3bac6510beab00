/**
 * A rule for people who were chosen by hand: a small decision tree over the features that tells them from everyone
 * else, its leaves shortened as the rules of clusters are, on the coarse grid of thresholds that may be published.
 */
import type { Fidelity } from '../../shared/release.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { explainClusters } from '../analysis/tree.ts';
import type { FeatureColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { coarsen, niceGrid } from '../privacy/gate/cut-points.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { isMember, type Members } from './members.ts';
import type { Evaluator } from './membership.ts';
import { fidelityOf, simplifyRule } from './simplify.ts';

/** A deeper tree must find the people this much better (Jaccard) to be worth its longer rule. */
const WORTH = 0.03;
const DEPTHS = [2, 3, 4];
/**
 * People of the rest to each who was chosen. With many a small choice drowns and no leaf is theirs; with few the tree
 * does not see whom else it catches. Both are tried, and everyone decides.
 */
const RESTS = [2, 10];

export type Explained = { rule: Rule; found: Members; fidelity: Fidelity };

const pick = (column: FeatureColumn, rows: Int32Array): FeatureColumn => {
  if (column.type === 'level') {
    const codes = new Int32Array(new SharedArrayBuffer(rows.length * 4));
    rows.forEach((row, at) => {
      codes[at] = column.codes[row];
    });
    return { ...column, codes };
  }
  const values = new Float64Array(new SharedArrayBuffer(rows.length * 8));
  rows.forEach((row, at) => {
    values[at] = column.values[row];
  });
  return { ...column, values };
};

/** Everyone who was chosen and, evenly over the lens, at most `rest` times as many of the others. */
const rowsFor = (chosen: Members, people: number, rest: number): Int32Array => {
  const others = people - chosen.people;
  const wanted = Math.min(others, rest * chosen.people);
  const rows = new Int32Array(chosen.people + wanted);
  let at = 0;
  let passed = 0;
  for (let person = 0; person < people; person++) {
    if (isMember(chosen, person)) rows[at++] = person;
    else {
      // The other at place p is taken when p · wanted / others passes a whole number.
      const before = Math.floor((passed * wanted) / others);
      passed += 1;
      if (Math.floor((passed * wanted) / others) > before) rows[at++] = person;
    }
  }
  return rows;
};

/**
 * The shortest rule that finds the chosen people about as well as a longer one, measured on everyone of the lens;
 * null where no leaf of a small tree is mostly theirs.
 * @param columns the features to ask about, one value per person of the lens
 * @throws CloisterError NO_DATA without people or features, CANCELLED
 */
export const explainMembers = async (
  columns: FeatureColumn[],
  chosen: Members,
  people: number,
  evaluator: Evaluator,
  run: Run,
): Promise<Explained | null> => {
  const minLeaf = Math.max(POLICY_DEFAULT.minCell, Math.ceil(chosen.people * 0.02));
  const learn = RESTS.map((rest) => {
    const rows = rowsFor(chosen, people, rest);
    return {
      labels: Uint8Array.from(rows, (person) => (isMember(chosen, person) ? 1 : 0)),
      columns: columns.map((column) => pick(column, rows)),
    };
  });
  let best: Explained | null = null;
  for (const maxDepth of DEPTHS) {
    const worth = best === null ? -1 : best.fidelity.jaccard + WORTH;
    for (const sample of learn) {
      const tree = await explainClusters(
        sample.columns,
        sample.labels,
        { maxDepth, minLeaf, cutPoints: (_, values) => niceGrid(values) },
        run,
      );
      const rule = tree.rules[1]?.rule ?? null;
      if (rule === null) continue;
      const short = coarsen(simplifyRule(rule, chosen, evaluator));
      const found = evaluator.evaluate(short);
      const fidelity = fidelityOf(found, chosen);
      if (fidelity.jaccard > Math.max(worth, best?.fidelity.jaccard ?? -1))
        best = { rule: short, found, fidelity };
    }
  }
  return best;
};
