/** Where people live and which rules hold there. A place that is not known is read as the strictest. */
import type { Regime } from './vocabulary.ts';

/** ISO 3166-1 codes of the European Economic Area, where the GDPR holds; EL and UK are used beside GR and GB. */
const EEA = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** A code of a country (DE) or of a part of it (US-CA), ISO 3166-1 and 3166-2. */
const CODE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** The code of a place if the text is one, in capitals; null otherwise. Names of places are not guessed. */
export const placeOf = (text: string): string | null => {
  const code = text.trim().toUpperCase().replace('_', '-');
  return CODE.test(code) ? code : null;
};

/** Which rules hold at a place. */
export const regimeOf = (place: string | null): Regime => {
  const country = place?.slice(0, 2);
  if (country === undefined) return 'UNKNOWN';
  if (EEA.has(country)) return 'EU-GDPR';
  if (country === 'GB' || country === 'UK') return 'UK-GDPR';
  return country === 'US' ? 'US' : 'UNKNOWN';
};
