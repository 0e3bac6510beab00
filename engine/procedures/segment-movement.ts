/** Who is in a segment, as it is kept between two dates, and how many came and went. */
import { bitmapToBytes } from '../../shared/bitmap.ts';
import type { Members } from '../segments/members.ts';
import type { Segment } from '../segments/segment.ts';
import type { View } from './session.ts';

/** How many entered and left since the last refresh of the same segment for the same purpose. */
export const movement = (before: Buffer, after: Uint8Array): { entered: number; left: number } => {
  let entered = 0;
  let left = 0;
  const length = Math.max(before.length, after.length);
  for (let i = 0; i < length; i++) {
    const was = before[i] ?? 0;
    const is = after[i] ?? 0;
    for (let bit = 1; bit < 256; bit <<= 1) {
      if ((is & bit) !== 0 && (was & bit) === 0) entered += 1;
      if ((is & bit) === 0 && (was & bit) !== 0) left += 1;
    }
  }
  return { entered, left };
};

/** Members as a bitmap over all people the vault knows, so that it can be compared across lenses. */
export const globalMembers = (view: View, segment: Segment): { set: Members; bytes: Uint8Array } => {
  const set = view.evaluator().evaluate(segment.rule);
  const bytes = new Uint8Array(Math.ceil(view.lens.bound / 8));
  const local = bitmapToBytes(set.bitmap);
  view.lens.persons.forEach((person, i) => {
    if ((local[i >> 3] & (1 << (i & 7))) !== 0) bytes[person >> 3] |= 1 << (person & 7);
  });
  return { set, bytes };
};
