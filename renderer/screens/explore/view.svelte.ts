/** Which view of Explore is open, for the screen and its inspector. */
let tab = $state('clusters');

export const view = {
  get tab(): string {
    return tab;
  },
  set tab(next: string) {
    tab = next;
  },
};
