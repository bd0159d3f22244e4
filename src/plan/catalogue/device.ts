/** The catalogue: the device, the user, consent. Enters: nothing. Leaves: rows; their columns stand in value-table.ts. */
import { readValues } from './value-table';

export const deviceValues = readValues(`
- | adid | Carom's id of the device | id | - | activities | dev_7a1b
upper device.idfa | idfa | Apple's advertising id | id | upper case | all | 00000000-5A3B-4C7D-8E9F-000000000002 | idfa | user_data.idfa | IDFA | idfa | - | ios_ifa idfa
upper device.idfa | idfa_upper | Apple's advertising id | id | upper case | all | 00000000-5A3B-4C7D-8E9F-000000000002
md5 (upper device.idfa) | idfa_md5 | Apple's advertising id in upper case, hashed | hash | MD5 | all | 9f2c…
md5 (upper device.idfa) | idfa_md5_hex | Apple's advertising id in upper case, hashed | hash | MD5 | all | 9f2c…
sha1 (upper device.idfa) | - | Apple's advertising id in upper case, hashed | hash | SHA-1 | activities | 4be1… | ≈sha1-idfa | - | - | - | - | ≈ios_ifa_sha1
upper device.idfv | idfv | Apple's id for the vendor | id | upper case | all | 00000000-5A3B-4C7D-8E9F-000000000003 | vendorid idfv | user_data.idfv | IDFV | idfv | - | ios_ifv
lower device.gps_adid | gps_adid | Google's advertising id | id | lower case | all | 00000000-5a3b-4c7d-8e9f-000000000001 | advertiserId | user_data.aaid | AIFA | adid | - | google_aid gaid
md5 (lower device.gps_adid) | gps_adid_md5 | Google's advertising id in lower case, hashed | hash | MD5 | all | 1c9d…
sha1 (lower device.gps_adid) | - | Google's advertising id in lower case, hashed | hash | SHA-1 | activities | 77aa… | ≈sha1-advertiserId | - | - | - | - | ≈google_aid_sha1
device.advertising_id | - | Apple's on iOS, Google's elsewhere, else whichever there is | id | - | activities | 00000000-5a3b-4c7d-8e9f-000000000001 | - | - | - | ≈device_id | - | ≈device_id
device.android_id | android_id | Android's id | id | - | all | 00000000a1b2c3d4 | android-id | user_data.android_id | ANDI | android_id | - | android_id
md5 device.android_id | android_id_md5 | Android's id, hashed | hash | MD5 | all | 0a4f…
sha1 device.android_id | - | Android's id, hashed | hash | SHA-1 | activities | d2e7… | sha1-android-id | - | - | - | - | android_id_sha1
device.oaid | oaid | the open advertising id | id | - | all | 1fe9a970 | oaid
md5 device.oaid | oaid_md5 | the open advertising id, hashed | hash | MD5 | all | 8c11…
device.fire_adid | fire_adid | Amazon's advertising id | id | - | all | df07c7dc | amazon_aid | user_data.kindle_aid
device.device_id | - | your own stable id of the device | id | - | activities | my-device-1
md5 device.device_id | external_device_id_md5 | your own stable id of the device, hashed | hash | MD5 | activities | 6b21…
device.device_model | device_name | the model | text | - | all | Pixel 7
device.device_model | device_model | the model | text | - | all | Pixel 7 | device-model | user_data.model | DEVICE_MODEL | ≈device_ver | - | device_model
device.device_type | device_type | phone, tablet, … | text | - | all | phone | - | user_data.device_type | - | device_type
device.device_manufacturer | device_manufacturer | who made it | text | - | all | Google | device_brand device-brand | user_data.brand | - | - | - | device_brand
lower device.os_name | os_name | the operating system | text | lower case | all | android | - | ≈user_data.os | - | ≈device_os
device.os_version | os_version | the operating system's version | text | - | all | 14 | os-version | user_data.os_version | OS_VERSION | os_version | - | device_os_version
device.language | language | the language | code | ISO 639 | all | en | language | user_data.language
lower device.country | country | the country, as reported | code | ISO 3166-1, lower case | all | us
upper device.country | - | the country, as reported | code | ISO 3166-1, upper case | activities | US | country_code | user_data.geo_country_code | ATTRIBUTION_COUNTRY | country | country.code | country_code
device.timezone | timezone | the time zone, as reported | text | - | all | Europe/Berlin
device.ip_address | ip_address | the address; gone when its time is over | text | IPv4 or IPv6 | all | 203.0.113.7 | ip | user_data.ip | EVENT_IP ≈ATTRIBUTION_IP | ip ip_address | ≈ip | ≈ip session_ip
device.user_agent | user_agent | the user agent | text | - | all | Mozilla/5.0 … | user-agent user_agent | user_data.user_agent | - | ua device_ua | ≈useragent | ≈user_agent
user.id | - | your own id of the user | id | - | activities | u-17 | custom-user-id | user_data.developer_identity | - | - | - | user_id
user.email_sha256 | - | the e-mail address, trimmed and in lower case, hashed | hash | SHA-256 | activities | f660…
user.email_gmail_sha256 | - | the same without Gmail's dots | hash | SHA-256 | activities | f660…
user.email_sha1 | - | the e-mail address, hashed | hash | SHA-1 | activities | 3b5d…
user.email_md5 | - | the e-mail address, hashed | hash | MD5 | activities | b58c…
user.phone_sha256 | - | the phone number as digits, hashed | hash | SHA-256 | activities | 4210…
user.phone_e164_sha256 | - | the phone number with its +, hashed | hash | SHA-256 | activities | 77c0…
user.phone_sha1 | - | the phone number as digits, hashed | hash | SHA-1 | activities | 90ab…
user.phone_md5 | - | the phone number as digits, hashed | hash | MD5 | activities | 5c1e…
consent.att_status | att_status | Apple's App Tracking Transparency | number | 0–3 | activities | 3 | - | - | - | att
bit consent.limit_ad_tracking | tracking_limited | the user limits ad tracking | flag | 0 or 1 | activities | 0 | is_lat | user_data.limit_ad_tracking
{{#if (eq consent.limit_ad_tracking true)}}0{{else if (eq consent.limit_ad_tracking false)}}1{{/if}} | tracking_enabled | the user allows ad tracking | flag | 0 or 1 | activities | 1
bit consent.eea | - | the user is in the European Economic Area | flag | 0 or 1 | activities | 0
bit consent.ad_user_data | - | consent to send user data for ads | flag | 0 or 1 | activities | 1
bit consent.ad_personalization | - | consent to personalised ads | flag | 0 or 1 | activities | 1
consent.tcf | - | the consent string of IAB's framework | text | - | activities | CPXxRfAPXxRfA
- | session_count | the device's sessions | number | count | session | 3
- | lifetime_session_count | the device's sessions | number | count | session | 3
params.sdk_version | sdk_version | the app's parameter of this name | text | - | activities | ios4.1.4 | sdk-version | user_data.sdk_version
params.push_token | push_token | the app's parameter of this name | text | - | activities | tok
params.cpu_type | cpu_type | the app's parameter of this name | text | - | activities | arm64 | - | user_data.cpu_type
params.hardware_name | hardware_name | the app's parameter of this name | text | - | activities | D53gAP
params.api_level | api_level | the app's parameter of this name | text | - | activities | 34
params.mcc | mcc | the app's parameter of this name | text | - | activities | 262
params.mnc | mnc | the app's parameter of this name | text | - | activities | 01
params.connection_type | connection_type | the app's parameter of this name | text | - | activities | wifi | ≈wifi | user_data.internet_connection_type
params.network_type | network_type | the app's parameter of this name | text | - | activities | lte
params.carrier | - | the app's parameter of this name | text | - | activities | Telekom | carrier | user_data.carrier_name | - | - | - | mobile_carrier
params.time_spent | time_spent | the app's parameter of this name | number | seconds | session | 42
`);
