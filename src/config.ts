/**
 * Every setting in one table. Enters: an environment. Leaves: one frozen object, or one Fault that lists every problem.
 * A bad value never falls back silently. docs/settings.md is generated from the table.
 */
import { isIP } from 'node:net';
import { Fault } from './errors';
import { readRedisUrl } from './model/redis-target';

interface Setting<T> {
  readonly env: string;
  readonly parse: (text: string) => T;
  /** What holds when the variable is absent or empty. */
  readonly fallback: T;
  readonly help: string;
  readonly secret?: true;
}

/** Throws a plain Error that says what is expected; loadConfig gathers them. */
const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new Error(`expected a whole number from ${min} to ${max}`);
    return value;
  };

const seconds =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+(\.\d{1,3})?$/.test(text) || value > max)
      throw new Error(`expected seconds from 0 to ${max}, such as 30 or 0.5`);
    return value;
  };

const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (text: string): T => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Error(`expected one of ${values.join(', ')}`);
    return found;
  };

const plain = (text: string): string => text;

const listOf =
  <T>(parse: (text: string) => T) =>
  (text: string): readonly T[] =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(parse);

function url(...protocols: readonly string[]): (text: string) => string {
  return (text) => {
    const parsed = URL.canParse(text) ? new URL(text) : null;
    if (parsed === null || !protocols.includes(parsed.protocol))
      throw new Error(`expected a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return text.replace(/\/+$/, '');
  };
}

function cidr(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  const max = family === 4 ? 32 : 128;
  if (family === 0 || rest.length > 0 || (bits !== undefined && (!/^\d+$/.test(bits) || Number(bits) > max)))
    throw new Error(`"${text}" is not an address or a CIDR range such as 127.0.0.0/8`);
  return bits === undefined ? `${address}/${max}` : text;
}

function trusted(text: string): string {
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text) ? text : cidr(text);
}

function storeUrl(text: string): string {
  if (!text.startsWith('sqlite:') && !/^mongodb(\+srv)?:\/\//.test(text))
    throw new Error('expected sqlite:<path> or mongodb://…');
  if (text === 'sqlite:') throw new Error('expected a path after sqlite:');
  return text;
}

function redisUrl(text: string): string {
  readRedisUrl(text);
  return text;
}

const retryDefaultSeconds = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400];

const table = {
  port: {
    env: 'PORT',
    parse: whole(0, 65_535),
    fallback: 8080,
    help: 'Port of the API; 0 draws a free one.',
  },
  host: { env: 'HOST', parse: plain, fallback: '0.0.0.0', help: 'Address the API listens on.' },
  publicUrl: {
    env: 'PUBLIC_URL',
    parse: url('http:', 'https:'),
    fallback: '',
    help: "Base of click and impression URLs. Empty: the request's own host.",
  },
  dataDir: {
    env: 'DATA_DIR',
    parse: plain,
    fallback: '.data',
    help: 'Folder of the embedded store and the embedded Redis.',
  },
  storeUrl: {
    env: 'STORE_URL',
    parse: storeUrl,
    fallback: '',
    help: '`sqlite:<path>`, or `mongodb://…` or `mongodb+srv://…` of a replica set; without a database in it `carom` is used. Empty: `sqlite:` in the data folder.',
    secret: true,
  },
  storePool: {
    env: 'STORE_POOL',
    parse: whole(1, 1_000),
    fallback: 32,
    help: 'Connections of a process to MongoDB at most.',
  },
  redisUrl: {
    env: 'REDIS_URL',
    parse: redisUrl,
    fallback: '',
    help: 'Redis with `maxmemory-policy noeviction`: `redis://[user:password@]host:port[/database]`, `redis+cluster://host1:port,host2:port`, `redis+sentinel://host1:port,host2:port/master[/database]`, with TLS `rediss…`, or `unix:/path`. Empty: an own Redis is started on the data folder and stopped with the server.',
    secret: true,
  },
  redisPrefix: {
    env: 'REDIS_PREFIX',
    parse: plain,
    fallback: 'carom',
    help: 'First part of every key in Redis.',
  },
  adminKey: {
    env: 'ADMIN_KEY',
    parse: plain,
    fallback: '',
    help: 'The first admin key, long and random: one shorter than 16 characters is warned of. Empty: one is made at the first start and printed once.',
    secret: true,
  },
  secretKey: {
    env: 'SECRET_KEY',
    parse: plain,
    fallback: '',
    help: 'Encrypts secret settings and keys the address hashes. Empty: made at the first start and kept in the store.',
    secret: true,
  },
  allowPrivateDestinations: {
    env: 'ALLOW_PRIVATE_DESTINATIONS',
    parse: listOf(cidr),
    fallback: [],
    help: 'Private ranges (CIDR, comma-separated) that deliveries may go to, on any port. Empty: none.',
  },
  allowPorts: {
    env: 'ALLOW_PORTS',
    parse: listOf(whole(1, 65_535)),
    fallback: [],
    help: 'Ports that deliveries may go to beside 80 and 443.',
  },
  trustProxy: {
    env: 'TRUST_PROXY',
    parse: listOf(trusted),
    fallback: [],
    help: 'Proxies whose X-Forwarded-For is believed: `loopback`, `linklocal`, `uniquelocal` or CIDRs. Empty: nobody.',
  },
  retryScheduleSeconds: {
    env: 'RETRY_SCHEDULE',
    parse: listOf(seconds(604_800)),
    fallback: retryDefaultSeconds,
    help: 'Seconds from a failed attempt to the next, comma-separated; each is spread by ±20 %. After the last the delivery is failed.',
  },
  rateLimitKey: {
    env: 'RATE_LIMIT_KEY',
    parse: whole(0, 1_000_000),
    fallback: 0,
    help: 'Requests a second for one key, counted by all API processes together (each for itself while Redis is away); 0 is off.',
  },
  rateLimitIp: {
    env: 'RATE_LIMIT_IP',
    parse: whole(0, 1_000_000),
    fallback: 0,
    help: 'Requests a second from one address, counted as those of a key; 0 is off.',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
    help: 'fatal, error, warn, info, debug, trace or silent.',
  },
  commitItems: {
    env: 'COMMIT_ITEMS',
    parse: whole(1, 10_000),
    fallback: 256,
    help: 'A group commit is flushed at this many activities or touches …',
  },
  commitMs: {
    env: 'COMMIT_MS',
    parse: whole(0, 1_000),
    fallback: 0,
    help: '… or after this many milliseconds, whichever comes first; 0: at once. What comes while a commit is under way makes the next, so that under load groups form by themselves.',
  },
  lineMax: {
    env: 'LINE_MAX',
    parse: whole(1, 10_000_000),
    fallback: 50_000,
    help: 'Activities (and, apart, touches) that may wait in one process for their commit; above it the answer is 503.',
  },
  backlogMax: {
    env: 'BACKLOG_MAX',
    parse: whole(1, 1_000_000_000),
    fallback: 1_000_000,
    help: 'Accepted activities that may wait for attribution; above it the answer is 503 until workers catch up.',
  },
  workers: {
    env: 'WORKERS',
    parse: (text: string): number | null => (text === 'auto' ? null : whole(0, 256)(text)),
    fallback: null,
    help: 'Worker processes that `carom start` runs beside the API; 0: one process does everything. Empty or `auto`: 0 with SQLite, one fewer than cores with MongoDB. With `--role` it counts for `all` alone.',
  },
  lineMs: {
    env: 'LINE_MS',
    parse: whole(50, 60_000),
    fallback: 2_000,
    help: 'While the oldest activity (or, apart, touch) has waited this many milliseconds for its commit, what comes is answered 503 at once; redirects go on.',
  },
  keepTouchesDays: {
    env: 'KEEP_TOUCHES_DAYS',
    parse: whole(180, 3_650),
    fallback: 180,
    help: 'Days a touch is kept. At least 180, the longest window of a link or an integration; longer where an `events.by_click_id` in use is.',
  },
  keepActivitiesDays: {
    env: 'KEEP_ACTIVITIES_DAYS',
    parse: whole(90, 3_650),
    fallback: 365,
    help: 'Days an activity is kept, and known as a duplicate when it comes again. What was not judged stays.',
  },
  keepDeliveriesDays: {
    env: 'KEEP_DELIVERIES_DAYS',
    parse: whole(8, 3_650),
    fallback: 30,
    help: 'Days a delivery is kept from its planning on, with its request and attempts; what is open stays. Until then it can be replayed.',
  },
  keepAddressesDays: {
    env: 'KEEP_ADDRESSES_DAYS',
    parse: whole(8, 180),
    fallback: 8,
    help: 'Days until raw IP addresses in touches and activities are cut to their network (/24, /48). At least 8: the longest probabilistic window and a day.',
  },
  keepDevicesDays: {
    env: 'KEEP_DEVICES_DAYS',
    parse: whole(730, 3_650),
    fallback: 730,
    help: 'Days a device without any activity is kept. At least 730, the longest reinstall window; with `always` an app keeps its devices for good.',
  },
  keepCostsDays: {
    env: 'KEEP_COSTS_DAYS',
    parse: whole(90, 3_650),
    fallback: 1_095,
    help: 'Days that what advertising cost is kept, posted or summed up from touches.',
  },
  queuePartitions: {
    env: 'QUEUE_PARTITIONS',
    parse: whole(1, 256),
    fallback: 1,
    help: 'Partitions of the activity queue; one device stays in one. All processes of one installation need the same number. On SQLite one is best: its thread decides one batch after the other, and few large batches cost less than many small ones. On a Redis Cluster a multiple of its masters, see [scale.md](scale.md).',
  },
  queueLeaseSeconds: {
    env: 'QUEUE_LEASE_SECONDS',
    parse: whole(1, 86_400),
    fallback: 30,
    help: 'How long what was handed to the queue is left to it before the sweeper hands over again what the queue lost.',
  },
  sweepMs: {
    env: 'SWEEP_MS',
    parse: whole(10, 60_000),
    fallback: 500,
    help: 'Milliseconds between two rounds of the sweeper.',
  },
  processBatch: {
    env: 'PROCESS_BATCH',
    parse: whole(1, 5_000),
    fallback: 128,
    help: 'Activities attributed in one transaction; on SQLite what is accepted meanwhile waits for it, some twenty milliseconds.',
  },
  deliveryBatch: {
    env: 'DELIVERY_BATCH',
    parse: whole(1, 1_000),
    fallback: 64,
    help: 'Deliveries a queue job carries at most.',
  },
  deliveryConcurrency: {
    env: 'DELIVERY_CONCURRENCY',
    parse: whole(1, 10_000),
    fallback: 256,
    help: 'Requests in flight in one worker; several deliveries may share one.',
  },
  originConcurrency: {
    env: 'ORIGIN_CONCURRENCY',
    parse: whole(1, 1_000),
    fallback: 32,
    help: 'Requests in flight to one origin from one worker; the rest wait in the store.',
  },
  breakerFailurePercent: {
    env: 'BREAKER_FAILURES',
    parse: whole(0, 100),
    fallback: 50,
    help: 'Percent of the attempts to one origin within 30 s that must fail for its breaker to open; 0: it never opens. Ten in a row without any answer open it too.',
  },
  breakerSamplesMin: {
    env: 'BREAKER_SAMPLES',
    parse: whole(1, 100_000),
    fallback: 20,
    help: 'Fewer attempts than these within 30 s open no breaker by their share of failures.',
  },
  socketsMax: {
    env: 'SOCKETS_MAX',
    parse: whole(16, 100_000),
    fallback: 1_024,
    help: 'Sockets to destinations that one process holds at most, idle ones included.',
  },
  dnsTimeoutMs: {
    env: 'DNS_TIMEOUT_MS',
    parse: whole(10, 60_000),
    fallback: 2_000,
    help: "Milliseconds for the look-up of a destination's name.",
  },
  connectTimeoutMs: {
    env: 'CONNECT_TIMEOUT_MS',
    parse: whole(10, 60_000),
    fallback: 5_000,
    help: 'Milliseconds for name look-up, connection and TLS of a delivery.',
  },
  deliveryTimeoutMs: {
    env: 'DELIVERY_TIMEOUT_MS',
    parse: whole(10, 120_000),
    fallback: 15_000,
    help: 'Milliseconds for a whole attempt, the answer included.',
  },
  rerouteDeliveries: {
    env: 'REROUTE_DELIVERIES',
    parse: url('http:', 'https:'),
    fallback: '',
    help: 'Every delivery goes to this base URL, path and query kept, its own origin in the header `carom-origin`: for demos and staging. Empty: off.',
  },
  templatesDir: {
    env: 'PARTNER_TEMPLATES_DIR',
    parse: plain,
    fallback: '',
    help: 'Folder of partner templates. Empty: the one shipped with Carom.',
  },
  anonymousNetworks: {
    env: 'ANONYMOUS_NETWORKS',
    parse: plain,
    fallback: '',
    help: "File of networks that are nobody's own line (datacentres, relays), one CIDR range a line. Empty: the short list shipped with Carom.",
  },
} as const satisfies Record<string, Setting<unknown>>;

type Table = typeof table;
type Widened<T> = T extends number ? number : T;

/** What the program runs on: the table's values. */
export type Config = { readonly [K in keyof Table]: Widened<ReturnType<Table[K]['parse']>> };

/**
 * Reads the environment against the table. Variables that are not in it are somebody else's and are left alone.
 * @throws Fault `invalid_settings` that lists every problem, one a line.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const entries = Object.entries(table as Record<string, Setting<unknown>>).map(([name, setting]) => {
    const text = env[setting.env]?.trim() ?? '';
    if (text === '') return [name, setting.fallback];
    try {
      return [name, setting.parse(text)];
    } catch (cause) {
      const shown = setting.secret === true ? '' : ` ("${text}")`;
      problems.push(`${setting.env}${shown}: ${cause instanceof Error ? cause.message : String(cause)}`);
      return [name, setting.fallback];
    }
  });
  if (problems.length > 0) {
    throw new Fault('invalid_settings', {
      message: `The settings are not valid:\n  ${problems.join('\n  ')}`,
    });
  }
  return Object.freeze(Object.fromEntries(entries)) as Config;
}

function showFallback(fallback: unknown): string {
  if (Array.isArray(fallback)) return fallback.join(',');
  return typeof fallback === 'string' || typeof fallback === 'number' ? String(fallback) : '';
}

/** The rows of docs/settings.md. */
export function listSettings(): readonly { env: string; fallback: string; help: string; secret: boolean }[] {
  return Object.values(table as Record<string, Setting<unknown>>).map((setting) => ({
    env: setting.env,
    fallback: showFallback(setting.fallback),
    help: setting.help,
    secret: setting.secret === true,
  }));
}
