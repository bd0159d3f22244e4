/** The catalogue: who has the credit, and the touch. Enters: nothing. Leaves: rows; their columns stand in value-table.ts. */
import { readValues } from './value-table';

export const attributionValues = readValues(`
touch.partner_click_id | click_id | the partner's own click id | id | - | all | CLICK-1 | clickid | last_attributed_touch_data.~click_id | cl?* | click_id | externalid clickid click_id cid external_id | aff_sub transaction_id click_id clickid
touch.id | - | Carom's id of the click or impression | id | - | activities | 01JD8Q | - | ≈last_attributed_touch_data.~id ≈last_attributed_touch_data.+touch_id | CLID
touch.type | - | click, impression, … | text | - | activities | click | - | last_attributed_touch_type
attribution.touch_type | - | click, impression, …, of the credit | text | - | activities | click
touch.ip_address | - | the touch's address | text | IPv4 or IPv6 | activities | 203.0.113.7 | - | - | TOUCHPOINT_IP
touch.user_agent | - | the touch's user agent | text | - | activities | Mozilla/5.0 …
touch.campaign | - | the campaign, as the partner named it | text | - | activities | autumn
touch.adgroup | - | the ad group, as the partner named it | text | - | activities | adults
touch.creative | - | the creative, as the partner named it | text | - | activities | video 1
attribution.partner | network_name | the partner that has the credit | text | - | all | examplenet | ≈pid | last_attributed_touch_data.~advertising_partner_name | - | network_name
attribution.campaign | campaign_name | the credit's campaign | text | - | all | autumn | campaign | last_attributed_touch_data.~campaign | CID pcn?* | ≈campaign campaign_name | ≈campaign.name | ≈offer_name
attribution.adgroup | adgroup_name | the credit's ad group | text | - | all | adults | af_adset | last_attributed_touch_data.~ad_set_name | pscn?*
attribution.creative | creative_name | the credit's creative | text | - | all | video 1 | af_ad | last_attributed_touch_data.~creative_name last_attributed_touch_data.~ad_name | pcrn?*
attribution.link | tracker | the tracking link's token | id | - | all | lnk4f1c
attribution.link | link_token | the tracking link's token | id | - | all | lnk4f1c
- | tracker_name | partner, campaign, ad group and creative, joined by :: | text | - | all | examplenet::autumn
- | link_name | partner, campaign, ad group and creative, joined by :: | text | - | all | examplenet::autumn
- | first_tracker | the link of the device's first credit | id | - | conversions | lnk4f1c
- | first_tracker_name | the levels of the device's first credit, joined by :: | text | - | conversions | examplenet::autumn
- | last_tracker | the link of the credit before this one | id | - | conversions | lnk4f1c
- | last_tracker_name | the levels of the credit before this one, joined by :: | text | - | conversions | examplenet::autumn
attribution.match_type | match_type | click_id, referrer, device_id or probabilistic | text | - | activities | click_id | ≈match-type
attribution.status | - | attributed, organic or unattributed | text | - | activities | attributed
bit attribution.credited | - | this partner has a credit | flag | 0 or 1 | activities | 1
bit attribution.is_primary | - | this partner has the first credit of two | flag | 0 or 1 | activities | 1 | is_primary_attribution
{{#if (eq attribution.status "organic")}}1{{else}}0{{/if}} | is_organic | nobody has the credit | flag | 0 or 1 | activities | 0
{{#if (eq attribution.touch_type "impression")}}1{{else if (eq attribution.touch_type "engaged_view")}}1{{else}}0{{/if}} | impression_based | an impression has the credit | flag | 0 or 1 | activities | 0 | - | - | IS_VIEWTHROUGH
{{#if (eq attribution.touch_type "engaged_view")}}1{{else}}0{{/if}} | engaged_view_based | an engaged view has the credit | flag | 0 or 1 | activities | 0
- | is_reattributed | the device was reattributed | flag | 0 or 1 | activities | 0 | - | reengagement_activity.attributed | IS_RE_ENG
rejection.reason | rejection_reason | why the touch was refused | text | - | rejected | engagement_injection | reject_reason blocked_reason
referrer.raw | referrer | Google Play's install referrer | text | - | installs | click_id=01JD8Q | gp_referrer | - | - | ≈install_referrer
referrer.click_id | reftag | the click id in the install referrer | id | - | installs | 01JD8Q | - | ≈di_match_click_token
referrer.source | - | where the install referrer is from | text | - | installs | google
referrer.app_version | - | the app's version at install, as the store says | text | - | installs | 1.2.3
- | deeplink | the deep link on the tracking link | url | - | all | app://sale | deeplink_url
touch.params.<name> | - | one other parameter of the tracking link | text | - | activities | a
touch.params.label | label | the link's parameter of this name | text | - | all | a
touch.params.sub1 | sub1 | the link's parameter of this name | text | - | all | one | ≈af_sub1 | ≈last_attributed_touch_data.~tune_publisher_sub1 ≈custom_data.sub1 | sub1 | - | ≈var1 customvariable1 | aff_sub1 ≈adv_sub
touch.params.sub2 | sub2 | the link's parameter of this name | text | - | all | two | ≈af_sub2 | ≈custom_data.sub2 | sub2 | - | ≈var2 customvariable2 | aff_sub2 ≈adv_sub2
touch.params.sub3 | sub3 | the link's parameter of this name | text | - | all | three | ≈af_sub3 | ≈custom_data.sub3 | sub3 | - | ≈var3 customvariable3 | aff_sub3 ≈adv_sub3
touch.params.sub4 | sub4 | the link's parameter of this name | text | - | all | four | ≈af_sub4 | ≈custom_data.sub4 | sub4 | - | ≈var4 customvariable4 | aff_sub4 ≈adv_sub4
touch.params.sub5 | sub5 | the link's parameter of this name | text | - | all | five | ≈af_sub5 | ≈custom_data.sub5 | sub5 | - | ≈var5 customvariable5 | aff_sub5 ≈adv_sub5
touch.params.gclid | gclid | the link's parameter of this name | id | - | all | Cj0KCQ
touch.params.publisher_id | - | the link's parameter of this name: the publisher's id | id | - | activities | pub-1 | ≈publisher_id
touch.params.af_siteid | - | the link's parameter of this name | id | - | activities | site-1 | af_siteid
touch.params.af_sub_siteid | - | the link's parameter of this name | id | - | activities | sub-1 | af_sub_siteid
touch.params.af_c_id | - | the link's parameter of this name | id | - | activities | 77 | af_c_id
touch.params.af_adset_id | - | the link's parameter of this name | id | - | activities | 78 | af_adset_id
touch.params.af_ad_id | - | the link's parameter of this name | id | - | activities | 79 | af_ad_id
touch.params.af_ad_type | - | the link's parameter of this name | text | - | activities | video | af_ad_type
touch.params.af_channel | - | the link's parameter of this name | text | - | activities | feed | af_channel
touch.params.af_prt | - | the link's parameter of this name | text | - | activities | agency | af_prt
touch.params.campaign_id | - | the link's parameter of this name | id | - | activities | 77 | - | last_attributed_touch_data.~campaign_id | - | campaign_id | campaign.id
touch.params.ad_set_id | - | the link's parameter of this name | id | - | activities | 78 | - | last_attributed_touch_data.~ad_set_id
touch.params.ad_id | - | the link's parameter of this name | id | - | activities | 79 | - | last_attributed_touch_data.~ad_id last_attributed_touch_data.~creative_id
touch.params.channel | - | the link's parameter of this name | text | - | activities | feed | - | last_attributed_touch_data.~channel
touch.params.agency | - | the link's parameter of this name | text | - | activities | agency | - | last_attributed_touch_data.~agency
touch.params.keyword | - | the link's parameter of this name | text | - | activities | shoes | - | last_attributed_touch_data.~keyword
touch.params.secondary_publisher | - | the link's parameter of this name | text | - | activities | pub-1 | - | last_attributed_touch_data.~secondary_publisher
touch.params.psid | - | the link's parameter of this name | id | - | activities | site-1 | - | - | psid?*
touch.params.psn | - | the link's parameter of this name | text | - | activities | Site | - | - | psn?*
touch.params.pshid | - | the link's parameter of this name | id | - | activities | sub-1 | - | - | pshid?*
touch.params.pcid | - | the link's parameter of this name | id | - | activities | 77 | - | - | pcid?* pcid
touch.params.pscid | - | the link's parameter of this name | id | - | activities | 78 | - | - | pscid?* pscid
touch.params.pcrid | - | the link's parameter of this name | id | - | activities | 79 | - | - | pcrid?*
touch.params.site_id | - | the link's parameter of this name | id | - | activities | site-1 | - | - | - | site_id
touch.params.sub_site_id | - | the link's parameter of this name | id | - | activities | sub-1 | - | - | - | sub_site_id
touch.params.creative_id | - | the link's parameter of this name | id | - | activities | 79 | - | - | - | creative_id
touch.params.partner_campaign_id | - | the link's parameter of this name | id | - | activities | 77 | - | - | - | partner_campaign_id
touch.params.source | - | the link's parameter of this name | text | - | activities | src-1 | - | - | - | - | - | source
`);
