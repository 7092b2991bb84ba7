WITH missed AS (
  SELECT DISTINCT findings.id, rule, unnest(missing) AS fact FROM findings WHERE verdict = 'unknown'
),
reasons AS (SELECT id, any_value(unknown) AS unknown FROM models GROUP BY id)
SELECT fact, coalesce(unknown[fact], '(not said)') AS reason, count(DISTINCT missed.id) AS models,
  list(DISTINCT rule ORDER BY rule) AS rules, min(missed.id) AS example
FROM missed LEFT JOIN reasons ON reasons.id = missed.id
GROUP BY fact, reason
ORDER BY models DESC, fact, reason
