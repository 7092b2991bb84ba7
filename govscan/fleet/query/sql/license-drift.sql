WITH RECURSIVE
nodes AS MATERIALIZED (
  SELECT lower(id) AS key, min(id) AS id, min_by("license.concluded", row) AS license,
    min_by("license.family", row) AS family,
    list_position(['allowed', 'conditional', 'prohibited'], min_by("license.commercial_use", row)) AS strictness,
    min_by("license.commercial_use", row) AS commercial_use
  FROM models GROUP BY lower(id)
),
edges AS MATERIALIZED (
  SELECT DISTINCT lower(models.id) AS child, lower(trim(named.base)) AS parent
  FROM models, unnest(base_models) AS named(base)
),
-- UNION and not UNION ALL: merges of merges meet the same ancestors over many paths, and a cycle never ends.
lines AS (
  SELECT child, parent AS ancestor, 1 AS generation FROM edges
  UNION
  SELECT lines.child, edges.parent, lines.generation + 1
  FROM lines JOIN edges ON edges.child = lines.ancestor
  WHERE lines.generation < $generations
),
nearest AS (
  SELECT child, ancestor, min(generation) AS generation FROM lines WHERE child <> ancestor GROUP BY child, ancestor
),
drift AS (
  SELECT child.id AS model, nearest.generation, base.id AS ancestor, base.license AS ancestor_license,
    child.license AS model_license,
    CASE
      WHEN child.strictness < base.strictness OR (child.family = 'permissive' AND base.family NOT IN ('permissive', 'public-domain'))
        THEN 'loosened'
      WHEN child.strictness > base.strictness OR (child.family NOT IN ('permissive', 'public-domain') AND base.family = 'permissive')
        THEN 'tightened'
      ELSE 'replaced'
    END AS change,
    base.commercial_use AS ancestor_commercial_use, child.commercial_use AS model_commercial_use
  FROM nearest
  JOIN nodes AS child ON child.key = nearest.child
  JOIN nodes AS base ON base.key = nearest.ancestor
  WHERE child.license <> base.license
)
SELECT * FROM drift
WHERE $change IN ('any', change)
ORDER BY list_position(['loosened', 'replaced', 'tightened'], change), model, generation, ancestor
