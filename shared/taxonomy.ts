/**
 * Data uses of the fideslang taxonomy, by Ethyca, Inc. and contributors, licensed CC BY 4.0
 * (https://creativecommons.org/licenses/by/4.0/). Keys and names are theirs, unchanged, without the deprecated
 * ones and without the descriptions. The key is a path: every prefix of it is a wider use.
 */

export const TAXONOMY_ATTRIBUTION =
  'Data uses: fideslang taxonomy by Ethyca, Inc. and contributors, CC BY 4.0; keys and names unchanged.';

const USES: readonly (readonly [key: string, name: string])[] = [
  ['analytics', 'Analytics'],
  ['analytics.reporting', 'Analytics for Reporting'],
  ['analytics.reporting.ad_performance', 'Analytics for Advertising Performance'],
  ['analytics.reporting.campaign_insights', 'Analytics for Insights'],
  ['analytics.reporting.content_performance', 'Analytics for Content Performance'],
  ['analytics.reporting.system', 'Analytics for System Activity'],
  ['analytics.reporting.system.performance', 'Analytics for System Performance'],
  ['collect', 'Collect'],
  ['employment', 'Employment'],
  ['employment.recruitment', 'Employment Recruitment'],
  ['essential', 'Essential'],
  ['essential.fraud_detection', 'Essential Fraud Detection'],
  ['essential.legal_obligation', 'Essential Legal Obligation'],
  ['essential.service', 'Essential for Service'],
  ['essential.service.authentication', 'Essential Service Authentication'],
  ['essential.service.notifications', 'Essential Service Notifications'],
  ['essential.service.notifications.email', 'Essential Email Service Notifications'],
  ['essential.service.notifications.sms', 'Essential SMS Service Notifications'],
  ['essential.service.operations', 'Essential for Operations'],
  ['essential.service.operations.improve', 'Essential for Support Improvement'],
  ['essential.service.operations.support', 'Essential for Operations Support'],
  ['essential.service.payment_processing', 'Essential for Payment Processing'],
  ['essential.service.security', 'Essential for Security'],
  ['essential.service.upgrades', 'Essential for Service Upgrades'],
  ['finance', 'Finance'],
  ['functional', 'Functional'],
  ['functional.service', 'Service'],
  ['functional.service.improve', 'Improve Service'],
  ['functional.storage', 'Local Data Storage'],
  ['functional.storage.privacy_preferences', 'Local Data Storage for Privacy Preferences'],
  ['marketing', 'Marketing'],
  ['marketing.advertising', 'Advertising, Marketing or Promotion'],
  ['marketing.advertising.first_party', 'First Party Advertising'],
  ['marketing.advertising.first_party.contextual', 'First Party Contextual Advertising'],
  ['marketing.advertising.first_party.targeted', 'First Party Personalized Advertising'],
  ['marketing.advertising.frequency_capping', 'Frequency Capping'],
  ['marketing.advertising.negative_targeting', 'Negative Targeting'],
  ['marketing.advertising.profiling', 'Profiling for Advertising'],
  ['marketing.advertising.serving', 'Essential for Serving Ads'],
  ['marketing.advertising.third_party', 'Third Party Advertising'],
  ['marketing.advertising.third_party.targeted', 'Third Party Targeted Advertising'],
  ['marketing.communications', 'Marketing Communications'],
  ['marketing.communications.email', 'Marketing Email Communications'],
  ['marketing.communications.sms', 'Marketing SMS Communications'],
  ['operations', 'Operations'],
  ['personalize', 'Personalize'],
  ['personalize.content', 'Content Personalization'],
  ['personalize.content.limited', 'Limited Content Personalization'],
  ['personalize.content.profiled', 'Targeted Content Personalization'],
  ['personalize.content.profiling', 'Profiling for Personalization'],
  ['personalize.system', 'System Personalization'],
  ['sales', 'Sales'],
  ['third_party_sharing', 'Third Party Sharing'],
  ['third_party_sharing.legal_obligation', 'Sharing for Legal Obligation'],
  ['train_ai_system', 'Train AI System'],
];

/** The data uses by key. */
export const TAXONOMY: ReadonlyMap<string, string> = new Map(USES);
