/** How full a stored column is, and how well attributes tell people apart alone, in pairs and in triples. */
import type { ColumnInfo } from '../../shared/contract/columns.ts';
import type { ColumnAudit, MinimizationAnswer } from '../../shared/contract/minimization.ts';
import { ASSUMED_FRACTIONS } from '../../shared/risk.ts';
import { loadColumns } from '../columns/columns.ts';
import { isFew } from '../privacy/gate/admit.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { populationRisk } from '../privacy/population.ts';
import { distinguishing, equivalenceClasses, riskOfClasses } from '../privacy/risk.ts';
import type { Connection } from '../vault/database.ts';
import { diversityBy, type Key, leastForms } from './minimization-forms.ts';
import type { View } from './session.ts';

/** Attributes that pairs and triples are made of: the ones that tell most people apart. */
const MOST_KEYS = 10;

/** Values of a column as codes, one per row; -1 where it has none. */
export const filledOf = (
  db: Connection,
  info: ColumnInfo,
): { rows: number; filled: number; distinct: number | null } => {
  const { rows, columns } = loadColumns(db, info.kind);
  const values = columns.get(info.name);
  if (values === undefined) return { rows, filled: 0, distinct: null };
  if (info.type === 'hash') {
    let filled = 0;
    for (let row = 0; row < rows; row++) if (values[2 * row] !== 0 || values[2 * row + 1] !== 0) filled += 1;
    return { rows, filled, distinct: null };
  }
  const seen = new Set<number>();
  let filled = 0;
  for (const value of values)
    if (!Number.isNaN(value) && value !== -1) {
      filled += 1;
      seen.add(value);
    }
  return { rows, filled, distinct: seen.size };
};

type Keys = (Key & { label: string; name: string })[];

/** Attributes of the admitted, for how well they tell people apart; those that tell most apart first. */
export const keysOf = (view: View, rows: Uint32Array): Keys =>
  view.lens
    .attributes()
    .map((attribute) => ({
      attribute,
      label: attribute.label,
      name: attribute.name,
      values: Array.from(rows, (row) =>
        attribute.type === 'number' ? attribute.values[row] : attribute.codes[row],
      ),
    }))
    .map((key) => ({ key, separation: distinguishing([key.values], rows.length).separation }))
    .sort((a, b) => b.separation - a.separation)
    .map(({ key }) => key);

const isSensitive = ({ attribute }: Key): boolean => attribute.class === 'sensitive';

export const bestWith = (keys: Keys, name: string, size: 2 | 3, people: number): ColumnAudit['pair'] => {
  const most = keys.slice(0, MOST_KEYS);
  const own = most.find((key) => key.name === name);
  if (own === undefined) return null;
  const others = most.filter((key) => key.name !== name);
  let best: ColumnAudit['pair'] = null;
  const consider = (chosen: Keys): void => {
    const found = distinguishing(
      [own, ...chosen].map(({ values }) => values),
      people,
    );
    if (best === null || found.distinction > best.distinction)
      best = { with: chosen.map(({ label }) => label), ...found };
  };
  others.forEach((first, i) => {
    if (size === 2) consider([first]);
    else for (const second of others.slice(i + 1)) consider([first, second]);
  });
  return best;
};

/** Risk of people by all the attributes together; null without attributes or for fewer people than a cell may hold. */
export const riskBy = (all: Keys, people: number): MinimizationAnswer['risk'] => {
  const keys = all.slice(0, MOST_KEYS);
  if (keys.length === 0 || people < POLICY_DEFAULT.minCell) return null;
  const classes = equivalenceClasses(
    keys.map(({ values }) => values),
    people,
  );
  const { prosecutor, uniques } = riskOfClasses(classes);
  const isTold = !isFew(uniques, POLICY_DEFAULT);
  return {
    by: keys.map(({ label }) => label),
    average: prosecutor.average,
    highest: prosecutor.highest,
    uniques: isTold ? uniques / people : null,
    population: isTold ? ASSUMED_FRACTIONS.map((fraction) => populationRisk(classes.sizes, fraction)) : [],
    diversity: diversityBy(
      keys.filter((key) => !isSensitive(key)),
      all.filter(isSensitive),
      people,
    ),
    least: leastForms(keys, people),
  };
};
