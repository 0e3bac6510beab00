/** Rates of currencies as a person writes them, "EUR 1, USD 0.92", and as a mapping holds them. */

/** Rates as text; nothing where there are none. */
export const ratesText = (rates: Readonly<Record<string, number>> | undefined): string =>
  Object.entries(rates ?? {})
    .map(([code, rate]) => `${code} ${rate}`)
    .join(', ');

/** The rates of a text; null where it is none, or no rate is 1. */
export const parseRates = (text: string): Record<string, number> | null => {
  const rates: Record<string, number> = {};
  for (const part of text.split(',')) {
    const match = /^\s*([A-Za-z]{3})\s*[:=]?\s*(\d+(?:\.\d+)?)\s*$/.exec(part);
    if (match === null || Number(match[2]) === 0) return null;
    rates[match[1].toUpperCase()] = Number(match[2]);
  }
  return Object.values(rates).includes(1) ? rates : null;
};
