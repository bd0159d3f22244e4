/** What its sender keeps from a partner: skipped, with the reason; the advertiser's own callbacks get it. */
import { plan } from '../../../src/plan/plan';
import { compilePlaceholderUrl } from '../../../src/plan/placeholders';
import { attributed, callback, compiled, definitionOf, input, integration } from './fixtures';

const template = compiled(definitionOf({ query: { a: '1' } }));

function planned(partner: string, flags: readonly string[], send: object = {}) {
  const base = input();
  return plan(
    input({
      activity: { ...base.activity, flags },
      attribution: attributed(partner),
      integrations: [{ integration: { ...integration, partner, send }, template }],
    }),
  ).map(({ status, reason }) => ({ status, ...(reason === undefined ? {} : { reason }) }));
}

const sent = [{ status: 'pending' }];
const kept = [{ status: 'skipped', reason: 'sharing_refused' }];

test.each([
  { name: 'without a flag it is sent', partner: 'meta-capi', flags: ['late'], expected: sent },
  { name: 'from all', partner: 'meta-capi', flags: ['no_sharing'], expected: kept },
  { name: 'from this one by its id', partner: 'meta-capi', flags: ['no_sharing:meta-capi'], expected: kept },
  { name: 'by what its id begins with', partner: 'meta-capi', flags: ['no_sharing:meta'], expected: kept },
  { name: 'half a word is no beginning', partner: 'metanet', flags: ['no_sharing:meta'], expected: sent },
  { name: 'from another', partner: 'snap-capi', flags: ['no_sharing:meta'], expected: sent },
  {
    name: 'from one of several',
    partner: 'snap-capi',
    flags: ['no_sharing:meta', 'no_sharing:snap'],
    expected: kept,
  },
  {
    name: 'a flag that only looks like it',
    partner: 'meta-capi',
    flags: ['no_sharing_at_all'],
    expected: sent,
  },
])('$name', ({ partner, flags, expected }) => {
  expect(planned(partner, flags)).toEqual(expected);
});

test('consent that is ignored shares nothing that was kept', () => {
  expect(planned('meta-capi', ['no_sharing'], { consent: 'ignore', confirm_ignore_consent: true })).toEqual(
    kept,
  );
});

test('whom it is not credited to is told so first', () => {
  const base = input();
  const [skipped] = plan(
    input({
      activity: { ...base.activity, flags: ['no_sharing'] },
      attribution: attributed('another'),
      integrations: [{ integration, template }],
    }),
  );
  expect(skipped?.reason).toBe('not_credited');
});

test("the advertiser's callback gets it", () => {
  const base = input();
  const url = compilePlaceholderUrl('https://hooks.test/');
  if (!url.ok) throw new Error('the URL of a test');
  const [delivery] = plan(
    input({
      activity: { ...base.activity, flags: ['no_sharing'] },
      callbacks: [{ callback, url: url.url }],
    }),
  );
  expect(delivery?.status).toBe('pending');
});
