/** How many processes a start runs, and why. */
import { planProcesses } from '../../src/worker-processes';

test.each([
  { name: 'the embedded store', asked: null, embedded: true, cores: 8, workers: 0 },
  { name: 'the embedded store, asked for two', asked: 2, embedded: true, cores: 8, workers: 2 },
  { name: 'a server, one core', asked: null, embedded: false, cores: 1, workers: 0 },
  { name: 'a server, two cores', asked: null, embedded: false, cores: 2, workers: 1 },
  { name: 'a server, eight cores', asked: null, embedded: false, cores: 8, workers: 7 },
  { name: 'a server, asked for none', asked: 0, embedded: false, cores: 8, workers: 0 },
])('$name: $workers worker processes', ({ asked, embedded, cores, workers }) => {
  const plan = planProcesses(asked, embedded, cores);
  expect(plan.workers).toBe(workers);
  expect(plan.why).not.toBe('');
});
