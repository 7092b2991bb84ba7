WITH named AS (
  SELECT models.row, models.id AS model, "license.concluded" AS license, "license.territory_excluded" AS excluded, place
  FROM models, unnest("license.territory_excluded") AS each(place)
),
judged AS (
  SELECT named.row, model, license, excluded,
    count(DISTINCT places.country) FILTER (WHERE list_contains($country, places.country)) AS covered,
    count(*) FILTER (WHERE places.name IS NULL) AS unheard
  FROM named LEFT JOIN places ON places.name = upper(trim(named.place)) OR places.name = lower(trim(named.place))
  GROUP BY named.row, model, license, excluded
)
SELECT model, license, excluded,
  CASE WHEN covered = len($country) THEN 'excluded' WHEN covered > 0 THEN 'excluded in part' ELSE 'undecided' END AS answer
FROM judged
WHERE covered > 0 OR unheard > 0
ORDER BY list_position(['excluded', 'excluded in part', 'undecided'], answer), model
