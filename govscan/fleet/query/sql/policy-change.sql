WITH
now AS (
  SELECT provider, lower(id) AS key, min(id) AS id,
    max(list_position(['not-applicable', 'pass', 'waived', 'unknown', 'fail'], verdict)) AS worst
  FROM models GROUP BY provider, lower(id)
),
past AS (
  SELECT provider, lower(id) AS key, min(id) AS id,
    max(list_position(['not-applicable', 'pass', 'waived', 'unknown', 'fail'], verdict)) AS worst
  FROM before_models GROUP BY provider, lower(id)
),
both_runs AS (
  SELECT coalesce(now.id, past.id) AS model, coalesce(now.key, past.key) AS key,
    ['not-applicable', 'pass', 'waived', 'unknown', 'fail'][past.worst] AS before,
    ['not-applicable', 'pass', 'waived', 'unknown', 'fail'][now.worst] AS now
  FROM now FULL JOIN past ON past.provider = now.provider AND past.key = now.key
),
changed AS (
  SELECT model, key, before, now,
    CASE
      WHEN before IS NULL THEN 'only in this run'
      WHEN now IS NULL THEN 'only in the run before'
      WHEN now = before THEN 'same verdict'
      WHEN now = 'fail' THEN 'newly failing'
      WHEN now = 'unknown' THEN CASE WHEN before = 'fail' THEN 'failed, now undecided' ELSE 'newly undecided' END
      WHEN before = 'fail' THEN 'fixed'
      WHEN before = 'unknown' THEN 'decided'
      ELSE 'changed'
    END AS change
  FROM both_runs
),
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
