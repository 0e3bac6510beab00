/** By which channel how many of a segment may be reached. */
import type { Reach } from '../release.ts';
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { type Mark, rect, type Scene, text } from './scene.ts';
import { number, shareText } from './words.ts';

const ROW = 24;

/** People of a segment who consent to each channel, as a part of the segment; withheld counts say so. */
export const reachBars = (reach: readonly Reach[], colour: ColourRole, width: number): Scene => {
  const marks: Mark[] = [];
  const labelRoom = Math.min(
    width * 0.4,
    Math.max(60, ...reach.map((channel) => textWidth(channel.label, 11, 400) + 1)),
  );
  const left = labelRoom + 10;
  const shareRoom = 46;
  const peopleRoom = Math.max(
    40,
    ...reach.map((channel) => (channel.people === null ? 0 : textWidth(number(channel.people), 11, 600) + 1)),
  );
  const right = width - shareRoom - peopleRoom - 12;
  reach.forEach((channel, index) => {
    const middle = index * ROW + 12;
    marks.push(text(0, middle + 4, channel.label, labelRoom, { fill: 'text' }));
    if (channel.people === null && channel.share === null) {
      marks.push(text(left, middle + 4, 'withheld by the gate', width - left, { fill: 'warn' }));
      return;
    }
    marks.push(rect(left, middle - 4, right - left, 8, 'track'));
    if (channel.share !== null) {
      const fraction = Math.min(1, Math.max(0, channel.share.percent / 100));
      marks.push(rect(left, middle - 4, (right - left) * fraction, 8, colour));
      marks.push(text(width, middle + 4, shareText(channel.share), shareRoom, { anchor: 'end' }));
    }
    marks.push(
      channel.people === null
        ? text(width - shareRoom, middle + 4, 'withheld', width - shareRoom - right - 2, {
            anchor: 'end',
            fill: 'warn',
          })
        : text(width - shareRoom, middle + 4, number(channel.people), peopleRoom, {
            anchor: 'end',
            weight: 600,
            fill: 'text',
          }),
    );
  });
  return {
    width,
    height: Math.max(ROW, reach.length * ROW),
    title: 'People of the segment who consent to each channel',
    marks,
  };
};
