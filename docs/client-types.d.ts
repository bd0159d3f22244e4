/**
 * Made from the OpenAPI document by `npm run docs`; do not edit. Types of every request and answer, for clients in TypeScript:
 *
 *     import type { components, paths } from './client-types';
 */
export interface paths {
    "/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List activities, newest first; a reader those of its app, a partner those credited to it
         * @description Roles: admin, reader, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @example app_3k9f2x7c1m5b */
                    app?: string;
                    partner?: string;
                    /** @example event */
                    kind?: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                    since?: string | number;
                    state?: "quarantined";
                    /** @example 10 */
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "kind": "install",
                         *           "event": "purchase",
                         *           "time": "2026-11-22T10:00:00.123Z",
                         *           "received_at": "2026-11-22T10:00:00.123Z",
                         *           "environment": "production",
                         *           "state": "accepted",
                         *           "reason": "setting_missing:account",
                         *           "flags": [
                         *             "text"
                         *           ],
                         *           "revision": 1,
                         *           "caused_by": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "attribution": {},
                         *           "rejected": [
                         *             {
                         *               "touch_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *               "reason": "setting_missing:account"
                         *             }
                         *           ]
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: ({
                                id: string;
                                app: string;
                                /**
                                 * @description what it became
                                 * @enum {string}
                                 */
                                kind: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                                event?: string;
                                /** Format: date-time */
                                time: string;
                                /** Format: date-time */
                                received_at: string;
                                /** @enum {string} */
                                environment: "production" | "sandbox";
                                /** @enum {string} */
                                state: "accepted" | "parked" | "processed" | "quarantined";
                                /** @description why it is quarantined */
                                reason?: string;
                                flags: string[];
                                revision: number;
                                caused_by?: string;
                                attribution: {
                                    [key: string]: unknown;
                                } | null;
                                rejected: {
                                    touch_id: string;
                                    reason: string;
                                }[];
                            } & {
                                [key: string]: unknown;
                            })[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Post activities
         * @description Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An admin key names the app that it posts for. */
                    app?: string;
                };
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.
                     * @example batch-2026-11-22-0001
                     */
                    "Idempotency-Key"?: string;
                    /** @description When the request was signed, seconds since 1970; at most 5 minutes from now. */
                    "Carom-Timestamp"?: string;
                    /** @description HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`. */
                    "Carom-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "kind": "event",
                     *       "event": "purchase",
                     *       "time": "2026-11-22T10:00:00.123Z",
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android",
                     *         "os_version": "14",
                     *         "device_model": "Pixel 7",
                     *         "country": "us"
                     *       },
                     *       "revenue": {
                     *         "amount": "9.99",
                     *         "currency": "USD"
                     *       },
                     *       "transaction_id": "T-1001",
                     *       "params": {
                     *         "sku": "gold_100"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Activity"] | components["schemas"]["Activity"][];
                    /** @example {"kind":"event","event":"purchase","time":"2026-11-22T10:00:00.123Z","device":{"gps_adid":"38400000-8cf0-11bd-b23e-10b96e40000d","os_name":"android","os_version":"14","device_model":"Pixel 7","country":"us"},"revenue":{"amount":"9.99","currency":"USD"},"transaction_id":"T-1001","params":{"sku":"gold_100"}} */
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description Stored; duplicates and refused items are listed. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accepted": 1,
                         *       "duplicates": 0,
                         *       "rejected": [],
                         *       "duplicate": [],
                         *       "ids": [
                         *         "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            accepted: number;
                            duplicates: number;
                            rejected: {
                                index: number;
                                code: string;
                                message: string;
                                field?: string;
                            }[];
                            duplicate: {
                                index: number;
                                id: string;
                                /** @enum {string} */
                                scope: "id" | "transaction";
                            }[];
                            /** @description One entry an item, in order: null where it was refused, the first one's where it is a duplicate. */
                            ids: (string | null)[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post installs
         * @description Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An admin key names the app that it posts for. */
                    app?: string;
                };
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.
                     * @example batch-2026-11-22-0001
                     */
                    "Idempotency-Key"?: string;
                    /** @description When the request was signed, seconds since 1970; at most 5 minutes from now. */
                    "Carom-Timestamp"?: string;
                    /** @description HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`. */
                    "Carom-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android",
                     *         "os_version": "14",
                     *         "device_model": "Pixel 7",
                     *         "country": "us"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOfKind"] | components["schemas"]["ActivityOfKind"][];
                    /** @example {"device":{"gps_adid":"38400000-8cf0-11bd-b23e-10b96e40000d","os_name":"android","os_version":"14","device_model":"Pixel 7","country":"us"}} */
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description Stored; duplicates and refused items are listed. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accepted": 1,
                         *       "duplicates": 0,
                         *       "rejected": [],
                         *       "duplicate": [],
                         *       "ids": [
                         *         "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            accepted: number;
                            duplicates: number;
                            rejected: {
                                index: number;
                                code: string;
                                message: string;
                                field?: string;
                            }[];
                            duplicate: {
                                index: number;
                                id: string;
                                /** @enum {string} */
                                scope: "id" | "transaction";
                            }[];
                            /** @description One entry an item, in order: null where it was refused, the first one's where it is a duplicate. */
                            ids: (string | null)[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post sessions
         * @description Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An admin key names the app that it posts for. */
                    app?: string;
                };
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.
                     * @example batch-2026-11-22-0001
                     */
                    "Idempotency-Key"?: string;
                    /** @description When the request was signed, seconds since 1970; at most 5 minutes from now. */
                    "Carom-Timestamp"?: string;
                    /** @description HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`. */
                    "Carom-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android",
                     *         "os_version": "14",
                     *         "device_model": "Pixel 7",
                     *         "country": "us"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOfKind"] | components["schemas"]["ActivityOfKind"][];
                    /** @example {"device":{"gps_adid":"38400000-8cf0-11bd-b23e-10b96e40000d","os_name":"android","os_version":"14","device_model":"Pixel 7","country":"us"}} */
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description Stored; duplicates and refused items are listed. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accepted": 1,
                         *       "duplicates": 0,
                         *       "rejected": [],
                         *       "duplicate": [],
                         *       "ids": [
                         *         "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            accepted: number;
                            duplicates: number;
                            rejected: {
                                index: number;
                                code: string;
                                message: string;
                                field?: string;
                            }[];
                            duplicate: {
                                index: number;
                                id: string;
                                /** @enum {string} */
                                scope: "id" | "transaction";
                            }[];
                            /** @description One entry an item, in order: null where it was refused, the first one's where it is a duplicate. */
                            ids: (string | null)[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post events
         * @description Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An admin key names the app that it posts for. */
                    app?: string;
                };
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.
                     * @example batch-2026-11-22-0001
                     */
                    "Idempotency-Key"?: string;
                    /** @description When the request was signed, seconds since 1970; at most 5 minutes from now. */
                    "Carom-Timestamp"?: string;
                    /** @description HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`. */
                    "Carom-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "event": "purchase",
                     *       "time": "2026-11-22T10:00:00.123Z",
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android",
                     *         "os_version": "14",
                     *         "device_model": "Pixel 7",
                     *         "country": "us"
                     *       },
                     *       "revenue": {
                     *         "amount": "9.99",
                     *         "currency": "USD"
                     *       },
                     *       "transaction_id": "T-1002",
                     *       "params": {
                     *         "sku": "gold_100"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOfKind"] | components["schemas"]["ActivityOfKind"][];
                    /** @example {"event":"purchase","time":"2026-11-22T10:00:00.123Z","device":{"gps_adid":"38400000-8cf0-11bd-b23e-10b96e40000d","os_name":"android","os_version":"14","device_model":"Pixel 7","country":"us"},"revenue":{"amount":"9.99","currency":"USD"},"transaction_id":"T-1002","params":{"sku":"gold_100"}} */
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description Stored; duplicates and refused items are listed. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accepted": 1,
                         *       "duplicates": 0,
                         *       "rejected": [],
                         *       "duplicate": [],
                         *       "ids": [
                         *         "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            accepted: number;
                            duplicates: number;
                            rejected: {
                                index: number;
                                code: string;
                                message: string;
                                field?: string;
                            }[];
                            duplicate: {
                                index: number;
                                id: string;
                                /** @enum {string} */
                                scope: "id" | "transaction";
                            }[];
                            /** @description One entry an item, in order: null where it was refused, the first one's where it is a duplicate. */
                            ids: (string | null)[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reengagements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post re-engagements
         * @description Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.
         */
        post: {
            parameters: {
                query?: {
                    /** @description An admin key names the app that it posts for. */
                    app?: string;
                };
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.
                     * @example batch-2026-11-22-0001
                     */
                    "Idempotency-Key"?: string;
                    /** @description When the request was signed, seconds since 1970; at most 5 minutes from now. */
                    "Carom-Timestamp"?: string;
                    /** @description HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`. */
                    "Carom-Signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android",
                     *         "os_version": "14",
                     *         "device_model": "Pixel 7",
                     *         "country": "us"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOfKind"] | components["schemas"]["ActivityOfKind"][];
                    /** @example {"device":{"gps_adid":"38400000-8cf0-11bd-b23e-10b96e40000d","os_name":"android","os_version":"14","device_model":"Pixel 7","country":"us"}} */
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description Stored; duplicates and refused items are listed. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "accepted": 1,
                         *       "duplicates": 0,
                         *       "rejected": [],
                         *       "duplicate": [],
                         *       "ids": [
                         *         "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            accepted: number;
                            duplicates: number;
                            rejected: {
                                index: number;
                                code: string;
                                message: string;
                                field?: string;
                            }[];
                            duplicate: {
                                index: number;
                                id: string;
                                /** @enum {string} */
                                scope: "id" | "transaction";
                            }[];
                            /** @description One entry an item, in order: null where it was refused, the first one's where it is a duplicate. */
                            ids: (string | null)[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{link_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A click
         * @description What has no name here is kept as a link parameter.
         */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description The partner's own id of the click.
                     * @example PC-1
                     */
                    click_id?: string;
                    /** @description In place of the link's campaign. */
                    campaign?: string;
                    /** @description Its id. */
                    campaign_id?: string;
                    /** @description In place of the link's adgroup. */
                    adgroup?: string;
                    /** @description Its id. */
                    adgroup_id?: string;
                    /** @description In place of the link's creative. */
                    creative?: string;
                    /** @description Its id. */
                    creative_id?: string;
                    /** @description Kept as it is. */
                    sub1?: string;
                    /** @description Kept as it is. */
                    sub2?: string;
                    /** @description Kept as it is. */
                    sub3?: string;
                    /** @description Kept as it is. */
                    sub4?: string;
                    /** @description Kept as it is. */
                    sub5?: string;
                    /** @description Also hashed: gps_adid_sha1, gps_adid_md5, gps_adid_sha256. */
                    gps_adid?: string;
                    /** @description Also hashed: idfa_sha1, idfa_md5, idfa_sha256. */
                    idfa?: string;
                    /** @description Also hashed: idfv_sha1, idfv_md5, idfv_sha256. */
                    idfv?: string;
                    /** @description Also hashed: oaid_sha1, oaid_md5, oaid_sha256. */
                    oaid?: string;
                    /** @description Also hashed: fire_adid_sha1, fire_adid_md5, fire_adid_sha256. */
                    fire_adid?: string;
                    /** @description Also hashed: android_id_sha1, android_id_md5, android_id_sha256. */
                    android_id?: string;
                    /**
                     * @description Of a server's touch; a visitor's is the connection's.
                     * @example 203.0.113.7
                     */
                    ip_address?: string;
                    /** @description Of a server's touch; a visitor's is the connection's. */
                    user_agent?: string;
                    /** @description Of the device. */
                    os_name?: string;
                    /** @description Of the device. */
                    os_version?: string;
                    /** @description Of the device. */
                    device_model?: string;
                    /** @description Of the device. */
                    language?: string;
                    /** @description Of the device. */
                    country?: string;
                    /** @description What the touch costs: a plain decimal. */
                    cost_amount?: string;
                    /** @description ISO 4217; absent: the app's. */
                    cost_currency?: string;
                    /** @description cpc, cpm, … */
                    cost_model?: string;
                    /** @description Where it opens in the app. */
                    deeplink?: string;
                    /** @description Where it leads: only to a registered destination. */
                    redirect?: string;
                    /** @description Of a server's touch: RFC 3339, or seconds or milliseconds since 1970. */
                    clicked_at?: string;
                    /** @description Alias: is_retargeting. */
                    retargeting?: "true" | "false" | "1" | "0";
                    /** @description What kind of touch. */
                    type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                    /** @description 1: a server's touch; answers JSON in place of a redirect or a pixel. */
                    s2s?: string;
                };
                header?: never;
                path: {
                    /** @example k3Vx9QpL2m */
                    link_token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page: a bot, or the way into the app. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        /**
                         * @example {
                         *       "click_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *     }
                         */
                        "application/json": {
                            /** @description Carom's id of the touch; null: it was a look and no touch, as `ignored` says. */
                            click_id: string | null;
                            /** @enum {string} */
                            ignored?: "head" | "prefetch" | "bot";
                        };
                    };
                };
                /** @description To the link's destination for the visitor's platform. */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                /** @description Not signed as the link wants it. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such link. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        "application/json": components["schemas"]["Error"];
                    };
                };
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        put?: never;
        /** A click, by a server */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description The partner's own id of the click.
                     * @example PC-1
                     */
                    click_id?: string;
                    /** @description In place of the link's campaign. */
                    campaign?: string;
                    /** @description Its id. */
                    campaign_id?: string;
                    /** @description In place of the link's adgroup. */
                    adgroup?: string;
                    /** @description Its id. */
                    adgroup_id?: string;
                    /** @description In place of the link's creative. */
                    creative?: string;
                    /** @description Its id. */
                    creative_id?: string;
                    /** @description Kept as it is. */
                    sub1?: string;
                    /** @description Kept as it is. */
                    sub2?: string;
                    /** @description Kept as it is. */
                    sub3?: string;
                    /** @description Kept as it is. */
                    sub4?: string;
                    /** @description Kept as it is. */
                    sub5?: string;
                    /** @description Also hashed: gps_adid_sha1, gps_adid_md5, gps_adid_sha256. */
                    gps_adid?: string;
                    /** @description Also hashed: idfa_sha1, idfa_md5, idfa_sha256. */
                    idfa?: string;
                    /** @description Also hashed: idfv_sha1, idfv_md5, idfv_sha256. */
                    idfv?: string;
                    /** @description Also hashed: oaid_sha1, oaid_md5, oaid_sha256. */
                    oaid?: string;
                    /** @description Also hashed: fire_adid_sha1, fire_adid_md5, fire_adid_sha256. */
                    fire_adid?: string;
                    /** @description Also hashed: android_id_sha1, android_id_md5, android_id_sha256. */
                    android_id?: string;
                    /**
                     * @description Of a server's touch; a visitor's is the connection's.
                     * @example 203.0.113.7
                     */
                    ip_address?: string;
                    /** @description Of a server's touch; a visitor's is the connection's. */
                    user_agent?: string;
                    /** @description Of the device. */
                    os_name?: string;
                    /** @description Of the device. */
                    os_version?: string;
                    /** @description Of the device. */
                    device_model?: string;
                    /** @description Of the device. */
                    language?: string;
                    /** @description Of the device. */
                    country?: string;
                    /** @description What the touch costs: a plain decimal. */
                    cost_amount?: string;
                    /** @description ISO 4217; absent: the app's. */
                    cost_currency?: string;
                    /** @description cpc, cpm, … */
                    cost_model?: string;
                    /** @description Where it opens in the app. */
                    deeplink?: string;
                    /** @description Where it leads: only to a registered destination. */
                    redirect?: string;
                    /** @description Of a server's touch: RFC 3339, or seconds or milliseconds since 1970. */
                    clicked_at?: string;
                    /** @description Alias: is_retargeting. */
                    retargeting?: "true" | "false" | "1" | "0";
                    /** @description What kind of touch. */
                    type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                    /** @description 1: a server's touch; answers JSON in place of a redirect or a pixel. */
                    s2s?: string;
                };
                header?: never;
                path: {
                    /** @example k3Vx9QpL2m */
                    link_token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "click_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *     }
                         */
                        "application/json": {
                            /** @description Carom's id of the touch; null: it was a look and no touch, as `ignored` says. */
                            click_id: string | null;
                            /** @enum {string} */
                            ignored?: "head" | "prefetch" | "bot";
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                403: components["responses"]["click_signature"];
                404: components["responses"]["not_found.unknown_link"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/{link_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An impression
         * @description What has no name here is kept as a link parameter.
         */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description The partner's own id of the click.
                     * @example PC-1
                     */
                    click_id?: string;
                    /** @description In place of the link's campaign. */
                    campaign?: string;
                    /** @description Its id. */
                    campaign_id?: string;
                    /** @description In place of the link's adgroup. */
                    adgroup?: string;
                    /** @description Its id. */
                    adgroup_id?: string;
                    /** @description In place of the link's creative. */
                    creative?: string;
                    /** @description Its id. */
                    creative_id?: string;
                    /** @description Kept as it is. */
                    sub1?: string;
                    /** @description Kept as it is. */
                    sub2?: string;
                    /** @description Kept as it is. */
                    sub3?: string;
                    /** @description Kept as it is. */
                    sub4?: string;
                    /** @description Kept as it is. */
                    sub5?: string;
                    /** @description Also hashed: gps_adid_sha1, gps_adid_md5, gps_adid_sha256. */
                    gps_adid?: string;
                    /** @description Also hashed: idfa_sha1, idfa_md5, idfa_sha256. */
                    idfa?: string;
                    /** @description Also hashed: idfv_sha1, idfv_md5, idfv_sha256. */
                    idfv?: string;
                    /** @description Also hashed: oaid_sha1, oaid_md5, oaid_sha256. */
                    oaid?: string;
                    /** @description Also hashed: fire_adid_sha1, fire_adid_md5, fire_adid_sha256. */
                    fire_adid?: string;
                    /** @description Also hashed: android_id_sha1, android_id_md5, android_id_sha256. */
                    android_id?: string;
                    /**
                     * @description Of a server's touch; a visitor's is the connection's.
                     * @example 203.0.113.7
                     */
                    ip_address?: string;
                    /** @description Of a server's touch; a visitor's is the connection's. */
                    user_agent?: string;
                    /** @description Of the device. */
                    os_name?: string;
                    /** @description Of the device. */
                    os_version?: string;
                    /** @description Of the device. */
                    device_model?: string;
                    /** @description Of the device. */
                    language?: string;
                    /** @description Of the device. */
                    country?: string;
                    /** @description What the touch costs: a plain decimal. */
                    cost_amount?: string;
                    /** @description ISO 4217; absent: the app's. */
                    cost_currency?: string;
                    /** @description cpc, cpm, … */
                    cost_model?: string;
                    /** @description Where it opens in the app. */
                    deeplink?: string;
                    /** @description Where it leads: only to a registered destination. */
                    redirect?: string;
                    /** @description Of a server's touch: RFC 3339, or seconds or milliseconds since 1970. */
                    clicked_at?: string;
                    /** @description Alias: is_retargeting. */
                    retargeting?: "true" | "false" | "1" | "0";
                    /** @description What kind of touch. */
                    type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                    /** @description 1: a server's touch; answers JSON in place of a redirect or a pixel. */
                    s2s?: string;
                };
                header?: never;
                path: {
                    /** @example k3Vx9QpL2m */
                    link_token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A pixel. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/gif": string;
                        /**
                         * @example {
                         *       "click_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *     }
                         */
                        "application/json": {
                            /** @description Carom's id of the touch; null: it was a look and no touch, as `ignored` says. */
                            click_id: string | null;
                            /** @enum {string} */
                            ignored?: "head" | "prefetch" | "bot";
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                /** @description Not signed as the link wants it. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description There is no such link. */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                        "application/json": components["schemas"]["Error"];
                    };
                };
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        put?: never;
        /** An impression, by a server */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description The partner's own id of the click.
                     * @example PC-1
                     */
                    click_id?: string;
                    /** @description In place of the link's campaign. */
                    campaign?: string;
                    /** @description Its id. */
                    campaign_id?: string;
                    /** @description In place of the link's adgroup. */
                    adgroup?: string;
                    /** @description Its id. */
                    adgroup_id?: string;
                    /** @description In place of the link's creative. */
                    creative?: string;
                    /** @description Its id. */
                    creative_id?: string;
                    /** @description Kept as it is. */
                    sub1?: string;
                    /** @description Kept as it is. */
                    sub2?: string;
                    /** @description Kept as it is. */
                    sub3?: string;
                    /** @description Kept as it is. */
                    sub4?: string;
                    /** @description Kept as it is. */
                    sub5?: string;
                    /** @description Also hashed: gps_adid_sha1, gps_adid_md5, gps_adid_sha256. */
                    gps_adid?: string;
                    /** @description Also hashed: idfa_sha1, idfa_md5, idfa_sha256. */
                    idfa?: string;
                    /** @description Also hashed: idfv_sha1, idfv_md5, idfv_sha256. */
                    idfv?: string;
                    /** @description Also hashed: oaid_sha1, oaid_md5, oaid_sha256. */
                    oaid?: string;
                    /** @description Also hashed: fire_adid_sha1, fire_adid_md5, fire_adid_sha256. */
                    fire_adid?: string;
                    /** @description Also hashed: android_id_sha1, android_id_md5, android_id_sha256. */
                    android_id?: string;
                    /**
                     * @description Of a server's touch; a visitor's is the connection's.
                     * @example 203.0.113.7
                     */
                    ip_address?: string;
                    /** @description Of a server's touch; a visitor's is the connection's. */
                    user_agent?: string;
                    /** @description Of the device. */
                    os_name?: string;
                    /** @description Of the device. */
                    os_version?: string;
                    /** @description Of the device. */
                    device_model?: string;
                    /** @description Of the device. */
                    language?: string;
                    /** @description Of the device. */
                    country?: string;
                    /** @description What the touch costs: a plain decimal. */
                    cost_amount?: string;
                    /** @description ISO 4217; absent: the app's. */
                    cost_currency?: string;
                    /** @description cpc, cpm, … */
                    cost_model?: string;
                    /** @description Where it opens in the app. */
                    deeplink?: string;
                    /** @description Where it leads: only to a registered destination. */
                    redirect?: string;
                    /** @description Of a server's touch: RFC 3339, or seconds or milliseconds since 1970. */
                    clicked_at?: string;
                    /** @description Alias: is_retargeting. */
                    retargeting?: "true" | "false" | "1" | "0";
                    /** @description What kind of touch. */
                    type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                    /** @description 1: a server's touch; answers JSON in place of a redirect or a pixel. */
                    s2s?: string;
                };
                header?: never;
                path: {
                    /** @example k3Vx9QpL2m */
                    link_token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "click_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E"
                         *     }
                         */
                        "application/json": {
                            /** @description Carom's id of the touch; null: it was a look and no touch, as `ignored` says. */
                            click_id: string | null;
                            /** @enum {string} */
                            ignored?: "head" | "prefetch" | "bot";
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                403: components["responses"]["click_signature"];
                404: components["responses"]["not_found.unknown_link"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/postback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A server conversion by click id */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description The postback key of the app or link; not needed where the app says so.
                     * @example pbk_…
                     */
                    key?: string;
                    /**
                     * @description Carom's click id, as it was stamped into the landing page, the deep link or the referrer. Also called click_id, clickid, carom_click_id, aff_click_id, aff_sub, subid, sub_id, cnv_id, externalid, external_id, visitor_id.
                     * @example 01KAPB6Q5V9X7T2M4N8R3C6D1E
                     */
                    cid?: string;
                    /** @description The click id where none of the names above is present, else the order id. Also called tid. */
                    transaction_id?: string;
                    /**
                     * @description The order id: one event of one order is one conversion, and a later call moves it. Also called tx_id, order_id, orderid, sale_id, action_id, conversion_id.
                     * @example ORDER-1
                     */
                    txid?: string;
                    /**
                     * @description What happened. Absent: the event that the order has already, else `conversion`. Also called event_name, goal, goal_name, et, event_type, conversion_type, type.
                     * @example sale
                     */
                    event?: string;
                    /** @description An id of the conversion: the pixel and the server call that share it are one. Also called eventid. */
                    event_id?: string;
                    /**
                     * @description What the partner is paid. Also called commission.
                     * @example 12.5
                     */
                    payout?: string;
                    /** @description What the customer paid. Also called amount, sum, sale_amount, order_amount, order_total. */
                    revenue?: string;
                    /**
                     * @description Of payout and revenue, ISO 4217. Absent: the app's, else USD. Also called cur, currency_code, cnv_currency, payout_currency.
                     * @example USD
                     */
                    currency?: string;
                    /**
                     * @description Where the conversion stands; the words are below. Absent: approved, where nothing was said before. Also called cnv_status, conversion_status, event_status.
                     * @example approved
                     */
                    status?: string;
                    /** @description Since when it has that status, as event_time. A call that is older than what stands moves nothing. Also called status_at, status_updated_at. */
                    status_time?: string;
                    /** @description When it happened: RFC 3339, or seconds or milliseconds since 1970. Absent: now. Also called time, timestamp, conversion_time. */
                    event_time?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Taken: `OK`, JSON or a pixel, as it was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                        "application/json": Record<string, never>;
                        "image/gif": string;
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["click_signature.request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        put?: never;
        /** A server conversion by click id */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description The postback key of the app or link; not needed where the app says so.
                     * @example pbk_…
                     */
                    key?: string;
                    /**
                     * @description Carom's click id, as it was stamped into the landing page, the deep link or the referrer. Also called click_id, clickid, carom_click_id, aff_click_id, aff_sub, subid, sub_id, cnv_id, externalid, external_id, visitor_id.
                     * @example 01KAPB6Q5V9X7T2M4N8R3C6D1E
                     */
                    cid?: string;
                    /** @description The click id where none of the names above is present, else the order id. Also called tid. */
                    transaction_id?: string;
                    /**
                     * @description The order id: one event of one order is one conversion, and a later call moves it. Also called tx_id, order_id, orderid, sale_id, action_id, conversion_id.
                     * @example ORDER-1
                     */
                    txid?: string;
                    /**
                     * @description What happened. Absent: the event that the order has already, else `conversion`. Also called event_name, goal, goal_name, et, event_type, conversion_type, type.
                     * @example sale
                     */
                    event?: string;
                    /** @description An id of the conversion: the pixel and the server call that share it are one. Also called eventid. */
                    event_id?: string;
                    /**
                     * @description What the partner is paid. Also called commission.
                     * @example 12.5
                     */
                    payout?: string;
                    /** @description What the customer paid. Also called amount, sum, sale_amount, order_amount, order_total. */
                    revenue?: string;
                    /**
                     * @description Of payout and revenue, ISO 4217. Absent: the app's, else USD. Also called cur, currency_code, cnv_currency, payout_currency.
                     * @example USD
                     */
                    currency?: string;
                    /**
                     * @description Where the conversion stands; the words are below. Absent: approved, where nothing was said before. Also called cnv_status, conversion_status, event_status.
                     * @example approved
                     */
                    status?: string;
                    /** @description Since when it has that status, as event_time. A call that is older than what stands moves nothing. Also called status_at, status_updated_at. */
                    status_time?: string;
                    /** @description When it happened: RFC 3339, or seconds or milliseconds since 1970. Absent: now. Also called time, timestamp, conversion_time. */
                    event_time?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/x-www-form-urlencoded": {
                        [key: string]: string | number | boolean | null;
                    };
                    "application/json": {
                        [key: string]: string | number | boolean | null;
                    };
                };
            };
            responses: {
                /** @description Taken: `OK`, JSON or a pixel, as it was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                        "application/json": Record<string, never>;
                        "image/gif": string;
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["click_signature.request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/p.gif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same for pixels */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description The postback key of the app or link; not needed where the app says so.
                     * @example pbk_…
                     */
                    key?: string;
                    /**
                     * @description Carom's click id, as it was stamped into the landing page, the deep link or the referrer. Also called click_id, clickid, carom_click_id, aff_click_id, aff_sub, subid, sub_id, cnv_id, externalid, external_id, visitor_id.
                     * @example 01KAPB6Q5V9X7T2M4N8R3C6D1E
                     */
                    cid?: string;
                    /** @description The click id where none of the names above is present, else the order id. Also called tid. */
                    transaction_id?: string;
                    /**
                     * @description The order id: one event of one order is one conversion, and a later call moves it. Also called tx_id, order_id, orderid, sale_id, action_id, conversion_id.
                     * @example ORDER-1
                     */
                    txid?: string;
                    /**
                     * @description What happened. Absent: the event that the order has already, else `conversion`. Also called event_name, goal, goal_name, et, event_type, conversion_type, type.
                     * @example sale
                     */
                    event?: string;
                    /** @description An id of the conversion: the pixel and the server call that share it are one. Also called eventid. */
                    event_id?: string;
                    /**
                     * @description What the partner is paid. Also called commission.
                     * @example 12.5
                     */
                    payout?: string;
                    /** @description What the customer paid. Also called amount, sum, sale_amount, order_amount, order_total. */
                    revenue?: string;
                    /**
                     * @description Of payout and revenue, ISO 4217. Absent: the app's, else USD. Also called cur, currency_code, cnv_currency, payout_currency.
                     * @example USD
                     */
                    currency?: string;
                    /**
                     * @description Where the conversion stands; the words are below. Absent: approved, where nothing was said before. Also called cnv_status, conversion_status, event_status.
                     * @example approved
                     */
                    status?: string;
                    /** @description Since when it has that status, as event_time. A call that is older than what stands moves nothing. Also called status_at, status_updated_at. */
                    status_time?: string;
                    /** @description When it happened: RFC 3339, or seconds or milliseconds since 1970. Absent: now. Also called time, timestamp, conversion_time. */
                    event_time?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Taken: `OK`, JSON or a pixel, as it was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                        "application/json": Record<string, never>;
                        "image/gif": string;
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["click_signature.request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/conversions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Conversions by file, for offline and late sales; the same file again changes nothing
         * @description Roles: admin, app. Scopes: conversions:write. The body is read as it comes, plain or gzip.
         */
        post: {
            parameters: {
                query?: {
                    /** @description `Order ID:txid,Total:amount`: what the file calls what. */
                    columns?: string;
                    /** @description Of times without a zone; absent: the app's, else UTC. */
                    timezone?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example cid,event,revenue,currency,txid
                     *     01KAPB6Q5V9X7T2M4N8R3C6D1E,sale,12.50,USD,ORDER-2
                     */
                    "text/csv": string;
                };
            };
            responses: {
                /** @description Read to its end. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            lines?: number;
                            accepted?: number;
                            moved?: number;
                            duplicates?: number;
                            rejected?: number;
                            last_line?: number;
                            refusals?: Record<string, never>[];
                            refusals_truncated?: boolean;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The advertiser's orders against what was received
         * @description Roles: admin, reader. Scopes: read. The body is read as it comes, plain or gzip.
         */
        post: {
            parameters: {
                query?: {
                    /** @description `Order ID:txid,Total:amount`: what the file calls what. */
                    columns?: string;
                    /** @description Conversions before it are not missed. */
                    since?: string;
                    /** @description Nor those after it. */
                    until?: string;
                    /** @description Only conversions of this event. */
                    event?: string;
                    /** @description json lists a thousand differences, csv all. */
                    format?: "json" | "csv";
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example txid,event,revenue,currency
                     *     ORDER-1,sale,12.50,USD
                     */
                    "text/csv": string;
                };
            };
            responses: {
                /** @description Read to its end. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            totals?: Record<string, never>;
                            differences?: Record<string, never>[];
                            truncated?: boolean;
                        };
                        "text/csv": string;
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["request_signature.forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["overloaded.store_unavailable.shutting_down"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is it alive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "status": "ok",
                         *       "version": "0.1.0"
                         *     }
                         */
                        "application/json": {
                            /** @constant */
                            status: "ok";
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it work */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It can. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "ready": true,
                         *       "store": "up",
                         *       "redis": "up",
                         *       "role": "all"
                         *     }
                         */
                        "application/json": {
                            ready: boolean;
                            store: string;
                            redis: string;
                            role: string;
                        };
                    };
                };
                /** @description It cannot. */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "ready": true,
                         *       "store": "up",
                         *       "redis": "up",
                         *       "role": "all"
                         *     }
                         */
                        "application/json": {
                            ready: boolean;
                            store: string;
                            redis: string;
                            role: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counters, histograms and gauges */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Prometheus text. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/apple-app-site-association": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which iOS apps open the links of this host */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Of the apps whose link_domain it is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                400: components["responses"]["bad_request"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/assetlinks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which Android apps open the links of this host */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Of the apps whose link_domain it is. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                400: components["responses"]["bad_request"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/traffic-advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a prefetch proxy may fetch ahead */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It may not. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/trafficadvice+json": unknown[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/carom.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The script for web pages */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description JavaScript of at most 2 kB. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/javascript": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/inappevent/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: in-app event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example com.example.app */
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: in-app event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example com.example.app */
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "appsflyer_id": "1415211453000-6513894",
                     *       "advertising_id": "38412345-8cf0-11bd-b23e-10b96e40000d",
                     *       "eventName": "af_purchase",
                     *       "eventValue": "{\"af_revenue\":\"6\"}",
                     *       "eventCurrency": "USD",
                     *       "bundleIdentifier": "com.example.app"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/v1.0/s2s/{what}/app/{platform}/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: CTV event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    what: "first_open" | "session" | "inapp";
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: CTV event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    what: "first_open" | "session" | "inapp";
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/sandbox/v1.0/s2s/{what}/app/{platform}/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: CTV event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    what: "first_open" | "session" | "inapp";
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: CTV event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    what: "first_open" | "session" | "inapp";
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/{platform}/{what}/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: SDK-less event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: "android" | "ios";
                    what: "installs" | "sessions" | "inapps";
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: SDK-less event
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: "android" | "ios";
                    what: "installs" | "sessions" | "inapps";
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/v1.0/s2s/click/app/{platform}/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: engagement click
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: engagement click
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/appsflyer/v1.0/s2s/impression/app/{platform}/{app_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * appsflyer: engagement impression
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * appsflyer: engagement impression
         * @description As appsflyer documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    platform: string;
                    app_id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/adjust/event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * adjust: event
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * adjust: event
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "s2s": "1",
                     *       "app_token": "4w565xzmb54d",
                     *       "event_token": "f0ob4r",
                     *       "gps_adid": "38412345-8cf0-11bd-b23e-10b96e40000d"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/adjust/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * adjust: session
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * adjust: session
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "s2s": "1",
                     *       "app_token": "4w565xzmb54d",
                     *       "gps_adid": "38412345-8cf0-11bd-b23e-10b96e40000d",
                     *       "os_name": "android"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/adjust/ad_revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * adjust: ad revenue
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * adjust: ad revenue
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "s2s": "1",
                     *       "app_token": "4w565xzmb54d",
                     *       "gps_adid": "38412345-8cf0-11bd-b23e-10b96e40000d",
                     *       "revenue": "0.00125",
                     *       "currency": "USD",
                     *       "source": "publisher",
                     *       "ad_impressions_count": "1"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/adjust/impression/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * adjust: impression
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: {
                    /** @example 1 */
                    s2s?: string;
                    /** @example 38412345-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    /** @example 203.0.113.40 */
                    ip_address?: string;
                    /** @example Mozilla/5.0 (Linux; Android 14) */
                    user_agent?: string;
                };
                header?: never;
                path: {
                    /** @example abc123 */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * adjust: impression
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: {
                    /** @example 1 */
                    s2s?: string;
                    /** @example 38412345-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    /** @example 203.0.113.40 */
                    ip_address?: string;
                    /** @example Mozilla/5.0 (Linux; Android 14) */
                    user_agent?: string;
                };
                header?: never;
                path: {
                    /** @example abc123 */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/adjust/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * adjust: click
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: {
                    /** @example 1 */
                    s2s?: string;
                    /** @example 38412345-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    /** @example 203.0.113.40 */
                    ip_address?: string;
                    /** @example Mozilla/5.0 (Linux; Android 14) */
                    user_agent?: string;
                };
                header?: never;
                path: {
                    /** @example abc123 */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * adjust: click
         * @description As adjust documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: {
                    /** @example 1 */
                    s2s?: string;
                    /** @example 38412345-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    /** @example 203.0.113.40 */
                    ip_address?: string;
                    /** @example Mozilla/5.0 (Linux; Android 14) */
                    user_agent?: string;
                };
                header?: never;
                path: {
                    /** @example abc123 */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/branch/v2/event/standard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * branch: standard event
         * @description As branch documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * branch: standard event
         * @description As branch documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/branch/v2/event/custom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * branch: custom event
         * @description As branch documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * branch: custom event
         * @description As branch documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/singular/api/v1/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * singular: launch
         * @description As singular documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * singular: launch
         * @description As singular documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/singular/api/{version}/evt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * singular: event
         * @description As singular documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: "v1" | "v2";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * singular: event
         * @description As singular documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: "v1" | "v2";
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/kochava/track/json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * kochava: track
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * kochava: track
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/kochava/v1/cpi/click": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * kochava: click
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * kochava: click
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compat/kochava/track/impression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * kochava: impression
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        /**
         * kochava: impression
         * @description As kochava documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/x-www-form-urlencoded": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Stored; the vendor's words. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description A browser's click: on to the link. */
                "3XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Refused, in the vendor's words; the header carom-reason says why in ours. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
                /** @description Not stored; send it again. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                        "text/plain": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List apps; a reader sees its own
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "name": "Shop",
                         *           "platform": "android",
                         *           "store_id": "text",
                         *           "policy": {},
                         *           "timezone": "Europe/Berlin",
                         *           "currency": "USD",
                         *           "postback_key": "required",
                         *           "postback_addresses": [
                         *             "text"
                         *           ],
                         *           "web_origins": [
                         *             "text"
                         *           ],
                         *           "signed_activities": "off",
                         *           "link_domain": "text",
                         *           "ios_app_ids": [
                         *             "text"
                         *           ],
                         *           "android_apps": [
                         *             {
                         *               "package": "text",
                         *               "sha256_cert_fingerprints": [
                         *                 "text"
                         *               ]
                         *             }
                         *           ],
                         *           "clicker_cookie": true,
                         *           "signed_clicks": "off",
                         *           "version": 1,
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                name: string;
                                /** @enum {string} */
                                platform: "android" | "ios" | "web";
                                store_id?: string;
                                policy?: {
                                    [key: string]: unknown;
                                };
                                timezone?: string;
                                currency?: string;
                                /** @enum {string} */
                                postback_key: "required" | "optional" | "signed";
                                postback_addresses?: string[];
                                web_origins?: string[];
                                /**
                                 * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                                 * @enum {string}
                                 */
                                signed_activities: "off" | "report" | "enforce";
                                /** @description the host of its click URLs; /.well-known files of its apps are served there */
                                link_domain?: string;
                                /** @description for /.well-known/apple-app-site-association */
                                ios_app_ids?: string[];
                                /** @description for /.well-known/assetlinks.json */
                                android_apps?: {
                                    package: string;
                                    sha256_cert_fingerprints: string[];
                                }[];
                                /** @description the click domain sets a cookie that tells one clicker from another */
                                clicker_cookie?: boolean;
                                /**
                                 * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                                 * @enum {string}
                                 */
                                signed_clicks?: "off" | "report" | "enforce";
                                version: number;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make an app and its app key, which is shown this once
         * @description Roles: admin. Scopes: manage, keys:write, activities:write, conversions:write, opt-outs:write, read.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Shop",
                     *       "platform": "android",
                     *       "store_id": "com.example.shop",
                     *       "currency": "USD"
                     *     }
                     */
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        platform: "android" | "ios" | "web";
                        store_id?: string;
                        policy?: {
                            [key: string]: unknown;
                        };
                        timezone?: string;
                        currency?: string;
                        /**
                         * @default required
                         * @enum {string}
                         */
                        postback_key?: "required" | "optional" | "signed";
                        /** @description whence /postback and /p.gif are taken; absent: from everywhere */
                        postback_addresses?: string[];
                        /** @description whose pages may post, touch and ask for attribution from a browser (CORS); absent: none */
                        web_origins?: string[];
                        /**
                         * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                         * @enum {string}
                         */
                        signed_activities?: "off" | "report" | "enforce";
                        /** @description the host of its click URLs; /.well-known files of its apps are served there */
                        link_domain?: string;
                        /** @description for /.well-known/apple-app-site-association */
                        ios_app_ids?: string[];
                        /** @description for /.well-known/assetlinks.json */
                        android_apps?: {
                            package: string;
                            sha256_cert_fingerprints: string[];
                        }[];
                        /** @description the click domain sets a cookie that tells one clicker from another */
                        clicker_cookie?: boolean;
                        /**
                         * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                         * @enum {string}
                         */
                        signed_clicks?: "off" | "report" | "enforce";
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "name": "Shop",
                         *       "platform": "android",
                         *       "store_id": "text",
                         *       "policy": {},
                         *       "timezone": "Europe/Berlin",
                         *       "currency": "USD",
                         *       "postback_key": "required",
                         *       "postback_addresses": [
                         *         "text"
                         *       ],
                         *       "web_origins": [
                         *         "text"
                         *       ],
                         *       "signed_activities": "off",
                         *       "link_domain": "text",
                         *       "ios_app_ids": [
                         *         "text"
                         *       ],
                         *       "android_apps": [
                         *         {
                         *           "package": "text",
                         *           "sha256_cert_fingerprints": [
                         *             "text"
                         *           ]
                         *         }
                         *       ],
                         *       "clicker_cookie": true,
                         *       "signed_clicks": "off",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "key": "crm_app_5Yk2…"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            platform: "android" | "ios" | "web";
                            store_id?: string;
                            policy?: {
                                [key: string]: unknown;
                            };
                            timezone?: string;
                            currency?: string;
                            /** @enum {string} */
                            postback_key: "required" | "optional" | "signed";
                            postback_addresses?: string[];
                            web_origins?: string[];
                            /**
                             * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                             * @enum {string}
                             */
                            signed_activities: "off" | "report" | "enforce";
                            /** @description the host of its click URLs; /.well-known files of its apps are served there */
                            link_domain?: string;
                            /** @description for /.well-known/apple-app-site-association */
                            ios_app_ids?: string[];
                            /** @description for /.well-known/assetlinks.json */
                            android_apps?: {
                                package: string;
                                sha256_cert_fingerprints: string[];
                            }[];
                            /** @description the click domain sets a cookie that tells one clicker from another */
                            clicker_cookie?: boolean;
                            /**
                             * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            /** @description the app key, shown once */
                            key: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an app
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "name": "Shop",
                         *       "platform": "android",
                         *       "store_id": "text",
                         *       "policy": {},
                         *       "timezone": "Europe/Berlin",
                         *       "currency": "USD",
                         *       "postback_key": "required",
                         *       "postback_addresses": [
                         *         "text"
                         *       ],
                         *       "web_origins": [
                         *         "text"
                         *       ],
                         *       "signed_activities": "off",
                         *       "link_domain": "text",
                         *       "ios_app_ids": [
                         *         "text"
                         *       ],
                         *       "android_apps": [
                         *         {
                         *           "package": "text",
                         *           "sha256_cert_fingerprints": [
                         *             "text"
                         *           ]
                         *         }
                         *       ],
                         *       "clicker_cookie": true,
                         *       "signed_clicks": "off",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            platform: "android" | "ios" | "web";
                            store_id?: string;
                            policy?: {
                                [key: string]: unknown;
                            };
                            timezone?: string;
                            currency?: string;
                            /** @enum {string} */
                            postback_key: "required" | "optional" | "signed";
                            postback_addresses?: string[];
                            web_origins?: string[];
                            /**
                             * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                             * @enum {string}
                             */
                            signed_activities: "off" | "report" | "enforce";
                            /** @description the host of its click URLs; /.well-known files of its apps are served there */
                            link_domain?: string;
                            /** @description for /.well-known/apple-app-site-association */
                            ios_app_ids?: string[];
                            /** @description for /.well-known/assetlinks.json */
                            android_apps?: {
                                package: string;
                                sha256_cert_fingerprints: string[];
                            }[];
                            /** @description the click domain sets a cookie that tells one clicker from another */
                            clicker_cookie?: boolean;
                            /**
                             * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove an app with its keys, links, callbacks and integrations; what was recorded stays
         * @description Roles: admin. Scopes: manage, keys:write, activities:write, conversions:write, opt-outs:write, read.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an app; null clears an optional field
         * @description Roles: admin. Scopes: manage.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Shop EU",
                     *       "timezone": "Europe/Berlin"
                     *     }
                     */
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        platform?: "android" | "ios" | "web";
                        store_id?: string | null;
                        policy?: {
                            [key: string]: unknown;
                        } | null;
                        timezone?: string | null;
                        currency?: string | null;
                        /** @enum {string} */
                        postback_key?: "required" | "optional" | "signed";
                        postback_addresses?: string[] | null;
                        web_origins?: string[] | null;
                        /**
                         * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                         * @enum {string}
                         */
                        signed_activities?: "off" | "report" | "enforce";
                        link_domain?: string | null;
                        ios_app_ids?: string[] | null;
                        android_apps?: {
                            package: string;
                            sha256_cert_fingerprints: string[];
                        }[] | null;
                        /** @description the click domain sets a cookie that tells one clicker from another */
                        clicker_cookie?: boolean;
                        /**
                         * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                         * @enum {string}
                         */
                        signed_clicks?: "off" | "report" | "enforce";
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "name": "Shop",
                         *       "platform": "android",
                         *       "store_id": "text",
                         *       "policy": {},
                         *       "timezone": "Europe/Berlin",
                         *       "currency": "USD",
                         *       "postback_key": "required",
                         *       "postback_addresses": [
                         *         "text"
                         *       ],
                         *       "web_origins": [
                         *         "text"
                         *       ],
                         *       "signed_activities": "off",
                         *       "link_domain": "text",
                         *       "ios_app_ids": [
                         *         "text"
                         *       ],
                         *       "android_apps": [
                         *         {
                         *           "package": "text",
                         *           "sha256_cert_fingerprints": [
                         *             "text"
                         *           ]
                         *         }
                         *       ],
                         *       "clicker_cookie": true,
                         *       "signed_clicks": "off",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            platform: "android" | "ios" | "web";
                            store_id?: string;
                            policy?: {
                                [key: string]: unknown;
                            };
                            timezone?: string;
                            currency?: string;
                            /** @enum {string} */
                            postback_key: "required" | "optional" | "signed";
                            postback_addresses?: string[];
                            web_origins?: string[];
                            /**
                             * @description whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)
                             * @enum {string}
                             */
                            signed_activities: "off" | "report" | "enforce";
                            /** @description the host of its click URLs; /.well-known files of its apps are served there */
                            link_domain?: string;
                            /** @description for /.well-known/apple-app-site-association */
                            ios_app_ids?: string[];
                            /** @description for /.well-known/assetlinks.json */
                            android_apps?: {
                                package: string;
                                sha256_cert_fingerprints: string[];
                            }[];
                            /** @description the click domain sets a cookie that tells one clicker from another */
                            clicker_cookie?: boolean;
                            /**
                             * @description whether clicks must be signed: off, report (noted on the touch), enforce (refused)
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description Roles: admin. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "role": "admin",
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "partner": "examplenet",
                         *           "client": true,
                         *           "name": "Shop",
                         *           "scopes": [
                         *             "activities:write"
                         *           ],
                         *           "prefix": "crm_app_5Yk2",
                         *           "expires_at": "2026-11-22T10:00:00.123Z",
                         *           "last_used_at": "2026-11-22T10:00:00.123Z",
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                /** @enum {string} */
                                role: "admin" | "app" | "reader" | "partner";
                                app?: string;
                                partner?: string;
                                client?: boolean;
                                name?: string;
                                /** @description narrowed to these; absent: whatever its role may */
                                scopes?: ("activities:write" | "conversions:write" | "costs:write" | "opt-outs:write" | "read" | "manage" | "keys:write")[];
                                /** @description its first characters */
                                prefix: string;
                                /**
                                 * Format: date-time
                                 * @description from then on it is refused
                                 */
                                expires_at?: string;
                                /**
                                 * Format: date-time
                                 * @description to the minute; absent: never
                                 */
                                last_used_at?: string;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make a key; it is shown this once
         * @description Roles: admin. Scopes: keys:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "role": "app",
                     *       "app": "app_3k9f2x7c1m5b",
                     *       "name": "Backend",
                     *       "scopes": [
                     *         "activities:write"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        role: "admin" | "app" | "reader" | "partner";
                        app?: string;
                        partner?: string;
                        client?: boolean;
                        name?: string;
                        /** @description narrowed to these; absent: whatever its role may */
                        scopes?: ("activities:write" | "conversions:write" | "costs:write" | "opt-outs:write" | "read" | "manage" | "keys:write")[];
                        /** @description from then on it is refused; absent: never */
                        expires_at?: string | number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "role": "admin",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "client": true,
                         *       "name": "Shop",
                         *       "scopes": [
                         *         "activities:write"
                         *       ],
                         *       "prefix": "crm_app_5Yk2",
                         *       "expires_at": "2026-11-22T10:00:00.123Z",
                         *       "last_used_at": "2026-11-22T10:00:00.123Z",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "key": "crm_app_5Yk2…"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            role: "admin" | "app" | "reader" | "partner";
                            app?: string;
                            partner?: string;
                            client?: boolean;
                            name?: string;
                            /** @description narrowed to these; absent: whatever its role may */
                            scopes?: ("activities:write" | "conversions:write" | "costs:write" | "opt-outs:write" | "read" | "manage" | "keys:write")[];
                            /** @description its first characters */
                            prefix: string;
                            /**
                             * Format: date-time
                             * @description from then on it is refused
                             */
                            expires_at?: string;
                            /**
                             * Format: date-time
                             * @description to the minute; absent: never
                             */
                            last_used_at?: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description shown once, stored hashed */
                            key: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a key
         * @description Roles: admin. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "role": "admin",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "client": true,
                         *       "name": "Shop",
                         *       "scopes": [
                         *         "activities:write"
                         *       ],
                         *       "prefix": "crm_app_5Yk2",
                         *       "expires_at": "2026-11-22T10:00:00.123Z",
                         *       "last_used_at": "2026-11-22T10:00:00.123Z",
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            role: "admin" | "app" | "reader" | "partner";
                            app?: string;
                            partner?: string;
                            client?: boolean;
                            name?: string;
                            /** @description narrowed to these; absent: whatever its role may */
                            scopes?: ("activities:write" | "conversions:write" | "costs:write" | "opt-outs:write" | "read" | "manage" | "keys:write")[];
                            /** @description its first characters */
                            prefix: string;
                            /**
                             * Format: date-time
                             * @description from then on it is refused
                             */
                            expires_at?: string;
                            /**
                             * Format: date-time
                             * @description to the minute; absent: never
                             */
                            last_used_at?: string;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Revoke a key, everywhere within a second
         * @description Roles: admin. Scopes: keys:write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new key of the same rights, shown this once; the old one lives for the overlap
         * @description Roles: admin. Scopes: keys:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "overlap_seconds": 3600
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description how long the old key lives on beside the new one; default a day, at most 30
                         * @default 86400
                         */
                        overlap_seconds?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "role": "admin",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "client": true,
                         *       "name": "Shop",
                         *       "scopes": [
                         *         "activities:write"
                         *       ],
                         *       "prefix": "crm_app_5Yk2",
                         *       "expires_at": "2026-11-22T10:00:00.123Z",
                         *       "last_used_at": "2026-11-22T10:00:00.123Z",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "key": "crm_app_5Yk2…",
                         *       "replaces": {
                         *         "id": "key_4f7k2m9x1c8b",
                         *         "expires_at": "2026-11-22T10:00:00.123Z"
                         *       }
                         *     }
                         */
                        "application/json": {
                            id: string;
                            /** @enum {string} */
                            role: "admin" | "app" | "reader" | "partner";
                            app?: string;
                            partner?: string;
                            client?: boolean;
                            name?: string;
                            /** @description narrowed to these; absent: whatever its role may */
                            scopes?: ("activities:write" | "conversions:write" | "costs:write" | "opt-outs:write" | "read" | "manage" | "keys:write")[];
                            /** @description its first characters */
                            prefix: string;
                            /**
                             * Format: date-time
                             * @description from then on it is refused
                             */
                            expires_at?: string;
                            /**
                             * Format: date-time
                             * @description to the minute; absent: never
                             */
                            last_used_at?: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description shown once, stored hashed */
                            key: string;
                            replaces: {
                                id: string;
                                /** Format: date-time */
                                expires_at: string;
                            };
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/postback-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What has a postback key: the app, and which links
         * @description Roles: admin. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "app": true,
                         *       "links": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            app: boolean;
                            links: string[];
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make the postback key of an app or a link, in the place of the one before; it is shown this once
         * @description Roles: admin. Scopes: keys:write, conversions:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /** @example {} */
                    "application/json": {
                        /** @description a link of the app: the key tells of its clicks alone */
                        link?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "key": "crm_app_5Yk2…",
                         *       "link": "k3Vx9QpL2m"
                         *     }
                         */
                        "application/json": {
                            key: string;
                            link?: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        /**
         * Revoke the postback key of the app, or of the link that is named
         * @description Roles: admin. Scopes: keys:write, conversions:write.
         */
        delete: {
            parameters: {
                query?: {
                    link?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that sign requests of the app, without their secrets
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            next: null;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make a key that signs requests of the app; its secret is shown this once, and two may live at a time
         * @description Roles: admin. Scopes: keys:write, activities:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "secret": "whsec_5Yk2…"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description of the HMAC, shown once */
                            secret: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/signing-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a key: what it signs is wrong from then on
         * @description Roles: admin. Scopes: keys:write, activities:write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List links
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "token": "k3Vx9QpL2m",
                         *           "click_url": "https://shop.example/",
                         *           "impression_url": "https://shop.example/",
                         *           "network_click_url": "text",
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "partner": "examplenet",
                         *           "campaign": "spring",
                         *           "campaign_id": "text",
                         *           "adgroup": "text",
                         *           "adgroup_id": "text",
                         *           "creative": "text",
                         *           "creative_id": "text",
                         *           "deeplink": "text",
                         *           "cost": {
                         *             "model": "cpc",
                         *             "amount": {},
                         *             "currency": "USD"
                         *           },
                         *           "signed_clicks": "off",
                         *           "destinations": {},
                         *           "retargeting": true,
                         *           "type": "click",
                         *           "policy": {},
                         *           "payouts": {},
                         *           "version": 1,
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                token: string;
                                /** Format: uri */
                                click_url: string;
                                /** Format: uri */
                                impression_url: string;
                                /** @description click_url with the partner's macros, to paste into its console */
                                network_click_url?: string;
                                app: string;
                                partner?: string;
                                campaign?: string;
                                campaign_id?: string;
                                adgroup?: string;
                                adgroup_id?: string;
                                creative?: string;
                                creative_id?: string;
                                deeplink?: string;
                                cost?: {
                                    /** @enum {string} */
                                    model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                                    amount: unknown;
                                    currency: string;
                                };
                                /**
                                 * @description in place of the app's
                                 * @enum {string}
                                 */
                                signed_clicks?: "off" | "report" | "enforce";
                                destinations: {
                                    [key: string]: string;
                                };
                                retargeting: boolean;
                                /** @enum {string} */
                                type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                                policy?: {
                                    [key: string]: unknown;
                                };
                                payouts?: {
                                    [key: string]: unknown;
                                };
                                version: number;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make a tracking link
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "partner": "examplenet",
                     *       "campaign": "spring",
                     *       "destinations": {
                     *         "android": "https://play.google.com/store/apps/details?id=com.example.shop",
                     *         "ios": "https://apps.apple.com/app/id1",
                     *         "web": "https://shop.example/app"
                     *       }
                     *     }
                     */
                    "application/json": {
                        partner?: string;
                        campaign?: string;
                        campaign_id?: string;
                        adgroup?: string;
                        adgroup_id?: string;
                        creative?: string;
                        creative_id?: string;
                        destinations: {
                            android?: string;
                            ios?: string;
                            web?: string;
                        };
                        /** @description where it opens in the app: its own scheme, or a web address that the app opens */
                        deeplink?: string;
                        /** @default false */
                        retargeting?: boolean;
                        /** @enum {string} */
                        type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                        /** @description of each touch that names no cost of its own */
                        cost?: {
                            /** @enum {string} */
                            model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                            amount: string | number;
                            currency: string;
                        };
                        /**
                         * @description in place of the app's
                         * @enum {string}
                         */
                        signed_clicks?: "off" | "report" | "enforce";
                        policy?: {
                            [key: string]: unknown;
                        };
                        payouts?: {
                            [key: string]: {
                                amount: string | number;
                                currency: string;
                            } | {
                                percent: string | number;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "token": "k3Vx9QpL2m",
                         *       "click_url": "https://shop.example/",
                         *       "impression_url": "https://shop.example/",
                         *       "network_click_url": "text",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "campaign": "spring",
                         *       "campaign_id": "text",
                         *       "adgroup": "text",
                         *       "adgroup_id": "text",
                         *       "creative": "text",
                         *       "creative_id": "text",
                         *       "deeplink": "text",
                         *       "cost": {
                         *         "model": "cpc",
                         *         "amount": {},
                         *         "currency": "USD"
                         *       },
                         *       "signed_clicks": "off",
                         *       "destinations": {},
                         *       "retargeting": true,
                         *       "type": "click",
                         *       "policy": {},
                         *       "payouts": {},
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            token: string;
                            /** Format: uri */
                            click_url: string;
                            /** Format: uri */
                            impression_url: string;
                            /** @description click_url with the partner's macros, to paste into its console */
                            network_click_url?: string;
                            app: string;
                            partner?: string;
                            campaign?: string;
                            campaign_id?: string;
                            adgroup?: string;
                            adgroup_id?: string;
                            creative?: string;
                            creative_id?: string;
                            deeplink?: string;
                            cost?: {
                                /** @enum {string} */
                                model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                                amount: unknown;
                                currency: string;
                            };
                            /**
                             * @description in place of the app's
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            destinations: {
                                [key: string]: string;
                            };
                            retargeting: boolean;
                            /** @enum {string} */
                            type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                            policy?: {
                                [key: string]: unknown;
                            };
                            payouts?: {
                                [key: string]: unknown;
                            };
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/links/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a link
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example k3Vx9QpL2m */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "token": "k3Vx9QpL2m",
                         *       "click_url": "https://shop.example/",
                         *       "impression_url": "https://shop.example/",
                         *       "network_click_url": "text",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "campaign": "spring",
                         *       "campaign_id": "text",
                         *       "adgroup": "text",
                         *       "adgroup_id": "text",
                         *       "creative": "text",
                         *       "creative_id": "text",
                         *       "deeplink": "text",
                         *       "cost": {
                         *         "model": "cpc",
                         *         "amount": {},
                         *         "currency": "USD"
                         *       },
                         *       "signed_clicks": "off",
                         *       "destinations": {},
                         *       "retargeting": true,
                         *       "type": "click",
                         *       "policy": {},
                         *       "payouts": {},
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            token: string;
                            /** Format: uri */
                            click_url: string;
                            /** Format: uri */
                            impression_url: string;
                            /** @description click_url with the partner's macros, to paste into its console */
                            network_click_url?: string;
                            app: string;
                            partner?: string;
                            campaign?: string;
                            campaign_id?: string;
                            adgroup?: string;
                            adgroup_id?: string;
                            creative?: string;
                            creative_id?: string;
                            deeplink?: string;
                            cost?: {
                                /** @enum {string} */
                                model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                                amount: unknown;
                                currency: string;
                            };
                            /**
                             * @description in place of the app's
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            destinations: {
                                [key: string]: string;
                            };
                            retargeting: boolean;
                            /** @enum {string} */
                            type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                            policy?: {
                                [key: string]: unknown;
                            };
                            payouts?: {
                                [key: string]: unknown;
                            };
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove a link; its URLs answer 404 from then on
         * @description Roles: admin. Scopes: manage.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example k3Vx9QpL2m */
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a link; null clears an optional field
         * @description Roles: admin. Scopes: manage.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example k3Vx9QpL2m */
                    token: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "campaign": "summer"
                     *     }
                     */
                    "application/json": {
                        partner?: string | null;
                        campaign?: string | null;
                        campaign_id?: string | null;
                        adgroup?: string | null;
                        adgroup_id?: string | null;
                        creative?: string | null;
                        creative_id?: string | null;
                        destinations?: {
                            android?: string;
                            ios?: string;
                            web?: string;
                        };
                        deeplink?: string | null;
                        retargeting?: boolean;
                        type?: ("click" | "engaged_click" | "engaged_view" | "impression" | "preload") | null;
                        cost?: {
                            /** @enum {string} */
                            model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                            amount: string | number;
                            currency: string;
                        } | null;
                        signed_clicks?: ("off" | "report" | "enforce") | null;
                        policy?: {
                            [key: string]: unknown;
                        } | null;
                        payouts?: {
                            [key: string]: {
                                amount: string | number;
                                currency: string;
                            } | {
                                percent: string | number;
                            };
                        } | null;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "token": "k3Vx9QpL2m",
                         *       "click_url": "https://shop.example/",
                         *       "impression_url": "https://shop.example/",
                         *       "network_click_url": "text",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "campaign": "spring",
                         *       "campaign_id": "text",
                         *       "adgroup": "text",
                         *       "adgroup_id": "text",
                         *       "creative": "text",
                         *       "creative_id": "text",
                         *       "deeplink": "text",
                         *       "cost": {
                         *         "model": "cpc",
                         *         "amount": {},
                         *         "currency": "USD"
                         *       },
                         *       "signed_clicks": "off",
                         *       "destinations": {},
                         *       "retargeting": true,
                         *       "type": "click",
                         *       "policy": {},
                         *       "payouts": {},
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            token: string;
                            /** Format: uri */
                            click_url: string;
                            /** Format: uri */
                            impression_url: string;
                            /** @description click_url with the partner's macros, to paste into its console */
                            network_click_url?: string;
                            app: string;
                            partner?: string;
                            campaign?: string;
                            campaign_id?: string;
                            adgroup?: string;
                            adgroup_id?: string;
                            creative?: string;
                            creative_id?: string;
                            deeplink?: string;
                            cost?: {
                                /** @enum {string} */
                                model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                                amount: unknown;
                                currency: string;
                            };
                            /**
                             * @description in place of the app's
                             * @enum {string}
                             */
                            signed_clicks?: "off" | "report" | "enforce";
                            destinations: {
                                [key: string]: string;
                            };
                            retargeting: boolean;
                            /** @enum {string} */
                            type?: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                            policy?: {
                                [key: string]: unknown;
                            };
                            payouts?: {
                                [key: string]: unknown;
                            };
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        trace?: never;
    };
    "/v1/apps/{app}/click-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that sign clicks, without their secrets
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "partner": "examplenet",
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                partner?: string;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            next: null;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make a key that signs clicks; its secret is shown this once
         * @description Roles: admin. Scopes: keys:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "partner": "examplenet"
                     *     }
                     */
                    "application/json": {
                        /** @description good for this partner's links alone */
                        partner?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "partner": "examplenet",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "secret": "whsec_5Yk2…"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            partner?: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description of the HMAC, shown once */
                            secret: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/click-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a key: what it signed is wrong from then on
         * @description Roles: admin. Scopes: keys:write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was paid, by day: what was posted, and what touches cost
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @example app_3k9f2x7c1m5b */
                    app?: string;
                    partner?: string;
                    /** @example 2026-11-01 */
                    since?: string;
                    until?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "date": "text",
                         *           "partner": "examplenet",
                         *           "link": "k3Vx9QpL2m",
                         *           "campaign": "spring",
                         *           "adgroup": "text",
                         *           "creative": "text",
                         *           "source": "posted",
                         *           "model": "cpc",
                         *           "cost": {
                         *             "amount": "9.99",
                         *             "currency": "USD"
                         *           },
                         *           "touches": 1,
                         *           "posted_at": "2026-11-22T10:00:00.123Z",
                         *           "superseded": true
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                app: string;
                                date: string;
                                partner: string | null;
                                link: string | null;
                                campaign: string | null;
                                adgroup: string | null;
                                creative: string | null;
                                /** @enum {string} */
                                source: "posted" | "touches";
                                /** @enum {string} */
                                model?: "cpc" | "cpm" | "cpi" | "cpa" | "cpe" | "cpv";
                                cost: {
                                    amount: string;
                                    currency: string;
                                };
                                touches?: number;
                                /** Format: date-time */
                                posted_at?: string;
                                /** @description a posted line stands in its stead: leave it out of sums */
                                superseded: boolean;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Say what was paid by day and place; posted again it stands in place of what was posted before
         * @description Roles: admin. Scopes: costs:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "app": "app_3k9f2x7c1m5b",
                     *       "costs": [
                     *         {
                     *           "date": "2026-11-22",
                     *           "partner": "examplenet",
                     *           "campaign": "spring",
                     *           "cost": {
                     *             "amount": "120.50",
                     *             "currency": "USD"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        app: string;
                        costs: {
                            /** Format: date */
                            date: string;
                            partner?: string;
                            link?: string;
                            campaign?: string;
                            adgroup?: string;
                            creative?: string;
                            /** @description what was paid that day; null takes back what was posted */
                            cost: {
                                amount: string | number;
                                currency: string;
                            } | null;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "results": [
                         *         "new"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            /** @description in order */
                            results: ("new" | "changed" | "same" | "removed" | "absent")[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/integrations/{partner}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an integration
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example examplenet */
                    partner: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "active": true,
                         *       "settings": {},
                         *       "events": {},
                         *       "send": {
                         *         "scope": "credited",
                         *         "confirm_all": true,
                         *         "rate_per_second": 1,
                         *         "view_through": true,
                         *         "reengagement": true,
                         *         "rejected": true,
                         *         "secondary": true,
                         *         "first_only": true,
                         *         "min_revenue": {},
                         *         "countries": {},
                         *         "os": {},
                         *         "sample_percent": 0.01,
                         *         "delay_seconds": 1,
                         *         "window_days": 1,
                         *         "revenue": "with",
                         *         "params": "all",
                         *         "partner_params": "all",
                         *         "consent": "respect",
                         *         "confirm_ignore_consent": true
                         *       },
                         *       "warnings": [
                         *         "text"
                         *       ],
                         *       "template_version": 1,
                         *       "sandbox_template_version": "latest",
                         *       "policy": {},
                         *       "payouts": {},
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            app: string;
                            partner: string;
                            active: boolean;
                            /** @description secret settings are shown as *** */
                            settings: {
                                [key: string]: string;
                            };
                            events?: {
                                [key: string]: string | string[];
                            };
                            send: {
                                /**
                                 * @description credited: what was credited to this partner; all: everything, organic and of other partners too
                                 * @enum {string}
                                 */
                                scope?: "credited" | "all";
                                /**
                                 * @description needed with scope all
                                 * @constant
                                 */
                                confirm_all?: true;
                                /** @description requests a second, in place of the template's rateLimit; 0: no limit */
                                rate_per_second?: number;
                                /** @description what was credited to an impression or engaged view; default true */
                                view_through?: boolean;
                                /** @description re-engagements and reattributions; default true */
                                reengagement?: boolean;
                                /** @description refused installs, to the partner whose touch was refused; default true */
                                rejected?: boolean;
                                /** @description what the partner has the secondary credit for; default true */
                                secondary?: boolean;
                                /** @description of each event, or of those named, the device's first alone; default false */
                                first_only?: boolean | string[];
                                /** @description the least revenue of events and ad revenue that are sent; with events, of those alone */
                                min_revenue?: unknown;
                                countries?: unknown;
                                os?: unknown;
                                /** @description of 100 activities so many, the same at each look */
                                sample_percent?: number;
                                /** @description sent so much later; a week at most */
                                delay_seconds?: number;
                                /** @description only so long after the install, reinstall or reattribution; the edge counts */
                                window_days?: number;
                                /** @enum {string} */
                                revenue?: "with" | "without";
                                /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                params?: "all" | string[];
                                /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                partner_params?: "all" | string[];
                                /**
                                 * @description ignore: the template's consent rules are not applied; default respect
                                 * @enum {string}
                                 */
                                consent?: "respect" | "ignore";
                                /**
                                 * @description needed with consent ignore
                                 * @constant
                                 */
                                confirm_ignore_consent?: true;
                            };
                            /** @description what deserves a second look */
                            warnings: string[];
                            template_version?: number;
                            sandbox_template_version?: "latest" | number;
                            policy?: {
                                [key: string]: unknown;
                            };
                            payouts?: {
                                [key: string]: unknown;
                            };
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        /**
         * Set a partner's integration; a secret sent as *** stays as it is
         * @description Roles: admin. Scopes: manage.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example examplenet */
                    partner: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "settings": {
                     *         "account": "a-1"
                     *       },
                     *       "events": {
                     *         "purchase": "sale"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @description default true; false of a built-in template that is partial, which is switched on by saying so */
                        active?: boolean;
                        settings?: {
                            [key: string]: string | number | boolean;
                        };
                        events?: {
                            [key: string]: string | string[];
                        };
                        send?: {
                            /**
                             * @description credited: what was credited to this partner; all: everything, organic and of other partners too
                             * @enum {string}
                             */
                            scope?: "credited" | "all";
                            /**
                             * @description needed with scope all
                             * @constant
                             */
                            confirm_all?: true;
                            /** @description requests a second, in place of the template's rateLimit; 0: no limit */
                            rate_per_second?: number;
                            /** @description what was credited to an impression or engaged view; default true */
                            view_through?: boolean;
                            /** @description re-engagements and reattributions; default true */
                            reengagement?: boolean;
                            /** @description refused installs, to the partner whose touch was refused; default true */
                            rejected?: boolean;
                            /** @description what the partner has the secondary credit for; default true */
                            secondary?: boolean;
                            /** @description of each event, or of those named, the device's first alone; default false */
                            first_only?: boolean | string[];
                            /** @description the least revenue of events and ad revenue that are sent; with events, of those alone */
                            min_revenue?: {
                                amount: string | number;
                                currency: string;
                                events?: string[];
                            };
                            countries?: {
                                allow?: string[];
                                deny?: string[];
                            };
                            os?: {
                                allow?: string[];
                                deny?: string[];
                            };
                            /** @description of 100 activities so many, the same at each look */
                            sample_percent?: number;
                            /** @description sent so much later; a week at most */
                            delay_seconds?: number;
                            /** @description only so long after the install, reinstall or reattribution; the edge counts */
                            window_days?: number;
                            /** @enum {string} */
                            revenue?: "with" | "without";
                            /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                            params?: "all" | string[];
                            /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                            partner_params?: "all" | string[];
                            /**
                             * @description ignore: the template's consent rules are not applied; default respect
                             * @enum {string}
                             */
                            consent?: "respect" | "ignore";
                            /**
                             * @description needed with consent ignore
                             * @constant
                             */
                            confirm_ignore_consent?: true;
                        };
                        /** @description an approved version of the template; absent: the live one */
                        template_version?: number;
                        /** @description what sandbox activities use, approved or not; absent: as production */
                        sandbox_template_version?: "latest" | number;
                        policy?: {
                            [key: string]: unknown;
                        };
                        payouts?: {
                            [key: string]: {
                                amount: string | number;
                                currency: string;
                            } | {
                                percent: string | number;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "active": true,
                         *       "settings": {},
                         *       "events": {},
                         *       "send": {
                         *         "scope": "credited",
                         *         "confirm_all": true,
                         *         "rate_per_second": 1,
                         *         "view_through": true,
                         *         "reengagement": true,
                         *         "rejected": true,
                         *         "secondary": true,
                         *         "first_only": true,
                         *         "min_revenue": {},
                         *         "countries": {},
                         *         "os": {},
                         *         "sample_percent": 0.01,
                         *         "delay_seconds": 1,
                         *         "window_days": 1,
                         *         "revenue": "with",
                         *         "params": "all",
                         *         "partner_params": "all",
                         *         "consent": "respect",
                         *         "confirm_ignore_consent": true
                         *       },
                         *       "warnings": [
                         *         "text"
                         *       ],
                         *       "template_version": 1,
                         *       "sandbox_template_version": "latest",
                         *       "policy": {},
                         *       "payouts": {},
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            app: string;
                            partner: string;
                            active: boolean;
                            /** @description secret settings are shown as *** */
                            settings: {
                                [key: string]: string;
                            };
                            events?: {
                                [key: string]: string | string[];
                            };
                            send: {
                                /**
                                 * @description credited: what was credited to this partner; all: everything, organic and of other partners too
                                 * @enum {string}
                                 */
                                scope?: "credited" | "all";
                                /**
                                 * @description needed with scope all
                                 * @constant
                                 */
                                confirm_all?: true;
                                /** @description requests a second, in place of the template's rateLimit; 0: no limit */
                                rate_per_second?: number;
                                /** @description what was credited to an impression or engaged view; default true */
                                view_through?: boolean;
                                /** @description re-engagements and reattributions; default true */
                                reengagement?: boolean;
                                /** @description refused installs, to the partner whose touch was refused; default true */
                                rejected?: boolean;
                                /** @description what the partner has the secondary credit for; default true */
                                secondary?: boolean;
                                /** @description of each event, or of those named, the device's first alone; default false */
                                first_only?: boolean | string[];
                                /** @description the least revenue of events and ad revenue that are sent; with events, of those alone */
                                min_revenue?: unknown;
                                countries?: unknown;
                                os?: unknown;
                                /** @description of 100 activities so many, the same at each look */
                                sample_percent?: number;
                                /** @description sent so much later; a week at most */
                                delay_seconds?: number;
                                /** @description only so long after the install, reinstall or reattribution; the edge counts */
                                window_days?: number;
                                /** @enum {string} */
                                revenue?: "with" | "without";
                                /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                params?: "all" | string[];
                                /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                partner_params?: "all" | string[];
                                /**
                                 * @description ignore: the template's consent rules are not applied; default respect
                                 * @enum {string}
                                 */
                                consent?: "respect" | "ignore";
                                /**
                                 * @description needed with consent ignore
                                 * @constant
                                 */
                                confirm_ignore_consent?: true;
                            };
                            /** @description what deserves a second look */
                            warnings: string[];
                            template_version?: number;
                            sandbox_template_version?: "latest" | number;
                            policy?: {
                                [key: string]: unknown;
                            };
                            payouts?: {
                                [key: string]: unknown;
                            };
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        post?: never;
        /**
         * Remove an integration
         * @description Roles: admin. Scopes: manage.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example examplenet */
                    partner: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List integrations
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "partner": "examplenet",
                         *           "active": true,
                         *           "settings": {},
                         *           "events": {},
                         *           "send": {
                         *             "scope": "credited",
                         *             "confirm_all": true,
                         *             "rate_per_second": 1,
                         *             "view_through": true,
                         *             "reengagement": true,
                         *             "rejected": true,
                         *             "secondary": true,
                         *             "first_only": true,
                         *             "min_revenue": {},
                         *             "countries": {},
                         *             "os": {},
                         *             "sample_percent": 0.01,
                         *             "delay_seconds": 1,
                         *             "window_days": 1,
                         *             "revenue": "with",
                         *             "params": "all",
                         *             "partner_params": "all",
                         *             "consent": "respect",
                         *             "confirm_ignore_consent": true
                         *           },
                         *           "warnings": [
                         *             "text"
                         *           ],
                         *           "template_version": 1,
                         *           "sandbox_template_version": "latest",
                         *           "policy": {},
                         *           "payouts": {},
                         *           "version": 1,
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                app: string;
                                partner: string;
                                active: boolean;
                                /** @description secret settings are shown as *** */
                                settings: {
                                    [key: string]: string;
                                };
                                events?: {
                                    [key: string]: string | string[];
                                };
                                send: {
                                    /**
                                     * @description credited: what was credited to this partner; all: everything, organic and of other partners too
                                     * @enum {string}
                                     */
                                    scope?: "credited" | "all";
                                    /**
                                     * @description needed with scope all
                                     * @constant
                                     */
                                    confirm_all?: true;
                                    /** @description requests a second, in place of the template's rateLimit; 0: no limit */
                                    rate_per_second?: number;
                                    /** @description what was credited to an impression or engaged view; default true */
                                    view_through?: boolean;
                                    /** @description re-engagements and reattributions; default true */
                                    reengagement?: boolean;
                                    /** @description refused installs, to the partner whose touch was refused; default true */
                                    rejected?: boolean;
                                    /** @description what the partner has the secondary credit for; default true */
                                    secondary?: boolean;
                                    /** @description of each event, or of those named, the device's first alone; default false */
                                    first_only?: boolean | string[];
                                    /** @description the least revenue of events and ad revenue that are sent; with events, of those alone */
                                    min_revenue?: unknown;
                                    countries?: unknown;
                                    os?: unknown;
                                    /** @description of 100 activities so many, the same at each look */
                                    sample_percent?: number;
                                    /** @description sent so much later; a week at most */
                                    delay_seconds?: number;
                                    /** @description only so long after the install, reinstall or reattribution; the edge counts */
                                    window_days?: number;
                                    /** @enum {string} */
                                    revenue?: "with" | "without";
                                    /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                    params?: "all" | string[];
                                    /** @description all (the default), or the names of those that are in reach of the template; an empty list: none */
                                    partner_params?: "all" | string[];
                                    /**
                                     * @description ignore: the template's consent rules are not applied; default respect
                                     * @enum {string}
                                     */
                                    consent?: "respect" | "ignore";
                                    /**
                                     * @description needed with consent ignore
                                     * @constant
                                     */
                                    confirm_ignore_consent?: true;
                                };
                                /** @description what deserves a second look */
                                warnings: string[];
                                template_version?: number;
                                sandbox_template_version?: "latest" | number;
                                policy?: {
                                    [key: string]: unknown;
                                };
                                payouts?: {
                                    [key: string]: unknown;
                                };
                                version: number;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List callbacks
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "url": "https://shop.example/hook",
                         *           "method": "GET",
                         *           "kinds": [
                         *             "install"
                         *           ],
                         *           "events": [
                         *             "text"
                         *           ],
                         *           "headers": {},
                         *           "environment": "production",
                         *           "active": true,
                         *           "disabled": {
                         *             "reason": "gone",
                         *             "at": "2026-11-22T10:00:00.123Z"
                         *           },
                         *           "previous_secret_until": "2026-11-22T10:00:00.123Z",
                         *           "version": 1,
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                app: string;
                                url: string;
                                /** @enum {string} */
                                method: "GET" | "POST";
                                kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                                events?: string[];
                                headers: {
                                    [key: string]: "***";
                                };
                                /** @enum {string} */
                                environment?: "production" | "sandbox";
                                active: boolean;
                                /** @description why and when Carom itself switched it off; gone: it answered 410 */
                                disabled?: {
                                    /** @constant */
                                    reason: "gone";
                                    /** Format: date-time */
                                    at: string;
                                };
                                /**
                                 * Format: date-time
                                 * @description until then requests carry two signatures
                                 */
                                previous_secret_until?: string;
                                version: number;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Make a callback; its signing secret is shown this once
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "url": "https://shop.example/carom",
                     *       "kinds": [
                     *         "install",
                     *         "event"
                     *       ],
                     *       "events": [
                     *         "purchase"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        url: string;
                        /**
                         * @default POST
                         * @enum {string}
                         */
                        method?: "GET" | "POST";
                        kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                        events?: string[];
                        /** @default {} */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @enum {string} */
                        environment?: "production" | "sandbox";
                        /** @default true */
                        active?: boolean;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "url": "https://shop.example/hook",
                         *       "method": "GET",
                         *       "kinds": [
                         *         "install"
                         *       ],
                         *       "events": [
                         *         "text"
                         *       ],
                         *       "headers": {},
                         *       "environment": "production",
                         *       "active": true,
                         *       "disabled": {
                         *         "reason": "gone",
                         *         "at": "2026-11-22T10:00:00.123Z"
                         *       },
                         *       "previous_secret_until": "2026-11-22T10:00:00.123Z",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "secret": "whsec_5Yk2…",
                         *       "notes": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            url: string;
                            /** @enum {string} */
                            method: "GET" | "POST";
                            kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                            events?: string[];
                            headers: {
                                [key: string]: "***";
                            };
                            /** @enum {string} */
                            environment?: "production" | "sandbox";
                            active: boolean;
                            /** @description why and when Carom itself switched it off; gone: it answered 410 */
                            disabled?: {
                                /** @constant */
                                reason: "gone";
                                /** Format: date-time */
                                at: string;
                            };
                            /**
                             * Format: date-time
                             * @description until then requests carry two signatures
                             */
                            previous_secret_until?: string;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            /** @description whsec_…, shown once */
                            secret: string;
                            notes?: string[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/callbacks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a callback
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "url": "https://shop.example/hook",
                         *       "method": "GET",
                         *       "kinds": [
                         *         "install"
                         *       ],
                         *       "events": [
                         *         "text"
                         *       ],
                         *       "headers": {},
                         *       "environment": "production",
                         *       "active": true,
                         *       "disabled": {
                         *         "reason": "gone",
                         *         "at": "2026-11-22T10:00:00.123Z"
                         *       },
                         *       "previous_secret_until": "2026-11-22T10:00:00.123Z",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            url: string;
                            /** @enum {string} */
                            method: "GET" | "POST";
                            kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                            events?: string[];
                            headers: {
                                [key: string]: "***";
                            };
                            /** @enum {string} */
                            environment?: "production" | "sandbox";
                            active: boolean;
                            /** @description why and when Carom itself switched it off; gone: it answered 410 */
                            disabled?: {
                                /** @constant */
                                reason: "gone";
                                /** Format: date-time */
                                at: string;
                            };
                            /**
                             * Format: date-time
                             * @description until then requests carry two signatures
                             */
                            previous_secret_until?: string;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Remove a callback; what is planned for it fails
         * @description Roles: admin. Scopes: manage.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a callback; null clears an optional field, headers are replaced as a whole
         * @description Roles: admin. Scopes: manage.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         "purchase",
                     *         "signup"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        url?: string;
                        /** @enum {string} */
                        method?: "GET" | "POST";
                        kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[] | null;
                        events?: string[] | null;
                        headers?: {
                            [key: string]: string;
                        };
                        environment?: ("production" | "sandbox") | null;
                        active?: boolean;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "url": "https://shop.example/hook",
                         *       "method": "GET",
                         *       "kinds": [
                         *         "install"
                         *       ],
                         *       "events": [
                         *         "text"
                         *       ],
                         *       "headers": {},
                         *       "environment": "production",
                         *       "active": true,
                         *       "disabled": {
                         *         "reason": "gone",
                         *         "at": "2026-11-22T10:00:00.123Z"
                         *       },
                         *       "previous_secret_until": "2026-11-22T10:00:00.123Z",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            url: string;
                            /** @enum {string} */
                            method: "GET" | "POST";
                            kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                            events?: string[];
                            headers: {
                                [key: string]: "***";
                            };
                            /** @enum {string} */
                            environment?: "production" | "sandbox";
                            active: boolean;
                            /** @description why and when Carom itself switched it off; gone: it answered 410 */
                            disabled?: {
                                /** @constant */
                                reason: "gone";
                                /** Format: date-time */
                                at: string;
                            };
                            /**
                             * Format: date-time
                             * @description until then requests carry two signatures
                             */
                            previous_secret_until?: string;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        trace?: never;
    };
    "/v1/apps/{app}/callbacks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new signing secret, shown this once; for 24 hours the old one signs too
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "url": "https://shop.example/hook",
                         *       "method": "GET",
                         *       "kinds": [
                         *         "install"
                         *       ],
                         *       "events": [
                         *         "text"
                         *       ],
                         *       "headers": {},
                         *       "environment": "production",
                         *       "active": true,
                         *       "disabled": {
                         *         "reason": "gone",
                         *         "at": "2026-11-22T10:00:00.123Z"
                         *       },
                         *       "previous_secret_until": "2026-11-22T10:00:00.123Z",
                         *       "version": 1,
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "secret": "whsec_5Yk2…"
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            url: string;
                            /** @enum {string} */
                            method: "GET" | "POST";
                            kinds?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed" | "click" | "impression")[];
                            events?: string[];
                            headers: {
                                [key: string]: "***";
                            };
                            /** @enum {string} */
                            environment?: "production" | "sandbox";
                            active: boolean;
                            /** @description why and when Carom itself switched it off; gone: it answered 410 */
                            disabled?: {
                                /** @constant */
                                reason: "gone";
                                /** Format: date-time */
                                at: string;
                            };
                            /**
                             * Format: date-time
                             * @description until then requests carry two signatures
                             */
                            previous_secret_until?: string;
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            /** @description whsec_…, shown once */
                            secret: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/compat/{vendor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example adjust */
                    vendor: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "vendor": "appsflyer",
                         *       "app_ids": [
                         *         "text"
                         *       ],
                         *       "key": "***",
                         *       "events": {},
                         *       "links": {},
                         *       "lenient": true,
                         *       "version": 1
                         *     }
                         */
                        "application/json": {
                            /** @enum {string} */
                            vendor: "appsflyer" | "adjust" | "branch" | "singular" | "kochava";
                            app_ids: string[];
                            /** @constant */
                            key?: "***";
                            events?: {
                                [key: string]: string;
                            };
                            links?: {
                                [key: string]: string;
                            };
                            lenient?: boolean;
                            version: number;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        /**
         * What clients of another vendor send for this app: appsflyer, adjust, branch, singular, kochava
         * @description Roles: admin. Scopes: manage, activities:write.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example adjust */
                    vendor: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "app_ids": [
                     *         "4w565xzmb54d"
                     *       ],
                     *       "events": {
                     *         "f0ob4r": "purchase"
                     *       },
                     *       "links": {
                     *         "abc123": "k3Vx9QpL2m"
                     *       }
                     *     }
                     */
                    "application/json": {
                        app_ids: string[];
                        key?: string;
                        events?: {
                            [key: string]: string;
                        };
                        /** @description The vendor's tracker, campaign id or media source → the token of a link of this app */
                        links?: {
                            [key: string]: string;
                        };
                        lenient?: boolean;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "vendor": "appsflyer",
                         *       "app_ids": [
                         *         "text"
                         *       ],
                         *       "key": "***",
                         *       "events": {},
                         *       "links": {},
                         *       "lenient": true,
                         *       "version": 1
                         *     }
                         */
                        "application/json": {
                            /** @enum {string} */
                            vendor: "appsflyer" | "adjust" | "branch" | "singular" | "kochava";
                            app_ids: string[];
                            /** @constant */
                            key?: "***";
                            events?: {
                                [key: string]: string;
                            };
                            links?: {
                                [key: string]: string;
                            };
                            lenient?: boolean;
                            version: number;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        post?: never;
        /**
         * Remove one
         * @description Roles: admin. Scopes: manage, activities:write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example adjust */
                    vendor: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/compat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List them
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "vendor": "appsflyer",
                         *           "app_ids": [
                         *             "text"
                         *           ],
                         *           "key": "***",
                         *           "events": {},
                         *           "links": {},
                         *           "lenient": true,
                         *           "version": 1
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                /** @enum {string} */
                                vendor: "appsflyer" | "adjust" | "branch" | "singular" | "kochava";
                                app_ids: string[];
                                /** @constant */
                                key?: "***";
                                events?: {
                                    [key: string]: string;
                                };
                                links?: {
                                    [key: string]: string;
                                };
                                lenient?: boolean;
                                version: number;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the registry; a partner sees itself
         * @description Roles: admin, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "name": "Shop",
                         *           "docs": "text",
                         *           "checked_on": "text",
                         *           "confidence": "text",
                         *           "api": {
                         *             "version": "text",
                         *             "changelog": "text"
                         *           },
                         *           "version": "text",
                         *           "source": "builtin",
                         *           "settings": [
                         *             {
                         *               "key": "crm_app_5Yk2…",
                         *               "label": "text"
                         *             }
                         *           ],
                         *           "kinds": [
                         *             "text"
                         *           ]
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                name: string;
                                docs: string;
                                /** @description when the template was last compared with `docs` */
                                checked_on: string;
                                /** @description documented, or partial: not all of it is in the partner's own words */
                                confidence: string;
                                /** @description the version of the partner's API, and where it announces changes */
                                api?: {
                                    version: string;
                                    changelog?: string;
                                };
                                /** @description what deliveries name as template_version */
                                version: string;
                                /** @enum {string} */
                                source: "builtin" | "stored";
                                settings: ({
                                    key: string;
                                    label: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                kinds: string[];
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a partner's live template; of a partner that has none yet, the pending one
         * @description Roles: admin, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "name": "Shop",
                         *       "docs": "text",
                         *       "checked_on": "text",
                         *       "confidence": "text",
                         *       "api": {
                         *         "version": "text",
                         *         "changelog": "text"
                         *       },
                         *       "version": "text",
                         *       "source": "builtin",
                         *       "settings": [
                         *         {
                         *           "key": "crm_app_5Yk2…",
                         *           "label": "text"
                         *         }
                         *       ],
                         *       "kinds": [
                         *         "text"
                         *       ],
                         *       "template": {},
                         *       "network_click_url": "text",
                         *       "live": 1,
                         *       "pending": 1,
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            name: string;
                            docs: string;
                            /** @description when the template was last compared with `docs` */
                            checked_on: string;
                            /** @description documented, or partial: not all of it is in the partner's own words */
                            confidence: string;
                            /** @description the version of the partner's API, and where it announces changes */
                            api?: {
                                version: string;
                                changelog?: string;
                            };
                            /** @description what deliveries name as template_version */
                            version: string;
                            /** @enum {string} */
                            source: "builtin" | "stored";
                            settings: ({
                                key: string;
                                label: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            kinds: string[];
                            /** @description a template; see docs/templates.md */
                            template: {
                                [key: string]: unknown;
                            };
                            /** @description a link's click URL with the partner's macros; {link_token} stands for the link's */
                            network_click_url?: string;
                            /** @description the stored version that is live; null: the built-in one, or none */
                            live: number | null;
                            /** @description the stored version that waits for an admin */
                            pending: number | null;
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_template"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        /**
         * Put a new version of a template: an admin's is live at once, a partner's when an admin approves
         * @description Roles: admin, partner. Scopes: manage.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "id": "examplenet",
                     *       "name": "ExampleNet",
                     *       "docs": "https://track.examplenet.test/postbacks",
                     *       "checkedOn": "2026-11-22",
                     *       "confidence": "documented",
                     *       "settings": [
                     *         {
                     *           "key": "account",
                     *           "label": "Account id",
                     *           "required": true
                     *         }
                     *       ],
                     *       "postbacks": [
                     *         {
                     *           "on": [
                     *             "install"
                     *           ],
                     *           "request": {
                     *             "method": "GET",
                     *             "url": "https://track.examplenet.test/install",
                     *             "query": {
                     *               "clickid": "{{touch.partner_click_id}}",
                     *               "account": "{{settings.account}}"
                     *             }
                     *           },
                     *           "accepted": {
                     *             "status": [
                     *               200
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "version": 1,
                         *       "live": true,
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            version: number;
                            /** @description in production; a sandbox that asks for it has it at once */
                            live: boolean;
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        post?: never;
        /**
         * Take the stored template out of use; a built-in one of that name is live again
         * @description Roles: admin. Scopes: manage.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field.invalid_template"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the stored versions of a template, newest first
         * @description Roles: admin, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "version": 1,
                         *           "state": "live",
                         *           "by": "text",
                         *           "created_at": "2026-11-22T10:00:00.123Z"
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                version: number;
                                /**
                                 * @description approved: it was live before; unapproved: a later one came before it was approved
                                 * @enum {string}
                                 */
                                state: "live" | "pending" | "approved" | "unapproved";
                                /** @description the id of the key that put it */
                                by: string;
                                /** Format: date-time */
                                created_at: string;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a stored version of a template, live or not
         * @description Roles: admin, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                    /** @example 1 */
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "version": 1,
                         *       "state": "live",
                         *       "by": "text",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "template": {}
                         *     }
                         */
                        "application/json": {
                            id: string;
                            version: number;
                            /**
                             * @description approved: it was live before; unapproved: a later one came before it was approved
                             * @enum {string}
                             */
                            state: "live" | "pending" | "approved" | "unapproved";
                            /** @description the id of the key that put it */
                            by: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description a template; see docs/templates.md */
                            template: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_template"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a stored version live
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "version": 1
                     *     }
                     */
                    "application/json": {
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "version": 1,
                         *       "live": true,
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            version: number;
                            /** @description in production; a sandbox that asks for it has it at once */
                            live: boolean;
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an earlier version live again; without a version the one that was live before
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /** @example {} */
                    "application/json": {
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "version": 1,
                         *       "live": true,
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            version: number;
                            /** @description in production; a sandbox that asks for it has it at once */
                            live: boolean;
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn another system's postback URLs into a template; nothing is stored
         * @description Roles: admin, partner. Scopes: read.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "url": "https://track.examplenet.test/install?clickid={clickid}",
                     *       "id": "examplenet",
                     *       "docs": "https://track.examplenet.test/postbacks"
                     *     }
                     */
                    "application/json": {
                        /** @description as it is written for the other system, macros and all */
                        url?: string;
                        /** @enum {string} */
                        method?: "GET" | "POST" | "PUT";
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description JSON or a form, as it was pasted */
                        body?: string;
                        /** @description absent: guessed, and said so */
                        on?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed")[];
                        /** @description several at once, instead of url */
                        postbacks?: {
                            /** @description as it is written for the other system, macros and all */
                            url: string;
                            /** @enum {string} */
                            method?: "GET" | "POST" | "PUT";
                            headers?: {
                                [key: string]: string;
                            };
                            /** @description JSON or a form, as it was pasted */
                            body?: string;
                            /** @description absent: guessed, and said so */
                            on?: ("install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed")[];
                        }[];
                        /**
                         * @description absent: recognised
                         * @enum {string}
                         */
                        dialect?: "adjust" | "appsflyer" | "branch" | "singular" | "tune" | "voluum" | "kochava";
                        id?: string;
                        name?: string;
                        docs?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "dialect": "adjust",
                         *       "sure": true,
                         *       "also": [
                         *         "adjust"
                         *       ],
                         *       "template": {},
                         *       "problems": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "macro": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "suggestion": "text"
                         *         }
                         *       ],
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ],
                         *       "requests": [
                         *         {
                         *           "method": "text",
                         *           "url": "https://shop.example/hook",
                         *           "headers": {},
                         *           "body": "text",
                         *           "auth": {},
                         *           "postback": "text"
                         *         }
                         *       ],
                         *       "skipped": [
                         *         {
                         *           "postback": "text",
                         *           "reason": "setting_missing:account"
                         *         }
                         *       ],
                         *       "sample_settings": [
                         *         "text"
                         *       ]
                         *     }
                         */
                        "application/json": {
                            /** @enum {string} */
                            dialect: "adjust" | "appsflyer" | "branch" | "singular" | "tune" | "voluum" | "kochava";
                            /** @description no other dialect explains it as well */
                            sure: boolean;
                            also: ("adjust" | "appsflyer" | "branch" | "singular" | "tune" | "voluum" | "kochava")[];
                            template: {
                                [key: string]: unknown;
                            };
                            problems: {
                                /** @description docs/import.md lists them */
                                code: string;
                                path: string;
                                macro?: string;
                                message: string;
                                suggestion?: string;
                            }[];
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                            requests: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                                postback: string;
                            }[];
                            skipped: {
                                postback: string;
                                reason: string;
                            }[];
                            /** @description settings that nobody gave and the preview made up */
                            sample_settings: string[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The requests that a template would send; nothing is sent
         * @description Roles: admin, partner. Scopes: read.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "kind": "install",
                     *       "settings": {
                     *         "account": "a-1"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        kind?: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                        event?: string;
                        /** @description as it is posted; a built-in sample fills what is left out */
                        activity?: {
                            [key: string]: unknown;
                        };
                        settings?: {
                            [key: string]: string | number | boolean;
                        };
                        /** @description a stored version; absent: the live template */
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "requests": [
                         *         {
                         *           "method": "text",
                         *           "url": "https://shop.example/hook",
                         *           "headers": {},
                         *           "body": "text",
                         *           "auth": {},
                         *           "postback": "text"
                         *         }
                         *       ],
                         *       "skipped": [
                         *         {
                         *           "postback": "text",
                         *           "reason": "setting_missing:account"
                         *         }
                         *       ],
                         *       "sample_settings": [
                         *         "text"
                         *       ],
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            requests: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                                postback: string;
                            }[];
                            skipped: {
                                postback: string;
                                reason: string;
                            }[];
                            /** @description settings that nobody gave and the preview made up */
                            sample_settings: string[];
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one marked test postback now through an app's integration
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "kind": "install",
                     *       "app": "app_3k9f2x7c1m5b"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        kind?: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                        event?: string;
                        /** @description as it is posted; a built-in sample fills what is left out */
                        activity?: {
                            [key: string]: unknown;
                        };
                        /** @description whose integration the test goes through */
                        app: string;
                        /** @description instead of the integration's */
                        settings?: {
                            [key: string]: string | number | boolean;
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "at": "2026-11-22T10:00:00.123Z",
                         *       "status": 1,
                         *       "error": "text",
                         *       "duration_ms": 1,
                         *       "response": "text",
                         *       "delivery_id": "7c1f0e9a2b4d6f8091a2b3c4d5e6f708",
                         *       "request": {
                         *         "method": "text",
                         *         "url": "https://shop.example/hook",
                         *         "headers": {},
                         *         "body": "text",
                         *         "auth": {}
                         *       }
                         *     }
                         */
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            status?: number;
                            error?: string;
                            duration_ms: number;
                            response?: string;
                            /** @description GET /v1/deliveries/{id} has it, marked as a test */
                            delivery_id: string;
                            request: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                            };
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/callbacks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one marked test to a callback now
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    /**
                     * @example {
                     *       "kind": "event",
                     *       "event": "purchase"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        kind?: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                        event?: string;
                        /** @description as it is posted; a built-in sample fills what is left out */
                        activity?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "at": "2026-11-22T10:00:00.123Z",
                         *       "status": 1,
                         *       "error": "text",
                         *       "duration_ms": 1,
                         *       "response": "text",
                         *       "delivery_id": "7c1f0e9a2b4d6f8091a2b3c4d5e6f708",
                         *       "request": {
                         *         "method": "text",
                         *         "url": "https://shop.example/hook",
                         *         "headers": {},
                         *         "body": "text",
                         *         "auth": {}
                         *       }
                         *     }
                         */
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            status?: number;
                            error?: string;
                            duration_ms: number;
                            response?: string;
                            /** @description GET /v1/deliveries/{id} has it, marked as a test */
                            delivery_id: string;
                            request: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                            };
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a candidate template or settings would change of an app's last postbacks; nothing is sent
         * @description Roles: admin. Scopes: read.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "app": "app_3k9f2x7c1m5b",
                     *       "settings": {
                     *         "account": "a-2"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @description whose activities and whose integration */
                        app: string;
                        /** @description absent: the live one */
                        template?: {
                            [key: string]: unknown;
                        };
                        /** @description over the integration's own; an empty one takes its value away */
                        settings?: {
                            [key: string]: string | number | boolean;
                        };
                        /**
                         * @description activities, newest first
                         * @default 50
                         */
                        limit?: number;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "partner": "examplenet",
                         *       "activities": 1,
                         *       "unchanged": 1,
                         *       "changed": 1,
                         *       "items": [
                         *         {
                         *           "activity_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "kind": "text",
                         *           "event": "purchase",
                         *           "received_at": "2026-11-22T10:00:00.123Z",
                         *           "postbacks": [
                         *             {
                         *               "postback": "text",
                         *               "delivery_id": "7c1f0e9a2b4d6f8091a2b3c4d5e6f708",
                         *               "before": {
                         *                 "status": "sent",
                         *                 "reason": "setting_missing:account"
                         *               },
                         *               "after": {
                         *                 "status": "sent",
                         *                 "reason": "setting_missing:account"
                         *               },
                         *               "changes": [
                         *                 {
                         *                   "path": "text",
                         *                   "change": "added",
                         *                   "before": "text",
                         *                   "after": "text"
                         *                 }
                         *               ]
                         *             }
                         *           ]
                         *         }
                         *       ],
                         *       "findings": [
                         *         {
                         *           "code": "text",
                         *           "path": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            app: string;
                            partner: string;
                            /** @description rendered */
                            activities: number;
                            unchanged: number;
                            changed: number;
                            /** @description those that would change */
                            items: {
                                activity_id: string;
                                kind: string;
                                event?: string;
                                /** Format: date-time */
                                received_at: string;
                                postbacks: {
                                    postback: string;
                                    /** @description of what was planned then */
                                    delivery_id?: string;
                                    before: {
                                        /** @enum {string} */
                                        status: "sent" | "skipped" | "absent";
                                        reason?: string;
                                    };
                                    after: {
                                        /** @enum {string} */
                                        status: "sent" | "skipped" | "absent";
                                        reason?: string;
                                    };
                                    changes: {
                                        path: string;
                                        /** @enum {string} */
                                        change: "added" | "removed" | "changed";
                                        before?: string;
                                        after?: string;
                                    }[];
                                }[];
                            }[];
                            findings: {
                                /** @description docs/template-findings.md lists them */
                                code: string;
                                path: string;
                                message: string;
                                fix: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/activities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an activity with its attribution
         * @description Roles: admin, reader, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "kind": "install",
                         *       "event": "purchase",
                         *       "time": "2026-11-22T10:00:00.123Z",
                         *       "received_at": "2026-11-22T10:00:00.123Z",
                         *       "environment": "production",
                         *       "state": "accepted",
                         *       "reason": "setting_missing:account",
                         *       "flags": [
                         *         "text"
                         *       ],
                         *       "revision": 1,
                         *       "caused_by": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *       "attribution": {},
                         *       "rejected": [
                         *         {
                         *           "touch_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "reason": "setting_missing:account"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            /**
                             * @description what it became
                             * @enum {string}
                             */
                            kind: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                            event?: string;
                            /** Format: date-time */
                            time: string;
                            /** Format: date-time */
                            received_at: string;
                            /** @enum {string} */
                            environment: "production" | "sandbox";
                            /** @enum {string} */
                            state: "accepted" | "parked" | "processed" | "quarantined";
                            /** @description why it is quarantined */
                            reason?: string;
                            flags: string[];
                            revision: number;
                            caused_by?: string;
                            attribution: {
                                [key: string]: unknown;
                            } | null;
                            rejected: {
                                touch_id: string;
                                reason: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/activities/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a quarantined activity again, in its old place
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "kind": "install",
                         *       "event": "purchase",
                         *       "time": "2026-11-22T10:00:00.123Z",
                         *       "received_at": "2026-11-22T10:00:00.123Z",
                         *       "environment": "production",
                         *       "state": "accepted",
                         *       "reason": "setting_missing:account",
                         *       "flags": [
                         *         "text"
                         *       ],
                         *       "revision": 1,
                         *       "caused_by": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *       "attribution": {},
                         *       "rejected": [
                         *         {
                         *           "touch_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "reason": "setting_missing:account"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            id: string;
                            app: string;
                            /**
                             * @description what it became
                             * @enum {string}
                             */
                            kind: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall" | "reinstall" | "reattribution" | "rejected_install" | "rejected_reattribution" | "attribution_updated" | "status_changed";
                            event?: string;
                            /** Format: date-time */
                            time: string;
                            /** Format: date-time */
                            received_at: string;
                            /** @enum {string} */
                            environment: "production" | "sandbox";
                            /** @enum {string} */
                            state: "accepted" | "parked" | "processed" | "quarantined";
                            /** @description why it is quarantined */
                            reason?: string;
                            flags: string[];
                            revision: number;
                            caused_by?: string;
                            attribution: {
                                [key: string]: unknown;
                            } | null;
                            rejected: {
                                touch_id: string;
                                reason: string;
                            }[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries with their attempts, newest first; a partner sees those of activities credited to it
         * @description Roles: admin, reader, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @example app_3k9f2x7c1m5b */
                    app?: string;
                    partner?: string;
                    callback?: string;
                    /** @example delivered */
                    status?: "pending" | "delivered" | "retrying" | "failed" | "skipped";
                    activity?: string;
                    since?: string | number;
                    /** @example 10 */
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "activity_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "app": "app_3k9f2x7c1m5b",
                         *           "revision": 1,
                         *           "partner": "examplenet",
                         *           "callback": "text",
                         *           "postback": "text",
                         *           "status": "pending",
                         *           "reason": "setting_missing:account",
                         *           "request": {
                         *             "method": "text",
                         *             "url": "https://shop.example/hook",
                         *             "headers": {},
                         *             "body": "text",
                         *             "auth": {}
                         *           },
                         *           "attempts": [
                         *             {
                         *               "at": "2026-11-22T10:00:00.123Z",
                         *               "status": 1,
                         *               "error": "text",
                         *               "duration_ms": 1,
                         *               "response": "text",
                         *               "batch": {
                         *                 "id": "key_4f7k2m9x1c8b",
                         *                 "size": 1,
                         *                 "place": 1,
                         *                 "refused": [
                         *                   {
                         *                     "size": 1,
                         *                     "status": 1
                         *                   }
                         *                 ]
                         *               }
                         *             }
                         *           ],
                         *           "next_attempt_at": "2026-11-22T10:00:00.123Z",
                         *           "created_at": "2026-11-22T10:00:00.123Z",
                         *           "template_version": "text",
                         *           "settings_version": "text",
                         *           "test": true
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                activity_id: string;
                                app: string;
                                revision: number;
                                partner?: string;
                                callback?: string;
                                postback: string;
                                /** @enum {string} */
                                status: "pending" | "delivered" | "retrying" | "failed" | "skipped";
                                reason?: string;
                                request: {
                                    method: string;
                                    url: string;
                                    headers: {
                                        [key: string]: string;
                                    };
                                    body: string | null;
                                    /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                    auth?: {
                                        [key: string]: string;
                                    };
                                } | null;
                                attempts: {
                                    /** Format: date-time */
                                    at: string;
                                    status?: number;
                                    error?: string;
                                    duration_ms: number;
                                    response?: string;
                                    /** @description the request was shared with other deliveries */
                                    batch?: {
                                        /** @description the id of the first delivery in it, which was its carom-delivery-id */
                                        id: string;
                                        size: number;
                                        /** @description from 0 */
                                        place: number;
                                        /** @description larger batches that were refused as a whole just before, and so parted */
                                        refused?: {
                                            size: number;
                                            status: number;
                                        }[];
                                    };
                                }[];
                                next_attempt_at: string | null;
                                /** Format: date-time */
                                created_at: string;
                                template_version?: string;
                                settings_version?: string;
                                /**
                                 * @description a person sent it, of a made-up activity; it counts nowhere and is not replayed
                                 * @constant
                                 */
                                test?: true;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery with its attempts
         * @description Roles: admin, reader, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "activity_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "revision": 1,
                         *       "partner": "examplenet",
                         *       "callback": "text",
                         *       "postback": "text",
                         *       "status": "pending",
                         *       "reason": "setting_missing:account",
                         *       "request": {
                         *         "method": "text",
                         *         "url": "https://shop.example/hook",
                         *         "headers": {},
                         *         "body": "text",
                         *         "auth": {}
                         *       },
                         *       "attempts": [
                         *         {
                         *           "at": "2026-11-22T10:00:00.123Z",
                         *           "status": 1,
                         *           "error": "text",
                         *           "duration_ms": 1,
                         *           "response": "text",
                         *           "batch": {
                         *             "id": "key_4f7k2m9x1c8b",
                         *             "size": 1,
                         *             "place": 1,
                         *             "refused": [
                         *               {
                         *                 "size": 1,
                         *                 "status": 1
                         *               }
                         *             ]
                         *           }
                         *         }
                         *       ],
                         *       "next_attempt_at": "2026-11-22T10:00:00.123Z",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "template_version": "text",
                         *       "settings_version": "text",
                         *       "test": true
                         *     }
                         */
                        "application/json": {
                            id: string;
                            activity_id: string;
                            app: string;
                            revision: number;
                            partner?: string;
                            callback?: string;
                            postback: string;
                            /** @enum {string} */
                            status: "pending" | "delivered" | "retrying" | "failed" | "skipped";
                            reason?: string;
                            request: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                            } | null;
                            attempts: {
                                /** Format: date-time */
                                at: string;
                                status?: number;
                                error?: string;
                                duration_ms: number;
                                response?: string;
                                /** @description the request was shared with other deliveries */
                                batch?: {
                                    /** @description the id of the first delivery in it, which was its carom-delivery-id */
                                    id: string;
                                    size: number;
                                    /** @description from 0 */
                                    place: number;
                                    /** @description larger batches that were refused as a whole just before, and so parted */
                                    refused?: {
                                        size: number;
                                        status: number;
                                    }[];
                                };
                            }[];
                            next_attempt_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            template_version?: string;
                            settings_version?: string;
                            /**
                             * @description a person sent it, of a made-up activity; it counts nowhere and is not replayed
                             * @constant
                             */
                            test?: true;
                        };
                    };
                };
                400: components["responses"]["bad_request"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Origins that are sent to, with their breakers; by origin. A key that is not an admin’s sees its own
         * @description Roles: admin, reader, partner. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    state?: "closed" | "open" | "half_open";
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "origin": "text",
                         *           "state": "closed",
                         *           "since": "2026-11-22T10:00:00.123Z",
                         *           "failure_rate": 1,
                         *           "next_probe_at": "2026-11-22T10:00:00.123Z",
                         *           "attempts": 1,
                         *           "in_flight": 1,
                         *           "limit": 50,
                         *           "waiting": 1,
                         *           "workers": 1
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                origin: string;
                                /**
                                 * @description open: deliveries wait in the store; half_open: a few are tried
                                 * @enum {string}
                                 */
                                state: "closed" | "open" | "half_open";
                                /**
                                 * Format: date-time
                                 * @description when it opened or closed last, or was first used
                                 */
                                since: string;
                                /** @description of the attempts of the last half minute, from 0 to 1 */
                                failure_rate: number;
                                next_probe_at: string | null;
                                /** @description of the last half minute */
                                attempts?: number;
                                in_flight?: number;
                                /** @description in flight at once at most, as of now, of all workers */
                                limit?: number;
                                /** @description in line, and put off to the store because of this origin */
                                waiting?: number;
                                workers?: number;
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable.queue_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open again all deliveries that match a filter, also those that were delivered; skipped ones, tests, and those in hand just now, are left out. `next` says that there are more
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "app": "app_3k9f2x7c1m5b",
                     *       "status": "failed",
                     *       "dry_run": true
                     *     }
                     */
                    "application/json": {
                        app?: string;
                        partner?: string;
                        callback?: string;
                        /** @enum {string} */
                        status?: "pending" | "delivered" | "retrying" | "failed" | "skipped";
                        activity?: string;
                        since?: string | number;
                        /**
                         * @description how many fall due in a second: the first now, each further one that much later
                         * @default 100
                         */
                        per_second?: number;
                        /**
                         * @description how many one request opens at most
                         * @default 100000
                         */
                        limit?: number;
                        /** @description an answer's `next`: goes on there, at the same pace */
                        cursor?: string;
                        /**
                         * @description counts, and opens nothing
                         * @default false
                         */
                        dry_run?: boolean;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "replayed": 1,
                         *       "next": "text"
                         *     }
                         */
                        "application/json": {
                            replayed: number;
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a delivery again: it is sent now, under the same id
         * @description Roles: admin. Scopes: manage.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "activity_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "revision": 1,
                         *       "partner": "examplenet",
                         *       "callback": "text",
                         *       "postback": "text",
                         *       "status": "pending",
                         *       "reason": "setting_missing:account",
                         *       "request": {
                         *         "method": "text",
                         *         "url": "https://shop.example/hook",
                         *         "headers": {},
                         *         "body": "text",
                         *         "auth": {}
                         *       },
                         *       "attempts": [
                         *         {
                         *           "at": "2026-11-22T10:00:00.123Z",
                         *           "status": 1,
                         *           "error": "text",
                         *           "duration_ms": 1,
                         *           "response": "text",
                         *           "batch": {
                         *             "id": "key_4f7k2m9x1c8b",
                         *             "size": 1,
                         *             "place": 1,
                         *             "refused": [
                         *               {
                         *                 "size": 1,
                         *                 "status": 1
                         *               }
                         *             ]
                         *           }
                         *         }
                         *       ],
                         *       "next_attempt_at": "2026-11-22T10:00:00.123Z",
                         *       "created_at": "2026-11-22T10:00:00.123Z",
                         *       "template_version": "text",
                         *       "settings_version": "text",
                         *       "test": true
                         *     }
                         */
                        "application/json": {
                            id: string;
                            activity_id: string;
                            app: string;
                            revision: number;
                            partner?: string;
                            callback?: string;
                            postback: string;
                            /** @enum {string} */
                            status: "pending" | "delivered" | "retrying" | "failed" | "skipped";
                            reason?: string;
                            request: {
                                method: string;
                                url: string;
                                headers: {
                                    [key: string]: string;
                                };
                                body: string | null;
                                /** @description what is worked out at the moment of sending: a signature, a token; secrets as *** */
                                auth?: {
                                    [key: string]: string;
                                };
                            } | null;
                            attempts: {
                                /** Format: date-time */
                                at: string;
                                status?: number;
                                error?: string;
                                duration_ms: number;
                                response?: string;
                                /** @description the request was shared with other deliveries */
                                batch?: {
                                    /** @description the id of the first delivery in it, which was its carom-delivery-id */
                                    id: string;
                                    size: number;
                                    /** @description from 0 */
                                    place: number;
                                    /** @description larger batches that were refused as a whole just before, and so parted */
                                    refused?: {
                                        size: number;
                                        status: number;
                                    }[];
                                };
                            }[];
                            next_attempt_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            template_version?: string;
                            settings_version?: string;
                            /**
                             * @description a person sent it, of a made-up activity; it counts nowhere and is not replayed
                             * @constant
                             */
                            test?: true;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a device or an activity: touches, verdicts with every candidate, decisions, attempts
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @example 38400000-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    idfa?: string;
                    idfv?: string;
                    android_id?: string;
                    oaid?: string;
                    fire_adid?: string;
                    device_id?: string;
                    user_id?: string;
                    activity?: string;
                    click_id?: string;
                    environment?: "production" | "sandbox";
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "device": {},
                         *       "touches": [
                         *         {}
                         *       ],
                         *       "activities": [
                         *         {
                         *           "activity": {},
                         *           "attribution": {},
                         *           "rejected": [
                         *             {}
                         *           ],
                         *           "decisions": [
                         *             {}
                         *           ]
                         *         }
                         *       ],
                         *       "truncated": true
                         *     }
                         */
                        "application/json": {
                            device: {
                                [key: string]: unknown;
                            } | null;
                            touches: {
                                [key: string]: unknown;
                            }[];
                            activities: ({
                                activity: {
                                    [key: string]: unknown;
                                };
                                attribution: {
                                    [key: string]: unknown;
                                } | null;
                                rejected: {
                                    [key: string]: unknown;
                                }[];
                                decisions: {
                                    [key: string]: unknown;
                                }[];
                            } & {
                                [key: string]: unknown;
                            })[];
                            truncated: boolean;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a sandbox device: its next install is a first one again
         * @description Roles: admin. Scopes: manage.
         */
        delete: {
            parameters: {
                query?: {
                    /** @example 38400000-8cf0-11bd-b23e-10b96e40000d */
                    gps_adid?: string;
                    idfa?: string;
                    idfv?: string;
                    android_id?: string;
                    oaid?: string;
                    fire_adid?: string;
                    device_id?: string;
                    user_id?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "forgotten": 1
                         *     }
                         */
                        "application/json": {
                            forgotten: number;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is wrong with what the app sends: findings with counts, an example and what to do, dearest first
         * @description Roles: admin, reader. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    /** @example 7d */
                    window?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "app": "app_3k9f2x7c1m5b",
                         *       "since": "2026-11-22T10:00:00.123Z",
                         *       "until": "2026-11-22T10:00:00.123Z",
                         *       "healthy": true,
                         *       "truncated": true,
                         *       "read": {
                         *         "deliveries": 1,
                         *         "activities": 1,
                         *         "touches": 1,
                         *         "links": 1
                         *       },
                         *       "findings": [
                         *         {
                         *           "code": "refused",
                         *           "severity": "error",
                         *           "partner": "examplenet",
                         *           "callback": "text",
                         *           "link": "k3Vx9QpL2m",
                         *           "detail": "text",
                         *           "message": "What it means, in a sentence.",
                         *           "fix": "text",
                         *           "count": 1,
                         *           "affected": 1,
                         *           "revenue": [
                         *             {
                         *               "amount": "9.99",
                         *               "currency": "USD"
                         *             }
                         *           ],
                         *           "events": [
                         *             {
                         *               "event": "purchase",
                         *               "count": 1
                         *             }
                         *           ],
                         *           "example": {
                         *             "activity": "text",
                         *             "delivery": "text",
                         *             "touch": "text"
                         *           }
                         *         }
                         *       ],
                         *       "destinations": [
                         *         {
                         *           "partner": "examplenet",
                         *           "callback": "text",
                         *           "credited": 1,
                         *           "statuses": {},
                         *           "skipped": {},
                         *           "refused": {}
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            app: string;
                            /** Format: date-time */
                            since: string;
                            /** Format: date-time */
                            until: string;
                            /** @description no error and no warning was found */
                            healthy: boolean;
                            /** @description the window holds more than was read: the newest of it was */
                            truncated: boolean;
                            read: {
                                deliveries: number;
                                activities: number;
                                touches: number;
                                links: number;
                            };
                            findings: {
                                /**
                                 * @description docs/doctor.md lists them
                                 * @enum {string}
                                 */
                                code: "refused" | "unreachable" | "retrying" | "breaker_open" | "empty_leaf" | "invalid_leaf" | "event_not_mapped" | "setting_missing" | "template_missing" | "no_consent" | "not_integrated" | "integration_inactive" | "macro_unexpanded" | "call_macro_unexpanded" | "click_id_absent" | "partner_silent" | "credited_not_sent" | "template_finding" | "callback_gone";
                                /** @enum {string} */
                                severity: "error" | "warning" | "notice";
                                partner?: string;
                                callback?: string;
                                link?: string;
                                detail?: string;
                                message: string;
                                fix: string;
                                /** @description deliveries, activities, touches or calls that it was seen in */
                                count: number;
                                /** @description credited activities that it cost or may cost; of a callback, all */
                                affected: number;
                                /** @description of those, where it is known */
                                revenue: {
                                    amount: string;
                                    currency: string;
                                }[];
                                /** @description of event_not_mapped: the commonest, each with its count */
                                events?: {
                                    event: string;
                                    count: number;
                                }[];
                                example: {
                                    activity?: string;
                                    delivery?: string;
                                    touch?: string;
                                } | null;
                            }[];
                            destinations: {
                                partner?: string;
                                callback?: string;
                                credited?: number;
                                statuses: {
                                    [key: string]: number;
                                };
                                /** @description by the rule */
                                skipped: {
                                    [key: string]: number;
                                };
                                /** @description by the last answer or error */
                                refused: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List opt-outs, newest first, without identifiers
         * @description Roles: admin, app. Scopes: read.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "items": [
                         *         {
                         *           "id": "key_4f7k2m9x1c8b",
                         *           "environment": "production",
                         *           "created_at": "2026-11-22T10:00:00.123Z",
                         *           "reason": "setting_missing:account",
                         *           "forgotten": 1,
                         *           "hashes": [
                         *             "text"
                         *           ]
                         *         }
                         *       ],
                         *       "next": null
                         *     }
                         */
                        "application/json": {
                            items: {
                                id: string;
                                /** @enum {string} */
                                environment: "production" | "sandbox";
                                /** Format: date-time */
                                created_at: string;
                                reason?: string;
                                forgotten: number;
                                /** @description keyed: nobody can tell the identifiers from them */
                                hashes: string[];
                            }[];
                            /** @description cursor of the next page */
                            next: string | null;
                        };
                    };
                };
                400: components["responses"]["bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        put?: never;
        /**
         * Forget a device: what is stored loses its identity, what comes later is dropped
         * @description Roles: admin, app. Scopes: opt-outs:write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.
                     * @example new-shop-2026-11-22
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "device": {
                     *         "gps_adid": "5b1d0e8a-1f3c-4c77-9a53-2f6a0c9e7d11"
                     *       },
                     *       "reason": "asked by mail"
                     *     }
                     */
                    "application/json": {
                        device?: {
                            gps_adid?: string;
                            idfa?: string;
                            idfv?: string;
                            android_id?: string;
                            oaid?: string;
                            fire_adid?: string;
                            device_id?: string;
                        };
                        user?: {
                            id?: string;
                        };
                        /**
                         * @default production
                         * @enum {string}
                         */
                        environment?: "production" | "sandbox";
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "id": "key_4f7k2m9x1c8b",
                         *       "forgotten": 1,
                         *       "done": true
                         *     }
                         */
                        "application/json": {
                            id: string;
                            /** @description devices that were known */
                            forgotten: number;
                            /** @description false: there is so much that the rest is forgotten in the background */
                            done: boolean;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict.request_in_progress.outcome_unknown"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                422: components["responses"]["idempotency_key_reused"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/opt-outs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an opt-out: the device is let in again, as a new one
         * @description Roles: admin, app. Scopes: opt-outs:write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example app_3k9f2x7c1m5b */
                    app: string;
                    /** @example key_4f7k2m9x1c8b */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; no body. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["bad_request.invalid_field"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                409: components["responses"]["conflict"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attribution/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The verdict for what is in the body, by the code that the pipeline runs; nothing is stored
         * @description Roles: admin, reader, app. Scopes: read.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "platform": "android",
                     *       "touches": [
                     *         {
                     *           "id": "t1",
                     *           "type": "click",
                     *           "partner": "examplenet",
                     *           "time": "2026-11-22T09:00:00Z",
                     *           "device": {
                     *             "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d"
                     *           }
                     *         }
                     *       ],
                     *       "activity": {
                     *         "kind": "install",
                     *         "time": "2026-11-22T10:00:00Z",
                     *         "device": {
                     *           "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        policy?: {
                            [key: string]: unknown;
                        } | null;
                        platform?: ("android" | "ios" | "web") | null;
                        history?: {
                            /** @enum {string} */
                            kind: "install" | "reinstall" | "reattribution" | "reengagement" | "session" | "event" | "uninstall";
                            /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                            time: string | number;
                            /** @description The credit that it was given; none: organic */
                            partner?: string | null;
                            link?: string | null;
                            campaign?: string | null;
                            adgroup?: string | null;
                            creative?: string | null;
                            touch_id?: string | null;
                        }[] | null;
                        touches?: {
                            /** @description The click id */
                            id: string;
                            /** @enum {string} */
                            type: "click" | "engaged_click" | "engaged_view" | "impression" | "preload";
                            /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                            time: string | number;
                            partner?: string | null;
                            link?: string | null;
                            campaign?: string | null;
                            adgroup?: string | null;
                            creative?: string | null;
                            retargeting?: boolean | null;
                            country?: string | null;
                            partner_click_id?: string | null;
                            device?: {
                                device_id?: string | null;
                                gps_adid?: string | null;
                                idfa?: string | null;
                                idfv?: string | null;
                                android_id?: string | null;
                                oaid?: string | null;
                                fire_adid?: string | null;
                                ip_address?: string | null;
                                user_agent?: string | null;
                                os_name?: string | null;
                                os_version?: string | null;
                                device_model?: string | null;
                                device_manufacturer?: string | null;
                                device_type?: string | null;
                                language?: string | null;
                                country?: string | null;
                                timezone?: string | null;
                                gps_adid_md5?: string | null;
                                gps_adid_sha1?: string | null;
                                gps_adid_sha256?: string | null;
                                idfa_md5?: string | null;
                                idfa_sha1?: string | null;
                                idfa_sha256?: string | null;
                                idfv_md5?: string | null;
                                idfv_sha1?: string | null;
                                idfv_sha256?: string | null;
                                oaid_md5?: string | null;
                                oaid_sha1?: string | null;
                                oaid_sha256?: string | null;
                                fire_adid_md5?: string | null;
                                fire_adid_sha1?: string | null;
                                fire_adid_sha256?: string | null;
                                android_id_md5?: string | null;
                                android_id_sha1?: string | null;
                                android_id_sha256?: string | null;
                            } | null;
                            params?: {
                                [key: string]: string;
                            } | null;
                            /** @description What the touch's link and integration set */
                            policy?: {
                                [key: string]: unknown;
                            } | null;
                            /** @description What someone else judged of it */
                            fraud?: {
                                /** @enum {string} */
                                verdict: "suspicious" | "rejected";
                                reason?: string | null;
                            } | null;
                        }[] | null;
                        activity: {
                            /** @enum {string} */
                            kind: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall";
                            id?: string | null;
                            event?: string | null;
                            /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                            time?: (string | number) | null;
                            device?: {
                                device_id?: string | null;
                                gps_adid?: string | null;
                                idfa?: string | null;
                                idfv?: string | null;
                                android_id?: string | null;
                                oaid?: string | null;
                                fire_adid?: string | null;
                                ip_address?: string | null;
                                user_agent?: string | null;
                                os_name?: string | null;
                                os_version?: string | null;
                                device_model?: string | null;
                                device_manufacturer?: string | null;
                                device_type?: string | null;
                                language?: string | null;
                                country?: string | null;
                                timezone?: string | null;
                            } | null;
                            app_version?: string | null;
                            click_id?: string | null;
                            referrer?: {
                                click_id?: string | null;
                                raw?: string | null;
                                source?: string | null;
                                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                                clicked_at?: (string | number) | null;
                                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                                install_begin_at?: (string | number) | null;
                                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                                clicked_at_server?: (string | number) | null;
                                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                                install_begin_at_server?: (string | number) | null;
                                app_version?: string | null;
                            } | null;
                            adservices_token?: string | null;
                            user?: {
                                id?: string | null;
                                email?: string | null;
                                email_sha256?: string | null;
                                phone?: string | null;
                                phone_sha256?: string | null;
                                phone_e164_sha256?: string | null;
                            } | null;
                            revenue?: {
                                /** @description A plain decimal, as text or number */
                                amount: string | number;
                                currency: string;
                            } | null;
                            transaction_id?: string | null;
                            consent?: {
                                att_status?: number | null;
                                eea?: boolean | null;
                                ad_user_data?: boolean | null;
                                ad_personalization?: boolean | null;
                                limit_ad_tracking?: boolean | null;
                                tcf?: string | null;
                            } | null;
                            params?: {
                                [key: string]: unknown;
                            } | null;
                            partner_params?: {
                                [key: string]: unknown;
                            } | null;
                            environment?: ("production" | "sandbox") | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "kind": "text",
                         *       "attribution": {},
                         *       "rejected": [
                         *         {
                         *           "touch_id": "01KAPB6Q5V9X7T2M4N8R3C6D1E",
                         *           "reason": "setting_missing:account"
                         *         }
                         *       ]
                         *     }
                         */
                        "application/json": {
                            /** @description What the activity became; the derived conversion where there is one */
                            kind: string;
                            attribution: {
                                [key: string]: unknown;
                            } | null;
                            rejected: {
                                touch_id: string;
                                reason: string;
                            }[];
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attribution/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an app asks at its first open: deferred deep link and install data; nothing is stored
         * @description Roles: app. Scopes: read.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "device": {
                     *         "gps_adid": "38400000-8cf0-11bd-b23e-10b96e40000d",
                     *         "os_name": "android"
                     *       }
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /** @example {} */
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                400: components["responses"]["bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_policy"];
                401: components["responses"]["unauthorized"];
                403: components["responses"]["forbidden.insufficient_scope"];
                404: components["responses"]["not_found"];
                408: components["responses"]["too_slow"];
                409: components["responses"]["conflict"];
                413: components["responses"]["body_too_large"];
                415: components["responses"]["unsupported_media_type"];
                429: components["responses"]["rate_limited"];
                431: components["responses"]["headers_too_large"];
                500: components["responses"]["internal"];
                503: components["responses"]["store_unavailable"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            error: {
                code: string;
                message: string;
                /** @description The field at fault, dotted. */
                field?: string;
                /** @description The answer's x-request-id; it finds the log line. */
                request_id: string;
            };
        };
        Activity: {
            /** @enum {string} */
            kind: "install" | "session" | "event" | "ad_revenue" | "reengagement" | "uninstall";
            id?: string | null;
            event?: string | null;
            /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
            time?: (string | number) | null;
            device?: {
                device_id?: string | null;
                gps_adid?: string | null;
                idfa?: string | null;
                idfv?: string | null;
                android_id?: string | null;
                oaid?: string | null;
                fire_adid?: string | null;
                ip_address?: string | null;
                user_agent?: string | null;
                os_name?: string | null;
                os_version?: string | null;
                device_model?: string | null;
                device_manufacturer?: string | null;
                device_type?: string | null;
                language?: string | null;
                country?: string | null;
                timezone?: string | null;
            } | null;
            app_version?: string | null;
            click_id?: string | null;
            referrer?: {
                click_id?: string | null;
                raw?: string | null;
                source?: string | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                clicked_at?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                install_begin_at?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                clicked_at_server?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                install_begin_at_server?: (string | number) | null;
                app_version?: string | null;
            } | null;
            adservices_token?: string | null;
            user?: {
                id?: string | null;
                email?: string | null;
                email_sha256?: string | null;
                phone?: string | null;
                phone_sha256?: string | null;
                phone_e164_sha256?: string | null;
            } | null;
            revenue?: {
                /** @description A plain decimal, as text or number */
                amount: string | number;
                currency: string;
            } | null;
            transaction_id?: string | null;
            consent?: {
                att_status?: number | null;
                eea?: boolean | null;
                ad_user_data?: boolean | null;
                ad_personalization?: boolean | null;
                limit_ad_tracking?: boolean | null;
                tcf?: string | null;
            } | null;
            params?: {
                [key: string]: unknown;
            } | null;
            partner_params?: {
                [key: string]: unknown;
            } | null;
            environment?: ("production" | "sandbox") | null;
        };
        ActivityOfKind: {
            id?: string | null;
            event?: string | null;
            /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
            time?: (string | number) | null;
            device?: {
                device_id?: string | null;
                gps_adid?: string | null;
                idfa?: string | null;
                idfv?: string | null;
                android_id?: string | null;
                oaid?: string | null;
                fire_adid?: string | null;
                ip_address?: string | null;
                user_agent?: string | null;
                os_name?: string | null;
                os_version?: string | null;
                device_model?: string | null;
                device_manufacturer?: string | null;
                device_type?: string | null;
                language?: string | null;
                country?: string | null;
                timezone?: string | null;
            } | null;
            app_version?: string | null;
            click_id?: string | null;
            referrer?: {
                click_id?: string | null;
                raw?: string | null;
                source?: string | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                clicked_at?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                install_begin_at?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                clicked_at_server?: (string | number) | null;
                /** @description RFC 3339, or a number: below 10^11 seconds, else milliseconds */
                install_begin_at_server?: (string | number) | null;
                app_version?: string | null;
            } | null;
            adservices_token?: string | null;
            user?: {
                id?: string | null;
                email?: string | null;
                email_sha256?: string | null;
                phone?: string | null;
                phone_sha256?: string | null;
                phone_e164_sha256?: string | null;
            } | null;
            revenue?: {
                /** @description A plain decimal, as text or number */
                amount: string | number;
                currency: string;
            } | null;
            transaction_id?: string | null;
            consent?: {
                att_status?: number | null;
                eea?: boolean | null;
                ad_user_data?: boolean | null;
                ad_personalization?: boolean | null;
                limit_ad_tracking?: boolean | null;
                tcf?: string | null;
            } | null;
            params?: {
                [key: string]: unknown;
            } | null;
            partner_params?: {
                [key: string]: unknown;
            } | null;
            environment?: ("production" | "sandbox") | null;
        };
    };
    responses: {
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `unknown_kind`: The kind is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `no_identity`: Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.
         *
         *     `too_many_items`: At most 1,000 items a request.
         *
         *     `invalid_policy`: The policy is not valid.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.too_many_items.invalid_policy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `unauthorized`: Send a key: Authorization: Bearer <key>. */
        unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "unauthorized",
                 *         "message": "Send a key: Authorization: Bearer <key>.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `request_signature`: The request is not signed as this app wants it.
         *
         *     `forbidden`: This key may not do that.
         *
         *     `insufficient_scope`: This key was narrowed to scopes that do not cover that.
         */
        "request_signature.forbidden.insufficient_scope": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "request_signature",
                 *         "message": "The request is not signed as this app wants it.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `not_found`: There is nothing here. */
        not_found: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "not_found",
                 *         "message": "There is nothing here.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `body_too_large`: The body is larger than 2 MiB. */
        body_too_large: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "body_too_large",
                 *         "message": "The body is larger than 2 MiB.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `unsupported_media_type`: Send application/json or application/x-ndjson. */
        unsupported_media_type: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "unsupported_media_type",
                 *         "message": "Send application/json or application/x-ndjson.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `rate_limited`: Too many requests. Try again later. */
        rate_limited: {
            headers: {
                /** @description Seconds. */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "rate_limited",
                 *         "message": "Too many requests. Try again later.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `internal`: Something broke on our side. The request id finds it in the log. */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "internal",
                 *         "message": "Something broke on our side. The request id finds it in the log.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `overloaded`: The line is full. Nothing was accepted; try again shortly.
         *
         *     `store_unavailable`: The store does not take writes. Nothing was accepted; try again shortly.
         *
         *     `shutting_down`: This process is stopping. Try again.
         */
        "overloaded.store_unavailable.shutting_down": {
            headers: {
                /** @description Seconds. */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "overloaded",
                 *         "message": "The line is full. Nothing was accepted; try again shortly.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `bad_request`: The headers, the URL among them, are larger than 16384 bytes. */
        headers_too_large: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The headers, the URL among them, are larger than 16384 bytes.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `bad_request`: The request took too long to arrive. */
        too_slow: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request took too long to arrive.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `invalid_cursor`: The cursor is not one that this list gave.
         */
        "bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_cursor": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `click_signature`: The click is not signed as this link wants it. */
        click_signature: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "click_signature",
                 *         "message": "The click is not signed as this link wants it.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `not_found`: There is nothing here.
         *
         *     `unknown_link`: There is no such link.
         */
        "not_found.unknown_link": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "not_found",
                 *         "message": "There is nothing here.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `no_identity`: Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.
         *
         *     `invalid_policy`: The policy is not valid.
         *
         *     `invalid_cursor`: The cursor is not one that this list gave.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_policy.invalid_cursor": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `click_signature`: The click is not signed as this link wants it.
         *
         *     `request_signature`: The request is not signed as this app wants it.
         *
         *     `forbidden`: This key may not do that.
         *
         *     `insufficient_scope`: This key was narrowed to scopes that do not cover that.
         */
        "click_signature.request_signature.forbidden.insufficient_scope": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "click_signature",
                 *         "message": "The click is not signed as this link wants it.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `conflict`: Somebody else changed it meanwhile. Read it again and try again. */
        conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "conflict",
                 *         "message": "Somebody else changed it meanwhile. Read it again and try again.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `invalid_policy`: The policy is not valid.
         *
         *     `invalid_cursor`: The cursor is not one that this list gave.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy.invalid_cursor": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `bad_request`: The request is not understood. */
        bad_request: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `store_unavailable`: The store does not take writes. Nothing was accepted; try again shortly. */
        store_unavailable: {
            headers: {
                /** @description Seconds. */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "store_unavailable",
                 *         "message": "The store does not take writes. Nothing was accepted; try again shortly.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `invalid_policy`: The policy is not valid.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_policy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `forbidden`: This key may not do that.
         *
         *     `insufficient_scope`: This key was narrowed to scopes that do not cover that.
         */
        "forbidden.insufficient_scope": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "forbidden",
                 *         "message": "This key may not do that.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `conflict`: Somebody else changed it meanwhile. Read it again and try again.
         *
         *     `request_in_progress`: The first request under this Idempotency-Key is still being carried out. Try again shortly.
         *
         *     `outcome_unknown`: A request under this Idempotency-Key was begun, and its end is not known. Look whether it was carried out; where it was not, send it under a new key.
         */
        "conflict.request_in_progress.outcome_unknown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "conflict",
                 *         "message": "Somebody else changed it meanwhile. Read it again and try again.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `idempotency_key_reused`: This Idempotency-Key came with another body before. Another request needs a key of its own. */
        idempotency_key_reused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "idempotency_key_reused",
                 *         "message": "This Idempotency-Key came with another body before. Another request needs a key of its own.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_field`: A field has the wrong form.
         */
        "bad_request.invalid_field": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `invalid_template`: The template is not valid.
         *
         *     `invalid_cursor`: The cursor is not one that this list gave.
         */
        "bad_request.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_cursor": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_template`: The template is not valid.
         */
        "bad_request.invalid_template": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `invalid_template`: The template is not valid.
         *
         *     `invalid_policy`: The policy is not valid.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.invalid_time.invalid_template.invalid_policy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `invalid_template`: The template is not valid.
         */
        "bad_request.invalid_field.invalid_template": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `unknown_kind`: The kind is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `no_identity`: Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.
         *
         *     `invalid_template`: The template is not valid.
         *
         *     `invalid_policy`: The policy is not valid.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_template.invalid_policy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `empty_body`: The body is empty. Send one activity, an array, or NDJSON.
         *
         *     `invalid_json`: The body is not valid JSON.
         *
         *     `invalid_encoding`: The body is not valid UTF-8.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `unknown_kind`: The kind is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `no_identity`: Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.
         *
         *     `invalid_policy`: The policy is not valid.
         */
        "bad_request.empty_body.invalid_json.invalid_encoding.invalid_field.missing_field.unknown_field.unknown_kind.invalid_time.no_identity.invalid_policy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `store_unavailable`: The store does not take writes. Nothing was accepted; try again shortly.
         *
         *     `queue_unavailable`: The queue does not answer.
         */
        "store_unavailable.queue_unavailable": {
            headers: {
                /** @description Seconds. */
                "retry-after"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "store_unavailable",
                 *         "message": "The store does not take writes. Nothing was accepted; try again shortly.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description `bad_request`: The request is not understood.
         *
         *     `invalid_field`: A field has the wrong form.
         *
         *     `missing_field`: A required field is missing.
         *
         *     `unknown_field`: A field is not known.
         *
         *     `invalid_time`: The time cannot be read, or is before 2010.
         *
         *     `no_identity`: Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.
         *
         *     `invalid_cursor`: The cursor is not one that this list gave.
         */
        "bad_request.invalid_field.missing_field.unknown_field.invalid_time.no_identity.invalid_cursor": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "bad_request",
                 *         "message": "The request is not understood.",
                 *         "request_id": "0b7f0f4e-5a4c-4d7d-9f6e-000000000001"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
