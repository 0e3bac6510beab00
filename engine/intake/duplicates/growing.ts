/** Lists of numbers that grow. */

export type Growing = {
  push(value: number): void;
  at(place: number): number;
  /** What was pushed, in the memory of the list. */
  done(): Uint32Array;
};

const FIRST = 1024;

/**
 * A list of whole numbers of 32 bits without a sign.
 * @param expected about how many there will be: memory that is not reached is not taken from the system, and copies are saved
 */
export const growing = (expected = 0): Growing => {
  let values = new Uint32Array(Math.max(FIRST, expected));
  let size = 0;
  return {
    push: (value) => {
      if (size === values.length) {
        const larger = new Uint32Array(size * 2);
        larger.set(values);
        values = larger;
      }
      values[size++] = value;
    },
    at: (place) => values[place],
    done: () => values.subarray(0, size),
  };
};
