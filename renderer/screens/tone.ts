/** The colour of a group as the classes of the window. After eight groups comes "other", grey. */
import type { ColourRole } from '../../shared/charts/palette.ts';

export const toneOf = (colour: ColourRole): `c${number}` | 'quantity' =>
  /^c[1-8]$/.test(colour) ? (colour as `c${number}`) : 'quantity';

export const dotClass = (colour: ColourRole): string =>
  /^c[1-8]$/.test(colour) ? `dot k${colour.slice(1)}` : 'dot';

/** Segments in the order of a release, largest first. */
export const bySize = <T extends { id: string; people: number }>(segments: readonly T[]): T[] =>
  [...segments].sort((a, b) => b.people - a.people || (a.id < b.id ? -1 : 1));
