/**
 * As much of XML 1.0 as the parts of a workbook need: elements and texts in the order they come. No document type,
 * and with it no entity of one's own, is read.
 */
import { CloisterError } from '../../../../shared/errors.ts';

export type XmlHandlers = {
  /** `attributes` is the text between name and end of the tag; see `attribute`. */
  open(name: string, attributes: string): void;
  /** A part of the text inside the element; a long text comes in several parts. */
  text?(part: string): void;
  close?(name: string): void;
};

/** Most characters of one tag. */
const TAG_LIMIT = 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g;

const broken = (part: string): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `The workbook is damaged: its part ${part} is no XML.`,
    'Open it, save it again, and import that file.',
  );

/** Undoes entities. One that is not known stays as it is. */
export const unescapeXml = (text: string): string =>
  !text.includes('&')
    ? text
    : text.replace(ENTITY, (whole, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : whole;
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        // Half of a surrogate pair is no character.
        const isCharacter = code > 0 && code <= 0x10ffff && (code & 0x1ff800) !== 0xd800;
        return isCharacter ? String.fromCodePoint(code) : whole;
      });

/** The value of an attribute, as in `r="A1" t='s'`; undefined where it is not there. */
export const attribute = (attributes: string, name: string): string | undefined => {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (at > 0 && before > 32) continue;
    let i = at + name.length;
    while (attributes.charCodeAt(i) <= 32) i++;
    if (attributes[i] !== '=') continue;
    i++;
    while (attributes.charCodeAt(i) <= 32) i++;
    const quote = attributes[i];
    const end = attributes.indexOf(quote, i + 1);
    if ((quote === '"' || quote === "'") && end > 0) return unescapeXml(attributes.slice(i + 1, end));
  }
  return undefined;
};

/** A name without the prefix of its namespace. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Scans XML that comes in chunks of text. @throws CloisterError INPUT_FORMAT naming the part */
export const createXmlScanner = (part: string, handlers: XmlHandlers) => {
  let rest = '';
  /** Elements that are open. */
  let depth = 0;
  const text = (value: string): void => {
    if (value !== '') handlers.text?.(unescapeXml(value));
  };
  const tag = (inside: string): void => {
    if (inside.startsWith('/')) {
      depth -= 1;
      handlers.close?.(localName(inside.slice(1).trimEnd()));
      return;
    }
    const isEmpty = inside.endsWith('/');
    const body = isEmpty ? inside.slice(0, -1) : inside;
    const space = body.search(/\s/);
    const name = localName(space < 0 ? body : body.slice(0, space));
    handlers.open(name, space < 0 ? '' : body.slice(space + 1));
    if (!isEmpty) depth += 1;
    if (isEmpty) handlers.close?.(name);
  };
  const scan = (final: boolean): void => {
    let at = 0;
    for (;;) {
      const open = rest.indexOf('<', at);
      if (open < 0) {
        // An entity may be cut in two; the text up to it is handed on.
        const half = final ? rest.length : Math.max(at, rest.lastIndexOf('&'));
        const end = half === at && rest[at] !== '&' ? rest.length : half;
        text(rest.slice(at, end));
        at = end;
        break;
      }
      text(rest.slice(at, open));
      at = open;
      const [ending, special] = rest.startsWith('<!--', open)
        ? ['-->', true]
        : rest.startsWith('<![CDATA[', open)
          ? [']]>', true]
          : ['>', false];
      if (!final && rest.length - open < 9) break;
      if (!special && rest.startsWith('<!', open)) throw broken(part);
      const close = rest.indexOf(ending, open + 1);
      if (close < 0) break;
      if (rest.startsWith('<![CDATA[', open)) handlers.text?.(rest.slice(open + 9, close));
      else if (!special && rest[open + 1] !== '?') tag(rest.slice(open + 1, close));
      at = close + ending.length;
    }
    rest = rest.slice(at);
    if (rest.length > TAG_LIMIT || (final && (rest.trim() !== '' || depth !== 0))) throw broken(part);
  };
  return {
    push: (chunk: string): void => {
      rest += chunk;
      scan(false);
    },
    end: (): void => scan(true),
  };
};
