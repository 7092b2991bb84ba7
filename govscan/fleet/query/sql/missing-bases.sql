WITH
named AS (
  SELECT DISTINCT models.id AS child, lower(trim(each.base)) AS key, trim(each.base) AS base
  FROM models, unnest(base_models) AS each(base)
)
SELECT min(base) AS base_model, count(DISTINCT child) AS children, min(child) AS example
FROM named ANTI JOIN (SELECT DISTINCT lower(id) AS key FROM models) AS present USING (key)
GROUP BY key
ORDER BY children DESC, base_model
