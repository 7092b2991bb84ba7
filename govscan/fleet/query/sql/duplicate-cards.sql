SELECT card_sha256, count(*) AS models, count(DISTINCT split_part(id, '/', 1)) AS owners, min(id) AS example,
  any_value("license.concluded") AS license
FROM models
WHERE card_sha256 IS NOT NULL
GROUP BY card_sha256
HAVING count(*) > 1
ORDER BY models DESC, card_sha256
