/**
 * A first content plan: content type, channel and timing from what the segment is like, by which channel most
 * of it may be reached, and when it is active. A start for the analyst to edit, not a forecast.
 */
import type { ContentIdea } from '../../shared/release.ts';
import { DAY } from '../../shared/vocabulary.ts';
import type { FeatureTable } from '../features/table.ts';
import type { ReachDraft } from '../privacy/gate/draft.ts';
import { type Archetype, archetypeOf, type Profile } from './names.ts';

type Idea = { content: string; timing: string; why: string };

const IDEAS: Record<Archetype, Idea[]> = {
  loyal: [
    {
      content: 'Early access to what is new',
      timing: 'a week before launch',
      why: 'They come back on their own',
    },
    {
      content: 'Thanks, with a question about what to improve',
      timing: 'after every fifth order',
      why: 'They know you best',
    },
  ],
  'big-baskets': [
    {
      content: 'Guides that help choose a complete set',
      timing: 'at the start of a season',
      why: 'They buy in large orders',
    },
    {
      content: 'Free delivery and easy returns, said first',
      timing: 'with every offer',
      why: 'Much is at stake in one order',
    },
  ],
  bargain: [
    {
      content: 'Bundles of what they buy in small steps',
      timing: 'every four weeks',
      why: 'Small orders, often',
    },
    {
      content: 'A threshold just above their usual basket',
      timing: 'at checkout',
      why: 'The next step is near',
    },
  ],
  slipping: [
    {
      content: 'What is new since the last order',
      timing: 'when the usual gap between orders has passed',
      why: 'The gap grows',
    },
    {
      content: 'A reminder of what they liked',
      timing: 'two weeks later, once',
      why: 'One more try, then rest',
    },
  ],
  lost: [
    {
      content: 'One honest offer to come back',
      timing: 'once, before the next season',
      why: 'They have been silent for long',
    },
    {
      content: 'The choice to hear less or nothing',
      timing: 'with the same message',
      why: 'It costs trust to insist',
    },
  ],
  new: [
    {
      content: 'How to get the most from the first order',
      timing: 'three days after it',
      why: 'The first weeks decide',
    },
    {
      content: 'A second-order suggestion in the same category',
      timing: 'after three weeks',
      why: 'A second order makes a customer',
    },
  ],
  'one-time': [
    {
      content: 'A second-order suggestion in the same category',
      timing: 'after the usual gap between orders',
      why: 'Most ordered once',
    },
    {
      content: 'A short question about the first order',
      timing: 'two weeks after it',
      why: 'It is not known why they stayed away',
    },
  ],
  browsers: [
    {
      content: 'Answers to what holds back a first order',
      timing: 'after the third visit',
      why: 'They look, but do not order',
    },
    {
      content: 'Favourites of people who began like them',
      timing: 'a week later',
      why: 'A first step that is easy',
    },
  ],
  steady: [
    {
      content: 'News of the categories they buy',
      timing: 'every four weeks',
      why: 'They order at a steady pace',
    },
    { content: 'A look at a neighbouring category', timing: 'once a season', why: 'There is room to widen' },
  ],
  unknown: [
    {
      content: 'A short survey of what interests them',
      timing: 'once',
      why: 'Nothing is known of their orders yet',
    },
  ],
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const PARTS = ['at night', 'in the morning', 'in the afternoon', 'in the evening'];

/** Fewest members who must have been active in the six hours that are named. */
const LEAST_ACTIVE = 30;

/**
 * The six hours of the week in which most members were active, in words; null with too few of them to say. A member
 * counts once, however often: one busy person is nobody's habit.
 */
const busiest = (table: FeatureTable, list: Int32Array): string | null => {
  const timeline = table.events.times.length > 0 ? table.events : table.orders;
  if (timeline.times.length === 0) return null;
  const counts = new Array<number>(28).fill(0);
  let rows = 0;
  let withTime = 0;
  const seen = new Uint8Array(28);
  for (const person of list) {
    seen.fill(0);
    for (let row = timeline.offsets[person]; row < timeline.offsets[person + 1]; row++) {
      const time = timeline.times[row];
      const day = (Math.floor(time / DAY) + 4) % 7;
      const inDay = time - Math.floor(time / DAY) * DAY;
      if (inDay !== 0) withTime += 1;
      seen[day * 4 + Math.floor(inDay / (DAY / 4))] = 1;
      rows += 1;
    }
    seen.forEach((active, slot) => {
      counts[slot] += active;
    });
  }
  if (Math.max(...counts) < LEAST_ACTIVE) return null;
  if (withTime < rows / 2) {
    const days = WEEKDAYS.map((_, day) => counts.slice(day * 4, day * 4 + 4).reduce((a, b) => a + b, 0));
    return `best on ${WEEKDAYS[days.indexOf(Math.max(...days))]}s`;
  }
  const best = counts.indexOf(Math.max(...counts));
  return `best on ${WEEKDAYS[best >> 2]}s ${PARTS[best & 3]} (UTC)`;
};

/** Two or three lines of a plan; the first channel is the one most of the members consent to. */
export const planContent = (
  table: FeatureTable,
  profile: Profile,
  list: Int32Array,
  reach: readonly ReachDraft[],
): ContentIdea[] => {
  const open = [...reach].filter(({ people }) => people > 0).sort((a, b) => b.people - a.people);
  const first = open[0]?.label ?? 'On site';
  const second = open[1]?.label ?? 'On site';
  const when = busiest(table, list);
  return IDEAS[archetypeOf(profile)].map((idea, i) => ({
    content: idea.content,
    channel: i === 0 ? first : second,
    timing: i === 0 && when !== null ? `${idea.timing}, ${when}` : idea.timing,
    why: idea.why,
  }));
};
