/**
 * Activities whose order shows in their credit. Each device clicks once before each of its activities, by three links in turn, so that every activity after
 * the install brings it back under the campaign of its own click; one that is attributed after a later one finds its click overtaken. Enters: a server.
 * Leaves: clicks and activities with times of their own, and which of them were attributed out of order, as anybody can read it.
 */
import { call, type TestApp } from '../harness';
import type { Item } from './load';

const devices = 10;
const stepMs = 1_000;
/** Old enough for every step to have been, young enough for the window of a click. */
const startAt = Date.now() - 6 * 3_600_000;

interface Asked {
  readonly url: string;
}

const nameOf = (device: number): string => `ordered-${device}`;
const gpsAdid = (device: number): string => `38400000-8cf0-11bd-b23e-${String(device).padStart(12, '0')}`;
const timeOf = (step: number, offsetMs: number): string =>
  new Date(startAt + step * stepMs + offsetMs).toISOString();

async function makeLink(server: Asked, app: TestApp): Promise<string> {
  const { json, status } = await call(server, `/v1/apps/${app.id}/links`, {
    body: { partner: 'faultnet', destinations: { web: 'https://example.test/' } },
  });
  if (status !== 201) throw new Error(`no link: ${status}`);
  return String(json.token);
}

/** Every click of every step, before the first activity. */
export async function clickTheWay(server: Asked, app: TestApp, steps: number): Promise<void> {
  const links = [await makeLink(server, app), await makeLink(server, app), await makeLink(server, app)];
  for (let step = 0; step < steps; step += 1)
    await Promise.all(
      Array.from({ length: devices }, async (_, device) => {
        const query = new URLSearchParams({
          s2s: '1',
          gps_adid: gpsAdid(device),
          campaign: `step-${step}`,
          clicked_at: timeOf(step, 0),
        });
        const { status } = await call(server, `/c/${links[step % 3] ?? ''}?${query.toString()}`);
        if (status !== 200) throw new Error(`no click: ${status}`);
      }),
    );
}

/** One activity a device: its install in the first step, an event in every other. */
export function stepsOf(step: number): readonly Item[] {
  return Array.from({ length: devices }, (_, device) => ({
    id: `${nameOf(device)}-${step}`,
    device: { device_id: nameOf(device), gps_adid: gpsAdid(device) },
    time: timeOf(step, stepMs / 2),
    ...(step === 0 ? { kind: 'install' } : { kind: 'event', event: 'tick' }),
  }));
}

/** The ids of those whose credit is not their own step's, with the credit they have. */
export async function creditsOutOfOrder(
  server: Asked,
  app: TestApp,
  steps: number,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let device = 0; device < devices; device += 1)
    for (let step = 0; step < steps; step += 1) {
      const id = `${nameOf(device)}-${step}`;
      const { json } = await call(server, `/v1/apps/${app.id}/activities/${id}`);
      const campaign = json.attribution?.campaign as unknown;
      if (campaign !== `step-${step}`) wrong.push(`${id}: ${String(campaign)}`);
    }
  return wrong;
}
