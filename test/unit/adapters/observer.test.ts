/** Logs without secrets, metrics under their names, and a scrape that nothing can hold up. */
import { createObserver, type RunningObserver } from '../../../src/adapters/observer/observer';

function observing(): { observer: RunningObserver; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { observer: createObserver({ level: 'info', destination }), lines };
}

test.each([
  'authorization',
  'key',
  'email',
  'phone',
  'ip_address',
  'user_agent',
  'secret',
  'settings',
  'gps_adid',
  'headers',
])('%s never reaches the log, at the top or below', (field) => {
  const { observer, lines } = observing();
  const value = 'do-not-show';
  observer.log('info', 'accept', { [field]: value, in: { [field]: value, deeper: { [field]: value } } });
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toContain(value);
});

test.each([
  { name: 'in a list', fields: { all: [{ token: 'do-not-show' }] } },
  { name: 'on an error', fields: { error: Object.assign(new Error('gone'), { token: 'do-not-show' }) } },
  {
    name: 'in what an error carries',
    fields: { error: Object.assign(new Error('gone'), { of: { token: 'do-not-show' } }) },
  },
])('a secret $name is hidden, what stands beside it is not', ({ fields }) => {
  const { observer, lines } = observing();
  observer.log('error', 'deliver', { ...fields, beside: { count: 3 } });
  expect(JSON.stringify(lines)).not.toContain('do-not-show');
  expect(lines).toEqual([expect.objectContaining({ beside: { count: 3 } })]);
});

test('an error is told with its message; what was handed over is left as it was', () => {
  const { observer, lines } = observing();
  const fields = { error: new Error('gone'), in: { token: 'mine' } };
  observer.log('error', 'deliver', fields);
  expect(lines).toMatchObject([{ error: { message: 'gone' }, in: { token: '***' } }]);
  expect(fields.in.token).toBe('mine');
});

test('a line is wide: stage, fields, message, level by name', () => {
  const { observer, lines } = observing();
  observer.log('warn', 'deliver', { count: 3 }, 'slow');
  observer.log('debug', 'deliver', { count: 4 });
  expect(lines).toEqual([
    expect.objectContaining({ level: 'warn', stage: 'deliver', count: 3, msg: 'slow' }),
  ]);
});

test('what is counted is shown', async () => {
  const { observer } = observing();
  observer.accepted(3);
  observer.duplicates(2);
  observer.refused('invalid_time', 1);
  observer.touches('click', 5);
  observer.touchFate('late', 1);
  observer.touchFate('lost', 2);
  observer.touchFate('bot', 7);
  observer.attributed('install', 'click_id', 4);
  observer.delivery('acme', 'delivered', 6);
  observer.attempt('acme', 0.02);
  observer.latency('redirect', 0.003);
  const text = await observer.metrics();
  for (const line of [
    'carom_activities_accepted_total 3',
    'carom_activities_duplicate_total 2',
    'carom_refused_total{code="invalid_time"} 1',
    'carom_touches_total{type="click"} 5',
    'carom_touches_late_total 1',
    'carom_touches_passed_total{why="bot"} 7',
    'carom_touches_lost_total 2',
    'carom_attributed_total{kind="install",match_type="click_id"} 4',
    'carom_deliveries_total{destination="acme",outcome="delivered"} 6',
    'carom_attempts_total{destination="acme"} 1',
    'carom_attempt_seconds_count{destination="acme"} 1',
    'carom_latency_seconds_count{name="redirect"} 1',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).toContain('process_cpu_seconds_total');
});

const depth = { queue: 'p0', waiting: 7, active: 1, oldestMs: 1_500 };
const counts = {
  unprocessed: 4,
  oldestUnprocessedAt: 9_000,
  openDeliveries: 3,
  dueDeliveries: 2,
  quarantined: 1,
};

test('gauges are read at the scrape', async () => {
  const { observer } = observing();
  observer.setGauges({
    now: () => 10_000,
    queue: () => Promise.resolve([depth]),
    store: () => Promise.resolve(counts),
  });
  const lines = (await observer.metrics()).split('\n');
  expect(lines).toContain('carom_queue_waiting{queue="p0"} 7');
  expect(lines).toContain('carom_queue_oldest_seconds{queue="p0"} 1.5');
  expect(lines).toContain('carom_activities_oldest_seconds 1');
  expect(lines).toContain('carom_activities_quarantined 1');
  expect(lines).toContain('carom_source_up{source="queue"} 1');
});

test.each([
  { name: 'silent', queue: () => new Promise<never>(() => undefined) },
  { name: 'broken', queue: () => Promise.reject(new Error('gone')) },
])('a $name Redis holds up no scrape, and does not hide the store', async ({ queue }) => {
  const { observer } = observing();
  observer.setGauges({ now: () => 10_000, queue, store: () => Promise.resolve(counts) });
  const before = performance.now();
  const lines = (await observer.metrics()).split('\n');
  expect(performance.now() - before).toBeLessThan(2_000);
  expect(lines).toContain('carom_source_up{source="queue"} 0');
  expect(lines).toContain('carom_activities_unprocessed 4');
  expect(lines.filter((line) => line.startsWith('carom_queue_waiting{'))).toEqual([]);
});
