/**
 * Telephone numbers that ring nowhere. Each customer has one of their own: two people who share a number would
 * be taken for one. Where a plan is used up, further customers have none.
 *
 * Sources of the ranges: Germany, Bundesnetzagentur, notice 148/2021 (numbers for media productions); France,
 * Arcep, decision 2018-0881 (numbers for audiovisual works); United Kingdom, Ofcom (numbers for drama use);
 * Ireland, ComReg numbering conventions (020 91x xxxx for drama use); Sweden, PTS (numbers for books and film);
 * North America, NANPA (555-0100 to 555-0199 for fiction).
 */

export type PhonePlan = 'DE' | 'FR' | 'GB' | 'IE' | 'SE' | 'US';

/** A block of numbers: what they begin with, how many digits follow, and the first and last of them. */
type Block = { prefix: string; digits: number; first: number; last: number };

const block = (prefix: string, digits: number): Block => ({
  prefix,
  digits,
  first: 0,
  last: 10 ** digits - 1,
});

const AREA_CODES =
  '201 202 206 212 213 215 216 303 305 310 312 313 314 315 401 404 412 415 503 505 512 513 602 603 612 ' +
  '615 617 619 702 703 704 713 716 718 719 720 801 802 804 808 816 818 901 907 913 914 915 916 919 970 971';

const PLANS: Record<PhonePlan, readonly Block[]> = {
  DE: [
    ...['+49 30 23125 ', '+49 69 90009 ', '+49 40 66969 ', '+49 221 4710 ', '+49 89 99998 '].map((prefix) =>
      block(prefix, 3),
    ),
    block('+49 171 39200', 2),
    block('+49 176 040690', 2),
  ],
  FR: ['1 99 00 ', '2 61 91 ', '3 53 01 ', '4 65 71 ', '5 36 49 ', '6 39 98 '].map((prefix) =>
    block(`+33 ${prefix}`, 4),
  ),
  GB: [
    block('+44 7700 900', 3),
    block('+44 1632 960', 3),
    block('+44 20 7946 0', 3),
    block('+44 29 2018 0', 3),
    block('+44 191 498 0', 3),
    ...['113', '114', '115', '116', '117', '118', '121', '131', '141', '151', '161'].map((area) =>
      block(`+44 ${area} 496 0`, 3),
    ),
  ],
  IE: [block('+353 20 91', 5)],
  SE: [
    { prefix: '+46 70 17406', digits: 2, first: 5, last: 99 },
    ...['+46 31 39006', '+46 40 62804', '+46 8 465004', '+46 980 3192'].map((prefix) => block(prefix, 2)),
  ],
  US: AREA_CODES.split(' ').map((area) => block(`+1 ${area} 555 01`, 2)),
};

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** How many numbers a plan holds. */
export const planSize = (plan: PhonePlan): number =>
  PLANS[plan].reduce((sum, { first, last }) => sum + last - first + 1, 0);

/**
 * A book that hands out every number of a plan once, in scattered order, then ''. The numbers come in
 * international form; every third is written with hyphens, every seventh without spaces.
 */
export const createPhoneBook = (): ((plan: PhonePlan) => string) => {
  const used = new Map<PhonePlan, number>();
  return (plan) => {
    const nth = used.get(plan) ?? 0;
    used.set(plan, nth + 1);
    const size = planSize(plan);
    if (nth >= size) return '';
    // A step without a common divisor visits every number once.
    let step = Math.floor(size * 0.618);
    while (greatestCommonDivisor(step, size) !== 1) step += 1;
    let at = (nth * step) % size;
    for (const { prefix, digits, first, last } of PLANS[plan]) {
      const here = last - first + 1;
      if (at < here) {
        const text = prefix + String(first + at).padStart(digits, '0');
        if (nth % 7 === 6) return text.replaceAll(' ', '');
        return nth % 3 === 2 ? text.replaceAll(' ', '-') : text;
      }
      at -= here;
    }
    return '';
  };
};
