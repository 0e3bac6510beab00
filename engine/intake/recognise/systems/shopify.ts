/**
 * Shopify: the exports of its admin, and its tables as warehouses hold them (the column names of Fivetran's
 * connector). An order stands on a row per line item; what is the order's stands on its first.
 */
import {
  all,
  direct,
  dropped,
  EMAIL_MARKETING,
  free,
  internal,
  link,
  measured,
  ordinary,
  page,
  person,
  quasi,
  type Rule,
  SMS_MARKETING,
  type System,
  TEXT_MARK,
  YES_NO,
} from './system.ts';

const OF_ORDER = dropped('Orders keep the person, the time, the amount and the number.');
const addresses = (...prefixes: string[]): Record<string, Rule> =>
  Object.assign(
    {},
    ...prefixes.map((prefix) => ({
      ...all(
        direct,
        ...['name', 'street', 'address1', 'address2', 'company', 'phone'].map((part) => `${prefix} ${part}`),
      ),
      ...all(
        { as: 'dropped', class: 'quasi_id', why: 'What describes people belongs to the profiles.' },
        ...['city', 'zip', 'province', 'country', 'province name'].map((part) => `${prefix} ${part}`),
      ),
    })),
  );
const emailConsent: Rule = { as: 'consent', purpose: EMAIL_MARKETING, values: YES_NO };

