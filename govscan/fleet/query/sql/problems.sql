SELECT kind, count(*) AS rows, min_by(id, row) AS first, min_by(message, row) AS example
FROM problems
GROUP BY kind
ORDER BY rows DESC, kind
