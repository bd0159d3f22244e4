/** What is posted: installs of phones that are all different, 0.6 kB each. Enters: a number. Leaves: bytes of a request. */

export interface Target {
  readonly port: number;
  readonly path: string;
  readonly key: string;
}

/** Different for each number, the same for the same one. */
export function advertisingId(number: number): string {
  return `38400000-8cf0-41bd-b23e-${number.toString(16).padStart(12, '0')}`;
}

/** A public address of its own for each of the first 16 million. */
export function addressOf(number: number): string {
  return `${20 + ((number >> 20) & 15)}.${(number >> 12) & 255}.${(number >> 4) & 255}.${1 + (number & 15)}`;
}

export const userAgent =
  'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A.230803.041) com.example.bench/1.4.2 okhttp/4.12.0';

export interface Phone {
  readonly number: number;
  /** Default: an address of its own. */
  readonly address?: string;
}

export function activityJson(id: string, { number, address = addressOf(number) }: Phone): string {
  return (
    `{"id":"${id}","kind":"install","time":"${new Date().toISOString()}","device":{"gps_adid":"${advertisingId(number)}",` +
    `"ip_address":"${address}","user_agent":"${userAgent}","os_name":"android","os_version":"14","device_model":"Pixel 8",` +
    `"device_manufacturer":"Google","device_type":"phone","language":"en","country":"us","timezone":"America/New_York"},` +
    `"app_version":"1.4.2","params":{"sku":"gold_100","screen":"store","experiment":"b"},"partner_params":{"level":"7"}}`
  );
}

export function postOf(target: Target, body: string): Buffer {
  return Buffer.from(
    `POST ${target.path} HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\nauthorization: Bearer ${target.key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
