/** How the clusters were found: choice of k, centres, the second opinion. */
import { centroidHeat, type HeatRow, heatText } from '../../../shared/charts/centroid-heat.ts';
import {
  choiceOfK,
  indexOf,
  VALIDITY_INDICES,
  validityPanels,
  validityText,
} from '../../../shared/charts/choice-of-k.ts';
import { fixed, number } from '../../../shared/charts/words.ts';
import { METHOD_INFO } from '../../../shared/methods.ts';
import type { Release, ReleaseClustering } from '../../../shared/release.ts';
import { type Block, type Row, SHEET } from './pages.ts';

/** Most columns of a heat map that still leave room for a figure. */
const MOST_COLUMNS = 8;

/** How far an independent library agrees, in words. */
export const secondOpinionText = (index: number | null): string =>
  index === null ? 'not asked' : fixed(index, 2);

const choiceBlock = (release: Release, clustering: ReleaseClustering): Block => {
  const sampled = clustering.silhouetteSample < release.population.admitted;
  return {
    kind: 'figure',
    heading: `Why ${clustering.k} clusters`,
    note: `${METHOD_INFO[clustering.method].label}; silhouette ${sampled ? `on ${number(clustering.silhouetteSample)} people` : 'on everyone'}; agreement with an independent library (adjusted Rand) ${secondOpinionText(clustering.secondOpinion)}`,
    scene: choiceOfK(validityPanels(clustering.candidates), clustering.k, SHEET.text),
    open: false,
    words: clustering.why,
    twin: {
      caption: 'Validity of each number of clusters',
      columns: ['k', ...VALIDITY_INDICES.map((index) => `${index.name} (${index.best})`)],
      numeric: [true, true, true, true, true],
      widths: [1, 3, 3, 3, 3],
      rows: clustering.candidates.map((row) => [
        row.k === clustering.k ? `${row.k}, chosen` : String(row.k),
        ...VALIDITY_INDICES.map((index) => validityText(indexOf(row, index.key), index.digits)),
      ]),
      marks: null,
    },
  };
};

const centroidBlocks = (release: Release, clustering: ReleaseClustering): Block[] => {
  const columns = clustering.centroids.map((centroid) => {
    const index = release.segments.findIndex((segment) => segment.id === centroid.segment);
    return {
      name: index < 0 ? centroid.segment : release.segments[index].name,
      colour: index < 0 ? Number.MAX_SAFE_INTEGER : release.segments[index].colour,
      values: centroid.values,
    };
  });
  const blocks: Block[] = [];
  for (let start = 0; start < columns.length; start += MOST_COLUMNS) {
    const part = columns.slice(start, start + MOST_COLUMNS);
    const rows: HeatRow[] = clustering.columns.map(({ label, unit }, at) => ({
      label,
      unit,
      values: part.map((column) => column.values[at] ?? null),
    }));
    blocks.push({
      kind: 'figure',
      heading: start === 0 ? 'The centre of each cluster' : 'The centre of each cluster, continued',
      note: 'in original units; rust below and petrol above the mean of the row',
      scene: centroidHeat(rows, part, SHEET.text),
      open: false,
      words: null,
      twin: {
        caption: 'Centres of the clusters',
        columns: ['Feature', ...part.map((column) => column.name)],
        numeric: [false, ...part.map(() => true)],
        widths: [2, ...part.map(() => 1)],
        rows: rows.map((row) => [row.label, ...row.values.map((value) => heatText(value, row.unit))]),
        marks: null,
      },
    });
  }
  return blocks;
};

/** How k was chosen and where the centres lie; nothing where the release has no clustering. */
export const clusteringRows = (release: Release): Row[] => {
  const { clustering } = release;
  if (clustering === null) return [];
  const rows: Row[] = [];
  if (clustering.candidates.length > 0) rows.push([[choiceBlock(release, clustering)]]);
  if (clustering.columns.length > 0)
    rows.push(...centroidBlocks(release, clustering).map((block) => [[block]]));
  return rows;
};
