WITH
nodes AS MATERIALIZED (
  SELECT lower(id) AS key, min_by("license.concluded", row) AS license FROM models GROUP BY lower(id)
),
edges AS (
  SELECT DISTINCT lower(models.id) AS child, lower(trim(named.base)) AS parent
  FROM models, unnest(base_models) AS named(base)
)
SELECT coalesce(base.license, '(not known)') AS parent_license, coalesce(child.license, '(not known)') AS child_license,
  base.license = child.license AS same, count(*) AS pairs
FROM edges
JOIN nodes AS child ON child.key = edges.child
JOIN nodes AS base ON base.key = edges.parent
WHERE edges.child <> edges.parent
GROUP BY ALL
ORDER BY pairs DESC, parent_license, child_license
