/** Silhouette plot (P. Rousseeuw 1987): per cluster its people from the surest to the least sure, beside the mean. */
import type { ColourRole } from './palette.ts';
import { line, type Mark, path, type Scene, text } from './scene.ts';
import { fixed } from './words.ts';

export type SilhouetteCluster = {
  name: string;
  mean: number | null;
  /** Highest first; empty where there are too few people. */
  profile: readonly number[];
  /** Share of the height. */
  share: number;
  colour: ColourRole;
};

const [NAME, FIGURE, GAP, LEAST] = [64, 40, 5, 18];

/** One band a cluster, as high as its share; 0 and the mean of all are marked. */
export const silhouettePlot = (
  clusters: readonly SilhouetteCluster[],
  mean: number,
  width: number,
): Scene => {
  const marks: Mark[] = [];
  const low = Math.min(-0.1, ...clusters.flatMap(({ profile }) => profile));
  const [left, right] = [NAME, width - FIGURE];
  const x = (value: number): number => left + ((value - low) / (1 - low)) * (right - left);
  let top = 16;
  for (const { name, mean: own, profile, share, colour } of clusters) {
    const high = Math.max(LEAST, share * 200);
    marks.push(text(0, top + high / 2 + 4, name, NAME - 6, { fill: 'text' }));
    if (profile.length > 0)
      marks.push(
        path(
          [
            [x(0), top],
            ...profile.map((value, at) => [x(value), top + ((at + 0.5) / profile.length) * high] as const),
            [x(0), top + high],
          ],
          { fill: colour },
        ),
      );
    marks.push(
      text(width, top + high / 2 + 4, own === null ? '–' : fixed(own, 2), FIGURE - 6, {
        anchor: 'end',
        fill: 'text',
      }),
    );
    top += high + GAP;
  }
  marks.push(
    line(x(0), 14, x(0), top, 'axis'),
    line(x(mean), 14, x(mean), top, 'accentText'),
    text(x(mean), 10, `mean ${fixed(mean, 2)}`, 80, { anchor: 'middle', fill: 'accentText', weight: 600 }),
    text(x(0), top + 14, '0', 20, { anchor: 'middle' }),
    text(right, top + 14, '1', 20, { anchor: 'middle' }),
  );
  return { width, height: top + 20, title: `Silhouettes of ${clusters.length} clusters`, marks };
};
