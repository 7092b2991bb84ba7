WITH
sets AS MATERIALIZED (
  SELECT "license.territory_excluded" AS excluded, 'license.territory_excluded' IN absent AS none, count(*) AS models
  FROM models GROUP BY ALL
),
named AS (
  SELECT excluded, place FROM (SELECT DISTINCT excluded FROM sets), unnest(excluded) AS each(place)
),
judged AS (
  SELECT excluded,
    count(DISTINCT places.country) FILTER (WHERE list_contains($country, places.country)) AS covered,
    count(*) FILTER (WHERE places.name IS NULL) AS unheard
  FROM named LEFT JOIN places ON places.name = upper(trim(named.place)) OR places.name = lower(trim(named.place))
  GROUP BY excluded
)
SELECT
  CASE
    WHEN covered = len($country) THEN 'excluded'
    WHEN covered > 0 THEN 'excluded in part'
    WHEN unheard > 0 THEN 'undecided: a place that is not known'
    WHEN sets.excluded IS NULL AND NOT none THEN 'undecided: territory not known'
    ELSE 'not excluded'
  END AS answer,
  sum(models)::BIGINT AS models
FROM sets LEFT JOIN judged ON judged.excluded = sets.excluded
GROUP BY answer
ORDER BY models DESC, answer
