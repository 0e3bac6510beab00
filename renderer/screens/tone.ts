/** The colour of a group as the classes of the window. After eight groups comes "other", grey. */
import type { ColourRole } from '../../shared/charts/palette.ts';

export const toneOf = (colour: ColourRole): `c${number}` | 'quantity' =>
  /^c[1-8]$/.test(colour) ? (colour as `c${number}`) : 'quantity';

export const dotClass = (colour: ColourRole): string =>
  /^c[1-8]$/.test(colour) ? `dot k${colour.slice(1)}` : 'dot';
