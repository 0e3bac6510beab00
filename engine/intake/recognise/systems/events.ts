/** Streams of events: GA4 in BigQuery, the Segment specification, PostHog and Matomo. */
import {
  all,
  direct,
  dropped,
  free,
  internal,
  link,
  page,
  person,
  type Rule,
  type System,
} from './system.ts';

const OF_EVENT = dropped('Events keep the person, the time, the name and the number.');
const ABOUT: Rule = {
  as: 'dropped',
  class: 'quasi_id',
  why: 'Devices and places narrow down who somebody is, and events keep none.',
};
const CLICK = dropped('The number of one click on an advertisement is somebody’s.', 'direct_id');

/** What an event of the specification has, whatever its type. */
const ENVELOPE: Record<string, Rule> = {
  userid: person('customer'),
  anonymousid: person('device'),
  // An alias joins what was known under the number of a browser to the one of the person.
  previousid: link('device'),
  messageid: { as: 'reference' },
  timestamp: { as: 'time' },
  'context.ip': direct,
  'context.traits.*': direct,
  ...all(page, 'context.page.*', 'context.referrer.*', 'properties.url', 'properties.search'),
  ...all(page, 'properties.path', 'properties.referrer', 'properties.title'),
  'context.*': ABOUT,
  'properties.*': OF_EVENT,
  'integrations.*': internal,
  ...all(internal, 'originaltimestamp', 'sentat', 'receivedat', 'version', 'channel', 'category'),
};
const snake = (name: string): string =>
  name.replace(
    /^(user|anonymous|message)id$|^(original)timestamp$|^(sent|received)at$/,
    (_, id, original, at) => (id ? `${id}_id` : original ? 'original_timestamp' : `${at}_at`),
  );
const segment = (
  name: string,
  id: string,
  required: string[],
  forbidden: string[],
  own: Record<string, Rule>,
): System => ({
  id: `segment-${id}`,
  name,
  kind: 'events',
  required,
  forbidden,
  oneOf: [['userid', 'anonymousid']],
  columns: { ...ENVELOPE, ...own },
});
const BASE = ['type', 'messageid', 'timestamp'];

/** Names of a purchase, in the spelling of the specification and as it is often written. */
const PURCHASES = ['Order Completed', 'order_completed', 'Completed Order', 'Purchase', 'purchase'];
const PURCHASE: Rule = {
  as: 'dropped',
  class: 'behavioural',
  why: 'It says whether something was bought: only records of purchases are taken.',
  only: PURCHASES,
};
const OF_PURCHASE = dropped('Orders keep the person, the time, the amount and the number.');

/** What Google Analytics says of a person, a browser or a page, which neither events nor purchases keep. */
const GA4_ABOUT: Record<string, Rule> = {
  ...all(page, 'event_params', 'event_params.*', 'page_location', 'page_referrer'),
  ...all(direct, 'device.advertising_id', 'device.vendor_id', 'user_properties', 'user_properties.*'),
  ...all(CLICK, 'collected_traffic_source.gclid', 'collected_traffic_source.dclid'),
  'collected_traffic_source.srsltid': CLICK,
  ...all(ABOUT, 'device.*', 'geo.*'),
  'privacy_info.*': dropped('What the browser was allowed to keep; it is no answer to us.', 'consent'),
};

