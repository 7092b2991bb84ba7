WITH
missed AS (
  SELECT id, rule, unnest(missing) AS fact, level = 'error' AS deciding FROM findings WHERE verdict = 'unknown'
),
reasons AS (SELECT id, any_value(unknown) AS unknown FROM models GROUP BY id)
SELECT fact,
  coalesce(unknown[fact], CASE WHEN fact LIKE 'context.%' THEN 'the policy does not declare it' ELSE '(not said)' END) AS reason,
  count(DISTINCT missed.id) AS models, count(DISTINCT missed.id) FILTER (WHERE deciding) AS of_errors,
  list(DISTINCT rule ORDER BY rule) AS rules, min(missed.id) AS example
FROM missed LEFT JOIN reasons ON reasons.id = missed.id
GROUP BY ALL
ORDER BY of_errors DESC, models DESC, fact, reason
