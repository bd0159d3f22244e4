/** What was answered to requests that may come again. Enters: ids, fingerprints, sealed answers. Leaves: who has an id. It never opens an answer. */
import type { AnswerClaim, AnswerHold, KeptAnswer } from '../../ports/answer-store';
import type { Connection } from './connection';
import { forgetInPieces } from './forget-in-pieces';

export const oldAnswersSql = 'SELECT id FROM answers WHERE at < ? ORDER BY at LIMIT ?';

type Row = [fingerprint: string, at: number, answer: string | null];

function claimJob(connection: Connection) {
  const removeOld = connection.statement('DELETE FROM answers WHERE id = ? AND at < ?');
  const insert = connection.statement(
    'INSERT INTO answers (id, fingerprint, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const read = connection.statement('SELECT fingerprint, at, answer FROM answers WHERE id = ?');
  return ({ id, fingerprint, at }: AnswerClaim, keptSince: number): KeptAnswer | null =>
    connection.write('full', () => {
      removeOld.run(id, keptSince);
      if (insert.run(id, fingerprint, at).changes === 1) return null;
      const [known, since, answer] = read.get(id) as Row;
      return { id, fingerprint: known, at: since, answer };
    });
}

export function answerJobs(connection: Connection) {
  const keep = connection.statement(
    'UPDATE answers SET answer = ? WHERE id = ? AND at = ? AND answer IS NULL',
  );
  const drop = connection.statement('DELETE FROM answers WHERE id = ? AND at = ? AND answer IS NULL');
  return {
    claimAnswer: claimJob(connection),
    keepAnswer: ({ id, at }: AnswerHold, answer: string): void =>
      connection.write('full', () => void keep.run(answer, id, at)),
    dropAnswer: ({ id, at }: AnswerHold): void => connection.write('normal', () => void drop.run(id, at)),
    forgetAnswers: forgetInPieces(connection, oldAnswersSql, 'DELETE FROM answers WHERE id = ?'),
  };
}
