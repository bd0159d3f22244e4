/**
 * `carom doctor`: asks a running server what is wrong with what an app sends. Enters: the app, a window, the server's URL and a key. Leaves: findings as people
 * read them, or the answer as JSON. It touches no store, and what it finds is no error of its own: it ends with 0.
 */
import { z } from 'zod';
import { ask, type ServerPlace } from './ask-server';
import type { Terminal } from './terminal';

export interface DoctorAsked extends ServerPlace {
  readonly app: string;
  /** As the API takes it: `24h`. */
  readonly window: string;
  readonly json: boolean;
}

const diagnosis = z.looseObject({
  since: z.string(),
  healthy: z.boolean(),
  truncated: z.boolean(),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      severity: z.string(),
      partner: z.string().optional(),
      callback: z.string().optional(),
      link: z.string().optional(),
      message: z.string(),
      fix: z.string(),
      count: z.number(),
      affected: z.number(),
      revenue: z.array(z.object({ amount: z.string(), currency: z.string() })),
      example: z.record(z.string(), z.string()).nullable(),
    }),
  ),
});
type Diagnosis = z.output<typeof diagnosis>;

function whoseOf({ partner, callback, link }: Diagnosis['findings'][number]): string {
  const names = { partner, callback, link };
  return Object.entries(names)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ');
}

export function renderDiagnosis({ findings, healthy, truncated, since }: Diagnosis): readonly string[] {
  const blocks = findings.flatMap((finding) => {
    const money = finding.revenue.map(({ amount, currency }) => `, ${amount} ${currency}`).join('');
    const [example] = Object.entries(finding.example ?? {});
    return [
      `${finding.severity.toUpperCase()} ${finding.code}: ${whoseOf(finding)}`,
      `  ${finding.message} Seen ${finding.count} times; ${finding.affected} credited activities${money}.`,
      ...(example === undefined ? [] : [`  Example: ${example[0]} ${example[1]}`]),
      `  ${finding.fix}`,
      '',
    ];
  });
  const end = healthy ? 'Nothing is wrong' : `${findings.length} findings`;
  return [
    ...blocks,
    `${end} since ${since}.${truncated ? ' The window holds more than was read; the newest of it was.' : ''}`,
  ];
}

export async function runDoctor(asked: DoctorAsked, terminal: Terminal): Promise<void> {
  const query = new URLSearchParams({ window: asked.window });
  const answer = await ask(
    asked,
    `/v1/apps/${encodeURIComponent(asked.app)}/doctor?${String(query)}`,
    diagnosis,
  );
  if (asked.json) terminal.print(JSON.stringify(answer, null, 2));
  else for (const line of renderDiagnosis(answer)) terminal.print(line);
}
