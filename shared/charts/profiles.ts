/**
 * Groups by their standardised means, with the middle half of their people as a band: as parallel coordinates
 * (A. Inselberg, The Visual Computer 1, 1985) and as a radar. One group may stand out; the others step back.
 */
import { textWidth } from './measure.ts';
import type { ColourRole } from './palette.ts';
import { extentOf, line, type Mark, path, type Scene, text } from './scene.ts';
import { zText } from './z-heat.ts';

export type Profile = {
  name: string;
  colour: ColourRole;
  /** One a feature; null where too few are known. */
  z: readonly (number | null)[];
  band: readonly ([number, number] | null)[];
};

export type ProfileLook = {
  features: readonly string[];
  profiles: readonly Profile[];
  /** The group that stands out with its band; null for none. */
  picked: number | null;
  width: number;
};

type Point = readonly [number, number];

/** Least span of the axis, so that groups which hardly differ look so. */
const LEAST = 1;

/** From the lowest to the highest value that is drawn, zero within. */
export const spanOf = ({ profiles, picked }: ProfileLook): [number, number] => {
  const values = profiles.flatMap(({ z, band }, at) => [
    ...z.filter((value): value is number => value !== null),
    ...(at === picked ? band.flatMap((ends) => ends ?? []) : []),
  ]);
  return [Math.min(-LEAST, ...values), Math.max(LEAST, ...values)];
};

/** Stretches of features that are known, as lists of places. */
const stretches = (known: readonly boolean[]): number[][] => {
  const out: number[][] = [];
  known.forEach((is, at) => {
    if (!is) return;
    const last = out.at(-1);
    if (last !== undefined && last.at(-1) === at - 1) last.push(at);
    else out.push([at]);
  });
  return out;
};

const inOrder = ({ profiles, picked }: ProfileLook): { profile: Profile; at: number }[] =>
  profiles
    .map((profile, at) => ({ profile, at }))
    .sort((a, b) => Number(a.at === picked) - Number(b.at === picked));

/** The name of an axis in up to two lines of words. */
const nameMarks = (name: string, x: number, y: number, room: number): Mark[] => {
  if (textWidth(name, 11, 400) <= room || !name.includes(' '))
    return [text(x, y, name, room, { anchor: 'middle', fill: 'text' })];
  const words = name.split(' ');
  const half = Math.ceil(words.length / 2);
  return [
    text(x, y, words.slice(0, half).join(' '), room, { anchor: 'middle', fill: 'text' }),
    text(x, y + 13, words.slice(half).join(' '), room, { anchor: 'middle', fill: 'text' }),
  ];
};

const [LEFT, TOP, HIGH, FOOT] = [38, 10, 200, 36];

/** One axis a feature, side by side. */
export const parallelCoordinates = (look: ProfileLook): Scene => {
  const { features, profiles, width, picked } = look;
  const marks: Mark[] = [];
  const [low, high] = spanOf(look);
  const slot = (width - LEFT) / Math.max(1, features.length);
  const x = (at: number): number => LEFT + (at + 0.5) * slot;
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * HIGH;
  marks.push(line(LEFT, y(0), width, y(0), 'axis'));
  for (const value of [high, 0, low])
    if (value === 0 || Math.abs(y(value) - y(0)) > 14)
      marks.push(
        text(LEFT - 6, Math.min(TOP + HIGH, y(value) + 4), zText(value), LEFT - 8, { anchor: 'end' }),
      );
  features.forEach((name, at) => {
    marks.push(
      line(x(at), TOP, x(at), TOP + HIGH, 'line2'),
      ...nameMarks(name, x(at), TOP + HIGH + 16, slot - 4),
    );
  });
  const { band = [] } = picked === null ? {} : profiles[picked];
  // Below every line, so that it hides none.
  for (const part of stretches(band.map((ends) => ends !== null))) {
    const ends = part.map((place) => band[place] as [number, number]);
    const up = part.map((place, i): Point => [x(place), y(ends[i][1])]);
    const down = part.map((place, i): Point => [x(place), y(ends[i][0])]).reverse();
    marks.push(path([...up, ...down], { fill: 'track' }));
  }
  for (const { profile, at } of inOrder(look)) {
    const isPicked = at === picked;
    const stroke = picked === null || isPicked ? profile.colour : 'line2';
    for (const part of stretches(profile.z.map((value) => value !== null)))
      marks.push(
        path(
          part.map((place): Point => [x(place), y(profile.z[place] as number)]),
          { stroke, width: isPicked ? 2.5 : 1.5 },
        ),
      );
  }
  return {
    width,
    height: TOP + HIGH + FOOT,
    title: `${look.profiles.length} clusters over ${features.length} features, in standard deviations from everyone`,
    marks,
  };
};