export const EVENTS: readonly System[] = [
  {
    id: 'ga4-events',
    name: 'Google Analytics 4 export of BigQuery',
    kind: 'events',
    required: ['event_date', 'event_timestamp', 'event_name', 'user_pseudo_id'],
    columns: {
      user_pseudo_id: person('device'),
      user_id: person('customer'),
      event_timestamp: { as: 'time', format: 'epoch-us' },
      event_name: { as: 'name' },
      ...GA4_ABOUT,
      ...all(
        OF_EVENT,
        'ecommerce.*',
        'items',
        'traffic_source.*',
        'collected_traffic_source.*',
        'user_ltv.*',
      ),
      ...all(OF_EVENT, 'session_traffic_source_last_click.*', 'event_value_in_usd'),
      ...all(internal, 'event_date', 'event_previous_timestamp', 'event_bundle_sequence_id', 'app_info.*'),
      ...all(
        internal,
        'event_server_timestamp_offset',
        'stream_id',
        'platform',
        'user_first_touch_timestamp',
      ),
      ...all(internal, 'batch_event_index', 'batch_ordering_id', 'batch_page_id'),
    },
    traps: [
      'Pages are told with their query, which may hold e-mail addresses: none of it is kept.',
      'Events without a number of the browser (consent denied) belong to nobody and are not taken.',
      'The table of a day replaces its intraday twin: import only one of them.',
      'Its purchases are orders, too: import it a second time as orders, which takes their revenue.',
    ],
  },
  {
    id: 'ga4-purchases',
    name: 'Google Analytics 4 purchases of BigQuery',
    kind: 'orders',
    beside: true,
    required: ['event_timestamp', 'event_name', 'user_pseudo_id'],
    oneOf: [['ecommerce.purchase_revenue', 'event_params.value']],
    columns: {
      ...GA4_ABOUT,
      user_pseudo_id: person('device'),
      user_id: person('customer'),
      event_timestamp: { as: 'time', format: 'epoch-us' },
      // The parameter of the event, where the table of purchases lacks it.
      ...all(
        { as: 'amount', currency: 'event_params.currency' },
        'ecommerce.purchase_revenue',
        'event_params.value',
      ),
      ...all({ as: 'reference' }, 'ecommerce.transaction_id', 'event_params.transaction_id'),
      event_name: { ...PURCHASE, only: ['purchase'] },
    },
    traps: [
      'The revenue stands in the currency of each purchase. Where a shop sells in several, make ecommerce.purchase_revenue_in_usd the amount instead.',
    ],
  },
  {
    ...segment('Segment events', 'events', [...BASE, 'event'], [], { event: { as: 'name' }, type: internal }),
    traps: ['Its purchases are orders, too: import it a second time as orders, which takes their revenue.'],
  },
  {
    id: 'segment-purchases',
    name: 'Segment purchases',
    kind: 'orders',
    beside: true,
    required: [...BASE, 'event'],
    oneOf: [
      ['userid', 'anonymousid'],
      ['properties.revenue', 'properties.total', 'properties.value'],
    ],
    columns: {
      userid: person('customer'),
      anonymousid: person('device'),
      timestamp: { as: 'time' },
      // Without shipping and tax, else with them, else as older libraries call it.
      'properties.revenue': { as: 'amount', currency: 'properties.currency' },
      'properties.total': { as: 'amount', currency: 'properties.currency' },
      'properties.value': { as: 'amount', currency: 'properties.currency' },
      ...all({ as: 'reference' }, 'properties.order_id', 'properties.orderid', 'messageid'),
      event: PURCHASE,
      'context.ip': direct,
      'context.traits.*': direct,
      ...all(page, 'context.page.*', 'context.referrer.*', 'properties.url'),
      ...all(OF_PURCHASE, 'properties.*', 'context.*', 'type'),
    },
  },
  segment('Segment events (page, screen)', 'page', [...BASE, 'name'], ['event', 'previousid'], {
    type: { as: 'name' },
    name: page,
  }),
  segment(
    'Segment events (identify)',
    'identify',
    [...BASE, 'traits.*'],
    ['event', 'name', 'previousid', 'groupid'],
    {
      type: { as: 'name' },
      'traits.email': link('email'),
      'traits.phone': link('phone'),
      ...all(
        direct,
        ...['name', 'firstname', 'lastname', 'username', 'avatar', 'website', 'id'].map(
          (one) => `traits.${one}`,
        ),
      ),
      'traits.address.*': direct,
      'traits.description': free,
      'traits.*': { as: 'dropped', class: 'quasi_id', why: 'What describes people belongs to the profiles.' },
    },
  ),
  segment('Segment events (alias)', 'alias', [...BASE, 'previousid'], ['event', 'name', 'groupid'], {
    type: { as: 'name' },
  }),
  segment('Segment events (group)', 'group', [...BASE, 'groupid'], ['event', 'name', 'previousid'], {
    type: { as: 'name' },
    groupid: dropped('The number of a company or team.', 'technical'),
    'traits.*': OF_EVENT,
  }),
  {
    id: 'segment-warehouse',
    name: 'Segment events as a warehouse holds them',
    kind: 'events',
    required: ['anonymous_id', 'received_at', 'event_text'],
    columns: {
      ...Object.fromEntries(
        Object.entries(ENVELOPE)
          .filter(([header]) => !header.includes('.'))
          .map(([header, rule]) => [snake(header), rule]),
      ),
      id: { as: 'reference' },
      event_text: { as: 'name' },
      event: internal,
      context_ip: direct,
      ...all(page, 'context_page_url', 'context_page_search', 'context_page_path', 'context_page_referrer'),
    },
  },
  {
    id: 'posthog-events',
    name: 'PostHog events export',
    kind: 'events',
    required: ['event', 'distinct_id', 'timestamp'],
    oneOf: [['properties', 'properties.*', 'person_properties', 'person_id']],
    columns: {
      distinct_id: person('device'),
      person_id: internal,
      event: { as: 'name' },
      timestamp: { as: 'time' },
      uuid: { as: 'reference' },
      // At a login and with an alias the event names the browser, or the other number, that is this person too.
      ...all(link('device'), 'properties.$anon_distinct_id', 'properties.alias', 'properties.$user_id'),
      // What a login says of the person.
      ...all(link('email'), 'properties.$set.email', 'properties.$set_once.email'),
      ...all(link('phone'), 'properties.$set.phone', 'properties.$set_once.phone'),
      ...all(
        { as: 'dropped', class: 'quasi_id', why: 'What describes people belongs to the profiles.' },
        ...['properties.$set.*', 'properties.$set_once.*', 'properties.$set', 'properties.$set_once'],
      ),
      'properties.$ip': direct,
      ...all(page, 'properties.$current_url', 'properties.$referrer', 'properties.$pathname'),
      ...all(
        dropped('A bag of everything, with IP addresses and pages in it.', 'direct_id'),
        ...['properties', 'person_properties', 'person_properties.*'],
      ),
      'properties.*': OF_EVENT,
      ...all(internal, 'elements_chain', 'created_at', 'team_id', '_inserted_at'),
    },
    traps: ['Before a login the identifier is that of the browser, after it that of the person.'],
  },
  {
    id: 'matomo-visits',
    name: 'Matomo log of visits',
    kind: 'events',
    required: ['idvisit', 'visitorid', 'servertimestamp'],
    columns: {
      visitorid: person('device'),
      userid: person('customer'),
      servertimestamp: { as: 'time', format: 'epoch-s' },
      visitortype: { as: 'name' },
      idvisit: { as: 'reference' },
      visitip: direct,
      actiondetails: page,
      ...all(page, 'referrerurl', 'referrername', 'referrerkeyword'),
      ...all(ABOUT, 'country', 'countrycode', 'city', 'region', 'latitude', 'longitude', 'devicetype'),
      ...all(OF_EVENT, 'goalconversions', 'visitduration', 'actions', 'visitcount'),
    },
    traps: ['The IP address and the pages of a visit are not kept.'],
  },
];
