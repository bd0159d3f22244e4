/** Where a visitor goes, and what is stamped on the way. */
import { chooseTarget, deepLinkFor, platformOfUserAgent, stampTarget } from '../../../src/ingest/redirect';

const play = 'https://play.google.com/store/apps/details?id=com.example.shop';
const store = 'https://apps.apple.com/us/app/shop/id123';
const web = 'https://shop.example/landing';
const all = { android: play, ios: store, web };

test.each([
  { ua: 'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36', is: 'android' },
  { ua: 'Dalvik/2.1.0 (Linux; U; Android 15; SM-S918B)', is: 'android' },
  { ua: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)', is: 'ios' },
  { ua: 'Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)', is: 'ios' },
  { ua: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', is: 'web' },
  { ua: undefined, is: 'web' },
])('$ua is $is', ({ ua, is }) => {
  expect(platformOfUserAgent(ua)).toBe(is);
});

test.each([
  { name: "the platform's", destinations: all, platform: 'android' as const, is: play },
  { name: 'else the web', destinations: { ios: store, web }, platform: 'android' as const, is: web },
  { name: 'else any', destinations: { ios: store }, platform: 'android' as const, is: store },
  { name: 'else none', destinations: {}, platform: 'android' as const, is: undefined },
  {
    name: 'never a script',
    destinations: { web: 'javascript:alert(1)' },
    platform: 'web' as const,
    is: undefined,
  },
])('without a wish: $name', ({ destinations, platform, is }) => {
  expect(chooseTarget(destinations, { platform })).toBe(is);
});

test.each([
  { name: 'the registered page', redirect: `${web}?a=1`, taken: true },
  { name: 'a page below it', redirect: `${web}/shoes#top`, taken: true },
  { name: 'its path with a slash', redirect: `${web}/`, taken: true },
  { name: 'a page that begins alike', redirect: 'https://shop.example/landing-evil', taken: false },
  { name: 'a step up', redirect: `${web}/../admin`, taken: false },
  { name: 'an encoded step up', redirect: `${web}/%2e%2e/admin`, taken: false },
  { name: 'another host', redirect: 'https://evil.example/landing', taken: false },
  { name: 'another port', redirect: 'https://shop.example:8443/landing', taken: false },
  { name: 'another scheme', redirect: 'http://shop.example/landing', taken: false },
  { name: 'a host behind user info', redirect: 'https://shop.example/landing@evil.example', taken: false },
  { name: 'user info', redirect: 'https://shop.example@evil.example/landing', taken: false },
  { name: 'user info on the right host', redirect: 'https://a:b@shop.example/landing', taken: false },
  { name: 'a backslash', redirect: 'https://evil.example\\@shop.example/landing', taken: false },
  { name: 'no scheme', redirect: '//evil.example/landing', taken: false },
  { name: 'a path alone', redirect: '/landing', taken: false },
  { name: 'a script', redirect: 'javascript:alert(1)//shop.example/landing', taken: false },
  { name: 'the same app in the store', redirect: `${play}&hl=de`, taken: true },
  { name: 'another app in the store', redirect: play.replace('shop', 'evil'), taken: false },
  {
    name: 'another page of the store',
    redirect: 'https://play.google.com/store/apps/details/x?id=com.example.shop',
    taken: false,
  },
])('redirect to $name: $taken', ({ redirect, taken }) => {
  expect(chooseTarget(all, { redirect, platform: 'web' })).toBe(taken ? redirect : web);
});

test.each([
  {
    name: 'the registered scheme',
    destinations: { android: 'shop://home', web },
    deeplink: 'shop://product/42',
    taken: true,
  },
  {
    name: 'another scheme',
    destinations: { android: 'shop://home', web },
    deeplink: 'bank://pay',
    taken: false,
  },
  {
    name: 'the registered host',
    destinations: all,
    deeplink: 'https://shop.example/product/42',
    taken: true,
  },
  { name: 'another host', destinations: all, deeplink: 'https://evil.example/product/42', taken: false },
  {
    name: 'another app in the store',
    destinations: all,
    deeplink: play.replace('shop', 'evil'),
    taken: false,
  },
  { name: 'the store, where none is registered', destinations: { web }, deeplink: play, taken: false },
  {
    name: 'another market app',
    destinations: { android: 'market://details?id=a.b', web },
    deeplink: 'market://details?id=c.d',
    taken: false,
  },
  {
    name: 'an intent for another app',
    destinations: { android: 'intent://x#Intent;package=a.b;end', web },
    deeplink: 'intent://x#Intent;package=c.d;end',
    taken: false,
  },
])('deep link to $name: $taken', ({ destinations, deeplink, taken }) => {
  expect(chooseTarget(destinations, { deeplink, platform: 'web' })).toBe(taken ? deeplink : web);
});

const clickId = '01ARYZ6S41TSV4RRFFQ69G5FAV';

test.each([
  {
    name: 'the store gets it in the referrer, encoded once',
    target: play,
    is: `${play}&referrer=click_id%3D${clickId}%26utm_source%3Dnet%26utm_campaign%3Dspring%2520sale`,
  },
  {
    name: 'a market link too',
    target: 'market://details?id=a.b',
    is: `market://details?id=a.b&referrer=click_id%3D${clickId}%26utm_source%3Dnet%26utm_campaign%3Dspring%2520sale`,
  },
  {
    name: 'a referrer that is there is extended, its own source kept',
    target: `${play}&referrer=utm_source%3Dmine%26x%3D1`,
    is: `${play}&referrer=click_id%3D${clickId}%26utm_source%3Dmine%26x%3D1%26utm_campaign%3Dspring%2520sale`,
  },
  {
    name: 'a click id that is there is replaced',
    target: `${play}&referrer=click_id%3Dold`,
    is: `${play}&referrer=click_id%3D${clickId}%26utm_source%3Dnet%26utm_campaign%3Dspring%2520sale`,
  },
  {
    name: 'a deep link gets click_id',
    target: 'shop://product/42?ref=a%20b',
    is: `shop://product/42?ref=a%20b&click_id=${clickId}`,
  },
  {
    name: 'an intent gets it before its fragment',
    target: 'intent://x#Intent;package=a.b;end',
    is: `intent://x?click_id=${clickId}#Intent;package=a.b;end`,
  },
  {
    name: 'a page gets carom_click_id',
    target: `${web}?a=1&a=2#top`,
    is: `${web}?a=1&a=2&carom_click_id=${clickId}#top`,
  },
  {
    name: 'a page that has one gets the new one',
    target: `${web}?carom_click_id=old`,
    is: `${web}?carom_click_id=${clickId}`,
  },
  { name: 'the App Store stays as it is', target: store, is: store },
  {
    name: 'its scheme too',
    target: 'itms-apps://apps.apple.com/app/id123',
    is: 'itms-apps://apps.apple.com/app/id123',
  },
])('stamp: $name', ({ target, is }) => {
  expect(stampTarget(target, { clickId, source: 'net', campaign: 'spring sale' })).toBe(is);
});

test.each([
  {
    name: 'exactly 512 characters fit',
    length: 512 - `click_id=${clickId}&utm_campaign=`.length,
    fits: true,
  },
  { name: 'one more is left out', length: 513 - `click_id=${clickId}&utm_campaign=`.length, fits: false },
])('referrer: $name', ({ length, fits }) => {
  const stamped = new URL(stampTarget(play, { clickId, campaign: 'c'.repeat(length) }));
  const referrer = stamped.searchParams.get('referrer') ?? '';
  expect(referrer.length).toBe(fits ? 512 : `click_id=${clickId}`.length);
  expect(referrer.startsWith(`click_id=${clickId}`)).toBe(true);
});

describe('a link that opens the app', () => {
  const wish = (platform: 'android' | 'ios' | 'web', deeplink?: string) => ({ platform, deeplink });

  test.each([
    { name: 'on Android', registered: 'shop://home', asked: wish('android'), is: 'shop://home' },
    { name: 'on iOS', registered: 'shop://home', asked: wish('ios'), is: 'shop://home' },
    { name: 'not elsewhere', registered: 'shop://home', asked: wish('web'), is: undefined },
    {
      name: 'where the click says',
      registered: 'shop://home',
      asked: wish('ios', 'shop://item/7'),
      is: 'shop://item/7',
    },
    {
      name: 'but in no other app',
      registered: 'shop://home',
      asked: wish('ios', 'bank://pay'),
      is: 'shop://home',
    },
    {
      name: 'nor as a script',
      registered: 'shop://home',
      asked: wish('ios', 'javascript:alert(1)'),
      is: 'shop://home',
    },
    {
      name: 'by a web address of its own',
      registered: 'https://shop.example/app',
      asked: wish('ios', 'https://shop.example/item'),
      is: 'https://shop.example/item',
    },
    {
      name: 'not by one of another host',
      registered: 'https://shop.example/app',
      asked: wish('ios', 'https://evil.example/app'),
      is: 'https://shop.example/app',
    },
    { name: 'where it has none', registered: undefined, asked: wish('ios', 'shop://x'), is: undefined },
    {
      name: 'never by what may not be stored',
      registered: 'javascript:alert(1)',
      asked: wish('ios'),
      is: undefined,
    },
  ])('$name', ({ registered, asked, is }) => {
    expect(deepLinkFor(registered, asked)).toBe(is);
  });
});
