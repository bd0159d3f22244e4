/** What a touch costs, as its link or its query says. */
import { readCost } from '../../../src/ingest/touch-cost';
import type { TouchCost } from '../../../src/model/touch';

const ofLink: TouchCost = { model: 'cpc', amount: '0.25', currency: 'EUR' };
const read = (query: string, link?: TouchCost) => {
  const sent = new URLSearchParams(query);
  return readCost((name) => sent.get(name) ?? undefined, link, 'JPY');
};

test.each([
  { query: '', link: undefined, is: undefined, unreadable: false },
  { query: '', link: ofLink, is: ofLink, unreadable: false },
  { query: 'cost_model=cpm', link: ofLink, is: ofLink, unreadable: false },
  { query: 'cost_amount=0.1', link: ofLink, is: { model: 'cpc', amount: '0.1', currency: 'EUR' } },
  { query: 'cost_amount=0.1', link: undefined, is: { amount: '0.1', currency: 'JPY' } },
  {
    query: 'cost_amount=2&cost_currency=usd&cost_model=CPM',
    link: ofLink,
    is: { model: 'cpm', amount: '2', currency: 'USD' },
  },
  {
    query: 'cost_amount=2&cost_type=CPI',
    link: undefined,
    is: { model: 'cpi', amount: '2', currency: 'JPY' },
  },
  {
    query: 'cost_amount=2&cost_model=free',
    link: undefined,
    is: { amount: '2', currency: 'JPY' },
    unreadable: true,
  },
  { query: 'cost_amount=0', link: undefined, is: { amount: '0', currency: 'JPY' } },
  { query: 'cost_amount=9999999.5', link: undefined, is: { amount: '9999999.5', currency: 'JPY' } },
  { query: 'cost_amount=10000000', link: undefined, is: undefined, unreadable: true },
  { query: 'cost_amount=-1', link: ofLink, is: undefined, unreadable: true },
  { query: 'cost_amount=1e3', link: undefined, is: undefined, unreadable: true },
  { query: 'cost_amount={price}', link: undefined, is: undefined, unreadable: true },
  { query: 'cost_amount=1&cost_currency=dollar', link: undefined, is: undefined, unreadable: true },
])('$query beside $link', ({ query, link, is, unreadable = false }) => {
  expect(read(query, link)).toEqual({ read: is, unreadable });
});
