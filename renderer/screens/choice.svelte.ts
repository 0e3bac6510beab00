/** Which features clustering uses, and how each enters it: chosen under Features, used under Explore. */
import type { FeatureInfo } from '../../shared/contract/answers.ts';
import type { FeatureChoice, Scaling } from '../../shared/feature-choice.ts';
import { session } from '../state/session.svelte.ts';

/** What was chosen of one feature. */
export type Chosen = Omit<FeatureChoice, 'feature'>;

let chosen = $state<Record<string, Chosen>>({});
let begun = $state(false);

/** What is counted or paid has a long tail: its top tenth lies far above the middle. A logarithm tames it. */
const isSkewed = ({ centiles }: FeatureInfo): boolean =>
  centiles !== null && centiles[0] >= 0 && centiles[2] > 4 * Math.max(centiles[1], 1e-9);

const usualScaling = (feature: FeatureInfo): Scaling => (isSkewed(feature) ? 'log' : 'zscore');

/** What suits a feature, until someone says otherwise. */
export const usualChoice = (feature: FeatureInfo): Chosen => ({ scaling: usualScaling(feature) });

/** Features everyone can be compared by: how long ago, how often, how much. */
const USUAL = ['recency', 'frequency', 'monetary', 'event_count'];
/** Where nobody ordered or did anything: this many numbers of the profiles at most. */
const MOST_NUMBERS = 8;

export const choice = {
  get chosen(): Readonly<Record<string, Chosen>> {
    return chosen;
  },
  get count(): number {
    return Object.keys(chosen).length;
  },
  has(id: string): boolean {
    return chosen[id] !== undefined;
  },
  set(id: string, how: Chosen): void {
    chosen[id] = how;
    begun = true;
  },
  remove(id: string): void {
    delete chosen[id];
    begun = true;
  },
  /** The first choice: what the last clustering used, else what is usual. Later choices are left alone. */
  begin(features: readonly FeatureInfo[], used: readonly FeatureChoice[] | null): void {
    if (begun || features.length === 0) return;
    for (const feature of features) {
      if (feature.known === 0) continue;
      const before = used?.find((other) => other.feature === feature.id);
      if (before !== undefined) {
        const { feature: _, ...how } = before;
        chosen[feature.id] = how;
      } else if (used === null && USUAL.includes(feature.id)) chosen[feature.id] = usualChoice(feature);
    }
    if (used === null && Object.keys(chosen).length === 0)
      for (const feature of features
        .filter(({ type, known }) => type === 'number' && known > 0)
        .slice(0, MOST_NUMBERS))
        chosen[feature.id] = usualChoice(feature);
    begun = true;
  },
  /** What the engine is asked for, in the order of the catalogue; features that are gone are left out. */
  forEngine(features: readonly FeatureInfo[]): FeatureChoice[] {
    return features
      .filter(({ id }) => chosen[id] !== undefined)
      .map(({ id }) => ({ feature: id, ...$state.snapshot(chosen[id]) }));
  },
};

// Another vault has other features.
session.onLeave(() => {
  chosen = {};
  begun = false;
});
