/** The sequential shades of the design from low to high, for pictures that are painted pixel by pixel. */

/** Six shades of each theme, all of them to be told from its surface. */
export const SEQUENCE = {
  light: ['#d9dbea', '#bcbfe6', '#9a9ce0', '#7874d6', '#5850c8', '#322aa0'],
  dark: ['#2c2d47', '#39397a', '#4a49a6', '#6563cc', '#8a89e6', '#b9baff'],
} as const;
