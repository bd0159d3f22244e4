/** What the doctor can find. Enters: nothing. Leaves: the table of codes, and the types of findings. docs/doctor.md is made from the table. */
import type { Money } from '../../model/money';
import type { EventTally } from '../../ports/survey-store';

export const severities = ['error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

export interface CodeRow {
  readonly severity: Severity;
  readonly meaning: string;
  readonly fix: string;
}

export const doctorCodes = {
  refused: {
    severity: 'error',
    meaning: 'The destination answered, and did not take it. `detail` is its last answer.',
    fix: 'Read the answer in GET /v1/deliveries/{id} of the example; mend settings or template, try it with a dry run, then replay what failed.',
  },
  unreachable: {
    severity: 'error',
    meaning: 'No answer came until the retries were used up. `detail` is the last error.',
    fix: 'Check the host and its certificate; when it answers again, replay what failed.',
  },
  retrying: {
    severity: 'warning',
    meaning: 'Sending failed so far and is tried again. `detail` is the last answer or error.',
    fix: 'Nothing is lost yet. Ask the partner, or look at GET /v1/destinations.',
  },
  breaker_open: {
    severity: 'error',
    meaning:
      'So much failed at this origin that it is only probed; deliveries wait in the store. `detail` is the origin.',
    fix: 'Ask whoever runs it. Deliveries go out by themselves when it answers again.',
  },
  empty_leaf: {
    severity: 'error',
    meaning: 'A value that the postback needs was empty, so it was not sent. `detail` is the leaf.',
    fix: "Find why the value is missing (a click URL's macro, a field that the app does not send), or end the leaf's name with ? where the partner can do without.",
  },
  invalid_leaf: {
    severity: 'error',
    meaning: 'A value cannot stand where the template puts it, so nothing was sent. `detail` is the leaf.',
    fix: "Look at the example's activity: the app or the link sends a value of the wrong form.",
  },
  event_not_mapped: {
    severity: 'notice',
    meaning:
      'Events were skipped because the integration, or the partner, wants a mapping and has none for them. `events` names the commonest 20 with their counts.',
    fix: 'Add the events to "events" of the integration where the partner is to have them.',
  },
  setting_missing: {
    severity: 'error',
    meaning:
      'A setting that the template needs has no value, or one that does not match. `detail` is the setting.',
    fix: 'PUT the integration with the setting.',
  },
  template_missing: {
    severity: 'error',
    meaning: 'The integration is active, but the registry has no live template of this partner.',
    fix: 'PUT the template, or have an admin approve the one that waits.',
  },
  no_consent: {
    severity: 'notice',
    meaning: 'Nothing was sent because a permission was refused. `detail` is the rule.',
    fix: 'As it should be, unless the app reports consent wrongly.',
  },
  not_integrated: {
    severity: 'warning',
    meaning: 'The app has links of this partner, or credits it, and no integration: it hears of nothing.',
    fix: 'PUT /v1/apps/{app}/integrations/{partner} with its settings.',
  },
  integration_inactive: {
    severity: 'warning',
    meaning:
      'The app has links of this partner, or credits it, and the integration is switched off. `detail` is a link.',
    fix: 'Switch it on with "active": true, or remove the links.',
  },
  macro_unexpanded: {
    severity: 'error',
    meaning:
      "Clicks of the link carry the partner's macro instead of its value: the network does not know it by that name.",
    fix: 'Paste network_click_url of the link into the network, or use the macro that its documentation names.',
  },
  call_macro_unexpanded: {
    severity: 'error',
    meaning:
      'Calls of /postback or /p.gif carry a macro in place of its value. Where a conversion depends on it they were refused; otherwise the parameter was left out. `detail` is the parameter and what stood there.',
    fix: "Put the tracker's own macro for this value into the postback URL: docs/postbacks.md lists what each parameter means.",
  },
  click_id_absent: {
    severity: 'warning',
    meaning: "Clicks of the link come without the partner's click id, which its postbacks carry back.",
    fix: "Add click_id with the network's macro to the click URL: network_click_url of the link has it.",
  },
  partner_silent: {
    severity: 'warning',
    meaning: "The partner got deliveries and then none, while the app's activities went on.",
    fix: 'See whether its campaigns run and its links still get clicks; look at a recent activity with the trace.',
  },
  credited_not_sent: {
    severity: 'error',
    meaning:
      'The partner was credited with conversions, and nothing was sent to it. `detail` is the commonest reason.',
    fix: 'Look at the example with GET /v1/apps/{app}/trace?activity=…: each decision has its reason.',
  },
  template_finding: {
    severity: 'notice',
    meaning: "Lint has something to say of an active integration's template. `detail` is its code.",
    fix: 'docs/template-findings.md says what to do about each.',
  },
  callback_gone: {
    severity: 'error',
    meaning: 'The callback answered 410 Gone and was switched off.',
    fix: 'PATCH it with a URL that answers, or "active": true; remove it where nobody wants it.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;

export type DoctorCode = keyof typeof doctorCodes;

export interface DoctorExample {
  readonly activity?: string;
  readonly delivery?: string;
  readonly touch?: string;
}

export interface DoctorFinding {
  readonly code: DoctorCode;
  readonly severity: Severity;
  readonly partner?: string;
  readonly callback?: string;
  readonly link?: string;
  readonly detail?: string;
  readonly message: string;
  readonly fix: string;
  /** Deliveries, activities, touches or calls that it was seen in. */
  readonly count: number;
  /** Credited activities that it cost or may cost; of a callback, all. What ranks it. */
  readonly affected: number;
  /** Of those, where it is known. */
  readonly revenue: readonly Money[];
  readonly example: DoctorExample | null;
  /** Of `event_not_mapped`: the commonest, each with its count. */
  readonly events?: readonly EventTally[];
}

/** What a check says of a finding; the table has the rest. */
export type Found = Omit<DoctorFinding, 'severity' | 'fix' | 'revenue' | 'example'> &
  Partial<Pick<DoctorFinding, 'revenue' | 'example'>>;

export const findingsMax = 200;

function worthOf(revenue: readonly Money[], currency: string | undefined): number {
  const own = revenue.filter((money) => money.currency === currency);
  return Math.max(0, ...(own.length === 0 ? revenue : own).map(({ amount }) => Number(amount)));
}

/** Dearest first: credited activities, then revenue (of the app's currency where there is some), then severity, then how often. */
export function rank(
  found: readonly Found[],
  currency: string | undefined,
): { readonly findings: readonly DoctorFinding[]; readonly cut: boolean } {
  const whole = found.map((each): DoctorFinding => {
    const { severity, fix } = doctorCodes[each.code];
    return { ...each, severity, fix, revenue: each.revenue ?? [], example: each.example ?? null };
  });
  const place = ({ severity }: DoctorFinding): number => severities.indexOf(severity);
  whole.sort(
    (a, b) =>
      b.affected - a.affected ||
      worthOf(b.revenue, currency) - worthOf(a.revenue, currency) ||
      place(a) - place(b) ||
      b.count - a.count,
  );
  return { findings: whole.slice(0, findingsMax), cut: whole.length > findingsMax };
}
