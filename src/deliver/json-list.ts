/**
 * Finds a list in the text of a JSON body. Enters: text that is valid JSON, and the names that lead there. Leaves: the places of what stands between its
 * brackets. It never reads a value: numbers stay digit for digit as they were written.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

const quote = 34;
const backslash = 92;

function skipSpace(text: string, at: number): number {
  let place = at;
  while (' \t\n\r'.includes(text.charAt(place)) && place < text.length) place += 1;
  return place;
}

/** The place after the string that begins here. */
function skipString(text: string, at: number): number {
  for (let place = at + 1; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === backslash) place += 1;
    else if (code === quote) return place + 1;
  }
  return text.length;
}

/** The place after the value that begins here. */
function skipValue(text: string, at: number): number {
  let depth = 0;
  let place = at;
  while (place < text.length) {
    const char = text.charAt(place);
    if (char === '"') {
      place = skipString(text, place);
      if (depth === 0) return place;
      continue;
    }
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      if (depth === 0) return place;
      depth -= 1;
      if (depth === 0) return place + 1;
    } else if (char === ',' && depth === 0) return place;
    place += 1;
  }
  return text.length;
}

/** Where the member's value begins in the object that begins here; -1: it has none. */
function findMember(text: string, at: number, name: string): number {
  if (text.charAt(at) !== '{') return -1;
  const written = JSON.stringify(name);
  let place = skipSpace(text, at + 1);
  while (text.charAt(place) === '"') {
    const after = skipString(text, place);
    const found = text.slice(place, after) === written;
    place = skipSpace(text, skipSpace(text, after) + 1);
    if (found) return place;
    place = skipSpace(text, skipValue(text, place));
    if (text.charAt(place) === ',') place = skipSpace(text, place + 1);
  }
  return -1;
}

/** Null where no list stands there, or an empty one. */
export function findList(text: string, names: readonly string[]): Span | null {
  let at = skipSpace(text, 0);
  for (const name of names) {
    at = findMember(text, at, name);
    if (at < 0) return null;
  }
  if (text.charAt(at) !== '[') return null;
  const end = skipValue(text, at) - 1;
  if (text.charAt(end) !== ']' || skipSpace(text, at + 1) >= end) return null;
  return { start: at + 1, end };
}
