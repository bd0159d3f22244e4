/**
 * A week of many phones behind shared addresses. Enters: a seed and settings. Leaves: touches and installs as the service would have written them, and
 * beside them the truth that no service knows: whose each touch was.
 */
import { createSecrets } from '../../src/adapters/secrets/secrets';
import { activityKeys, touchKeys } from '../../src/ingest/identity';
import type { Activity, ActivityBody } from '../../src/model/activity';
import type { Touch, TouchType } from '../../src/model/touch';
import { Dice } from './dice';
import { makePhones, type Phone, type PhoneShares } from './phones';

export interface WorldSettings {
  readonly phones: number;
  readonly shares: PhoneShares;
  readonly partners: number;
  /** Of this app's ads, a phone a week. */
  readonly clicks: number;
  readonly views: number;
  /** Of clicks: followed by an install. */
  readonly converts: number;
  /** Of phones that clicked nothing into an install: installed all the same. */
  readonly organic: number;
  /** Of clicks: with the advertising id, where the phone has one. */
  readonly clickCarriesId: number;
  /** Of installs after a click on Android: with a referrer. */
  readonly referrer: number;
  /** Phones behind a home's, a workplace's and a carrier's address. */
  readonly crowds: { readonly home: number; readonly work: number; readonly carrier: number };
  /** Of phones: those whose second network is a workplace's; the rest have a carrier's. */
  readonly works: number;
  /** Of the time: on the home's network. */
  readonly atHome: number;
  /** Of installs: on another network than the click before. */
  readonly moves: number;
}

export const usual: WorldSettings = {
  phones: 24_000,
  shares: { android: 0.7, webView: 0.35, hints: 0.3, advertisingId: 0.75 },
  partners: 5,
  clicks: 0.25,
  views: 1,
  converts: 0.2,
  organic: 0.05,
  clickCarriesId: 0.4,
  referrer: 0.6,
  crowds: { home: 3, work: 20, carrier: 100 },
  works: 0.4,
  atHome: 0.65,
  moves: 0.1,
};

export type Place = keyof WorldSettings['crowds'];

export interface Install {
  readonly activity: Activity;
  readonly phone: number;
  readonly place: Place;
}

export interface World {
  /** Oldest first. */
  readonly touches: readonly Touch[];
  readonly installs: readonly Install[];
  /** By touch id: the phone that made it. */
  readonly owners: ReadonlyMap<string, number>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-11-16T00:00:00.000Z');

/** Which share of installs comes how long after the click (AppsFlyer's figures: 62 % in 15 minutes, 72 % in an hour, 97 % in a week). */
const delays = [
  { share: 0.62, from: minute / 2, to: 15 * minute },
  { share: 0.1, from: 15 * minute, to: hour },
  { share: 0.16, from: hour, to: 24 * hour },
  { share: 0.12, from: day, to: 6 * day },
] as const;

function drawDelay(dice: Dice): number {
  let at = dice.next();
  for (const { share, from, to } of delays) {
    if (at < share) return dice.between(from, to);
    at -= share;
  }
  return 7 * day;
}

/** People sleep: any minute from seven to midnight of any day. */
const drawTime = (dice: Dice): number =>
  Math.floor(start + dice.whole(0, 6) * day + dice.between(7 * hour, 24 * hour));

interface Spot {
  readonly place: Place;
  readonly address: string;
}

export function makeWorld(seed: number, settings: WorldSettings = usual): World {
  const dice = new Dice(seed);
  const means = { secrets: createSecrets('the key of a simulated world'), isAnonymous: () => false };
  const makePhone = makePhones(settings.shares);
  const touches: Touch[] = [];
  const installs: Install[] = [];
  const owners = new Map<string, number>();

  for (let id = 0; id < settings.phones; id += 1) {
    const phone = makePhone(id, dice);
    const spots = drawSpots(id);
    const where = (): Spot => (dice.chance(settings.atHome) ? spots[0] : spots[1]);
    const leave = (spot: Spot): Spot =>
      !dice.chance(settings.moves) ? spot : spot === spots[0] ? spots[1] : spots[0];
    for (let count = dice.times(settings.views); count > 0; count -= 1)
      addTouch(phone, 'impression', drawTime(dice), where());
    const clicks = Array.from({ length: dice.times(settings.clicks) }, () => drawTime(dice)).sort(
      (a, b) => a - b,
    );
    let installed = false;
    for (const time of clicks) {
      const spot = where();
      const click = addTouch(phone, 'click', time, spot);
      if (installed || !dice.chance(settings.converts)) continue;
      installed = true;
      addInstall(phone, Math.floor(time + drawDelay(dice)), leave(spot), click);
    }
    if (!installed && dice.chance(settings.organic)) addInstall(phone, drawTime(dice), where(), null);
  }
  return { touches: touches.sort((a, b) => a.time - b.time), installs, owners };

  /** Home, and the other network of its owner. */
  function drawSpots(id: number): readonly [Spot, Spot] {
    const { home, work, carrier } = settings.crowds;
    const spot = (place: Place, crowd: number, share: number): Spot => {
      const networks = Math.max(1, Math.round((settings.phones * share) / crowd));
      const at = place === 'home' ? Math.floor(id / home) : dice.whole(0, networks - 1);
      const kind = { home: 1, work: 2, carrier: 3 }[place];
      return { place, address: `2001:db8:${kind}:${at.toString(16)}::1` };
    };
    const works = dice.chance(settings.works);
    const other = works ? spot('work', work, settings.works) : spot('carrier', carrier, 1 - settings.works);
    return [spot('home', home, 1), other];
  }

  function addTouch(phone: Phone, type: TouchType, time: number, spot: Spot): Touch {
    const carried = phone.advertisingId !== null && dice.chance(settings.clickCarriesId);
    const gaid = carried ? phone.advertisingId : undefined;
    const identity = touchKeys((name) => (name === 'gps_adid' ? gaid : undefined), spot.address, time, means);
    const partner = `partner-${dice.whole(1, settings.partners)}`;
    const touch: Touch = {
      id: `touch-${touches.length.toString().padStart(6, '0')}`,
      app: 'app',
      link: `link-${partner}`,
      partner,
      type,
      time,
      receivedAt: time,
      retargeting: false,
      device: { ...phone.click(dice), ...identity.device },
      params: {},
      keys: identity.keys,
      hasIdentifier: identity.hasIdentifier,
      flags: [],
    };
    touches.push(touch);
    owners.set(touch.id, phone.id);
    return touch;
  }

  function addInstall(phone: Phone, time: number, spot: Spot, click: Touch | null): void {
    const referred = click !== null && phone.os === 'android' && dice.chance(settings.referrer);
    const body: ActivityBody = {
      kind: 'install',
      device: {
        ...phone.app,
        ip_address: spot.address,
        ...(phone.advertisingId === null ? {} : { gps_adid: phone.advertisingId }),
      },
      ...(referred ? { referrer: { click_id: click.id } } : {}),
    };
    const activity: Activity = {
      app: 'app',
      id: `install-${phone.id}`,
      kind: 'install',
      time,
      receivedAt: time,
      environment: 'production',
      partition: 0,
      flags: [],
      revision: 0,
      body,
      keys: activityKeys(body, 'production', time, means),
    };
    installs.push({ activity, phone: phone.id, place: spot.place });
  }
}
