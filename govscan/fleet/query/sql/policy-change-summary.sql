SELECT change, before, now, count(*) AS models
FROM changed
GROUP BY change, before, now
ORDER BY list_position(['newly failing', 'newly undecided', 'failed, now undecided', 'fixed', 'decided', 'changed',
  'same verdict', 'only in this run', 'only in the run before'], change), models DESC, before, now
