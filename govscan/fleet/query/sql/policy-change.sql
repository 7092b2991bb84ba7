WITH
rules_now AS (SELECT DISTINCT lower(id) AS key, rule || ' in ' || context AS rule FROM findings WHERE verdict = 'fail'),
rules_past AS (
  SELECT DISTINCT lower(id) AS key, rule || ' in ' || context AS rule FROM before_findings WHERE verdict = 'fail'
),
came AS (SELECT key, list(rule ORDER BY rule) AS rules FROM (FROM rules_now EXCEPT FROM rules_past) GROUP BY key),
went AS (SELECT key, list(rule ORDER BY rule) AS rules FROM (FROM rules_past EXCEPT FROM rules_now) GROUP BY key)
SELECT model, CASE WHEN change = 'same verdict' THEN 'other rules' ELSE change END AS change, before, now,
  coalesce(came.rules, []) AS fails_now, coalesce(went.rules, []) AS fails_no_more
FROM changed LEFT JOIN came ON came.key = changed.key LEFT JOIN went ON went.key = changed.key
WHERE change <> 'same verdict' OR came.rules IS NOT NULL OR went.rules IS NOT NULL
ORDER BY list_position(['newly failing', 'newly undecided', 'failed, now undecided', 'fixed', 'decided', 'changed',
  'other rules', 'only in this run', 'only in the run before'], CASE WHEN change = 'same verdict' THEN 'other rules' ELSE change END), model
