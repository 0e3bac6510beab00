/**
 * A draft whose counts carry noise. Every number of people that a noisy release prints is drawn, or computed from what
 * was drawn: everyone known and admitted, those left out, the size and the reach of each segment, and every level of
 * each attribute that is told, from which the printed shares follow. What passes the gate at all is decided on the
 * exact draft; only what is printed comes from this one. Means and centiles are no counts and carry no noise.
 *
 * ε is shared out among groups of counts of which one person is in at most one, so that segments without overlap cost
 * what one of them does (parallel composition; F. McSherry, "Privacy integrated queries", SIGMOD 2009).
 */
import type { Bitmap } from '../../../shared/bitmap.ts';
import { type NoiseGroup, type NoiseQuestion, setWord } from './budget.ts';
import type { LevelDraft, ReleaseDraft, SegmentDraft } from './draft.ts';

/** What will be asked, and the draft that the answers make. */
export type NoisePlan = {
  groups: NoiseGroup[];
  apply(answers: readonly (readonly number[])[]): ReleaseDraft;
};

/** What is printed of a release, and so must carry noise. */
export type Printed = {
  /** Segments that leave, by id; of those in `sizesOnly` nothing but the size is told. */
  segments: ReadonlySet<string>;
  sizesOnly: ReadonlySet<string>;
  /** Attributes of which a level is told. */
  levels: ReadonlySet<string>;
};

/** Collects questions, and hands each the answer it got. */
const createAsker = () => {
  const groups: NoiseQuestion[][] = [];
  let answers: readonly (readonly number[])[] = [];
  return {
    groups,
    open: (): number => groups.push([]) - 1,
    /** A count of a group; the answer is read later, and is never below nobody. */
    ask: (group: number, set: string, people: number): (() => number) => {
      const at = groups[group].push({ set, people }) - 1;
      return () => Math.max(0, answers[group][at]);
    },
    answer: (drawn: readonly (readonly number[])[]): void => {
      answers = drawn;
    },
  };
};

/** Segments put into classes in each of which no two overlap, the first class that fits. */
const classesOf = (draft: ReleaseDraft, printed: Printed): SegmentDraft[][] => {
  const size = (i: number): number => draft.segments[i].people;
  const apart = new Set(
    draft.differences
      .filter(({ a, b, people }) => people === size(a) + size(b))
      .map(({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`),
  );
  const classes: number[][] = [];
  draft.segments.forEach(({ id }, i) => {
    if (!printed.segments.has(id)) return;
    const fits = classes.find((one) => one.every((other) => apart.has(`${other} ${i}`)));
    if (fits === undefined) classes.push([i]);
    else fits.push(i);
  });
  return classes.map((one) => one.map((i) => draft.segments[i]));
};

const total = (parts: readonly (() => number)[]): number => parts.reduce((sum, part) => sum + part(), 0);

/**
 * Plans the noise of a release.
 * @param sets who is admitted and who is in each segment, by which the questions are told apart
 */
export const planNoise = (
  draft: ReleaseDraft,
  sets: { admitted: Bitmap; segments: ReadonlyMap<string, Bitmap> },
  printed: Printed,
): NoisePlan => {
  const asker = createAsker();
  const everyone = setWord(sets.admitted);
  const population = asker.open();
  const admitted = asker.ask(population, `admitted ${everyone}`, draft.admitted);
  const leftOut = draft.leftOut.map(({ reason, people }) =>
    asker.ask(population, `left out as ${reason} ${everyone}`, people),
  );
  const sizes = new Map<string, () => number>();
  const reach = new Map<string, () => number>();
  const levels = new Map<string, (() => number)[]>();
  const askLevels = (group: number, word: string, field: string, names: string[], people: number[]) =>
    names.map((name, i) => asker.ask(group, JSON.stringify(['level', word, field, name]), people[i]));
  for (const segments of classesOf(draft, printed)) {
    const words = new Map(segments.map(({ id }) => [id, setWord(sets.segments.get(id) as Bitmap)]));
    const size = asker.open();
    for (const { id, people } of segments) sizes.set(id, asker.ask(size, `segment ${words.get(id)}`, people));
    const told = segments.filter(({ id }) => !printed.sizesOnly.has(id));
    if (told.length === 0) continue;
    told[0].persona.reach.forEach(({ purpose }, i) => {
      const group = asker.open();
      for (const { id, persona } of told)
        reach.set(
          `${id} ${purpose}`,
          asker.ask(group, `reach by ${purpose} ${words.get(id)}`, persona.reach[i].people),
        );
    });
    for (const field of printed.levels) {
      const group = asker.open();
      for (const { id, persona } of told) {
        const level = persona.levels.find((one) => one.field === field);
        if (level !== undefined)
          levels.set(
            `${id} ${field}`,
            askLevels(group, words.get(id) ?? '', field, level.levels, level.people),
          );
      }
    }
  }
  const lensLevels = new Map<string, (() => number)[]>();
  for (const field of printed.levels) {
    const level = draft.segments.flatMap(({ persona }) => persona.levels).find((one) => one.field === field);
    if (level !== undefined)
      lensLevels.set(field, askLevels(asker.open(), everyone, field, level.levels, level.lensPeople));
  }
  const noisyLevel = (id: string, level: LevelDraft): LevelDraft => {
    const people = levels.get(`${id} ${level.field}`);
    const lensPeople = lensLevels.get(level.field);
    if (people === undefined || lensPeople === undefined) return level;
    return {
      ...level,
      people: people.map((answer) => answer()),
      known: total(people),
      lensPeople: lensPeople.map((answer) => answer()),
      lensKnown: total(lensPeople),
    };
  };
  return {
    groups: asker.groups,
    apply: (answers) => {
      asker.answer(answers);
      const all = admitted();
      return {
        ...draft,
        admitted: all,
        known: all + total(leftOut),
        leftOut: draft.leftOut.map(({ reason }, i) => ({ reason, people: leftOut[i]() })),
        clustering:
          draft.clustering === null
            ? null
            : {
                ...draft.clustering,
                silhouetteSample:
                  draft.clustering.silhouetteSample >= draft.admitted
                    ? all
                    : draft.clustering.silhouetteSample,
              },
        segments: draft.segments.map((segment) => ({
          ...segment,
          people: sizes.get(segment.id)?.() ?? segment.people,
          persona: {
            ...segment.persona,
            reach: segment.persona.reach.map((channel) => ({
              ...channel,
              people: reach.get(`${segment.id} ${channel.purpose}`)?.() ?? channel.people,
            })),
            levels: segment.persona.levels.map((level) => noisyLevel(segment.id, level)),
          },
        })),
      };
    },
  };
};
