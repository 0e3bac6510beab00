/**
 * The schema of a Parquet file as fields to read: values, and lists and maps with what is in them (Parquet format,
 * LogicalTypes.md, "Nested Types", older ways of writing lists included). Structures are laid flat, their names joined by
 * dots; what is nested too deeply and what no text stands for is left out and told.
 */
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { PageFault } from './fault.ts';

/** Elements of the schema above one another; what lies deeper is left out, and so is no stack. */
const MOST_NESTED = 64;
/** Columns of one list or map, which are all open at once. */
const MOST_LEAVES = 500;

/** A column of the file. */
export type Leaf = {
  path: string[];
  element: SchemaElement;
  /** Highest definition level: that of a value that is there. */
  definition: number;
  /** Highest repetition level: how many lists it lies in. */
  repetition: number;
};

/** What a part of a record looks like; from its definition level on it is there. */
export type Shape = { definition: number; optional: boolean } & (
  | { kind: 'value'; leaf: Leaf }
  | { kind: 'object'; members: { name: string; shape: Shape }[] }
  /** `repetition`: the level at which the next element of the same list begins. */
  | { kind: 'list'; repetition: number; element: Shape }
  | { kind: 'map'; repetition: number; key: Leaf; value: Shape }
);

export type Field = {
  /** The names of the structures around it. */
  above: string[];
  /** Its own name. */
  own: string;
  shape: Shape;
};

/** The names from the root, joined by dots. */
export const nameOf = ({ above, own }: Field): string => [...above, own].join('.');

type Node = { element: SchemaElement; children: Node[]; isTooDeep: boolean };

/** The tree that a list of elements stands for, each before its children. @throws PageFault where it ends too early */
const treeOf = (schema: readonly SchemaElement[]): Node => {
  let at = 0;
  const element = (): SchemaElement => {
    if (at >= schema.length) throw new PageFault('its schema ends too early');
    return schema[at++];
  };
  const node = (depth: number): Node => {
    const own = element();
    const count = own.num_children ?? 0;
    const children: Node[] = [];
    const isTooDeep = depth > MOST_NESTED;
    if (isTooDeep) for (let left = count; left > 0; left--) left += element().num_children ?? 0;
    else while (children.length < count) children.push(node(depth + 1));
    return { element: own, children, isTooDeep };
  };
  return node(0);
};

const isList = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'LIST' || logical?.type === 'LIST';
const isMap = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'MAP' || converted === 'MAP_KEY_VALUE' || logical?.type === 'MAP';
const isRepeated = ({ element }: Node): boolean => element.repetition_type === 'REPEATED';

/** What no text stands for, and groups without anything in them. */
const isLeftOut = ({ element, children, isTooDeep }: Node): boolean =>
  isTooDeep ||
  (children.length === 0 && element.type === undefined) ||
  ['INTERVAL', 'BSON'].includes(element.converted_type ?? '') ||
  ['VARIANT', 'INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY'].includes(element.logical_type?.type ?? '');

/** Whether what repeats in a list is its element, and no group around it: how lists were written in earlier years. */
const isElement = (repeated: Node, list: string): boolean =>
  repeated.children.length !== 1 ||
  repeated.element.name === 'array' ||
  repeated.element.name === `${list}_tuple` ||
  isRepeated(repeated.children[0]) ||
  isList(repeated.element) ||
  isMap(repeated.element);

/** How many columns a shape has. */
export const leafCount = (shape: Shape): number => {
  if (shape.kind === 'object') return shape.members.reduce((sum, { shape: one }) => sum + leafCount(one), 0);
  if (shape.kind === 'list') return leafCount(shape.element);
  return shape.kind === 'map' ? 1 + leafCount(shape.value) : 1;
};

/** Fields to read, in the order of the schema, and the names of what is left out. @throws PageFault for no schema */
export const fieldsOf = ({ schema }: FileMetaData): { fields: Field[]; left: string[] } => {
  const fields: Field[] = [];
  const left: string[] = [];

  /** Levels and the way to a node: `names` as they are told, `path` as the columns are known by. */
  type Place = { names: string[]; path: string[]; definition: number; repetition: number };
  const below = (place: Place, { element: { name } }: Node, isNamed: boolean): Place => ({
    ...place,
    names: isNamed ? [...place.names, name] : place.names,
    path: [...place.path, name],
  });
  const deeper = (place: Place, repeats: 0 | 1): Place => ({
    ...place,
    definition: place.definition + 1,
    repetition: place.repetition + repeats,
  });
  const leafOf = ({ element }: Node, { path, definition, repetition }: Place): Leaf => ({
    path,
    element,
    definition,
    repetition,
  });

  /** The shape of a node at its place, whether it repeats or may be missing being settled; null where it is left out. */
  const settled = (node: Node, place: Place, optional: boolean): Shape | null => {
    const { element, children } = node;
    const { definition } = place;
    const [first] = children;
    if (isLeftOut(node)) {
      left.push(place.names.join('.'));
      return null;
    }
    if (isList(element) || isMap(element)) {
      const inside = first === undefined ? place : deeper(below(place, first, false), 1);
      const { repetition } = inside;
      if (children.length === 1 && isRepeated(first) && isList(element)) {
        const one = isElement(first, element.name)
          ? settled(first, inside, false)
          : shapeOf(first.children[0], below(inside, first.children[0], false));
        return one && { kind: 'list', definition, optional, repetition, element: one };
      }
      const [key, value] = first?.children ?? [];
      if (children.length === 1 && isRepeated(first) && first.children.length === 2 && !isList(element)) {
        const shapes = [shapeOf(key, below(inside, key, false)), shapeOf(value, below(inside, value, false))];
        const [known, held] = shapes;
        if (known?.kind === 'value' && held)
          return { kind: 'map', definition, optional, repetition, key: known.leaf, value: held };
        if (!known || !held) return null;
      }
      left.push(place.names.join('.'));
      return null;
    }
    if (children.length === 0) return { kind: 'value', definition, optional, leaf: leafOf(node, place) };
    const members = children.flatMap((child) => {
      const shape = shapeOf(child, below(place, child, true));
      return shape === null ? [] : [{ name: child.element.name, shape }];
    });
    return members.length === 0 ? null : { kind: 'object', definition, optional, members };
  };
  const shapeOf = (node: Node, place: Place): Shape | null => {
    if (isRepeated(node)) {
      const one = settled(node, deeper(place, 1), false);
      const { definition, repetition } = place;
      return one && { kind: 'list', definition, optional: false, repetition: repetition + 1, element: one };
    }
    const isOptional = node.element.repetition_type === 'OPTIONAL';
    return settled(node, isOptional ? deeper(place, 0) : place, isOptional);
  };
  const lay = (node: Node, above: Place): void => {
    const { element, children } = node;
    const place = below(above, node, true);
    if (children.length > 0 && !isRepeated(node) && !isList(element) && !isMap(element) && !isLeftOut(node)) {
      const inside = element.repetition_type === 'OPTIONAL' ? deeper(place, 0) : place;
      for (const child of children) lay(child, inside);
      return;
    }
    const shape = shapeOf(node, place);
    if (shape !== null && leafCount(shape) > MOST_LEAVES) left.push(place.names.join('.'));
    else if (shape !== null) fields.push({ above: above.names, own: element.name, shape });
  };
  for (const child of treeOf(schema).children)
    lay(child, { names: [], path: [], definition: 0, repetition: 0 });
  return { fields, left: [...new Set(left)] };
};
