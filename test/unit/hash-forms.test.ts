/** Which hashes of e-mail and phone the door makes: those that an active integration's template asks for. */
import { compileTemplate } from '../../src/plan/compile-template';
import { hashFormsOf } from '../../src/registry';

function template(leaf: string) {
  const result = compileTemplate(
    {
      id: 'net',
      name: 'Net',
      docs: 'https://net.test/docs',
      checkedOn: '2026-11-22',
      confidence: 'documented',
      settings: [],
      postbacks: [
        { on: ['install'], request: { method: 'GET', url: 'https://net.test/', query: { 'e?': leaf } } },
      ],
    },
    'net.json',
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.template;
}

test.each([
  { leaf: '{{user.email_sha256}}', forms: { sha1: false, md5: false } },
  { leaf: '{{user.email_sha1}}', forms: { sha1: true, md5: false } },
  { leaf: '{{first user.phone_md5 user.id}}', forms: { sha1: false, md5: true } },
])('$leaf', ({ leaf, forms }) => {
  expect(hashFormsOf([template('{{activity.id}}'), undefined, template(leaf)])).toEqual(forms);
});
