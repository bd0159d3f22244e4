/**
 * The commands of a page, as a shell would read them: here-documents, `sed 's/a/b/' A > B`, variables, an HMAC by openssl, `curl`. Enters: a page's text. Leaves: what to do, in order. It
 * throws at anything else, so that a page cannot hold what no test carries out.
 */
import { createHmac } from 'node:crypto';

export type Command =
  | { readonly do: 'write'; readonly file: string; readonly text: string }
  | {
      readonly do: 'replace';
      readonly from: string;
      readonly to: string;
      readonly source: string;
      readonly file: string;
    }
  | {
      readonly do: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** `@` and a file, or the text itself; null: none. */
      readonly body: string | null;
    }
  | { readonly do: 'keep'; readonly field: string; readonly name: string }
  | { readonly do: 'set'; readonly name: string; readonly value: string };

type Variables = ReadonlyMap<string, string>;

function expand(text: string, variables: Variables): string {
  return text.replace(/\$(\w+)/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`$${name} is not known at this place of the page`);
    return value;
  });
}

/** Single quotes take everything as it is, double quotes and bare text have variables. */
function splitWords(line: string, variables: Variables): string[] {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    let word = '';
    while (rest !== '' && !/^\s/.test(rest)) {
      const [piece = '', single, double] = /^'([^']*)'|^"([^"\\]*)"|^[^\s'"\\]+/.exec(rest) ?? [];
      if (piece === '') throw new Error(`no shell of this kind: ${rest}`);
      word += single ?? expand(double ?? piece, variables);
      rest = rest.slice(piece.length);
    }
    words.push(word);
    rest = rest.trimStart();
  }
  return words;
}

function readCurl(words: readonly string[]): Command {
  let [method, url, body]: [string | null, string | null, string | null] = [null, null, null];
  const headers: Record<string, string> = {};
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      if (url !== null) throw new Error(`two URLs: ${word}`);
      url = word;
      continue;
    }
    at += 1;
    const value = words[at];
    if (value === undefined) throw new Error(`${word} without a value`);
    if (word === '-X') method = value;
    else if (word === '--json') body = value;
    else if (word === '-H') {
      const [, name = '', text = ''] = /^([\w-]+): (.+)$/.exec(value) ?? [];
      headers[name] = text;
    } else throw new Error(`an option that the test does not know: ${word}`);
  }
  if (url === null) throw new Error('curl without a URL');
  return { do: 'request', method: method ?? (body === null ? 'GET' : 'POST'), url, headers, body };
}

/** What a variable is set to: the time, an HMAC, or words. */
function valueOf(text: string, variables: Variables): string {
  if (text === '$(date +%s)') return String(Math.floor(Date.now() / 1_000));
  const hmac =
    /^\$\(printf %s ("[^"\\]*") \| openssl dgst -sha256 -hmac ("[^"\\]*") \| sed 's\/\.\* \/\/'\)$/.exec(
      text,
    );
  if (hmac === null) return splitWords(text, variables).join(' ');
  const [said = '', secret = ''] = hmac.slice(1).map((word) => splitWords(word, variables)[0] ?? '');
  return createHmac('sha256', secret).update(said).digest('hex');
}

function readLine(line: string, variables: Variables): Command {
  const [, field, name] = /^# its "(\w+)" is \$(\w+)$/.exec(line) ?? [];
  if (field !== undefined && name !== undefined) return { do: 'keep', field, name };
  const [, from, to, source, file] = /^sed 's\/([^/]+)\/([^/]+)\/' (\S+) > (\S+)$/.exec(line) ?? [];
  if (from !== undefined && to !== undefined && source !== undefined && file !== undefined)
    return { do: 'replace', from, to, source, file };
  const [, variable, text] = /^([A-Z_]+)=(.+)$/.exec(line) ?? [];
  if (variable !== undefined && text !== undefined)
    return { do: 'set', name: variable, value: valueOf(text, variables) };
  const words = splitWords(line, variables);
  if (words[0] !== 'curl') throw new Error(`a command that the test does not know: ${line}`);
  return readCurl(words);
}

/** Read one by one, because an answer may give a later command its variable. */
export function* readCommands(page: string, variables: Variables): Generator<Command> {
  for (const [, indent = '', block = ''] of page.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)) {
    const lines = block
      .split('\n')
      .map((line) => line.slice(indent.length))
      .join('\n')
      .replace(/\\\n/g, '')
      .split('\n');
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] ?? '';
      const [, file, end] = /^cat > (\S+) <<'(\w+)'$/.exec(line) ?? [];
      if (file !== undefined && end !== undefined) {
        const last = lines.indexOf(end, at);
        if (last === -1) throw new Error(`${file} has no end`);
        yield { do: 'write', file, text: lines.slice(at + 1, last).join('\n') };
        at = last;
      } else if (line.trim() !== '') yield readLine(line, variables);
    }
  }
}
