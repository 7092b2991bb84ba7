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
)
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
