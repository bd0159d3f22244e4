/** `carom explain`: a question in a file. Enters: the file's text. Leaves: the verdict as text, for people or as JSON; or a Fault of one sentence. */
import { validate } from './api/validate';
import { describeError, Fault } from './errors';
import { explain, type ExplainMeans } from './explain';
import { reportExplanation } from './explain-report';
import { explainSchema } from './explain-schema';

/** @throws Fault that names the field, or says that it is no JSON. */
export function answerQuestion(text: string, json: boolean, means: ExplainMeans): string {
  const explanation = explain(validate(explainSchema, parse(text)), means);
  return json ? JSON.stringify(explanation, null, 2) : reportExplanation(explanation);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('invalid_json', {
      message: `The question is not valid JSON (${describeError(cause)}).`,
      cause,
    });
  }
}
