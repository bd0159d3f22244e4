/** The catalogue: times. Enters: nothing. Leaves: rows; their columns stand in value-table.ts. */
import { readValues } from './value-table';

export const timeValues = readValues(`
unix activity.time | created_at | when it happened | time | s | all | 1763805600 | ≈timestamp ≈event-time | - | UTC | - | ≈conversion.time | ≈timestamp ≈unix_timestamp
unix_ms activity.time | created_at_milli | when it happened | time | ms | all | 1763805600123 | - | event_timestamp | UTCM | ≈usertime
activity.time | - | when it happened | time | RFC 3339 | activities | 2026-11-22T10:00:00.123Z | - | - | ≈TIME | - | - | ≈datetime
- | created_at_hour | the full hour in which it happened | time | s | all | 1763805600
unix activity.received_at | received_at | when Carom took it | time | s | all | 1763805601
activity.received_at | - | when Carom took it | time | RFC 3339 | activities | 2026-11-22T10:00:01.000Z
unix touch.time | engagement_time | when the touch was | time | s | all | 1763805540 | ≈click-ts | - | CLICK_UTC
unix_ms touch.time | - | when the touch was | time | ms | activities | 1763805540000 | - | last_attributed_touch_timestamp
touch.time | - | when the touch was | time | RFC 3339 | activities | 2026-11-22T09:59:00.000Z | - | - | ≈CLICK_TIME
{{#if (eq touch.type "click")}}{{unix touch.time}}{{else if (eq touch.type "engaged_click")}}{{unix touch.time}}{{else if (eq touch.type "preload")}}{{unix touch.time}}{{/if}} | click_time | when the click was; empty of an impression | time | s | all | 1763805540
{{#if (eq touch.type "impression")}}{{unix touch.time}}{{else if (eq touch.type "engaged_view")}}{{unix touch.time}}{{/if}} | impression_time | when the impression was; empty of a click | time | s | all | 1763805540
- | engagement_time_hour | the full hour of the touch | time | s | all | 1763805600
- | click_time_hour | the full hour of the click | time | s | all | 1763805600
- | impression_time_hour | the full hour of the impression | time | s | all | 1763805600
- | conversion_duration | from the touch to the activity | seconds | s | all | 60
unix install.time | installed_at | when the app was installed | time | s | activities | 1763805600 | install-unix-ts | - | INSTALL_UTC
unix_ms install.time | - | when the app was installed | time | ms | activities | 1763805600123 | install-unix-ts-ms | install_activity.timestamp
install.time | - | when the app was installed | time | RFC 3339 | activities | 2026-11-22T10:00:00.123Z | - | - | ≈INSTALL_TIME
- | installed_at_hour | the full hour of the install | time | s | activities | 1763805600
unix referrer.install_begin_at | install_begin_time | when Google Play began the download | time | s | installs | 1763805580 | ≈gp_referer_install_ts
unix_ms referrer.install_begin_at | - | when Google Play began the download | time | ms | installs | 1763805580000 | - | store_install_begin_timestamp
unix referrer.clicked_at | referral_time | when Google Play was opened | time | s | installs | 1763805560 | ≈gp_referer_click_ts
unix_ms referrer.clicked_at | - | when Google Play was opened | time | ms | installs | 1763805560000 | - | referrer_click_timestamp
unix referrer.clicked_at_server | - | when Google Play was opened, by its server's clock | time | s | installs | 1763805560
unix referrer.install_begin_at_server | - | when Google Play began the download, by its server's clock | time | s | installs | 1763805580
- | reattributed_at | when the device was last reattributed | time | s | activities | 1763805600 | - | reengagement_activity.timestamp
- | reattributed_at_hour | the full hour of the last reattribution | time | s | activities | 1763805600
- | reinstalled_at | when the app was last installed again | time | s | activities | 1763805600
- | uninstalled_at | when the app was removed | time | s | uninstall | 1763805600
- | time_to_uninstall | from the install to the removal | seconds | s | uninstall | 86400
- | attribution_updated_at | when the credit was changed | time | s | updated | 1763805600
`);
