/**
 * Colour roles and their values in the light and the dark theme. Scenes name roles; only this file names
 * colours. Groups keep their colour everywhere: the first eight have one of their own, the rest are "other".
 */

export const LIGHT = {
  surface: '#ffffff',
  chrome: '#f4f4f1',
  text: '#1a1b19',
  muted: '#5c5e59',
  faint: '#6d6f69',
  line: '#e4e4df',
  line2: '#cdcec8',
  axis: '#a3a59e',
  track: '#e9e9e5',
  bar: '#8d90a0',
  hatch: '#b3b5ae',
  accent: '#3d35c4',
  accentText: '#3d35c4',
  warn: '#8f5a00',
  ok: '#1b6e45',
  c1: '#c08a11',
  c2: '#05a388',
  c3: '#6d0f6c',
  c4: '#3070b4',
  c5: '#9f3c64',
  c6: '#7b7102',
  c7: '#a27dfa',
  c8: '#454a10',
  d1: '#8a3c0c',
  d2: '#ad5a26',
  d3: '#db9a6c',
  d4: '#f0d2bb',
  d5: '#f3f3f0',
  d6: '#c3dcdc',
  d7: '#7fb5b7',
  d8: '#2f7c80',
  d9: '#0c5a5f',
  onAccent: '#ffffff',
  other: '#8d90a0',
} as const;

/** The name of a colour. */
export type ColourRole = keyof typeof LIGHT;

export const DARK: Readonly<Record<ColourRole, string>> = {
  surface: '#171817',
  chrome: '#111211',
  text: '#e7e8e4',
  muted: '#a1a49d',
  faint: '#8a8d86',
  line: '#2a2b29',
  line2: '#3c3e3a',
  axis: '#5f625b',
  track: '#2c2e2b',
  bar: '#7d8090',
  hatch: '#565952',
  accent: '#5a57d8',
  accentText: '#a5a6ff',
  warn: '#e0aa4a',
  ok: '#5fc48f',
  c1: '#e6b816',
  c2: '#51daa7',
  c3: '#875093',
  c4: '#2389e2',
  c5: '#cd718f',
  c6: '#989912',
  c7: '#e7d5ff',
  c8: '#ac5107',
  d1: '#f0a06a',
  d2: '#c8763f',
  d3: '#8f5229',
  d4: '#4d3323',
  d5: '#242523',
  d6: '#1f3c3e',
  d7: '#256165',
  d8: '#309398',
  d9: '#5cc8cc',
  onAccent: '#ffffff',
  other: '#7d8090',
};

/** Every role, in a fixed order. */
export const ROLES = Object.keys(LIGHT) as ColourRole[];

const GROUPS: readonly ColourRole[] = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];

/** The colour of the segment or cluster whose own is the one at `index` (from 0). */
export const groupColour = (index: number): ColourRole => GROUPS[index] ?? 'other';
