/** What the exporters are told by an export's choice, checked: targets, the CRM's properties, the warehouse's names. */
import * as v from 'valibot';
import { CloisterError } from '../../shared/errors.ts';
import { issueWords } from '../../shared/invalid-part.ts';
import type { ExportChoice } from '../../shared/plan.ts';
import { DEFAULT_NAMES, type ExportOptions, TARGETS, type WarehouseNames } from '../exports/exports.ts';

const property = v.strictObject({
  property: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  type: v.picklist(['number', 'enumeration', 'string', 'date', 'bool']),
});
const fieldsSchema = v.strictObject({
  hubspot: v.optional(v.record(v.string(), property)),
  braze: v.optional(v.record(v.string(), property)),
});
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const table = v.optional(v.union([word, v.array(word)]));
const warehouseSchema = v.strictObject({
  people: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      consent: v.optional(v.nullable(word)),
      attributes: v.optional(v.record(v.string(), word)),
    }),
  ),
  orders: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      orderedAt: v.optional(word),
      amount: v.optional(word),
      reference: v.optional(v.nullable(word)),
    }),
  ),
  events: v.optional(
    v.strictObject({
      table,
      key: v.optional(word),
      name: v.optional(word),
      occurredAt: v.optional(word),
    }),
  ),
});

/** The asked value, checked. @throws CloisterError PLAN_INVALID that names the part and shows an example */
const checked = <S extends v.GenericSchema>(
  what: string,
  schema: S,
  value: unknown,
  example: string,
): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new CloisterError(
    'PLAN_INVALID',
    `The ${what} of the export is not valid at ${v.getDotPath(parsed.issues[0]) ?? 'its root'}: ${issueWords(parsed.issues[0])}.`,
    `Write for example ${example}.`,
  );
};

/** @throws CloisterError PLAN_INVALID that names the part and shows an example */
export const exportOptions = (choice: ExportChoice): ExportOptions => {
  const { hubspot, braze } = checked(
    'field map',
    fieldsSchema,
    choice.fields ?? {},
    'fields: {hubspot: {recency: {property: last_order_date, type: date}}}',
  );
  const names = checked(
    'warehouse map',
    warehouseSchema,
    choice.warehouse ?? {},
    'warehouse: {people: {table: customers, key: customer_id}}',
  );
  const { people, orders, events } = DEFAULT_NAMES;
  const warehouse = {
    people: { ...people, ...names.people },
    orders: { ...orders, ...names.orders },
    events: { ...events, ...names.events },
  } as WarehouseNames;
  return {
    targets: TARGETS.filter((target) => choice.targets.includes(target)),
    warehouse,
    fields: { ...(hubspot === undefined ? {} : { hubspot }), ...(braze === undefined ? {} : { braze }) },
  };
};
