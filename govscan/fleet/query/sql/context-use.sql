WITH
against AS (
  SELECT id,
    count(*) FILTER (WHERE verdict = 'fail' AND level = 'error') AS failed,
    count(*) FILTER (WHERE verdict = 'unknown' AND level = 'error') AS open,
    count(*) FILTER (WHERE verdict IN ('fail', 'unknown') AND level <> 'error') AS warned,
    list(DISTINCT rule ORDER BY rule) FILTER (WHERE verdict IN ('fail', 'unknown') AND level = 'error') AS rules
  FROM findings WHERE context = $context GROUP BY id
),
answered AS (
  SELECT DISTINCT models.id AS model, "license.concluded" AS license,
    CASE
      WHEN failed > 0 THEN 'no'
      WHEN open > 0 THEN 'undecided'
      -- The models of a repository are judged where it uses them; the tables do not tell where that is.
      WHEN repository IS NOT NULL AND against.id IS NULL THEN 'no-finding'
      ELSE 'yes'
    END AS answer,
    coalesce(warned, 0) AS warnings, coalesce(rules, []) AS rules
  FROM models LEFT JOIN against ON against.id = models.id
)
SELECT * FROM answered
WHERE $answer IN ('any', answer)
ORDER BY list_position(['yes', 'no-finding', 'undecided', 'no'], answer), model
