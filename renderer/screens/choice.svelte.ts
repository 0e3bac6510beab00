/** Which features clustering uses, and how each is scaled: chosen under Features, used under Explore. */
import type { FeatureInfo } from '../../shared/contract/answers.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { session } from '../state/session.svelte.ts';

export type Scaling = NonNullable<Input<'clustering.fit'>['clustering']['features'][number]['scaling']>;
export const SCALINGS: readonly Scaling[] = ['zscore', 'minmax', 'robust', 'log', 'none'];

type Used = readonly { feature: string; scaling: Scaling }[];

let chosen = $state<Record<string, Scaling>>({});
let begun = $state(false);

/** What is counted or paid has a long tail: its top tenth lies far above the middle. A logarithm tames it. */
const isSkewed = ({ centiles }: FeatureInfo): boolean =>
  centiles !== null && centiles[0] >= 0 && centiles[2] > 4 * Math.max(centiles[1], 1e-9);

/** The scaling that suits a feature, until someone says otherwise. */
export const usualScaling = (feature: FeatureInfo): Scaling => (isSkewed(feature) ? 'log' : 'zscore');

/** Features everyone can be compared by: how long ago, how often, how much. */
const USUAL = ['recency', 'frequency', 'monetary', 'event_count'];

export const choice = {
  get chosen(): Readonly<Record<string, Scaling>> {
    return chosen;
  },
  get count(): number {
    return Object.keys(chosen).length;
  },
  has(id: string): boolean {
    return chosen[id] !== undefined;
  },
  set(id: string, scaling: Scaling): void {
    chosen[id] = scaling;
    begun = true;
  },
  remove(id: string): void {
    delete chosen[id];
    begun = true;
  },
  /** The first choice: what the last clustering used, else what is usual. Later choices are left alone. */
  begin(features: readonly FeatureInfo[], used: Used | null): void {
    if (begun || features.length === 0) return;
    for (const feature of features) {
      if (feature.known === 0) continue;
      const before = used?.find((other) => other.feature === feature.id);
      if (before !== undefined) chosen[feature.id] = before.scaling;
      else if (used === null && USUAL.includes(feature.id)) chosen[feature.id] = usualScaling(feature);
    }
    begun = true;
  },
  /** What the engine is asked for, in the order of the catalogue; features that are gone are left out. */
  forEngine(features: readonly FeatureInfo[]): { feature: string; scaling: Scaling }[] {
    return features
      .filter(({ id }) => chosen[id] !== undefined)
      .map(({ id }) => ({ feature: id, scaling: chosen[id] }));
  },
};

// Another vault has other features.
session.onLeave(() => {
  chosen = {};
  begun = false;
});
