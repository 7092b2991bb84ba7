WITH
published AS (
  SELECT coalesce("model.publisher", nullif(split_part(id, '/', 1), id), '(not named)') AS publisher,
    map_keys(unknown) AS facts
  FROM models
),
sizes AS (SELECT publisher, count(*) AS models FROM published GROUP BY publisher),
missed AS (
  SELECT publisher, fact, count(*) AS unknown FROM published, unnest(facts) AS each(fact) GROUP BY publisher, fact
)
SELECT publisher, fact, unknown, models, round(unknown / models, 3) AS share
FROM missed JOIN sizes USING (publisher)
ORDER BY models DESC, publisher, unknown DESC, fact
