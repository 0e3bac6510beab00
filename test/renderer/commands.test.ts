/** Commands: their keys, how the palette ranks them, those of a screen while it is open. */
import { describe, expect, test } from 'vitest';
import { createKeyReader, type KeyPress, nameOf } from '../../renderer/commands/keys.ts';
import { marked, matchLabel, rankCommands } from '../../renderer/commands/rank.ts';
import { type Command, registry } from '../../renderer/commands/registry.ts';
import { stepped } from '../../renderer/ui/roving.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  test.each([
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('k', { metaKey: true }), 'Ctrl+K'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [press('?', { shiftKey: true }), '?'],
    [press('F6', { shiftKey: true }), 'Shift+F6'],
    [press('g'), 'G'],
  ])('%o is %s', (event, name) => {
    expect(nameOf(event)).toBe(name);
  });
  test('a sequence counts only while it is quick, and its second key is not a command of its own', () => {
    const read = createKeyReader(() => ['G S', 'S', '?']);
    expect(read(press('g'), 0)).toBe(null);
    expect(read(press('s'), 400)).toBe('G S');
    expect(read(press('g'), 1000)).toBe(null);
    expect(read(press('s'), 9000)).toBe('S');
    expect(read(press('?'), 9100)).toBe('?');
  });
});

describe('ranking', () => {
  const commands = ['Lock the vault', 'Go to Explore', 'Unlock nothing', 'Go to Consent'].map((label) => ({
    id: label,
    label,
  }));
  const labels = (typed: string, uses = {}): string[] =>
    rankCommands(commands, typed, uses).map(({ command }) => command.label);
  test('the start of a word comes before its middle, and use decides among equals', () => {
    expect(labels('lock')).toEqual(['Lock the vault', 'Unlock nothing']);
    expect(labels('go')).toEqual(['Go to Explore', 'Go to Consent']);
    expect(labels('go', { 'Go to Consent': 2 })).toEqual(['Go to Consent', 'Go to Explore']);
    expect(labels('con go')).toEqual(['Go to Consent']);
    expect(labels('zzz')).toEqual([]);
    expect(labels('')).toHaveLength(4);
  });
  test('what was typed is text, never a pattern', () => {
    expect(matchLabel('a.b (c)', '.*')).toBe(null);
    expect(matchLabel('a.b (c)', '(c')?.ranges).toEqual([[4, 6]]);
  });
  test('the marks cut a label into its own letters', () => {
    const parts = marked('Go to Consent', matchLabel('Go to Consent', 'con go')?.ranges ?? []);
    expect(parts.map(({ text }) => text).join('')).toBe('Go to Consent');
    expect(parts.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['Go', 'Con']);
  });
});

test('the way of a screen to do a thing goes first while it is open, and is taken away again', () => {
  const command: Command = {
    id: 'x.y',
    group: 'do',
    label: 'X',
    keys: null,
    when: () => true,
    run: () => {},
  };
  const remove = registry.add([command]);
  const own = { ...command, label: 'of the screen' };
  const leave = registry.add([own]);
  expect([registry.get('x.y'), registry.list().filter(({ id }) => id === 'x.y')]).toEqual([own, [own]]);
  leave();
  expect(registry.get('x.y')).toBe(command);
  remove();
  expect(registry.get('x.y')).toBe(undefined);
});

test.each([
  ['ArrowRight', 0, 3, 'row', 1],
  ['ArrowRight', 2, 3, 'row', 2],
  ['ArrowDown', 0, 3, 'row', null],
  ['ArrowUp', 0, 3, 'column', 0],
  ['PageDown', 0, 30, 'column', 10],
  ['End', 0, 30, 'column', 29],
  ['Home', 5, 0, 'row', null],
] as const)('%s from %i of %i in a %s leads to %s', (key, at, count, direction, next) => {
  expect(stepped(key, at, count, direction)).toBe(next);
});
