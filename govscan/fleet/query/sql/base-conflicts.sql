SELECT id AS model, "license.concluded" AS license, base_models, unnest("lineage.base_conflict") AS conflict
FROM models
WHERE len("lineage.base_conflict") > 0
ORDER BY model, conflict
