/**
 * The latent kinds of customer behind the sample. Nothing in the files names them: to find them again is what
 * clustering is for. All rates are made up.
 */
import { cumulate } from './draw.ts';

export const CATEGORIES = ['hiking', 'climbing', 'camping', 'skiing', 'cycling', 'clothing', 'kids'] as const;
export const PLANS = ['free', 'plus', 'pro'] as const;
export const CHANNELS = ['search', 'social', 'friend', 'store', 'newsletter', 'marketplace'] as const;
export const DEVICES = ['mobile', 'desktop', 'tablet', 'app'] as const;
/** Events that stand alone: a `purchase` comes with an order, and a `checkout` without one was given up. */
export const VISITS = [
  'page_view',
  'product_view',
  'add_to_cart',
  'email_open',
  'support_ticket',
  'checkout',
] as const;

type Weights = readonly number[];

type Description = {
  /** Relative number of customers. */
  share: number;
  /** Mean orders per year while active, and the gamma shape of how customers differ in it. */
  ordersPerYear: number;
  orderShape: number;
  /** Gamma shape of the time between two orders: 1 is at random, more is more regular. */
  gapShape: number;
  /** Median of an order in euros and standard deviation of its logarithm. */
  basket: number;
  basketSpread: number;
  /** Demand by month, January first. */
  months: Weights;
  /** Over `CATEGORIES`. */
  categories: Weights;
  /** Days since signup at the as-of date: shortest and longest. */
  tenure: readonly [number, number];
  /** Days of silence before the as-of date, shortest and longest, and the probability of it. */
  silence: readonly [number, number];
  silent: number;
  /** Over `PLANS`, `CHANNELS`, `DEVICES`. */
  plans: Weights;
  channels: Weights;
  devices: Weights;
  /** Events relative to the average customer, and their kinds over `VISITS`. */
  visits: number;
  visitKinds: Weights;
  /** Mean and standard deviation of the age in years. */
  age: readonly [number, number];
  /** Factor on the readiness to consent. */
  trust: number;
  /** Probability of never ordering. */
  browser: number;
};

const EVEN: Weights = [7, 7, 8, 8, 9, 10, 10, 9, 8, 8, 13, 14];
const WINTER: Weights = [9, 5, 2, 2, 2, 2, 2, 2, 4, 9, 30, 36];
const SUMMER: Weights = [3, 3, 6, 10, 15, 19, 18, 10, 5, 4, 8, 10];
const SALES: Weights = [16, 5, 4, 4, 4, 9, 16, 6, 4, 4, 24, 12];

