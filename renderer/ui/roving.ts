/** Moving by arrow keys in a list of parts: the next index, or null when the key moves nothing. */

/**
 * Where a key leads from `at` among `count` parts. A row listens to left and right, a column to up and down,
 * both to Home and End. It stops at the ends, so that holding a key never wraps around unseen.
 */
export const stepped = (
  key: string,
  at: number,
  count: number,
  direction: 'row' | 'column',
  page = 10,
): number | null => {
  if (count === 0) return null;
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case direction === 'row' ? 'ArrowRight' : 'ArrowDown':
      return within(at + 1);
    case direction === 'row' ? 'ArrowLeft' : 'ArrowUp':
      return within(at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return direction === 'column' ? within(at + page) : null;
    case 'PageUp':
      return direction === 'column' ? within(at - page) : null;
    default:
      return null;
  }
};
