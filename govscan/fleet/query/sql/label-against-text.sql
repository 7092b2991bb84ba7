SELECT id AS model, "license.declared" AS declared, "license.detected" AS detected, "license.concluded" AS concluded,
  "license.conflict" AS conflict, "license.reasons" AS reasons
FROM models
WHERE "license.declared" <> "license.detected" OR len("license.conflict") > 0
ORDER BY "license.declared" = "license.detected", model
