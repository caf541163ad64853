-- As texts they travel in exports as they are.
ALTER TABLE "alert_rules"
  ALTER COLUMN "kinds" TYPE TEXT[] USING "kinds"::TEXT[],
  ALTER COLUMN "events" TYPE TEXT[] USING "events"::TEXT[];
