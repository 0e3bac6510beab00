/**
 * Linear programming against the tables of a package: the least and the most of everything that is not printed, given
 * what is. A printed count stands for every count that rounds to it, a printed percentage for half a point either way.
 */
import { boundsOf, type CellSystem } from '../../privacy/gate/bounds.ts';
import type { ReadDefinition } from '../checks.ts';

type Interval = [number, number];
type Cell = { what: string; bounds: Interval; hidden: boolean };

const rounded = (printed: number, roundTo: number): Interval =>
  printed === 0 ? [0, 0] : [Math.max(1, printed - roundTo / 2), printed + roundTo / 2];

const number = (value: number): string => String(Number(value.toFixed(1)));

/** Hidden cells that are told to within fewer people than a cell may have, or that surely are a few. */
const findings = async (
  cells: readonly Cell[],
  sums: CellSystem['sums'],
  minCell: number,
): Promise<{ asked: number; found: string[]; narrowest: number | null }> => {
  const hidden = cells.flatMap((cell, at) => (cell.hidden ? [at] : []));
  const bounds = await boundsOf({ cells: cells.map((cell) => cell.bounds), sums }, hidden, minCell);
  const found: string[] = [];
  let narrowest: number | null = null;
  for (const at of hidden) {
    const [low, high] = bounds.get(at) as Interval;
    narrowest = Math.min(narrowest ?? high - low, high - low);
    const isFew = low >= 1 && high < minCell;
    if (isFew || high - low < minCell - 1e-6)
      found.push(`${cells[at].what}: ${number(Math.max(0, low))} to ${number(high)} people`);
  }
  return { asked: hidden.length, found, narrowest };
};

/** Everyone known, admitted and left out by reason. */
const populationTable = ({ population, policy }: ReadDefinition) => {
  const printed = (what: string, people: number): Cell => ({
    what,
    bounds: rounded(people, policy.roundTo),
    hidden: false,
  });
  const cells: Cell[] = [
    printed('known', population.known),
    printed('admitted', population.admitted),
    ...population.leftOut.map(
      ({ reason, people }): Cell =>
        people === null
          ? { what: `people left out as ${reason}`, bounds: [1, Number.POSITIVE_INFINITY], hidden: true }
          : printed(reason, people),
    ),
  ];
  const of = cells.map((_, at) => [at, at === 0 ? -1 : 1] as const);
  return { cells, sums: [{ of, from: 0, to: 0 }] };
};

/** Levels of one attribute by segment; where the segments are clusters their columns add up to at most the lens. */
const levelTable = ({ segments, policy, population }: ReadDefinition, field: string) => {
  const levels = [
    ...new Set(
      segments.flatMap(({ persona }) =>
        persona.differences.filter((row) => row.field === field).flatMap(({ level }) => level ?? []),
      ),
    ),
  ];
  const cells: Cell[] = [];
  const sums: CellSystem['sums'][number][] = [];
  const percent = (value: number, [low, high]: Interval): Interval => [
    Math.max(0, ((value - 0.5) / 100) * low),
    ((value + 0.5) / 100) * high,
  ];
  const columns = levels.map(() => [] as [number, number][]);
  const everyone = rounded(population.admitted, policy.roundTo);
  const lens = new Map<string, Interval>();
  for (const segment of segments) {
    const base = rounded(segment.people, policy.roundTo);
    const row: [number, number][] = [];
    for (const [column, level] of levels.entries()) {
      const shown = segment.persona.differences.find((one) => one.field === field && one.level === level);
      if (shown !== undefined) lens.set(level, percent(shown.lens, [0, everyone[1]]));
      row.push([cells.length, 1]);
      columns[column].push([cells.length, 1]);
      cells.push({
        what: `${level} in ${segment.id}`,
        // The base of a percentage is who has a value; it is not printed and at most the segment.
        bounds: shown === undefined ? [0, base[1]] : percent(shown.segment, [0, base[1]]),
        hidden: shown === undefined,
      });
    }
    row.push([cells.length, 1]);
    cells.push({ what: `other levels in ${segment.id}`, bounds: [0, base[1]], hidden: false });
    sums.push({ of: row, from: 0, to: base[1] });
  }
  const isPartition = segments.length > 1 && segments.every(({ origin }) => origin === 'cluster');
  if (isPartition)
    for (const [column, level] of levels.entries()) {
      const total = lens.get(level);
      if (total !== undefined) sums.push({ of: columns[column], from: 0, to: total[1] });
    }
  return { cells, sums };
};

/** What clusters leave over of everyone admitted, where it surely is a few people. */
const remainder = ({ segments, population, policy }: ReadDefinition): string[] => {
  if (segments.length === 0 || !segments.every(({ origin }) => origin === 'cluster')) return [];
  const sum = segments.reduce((total, { people }) => total + people, 0);
  const slack = (policy.roundTo / 2) * (segments.length + 1);
  const low = population.admitted - sum - slack;
  const high = population.admitted - sum + slack;
  return low >= 1 && high < policy.minCell
    ? [`people in no published segment: ${number(low)} to ${number(high)}`]
    : [];
};

/** A percentage of a printed base that stands for a few people. */
const smallShares = ({ segments, policy }: ReadDefinition): string[] =>
  segments.flatMap((segment) =>
    segment.persona.differences.flatMap(({ level, segment: share, label }) => {
      if (level === null) return [];
      const [, most] = rounded(segment.people, policy.roundTo);
      const high = ((share + 0.5) / 100) * most;
      return share > 0 && high < policy.minCell
        ? [`${label} “${level}” in ${segment.id}: at most ${number(high)} people`]
        : [];
    }),
  );

/** Solves every table of a definition. */
export const attackTables = async (
  definition: ReadDefinition,
): Promise<{ tables: number; cells: number; found: string[]; narrowest: number | null }> => {
  const { minCell } = definition.policy;
  const fields = new Set(
    definition.segments.flatMap(({ persona }) =>
      persona.differences.flatMap(({ field, level }) => (level === null ? [] : [field])),
    ),
  );
  const systems = [populationTable(definition), ...[...fields].map((field) => levelTable(definition, field))];
  const found: string[] = [...remainder(definition), ...smallShares(definition)];
  let asked = 0;
  let narrowest: number | null = null;
  for (const { cells, sums } of systems) {
    const result = await findings(cells, sums, minCell);
    asked += result.asked;
    found.push(...result.found);
    if (result.narrowest !== null) narrowest = Math.min(narrowest ?? result.narrowest, result.narrowest);
  }
  return { tables: systems.length, cells: asked, found, narrowest };
};
