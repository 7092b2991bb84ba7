WITH RECURSIVE
nodes AS MATERIALIZED (
  SELECT lower(id) AS key, min(id) AS id, min_by("license.concluded", row) AS license, min_by(verdict, row) AS verdict
  FROM models GROUP BY lower(id)
),
edges AS MATERIALIZED (
  SELECT DISTINCT lower(models.id) AS child, lower(trim(named.base)) AS parent
  FROM models, unnest(base_models) AS named(base)
),
lines AS (
  SELECT child AS model, 1 AS generation, parent AS via FROM edges WHERE parent = lower($model)
  UNION
  SELECT edges.child, lines.generation + 1, edges.parent
  FROM lines JOIN edges ON edges.parent = lines.model
  WHERE lines.generation < $generations
),
nearest AS (
  SELECT model, min(generation) AS generation, min_by(via, (generation, via)) AS via FROM lines
  WHERE model <> lower($model) GROUP BY model
)
SELECT nodes.id AS model, nearest.generation, coalesce(parent.id, nearest.via) AS made_from, nodes.license, nodes.verdict
FROM nearest JOIN nodes ON nodes.key = nearest.model LEFT JOIN nodes AS parent ON parent.key = nearest.via
ORDER BY generation, model
