/** Adjust's placeholder names that need no function of their own. Enters: nothing. Leaves: lists of names. */

/** Adjust takes these from the link; here they are the link's parameters of the same name. */
export const linkParameters: readonly string[] = [
  ...['label', 'gclid', 'search_term', 'tweet_id', 'twitter_line_item_id', 'cost_type'],
  ...['google_ads_campaign_type', 'google_ads_campaign_name', 'google_ads_campaign_id', 'google_ads_keyword'],
  ...[
    'google_ads_adgroup_id',
    'google_ads_adgroup_name',
    'google_ads_creative_id',
    'google_ads_network_type',
  ],
  ...['google_ads_network_subtype', 'google_ads_matchtype', 'google_ads_placement', 'google_ads_video_id'],
  ...['fb_campaign_group_name', 'fb_campaign_group_id', 'fb_campaign_name', 'fb_campaign_id'],
  ...['fb_adgroup_name', 'fb_adgroup_id', 'fb_ad_objective_name', 'fb_account_id', 'fb_platform_position'],
  ...['dcp_adset_id', 'dcp_adset_name', 'dcp_bundle_id', 'dcp_campaign_id', 'dcp_creative_id'],
  ...['dcp_creative_size', 'dcp_creative_type', 'dcp_custom_field_1', 'dcp_custom_field_2'],
  ...['dcp_custom_field_3', 'dcp_custom_field_4', 'dcp_custom_field_5', 'dcp_developer_id'],
  ...['dcp_developer_name', 'dcp_exchange', 'dcp_placement', 'dcp_promotion_name', 'dcp_subpub_name'],
  ...['dcp_subpubid', 'sub1', 'sub2', 'sub3', 'sub4', 'sub5'],
];

/** These come with the activity's own parameters of the same name. */
export const activityParameters: readonly string[] = [
  ...['ad_impressions_count', 'ad_mediation_platform', 'ad_revenue_network', 'ad_revenue_unit'],
  ...['ad_revenue_placement', 'ad_revenue_payload', 'time_spent', 'push_token', 'network_type'],
  ...['connection_type', 'mcc', 'mnc', 'sdk_version', 'cpu_type', 'hardware_name', 'api_level'],
  ...['subscription_event_type', 'subscription_event_subtype', 'subscription_product_id'],
  ...['subscription_transaction_id', 'subscription_original_transaction_id', 'subscription_store'],
  ...['subscription_purchased_at', 'subscription_expiration_time', 'subscription_cancelled_at'],
];

/** Adjust's names for what Carom never knows: taken, so that a URL can move here as it is, and always empty. */
export const alwaysEmpty: ReadonlySet<string> = new Set([
  ...['city', 'region', 'postal_code', 'country_subdivision', 'isp', 'proxy_ip_address', 'device_atlas_id'],
  ...[
    'win_adid',
    'win_udid',
    'win_hwid',
    'win_naid',
    'mac_sha1',
    'mac_md5',
    'web_uuid',
    'rida',
    'vida',
    'tifa',
  ],
  ...['google_app_set_id', 'random_user_id', 'secret_id', 'gender', 'reftags', 'click_referer'],
  ...['is_s2s', 'is_s2s_engagement_based', 'is_imported', 'is_redownload', 'is_google_play_store_downloaded'],
  ...['click_attribution_window', 'impression_attribution_window', 'reattribution_attribution_window'],
  ...['fingerprint_attribution_window', 'probmatching_attribution_window', 'inactive_user_definition'],
  ...['attribution_ttl', 'attribution_expires_at', 'callback_ttl', 'within_callback_ttl'],
  ...['install_finish_time', 'san_engagement_times', 'last_session_time', 'last_fallback_time'],
  ...['last_fallback_time_hour', 'time_to_reinstall', 'last_time_spent', 'outdated_tracker'],
  ...['outdated_tracker_name', 'third_party_sharing_disabled', 'revenue_usd', 'revenue_usd_cents'],
  ...['reporting_revenue', 'reporting_currency', 'reporting_cost', 'cost_id_md5'],
]);
