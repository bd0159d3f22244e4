/**
 * Clicks, straight into the store: what months of traffic leave behind. Enters: a data folder whose server is idle, a link, a range of phones. Leaves:
 * one click a phone, within the last hours, with its advertising id and, where one was asked for, an address that it shares with others.
 */
import { createUlidSource } from '../../src/ingest/ulid';
import type { Touch } from '../../src/model/touch';
import { call } from '../demo-server';
import { advertisingId, userAgent } from './activity';
import type { Server, Stage } from './carom';
import { withStore } from './store';

const batchItems = 2_000;
const spreadMs = 5 * 3_600_000;

/** An address and the key under which the store finds it. */
export interface Place {
  readonly address: string;
  readonly key: string;
}

export interface TouchRange {
  readonly from: number;
  readonly to: number;
  /** Absent: a click that tells no address. */
  readonly place?: (number: number) => Place;
}

interface TouchSeed {
  readonly id: string;
  readonly number: number;
  readonly time: number;
  readonly place: Place | null;
}

export function makeTouch({ app, link }: Pick<Stage, 'app' | 'link'>, seed: TouchSeed): Touch {
  const { id, number, time, place } = seed;
  const identifier = advertisingId(number);
  return {
    id,
    app,
    link,
    partner: 'tune',
    type: 'click',
    time,
    receivedAt: time,
    campaign: 'bench',
    partnerClickId: `network-click-${number}`,
    retargeting: false,
    device: {
      gps_adid: identifier,
      ...(place === null ? {} : { ip_address: place.address }),
      user_agent: userAgent,
      os_name: 'android',
      os_version: '14',
    },
    params: { sub1: 'feed', sub2: `creative-${number % 97}` },
    keys: [`gps_adid:${identifier}`, ...(place === null ? [] : [place.key])],
    hasIdentifier: true,
    flags: [],
  };
}

/** The server alone knows how it keys an address, so each is clicked from once and the click is looked at. */
export async function learnPlaces(
  dataDir: string,
  server: Server,
  stage: Stage,
  addresses: readonly string[],
): Promise<readonly Place[]> {
  const clicks: string[] = [];
  for (const address of addresses) {
    const query = new URLSearchParams({ s2s: '1', ip_address: address, user_agent: userAgent });
    const { json } = await call(`${server.url}/c/${stage.link}?${query.toString()}`);
    clicks.push(String(json['click_id']));
  }
  return withStore(dataDir, (store) =>
    Promise.all(
      clicks.map(async (id, at) => {
        const key = (await store.readTouch(id))?.keys.find((each) => each.startsWith('ip:'));
        const address = addresses[at] ?? '';
        if (key === undefined) throw new Error(`The click from ${address} has no key of its address.`);
        return { address, key };
      }),
    ),
  );
}

export async function fillTouches(dataDir: string, stage: Stage, range: TouchRange): Promise<void> {
  const { from, to, place } = range;
  const newId = createUlidSource();
  const startAt = Date.now() - spreadMs;
  await withStore(dataDir, async (store) => {
    for (let number = from; number < to; number += batchItems) {
      const count = Math.min(batchItems, to - number);
      const batch = Array.from({ length: count }, (_, at) => {
        const each = number + at;
        const time = Math.floor(startAt + ((each - from) / (to - from)) * (spreadMs - 60_000));
        return makeTouch(stage, { id: newId(time), number: each, time, place: place?.(each) ?? null });
      });
      await store.appendTouches(batch);
    }
  });
}
