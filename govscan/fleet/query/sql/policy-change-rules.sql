WITH
rows_now AS (
  SELECT DISTINCT lower(id) AS key, rule, context, verdict FROM findings WHERE verdict IN ('fail', 'unknown')
),
rows_past AS (
  SELECT DISTINCT lower(id) AS key, rule, context, verdict FROM before_findings WHERE verdict IN ('fail', 'unknown')
),
came AS (SELECT rule, context, verdict, 1 AS came, 0 AS went FROM (FROM rows_now EXCEPT FROM rows_past)),
went AS (SELECT rule, context, verdict, 0 AS came, 1 AS went FROM (FROM rows_past EXCEPT FROM rows_now))
SELECT rule, context, verdict, sum(came)::BIGINT AS came, sum(went)::BIGINT AS went
FROM (FROM came UNION ALL FROM went)
GROUP BY rule, context, verdict
ORDER BY sum(came) + sum(went) DESC, rule, context, verdict
