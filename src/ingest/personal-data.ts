/**
 * Email and phone at the door. Enters: what was posted of a user. Leaves: hashes in each normal form that partners compare. The raw values
 * go no further than this file.
 */
import { hash } from 'node:crypto';
import { Fault } from '../errors';
import type { UserBody } from '../model/activity';
import { meaningful } from './identity';

export interface PostedUser {
  readonly id?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly email_sha256?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly phone_sha256?: string | null | undefined;
  readonly phone_e164_sha256?: string | null | undefined;
}

/** Hashes beside SHA-256 that some template asks for. */
export interface HashForms {
  readonly sha1?: boolean;
  readonly md5?: boolean;
}

/** @throws Fault `invalid_field` where a value is not what its name says. */
export function hashUser(user: PostedUser, forms: HashForms = {}): UserBody | undefined {
  const hashed: UserBody = {
    ...presentDigest('email_sha256', user.email_sha256),
    ...presentDigest('phone_sha256', user.phone_sha256),
    ...presentDigest('phone_e164_sha256', user.phone_e164_sha256),
    ...emailHashes(user.email, forms),
    ...phoneHashes(user.phone, forms),
  };
  const id = meaningful(user.id);
  if (id !== undefined) hashed.id = id;
  return Object.keys(hashed).length === 0 ? undefined : hashed;
}

function presentDigest(
  field: 'email_sha256' | 'phone_sha256' | 'phone_e164_sha256',
  value: string | null | undefined,
): UserBody {
  const digest = meaningful(value)?.toLowerCase();
  if (digest === undefined) return {};
  if (!/^[0-9a-f]{64}$/.test(digest))
    throw new Fault('invalid_field', {
      field: `user.${field}`,
      message: `user.${field} is not a SHA-256 in hex (64 digits).`,
    });
  return { [field]: digest };
}

function emailHashes(value: string | null | undefined, forms: HashForms): UserBody {
  const email = meaningful(value)?.toLowerCase();
  if (email === undefined) return {};
  const at = email.lastIndexOf('@');
  if (at < 1 || at === email.length - 1 || /\s/.test(email))
    throw new Fault('invalid_field', {
      field: 'user.email',
      message: 'user.email is not an email address.',
    });
  return {
    email_sha256: hash('sha256', email),
    email_gmail_sha256: hash('sha256', gmailForm(email, at)),
    ...(forms.sha1 === true ? { email_sha1: hash('sha1', email) } : {}),
    ...(forms.md5 === true ? { email_md5: hash('md5', email) } : {}),
  };
}

/** Gmail delivers `a.b+c@` where it delivers `ab@`; other providers do not, so their addresses stay as they are. */
function gmailForm(email: string, at: number): string {
  const domain = email.slice(at + 1);
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return email;
  const [name = ''] = email.slice(0, at).split('+');
  return `${name.replaceAll('.', '')}@${domain}`;
}

/** Digits with the country code: symbols, letters, and the zeros of an international prefix left out. */
function phoneHashes(value: string | null | undefined, forms: HashForms): UserBody {
  const phone = meaningful(value);
  if (phone === undefined) return {};
  const digits = phone.replace(/\D/g, '').replace(/^0+/, '');
  if (digits.length < 5 || digits.length > 15)
    throw new Fault('invalid_field', {
      field: 'user.phone',
      message: 'user.phone is not a phone number with its country code (5 to 15 digits).',
    });
  return {
    phone_sha256: hash('sha256', digits),
    phone_e164_sha256: hash('sha256', `+${digits}`),
    ...(forms.sha1 === true ? { phone_sha1: hash('sha1', digits) } : {}),
    ...(forms.md5 === true ? { phone_md5: hash('md5', digits) } : {}),
  };
}
