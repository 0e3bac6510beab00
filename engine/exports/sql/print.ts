/** The SQL text of a query in one dialect. Everything is qualified and quoted; the layout is fixed. */
import type { Comparison } from '../../../shared/rules/rule.ts';
import type { Condition, Expression, Query, Source } from './ast.ts';
import type { Dialect } from './dialect.ts';

const SIGN: Record<Comparison, string> = { '=': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

const printExpression = (node: Expression, dialect: Dialect): string => {
  const inner = (of: Expression): string => printExpression(of, dialect);
  switch (node.kind) {
    case 'column':
      return `${dialect.name(node.table)}.${dialect.name(node.name)}`;
    case 'number':
      return dialect.number(node.value);
    case 'text':
      return dialect.text(node.value);
    case 'midnight':
      return dialect.midnight(node.date);
    case 'instant':
      return dialect.instant(inner(node.of));
    case 'days before':
      return dialect.daysBefore(inner(node.of), node.days);
    case 'label':
      return dialect.label(inner(node.of));
    case 'double':
      return dialect.double(inner(node.of));
    case 'aggregate':
      return node.use === 'count distinct'
        ? `COUNT(DISTINCT ${inner(node.of)})`
        : `${node.use.toUpperCase()}(${inner(node.of)})`;
    case 'case': {
      const otherwise = node.otherwise === null ? '' : ` ELSE ${inner(node.otherwise)}`;
      return `CASE WHEN ${printCondition(node.when, dialect, '')} THEN ${inner(node.then)}${otherwise} END`;
    }
    case 'coalesce':
      return `COALESCE(${inner(node.of)}, ${inner(node.otherwise)})`;
    case 'plus':
      return `${inner(node.left)} + ${inner(node.right)}`;
    case 'divide':
      return `${inner(node.left)} / (${inner(node.right)})`;
  }
};

const LINE = 90;
const isGroup = (node: Condition): boolean => node.kind === 'and' || node.kind === 'or';
const wrapped = (node: Condition, text: string): string => (isGroup(node) ? `(${text})` : text);

/** A condition; a long group is broken over lines at `indent`, or kept on one line where `indent` is empty. */
const printCondition = (node: Condition, dialect: Dialect, indent: string): string => {
  const expression = (of: Expression): string => printExpression(of, dialect);
  switch (node.kind) {
    case 'constant':
      return dialect.constant(node.value);
    case 'compare':
      return `${expression(node.left)} ${SIGN[node.is]} ${expression(node.right)}`;
    case 'in':
      return `${expression(node.left)} ${node.negated ? 'NOT IN' : 'IN'} (${node.values.map(expression).join(', ')})`;
    case 'null':
      return `${expression(node.of)} IS ${node.negated ? 'NOT NULL' : 'NULL'}`;
    case 'true':
      return dialect.isTrue(expression(node.of));
    case 'and':
    case 'or': {
      const word = node.kind.toUpperCase();
      const line = node.of.map((part) => wrapped(part, printCondition(part, dialect, ''))).join(` ${word} `);
      if (indent === '' || (line.length <= LINE && !node.of.some(isGroup))) return line;
      const deeper = `${indent}  `;
      return node.of
        .map((part) => {
          const text = printCondition(part, dialect, isGroup(part) ? deeper : indent);
          return !isGroup(part)
            ? text
            : text.includes('\n')
              ? `(\n${deeper}${text}\n${indent})`
              : `(${text})`;
        })
        .join(`\n${indent}${word} `);
    }
  }
};

const printSource = (source: Source, dialect: Dialect): string =>
  `${source.table.map(dialect.name).join('.')} AS ${dialect.name(source.as)}`;

/** One statement without its closing semicolon; every line begins with `indent`. */
export const printQuery = (query: Query, dialect: Dialect, indent = ''): string => {
  const lines: string[] = [];
  query.with.forEach(({ name, query: part }, at) => {
    lines.push(`${at === 0 ? 'WITH ' : ''}${dialect.name(name)} AS (`);
    lines.push(printQuery(part, dialect, '  '));
    lines.push(at === query.with.length - 1 ? ')' : '),');
  });
  const columns = query.columns.map(({ of, as }) => `${printExpression(of, dialect)} AS ${dialect.name(as)}`);
  if (columns.length === 1) lines.push(`${indent}SELECT ${columns[0]}`);
  else lines.push(`${indent}SELECT`, columns.map((text) => `${indent}  ${text}`).join(',\n'));
  if (query.from !== null) lines.push(`${indent}FROM ${printSource(query.from, dialect)}`);
  for (const { kind, source, on } of query.joins) {
    const condition = on === null ? '' : ` ON ${printCondition(on, dialect, '')}`;
    lines.push(`${indent}${kind.toUpperCase()} JOIN ${printSource(source, dialect)}${condition}`);
  }
  const clause = (word: string, condition: Condition): string =>
    `${indent}${word} ${printCondition(condition, dialect, `${indent}  `)}`;
  if (query.where !== null) lines.push(clause('WHERE', query.where));
  if (query.groupBy.length > 0)
    lines.push(`${indent}GROUP BY ${query.groupBy.map((part) => printExpression(part, dialect)).join(', ')}`);
  if (query.having !== null) lines.push(clause('HAVING', query.having));
  return lines.join('\n');
};
