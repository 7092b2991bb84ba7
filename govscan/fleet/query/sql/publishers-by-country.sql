SELECT coalesce(nullif(array_to_string("model.publisher_country", ', '), ''), '(not known)') AS country,
  coalesce("model.publisher", nullif(split_part(id, '/', 1), id), '(not named)') AS publisher, count(*) AS models,
  count(*) FILTER (WHERE verdict = 'fail') AS failing,
  count(*) FILTER (WHERE verdict = 'unknown') AS undecided
FROM models
GROUP BY country, publisher
ORDER BY sum(count(*)) OVER (PARTITION BY country) DESC, country, models DESC, publisher
