/** Sessions of clients that report no installs: the first of a device is its install, and none that another one could be is. */
import { sessionMayInstall, type Activity } from '../../../src/model/activity';
import type { Device } from '../../../src/model/attribution';
import { activity, conversion, credit, day, decideCase, device, hour, noon, touch } from './cases';

const gaid = 'gps_adid:11111111-2222-3333-4444-555555555555';
const click = touch({ id: 'c', partner: 'net', at: -hour, keys: [gaid] });

function session(flags: readonly string[] = [sessionMayInstall]): Activity {
  return { ...activity({ kind: 'session', keys: [gaid] }), flags };
}

interface Row {
  readonly name: string;
  readonly flags?: readonly string[];
  readonly device?: Device | null;
  readonly byUser?: boolean;
  readonly becomes: string;
  readonly partner: string | null;
}

const rows: readonly Row[] = [
  { name: 'of a device never seen: its install', becomes: 'install', partner: 'net' },
  { name: 'without the flag: a session', flags: [], becomes: 'session', partner: null },
  {
    name: 'of a device with an install: a session',
    device: device({
      conversions: [conversion(-day, credit('old'))],
      credit: credit('old'),
      lastActivityAt: noon - hour,
    }),
    becomes: 'session',
    partner: 'old',
  },
  {
    name: 'of a device that was only brought back: its install',
    device: device({ conversions: [conversion(-day, credit('old'), 'reengagement')], credit: credit('old') }),
    becomes: 'install',
    partner: 'net',
  },
  {
    name: 'of no device: nobody can say that it is the first',
    device: null,
    becomes: 'session',
    partner: null,
  },
  {
    name: "found by its user alone: the lender's devices say nothing of this one",
    byUser: true,
    becomes: 'session',
    partner: null,
  },
];

test.each(rows)('$name', ({ flags, becomes, partner, device: known, byUser }) => {
  const verdict = decideCase({
    activity: session(flags),
    touches: [click],
    ...(known === undefined ? {} : { device: known }),
    ...(byUser === undefined ? {} : { byUser }),
  });
  expect({ kind: verdict.kind, partner: verdict.attribution?.partner ?? null }).toEqual({
    kind: becomes,
    partner,
  });
});

test('the one after it is a session with the credit of the first', () => {
  const first = decideCase({ activity: session(), touches: [click] });
  const later = { ...session(), time: session().time + 30_000, id: 'later' };
  const second = decideCase({ activity: later, touches: [click], device: first.device });
  expect([first.kind, second.kind]).toEqual(['install', 'session']);
  expect(second.attribution?.partner).toBe('net');
});