export const SHOPIFY: readonly System[] = [
  {
    id: 'shopify-orders',
    name: 'Shopify orders export',
    kind: 'orders',
    required: ['name', 'financial status', 'lineitem name'],
    orderLines: true,
    columns: {
      name: { as: 'reference' },
      email: person('email'),
      phone: person('phone', TEXT_MARK),
      'created at': { as: 'time' },
      total: { as: 'amount', minus: 'refunded amount', currency: 'currency' },
      'accepts marketing': emailConsent,
      ...addresses('billing', 'shipping'),
      'financial status': {
        as: 'dropped',
        class: 'behavioural',
        why: 'It says whether the order was paid.',
        leaveOut: ['voided', 'pending', 'expired'],
      },
      ...all(free, 'notes', 'note attributes', 'tags'),
      employee: direct,
      ...all(
        OF_ORDER,
        ...['paid at', 'fulfillment status', 'fulfilled at', 'currency', 'subtotal', 'shipping', 'taxes'],
        ...['discount code', 'discount amount', 'shipping method', 'cancelled at', 'payment method'],
        ...['refunded amount', 'outstanding balance', 'vendor', 'risk level', 'source', 'duties'],
        ...['lineitem quantity', 'lineitem name', 'lineitem price', 'lineitem compare at price'],
        ...['lineitem sku', 'lineitem requires shipping', 'lineitem taxable', 'lineitem discount'],
        'lineitem fulfillment status',
      ),
      ...all(
        internal,
        ...['id', 'payment reference', 'payment references', 'payment id', 'location', 'device id'],
        ...['receipt number', 'payment terms name', 'next payment due at'],
      ),
    },
    traps: [
      'A row is a line item: the total of an order is counted once, at its first row, less what was refunded.',
      'Orders whose payment is pending, voided or expired are left out.',
    ],
  },
  {
    id: 'shopify-customers',
    name: 'Shopify customers export',
    kind: 'profiles',
    required: ['total spent', 'total orders'],
    oneOf: [['accepts email marketing', 'accepts marketing']],
    columns: {
      'customer id': person('customer', TEXT_MARK),
      email: person('email'),
      phone: person('phone', TEXT_MARK),
      ...all(direct, 'first name', 'last name', 'company', 'address1', 'address2'),
      ...all(direct, 'default address company', 'default address address1', 'default address address2'),
      'default address phone': direct,
      ...all(quasi, 'city', 'province', 'province code', 'country', 'country code'),
      ...all({ ...quasi, steps: [TEXT_MARK] }, 'zip', 'default address zip'),
      ...all(quasi, ...['city', 'province code', 'country code'].map((part) => `default address ${part}`)),
      'accepts email marketing': emailConsent,
      'accepts marketing': emailConsent,
      'accepts sms marketing': { as: 'consent', purpose: SMS_MARKETING, values: YES_NO },
      'total spent': measured('the currency of the shop'),
      'total orders': measured('orders'),
      'tax exempt': ordinary,
      ...all(free, 'tags', 'note'),
    },
    traps: ['The answers on marketing have no date, so they prove no consent: give one with dated.'],
  },
  {
    id: 'shopify-customers-table',
    name: 'Shopify customers table',
    kind: 'profiles',
    required: ['id', 'orders_count', 'total_spent', 'verified_email', 'tax_exempt'],
    columns: {
      id: person('customer'),
      email: link('email'),
      phone: link('phone'),
      ...all(direct, 'first_name', 'last_name'),
      note: free,
      state: ordinary,
      orders_count: measured('orders'),
      total_spent: measured('the currency of the shop'),
      ...all(internal, 'verified_email', 'default_address_id', '_fivetran_synced', 'currency'),
      tax_exempt: ordinary,
      accepts_marketing: { ...emailConsent, dated: 'updated_at' },
      email_marketing_consent_state: {
        as: 'consent',
        purpose: EMAIL_MARKETING,
        values: {
          SUBSCRIBED: 'given',
          NOT_SUBSCRIBED: 'nothing',
          UNSUBSCRIBED: 'withdrawn',
          PENDING: 'requested',
          REDACTED: 'unknown',
          INVALID: 'unknown',
        },
        dated: 'email_marketing_consent_updated_at',
      },
      email_marketing_consent_opt_in_level: dropped('How the consent was asked for.', 'consent'),
    },
  },
  {
    id: 'shopify-orders-table',
    name: 'Shopify orders table',
    kind: 'orders',
    required: ['id', 'email', 'customer_id', 'billing_address_city', 'shipping_address_city'],
    oneOf: [
      ['total_price', 'total_price_set_shop_amount'],
      ['financial_status', 'display_financial_status'],
    ],
    columns: {
      id: { as: 'reference' },
      customer_id: person('customer'),
      email: link('email'),
      created_at: { as: 'time' },
      ...all({ as: 'amount' }, 'total_price', 'total_price_set_shop_amount'),
      // Whoever accepts in the shop's checkout does it for what the shop sends.
      buyer_accepts_marketing: emailConsent,
      customer_accepts_marketing: emailConsent,
      name: internal,
      ...all(free, 'note', 'cancel_reason'),
      ...all(direct, 'browser_ip', 'client_ip', 'cart_token', 'checkout_token', 'token'),
      ...all(page, 'landing_site_base_url', 'referring_site', 'status_page_url'),
    },
    traps: ['Orders that were cancelled count, too: leave out the records that say so.'],
  },
  {
    id: 'shopify-order-lines-table',
    name: 'Shopify order lines table',
    kind: 'events',
    required: ['order_id', 'variant_id', 'fulfillable_quantity', 'requires_shipping'],
    columns: {
      order_id: { as: 'order' },
      id: { as: 'reference' },
      title: { as: 'name' },
      name: dropped('The product with its variant; the title is kept.'),
      ...all(
        dropped('The order has its amount; that of its lines would count it twice.'),
        ...['price', 'pre_tax_price', 'total_discount', 'quantity'],
      ),
      ...all(internal, 'product_id', 'variant_id', 'sku', 'index', 'grams', 'fulfillable_quantity'),
      ...all(internal, '_fivetran_synced', 'vendor', 'fulfillment_service', 'fulfillment_status'),
    },
    traps: [
      'A line names no person: import the orders first. Each line is an event of the person of its order, on its day, by the name of the product.',
    ],
  },
  {
    id: 'shopify-refunds-table',
    name: 'Shopify refunds table',
    kind: 'events',
    required: ['order_id', 'restock', 'processed_at'],
    columns: {
      order_id: { as: 'order' },
      id: { as: 'reference' },
      user_id: dropped('The member of the staff who refunded, not the customer.', 'direct_id'),
      created_at: { as: 'time' },
      note: free,
    },
    called: 'refund',
    traps: [
      'A refund names no customer: import the orders first. Each is an event of the person of its order.',
    ],
  },
];
