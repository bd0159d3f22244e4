/** An app's settings that are about its links. Enters: nothing. Leaves: pieces of the app's forms and answers, and what is shown. It never shows a secret. */
import { z } from 'zod';
import { signedClickModes, type App } from '../model/app';
import { clearable } from './forms';

const linkDomain = z
  .string()
  .max(253)
  .overwrite((text) => text.toLowerCase())
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'a host name such as links.example.com, without scheme and port',
  );
const iosAppIds = z
  .array(
    z
      .string()
      .regex(
        /^[A-Z0-9]{10}\.[A-Za-z0-9.-]{1,155}$/,
        '<team id>.<bundle id>, such as ABCDE12345.com.example.shop',
      ),
  )
  .min(1)
  .max(20);
const androidApps = z
  .array(
    z.strictObject({
      package: z
        .string()
        .max(255)
        .regex(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/, 'a package name such as com.example.shop'),
      sha256_cert_fingerprints: z
        .array(
          z
            .string()
            .overwrite((text) => text.toUpperCase())
            .regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/, '32 pairs of hex digits with colons between'),
        )
        .min(1)
        .max(20),
    }),
  )
  .min(1)
  .max(20);
const signedClicks = z.enum(signedClickModes);

const fields = {
  link_domain: linkDomain.describe(
    'the host of its click URLs; /.well-known files of its apps are served there',
  ),
  ios_app_ids: iosAppIds.describe('for /.well-known/apple-app-site-association'),
  android_apps: androidApps.describe('for /.well-known/assetlinks.json'),
  clicker_cookie: z.boolean().describe('the click domain sets a cookie that tells one clicker from another'),
  signed_clicks: signedClicks.describe(
    'whether clicks must be signed: off, report (noted on the touch), enforce (refused)',
  ),
};

export const linkingForm = {
  link_domain: fields.link_domain.optional(),
  ios_app_ids: fields.ios_app_ids.optional(),
  android_apps: fields.android_apps.optional(),
  clicker_cookie: fields.clicker_cookie.optional(),
  signed_clicks: fields.signed_clicks.optional(),
};

export const linkingChangeForm = {
  link_domain: clearable(fields.link_domain),
  ios_app_ids: clearable(fields.ios_app_ids),
  android_apps: clearable(fields.android_apps),
  clicker_cookie: fields.clicker_cookie.optional(),
  signed_clicks: fields.signed_clicks.optional(),
};

export const linkingAnswer = linkingForm;

export function showLinking(app: App): Record<string, unknown> {
  return {
    link_domain: app.link_domain,
    ios_app_ids: app.ios_app_ids,
    android_apps: app.android_apps,
    clicker_cookie: app.clicker_cookie ?? false,
    signed_clicks: app.signed_clicks ?? 'off',
  };
}
