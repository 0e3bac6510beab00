/** Which column of a file holds the money of an order: by the words of headers, with the parts of a sum told from the sum. */
import type { Look } from './column-role.ts';
import { partsIn } from './facets.ts';

/** Whether a column says how many pieces. */
export const isQuantity = ({ facets }: Look): boolean => facets.has('pieces');

/** Words before a part of a sum that leave an amount an amount. */
const BESIDE: ReadonlySet<string> = new Set(
  'inc incl including with ex exc excl excluding without before after less minus'.split(' '),
);

/**
 * Whether its header says money and its values are figures, though in no format that is read (1.2万, ١٢٣٤): it is asked
 * about rather than left out.
 */
const isUnread = ({ has, facets, evidence }: Look): boolean =>
  has('amount') !== undefined &&
  has('id', 'foreign-id', 'order-id', 'customer', 'quasi', 'time', 'consent') === undefined &&
  !facets.has('part') &&
  !facets.has('in-all') &&
  evidence.time === null &&
  evidence.boolean === null &&
  evidence.levels.length === 0 &&
  evidence.shapes.length > 0 &&
  evidence.shapes.every((shape) => /^[^a]{0,3}9/.test(shape));

/** How much speaks for a column as the amount of an order; 0 where it is none. */
export const amountPoints = (look: Look): number => {
  const { evidence } = look;
  if (look.forbidden !== null || look.identifier !== null) return 0;
  if (evidence.number === null) return isUnread(look) ? 1 : 0;
  if (evidence.time !== null && look.has('amount') === undefined) return 0;
  if (look.has('id', 'foreign-id', 'order-id', 'customer', 'quasi', 'time', 'consent') !== undefined)
    return 0;
  // What someone spent in all is a fact about the person, not the sum of one order.
  if (look.facets.has('in-all')) return 0;
  // How many pieces is no money, whatever else the header says.
  if (isQuantity(look)) return 0;
  if (look.has('price') !== undefined) return 6;
  if (look.has('amount') === undefined) return 0;
  // "Total (inc tax)" is a total, "sales tax" a tax.
  const isBeside = (at: number): boolean => BESIDE.has(look.tokens[at - 1] ?? '');
  if (partsIn(look.tokens).some((at) => !isBeside(at))) return 0;
  const part = look.facets.has('sub');
  const whole = look.facets.has('whole');
  return (look.tokens.includes('price') && !whole ? 6 : 10) + (whole ? 3 : 0) - (part ? 8 : 0);
};
