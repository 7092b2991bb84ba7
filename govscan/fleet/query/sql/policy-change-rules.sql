WITH
-- Every finding by a hash of its model, 1 for this run and -1 for the one before: millions of them are compared.
both_runs AS (
  SELECT hash(lower(id)) AS model, rule, context, verdict, 1::TINYINT AS run FROM findings
  WHERE verdict IN ('fail', 'unknown')
  UNION ALL
  SELECT hash(lower(id)), rule, context, verdict, -1::TINYINT FROM before_findings WHERE verdict IN ('fail', 'unknown')
),
differing AS (
  SELECT rule, context, verdict, max(run) > 0 AS came
  FROM both_runs GROUP BY model, rule, context, verdict HAVING max(run) = min(run)
)
SELECT rule, context, verdict, count(*) FILTER (WHERE came) AS came, count(*) FILTER (WHERE NOT came) AS went
FROM differing
GROUP BY rule, context, verdict
ORDER BY count(*) DESC, rule, context, verdict
