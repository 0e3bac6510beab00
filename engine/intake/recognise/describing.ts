/** Whether a file is about people: by how many of its columns describe somebody. */
import type { Look } from './column-role.ts';

/** Columns that describe a person rather than something that happened. */
export const describing = (looks: readonly Look[]): Look[] =>
  looks.filter((look) => look.has('name', 'email', 'phone', 'quasi', 'birth', 'consent') !== undefined);

/** Whether a file describes people. */
export const profileLike = (looks: readonly Look[]): boolean => {
  const about = describing(looks).length;
  const shipped = looks.some(({ facets }) => facets.has('shipped'));
  return !shipped && (about >= 2 || about * 3 >= looks.length);
};
