/** Which column of a file holds the money of an order: by the words of headers, with the parts of a sum told from the sum. */
import type { Look } from './column-role.ts';

/** Words for how many pieces. */
const QUANTITY = /^(quantity|qty|anzahl|menge|quantite|cantidad|quantita|aantal|quantidade|pieces|stuck)$/;

/** Whether a column says how many pieces. */
export const isQuantity = ({ tokens }: Look): boolean => tokens.some((token) => QUANTITY.test(token));

/** Words of what is added to an amount or taken off it, which is never the amount. */
const OTHER: ReadonlySet<string> = new Set(
  'discount disc discounts tax taxes vat shipping refund refunded refunds fee fees weight count tip tips duties'.split(
    ' ',
  ),
);
/** Words before them that leave an amount an amount. */
const BESIDE: ReadonlySet<string> = new Set(
  'inc incl including with ex exc excl excluding without before after less minus'.split(' '),
);

/** How much speaks for a column as the amount of an order; 0 where it is none. */
export const amountPoints = (look: Look): number => {
  const { evidence } = look;
  if (look.forbidden !== null || look.identifier !== null || evidence.number === null) return 0;
  if (evidence.time !== null && look.has('amount') === undefined) return 0;
  if (look.has('id', 'foreign-id', 'order-id', 'customer', 'quasi', 'time', 'consent') !== undefined)
    return 0;
  // What someone spent in all is a fact about the person, not the sum of one order.
  if (look.tokens.includes('spent') || look.tokens.includes('lifetime')) return 0;
  // How many pieces is no money, whatever else the header says.
  if (isQuantity(look)) return 0;
  if (look.has('price') !== undefined) return 6;
  if (look.has('amount') === undefined) return 0;
  // "Total (inc tax)" is a total, "sales tax" a tax.
  const isBeside = (at: number): boolean => BESIDE.has(look.tokens[at - 1] ?? '');
  if (look.tokens.some((token, at) => OTHER.has(token) && !isBeside(at))) return 0;
  const part = look.tokens.some((token) => token === 'sub' || token === 'subtotal' || token === 'line');
  const whole = look.tokens.some((token) =>
    [
      'total',
      'gesamt',
      'amount',
      'sales',
      'revenue',
      'betrag',
      'montant',
      'importe',
      'importo',
      'bedrag',
    ].includes(token),
  );
  return (look.tokens.includes('price') && !whole ? 6 : 10) + (whole ? 3 : 0) - (part ? 8 : 0);
};