/** One ray a feature, from the lowest value in the middle to the highest outside. */
export const radar = (look: ProfileLook): Scene => {
  const { features, width, picked } = look;
  const marks: Mark[] = [];
  const [low, high] = spanOf(look);
  const height = Math.min(340, Math.max(240, width * 0.62));
  const [cx, cy] = [width / 2, height / 2];
  const far = height / 2 - 30;
  const turn = (at: number): number => (2 * Math.PI * at) / Math.max(1, features.length) - Math.PI / 2;
  const reach = (value: number): number => (0.12 + (0.88 * (value - low)) / (high - low)) * far;
  const place = (at: number, value: number): Point => [
    cx + reach(value) * Math.cos(turn(at)),
    cy + reach(value) * Math.sin(turn(at)),
  ];
  const around = (value: number): Point[] => features.map((_, at) => place(at, value));
  if (features.length > 2)
    for (const [value, stroke] of [
      [high, 'line2'],
      [0, 'axis'],
    ] as const)
      marks.push(path(around(value), { stroke, closed: true }));
  const named: { left: number; right: number; y: number }[] = [];
  features.forEach((name, at) => {
    const [x, y] = place(at, high);
    const cos = Math.cos(turn(at));
    const anchor = Math.abs(cos) < 0.2 ? 'middle' : cos > 0 ? 'start' : 'end';
    const start = x + 6 * (anchor === 'middle' ? 0 : Math.sign(cos));
    const room = anchor === 'middle' ? width / 3 : Math.max(10, anchor === 'end' ? start : width - start);
    const mark = text(start, y + 4 + 12 * Math.sin(turn(at)), name, room, { anchor, fill: 'text' });
    marks.push(line(cx, cy, x, y, 'line'));
    // Where many rays meet the ring a name is left out that would touch another; the table has them all.
    const [left, right] = extentOf(mark);
    if (
      named.some(
        (other) => Math.abs(other.y - mark.y) < 14 && left < other.right + 4 && other.left < right + 4,
      )
    )
      return;
    named.push({ left, right, y: mark.y });
    marks.push(mark);
  });
  for (const { profile, at } of inOrder(look)) {
    const isPicked = at === picked;
    const stroke = picked === null || isPicked ? profile.colour : 'line2';
    const known = profile.z.map((value) => value !== null);
    if (isPicked && features.length > 2 && profile.band.every((ends) => ends !== null))
      for (const end of [1, 0] as const)
        marks.push(
          path(
            profile.band.map((ends, i) => place(i, (ends as [number, number])[end])),
            { stroke: profile.colour, width: 0.75, closed: true },
          ),
        );
    const whole = known.every(Boolean) && features.length > 2;
    for (const part of whole ? [profile.z.map((_, i) => i)] : stretches(known))
      marks.push(
        path(
          part.map((i) => place(i, profile.z[i] as number)),
          { stroke, width: isPicked ? 2.5 : 1.5, closed: whole },
        ),
      );
  }
  return {
    width,
    height,
    title: `${look.profiles.length} clusters around ${features.length} features; the inner ring is the mean of everyone`,
    marks,
  };
};
