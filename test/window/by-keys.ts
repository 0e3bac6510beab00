/** The window without a mouse: controls are reached in the order they are read, and show that they have the focus. */
import type { Driver } from './driver.ts';

/** Reports presses that came from a pointer; keys make clicks too, but those have no pointer behind them. */
export function forbidMouse(): void {
  for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    addEventListener(kind, () => console.error(`a mouse was used (${kind})`), true);
}

export type Stop = { role: string; name: string; shown: boolean; region: string };

/** How long nothing moves before hands go on, in milliseconds. */
const PAUSE = 50;

/** What hands on a keyboard do; the window is asked for at every press. */
export const byKeys = (driver: () => Driver) => {
  const page = () => driver().page;
  /** What has the focus, and whether a ring or a frame in the colour of the accent is drawn for it. */
  const focus = (): Promise<Stop> =>
    page().evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const ringed = (part: Element | null): boolean => {
        if (part === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      };
      const around = ['.field', 'label', '.rolepick', '.gridbox'].map((kind) => at.closest(kind));
      return {
        role: at.getAttribute('role') ?? at.tagName.toLowerCase(),
        name:
          at.getAttribute('aria-label') ??
          (at as HTMLInputElement).labels?.[0]?.textContent?.trim() ??
          ((at.textContent ?? '').replaceAll(/\s+/g, ' ').trim() || at.title),
        shown: at === document.body || [at, ...around].some(ringed),
        region: at.closest('[data-region]')?.getAttribute('aria-label') ?? '',
      };
    });

  /** Presses keys. What Enter begins is waited for: hands that see a list come do not choose in the one before it. */
  const press = async (keys: string): Promise<void> => {
    await page().keyboard.press(keys);
    if (keys === 'Enter') await driver().atRest(PAUSE);
  };
  const type = (text: string): Promise<void> => page().keyboard.type(text);

  /** Stops that had the focus without showing it. */
  const hidden = new Set<string>();

  /** Goes on with Tab until a control of this name has the focus. @throws Error with every stop on the way */
  const reach = async (name: string | RegExp, step = 'Tab', most = 90): Promise<Stop> => {
    const seen: string[] = [];
    for (let count = 0; count <= most; count++) {
      const stop = await focus();
      if (!stop.shown) hidden.add(`${stop.role} ${stop.name}`);
      if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stop;
      seen.push(`${stop.role} ${stop.name.slice(0, 40)}`);
      await press(step);
    }
    throw new Error(`Tab does not reach ${name}; it stops at\n${seen.join('\n')}`);
  };

  /** Waits for the text, reaches the button, and presses it. */
  const use = async (name: string | RegExp): Promise<void> => {
    await reach(name);
    await press('Enter');
  };

  /** Presses one key until it is so. @throws Error when it never is */
  const until = async (keys: string, so: () => Promise<boolean>, most = 30): Promise<void> => {
    for (let count = 0; !(await so()); count++) {
      if (count === most) throw new Error(`${keys}, ${most} times, leads to ${(await focus()).name}`);
      await press(keys);
    }
  };

  /** Jumps into a part of the window with F6. */
  const enter = async (region: string): Promise<void> => {
    for (let count = 0; count < 8; count++) {
      await press('F6');
      if ((await focus()).region === region) return;
    }
    throw new Error(`F6 does not lead to ${region}`);
  };

  return { focus, hidden, press, type, reach, use, until, enter };
};
