/** What went wrong on the way out. Enters: tallies of deliveries. Leaves: findings, one a destination and cause. It judges each destination by its own deliveries alone. */
import { decimalSum, type Money } from '../../model/money';
import type { DeliveryTally } from '../../ports/survey-store';
import type { DoctorFacts } from './facts';
import type { DoctorCode, Found } from './finding';

interface Cause {
  readonly code: DoctorCode;
  readonly detail: string;
  readonly message: string;
}

/** Skip reasons that are faults or worth knowing; the others are the rules at work. What follows the colon is the detail. */
const skipCauses: Readonly<Record<string, readonly [DoctorCode, (detail: string) => string]>> = {
  empty_leaf: ['empty_leaf', (leaf) => `"${leaf}" came out empty.`],
  invalid_leaf: ['invalid_leaf', (leaf) => `"${leaf}" got a value that cannot stand there.`],
  unsafe_header: ['invalid_leaf', (name) => `The header "${name}" got a line break.`],
  // Which they are is added where the tally is at hand.
  event_not_mapped: ['event_not_mapped', () => 'Events have no mapping'],
  setting_missing: ['setting_missing', (key) => `The setting "${key}" has no value.`],
  setting_invalid: ['setting_missing', (key) => `The setting "${key}" does not match its pattern.`],
  template_missing: ['template_missing', () => 'There is no live template.'],
  no_consent: ['no_consent', (rule) => `The permission "${rule}" was refused.`],
};

export function causeOfSkip(reason: string): Cause | null {
  const [name = '', ...rest] = reason.split(':');
  const row = Object.hasOwn(skipCauses, name) ? skipCauses[name] : undefined;
  if (row === undefined) return null;
  const detail = rest.join(':');
  return { code: row[0], detail, message: row[1](detail) };
}

function causeOf({ status, reason, answer }: DeliveryTally): Cause | null {
  if (status === 'skipped') return causeOfSkip(reason ?? '');
  const detail = answer ?? reason ?? status;
  if (status === 'retrying') return { code: 'retrying', detail, message: `Not taken so far: ${detail}.` };
  if (status !== 'failed') return null;
  const answered = /^\d{3}$/.test(detail);
  return answered
    ? { code: 'refused', detail, message: `It answered ${detail}.` }
    : { code: 'unreachable', detail, message: `No answer: ${detail}.` };
}

export function addRevenue(a: readonly Money[], b: readonly Money[]): readonly Money[] {
  const currencies = [...new Set([...a, ...b].map(({ currency }) => currency))];
  return currencies.map((currency) => ({
    currency,
    amount: decimalSum(
      [...a, ...b].filter((money) => money.currency === currency).map(({ amount }) => amount),
    ),
  }));
}

/** The message names some; all that were counted by name stand beside it. */
const namedMax = 5;

function nameEvents(cause: Cause, { events, count }: DeliveryTally): Cause & Pick<Found, 'events'> {
  if (cause.code !== 'event_not_mapped') return cause;
  if (events === undefined || events.length === 0) return { ...cause, message: `${cause.message}.` };
  const shown = events.slice(0, namedMax);
  const rest = count - shown.reduce((sum, each) => sum + each.count, 0);
  const names = shown.map((each) => `${each.event} (${each.count})`).join(', ');
  return { ...cause, message: `${cause.message}: ${names}${rest > 0 ? ` and ${rest} more` : ''}.`, events };
}

function findingOf(tally: DeliveryTally, cause: Cause): Found {
  const { partner, callback, count, credited, revenue, example } = tally;
  return {
    ...nameEvents(cause, tally),
    ...(partner === null ? {} : { partner }),
    ...(callback === null ? {} : { callback }),
    count,
    affected: partner === null ? count : credited,
    revenue,
    example: { delivery: example },
  };
}

export function checkDeliveries(facts: DoctorFacts): readonly Found[] {
  const gone = new Set(facts.callbacks.filter((callback) => callback.gone).map(({ id }) => id));
  const found = new Map<string, Found>();
  for (const tally of facts.deliveries) {
    const cause = causeOf(tally);
    if (cause === null) continue;
    // That one has a finding of its own.
    if (tally.answer === '410' && gone.has(tally.callback ?? '')) continue;
    const key = JSON.stringify([tally.partner, tally.callback, cause.code, cause.detail]);
    const next = findingOf(tally, cause);
    const known = found.get(key);
    found.set(
      key,
      known === undefined
        ? next
        : {
            ...known,
            count: known.count + next.count,
            affected: known.affected + next.affected,
            revenue: addRevenue(known.revenue ?? [], next.revenue ?? []),
          },
    );
  }
  return [...found.values()];
}

export function checkGone(facts: DoctorFacts): readonly Found[] {
  return facts.callbacks
    .filter(({ gone }) => gone)
    .map(({ id }) => {
      const lost = facts.deliveries.filter(
        ({ callback, reason, answer }) => callback === id && (reason === 'inactive' || answer === '410'),
      );
      const count = lost.reduce((sum, tally) => sum + tally.count, 0);
      return {
        code: 'callback_gone' as const,
        callback: id,
        message: 'It answered 410 Gone and is switched off.',
        count,
        affected: count,
        revenue: lost.reduce<readonly Money[]>((sum, { revenue }) => addRevenue(sum, revenue), []),
        example: lost[0] === undefined ? null : { delivery: lost[0].example },
      };
    });
}

/** Each destination behind an origin whose breaker is open. */
export function checkBreakers(facts: DoctorFacts): readonly Found[] {
  const waits = (tally: DeliveryTally): boolean => tally.status === 'pending' || tally.status === 'retrying';
  return facts.openBreakers.flatMap(({ origin }) => {
    const behind = [
      ...facts.integrations
        .filter(({ active, origins }) => active && origins.includes(origin))
        .map(({ partner }) => ({ partner })),
      ...facts.callbacks.filter((callback) => callback.origin === origin).map(({ id }) => ({ callback: id })),
    ];
    return behind.map((whose): Found => {
      const held = facts.deliveries.filter(
        (tally) =>
          waits(tally) &&
          ('partner' in whose ? tally.partner === whose.partner : tally.callback === whose.callback),
      );
      const count = held.reduce((sum, tally) => sum + tally.count, 0);
      const credited = held.reduce((sum, tally) => sum + tally.credited, 0);
      return {
        code: 'breaker_open',
        ...whose,
        detail: origin,
        message: `The breaker of ${origin} is open.`,
        count,
        affected: 'partner' in whose ? credited : count,
        example: held[0] === undefined ? null : { delivery: held[0].example },
      };
    });
  });
}
