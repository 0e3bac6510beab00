/**
 * The attack on a table with hidden cells: the least and the most that each hidden cell can be, given every printed
 * cell and sum, by linear programming (M. Fischetti and J.-J. Salazar-González, "Solving the cell suppression problem
 * on tabular data with linear constraints", 2001; `attack` in sdcTable). Solved by HiGHS in WebAssembly, in the process.
 */
import loadHighs, { type Highs } from 'highs';

/** Cells with the bounds an attacker starts from, and sums of cells that lie between two printed limits. */
export type CellSystem = {
  /** Least and most of each cell; a printed cell has both alike, or as far apart as its rounding. */
  cells: readonly (readonly [number, number])[];
  /** Coefficient by cell, and the limits of the sum. */
  sums: readonly {
    of: readonly (readonly [cell: number, coefficient: number])[];
    from: number;
    to: number;
  }[];
};

// The package's types describe its CommonJS form; what Node loads here is the function itself.
const load = loadHighs as unknown as () => Promise<Highs>;
let loading: Promise<Highs> | undefined;
/** HiGHS, loaded once. */
export const solver = (): Promise<Highs> => {
  loading ??= load();
  return loading;
};

/** Cells linked by sums, so that what cannot influence each other is solved apart. */
const componentsOf = (
  system: CellSystem,
  wanted: readonly number[],
): { cells: number[]; sums: number[] }[] => {
  const parent = system.cells.map((_, at) => at);
  const root = (at: number): number => {
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const isFixed = (at: number): boolean => system.cells[at][0] === system.cells[at][1];
  for (const { of } of system.sums) {
    const open = of.map(([cell]) => cell).filter((cell) => !isFixed(cell));
    for (const cell of open) parent[root(cell)] = root(open[0]);
  }
  const roots = new Map<number, { cells: number[]; sums: number[] }>();
  for (const cell of wanted) if (!roots.has(root(cell))) roots.set(root(cell), { cells: [], sums: [] });
  system.cells.forEach((_, cell) => {
    if (!isFixed(cell)) roots.get(root(cell))?.cells.push(cell);
  });
  system.sums.forEach(({ of }, sum) => {
    const open = of.find(([cell]) => !isFixed(cell));
    if (open !== undefined) roots.get(root(open[0]))?.sums.push(sum);
  });
  return [...roots.values()];
};

/**
 * The interval in which each wanted cell must lie. An unbounded side is infinite; where the printed figures contradict
 * each other (their rounding was told too narrow) the interval is the one the cell started from.
 * @param enough a cell that was seen with two possible values this far apart is not asked further: what is told of it
 *   is then a part of its interval
 */
export const boundsOf = async (
  system: CellSystem,
  wanted: readonly number[],
  enough = Number.POSITIVE_INFINITY,
): Promise<Map<number, [number, number]>> => {
  const found = new Map<number, [number, number]>();
  for (const cell of wanted)
    if (system.cells[cell][0] === system.cells[cell][1]) found.set(cell, [...system.cells[cell]]);
  const open = wanted.filter((cell) => !found.has(cell));
  if (open.length === 0) return found;
  const highs = await solver();
  const asked = new Set(open);
  const infinite = (value: number): number =>
    value === Number.POSITIVE_INFINITY
      ? highs.infinity
      : value === Number.NEGATIVE_INFINITY
        ? -highs.infinity
        : value;
  for (const part of componentsOf(system, open))
    highs.withModel((model) => {
      model.options.set({ output_flag: false, random_seed: 1 });
      const column = new Map(part.cells.map((cell, at) => [cell, at]));
      for (const cell of part.cells)
        model.addVar(infinite(system.cells[cell][0]), infinite(system.cells[cell][1]));
      for (const sum of part.sums) {
        const { of, from, to } = system.sums[sum];
        const fixed = of.reduce(
          (total, [cell, coefficient]) =>
            total + (column.has(cell) ? 0 : coefficient * system.cells[cell][0]),
          0,
        );
        const terms = of.filter(([cell]) => column.has(cell));
        model.addRow(infinite(from - fixed), infinite(to - fixed), {
          indices: terms.map(([cell]) => column.get(cell) as number),
          values: terms.map(([, coefficient]) => coefficient),
        });
      }
      const seen = part.cells.map((): [number, number] => [
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
      ]);
      const solve = (at: number, sign: 1 | -1): number => {
        model.changeColCost(at, sign);
        model.run();
        const isBest = model.getModelStatus() === highs.constants.modelStatus.optimal;
        const values = isBest ? model.getSolution().colValue : null;
        model.changeColCost(at, 0);
        if (values === null) return system.cells[part.cells[at]][sign === 1 ? 0 : 1];
        part.cells.forEach((_, other) => {
          seen[other] = [Math.min(seen[other][0], values[other]), Math.max(seen[other][1], values[other])];
        });
        // Vertices of a table with whole margins are whole; the solver's tolerance is not.
        const whole = Math.round(values[at]);
        return Math.abs(values[at] - whole) < 1e-6 ? whole : values[at];
      };
      part.cells.forEach((cell, at) => {
        if (!asked.has(cell)) return;
        const isApart = (): boolean => seen[at][1] - seen[at][0] >= enough + 1e-6;
        const low = isApart() ? seen[at][0] : solve(at, 1);
        found.set(cell, [low, isApart() ? seen[at][1] : solve(at, -1)]);
      });
    });
  return found;
};
