/** Questions to `explain` in few words, and one way to check a table of them. Times are milliseconds before noon of the activity unless said. */
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { validate } from '../../../src/api/validate';
import { explain, type Explanation } from '../../../src/explain';
import { explainSchema } from '../../../src/explain-schema';
import { compileAnonymousNetworks } from '../../../src/ingest/anonymous-networks';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const noon = Date.parse('2026-11-22T12:00:00.000Z');
export const gaid = '38400000-8cf0-11bd-b23e-10b96e40000d';
export const otherGaid = '6d92078a-8246-4ba4-ae5b-76104861e7dc';
export const address = '203.0.113.7';
/** The one address on the list of anonymous networks. */
export const relay = '198.51.100.9';
export const galaxyApp = 'Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)';
export const galaxyBrowser =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

type Plain = Readonly<Record<string, unknown>>;

/** RFC 3339 of a moment so long before noon. */
export const before = (ms: number): string => new Date(noon - ms).toISOString();

/** A click of the very device, of a partner and a link named after it. */
export function click(id: string, agoMs: number, more: Plain = {}): Plain {
  return {
    id,
    type: 'click',
    partner: `p-${id}`,
    link: `l-${id}`,
    time: before(agoMs),
    device: { gps_adid: gaid },
    ...more,
  };
}

/** A click that tells of its device the address and the browser alone. */
export function guess(id: string, agoMs: number, more: Plain = {}): Plain {
  const { device = {}, ...rest } = more as { device?: Plain };
  return click(id, agoMs, {
    ...rest,
    device: { ip_address: address, user_agent: galaxyBrowser, ...device },
  });
}

export const view = (id: string, agoMs: number, more: Plain = {}): Plain =>
  click(id, agoMs, { type: 'impression', ...more });

/** Of the device, at noon. */
export function happens(kind: string, more: Plain = {}): Plain {
  const { device = {}, ...rest } = more as { device?: Plain };
  return { kind, time: before(0), device: { gps_adid: gaid, ...device }, ...rest };
}

/** On a phone that tells its address and user agent alone. */
export function happensUnnamed(kind: string, more: Plain = {}): Plain {
  return { kind, time: before(0), device: { ip_address: address, user_agent: galaxyApp }, ...more };
}

export const past = (kind: string, agoMs: number, partner?: string, more: Plain = {}): Plain => ({
  kind,
  time: before(agoMs),
  ...(partner === undefined ? {} : { partner, link: `l-${partner}` }),
  ...more,
});

const means = {
  secrets: createSecrets('a secret key of a test'),
  isAnonymous: compileAnonymousNetworks(`${relay}/32`, 'a list'),
  nowMs: noon,
};

export function ask(question: Plain): Explanation {
  return explain(validate(explainSchema, question), means);
}

export interface Row {
  readonly name: string;
  readonly policy?: Plain;
  readonly platform?: string;
  readonly history?: readonly Plain[];
  readonly touches?: readonly Plain[];
  /** Absent: an install of the device at noon. */
  readonly activity?: Plain;
  /** The click id with the credit; null: none has. */
  readonly wins?: string | null;
  readonly kind?: string;
  readonly status?: string;
  readonly partner?: string | null;
  readonly secondary?: string | null;
  readonly match?: string;
  readonly assists?: readonly string[];
  readonly flags?: readonly string[];
  readonly blocked?: boolean;
  /** Touch id → reason. */
  readonly reasons?: Readonly<Record<string, string>>;
  readonly rejected?: Readonly<Record<string, string>>;
  /** True: attribution is null. */
  readonly none?: boolean;
}

function questionOf(row: Row): Plain {
  const { policy, platform, history = [], touches = [], activity = happens('install') } = row;
  return { policy: policy ?? {}, platform: platform ?? 'android', history, touches, activity };
}

/** The parts of an answer that a row speaks of, in the row's words. */
function shown(row: Row, answer: Explanation): Row {
  const { attribution } = answer;
  const own = {
    name: row.name,
    kind: answer.kind,
    wins: attribution?.touch_id ?? null,
    status: attribution?.status,
    partner: attribution?.partner ?? null,
    secondary: attribution?.secondary?.partner ?? null,
    match: attribution?.match_type,
    assists: attribution?.assists,
    flags: attribution?.flags,
    blocked: attribution?.blocked === true,
    reasons: Object.fromEntries(attribution?.candidates.map((each) => [each.touch_id, each.reason]) ?? []),
    rejected: Object.fromEntries(answer.rejected.map((each) => [each.touch_id, each.reason])),
    none: attribution === null,
  };
  return Object.fromEntries(Object.entries(own).filter(([key]) => key in row)) as unknown as Row;
}

/** What the row says, and the same with the touches and the history turned round. */
export function check(row: Row): void {
  const question = questionOf(row);
  const answer = ask(question);
  const said = Object.fromEntries(
    Object.entries(row).filter(
      ([key]) => !['policy', 'platform', 'history', 'touches', 'activity'].includes(key),
    ),
  );
  const seen = shown(row, answer);
  expect(seen).toMatchObject(said);
  // To match an empty object says nothing.
  expect(seen.rejected).toEqual(row.rejected);
  const turned = {
    ...question,
    touches: [...(row.touches ?? [])].reverse(),
    history: [...(row.history ?? [])].reverse(),
  };
  expect(ask(turned)).toEqual(answer);
}
