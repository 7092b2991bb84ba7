SELECT rule, context, level, count(*) FILTER (WHERE verdict = 'fail') AS fails,
  count(*) FILTER (WHERE verdict = 'unknown') AS undecided, count(*) FILTER (WHERE verdict = 'waived') AS waived
FROM findings
GROUP BY rule, context, level
ORDER BY fails DESC, undecided DESC, rule, context
