/** Which view of Sources is open, for the screen and its inspector. */
let tab = $state('files');

export const view = {
  get tab(): string {
    return tab;
  },
  set tab(next: string) {
    tab = next;
  },
};
