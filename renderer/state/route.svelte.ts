/** Which stage is open, kept in the address so that back and forward work. */

export const STAGES = [
  'sources',
  'consent',
  'features',
  'explore',
  'segments',
  'personas',
  'exports',
  'audit',
] as const;
export type StageId = (typeof STAGES)[number];
/** Places that need no vault. */
const OPEN = ['welcome', 'reference'] as const;
export type Place = StageId | (typeof OPEN)[number];
export const places: readonly Place[] = [...OPEN, ...STAGES];

const isPlace = (text: string): text is Place => (places as readonly string[]).includes(text);
const placeOf = (): Place => {
  const text = location.hash.slice(1);
  return isPlace(text) ? text : 'welcome';
};

let stage = $state<Place>(placeOf());
addEventListener('hashchange', () => {
  stage = placeOf();
});

export const route = {
  get stage(): Place {
    return stage;
  },
  go(to: Place): void {
    stage = to;
    location.hash = to;
  },
};
