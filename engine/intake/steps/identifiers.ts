/** Identifiers as other programs write them, brought to what they mean. Pure. */

/**
 * Without what makes a spreadsheet take figures for text: an apostrophe before them ('7012, as Shopify writes numbers
 * of customers) or a formula around them (="7012").
 */
export const withoutTextMark = (text: string): string => {
  const formula = /^="(.*)"$/s.exec(text);
  return formula === null ? text.replace(/^'(?=.)/s, '') : formula[1];
};

const CHECKS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const isCapital = (sign: string): boolean => sign >= 'A' && sign <= 'Z';

/** The three signs that tell the capitals of an id: five bits each, the first character the lowest. */
const checkOf = (id: string): string =>
  [0, 5, 10]
    .map((from) => {
      let bits = 0;
      for (let i = 0; i < 5; i++) if (isCapital(id[from + i])) bits |= 1 << i;
      return CHECKS[bits];
    })
    .join('');

/**
 * The id of 18 characters of a record of Salesforce: one of 15, as reports write it, gets its three signs; one of 18 whose
 * capitals were lost gets them back from its signs. Anything else stays as it is.
 * Source: Salesforce, "How 18-Digit Salesforce IDs Are Calculated".
 */
export const salesforceId = (text: string): string => {
  if (/^[0-9A-Za-z]{15}$/.test(text)) return text + checkOf(text);
  if (!/^[0-9A-Za-z]{15}[A-Za-z0-5]{3}$/.test(text)) return text;
  const check = text.slice(15).toUpperCase();
  const id = [...text.slice(0, 15)]
    .map((sign, i) =>
      (CHECKS.indexOf(check[Math.floor(i / 5)]) >> (i % 5)) & 1 ? sign.toUpperCase() : sign.toLowerCase(),
    )
    .join('');
  // Signs that ask for a capital figure are not those of this id.
  return checkOf(id) === check ? id + check : text;
};
