/**
 * Phones as they show themselves. Enters: dice. Leaves: what a phone's browser tells at a click, and what its app tells at the install: two different
 * things about one phone. Strings of browsers are real ones; web views and apps are written as their systems write them.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DeviceBody } from '../../src/model/activity';
import { readMobileUserAgents } from '../fixtures/real-user-agents';
import { weighted, type Dice } from './dice';

export interface Phone {
  readonly id: number;
  readonly os: 'android' | 'ios';
  /** Draws what a click from it tells: a browser on the phone, or an app's web view. */
  readonly click: (dice: Dice) => DeviceBody;
  readonly app: DeviceBody;
  /** Null: the owner limited it. */
  readonly advertisingId: string | null;
}

export interface PhoneShares {
  readonly android: number;
  /** Of clicks on Android: made in an app's web view, which tells model and version. */
  readonly webView: number;
  /** Of clicks in Chrome: with client hints. */
  readonly hints: number;
  /** Of phones: with an advertising id. */
  readonly advertisingId: number;
}

export function makePhones(shares: PhoneShares): (id: number, dice: Dice) => Phone {
  const { models, versions } = JSON.parse(readFileSync(resolve('test/fixtures/phones.json'), 'utf8')) as {
    readonly models: readonly string[];
    readonly versions: Readonly<Record<string, number>>;
  };
  const browsers = readMobileUserAgents();
  const weight = (each: { readonly weight: number }): number => each.weight;
  const drawIos = weighted(
    browsers.filter(({ userAgent }) => /iPhone|iPad/.test(userAgent)),
    weight,
  );
  const drawAndroid = weighted(
    browsers.filter(({ userAgent }) => /Android 10; K\)/.test(userAgent)),
    weight,
  );
  const drawModel = weighted([...models.entries()], ([place]) => 1 / (place + 4));
  const drawVersion = weighted(Object.entries(versions), ([, share]) => share);

  return (id, dice) => {
    const uuid = [8, 4, 4, 4, 12].map((length) => dice.hex(length)).join('-');
    const advertisingId = dice.chance(shares.advertisingId) ? uuid : null;
    if (!dice.chance(shares.android)) {
      const { userAgent } = drawIos(dice);
      const shown =
        /Version\/(2[6-9]\.\d+)/.exec(userAgent)?.[1] ?? / OS (\d+_\d+)/.exec(userAgent)?.[1] ?? '26.6';
      const app = { os_name: 'ios', os_version: shown.replace('_', '.') };
      return { id, os: 'ios', click: () => ({ user_agent: userAgent }), app, advertisingId: null };
    }
    const { userAgent } = drawAndroid(dice);
    const [, model] = drawModel(dice);
    const [version] = drawVersion(dice);
    const hinted = {
      user_agent: userAgent,
      os_name: 'android',
      os_version: `${version}.0.0`,
      device_model: model,
    };
    const build = `Android ${version}; ${model} Build/AP3A.240905.015`;
    const webView = `Mozilla/5.0 (Linux; ${build}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0.0.0 Mobile Safari/537.36`;
    return {
      id,
      os: 'android',
      click: (draw) => {
        if (draw.chance(shares.webView)) return { user_agent: webView };
        return draw.chance(shares.hints) ? hinted : { user_agent: userAgent };
      },
      app: { user_agent: `Dalvik/2.1.0 (Linux; U; ${build})` },
      advertisingId,
    };
  };
}
