/** The masked shape of a value: what it looks like without what it says. */

const SHAPE_LENGTH = 24;
/** Stands for all that follow. */
export const MORE = '…';

const masked = (text: string, letter: (sign: string) => string, other: (sign: string) => string): string => {
  let shape = '';
  let length = 0;
  for (const sign of text) {
    if (length++ === SHAPE_LENGTH) return shape + MORE;
    if (/\p{L}|\p{M}/u.test(sign)) shape += letter(sign);
    else if (/\p{N}/u.test(sign)) shape += '9';
    else shape += other(sign);
  }
  return shape;
};
const printable = (sign: string): string => (sign >= ' ' && sign <= '~' ? sign : '·');

/** The sign that stands for each of ASCII. */
export const PLAIN = Array.from({ length: 128 }, (_, code) =>
  masked(String.fromCharCode(code), () => 'a', printable),
);

/** Letters as `a`, digits as `9`, ASCII punctuation as it stands, everything else as `·`; at most 24 signs. */
export const shapeOf = (text: string): string => {
  let plain = '';
  for (let i = 0; i < text.length && i <= SHAPE_LENGTH; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return masked(text, () => 'a', printable);
    plain += i === SHAPE_LENGTH ? MORE : PLAIN[unit];
  }
  return plain;
};

/** The same with capitals as `A`, and blanks as `␣`: for what a change of case or of blanks does. */
export const closeShapeOf = (text: string): string =>
  masked(
    text,
    (sign) => (sign === sign.toLowerCase() ? 'a' : 'A'),
    (sign) => (/\s/u.test(sign) ? '␣' : printable(sign)),
  );
