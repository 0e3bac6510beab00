/** What a column is called: in the vault and as a label, made from its header. */

/** The column of every kind that says whose a row is; no header may take its name. */
export const WHOSE = 'person';

/** Name in the vault for a header: lower-case letters, digits and underscores, beginning with a letter. */
export const columnName = (header: string): string => {
  const plain = header
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 50);
  if (plain === '') return 'column';
  return /^[a-z]/.test(plain) && plain !== WHOSE ? plain : `c_${plain}`;
};

/** A header as a label to read: underscores become blanks and a word in lower case gets its capital. */
export const columnLabel = (header: string): string => {
  const plain = /^[a-z0-9]+([_-][a-z0-9]+)*$/.test(header) ? header.replace(/[_-]+/g, ' ') : header.trim();
  return /^[a-z]/.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
};

/** Name of the yes or no about one value of a column: what both are called, shortened so that neither hides the other. */
export const listedName = (header: string, value: string): string =>
  `${columnName(header).slice(0, 25)}_${columnName(value).slice(0, 30)}`;

/** The values of a column with the names of their attributes; of those that would be called alike the later get a number. */
export const listedNames = (
  header: string,
  values: readonly string[],
  taken: Set<string> = new Set(),
): Record<string, string> =>
  Object.fromEntries(
    values.map((value) => {
      const name = listedName(header, value);
      let free = name;
      for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
      taken.add(free);
      return [value, free];
    }),
  );
