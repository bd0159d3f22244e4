/** The catalogue: the app, the activity, its money. Enters: nothing. Leaves: rows; their columns stand in value-table.ts. */
import { readValues } from './value-table';

export const appAndActivityValues = readValues(`
app.store_id | app_id | the app's id in its store | id | - | all | com.example.app | app-id | ≈bundle.android.package_name ≈bundle.ios.itunes_id | PUBLIC_ID ≈LONGNAME
app.name | app_name | the app's name | text | - | all | Example | app-name | ≈organization_name | APP_NAME
app.name | app_name_dashboard | the app's name, as people gave it here | text | - | all | Example
app.id | app_token | Carom's id of the app | id | - | all | app_4f1c
app.platform | - | what the app runs on: android, ios or web | text | - | activities | android
app.currency | - | the app's own currency | code | ISO 4217 | activities | USD
app.timezone | - | the app's time zone | text | IANA | activities | Europe/Berlin
lower (first device.os_name app.platform) | platform | what the device runs, else what the app is made for | text | - | all | android | platform | ≈user_data.platform | PLATFORM | platform
- | store | the store of the app's platform: google or itunes | text | - | all | google
activity.app_version | app_version | the app's version | text | - | activities | 1.2.3 | app-version-name | user_data.app_version | APP_VERSION
activity.app_version | app_version_short | the app's version | text | - | activities | 1.2.3
activity.app_version | app_version_raw | the app's version | text | - | activities | 1.2.3
activity.environment | environment | production or sandbox | text | - | activities | production | - | ≈user_data.environment
activity.id | - | the activity's id: yours, or Carom's | id | - | activities | 01JD8Q | - | id
activity.kind | activity_kind | what kind of activity it is | text | - | all | install | - | ≈name
activity.revision | - | 0, and one more with each change of status | number | count | activities | 0
activity.status | - | approved, pending or rejected, of a server's conversion | text | - | status | approved | - | - | - | - | - | ≈status
event.name | event_name | the app's name of the event | text | - | events | purchase | event-name | customer_event_alias | EVTNAME | ≈event_name | ≈event_name | ≈event_name
event.name | event | the app's name of the event; Adjust has a token of six letters here | text | - | events | purchase
event.partner_name | - | the partner's name of the event, by the integration's mapping | text | - | events | Purchase | mapped-iae | - | - | - | ≈conversion.type | ≈goal_id ≈goal_name ≈goal_ref
activity.transaction_id | - | the order's id | id | - | money | T-1001 | - | event_data.transaction_id custom_data.transaction_id | - | - | transactionid transaction.id | -
delivery.id | random | an id of this one request: the delivery's | id | - | all | 5d0c | - | - | - | - | - | ≈ran
delivery.id | nonce | an id of this one request: the delivery's | id | - | all | 5d0c
params | - | all parameters of the activity, as JSON | json | - | activities | {"sku":"gold"} | event-value | ≈custom_data | EVTATTRS | ≈event_data
partner_params | partner_parameters | all parameters meant for partners, as JSON | json | - | activities | {"level":"7"}
touch.params | publisher_parameters | all other parameters of the tracking link, as JSON | json | - | all | {"sub1":"a"}
params.<name> | - | one parameter of the activity | text | - | activities | gold_100
partner_params.<name> | - | one parameter meant for partners | text | - | activities | 7
revenue.amount | revenue_float | revenue | money | full units | money | 9.99 | orig-monetary event_revenue | event_data.revenue | AMOUNT | ≈event_value ≈event_sum
cents revenue.amount | revenue | revenue | money | hundredths | money | 999
micros revenue.amount | - | revenue | money | millionths | money | 9990000
revenue.currency | currency | the revenue's currency | code | ISO 4217 | money | USD | currency event_revenue_currency | event_data.currency | CURRENCY | currency | ≈currency | ≈currency
first payout.amount revenue.amount | - | what the partner is paid, else the revenue | money | full units | money | 2.00 | - | - | - | - | payout revenue conversion.revenue | payout amount
payout.amount | payout | what the partner is paid | money | full units | money | 2.00
payout.currency | payout_currency | the payout's currency | code | ISO 4217 | money | USD
- | cost_amount | what the touch cost | money | full units | all | 0.50
- | cost_currency | the cost's currency | code | ISO 4217 | all | USD
settings.<key> | - | what the integration fills in | text | - | activities | acme-1
`);
