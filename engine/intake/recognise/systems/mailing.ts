/** Mailing and customer engagement: Mailchimp, Klaviyo, Braze, Iterable and Marketo. */

import type { ConsentMeaning } from '../../../../shared/vocabulary.ts';
import {
  all,
  counted,
  direct,
  dropped,
  EMAIL_MARKETING,
  free,
  internal,
  link,
  measured,
  OPTED_OUT,
  ordinary,
  person,
  proof,
  quasi,
  type Rule,
  type System,
} from './system.ts';

const everyone = (state: ConsentMeaning, dated: string, why: string) => ({
  state,
  purpose: EMAIL_MARKETING,
  dated,
  asked: 'optin_time',
  why,
});
const SUBSCRIPTION: Rule = {
  as: 'consent',
  purpose: EMAIL_MARKETING,
  values: { opted_in: 'given', subscribed: 'nothing', unsubscribed: 'withdrawn' },
};

export const MAILING: readonly System[] = [
  {
    id: 'mailchimp-audience',
    name: 'Mailchimp audience export',
    kind: 'profiles',
    required: ['email address', 'member_rating', 'leid', 'euid'],
    columns: {
      'email address': person('email'),
      euid: link('customer'),
      leid: internal,
      'phone number': link('phone'),
      ...all(direct, 'first name', 'last name', 'address', 'optin_ip', 'confirm_ip'),
      ...all(dropped('A place on the map is not kept.', 'direct_id'), 'latitude', 'longitude'),
      birthday: dropped('A date of birth is not kept.', 'quasi_id'),
      ...all(quasi, 'cc', 'region', 'timezone'),
      ...all(internal, 'gmtoff', 'dstoff', 'last_changed'),
      member_rating: measured('stars, 1 to 5'),
      ...all(proof, 'optin_time', 'confirm_time', 'unsub_time', 'clean_time'),
      ...all(free, 'notes', 'tags', 'unsub_reason_other'),
      unsub_reason: { as: 'evidence', part: 'reason' },
      unsub_campaign_title: { as: 'evidence', part: 'method' },
      ...all(internal, 'unsub_campaign_id', 'clean_campaign_title', 'clean_campaign_id'),
    },
    files: [
      {
        name: /(^|[^a-z])unsubscribed/i,
        column: 'unsub_time',
        everyone: everyone('withdrawn', 'unsub_time', 'It is the file of those who unsubscribed.'),
      },
      {
        name: /(^|[^a-z])cleaned/i,
        column: 'clean_time',
        everyone: everyone(
          'unknown',
          'clean_time',
          'It is the file of addresses that bounced: whoever has one next agreed to nothing.',
        ),
      },
      {
        name: /(^|[^a-z])non-?_?subscribed/i,
        everyone: everyone(
          'nothing',
          '',
          'It is the file of those who never subscribed: they answered nothing.',
        ),
      },
      {
        name: /(^|[^a-z])subscribed/i,
        everyone: everyone('given', 'confirm_time', 'It is the file of those who are subscribed.'),
      },
    ],
    separator: ',',
    traps: [
      'Each status is a file of its own: import all of them, or who left is not known to have left.',
      'Of imported contacts the time of opting in is that of the import: it proves no consent. Times that differ between OPTIN_TIME and CONFIRM_TIME show a double opt-in.',
    ],
  },
  {
    id: 'klaviyo-profiles',
    name: 'Klaviyo profiles export',
    kind: 'profiles',
    required: ['klaviyo id', 'email marketing consent'],
    columns: {
      'klaviyo id': person('customer'),
      email: link('email'),
      'phone number': link('phone'),
      ...all(direct, 'first name', 'last name', 'address', 'address 2', 'ip address', 'organization'),
      ...all(dropped('A place on the map is not kept.', 'direct_id'), 'latitude', 'longitude'),
      ...all(quasi, 'title', 'city', 'state / region', 'country', 'zip code'),
      source: ordinary,
      'email marketing consent': {
        as: 'consent',
        purpose: EMAIL_MARKETING,
        values: { SUBSCRIBED: 'given', UNSUBSCRIBED: 'withdrawn', NEVER_SUBSCRIBED: 'nothing' },
        dated: 'email marketing consent timestamp',
      },
      'email marketing consent timestamp': proof,
      'email suppressions': dropped(
        'Why the system sends no mail; a suppressed address is no answer.',
        'consent',
      ),
      ...all(
        measured('the currency of the account'),
        'historic customer lifetime value',
        'average order value',
      ),
      'historic number of orders': measured('orders'),
      'average days between orders': measured('days'),
      ...all(
        dropped('A prediction of the system is no fact about the person.'),
        ...['predicted customer lifetime value', 'total customer lifetime value'],
        ...[
          'predicted number of orders',
          'churn risk prediction',
          'predicted gender',
          'expected date of next order',
        ],
      ),
    },
  },
  {
    id: 'braze-users',
    name: 'Braze users export',
    kind: 'profiles',
    required: [],
    oneOf: [
      ['external_id', 'appboy id', 'braze_id'],
      ['email_subscribe', 'push_subscribe'],
    ],
    columns: {
      external_id: person('customer'),
      'appboy id': person('device'),
      braze_id: person('device'),
      email: link('email'),
      phone: link('phone'),
      ...all(direct, 'first_name', 'last_name'),
      ...all(quasi, 'country', 'language', 'time_zone', 'home_city', 'gender'),
      dob: dropped('A date of birth is not kept.', 'quasi_id'),
      email_subscribe: SUBSCRIPTION,
      push_subscribe: dropped('The answer for another channel; map it to the purpose it is for.', 'consent'),
      total_revenue: measured('US dollars'),
      session_count: measured('sessions'),
    },
    traps: [
      'Braze calls everybody "subscribed" who has not left: only "opted_in" is taken for a yes.',
      'The answers have no date, so they prove no consent: give one with dated.',
    ],
  },
  {
    id: 'iterable-users',
    name: 'Iterable users export',
    kind: 'profiles',
    required: ['email', 'profileupdatedat'],
    oneOf: [['unsubscribedchannelids', 'emaillistids']],
    columns: {
      userid: person('customer'),
      email: person('email'),
      ...all(internal, 'emaillistids', 'profileupdatedat'),
      unsubscribedchannelids: dropped('Channels that somebody left, by number: map them by hand.', 'consent'),
    },
  },
  {
    id: 'marketo-leads',
    name: 'Marketo leads export',
    kind: 'profiles',
    required: ['id', 'leadscore', 'unsubscribed'],
    columns: {
      id: counted('marketo:'),
      email: link('email'),
      ...all(direct, 'firstname', 'lastname', 'company'),
      ...all(ordinary, 'leadstatus', 'leadsource', 'emailinvalid'),
      leadscore: measured('points'),
      unsubscribed: { as: 'consent', purpose: EMAIL_MARKETING, values: OPTED_OUT, dated: 'updatedat' },
      ...all(internal, 'sfdcid', 'sfdcleadid', 'sfdccontactid', 'sfdcaccountid'),
    },
  },
];
