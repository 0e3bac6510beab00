/** Which view of the audit is open, for the screen and its inspector. */
let tab = $state('record');

export const view = {
  get tab(): string {
    return tab;
  },
  set tab(next: string) {
    tab = next;
  },
};
