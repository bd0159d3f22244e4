/** The origins of an app's own web pages. Enters: nothing. Leaves: one form. It takes origins alone, as browsers send them. */
import { z } from 'zod';

const originsMax = 50;

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}

export const webOrigins = z
  .array(
    z
      .string()
      .max(300)
      .overwrite((text) => text.toLowerCase())
      .refine(isOrigin, 'an origin such as https://shop.example: scheme, host and port alone'),
  )
  .min(1)
  .max(originsMax)
  .describe('whose pages may post, touch and ask for attribution from a browser (CORS); absent: none');
