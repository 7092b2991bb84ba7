SELECT coalesce("model.publisher", nullif(split_part(id, '/', 1), id), '(not named)') AS publisher,
  coalesce("license.family", '(not known)') AS family, count(*) AS models,
  count(*) FILTER (WHERE verdict = 'fail') AS failing,
  count(*) FILTER (WHERE verdict = 'unknown') AS undecided
FROM models
GROUP BY publisher, family
ORDER BY sum(count(*)) OVER (PARTITION BY publisher) DESC, publisher, models DESC, family
