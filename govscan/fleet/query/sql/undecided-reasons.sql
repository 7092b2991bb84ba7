WITH
-- What a model lacks, as a hash of both: there are millions of such pairs.
missed AS MATERIALIZED (
  SELECT hash(id, fact) AS pair, bool_or(level = 'error') AS deciding
  FROM findings, unnest(missing) AS each(fact) WHERE verdict = 'unknown' GROUP BY pair
),
asking AS MATERIALIZED (
  SELECT fact, list(DISTINCT rule ORDER BY rule) AS rules
  FROM (SELECT DISTINCT rule, missing FROM findings WHERE verdict = 'unknown'), unnest(missing) AS each(fact)
  GROUP BY fact
),
said AS (
  SELECT id, fact, rules, unknown[fact] AS reason, hash(id, fact) AS pair FROM models CROSS JOIN asking
),
told AS (
  SELECT id, fact, rules, deciding,
    -- Names, places and numbers differ from model to model; the reason is the rest of the sentence.
    regexp_replace(reason, '\([^()]*\)|\S*[/:@]\S*|''[^'']*''|\S*\d\S*', '...', 'g') AS reason
  FROM said JOIN missed ON missed.pair = said.pair
)
SELECT fact,
  coalesce(reason, CASE WHEN fact LIKE 'context.%' THEN 'the policy does not declare it' ELSE '(not said)' END)
    AS reason,
  count(*) AS models, count(*) FILTER (WHERE deciding) AS of_errors, any_value(rules) AS rules, min(id) AS example
FROM told
GROUP BY fact, reason
ORDER BY of_errors DESC, models DESC, fact, reason
