/**
 * Where Redis is. Enters: the text of `REDIS_URL`. Leaves: one server, a socket, a cluster or Sentinels; or an Error that says what is expected.
 * It never repeats the text, which may hold a password.
 */

export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

export interface RedisLogin {
  readonly username?: string;
  readonly password?: string;
}

interface Reached {
  readonly tls: boolean;
  readonly login: RedisLogin;
}

export type RedisTarget =
  | { readonly kind: 'socket'; readonly path: string }
  | (Reached & { readonly kind: 'server'; readonly host: RedisHost; readonly database: number })
  /** Some of its nodes: they name the others. */
  | (Reached & { readonly kind: 'cluster'; readonly hosts: readonly RedisHost[] })
  | (Reached & {
      readonly kind: 'sentinel';
      readonly hosts: readonly RedisHost[];
      /** What the Sentinels call the master. */
      readonly master: string;
      readonly database: number;
      /** For the Sentinels themselves; `login` is for the servers that they name. */
      readonly sentinelLogin: RedisLogin;
    });

export const redisForms =
  'expected redis://host:6379, redis+cluster://host1:6379,host2:6379, redis+sentinel://host1:26379,host2:26379/master (rediss… with TLS) or unix:/path';

const shape = /^(rediss?)(\+cluster|\+sentinel)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const hostShape = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i;
const ordinals = ['first', 'second', 'third'];

export function readRedisUrl(text: string): RedisTarget {
  if (text.startsWith('unix:')) return { kind: 'socket', path: readSocket(text.slice('unix:'.length)) };
  const found = shape.exec(text);
  if (found === null) throw new Error(redisForms);
  const [, scheme, how = '', user, hostList = '', path = '', query = ''] = found;
  const reached = { tls: scheme === 'rediss', login: readLogin(user) };
  const options = readOptions(query, how === '+sentinel');
  if (how === '+sentinel') {
    const [master = '', database = '', ...more] = path.slice(1).split('/').map(decode);
    if (master === '') throw new Error("expected the master's name after the Sentinels: …:26379/mymaster");
    if (more.length > 0) throw new Error("expected nothing but a database after the master's name");
    const sentinelLogin = options;
    const hosts = readHosts(hostList, 26_379);
    return { kind: 'sentinel', ...reached, hosts, master, database: readDatabase(database), sentinelLogin };
  }
  const hosts = readHosts(hostList, 6_379);
  if (how === '+cluster') {
    if (!['', '/', '/0'].includes(path))
      throw new Error('a cluster has no database but 0: leave the path out, and use REDIS_PREFIX');
    return { kind: 'cluster', ...reached, hosts };
  }
  const [host, another] = hosts;
  if (host === undefined || another !== undefined)
    throw new Error('several hosts are a cluster (redis+cluster://…) or Sentinels (redis+sentinel://…)');
  return { kind: 'server', ...reached, host, database: readDatabase(path.slice(1)) };
}

function readSocket(path: string): string {
  if (!path.startsWith('/')) throw new Error('expected an absolute path after unix:');
  return path;
}

function readHosts(list: string, defaultPort: number): readonly RedisHost[] {
  return list.split(',').map((part, index) => {
    const [, name, digits] = hostShape.exec(part.trim()) ?? [];
    const port = digits === undefined ? defaultPort : Number(digits);
    if (name === undefined || port < 1 || port > 65_535)
      throw new Error(
        `its ${ordinals[index] ?? `${index + 1}th`} host is not valid: expected host or host:port (an IPv6 address in brackets; @ : / ? # , in a password percent-encoded)`,
      );
    return { host: name.replace(/^\[(.*)\]$/, '$1'), port };
  });
}

function readDatabase(text: string): number {
  if (!/^\d{0,5}$/.test(text)) throw new Error('expected a database number at the end of its path');
  return Number(text);
}

function readLogin(user: string | undefined): RedisLogin {
  if (user === undefined || user === '') return {};
  const colon = user.indexOf(':');
  const username = decode(colon === -1 ? user : user.slice(0, colon));
  const password = colon === -1 ? '' : decode(user.slice(colon + 1));
  return loginOf(username, password);
}

function loginOf(username: string, password: string): RedisLogin {
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

/** Of Sentinels their own login; nothing else is known, and what is not known is refused and not dropped. */
function readOptions(query: string, sentinel: boolean): RedisLogin {
  const given = new URLSearchParams(query);
  for (const name of given.keys())
    if (!sentinel || !['sentinel_username', 'sentinel_password'].includes(name))
      throw new Error(
        'of options after a ? only sentinel_username and sentinel_password of redis+sentinel:// are known',
      );
  return loginOf(given.get('sentinel_username') ?? '', given.get('sentinel_password') ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('a % in it is not followed by two hexadecimal digits: write %25 for the sign itself');
  }
}
