/**
 * The donors of 1995 whose gifts of the six years after were counted (Fader, Hardie & Shang 2010), from the copy
 * distributed with lifetimes (MIT): years with a gift, the last of them, years, people.
 */
export const DONATIONS: readonly (readonly [
  frequency: number,
  recency: number,
  years: number,
  people: number,
])[] = [
  [0, 0, 6, 3464],
  [1, 1, 6, 1091],
  [1, 2, 6, 277],
  [1, 3, 6, 129],
  [1, 4, 6, 78],
  [1, 5, 6, 119],
  [1, 6, 6, 129],
  [2, 2, 6, 613],
  [2, 3, 6, 255],
  [2, 4, 6, 155],
  [2, 5, 6, 173],
  [2, 6, 6, 234],
  [3, 3, 6, 322],
  [3, 4, 6, 181],
  [3, 5, 6, 225],
  [3, 6, 6, 357],
  [4, 4, 6, 240],
  [4, 5, 6, 284],
  [4, 6, 6, 512],
  [5, 5, 6, 335],
  [5, 6, 6, 728],
  [6, 6, 6, 1203],
];
