/** The recipe of a release: name, targets, policy, folder. It stays while other stages are looked at. */
import type { Input } from '../../../shared/contract/contract.ts';
import { DEFAULT_EPSILON, type HeldChoice, TARGETS, type Target } from '../../../shared/plan.ts';
import { exports as words } from '../../messages/outcome.ts';

export const POLICY = ['minSegment', 'minCell', 'roundTo'] as const;
export type PolicyKey = (typeof POLICY)[number];

let name = $state(words.defaultName);
let targets = $state<Target[]>([...TARGETS]);
const policy = $state<Record<PolicyKey, string>>({ minSegment: '', minCell: '', roundTo: '' });
let held = $state<HeldChoice>('wait');
let noisy = $state(false);
let epsilon = $state(DEFAULT_EPSILON);
let parent = $state<string | null>(null);
let replace = $state(false);

const isEpsilon = (text: string): boolean =>
  /^\d{1,9}([.]\d{1,9}|\/[1-9]\d{0,8})?$/.test(text.trim()) && !/^[0.]+(\/|$)/.test(text.trim());
const isWhole = (text: string): boolean => text.trim() === '' || /^\d{1,7}$/.test(text.trim());

/** A name as a folder that every system can store. */
const folderName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[.-]+$/g, '')
    .slice(0, 60) || 'release';

export const recipe = {
  get name() {
    return name;
  },
  set name(text: string) {
    name = text;
  },
  get targets(): readonly Target[] {
    return targets;
  },
  toggle(target: Target): void {
    targets = TARGETS.filter((other) =>
      other === target ? !targets.includes(other) : targets.includes(other),
    );
  },
  policy,
  get held() {
    return held;
  },
  set held(choice: HeldChoice) {
    held = choice;
  },
  /** Noise is asked for by itself, or comes with the sizes of held segments. */
  get noisy() {
    return noisy || held === 'noise';
  },
  set noisy(on: boolean) {
    noisy = on;
  },
  get epsilon() {
    return epsilon;
  },
  set epsilon(text: string) {
    epsilon = text;
  },
  get wrongEpsilon(): boolean {
    return recipe.noisy && !isEpsilon(epsilon);
  },
  get replace() {
    return replace;
  },
  set replace(on: boolean) {
    replace = on;
  },
  get parent() {
    return parent;
  },
  set parent(folder: string | null) {
    parent = folder;
  },
  /** The folder the package gets: one of its own in the chosen one. */
  get folder(): string | null {
    if (parent === null) return null;
    const separator = parent.includes('\\') ? '\\' : '/';
    return `${parent.replace(/[/\\]$/, '')}${separator}${folderName(name)}`;
  },
  wrong(key: PolicyKey): boolean {
    return !isWhole(policy[key]);
  },
  get valid(): boolean {
    return POLICY.every((key) => isWhole(policy[key])) && !recipe.wrongEpsilon;
  },
  /** What the engine is asked for; fields left empty take the default. */
  forEngine(): Input<'release.preview'>['export'] {
    const asked = POLICY.filter((key) => policy[key].trim() !== '').map((key) => [key, Number(policy[key])]);
    return {
      name: name.trim(),
      targets: [...targets],
      policy: Object.fromEntries(asked),
      ...(held === 'wait' ? {} : { held }),
      ...(recipe.noisy ? { noise: epsilon.trim() } : {}),
    };
  },
};
