WITH
against AS (
  SELECT context, id, bool_or(verdict = 'fail' AND level = 'error') AS fails,
    bool_or(verdict = 'unknown' AND level = 'error') AS undecided
  FROM findings GROUP BY context, id
),
every AS (SELECT id, bool_or(repository IS NOT NULL) AS scanned FROM models GROUP BY id),
answered AS (
  -- As in context-use.
  SELECT contexts.name AS context, CASE
      WHEN fails THEN 'no' WHEN undecided THEN 'undecided' WHEN scanned AND fails IS NULL THEN 'no-finding' ELSE 'yes'
    END AS answer
  FROM contexts CROSS JOIN every LEFT JOIN against ON against.context = contexts.name AND against.id = every.id
)
SELECT context, count(*) FILTER (WHERE answer = 'yes') AS yes, count(*) FILTER (WHERE answer = 'no') AS no,
  count(*) FILTER (WHERE answer = 'undecided') AS undecided, count(*) FILTER (WHERE answer = 'no-finding') AS no_finding,
  count(*) AS models
FROM answered
GROUP BY context
ORDER BY context
