/** How much is measured. Enters: the command line. Leaves: sizes and times. `--quick` ends within two minutes and says less. */
import { parseArgs } from 'node:util';
import { storeNames, type StoreName } from './store';

export interface Scale {
  readonly name: 'quick' | 'default' | 'full';
  /** Each throughput is measured so often, beside its baseline; the median counts. */
  readonly rounds: number;
  readonly ingestMs: number;
  /** Activities of one round of deliveries. */
  readonly activities: number;
  /** Of one round through the naive router. */
  readonly naiveActivities: number;
  readonly latency: readonly { readonly perSecond: number; readonly forMs: number }[];
  /** Stored touches at which attribution is measured, growing. */
  readonly touches: readonly number[];
  readonly installs: number;
  readonly clicks: { readonly perSecond: number; readonly forMs: number };
  readonly profile: boolean;
  /** A run of its own: a steady load, and nothing else. */
  readonly onlySoak: boolean;
  readonly store: StoreName;
  /** The click path alone. */
  readonly onlyClicks: boolean;
  readonly soak: { readonly perSecond: number; readonly forMs: number };
}

const minuteMs = 60_000;

const quick = {
  name: 'quick',
  rounds: 1,
  ingestMs: 2_000,
  activities: 5_000,
  naiveActivities: 1_500,
  latency: [{ perSecond: 200, forMs: 8_000 }],
  touches: [10_000, 100_000],
  installs: 1_000,
  clicks: { perSecond: 1_000, forMs: 5_000 },
} as const;

const usual = {
  name: 'default',
  rounds: 3,
  ingestMs: 3_000,
  activities: 10_000,
  naiveActivities: 3_000,
  latency: [
    { perSecond: 200, forMs: 20_000 },
    { perSecond: 1_000, forMs: 20_000 },
  ],
  touches: [10_000, 1_000_000],
  installs: 2_000,
  clicks: { perSecond: 1_000, forMs: 15_000 },
} as const;

/** @throws TypeError of an argument that it does not know. */
export function readScale(argv: readonly string[]): Scale {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      clicks: { type: 'boolean', default: false },
      store: { type: 'string', default: 'sqlite' },
    },
  });
  const { profile, soak: onlySoak, clicks: onlyClicks } = values;
  const store = storeNames.find((name) => name === values.store);
  if (store === undefined)
    throw new TypeError(`--store "${values.store}": expected ${storeNames.join(' or ')}.`);
  const minutes = values.quick ? 1 : 10;
  const more = {
    profile,
    onlySoak,
    onlyClicks,
    store,
    soak: { perSecond: 1_000, forMs: minutes * minuteMs },
  };
  if (values.quick) return { ...quick, ...more };
  if (values.full) return { ...usual, name: 'full', touches: [...usual.touches, 10_000_000], ...more };
  return { ...usual, ...more };
}
