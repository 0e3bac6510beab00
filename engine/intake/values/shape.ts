/** The masked shape of a value: what it looks like without what it says. */

const SHAPE_LENGTH = 24;

/** Letters as `a`, digits as `9`, ASCII punctuation as it stands, everything else as `·`; at most 24 signs. */
export const shapeOf = (text: string): string => {
  let shape = '';
  let length = 0;
  for (const sign of text) {
    if (length++ === SHAPE_LENGTH) return `${shape}…`;
    if (/\p{L}|\p{M}/u.test(sign)) shape += 'a';
    else if (/\p{N}/u.test(sign)) shape += '9';
    else shape += sign >= ' ' && sign <= '~' ? sign : '·';
  }
  return shape;
};
