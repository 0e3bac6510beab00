/** The plan that belongs to a sample: the main job on its four files, with every mapping spelled out. */

export const PLAN_NAME = 'plan.yaml';

export const SAMPLE_PLAN = `# The whole job on the sample: cloister run plan.yaml --vault my-vault --out my-export
# Change it and run it again: the same plan, files and seed give the same bytes.
version: 1
name: Outdoor retailer
seed: 42

sources:
  # A column that is not mentioned is dropped. Identifiers become keyed pseudonyms before anything is stored.
  - file: customers.csv
    mapping:
      version: 1
      kind: profiles
      columns:
        - {column: customer_id, role: identifier, identifier: customer}
        - {column: email, role: link, identifier: email}
        - {column: gender, role: attribute, class: quasi-identifier}
        - {column: country, role: attribute, class: quasi-identifier}
        - {column: plan, role: attribute}
        - {column: acquisition_channel, role: attribute}
        - {column: loyalty_points, role: attribute, type: number, format: "1234.56"}
  - file: orders.csv
    mapping:
      version: 1
      kind: orders
      columns:
        - {column: order_id, role: reference}
        - {column: customer_id, role: identifier, identifier: customer}
        - {column: ordered_at, role: time, format: iso}
        - {column: amount, role: amount, format: "1234.56"}
  - file: events.csv
    mapping:
      version: 1
      kind: events
      columns:
        - {column: event_id, role: reference}
        - {column: customer_id, role: identifier, identifier: customer}
        - {column: occurred_at, role: time, format: iso}
        - {column: event, role: name}
  - file: consents.csv
    mapping:
      version: 1
      kind: consents
      columns:
        - {column: customer_id, role: identifier, identifier: customer}
        - {column: purpose, role: consent, part: purpose}
        - column: state
          role: consent
          part: state
          values: {given: given, refused: refused, withdrawn: withdrawn, objected: objected, unknown: unknown}
        - {column: recorded_at, role: time, format: iso}
        - {column: notice_version, role: consent, part: notice}
        - {column: method, role: consent, part: method}

# Only people whose consent covers the purpose on the date are seen; everything strictly before it counts.
lens: {purpose: personalize, asOf: 2026-07-01}

clustering:
  features:
    - {feature: recency, scaling: log}
    - {feature: frequency, scaling: log}
    - {feature: monetary, scaling: log}
    - {feature: average_order, scaling: log}
    - {feature: tenure, scaling: zscore}
    - {feature: event_count, scaling: log}
  # Two halves of a market are the clearest cut and say little: the choice begins at four.
  from: 4
  to: 12

segments:
  - name: Cart left behind
    rule:
      op: all
      of:
        - {op: count, of: events, name: add_to_cart, days: 90, is: '>=', value: 1}
        - {op: count, of: orders, days: 90, is: '=', value: 0}
  - name: Paying plans gone quiet
    rule:
      op: all
      of:
        - {op: in, field: profile.plan, values: [plus, pro]}
        - {op: compare, field: recency, is: '>=', value: 120}

export:
  name: Outdoor retailer personas
  targets: [sqlite, postgresql, hubspot, braze, report]
`;
