/**
 * Opens the socket of a delivery. Enters: an origin. Leaves: a socket to an address that the rule allows, or an error whose code says why not.
 * The address is judged after the name was resolved and is the one connected to, so that a name which changes its mind gains nothing.
 */
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRule, AddressVerdict } from './address-rule';
import type { ResolveName } from './resolve-name';

export class RefusedDestination extends Error {
  readonly code: AddressVerdict;

  constructor(code: AddressVerdict, message: string) {
    super(message);
    this.name = 'RefusedDestination';
    this.code = code;
  }
}

/** The connector of one origin. */
export function createCheckedConnect(options: {
  readonly rule: AddressRule;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly resolveName: ResolveName;
}): buildConnector.connector {
  const { rule, port } = options;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    // Node tells a look-up the name alone; the port is this origin's.
    lookup: checkedLookup(rule, port, options.resolveName),
    port,
  });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    const verdict = isIP(host) === 0 ? portVerdict(rule, port) : rule.judge(host, port);
    if (verdict === 'allowed') connect({ ...target, hostname: host }, callback);
    // Later, as a socket would answer: undici does not expect to be called back inside its own call.
    else setImmediate(() => callback(refusal(verdict, host, port), null));
  };
}

function portVerdict(rule: AddressRule, port: number): AddressVerdict {
  return rule.mayAllow(port) ? 'allowed' : 'refused_port';
}

/** One bad address refuses the name: which of them Node would try first is not ours to guess. */
function checkedLookup(rule: AddressRule, port: number, resolveName: ResolveName): LookupFunction {
  return (name, options, callback) => {
    resolveName(name, (error, addresses) => {
      const [first] = addresses;
      const refused = addresses.map(({ address }) => rule.judge(address, port)).find((v) => v !== 'allowed');
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(notFound(name), '');
      else if (refused !== undefined) callback(refusal(refused, name, port), '');
      else if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Says the name, never the address: a partner must not learn what our inner names resolve to. */
function refusal(verdict: AddressVerdict, host: string, port: number): RefusedDestination {
  return new RefusedDestination(
    verdict,
    verdict === 'refused_port'
      ? `Port ${port} is not allowed (ALLOW_PORTS).`
      : `${host} is not a public address (ALLOW_PRIVATE_DESTINATIONS).`,
  );
}

function notFound(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' });
}
