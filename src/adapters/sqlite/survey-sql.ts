/** The surveys' questions, as SQL. Enters: nothing. Leaves: statements; each is led by one index, from the newest row down, and ends with a limit. */

const piece = (columns: string, from: string): string =>
  `WITH piece AS MATERIALIZED (SELECT ${columns} FROM ${from})`;

/** app, since, created_at thrice told and seq: where the piece before ended. */
const deliveriesFrom = `deliveries d WHERE d.app = ? AND d.test IS NULL AND d.created_at >= ?
  AND d.created_at <= ? AND (d.created_at < ? OR d.seq < ?) ORDER BY d.created_at DESC, d.seq DESC LIMIT ?`;

/** What was sent, or not asked for, is no loss: its activity is not read. */
const isLost = `(p.status IN ('failed', 'retrying') OR (p.status = 'skipped' AND p.visible_to_partner = 1))`;

/** A decimal text as a whole number of 1/10,000; of a thousand million and more: nothing. */
const unitsOf = (text: string): string => {
  const bare = `ltrim(${text}, '-')`;
  const whole = `substr(${bare}, 1, instr(${bare} || '.', '.') - 1)`;
  const fraction = `substr(substr(${bare}, instr(${bare} || '.', '.') + 1) || '0000', 1, 4)`;
  return `CASE WHEN length(${whole}) > 9 THEN NULL
    ELSE (CASE WHEN ${text} LIKE '-%' THEN -1 ELSE 1 END) * CAST(${whole} || ${fraction} AS INTEGER) END`;
};

/** The last two numbers are the end of the piece. */
export const deliveryPieceSql = {
  end: `${piece('d.created_at, d.seq', deliveriesFrom)}
    SELECT COUNT(*), MIN(created_at), (SELECT seq FROM piece ORDER BY created_at, seq LIMIT 1) FROM piece`,
  rows: `${piece('d.*', deliveriesFrom)},
    priced AS (SELECT p.*, CASE WHEN ${isLost} THEN
        (SELECT json_extract(a.body, '$.body.revenue') FROM activities a WHERE a.app = p.app AND a.id = p.activity) END AS revenue,
      CASE WHEN p.status IN ('failed', 'retrying') THEN json_extract(p.attempts, '$[#-1]') END AS attempt,
      CASE WHEN p.status = 'skipped' AND p.reason = 'event_not_mapped' THEN
        (SELECT a.event FROM activities a WHERE a.app = p.app AND a.id = p.activity) END AS event FROM piece p)
    SELECT partner, callback, status, reason,
      CAST(COALESCE(json_extract(attempt, '$.status'), json_extract(attempt, '$.error')) AS TEXT) AS answer,
      COUNT(*), COUNT(DISTINCT CASE WHEN visible_to_partner = 1 THEN activity END), MAX(created_at), id,
      json_extract(revenue, '$.currency') AS currency, SUM(${unitsOf(`json_extract(revenue, '$.amount')`)}), event
    FROM priced GROUP BY partner, callback, status, reason, answer, currency, event`,
};

/**
 * Commit order and arrival differ by what was on the way: below the first commit of what arrived since there is nothing to find. It is among the first
 * thousands that arrived since; to ask all of them would walk the window. (What a clock that was ahead stamped may have been committed before.)
 */
export const firstSinceSql =
  'SELECT MIN(seq) FROM (SELECT seq FROM activities WHERE received_at >= ? ORDER BY received_at LIMIT 4000)';

/** app, where the piece before ended, the first since, since. */
const activitiesFrom = `activities a WHERE a.app = ? AND a.seq < ?
  AND a.seq >= ? AND +a.received_at >= ? ORDER BY a.seq DESC LIMIT ?`;

export const activityPieceSql = {
  end: `${piece('a.seq', activitiesFrom)} SELECT COUNT(*), MIN(seq) FROM piece`,
  rows: `${piece('a.seq, a.id, a.kind, a.partner, a.attribution, a.received_at, a.body', activitiesFrom)}
    SELECT json_extract(attribution, '$.partner') AS credited, json_extract(attribution, '$.link') AS link, kind, COUNT(*), MAX(received_at), id
    FROM piece WHERE json_extract(body, '$.environment') = 'production' GROUP BY credited, link, kind`,
};

/** From one commit down to another: which of them are the app's is seen row by row, for no index leads there and clicks are not to pay for one. */
export const touchPieceSql = `SELECT json_extract(body, '$.link') AS link, json_extract(body, '$.partner') AS partner,
    CASE WHEN instr(json_extract(body, '$.flags'), '"unexpanded_macro"') > 0 THEN 'unexpanded'
      WHEN json_extract(body, '$.partnerClickId') IS NULL THEN 'absent' ELSE 'given' END AS came,
    COUNT(*), MAX(id)
  FROM touches WHERE seq <= ? AND seq > ? AND app = ? AND time >= ? GROUP BY link, partner, came`;

/** Touches come about in the order of their times; that of a hundred in a row is the window's only where the window goes on. */
export const touchesBelowSql =
  'SELECT MAX(time) FROM (SELECT time FROM touches WHERE seq <= ? ORDER BY seq DESC LIMIT 100)';
