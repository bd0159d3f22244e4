/** The catalogue: parameters of links and activities that go by Adjust's names. Enters: nothing. Leaves: rows; their columns stand in value-table.ts. */
import { readValues, type CatalogueValue, type KindGroup } from './value-table';

/** A callback's `{name}` is the parameter of that name. */
function parameters(
  from: 'touch.params' | 'params',
  meaning: string,
  kinds: KindGroup,
  names: string,
): readonly CatalogueValue[] {
  const rows = names.split(/\s+/).filter((name) => name !== '');
  return readValues(
    rows.map((name) => `${from}.${name} | ${name} | ${meaning} | text | - | ${kinds} | -`).join('\n'),
  );
}

const ofLink = "the link's parameter of this name";
const ofActivity = "the app's parameter of this name";

export const parameterValues: readonly CatalogueValue[] = [
  ...parameters(
    'touch.params',
    ofLink,
    'all',
    `search_term tweet_id twitter_line_item_id cost_type
     google_ads_campaign_type google_ads_campaign_name google_ads_campaign_id google_ads_adgroup_id google_ads_adgroup_name
     google_ads_creative_id google_ads_network_type google_ads_network_subtype google_ads_keyword google_ads_matchtype
     google_ads_placement google_ads_video_id google_ads_ad_type google_ads_external_customer_id gmp_product_type
     dbm_campaign_type dbm_creative_id dbm_exchange_id dbm_external_customer_id dbm_insertion_order_id dbm_line_item_id
     dbm_line_item_name dcm_campaign_type dcm_creative_id dcm_external_customer_id dcm_placement_id dcm_placement_name dcm_site_id
     fb_campaign_group_name fb_campaign_group_id fb_campaign_name fb_campaign_id fb_adgroup_name fb_adgroup_id
     fb_ad_objective_name fb_account_id fb_platform_position fb_content_id fb_content_type amazon_ads_site_name amazon_ads_source_name
     dcp_adset_id dcp_adset_name dcp_bundle_id dcp_campaign_id dcp_creative_id dcp_creative_size dcp_creative_type
     dcp_custom_field_1 dcp_custom_field_2 dcp_custom_field_3 dcp_custom_field_4 dcp_custom_field_5 dcp_developer_id
     dcp_developer_name dcp_exchange dcp_placement dcp_promotion_name dcp_subpub_name dcp_subpubid`,
  ),
  ...parameters(
    'params',
    ofActivity,
    'ad_revenue',
    `ad_impressions_count ad_mediation_platform ad_revenue_network ad_revenue_unit ad_revenue_placement ad_revenue_payload`,
  ),
  ...parameters(
    'params',
    ofActivity,
    'events',
    `subscription_event_type subscription_event_subtype subscription_product_id subscription_sales_region
     subscription_transaction_id subscription_original_transaction_id subscription_expired_transaction_id subscription_store
     subscription_purchased_at subscription_expiration_time subscription_cancelled_at subscription_environment`,
  ),
];