const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  'loyal enthusiast': {
    share: 12,
    ordersPerYear: 7.5,
    orderShape: 3,
    gapShape: 3,
    basket: 88,
    basketSpread: 0.55,
    months: EVEN,
    categories: [28, 30, 12, 14, 6, 9, 1],
    tenure: [500, 1090],
    silence: [120, 400],
    silent: 0.06,
    plans: [10, 40, 50],
    channels: [20, 8, 34, 26, 10, 2],
    devices: [24, 26, 5, 45],
    visits: 2.2,
    visitKinds: [36, 34, 10, 18, 2, 2],
    age: [38, 9],
    trust: 1.22,
    browser: 0,
  },
  'bargain hunter': {
    share: 20,
    ordersPerYear: 3.6,
    orderShape: 2,
    gapShape: 1.4,
    basket: 34,
    basketSpread: 0.45,
    months: SALES,
    categories: [14, 4, 14, 6, 12, 44, 6],
    tenure: [150, 1090],
    silence: [150, 450],
    silent: 0.12,
    plans: [84, 14, 2],
    channels: [26, 22, 4, 4, 14, 30],
    devices: [62, 22, 6, 10],
    visits: 1.1,
    visitKinds: [30, 34, 20, 13, 3, 5],
    age: [33, 10],
    trust: 1,
    browser: 0.02,
  },
  'seasonal big basket': {
    share: 13,
    ordersPerYear: 1.5,
    orderShape: 4,
    gapShape: 4,
    basket: 245,
    basketSpread: 0.6,
    months: WINTER,
    categories: [6, 4, 10, 56, 4, 16, 4],
    tenure: [380, 1090],
    silence: [100, 200],
    silent: 0.1,
    plans: [46, 40, 14],
    channels: [40, 6, 16, 30, 6, 2],
    devices: [18, 62, 18, 2],
    visits: 0.6,
    visitKinds: [44, 36, 8, 9, 3, 2],
    age: [49, 10],
    trust: 0.9,
    browser: 0,
  },
  'new and curious': {
    share: 17,
    ordersPerYear: 2.2,
    orderShape: 2,
    gapShape: 1,
    basket: 62,
    basketSpread: 0.6,
    months: EVEN,
    categories: [20, 18, 14, 4, 16, 24, 4],
    tenure: [10, 180],
    silence: [30, 90],
    silent: 0.05,
    plans: [80, 17, 3],
    channels: [22, 46, 14, 8, 4, 6],
    devices: [70, 12, 4, 14],
    visits: 1.3,
    visitKinds: [48, 36, 9, 6, 1, 4],
    age: [27, 7],
    trust: 1.08,
    browser: 0.08,
  },
  'slipping away': {
    share: 16,
    ordersPerYear: 4.2,
    orderShape: 2.5,
    gapShape: 1.8,
    basket: 72,
    basketSpread: 0.55,
    months: EVEN,
    categories: [24, 10, 22, 10, 14, 16, 4],
    tenure: [620, 1090],
    silence: [240, 560],
    silent: 1,
    plans: [62, 30, 8],
    channels: [36, 14, 10, 18, 14, 8],
    devices: [34, 48, 10, 8],
    visits: 0.55,
    visitKinds: [40, 30, 9, 11, 10, 1],
    age: [42, 11],
    trust: 0.82,
    browser: 0,
  },
  'weekend family': {
    share: 15,
    ordersPerYear: 2.8,
    orderShape: 4,
    gapShape: 2.2,
    basket: 124,
    basketSpread: 0.5,
    months: SUMMER,
    categories: [12, 1, 38, 4, 13, 8, 24],
    tenure: [250, 1090],
    silence: [120, 360],
    silent: 0.1,
    plans: [48, 42, 10],
    channels: [34, 18, 22, 18, 6, 2],
    devices: [44, 22, 28, 6],
    visits: 0.9,
    visitKinds: [40, 33, 11, 13, 3, 2],
    age: [40, 6],
    trust: 1,
    browser: 0,
  },
  'quiet browser': {
    share: 7,
    ordersPerYear: 0.5,
    orderShape: 2,
    gapShape: 1,
    basket: 48,
    basketSpread: 0.6,
    months: EVEN,
    categories: [16, 12, 16, 14, 16, 20, 6],
    tenure: [60, 1090],
    silence: [60, 300],
    silent: 0.2,
    plans: [96, 4, 0],
    channels: [44, 26, 4, 4, 8, 14],
    devices: [48, 34, 12, 6],
    visits: 0.75,
    visitKinds: [62, 28, 3, 6, 1, 1],
    age: [44, 15],
    trust: 0.7,
    browser: 0.17,
  },
};

/** An archetype with its weights summed for drawing. `months` stays as weights: the calendar makes its curve. */
export type Archetype = Omit<Description, 'categories' | 'plans' | 'channels' | 'devices' | 'visitKinds'> & {
  name: string;
  categories: Float64Array;
  plans: Float64Array;
  channels: Float64Array;
  devices: Float64Array;
  visitKinds: Float64Array;
};

export const ARCHETYPES: readonly Archetype[] = Object.entries(DESCRIPTIONS).map(([name, description]) => ({
  ...description,
  name,
  categories: cumulate(description.categories),
  plans: cumulate(description.plans),
  channels: cumulate(description.channels),
  devices: cumulate(description.devices),
  visitKinds: cumulate(description.visitKinds),
}));
