/** What was answered to requests that may come again. Enters: ids, fingerprints, sealed answers. Leaves: who has an id. Each step is one document's; it never opens an answer. */
import { Fault } from '../../errors';
import type { AnswerClaim, AnswerStore, KeptAnswer } from '../../ports/answer-store';
import { insertNew, removeBelow } from './bulk';
import type { AnswerDocument } from './documents';
import type { Mongo } from './mongo';

/** Somebody else took the id and gave it up in between, so many times. */
const attemptsMax = 5;

export function answerMethods({ models }: Mongo): AnswerStore {
  const { answers } = models;
  /** Null: it was forgotten or given up in that moment. */
  const look = async (id: string): Promise<KeptAnswer | null> => {
    const found = await answers.findById(id).lean<AnswerDocument | null>();
    if (found === null) return null;
    const { fingerprint, at, answer = null } = found;
    return { id, fingerprint, at, answer };
  };
  return {
    async claimAnswer({ id, fingerprint, at }: AnswerClaim, keptSince: number) {
      await answers.deleteOne({ _id: id, at: { $lt: keptSince } });
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const refused = await insertNew<AnswerDocument>(answers, [{ _id: id, fingerprint, at }]);
        if (refused.size === 0) return null;
        const found = await look(id);
        if (found !== null) return found;
      }
      throw new Fault('conflict');
    },
    async keepAnswer({ id, at }, answer) {
      await answers.updateOne({ _id: id, at, answer: { $exists: false } }, { $set: { answer } });
    },
    async dropAnswer({ id, at }) {
      await answers.deleteOne({ _id: id, at, answer: { $exists: false } });
    },
    forgetAnswers: (before) => removeBelow(answers, 'at', before),
  };
}
