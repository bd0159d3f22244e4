/** Money without float arithmetic: scaled, rounded half away from zero, and parts of it exact. */
import { isDecimal, percentOf, scaleDecimal } from '../../src/model/money';

test.each([
  ['9.99', 2, '999'],
  ['9.99', 6, '9990000'],
  ['0', 2, '0'],
  ['0.004', 2, '0'],
  ['0.005', 2, '1'],
  ['-0.005', 2, '-1'],
  ['-0.004', 2, '0'],
  ['1.005', 2, '101'],
  ['123456789012345678.99', 2, '12345678901234567899'],
  ['7', 0, '7'],
  ['7.5', 0, '8'],
])('%s moved by %i places is %s', (amount, places, is) => {
  expect(scaleDecimal(amount, places)).toBe(is);
});

test.each([
  ['9.99', '10', '0.999'],
  ['100', '12.5', '12.5'],
  ['-9.99', '10', '-0.999'],
  ['0.1', '0.1', '0.0001'],
  ['3', '0', '0'],
])('%s of it, %s percent, is %s', (amount, percent, is) => {
  expect(percentOf(amount, percent)).toBe(is);
});

test.each([
  ['9.99', true],
  ['-1', true],
  ['.5', false],
  ['1.', false],
  ['1e3', false],
  ['1,000', false],
  ['', false],
  ['1234567890123456789', false],
])('%j is a plain decimal: %s', (text, is) => {
  expect(isDecimal(text)).toBe(is);
});
