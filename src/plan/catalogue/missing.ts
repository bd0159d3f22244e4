/** What vendors have and Carom does not, with the reason. Enters: nothing. Leaves: rows: `callback | meaning | reason | appsflyer | branch | singular | kochava | voluum | tune`. */
import { readMissing } from './value-table';

const reasons = {
  place: 'Carom looks up no places or providers: it knows the country that was reported',
  exchange: 'Carom converts no currencies: revenue.amount with revenue.currency says what was reported',
  other_id: 'Carom has no identifier of this kind',
  vendor: "it is the vendor's own and means nothing elsewhere",
  legacy: 'no device sends it any more',
  policy: "it is a number of the app's policy, not of a device: GET /v1/apps/{app} shows it",
  not_kept: 'Carom does not keep it with the device',
  skan: 'it comes with SKAdNetwork postbacks, which belong to no device',
  apple: "Apple's ad services are not asked for it",
  meta: "Meta's encrypted install referrer is not opened",
  cost: 'ad spend is not collected',
  source: 'Carom does not tell sources of a record apart this way',
  not_measured: 'Carom does not measure it',
  content: 'items of an order are no fields of an activity: params has what the app posted',
} as const;

export const missingValues = readMissing(
  `
city | city | place | city | user_data.geo_city_en | - | - | city
region | region | place | state region dma | user_data.geo_region_code user_data.geo_dma_code | - | - | region
postal_code | postal code | place | postal_code
country_subdivision | state or subdivision | place | - | user_data.geo_region_en
isp | internet provider | place | operator | - | - | - | isp
proxy_ip_address | the proxy's address | not_measured
device_atlas_id | DeviceAtlas id | other_id
win_adid | Windows advertising id | other_id | - | user_data.windows_aid
win_udid | Windows Phone id | legacy
win_hwid | Windows hardware id | legacy
win_naid | Windows network adapter id | legacy
mac_sha1 | hardware address, SHA-1 | legacy
mac_md5 | hardware address, MD5 | legacy
web_uuid | id of Adjust's web SDK | vendor | - | cross_platform_id
rida | Roku's advertising id | other_id
vida | Vizio's advertising id | other_id
tifa | Tizen's advertising id | other_id
google_app_set_id | Google's app set id | other_id
random_user_id | a random id of the user | other_id
secret_id | the SDK signature's secret | vendor
gender | gender | legacy
reftags | all reftags | not_kept
click_referer | the click's referer header | not_kept | http_referrer | user_data.http_referrer | - | - | referrerdomain
is_s2s | the record came from a server | source | event_source | origin
is_s2s_engagement_based | the touch came from a server | source
is_imported | the record was imported | source
is_redownload | a download again from the App Store | not_measured | store_reinstall
is_google_play_store_downloaded | downloaded from Google Play | not_measured | - | user_data.installer_package_name
click_attribution_window | the window of clicks | policy | af_attribution_lookback
impression_attribution_window | the window of impressions | policy | af_viewthrough_lookback
reattribution_attribution_window | the window of reattributions | policy | af_reengagement_window
fingerprint_attribution_window | the window of probabilistic matches | policy
probmatching_attribution_window | the window of probabilistic matches | policy
inactive_user_definition | how long a user is idle before a return counts | policy
attribution_ttl | how long a credit lasts | policy
attribution_expires_at | when a credit ends | policy
callback_ttl | how long partners hear of events | policy
within_callback_ttl | still inside that time | policy
install_finish_time | when the download was done | not_measured | device_download_time
san_engagement_times | touches that a self-attributing network claims | not_measured
last_session_time | when the session before was | not_kept
last_fallback_time | when the credit fell back | not_kept
last_fallback_time_hour | the full hour in which the credit fell back | not_kept
time_to_reinstall | from the removal to the new install | not_kept
last_time_spent | time in the app, the session before | not_kept
outdated_tracker | the link that an update replaced | not_kept
outdated_tracker_name | the levels that an update replaced | not_kept
third_party_sharing_disabled | sharing with third parties is off | not_measured
revenue_usd | revenue in US dollars | exchange | event_revenue_usd monetary | event_data.revenue_in_usd
revenue_usd_cents | revenue in hundredths of US dollars | exchange
reporting_revenue | revenue in the reporting currency | exchange | revenue_in_selected_currency
reporting_currency | the reporting currency | exchange | selected_currency
reporting_cost | cost in the reporting currency | exchange | cost_in_selected_currency
cost_id_md5 | id of a cost record, hashed | cost
sk_payload | the whole signed postback | skan
sk_version | SKAdNetwork's version | skan
sk_ts | when the postback came | skan
sk_network_id | the ad network's id | skan
sk_campaign_id | the campaign's number | skan
sk_source_identifier | the source identifier | skan
sk_transaction_id | the postback's transaction id | skan
sk_app_id | the advertised app | skan
sk_source_app_id | the app that showed the ad | skan
sk_attribution_signature | Apple's signature | skan
sk_invalid_signature | the signature is wrong | skan
sk_redownload | a download again | skan
sk_conversion_value | the conversion value | skan
sk_fidelity_type | view or click | skan
sk_did_win | won the credit | skan
partner | the partner for whom the copy is | skan
count_min | lower bound of the mapped count | skan
count_max | upper bound of the mapped count | skan
reporting_revenue_min | lower bound of the mapped revenue | skan
reporting_revenue_max | upper bound of the mapped revenue | skan
fb_install_referrer | Meta's install referrer | meta
fb_install_referrer_account_id | its account | meta
fb_install_referrer_ad_id | its ad | meta
fb_install_referrer_ad_objective_name | its objective | meta
fb_install_referrer_adgroup_id | its ad group | meta
fb_install_referrer_adgroup_name | its ad group's name | meta
fb_install_referrer_campaign_group_id | its campaign group | meta
fb_install_referrer_campaign_group_name | its campaign group's name | meta
fb_install_referrer_campaign_id | its campaign | meta
fb_install_referrer_campaign_name | its campaign's name | meta
fb_install_referrer_publisher_platform | where it was shown | meta
iad_ad_id | Apple Search Ads: ad | apple
iad_conversion_type | Apple Search Ads: conversion type | apple
iad_country_or_region | Apple Search Ads: country or region | apple
iad_keyword | Apple Search Ads: keyword | apple
iad_keyword_id | Apple Search Ads: keyword's id | apple
iad_keyword_matchtype | Apple Search Ads: match type | apple
iad_org_id | Apple Search Ads: organisation | apple
iad_creative_set_id | Apple Search Ads: creative set | apple
iad_creative_set_name | Apple Search Ads: creative set's name | apple
- | the vendor's own id of the device | vendor | appsflyer-device-id appsflyer_id | - | - | kochava_device_id
- | the vendor's own id of the event | vendor | - | tune_site_event_id | - | - | - | conversion_id
- | the vendor's own id of the organisation | vendor | - | organization_id app_id webhook_id
- | the event is the user's first of its name | not_kept | - | first_event_for_user
- | the device is jailbroken or rooted | not_measured | - | user_data.is_jailbroken
- | seconds, minutes, hours, days from the touch | not_measured | - | seconds_from_last_attributed_touch_to_event minutes_from_last_attributed_touch_to_event hours_from_last_attributed_touch_to_event days_from_last_attributed_touch_to_event
- | the rate of exchange | exchange | - | event_data.exchange_rate
- | the receipt was validated | not_measured | is_receipt_validated
- | what kind of conversion or return it is | source | conversion_type retargeting_conversion_type is_retargeting
- | touches that helped | not_kept | contributor_1_media_source contributor_2_media_source contributor_3_media_source | - | - | influencers
- | the touch's whole URL | not_kept | original_url | last_attributed_touch_data.+url
- | the ad account | vendor | network_account_id
- | more on why a touch was refused | not_kept | blocked_reason_value reject_reason_value reject_sub_reason blocked_sub_reason is_rejected
- | the whole request in another encoding | vendor | encode event
- | the form of the ad | not_kept | - | last_attributed_touch_data.~branch_ad_format
- | items of the order | content | - | content_items*
- | how much the touch cost | cost | af_cost_model af_cost_value af_cost_currency | - | - | - | cost
`,
  reasons,
);
